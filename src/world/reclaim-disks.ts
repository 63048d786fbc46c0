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
const LATE: ReadonlySet<number> = new Set([0x9123683e, 0x58465342]);

/** Makes the file system of a path give back what was unlinked, where it does so late by itself. Never rejects: then it takes its time. */
export async function settle(path: string): Promise<void> {
	try {
		if (LATE.has(fs.statfsSync(path).type)) await runProgram(["sync", "--file-system", "--", path]);
	} catch {
		// It comes back by itself.
	}
}
