import type { Bytes } from "../model/bytes.ts";
import type { ImageFacts, LayerFacts, Measured, StepRef } from "../model/facts.ts";
import type { Verdict } from "../model/verdict.ts";
import { printOrigin } from "./places.ts";
import { compareWithBudget, printSize } from "./sizes.ts";

/** Which size of a layer counts. */
export type LayerMeasure = "unpackedBytes" | "compressedBytes";

const SHOWN_LAYERS = 3;

/** What a size assertion says about itself. */
export interface Budget {
	readonly id: string;
	readonly title: string;
	readonly limit: Bytes;
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

/** The heaviest layers as evidence; the heaviest that this build made is the one to work on. */
export function blameLayers(facts: ImageFacts, measure: LayerMeasure, input: string): Blame {
	const layers = facts.layers.known ? heaviest(facts.layers.value, measure) : [];
	const own = layers.find((layer) => layer.step !== undefined);
	const work = own
		? `make ${printOrigin(own)} smaller (it adds ${printSize(own[measure] ?? 0)})`
		: "take a smaller base image or install less";
	return {
		evidence: layers.slice(0, SHOWN_LAYERS).map((layer) => describeLayer(layer, measure, layers.length)),
		remedy: `${work}, or raise ${input}`,
		...(own?.step ? { step: own.step } : {}),
	};
}

/** `layer 3 of 9: 3.1 GB, RUN pip install torch (Dockerfile:9)`. Layers are counted from 1, the lowest first. */
export function describeLayer(layer: LayerFacts, measure: LayerMeasure, count: number): string {
	return `layer ${layer.index + 1} of ${count}: ${printSize(layer[measure] ?? 0)}, ${printOrigin(layer)}`;
}

/** Layers by size, the heaviest first; those of unknown size last. */
export function heaviest(layers: readonly LayerFacts[], measure: LayerMeasure): readonly LayerFacts[] {
	return [...layers].sort((one, other) => (other[measure] ?? -1) - (one[measure] ?? -1));
}
