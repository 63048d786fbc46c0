import type { Bytes } from "../../model/bytes.ts";
import type { ImageFacts } from "../../model/facts.ts";
import { type Blame, type Budget, blameLayers, judgeSize, readSize, unknownSize } from "../budget.ts";
import { printSize } from "../sizes.ts";
import type { Assertion } from "./assertion.ts";

const ID = "max-image-size";
const TITLE = "Unpacked size";

/** Budget of the image's unpacked bytes: all layers' regular files, each layer's hard links once. */
export const maxImageSize: Assertion = {
	id: ID,
	inputs: [ID],
	title: TITLE,
	arm(reader) {
		const limit = reader.bytes(ID);
		if (limit === undefined) return undefined;
		const budget = { id: ID, title: TITLE, limit };
		return {
			id: ID,
			needs: ["unpacked"],
			judge(facts) {
				const size = readSize(facts.unpackedBytes);
				if ("why" in size)
					return unknownSize(
						budget,
						size.why,
						`make the image's layers readable (the log has the ways that were tried), or leave ${ID} out`,
					);
				return judgeSize(budget, size.bytes, () => blame(facts, budget, size.bytes));
			},
		};
	},
};

/** The layers, and what later layers replaced or deleted: those bytes are in the image all the same. */
function blame(facts: ImageFacts, budget: Budget, bytes: Bytes): Blame {
	const hidden = facts.rootfsBytes.known && facts.rootfsBytes.value > 0 ? bytes - facts.rootfsBytes.value : 0;
	const layers = blameLayers(facts, { budget, bytes, measure: "unpackedBytes", hidden });
	if (hidden < bytes / 100) return layers;
	const line = `${printSize(hidden)} of it are files that a later layer replaces or deletes`;
	return { ...layers, evidence: [...layers.evidence, line] };
}
