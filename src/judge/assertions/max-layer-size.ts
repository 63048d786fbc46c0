import type { ImageFacts, LayerFacts } from "../../model/facts.ts";
import type { Verdict } from "../../model/verdict.ts";
import { type Blame, type Budget, describeLayer, describeOwners, heaviest, judgeSize, unknownSize } from "../budget.ts";
import { adviseCpuBuild, adviseEarlierWheels } from "../cuda-wheels.ts";
import { printOrigin } from "../places.ts";
import { printSize } from "../sizes.ts";
import { sizeBudget } from "./size-budget.ts";

/** Budget of every single layer's unpacked bytes: a layer is downloaded, unpacked and cached as a whole. */
export const maxLayerSize = sizeBudget({
	id: "max-layer-size",
	title: "Largest layer",
	need: "layers",
	judge: judgeLayers,
});

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
	return judgeSize(budget, bytes, () => blame(largest, layers, facts, budget));
}

/** Layers whose owners are told too. */
const EXPLAINED_LAYERS = 3;

function blame(largest: LayerFacts, layers: readonly LayerFacts[], facts: ImageFacts, budget: Budget): Blame {
	const bytes = largest.unpackedBytes ?? 0;
	const heavy = layers.filter((layer) => (layer.unpackedBytes ?? 0) > budget.limit);
	const how = budget.cuda === "none" ? undefined : adviseEarlierWheels(largest, facts, budget.limit);
	const split = largest.base
		? `that layer is made by ${printOrigin(largest)}: take another base image`
		: `split ${printOrigin(largest)} into several steps${how === undefined ? "" : ` (${how})`}, or install less in it`;
	const raise = `or raise max-layer-size above ${printSize(bytes)}`;
	const over = bytes - budget.limit;
	const cpu = adviseCpuBuild(facts, { layers: [largest], over, asked: budget.cuda });
	return {
		evidence: heavy.flatMap((layer, index) => [
			describeLayer(layer, "unpackedBytes", layers.length),
			...(index < EXPLAINED_LAYERS ? describeOwners(layer, facts, "unpackedBytes") : []),
		]),
		remedy: [split, raise, ...(cpu === undefined ? [] : [cpu])].join("; "),
		...(largest.step ? { step: largest.step } : {}),
	};
}

function unknown(budget: Budget, why: string): Verdict {
	return unknownSize(
		budget,
		why,
		`make the image's layers readable (docs/ways has what each way needs), or leave max-layer-size out`,
	);
}
