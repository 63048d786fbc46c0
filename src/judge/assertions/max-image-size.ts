import type { Bytes } from "../../model/bytes.ts";
import type { ImageFacts } from "../../model/facts.ts";
import { type Blame, type Budget, blameLayers, judgeSize, readSize, unknownSize } from "../budget.ts";
import { printSize } from "../sizes.ts";
import { sizeBudget } from "./size-budget.ts";

/** Budget of the image's unpacked bytes: all layers' regular files, each layer's hard links once. */
export const maxImageSize = sizeBudget({
	id: "max-image-size",
	title: "Unpacked size",
	need: "unpacked",
	judge(budget, facts) {
		const size = readSize(facts.unpackedBytes);
		if ("why" in size)
			return unknownSize(
				budget,
				size.why,
				`make the image's layers readable (docs/ways has what each way needs), or leave ${budget.id} out`,
			);
		return judgeSize(budget, size.bytes, () => blame(facts, budget, size.bytes));
	},
});

/** The layers, and what later layers replaced or deleted: those bytes are in the image all the same. */
function blame(facts: ImageFacts, budget: Budget, bytes: Bytes): Blame {
	const hidden = facts.rootfsBytes.known && facts.rootfsBytes.value > 0 ? bytes - facts.rootfsBytes.value : 0;
	const layers = blameLayers(facts, { budget, bytes, measure: "unpackedBytes", hidden });
	if (hidden < bytes / 100) return layers;
	const line = `${printSize(hidden)} of it are files that a later layer replaces or deletes`;
	return { ...layers, evidence: [...layers.evidence, line] };
}
