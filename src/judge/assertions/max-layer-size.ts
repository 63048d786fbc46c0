import type { ImageFacts, LayerFacts } from "../../model/facts.ts";
import type { Verdict } from "../../model/verdict.ts";
import { type Blame, type Budget, describeLayer, heaviest, judgeSize, unknownSize } from "../budget.ts";
import { printOrigin } from "../places.ts";
import { printSize } from "../sizes.ts";
import type { Assertion } from "./assertion.ts";

const ID = "max-layer-size";
const TITLE = "Largest layer";

/** Budget of every single layer's unpacked bytes: a layer is downloaded, unpacked and cached as a whole. */
export const maxLayerSize: Assertion = {
	id: ID,
	inputs: [ID],
	title: TITLE,
	arm(reader) {
		const limit = reader.bytes(ID);
		if (limit === undefined) return undefined;
		const budget = { id: ID, title: TITLE, limit };
		return {
			id: ID,
			needs: ["layers"],
			judge: (facts) => judgeLayers(budget, facts),
		};
	},
};

function judgeLayers(budget: Budget, facts: ImageFacts): Verdict {
	if (!facts.layers.known) return unknown(budget, facts.layers.why);
	const layers = heaviest(facts.layers.value, "unpackedBytes");
	const largest = layers[0];
	const bytes = largest?.unpackedBytes ?? 0;
	const blind = layers.find((layer) => layer.unpackedBytes === undefined);
	// A layer that is known to be too large is so whatever the others are.
	if (blind && bytes <= budget.limit)
		return unknown(budget, `the size of layer ${blind.index + 1} (${printOrigin(blind)}) is not known`);
	if (!largest || bytes === 0)
		return unknown(
			budget,
			`${facts.layers.method} found no layer with files in it; a size of 0 is an error, not a size`,
		);
	return judgeSize(budget, bytes, () => blame(largest, layers, budget.limit));
}

function blame(largest: LayerFacts, layers: readonly LayerFacts[], limit: number): Blame {
	const over = layers.filter((layer) => (layer.unpackedBytes ?? 0) > limit);
	const split = largest.base
		? `that layer is made by ${printOrigin(largest)}: take another base image`
		: `split ${printOrigin(largest)} into several steps, or install less in it`;
	return {
		evidence: over.map((layer) => describeLayer(layer, "unpackedBytes", layers.length)),
		remedy: `${split}; or raise ${ID} above ${printSize(largest.unpackedBytes ?? 0)}`,
		...(largest.step ? { step: largest.step } : {}),
	};
}

function unknown(budget: Budget, why: string): Verdict {
	return unknownSize(
		budget,
		why,
		`make the image's layers readable (the log has the ways that were tried), or leave ${ID} out`,
	);
}
