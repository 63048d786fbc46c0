import { blameLayers, judgeSize, readSize, unknownSize } from "../budget.ts";
import { sizeBudget } from "./size-budget.ts";

/** Budget of what a machine downloads: the manifest's layer blobs of one platform. */
export const maxCompressedSize = sizeBudget({
	id: "max-compressed-size",
	title: "Compressed size",
	need: "compressed",
	judge(budget, facts) {
		const size = readSize(facts.compressedBytes);
		if ("why" in size)
			return unknownSize(
				budget,
				size.why,
				`build with driver: docker-container, which compresses before the push, or leave ${budget.id} out`,
			);
		return judgeSize(budget, size.bytes, () =>
			blameLayers(facts, { budget, bytes: size.bytes, measure: "compressedBytes" }),
		);
	},
});
