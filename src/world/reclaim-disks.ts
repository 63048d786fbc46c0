import fs from "node:fs";
import { runProgram } from "./system-programs.ts";

/** Bytes that an ordinary user may still take there; nothing when the path is not reachable. */
export function freeBytes(path: string): number | undefined {
	try {
		const { bavail, bsize } = fs.statfsSync(path);
		return bavail * bsize;
	} catch {
		return undefined;
	}
}

/**
 * File systems that give the bytes of unlinked files back late, by their `f_type` (https://man7.org/linux/man-pages/man2/statfs.2.html): btrfs
 * those of big files with its next commit, up to half a minute later, xfs in the background.
 */
const XFS = 0x58465342;
const LATE: ReadonlySet<number> = new Set([0x9123683e, XFS]);

/** xfs gives bytes back behind a sync, too, when its workers get to it. */
const BEHIND_MS = 2000;
const LOOK_MS = 20;

/**
 * Makes the file system of a path give back what was unlinked, where it does so late by itself. `least`: what it is about to have free then.
 * Never rejects: then it takes its time.
 */
export async function settle(path: string, least?: number): Promise<void> {
	try {
		const { type } = fs.statfsSync(path);
		if (!LATE.has(type)) return;
		await runProgram(["sync", "--file-system", "--", path]);
		if (type === XFS && least !== undefined) await until(() => (freeBytes(path) ?? least) >= least);
	} catch {
		// It comes back by itself.
	}
}

async function until(there: () => boolean): Promise<void> {
	for (let waited = 0; waited < BEHIND_MS && !there(); waited += LOOK_MS)
		await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
}
