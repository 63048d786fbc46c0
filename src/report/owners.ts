import { ownerOf, type PythonOwner, sumOf } from "../judge/owners.ts";
import type { Bytes } from "../model/bytes.ts";
import type { Distribution, ImageFacts } from "../model/facts.ts";
import { known } from "./headline.ts";

export type OwnerName = PythonOwner | "OS and base" | "OS and other files" | "other files" | "hidden by later layers";

/** Who owns how many of an image's unpacked bytes. */
export interface Owner {
	readonly name: OwnerName;
	readonly bytes: Bytes;
}

/**
 * The unpacked size split by owner, largest first: Python distributions by their visible files, the layers of the base
 * image, what later layers replaced or deleted (it is pulled all the same), and all other files. Nothing when sizes are unknown or contradict each other.
 */
export function ownersOf(image: ImageFacts): readonly Owner[] | undefined {
	const unpacked = known(image.unpackedBytes);
	const distributions = known(image.distributions)?.filter((one) => one.bytes !== undefined);
	if (unpacked === undefined || distributions === undefined || distributions.length === 0) return undefined;
	const python = Map.groupBy(distributions, ownerOf);
	const owners = [...python].map(([name, ones]) => ({ name, bytes: sumOf(ones) }));
	const hidden = Math.max(0, unpacked - (known(image.rootfsBytes) ?? unpacked));
	const rest = unpacked - hidden - sumOf(distributions);
	if (rest < 0) return undefined;
	return [...owners, { name: "hidden by later layers" as const, bytes: hidden }, ...others(image, distributions, rest)]
		.filter((owner) => owner.bytes > 0)
		.toSorted((one, other) => other.bytes - one.bytes);
}

/** What is no Python distribution: the base image's part, where its layers are known, and the rest. */
function others(image: ImageFacts, distributions: readonly Distribution[], rest: Bytes): readonly Owner[] {
	const base = known(image.layers)?.filter((layer) => layer.base) ?? [];
	if (base.length === 0 || base.some((layer) => layer.unpackedBytes === undefined))
		return [{ name: "OS and other files", bytes: rest }];
	const indexes = new Set(base.map((layer) => layer.index));
	const inBase = sumOf(distributions.filter((one) => one.layer !== undefined && indexes.has(one.layer)));
	const own = base.reduce((total, layer) => total + (layer.unpackedBytes ?? 0), 0) - inBase;
	if (own < 0 || own > rest) return [{ name: "OS and other files", bytes: rest }];
	return [
		{ name: "OS and base", bytes: own },
		{ name: "other files", bytes: rest - own },
	];
}
