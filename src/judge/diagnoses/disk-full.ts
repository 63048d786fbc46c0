import type { Aftermath, Diagnosis } from "../../model/diagnosis.ts";
import type { DiskWatch } from "../../model/watch.ts";
import { printSize } from "../sizes.ts";
import type { Diagnoser } from "./diagnosis.ts";
import {
	type DiskShape,
	diskLines,
	filledDuring,
	fullBetweenLooks,
	fullDisk,
	isFull,
	isOutOfInodes,
	shapeOf,
	takerLines,
} from "./disk-facts.ts";
import { diskRemedies } from "./disk-remedies.ts";
import { stoppedBelow } from "./disk-stopped.ts";
import { exitCodeOf, noSpaceLine } from "./log.ts";
import { inPlace, quoted, stepName } from "./words.ts";

/** A file system ran full: by its free bytes and inodes; words without such a disk are only likely. */
export const diskFull: Diagnoser = {
	id: "disk-full",
	shapes: [
		"run",
		"pull",
		"export",
		"load",
		"output",
		"cache-export",
		"engine-temp",
		"context",
		"temp",
		"inodes",
		"elsewhere",
		"stopped-below",
	] satisfies (DiskShape | "stopped-below")[],
	diagnose(aftermath) {
		const stopped = stoppedBelow(aftermath);
		if (stopped) return [stopped];
		if (aftermath.failure === undefined) return [];
		const said = noSpaceLine(aftermath);
		const disk = fullDisk(aftermath, said !== undefined);
		if (said === undefined && disk === undefined) return [];
		const found = explain(aftermath, said?.line ?? "", disk);
		return [
			found.shape === "elsewhere" && exitCodeOf(aftermath.failure) !== undefined ? hint(aftermath, found) : found,
		];
	},
};

/** The step ended by itself and all disks had room: its log may speak of a full disk for many reasons. */
function hint(aftermath: Aftermath, found: Diagnosis): Diagnosis {
	const who = `${stepName(aftermath.timeline, aftermath.failure?.run, found.step)} speaks of a full disk`;
	const room = `, and every disk looked at had room${inPlace(found.step)}`;
	return { ...found, level: "warning", message: `${who}${room}${figures(aftermath, undefined, "elsewhere")}` };
}

function explain(aftermath: Aftermath, line: string, disk: DiskWatch | undefined): Diagnosis {
	const { failure } = aftermath;
	const run = failure?.run;
	const step = failure?.step ?? run?.step;
	const shape = shapeOf(aftermath, line, disk);
	return {
		id: "disk-full",
		shape,
		level: "failure",
		certainty: certaintyOf(aftermath, line, disk, shape),
		message: `${stepName(aftermath.timeline, run, step)} ${WHAT[shape]}${inPlace(step)}${figures(aftermath, disk, shape)}`,
		evidence: [...diskLines(aftermath), ...(line === "" ? [] : [`it says: ${quoted(line)}`]), ...takerLines(aftermath)],
		remedies: diskRemedies(aftermath, shape, disk, line),
		...(step && { step }),
		...(run && { stepId: run.id }),
	};
}

/** Words and free bytes together prove it; one of them alone does not. */
function certaintyOf(
	{ failure }: Aftermath,
	line: string,
	disk: DiskWatch | undefined,
	shape: DiskShape,
): Diagnosis["certainty"] {
	// An exporter that fails with the very folder full that it alone writes to need not say so.
	if (shape === "output" && disk !== undefined && isFull(disk)) return "certain";
	if (line === "" || disk === undefined) return "likely";
	const full = isFull(disk) || isOutOfInodes(disk, false);
	return full || filledDuring(disk, failure?.run) ? "certain" : "likely";
}

const WHAT: Readonly<Record<DiskShape, string>> = {
	run: "ran out of disk",
	pull: "ran out of disk while a base image was unpacked",
	export: "ran out of disk while layers were exported",
	load: "ran out of disk while the image was loaded into the engine",
	output: "ran out of disk where its result is written to",
	"cache-export": "ran out of disk while the cache was exported",
	"engine-temp": "ran out of disk in the engine's own files",
	context: "ran out of disk while the build context was transferred",
	temp: "ran out of disk in the temporary folder",
	inodes: "ran out of inodes: too many files, not too many bytes",
	elsewhere: "ran out of space in a place that is on none of the disks looked at",
};

function figures(aftermath: Aftermath, disk: DiskWatch | undefined, shape: DiskShape): string {
	if (disk === undefined) return unseenFigures(aftermath, shape);
	const total = disk.total === undefined ? "" : ` of ${printSize(disk.total)}`;
	const inodes = shape === "inodes" ? `, ${disk.lowestInodes ?? 0} free inodes` : "";
	return `: ${printSize(disk.lowest)}${total} left at ${disk.path}, ${printSize(disk.start)} at the start${inodes}`;
}

function unseenFigures(aftermath: Aftermath, shape: DiskShape): string {
	const own = fullBetweenLooks(aftermath, shape);
	if (own)
		return `: ${own.path}, ${printSize(own.start)} free at the start, was not full at any look (${printSize(own.lowest)} left), and what did not fit is taken back at once`;
	const least = aftermath.watch.disks.toSorted((one, other) => one.lowest - other.lowest)[0];
	return least === undefined ? "" : `: the fullest, ${least.path}, had ${printSize(least.lowest)} left at its lowest`;
}
