import type { Bytes } from "../model/bytes.ts";
import type { Distribution } from "../model/facts.ts";
import { classifySite, type EnvironmentMarks } from "./environments.ts";
import { type CoreMetadata, normaliseName } from "./python-files.ts";

/** One visible METADATA, PKG-INFO or conda record. */
export interface FoundDistribution extends Pick<CoreMetadata, "name" | "version" | "requires" | "requiresLeftOut"> {
	/** Path of the folder that holds it, relative to the image's root. */
	readonly site: string;
	/** Path of its `*.dist-info` folder. */
	readonly info: string;
	readonly layer: number | undefined;
	readonly source: "dist-info" | "egg-info" | "conda";
}

/** Groups of files claimed by each `*.dist-info` folder's RECORD, and the bytes it says they have. */
export type Claims = ReadonlyMap<string, ReadonlyMap<string, Bytes>>;

/** The distributions of all environments, with bytes where they were seen, ordered by folder and name. */
export function listDistributions(
	found: readonly FoundDistribution[],
	claims: Claims,
	marks: EnvironmentMarks,
	bytesOf: (site: string) => ReadonlyMap<string, Bytes>,
): Distribution[] {
	const owners = findOwners(found, claims);
	const listed = found.map((one) => describe(one, marks, ownedBytes(one, claims, owners, bytesOf(one.site))));
	const python = new Set(found.flatMap((one, i) => (one.source === "conda" ? [] : [keyIn(listed[i])])));
	return listed
		.filter((one, i) => found[i]?.source !== "conda" || !python.has(keyIn(one)))
		.sort((a, b) => compare(a.site, b.site) || compare(a.key, b.key) || compare(a.version, b.version));
}

type Named = Pick<FoundDistribution, "site" | "name" | "version">;

/** The same order for what is not listed yet. */
export function listedOrder(a: Named, b: Named): number {
	const key = compare(normaliseName(a.name), normaliseName(b.name));
	return compare(a.site, b.site) || key || compare(a.version, b.version);
}

/** Who claims a group of files. */
interface Owner {
	/** Nobody alone when distributions of several names do. */
	readonly alone: FoundDistribution | undefined;
	/** By all RECORDs together. */
	readonly claimed: Bytes;
}

type Owners = ReadonlyMap<string, Owner>;

/**
 * The owner of each group in each folder. Distributions of one name are one owner: where pip put a package over another of that
 * name without uninstalling it, both RECORDs claim the same files, and these are of the newest.
 */
function findOwners(found: readonly FoundDistribution[], claims: Claims): Owners {
	const owners = new Map<string, Owner>();
	for (const one of found) {
		for (const [group, bytes] of claims.get(one.info) ?? []) {
			const id = `${one.site}\n${group}`;
			const { alone: other, claimed } = owners.get(id) ?? { alone: one, claimed: 0 };
			const alone = other && sameName(one, other) ? newest(one, other) : undefined;
			owners.set(id, { alone, claimed: claimed + bytes });
		}
	}
	return owners;
}

function sameName(one: FoundDistribution, other: FoundDistribution): boolean {
	return normaliseName(one.name) === normaliseName(other.name);
}

/** That of the higher layer. Within one layer nothing tells which came last: the higher version is taken. */
function newest(one: FoundDistribution, other: FoundDistribution): FoundDistribution {
	const layers = (one.layer ?? 0) - (other.layer ?? 0);
	return (layers || one.version.localeCompare(other.version, "en", { numeric: true })) < 0 ? other : one;
}

/**
 * Bytes of the groups that are its own, and its share of those that belong to several (all of CUDA 13's wheels are in `nvidia/cu13`): what its
 * RECORD says, where all that is claimed is there. Nothing when no file was seen with its size: unknown is never 0.
 */
function ownedBytes(
	one: FoundDistribution,
	claims: Claims,
	owners: Owners,
	bytes: ReadonlyMap<string, Bytes>,
): Bytes | undefined {
	const groups = claims.get(one.info);
	if (!groups) return undefined;
	let sum = 0;
	for (const [group, claimed] of groups) {
		const owner = owners.get(`${one.site}\n${group}`);
		const there = bytes.get(group) ?? 0;
		if (owner?.alone === one) sum += there;
		else if (owner?.alone === undefined && (owner?.claimed ?? 0) <= there) sum += claimed;
	}
	return sum > 0 ? sum : undefined;
}

function describe(one: FoundDistribution, marks: EnvironmentMarks, bytes: Bytes | undefined): Distribution {
	const { kind, prefix } = classifySite(one.site, marks);
	return {
		name: one.name,
		key: normaliseName(one.name),
		version: one.version,
		requires: one.requires,
		...(one.requiresLeftOut > 0 && { requiresLeftOut: one.requiresLeftOut }),
		site: `/${one.site}`,
		environment: kind,
		prefix: `/${prefix}`,
		...(bytes !== undefined && { bytes }),
		...(one.layer !== undefined && { layer: one.layer }),
	};
}

function keyIn(one: Distribution | undefined): string {
	return `${one?.prefix}\n${one?.key}`;
}

function compare(a: string, b: string): number {
	return a < b ? -1 : a > b ? 1 : 0;
}
