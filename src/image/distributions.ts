import type { Bytes } from "../model/bytes.ts";
import type { Distribution } from "../model/facts.ts";
import type { Claims } from "./claims.ts";
import { classifySite, type EnvironmentMarks } from "./environments.ts";
import type { PathNumbers } from "./path-numbers.ts";
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

/** Groups of files in site-packages folders, by number. */
export interface FileGroups {
	readonly claims: Claims;
	readonly groups: Pick<PathNumbers, "count" | "isFull">;
	/** The bytes seen in that group. */
	bytesOf(group: number): Bytes;
}

/** The distributions of all environments, with bytes where they were seen, ordered by folder and name. */
export function listDistributions(
	found: readonly FoundDistribution[],
	files: FileGroups,
	marks: EnvironmentMarks,
): Distribution[] {
	const owners = findOwners(found, files);
	const listed = found.map((one, index) => describe(one, marks, ownedBytes(one, index, files, owners)));
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

/** Who claims each group of files. */
interface Owners {
	/** Index of the distribution that does so alone, or {@link NOBODY} or {@link SEVERAL}. */
	readonly alone: Int32Array;
	/** Bytes by all RECORDs together. */
	readonly claimed: Float64Array;
}

const NOBODY = -1;
/** Distributions of several names. */
const SEVERAL = -2;

/**
 * The owner of each group. Distributions of one name are one owner: where pip put a package over another of that
 * name without uninstalling it, both RECORDs claim the same files, and these are of the newest.
 */
function findOwners(found: readonly FoundDistribution[], { claims, groups }: FileGroups): Owners {
	const alone = new Int32Array(groups.count()).fill(NOBODY);
	const claimed = new Float64Array(groups.count());
	for (const [index, one] of found.entries()) {
		claims.each(one.info, (group, bytes) => {
			const before = alone[group] ?? NOBODY;
			const other = found[before];
			if (other) alone[group] = !sameName(one, other) ? SEVERAL : newest(one, other) === one ? index : before;
			else if (before === NOBODY) alone[group] = index;
			claimed[group] = (claimed[group] ?? 0) + bytes;
		});
	}
	return { alone, claimed };
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
 * RECORD says, where all that is claimed is there. Nothing when no file was seen with its size, or not all groups could be told apart: unknown is never 0.
 */
function ownedBytes(
	one: FoundDistribution,
	index: number,
	{ claims, groups, bytesOf }: FileGroups,
	{ alone, claimed }: Owners,
): Bytes | undefined {
	if (groups.isFull()) return undefined;
	let sum = 0;
	claims.each(one.info, (group, bytes) => {
		const there = bytesOf(group);
		if (alone[group] === index) sum += there;
		else if (alone[group] === SEVERAL && (claimed[group] ?? 0) <= there) sum += bytes;
	});
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
