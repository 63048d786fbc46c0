import prettyBytes from "pretty-bytes";
import { type Bytes, MEMORY_FORMAT, SIZE_FORMAT } from "../model/bytes.ts";
import type { RunnerKind } from "../model/host.ts";
import type { LimitsAsked } from "../model/limits.ts";
import { isSwapOfOurs, type SwapArea, type SwapAsked, type SwapPlace, type SwapPlan } from "../model/swap.ts";

/** What was asked, as far as swap has to do with it. */
export interface SwapWish {
	readonly asked: SwapAsked;
	readonly limits: LimitsAsked;
}

const MIB = 2 ** 20;
/** The first page of an area is no swap, and nobody counts it when they ask for `4g`. */
const SLACK = MIB;

/** How much swap there should be in all: that of `swap`, else what `memory-swap` allows beside `memory`. Nothing: no wish. */
export function wantedSwap({ asked, limits }: SwapWish): Bytes | undefined {
	if (asked.swap === "off") return undefined;
	if (asked.swap !== "auto") return asked.swap;
	const { memory, memorySwap, swapGiven } = limits;
	if (!swapGiven || memory === undefined || typeof memorySwap !== "number" || memorySwap <= memory) return undefined;
	return memorySwap - memory;
}

/** How much more swap a `memory-swap` given by hand needs than there is; nothing when it is there. */
export function needsMore({ memory, memorySwap, swapGiven }: LimitsAsked, there: Bytes): Bytes | undefined {
	if (!swapGiven || memory === undefined || typeof memorySwap !== "number") return undefined;
	const missing = memorySwap - memory - there;
	return missing > SLACK ? missing : undefined;
}

/** Swap that is there whatever runs of ours do: what they made goes with them, unless it was made for the whole job. */
export function existingSwap(areas: readonly SwapArea[]): Bytes {
	return areas
		.filter(({ path, lasts }) => lasts === true || !isSwapOfOurs(path))
		.reduce((sum, { bytes }) => sum + bytes, 0);
}

/** More swap is wanted than there is. */
export function lacksSwap(wish: SwapWish, areas: readonly SwapArea[]): boolean {
	return (wantedSwap(wish) ?? 0) > existingSwap(areas) + SLACK;
}

type Short = NonNullable<SwapPlan["short"]>;

/** All that the decision depends on; looked up only when swap is wanting or swappiness is asked for. */
export interface SwapFacts {
	readonly areas: readonly SwapArea[];
	readonly runner: RunnerKind;
	/** The user allows changes to machines that are not thrown away. */
	readonly consent: boolean;
	/** The engine that builds is on this machine. */
	readonly local: boolean;
	/** Why it cannot be done by this process at all. */
	readonly obstacle?: Short;
	/** Best first. */
	readonly places: readonly SwapPlace[];
	/** Bytes that the build needs on the disk that it writes to. */
	readonly freeAfter: Bytes;
	/** Room is made before the swap is, so a disk that is short now is none. */
	readonly roomFirst?: boolean;
	readonly swappiness?: number;
}

/** Decides whether, where and how much swap is made. Existing swap is counted and never touched. */
export function planSwap(wish: SwapWish, facts: SwapFacts): SwapPlan {
	const existing = existingSwap(facts.areas);
	const wanted = Math.max(existing, wantedSwap(wish) ?? 0);
	const lacks = lacksSwap(wish, facts.areas);
	return {
		existing,
		wanted,
		...(lacks && planFile(roundUp(wanted - existing), facts)),
		...planSwappiness(wish.asked.swappiness, facts),
	};
}

function planFile(bytes: Bytes, facts: SwapFacts): Pick<SwapPlan, "make" | "short"> {
	const refusal = refuse(facts);
	if (refusal) return { short: refusal };
	const usable = facts.places.filter((place) => unfit(place) === undefined);
	const room = usable.map((place) => ({ place, bytes: roomAt(place, facts) }));
	const priority = priorityBeside(facts.areas);
	const at = (place: SwapPlace, size: Bytes): Pick<SwapPlan, "make"> => ({
		make: { folder: place.folder, bytes: size, ...(priority !== undefined && { priority }) },
	});
	const enough = room.find((spot) => spot.bytes >= bytes);
	if (enough) return at(enough.place, bytes);
	const [most] = room.toSorted((one, other) => other.bytes - one.bytes);
	if (!most) return { short: noPlace(facts.places) };
	const short = noRoom(most.place, facts);
	return most.bytes < LEAST ? { short } : { ...at(most.place, most.bytes), short };
}

function roomAt(place: SwapPlace, facts: SwapFacts): Bytes {
	if (facts.roomFirst && place.shared) return Number.POSITIVE_INFINITY;
	return roundDown(place.free - keptFree(place, facts));
}

