import type { Bytes } from "../model/bytes.ts";
import type { ImageFacts, LayerFacts, Measured, StepRef } from "../model/facts.ts";
import type { Verdict } from "../model/verdict.ts";
import { type AskedCuda, adviseCpuBuild } from "./cuda-wheels.ts";
import { printOwners } from "./owners.ts";
import { printOrigin } from "./places.ts";
import { compareWithBudget, printSize } from "./sizes.ts";

/** Which size of a layer counts. */
export type LayerMeasure = "unpackedBytes" | "compressedBytes";

const SHOWN_LAYERS = 3;
/** Share of the excess from which on a layer is worth work. */
const MEANINGFUL = 0.1;

/** What a size assertion says about itself. */
export interface Budget {
	readonly id: string;
	readonly title: string;
	readonly limit: Bytes;
	/** What else was asked, that advice must not go against. */
	readonly cuda?: AskedCuda;
}

/** A size that is missing, or 0, which no image has. */
export function readSize(size: Measured<Bytes>): { readonly bytes: Bytes } | { readonly why: string } {
	if (!size.known) return { why: size.why };
	if (size.value > 0) return { bytes: size.value };
	return {
		why: `${size.method} measured ${size.value} B; a size of 0 is an error, not a size`,
	};
}

/** The verdict on a size that could not be had. */
export function unknownSize({ id, title, limit }: Budget, why: string, remedy: string): Verdict {
	return {
		id,
		title,
		status: "unknown",
		expected: `≤ ${printSize(limit)}`,
		actual: "unknown",
		detail: `could not be measured: ${why}`,
		remedy,
	};
}

/** The verdict on a known size. Over budget it is joined by the layers that weigh most. */
export function judgeSize(budget: Budget, bytes: Bytes, blame: () => Blame): Verdict {
	const { id, title, limit } = budget;
	const verdict = {
		id,
		title,
		expected: `≤ ${printSize(limit)}`,
		actual: printSize(bytes),
		detail: compareWithBudget(bytes, limit),
	};
	if (bytes <= limit) return { ...verdict, status: "pass" };
	const { evidence, remedy, step } = blame();
	return {
		...verdict,
		status: "fail",
		evidence,
		remedy,
		...(step ? { step } : {}),
	};
}

/** Why an image is as big as it is, and what to do. */
export interface Blame {
	readonly evidence: readonly string[];
	readonly remedy: string;
	readonly step?: StepRef;
}

/** What a size over its budget is made of. */
export interface Excess {
	readonly budget: Budget;
	readonly bytes: Bytes;
	readonly measure: LayerMeasure;
	/** Bytes of it that later layers replace or delete. */
	readonly hidden?: Bytes;
}

/** The heaviest layers as evidence, and what can really help: those of this build that matter, what is hidden, or the base. */
export function blameLayers(facts: ImageFacts, excess: Excess): Blame {
	const { measure, budget } = excess;
	const layers = facts.layers.known ? heaviest(facts.layers.value, measure) : [];
	const evidence = layers
		.slice(0, SHOWN_LAYERS)
		.flatMap((layer) => [describeLayer(layer, measure, layers.length), ...describeOwners(layer, facts, measure)]);
	const raise = `or raise ${budget.id}`;
	const base = layers.reduce((sum, layer) => sum + (layer.base ? (layer[measure] ?? 0) : 0), 0);
	if (base > budget.limit) {
		const over = `the base image alone is ${printSize(base - budget.limit)} over the budget`;
		return { evidence, remedy: `${over}: take a slimmer base image, ${raise}` };
	}
	const work = layersToShrink(layers, excess);
	const step = work[0]?.step;
	const advice = adviseShrinking(work, excess);
	const cpu = adviseCpuBuild(facts, {
		layers,
		over: excess.bytes - budget.limit,
		asked: budget.cuda,
		...(measure === "compressedBytes" && { unit: "unpacked" }),
	});
	const shrink = [...(advice.length > 0 ? advice : ["take a slimmer base image or install less"]), raise].join(", ");
	return {
		evidence,
		remedy: cpu === undefined ? shrink : `${shrink}; ${cpu}`,
		...(step ? { step } : {}),
	};
}

/** The heaviest own layer when it alone can make up for the excess, else those with a meaningful share of it. */
function layersToShrink(layers: readonly LayerFacts[], { budget, bytes, measure }: Excess): readonly LayerFacts[] {
	const over = bytes - budget.limit;
	const own = layers.filter((layer) => !layer.base);
	const able = own.filter((layer) => (layer[measure] ?? 0) >= over).slice(0, 1);
	if (able.length > 0) return able;
	return own.filter((layer) => (layer[measure] ?? 0) > over * MEANINGFUL).slice(0, SHOWN_LAYERS);
}

/** Files that are hidden come first: they are in the image for nothing. */
function adviseShrinking(
	work: readonly LayerFacts[],
	{ budget, bytes, measure, hidden = 0 }: Excess,
): readonly string[] {
	const over = bytes - budget.limit;
	const rewrite = `delete or replace files in the same RUN that makes them (${printSize(hidden)} are hidden by later layers, which saves nothing)`;
	if (hidden >= over) return [rewrite];
	const first = hidden > over / 2 ? [rewrite] : [];
	const [only] = work;
	if (!only) return first;
	const adds = (layer: LayerFacts) => `(it adds ${printSize(layer[measure] ?? 0)})`;
	if (work.length === 1) return [...first, `make ${printOrigin(only)} smaller ${adds(only)}`];
	const all = work.map((layer) => `${printOrigin(layer)} ${adds(layer)}`);
	return [...first, `make ${all.slice(0, -1).join(", ")} and ${all.at(-1)} smaller`];
}

/** `layer 3 of 9: 3.1 GB, RUN pip install torch (Dockerfile:9)`. Layers are counted from 1, the lowest first. */
export function describeLayer(layer: LayerFacts, measure: LayerMeasure, count: number): string {
	return `layer ${layer.index + 1} of ${count}: ${printSize(layer[measure] ?? 0)}, ${printOrigin(layer)}`;
}

/** `of it nvidia wheels 3.3 GB, torch 1.7 GB`, or nothing. Distributions have unpacked sizes only. */
export function describeOwners(layer: LayerFacts, facts: ImageFacts, measure: LayerMeasure): readonly string[] {
	const owners = printOwners(layer, facts);
	if (owners === "") return [];
	return [measure === "unpackedBytes" ? `of it ${owners}` : `of it, unpacked: ${owners}`];
}

/** Layers by size, the heaviest first; those of unknown size last. */
export function heaviest(layers: readonly LayerFacts[], measure: LayerMeasure): readonly LayerFacts[] {
	return [...layers].sort((one, other) => (other[measure] ?? -1) - (one[measure] ?? -1));
}
