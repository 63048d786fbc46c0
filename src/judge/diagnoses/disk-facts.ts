import type { Aftermath } from "../../model/diagnosis.ts";
import { buildDisk } from "../../model/host.ts";
import type { StepRun } from "../../model/timeline.ts";
import type { DiskWatch } from "../../model/watch.ts";
import { printSize } from "../sizes.ts";
import { fullDiskIn, noSpaceLine, saidBy } from "./log.ts";
import { isRun, realSteps, runAtEnd, stepText } from "./words.ts";

export type DiskShape =
	| "run"
	| "pull"
	| "export"
	| "load"
	| "output"
	| "cache-export"
	| "engine-temp"
	| "context"
	| "temp"
	| "inodes"
	| "elsewhere";

const MIB = 2 ** 20;

/** Nothing more could be written to it. */
export function isFull(disk: DiskWatch): boolean {
	return disk.lowest < fullBelow(disk);
}

/** A share of the disk; of a very large one no share is small. */
function fullBelow(disk: DiskWatch): number {
	return Math.min(Math.max(64 * MIB, Math.min((disk.total ?? 0) * 0.005, 1e9)), smallShare(disk));
}

/** A disk of a few hundred MB has never more than that free, and is not full all the time. */
function smallShare({ total = 0 }: DiskWatch): number {
	return total > 0 ? total * 0.1 : Number.POSITIVE_INFINITY;
}

/** With `no space left` in the words, a disk that the last look, up to a second before, found this low. */
function isNearlyFull(disk: DiskWatch): boolean {
	const low = Math.max(512 * MIB, Math.min((disk.total ?? 0) * 0.02, 2e9));
	return disk.lowest < Math.min(low, smallShare(disk));
}

export function isOutOfInodes(disk: DiskWatch, said: boolean): boolean {
	return disk.lowestInodes !== undefined && disk.lowestInodes <= (said ? 1000 : 0);
}

/** It had room when the build began, and none while this step ran. */
export function filledDuring(disk: DiskWatch, run: StepRun | undefined): boolean {
	const room = disk.start > 4 * fullBelow(disk);
	if (run === undefined) return room;
	const then = disk.lowestAt >= run.started - 2000 && disk.lowestAt <= run.completed + 5000;
	return room && (then || disk.lowestDuring.includes(run.name));
}

/** The disk that was full: out of inodes, else the one with the fewest free bytes. `said`: the words speak of a full disk. */
export function fullDisk({ watch: { disks }, failure }: Aftermath, said: boolean): DiskWatch | undefined {
	const run = failure?.run;
	const full = disks.filter(
		(disk) => isOutOfInodes(disk, said) || (said ? isNearlyFull(disk) : isFull(disk) && filledDuring(disk, run)),
	);
	return full.toSorted((one, other) => weight(one, said) - weight(other, said))[0];
}

function weight(disk: DiskWatch, said: boolean): number {
	return isOutOfInodes(disk, said) ? -1 : disk.lowest;
}

/** Where it happened, by the vertex that failed and the paths in its words. `elsewhere`: on no disk that we look at. */
export function shapeOf(aftermath: Aftermath, line: string, disk: DiskWatch | undefined): DiskShape {
	const { failure } = aftermath;
	const run = failure?.run;
	if (disk !== undefined && isOutOfInodes(disk, line !== "") && disk.lowest > 64 * MIB) return "inodes";
	const name = run?.name ?? "";
	const text = [name, ...saidBy(failure), line].join("\n");
	if (/^(?:exporting|writing|preparing build) cache|cache export|^exporting content cache/im.test(name))
		return "cache-export";
	if (disk?.roles.includes("output") && /^exporting|sending tarball|copying files/i.test(name)) return "output";
	const unseen = disk === undefined && aftermath.watch.disks.length > 0;
	const away = unseen && !mayHaveBeenFull(ownDisk(aftermath));
	// A command writes where it likes, also to a tmpfs; what BuildKit writes itself lies in its own store.
	if (run !== undefined && isRun(run)) return unseen ? "elsewhere" : "run";
	if (/\]\s*(?:COPY|ADD|WORKDIR)\b/.test(name)) return away ? "elsewhere" : "run";
	if (
		/sending tarball|importing to docker|exporting to (?:docker|oci) image format|docker load|loading layer/i.test(text)
	)
		return "load";
	if (away) return "elsewhere";
	if (/^exporting|exporting (?:to image|layers)|unpacking to/i.test(text)) return "export";
	if (/load build context|transferring context|load \.dockerignore|\[[^\]]*context /i.test(name)) return "context";
	if (/\]\s*FROM\b|^\[auth\]|register layer|ApplyLayer|extracting|GetImageBlob/i.test(text)) return "pull";
	if (unseen) return "elsewhere";
	if (/\/(?:docker|buildkit|containerd)\/(?:\S*\/)?(?:tmp|tmpmounts|ingest)\b/.test(text)) return "engine-temp";
	if (disk?.roles.every((role) => role === "temp") || /(?:write|create|open|mkdir) \/(?:tmp|var\/tmp)\//.test(text))
		return "temp";
	return "engine-temp";
}