/** Less is not worth a file. */
const LEAST = 64 * MIB;
/** What the runner itself needs of a disk that the build does not write to. */
const RUNNER_NEEDS = 1e9;

function keptFree({ shared }: SwapPlace, { freeAfter }: SwapFacts): Bytes {
	return shared ? Math.max(freeAfter, RUNNER_NEEDS) : RUNNER_NEEDS;
}

/** Whether this machine may be changed at all, and by us. */
function refuse({ runner, consent, local, obstacle }: SwapFacts): Short | undefined {
	if (!local) return { why: "the engine is not on this machine", remedy: "make it where the engine runs" };
	if (runner !== "github-hosted" && !consent) {
		const machine = runner === "none" ? "this is no GitHub-hosted runner" : "this runner is self-hosted";
		return { why: `${machine}, and it is not changed unasked`, remedy: 'write "allow-self-hosted: true"' };
	}
	return obstacle;
}

/** File systems on which the kernel takes a file for swap, and what is known to go wrong elsewhere. */
const FIT: ReadonlySet<string> = new Set(["ext2", "ext3", "ext4", "xfs", "btrfs"]);

function unfit({ folder, fileSystem, readOnly, devices }: SwapPlace): string | undefined {
	if (!FIT.has(fileSystem))
		return `${folder} is ${fileSystem || "a file system of unknown kind"}, which holds no swap file`;
	if (readOnly) return `${folder} is read-only`;
	if (devices !== 1)
		return `${folder} is a btrfs on ${devices === 0 ? "an unknown number of" : devices} disks, which holds no swap file`;
	return undefined;
}

function noPlace(places: readonly SwapPlace[]): Short {
	const reasons = places.flatMap((place) => unfit(place) ?? []);
	const why = reasons.length === 0 ? "neither / nor /mnt could be looked at" : reasons.join(", and ");
	const inside = places.some(({ fileSystem }) => fileSystem === "overlay");
	return {
		why,
		remedy: inside ? "run this step outside of the container" : "make swap of another kind before this step",
	};
}

function noRoom(place: SwapPlace, facts: SwapFacts): Short {
	const kept = keptFree(place, facts);
	const whose = place.shared ? "the build needs" : "the runner needs";
	return {
		why: `${place.folder} has ${size(place.free)} free, of which ${whose} ${size(kept)}`,
		remedy: "free disk space before this step",
	};
}

/**
 * That of the swap there is, so that both are used alike. Priorities below 0 are the kernel's own and cannot be asked for; zram is to be
 * used up first.
 */
function priorityBeside(areas: readonly SwapArea[]): number | undefined {
	const given = areas.filter(({ kind, priority, path }) => kind !== "zram" && priority >= 0 && !isSwapOfOurs(path));
	return given.length === 0 ? undefined : Math.max(...given.map(({ priority }) => priority));
}

function planSwappiness(to: number | undefined, facts: SwapFacts): Pick<SwapPlan, "swappiness"> {
	if (to === undefined) return {};
	const refusal = refuse(facts);
	if (refusal) return { swappiness: { why: `${refusal.why}: ${refusal.remedy}` } };
	if (facts.swappiness === undefined) return { swappiness: { why: "/proc/sys/vm/swappiness cannot be read" } };
	return facts.swappiness === to ? {} : { swappiness: { from: facts.swappiness, to } };
}

/** For the printed plan: `make 4 GiB of swap at /mnt (removed again at the end)`, and what is wanted and cannot be made. */
export function swapTitle({ wanted, make, short, swappiness }: SwapPlan): string | undefined {
	const file = make && `make ${printMemory(make.bytes)} of swap at ${make.folder} (removed again at the end)`;
	const less = short && `, though ${printMemory(wanted)} are wanted: ${short.why} (to fix: ${short.remedy})`;
	const parts = [
		...(file !== undefined || less !== undefined ? [`${file ?? "make no swap"}${less ?? ""}`] : []),
		...(swappiness && "to" in swappiness ? [`set vm.swappiness to ${swappiness.to} (was ${swappiness.from})`] : []),
	];
	return parts.length === 0 ? undefined : parts.join(", ");
}

function roundUp(bytes: Bytes): Bytes {
	return Math.ceil(bytes / MIB) * MIB;
}

function roundDown(bytes: Bytes): Bytes {
	return Math.max(0, Math.floor(bytes / MIB) * MIB);
}

function printMemory(bytes: Bytes): string {
	return prettyBytes(bytes, MEMORY_FORMAT);
}

function size(bytes: Bytes): string {
	return prettyBytes(bytes, SIZE_FORMAT);
}
