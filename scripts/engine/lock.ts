import { randomUUID } from "node:crypto";
import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { isAlive, parseProcessFile, recordOf } from "./process-file.ts";

const readText = (file: string): string => {
	try {
		return readFileSync(file, "utf8");
	} catch {
		return "";
	}
};

const take = (file: string, mine: string): boolean => {
	try {
		linkSync(mine, file);
		return true;
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
		throw error;
	}
};

/** Takes a dead owner's lock away by renaming it: of several that try only one succeeds, and one that caught a living lock puts it back. */
const breakDead = (file: string, mine: string): void => {
	const owner = parseProcessFile(readText(file));
	if (owner && isAlive(owner)) return;
	const caught = `${mine}.dead`;
	try {
		renameSync(file, caught);
	} catch {
		return;
	}
	const really = parseProcessFile(readText(caught));
	if (really && isAlive(really)) take(file, caught);
	rmSync(caught, { force: true });
};

/**
 * Runs `work` while holding a lock file that names its owner (pid and start time), so that the lock of a killed process is void.
 * Waits for a living owner; `onWait` is told once who that is.
 */
export const withLock = async <T>(
	file: string,
	onWait: (owner: string) => void,
	work: () => Promise<T>,
): Promise<T> => {
	mkdirSync(dirname(file), { recursive: true });
	const me = recordOf(process.pid);
	const mine = `${file}.${randomUUID()}`;
	writeFileSync(mine, `${process.pid} ${me?.startTicks ?? 0}\n`);
	let told = false;
	try {
		while (!take(file, mine)) {
			breakDead(file, mine);
			if (take(file, mine)) break;
			if (!told) onWait(readText(file).trim().split(" ")[0] ?? "?");
			told = true;
			await sleep(200);
		}
		try {
			return await work();
		} finally {
			rmSync(file, { force: true });
		}
	} finally {
		rmSync(mine, { force: true });
	}
};