/** Where the builder itself writes, if that is looked at. */
function ownDisk({ elsewhere, watch: { disks } }: Aftermath): DiskWatch | undefined {
	return elsewhere ? undefined : buildDisk(disks);
}

/** No disk loses and gets back so much between two looks. */
const UNSEEN_MOST = 4e9;

function mayHaveBeenFull(disk: DiskWatch | undefined): disk is DiskWatch {
	return disk !== undefined && disk.lowest < UNSEEN_MOST;
}

const STORED: ReadonlySet<DiskShape> = new Set(["run", "pull", "export", "context"]);

/**
 * The builder's own disk, when no look saw a full one: BuildKit takes back what did not fit some 30 ms after it failed, and 85 MB were written
 * and gone within a second.
 */
export function fullBetweenLooks(aftermath: Aftermath, shape: DiskShape): DiskWatch | undefined {
	const own = ownDisk(aftermath);
	return STORED.has(shape) && mayHaveBeenFull(own) ? own : undefined;
}

/** A step, and what the disk lost while it ran. `shared`: other steps ran beside it. */
interface Taker {
	readonly run: StepRun;
	readonly bytes: number;
	readonly shared: boolean;
}

/** The steps that took most; by the watch, else by the timeline. */
export function takers({ timeline, watch }: Aftermath): readonly Taker[] {
	return realSteps(timeline)
		.map((run) => {
			const use = watch.steps[run.id];
			const bytes = Math.max(use?.diskBytes ?? run.diskBytes ?? 0, use?.diskMost ?? 0);
			return { run, bytes, shared: use?.diskShared === true };
		})
		.filter(({ bytes }) => bytes >= 1e6)
		.toSorted((one, other) => other.bytes - one.bytes)
		.slice(0, 5);
}

/** Each disk over the build, a line. */
export function diskLines({ watch: { disks } }: Aftermath): readonly string[] {
	return disks.map((disk) => {
		const total = disk.total === undefined ? "" : ` of ${printSize(disk.total)}`;
		const inodes = disk.lowestInodes === undefined ? "" : `, fewest free inodes ${disk.lowestInodes}`;
		return `${disk.roles.join(", ")} at ${disk.path}: ${printSize(disk.start)} free at the start, ${printSize(disk.lowest)}${total} at the lowest, ${printSize(disk.end)} at the end${inodes}`;
	});
}

/** The steps that took most, a line each. */
export function takerLines(aftermath: Aftermath): readonly string[] {
	return takers(aftermath).map(
		({ run, bytes, shared }) => `${shared ? "at most " : ""}${printSize(bytes)} taken while ${stepText(run)} ran`,
	);
}

/**
 * Somebody spoke of a full disk at the end: BuildKit, the builder's last words, or the step that ran. It proves nothing where every look found
 * room, as a disk may fill and empty between two; but the same build would fill it once more.
 */
export function saidDiskFull(aftermath: Aftermath): boolean {
	const last = [...(aftermath.builder?.tail ?? []), ...(runAtEnd(aftermath)?.tail ?? [])];
	return noSpaceLine(aftermath) !== undefined || fullDiskIn(last) !== undefined;
}
