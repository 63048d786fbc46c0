import type { Bytes } from "../model/bytes.ts";
import type { Distribution, ImageFacts, LayerFacts } from "../model/facts.ts";
import { printSize } from "./sizes.ts";

/** Who owns the bytes of Python distributions, for people. */
export type PythonOwner = "nvidia wheels" | "torch" | "triton" | "other Python";

/** The owner of one distribution. */
export function ownerOf({ key }: Pick<Distribution, "key">): PythonOwner {
	if (key.startsWith("nvidia-")) return "nvidia wheels";
	if (key === "torch") return "torch";
	return /^(?:pytorch-)?triton/.test(key) ? "triton" : "other Python";
}

const SHOWN_OWNERS = 3;
const LONGEST_NAME = 60;
/** An owner tells something from that share of its layer on, or from these bytes on. */
const TELLING_SHARE = 0.1;
const TELLING_BYTES = 100e6;

/** The distributions of a layer whose sizes are known; none where the numbers contradict the layer's. */
export function distributionsOf({ index, unpackedBytes }: LayerFacts, facts: ImageFacts): readonly Distribution[] {
	if (!facts.distributions.known || unpackedBytes === undefined) return [];
	const all = facts.distributions.value.filter(({ layer, bytes }) => layer === index && bytes !== undefined);
	return sumOf(all) > unpackedBytes ? [] : all;
}

/** Their bytes together. */
export function sumOf(distributions: readonly Distribution[]): Bytes {
	return distributions.reduce((sum, { bytes = 0 }) => sum + bytes, 0);
}

/** `nvidia wheels 3.3 GB, torch 1.7 GB`: what in a layer is worth a thought; what is nobody's in particular by its name. Empty when nothing is. */
export function printOwners(layer: LayerFacts, facts: ImageFacts): string {
	const least = Math.min(TELLING_BYTES, (layer.unpackedBytes ?? 0) * TELLING_SHARE);
	const owned = Map.groupBy(distributionsOf(layer, facts), (one) => {
		const owner = ownerOf(one);
		return owner === "other Python" ? one.name.slice(0, LONGEST_NAME) : owner;
	});
	return [...owned]
		.map(([name, ones]) => ({ name, bytes: sumOf(ones) }))
		.filter(({ bytes }) => bytes >= least && bytes > 0)
		.toSorted((one, other) => other.bytes - one.bytes)
		.slice(0, SHOWN_OWNERS)
		.map(({ name, bytes }) => `${name} ${printSize(bytes)}`)
		.join(", ");
}
