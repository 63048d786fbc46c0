import { blameLayers, judgeSize, readSize, unknownSize } from "../budget.ts";
import type { Assertion } from "./assertion.ts";

const ID = "max-compressed-size";
const TITLE = "Compressed size";

/** Budget of what a machine downloads: the manifest's layer blobs of one platform. */
export const maxCompressedSize: Assertion = {
	id: ID,
	inputs: [ID],
	title: TITLE,
	arm(reader) {
		const limit = reader.bytes(ID);
		if (limit === undefined) return undefined;
		const budget = { id: ID, title: TITLE, limit };
		return {
			id: ID,
			needs: ["compressed"],
			judge(facts) {
				const size = readSize(facts.compressedBytes);
				if ("why" in size)
					return unknownSize(
						budget,
						size.why,
						`build with driver: docker-container, which compresses before the push, or leave ${ID} out`,
					);
				return judgeSize(budget, size.bytes, () =>
					blameLayers(facts, { budget, bytes: size.bytes, measure: "compressedBytes" }),
				);
			},
		};
	},
};
