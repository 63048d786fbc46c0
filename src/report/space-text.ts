import type { DiskRoom, ReclaimedItem, SpaceReport } from "../model/space.ts";
import { count, duration, size } from "./format.ts";

/** The disk that had least to spare before room was made. */
export function shortestDisk(space: SpaceReport | undefined): DiskRoom | undefined {
	return space?.disks.toSorted((one, other) => spare(one) - spare(other))[0];
}

function spare({ free, needed }: DiskRoom): number {
	return free - needed;
}

/** Begins the sentence on a removal that did not come to its work. */
export const NOT_STARTED = "The program that removes could not do its work";

/** Room in plain sentences: what was needed, what was done for it, what is left to know. Empty when it was not looked at. */
export function spaceSentences(space: SpaceReport | undefined): readonly string[] {
	const disk = shortestDisk(space);
	if (space === undefined || disk === undefined) return [];
	const { second, need } = space;
	const aside =
		second && `the builder's state is put on the disk at ${second.path}, where ${size(second.free)} were free`;
	const enough = disk.free >= disk.needed;
	return [
		...(aside ? [`About ${size(need.bytes)} of disk are needed (${need.how}): ${aside}`] : []),
		...(aside && enough ? [] : [[needed(space, disk), done(space, disk)].join(": ")]),
		...(space.refused === undefined ? [] : [`Nothing was removed: ${space.refused}`]),
		...(space.notStarted === undefined ? [] : [`${NOT_STARTED}: ${space.notStarted}`]),
		...failures(space.items),
	];
}

function needed({ need, disks, second }: SpaceReport, disk: DiskRoom): string {
	const where = disks.length > 1 ? ` at ${disk.path}` : "";
	return `About ${size(disk.needed)} of disk${where} are needed (${second ? "for the runner" : need.how})`;
}

function done({ items, freedBytes, blockedMs }: SpaceReport, { free, needed: wanted, after }: DiskRoom): string {
	if (free >= wanted) return `${size(free)} were free, nothing had to be removed`;
	const gone = items.filter(({ state }) => state !== "failed").length;
	const now = after >= wanted ? `${size(after)} are free now` : `only ${size(after)} are free now`;
	if (gone === 0) return `only ${size(free)} are free`;
	return `${size(free)} were free, ${size(freedBytes)} of ${count(gone, "component")} were given back in ${duration(blockedMs)}, ${now}`;
}

const MOST_FAILURES = 5;

function failures(items: readonly ReclaimedItem[]): readonly string[] {
	const failed = items.filter(({ state }) => state === "failed");
	const more = failed.length - MOST_FAILURES;
	const partly = items.filter(({ state }) => state === "in-part");
	return [
		...failed.slice(0, MOST_FAILURES).map(({ title, why }) => `${title} stayed: ${why ?? "no reason"}`),
		...(more > 0 ? [`${count(more, "more component")} stayed`] : []),
		...partly.slice(0, MOST_FAILURES).map(({ title, why }) => `${title} went only in part: ${why}`),
	];
}
