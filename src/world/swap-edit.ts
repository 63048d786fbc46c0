import { constants } from "node:fs";
import * as fs from "node:fs/promises";
import path from "node:path";
import type { Bytes } from "../model/bytes.ts";
import { isSwapOfOurs, parseSwaps, type SwapArea, type SwapEdit, type SwapEdited } from "../model/swap.ts";
import { fillFile } from "./swap-file.ts";
import { runProgram } from "./system-programs.ts";

/**
 * Makes and removes swap. May run as root for a user who is not, so it knows only files with a name of ours in two folders, and never
 * switches off anything else. Never throws.
 */
export async function editSwap(edit: SwapEdit): Promise<SwapEdited> {
	const problem = checkEdit(edit);
	if (problem !== undefined) return { ok: false, why: problem };
	try {
		if (edit.act === "swappiness") return await setSwappiness(edit.value);
		return edit.act === "make" ? await make(edit) : await drop(edit.path);
	} catch (error) {
		return { ok: false, why: (error as Error).message };
	}
}

const MIB = 2 ** 20;
const LEAST = MIB;
const MOST = 2 ** 40;
const MOST_PRIORITY = 32_767;
const MOST_SWAPPINESS = 200;

/** What is wrong with a request, which may come from a process with fewer rights than ours. */
function checkEdit(edit: SwapEdit): string | undefined {
	if (edit?.act === "swappiness")
		return isWhole(edit.value, 0, MOST_SWAPPINESS) ? undefined : "swappiness is a whole number from 0 to 200";
	if (edit?.act !== "make" && edit?.act !== "drop") return "what to do with swap is not known";
	if (typeof edit.path !== "string" || !isSwapOfOurs(edit.path))
		return "only swap files of our own are made or removed";
	if (edit.act === "drop") return undefined;
	if (!isWhole(edit.bytes, LEAST, MOST)) return "a swap file has 1 MiB to 1 TiB";
	const { priority } = edit;
	return priority === undefined || isWhole(priority, 0, MOST_PRIORITY) ? undefined : "a priority is 0 to 32767";
}

function isWhole(value: unknown, least: number, most: number): boolean {
	return Number.isSafeInteger(value) && (value as number) >= least && (value as number) <= most;
}

/** Space that no swap file takes, whoever asks: a disk that is full stops the machine. */
const FLOOR = 256 * MIB;
/** The first page of a swap file holds its header and no swap. */
const HEADER = 4096;

async function make({ path: file, bytes, priority }: Extract<SwapEdit, { act: "make" }>): Promise<SwapEdited> {
	const unsafe = await checkFolder(path.dirname(file), bytes);
	if (unsafe !== undefined) return { ok: false, why: unsafe };
	const flags = constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW | constants.O_WRONLY;
	const handle = await fs.open(file, flags, 0o600);
	try {
		const area = await fillFile(file, handle, bytes + HEADER, async () => {
			await runProgram(["mkswap", file]);
			await runProgram(["swapon", ...(priority === undefined ? [] : ["-p", String(priority)]), file]);
			return findArea(file);
		});
		if (!area || area.deleted) throw new Error(`swapon said nothing, and ${file} is not in /proc/swaps`);
		if (area.bytes < bytes - MIB) throw new Error(`the kernel took only ${area.bytes} of ${bytes} bytes`);
		return { ok: true, bytes: area.bytes };
	} catch (error) {
		const left = await undoMake(file);
		return { ok: false, why: `${(error as Error).message}${left === undefined ? "" : `; ${left}`}` };
	} finally {
		await handle.close();
	}
}

/** Others must not be able to put something else in the file's place while programs find it by its name. */
async function checkFolder(folder: string, bytes: Bytes): Promise<string | undefined> {
	const found = await fs.lstat(folder);
	if (!found.isDirectory() || found.uid !== 0 || (found.mode & 0o022) !== 0)
		return `${folder} is no folder that only root may write to`;
	const { bavail, bsize } = await fs.statfs(folder);
	return bavail * bsize - bytes < FLOOR ? `${folder} has only ${bavail * bsize} bytes free` : undefined;
}

async function findArea(file: string): Promise<SwapArea | undefined> {
	const areas = parseSwaps(await fs.readFile("/proc/swaps", "utf8"));
	return areas.find((area) => area.path === file);
}

/** Nothing when all of it is gone, else what is left. */
async function undoMake(file: string): Promise<string | undefined> {
	try {
		// Whatever /proc/swaps says: a file that is on cannot be unlinked, and one that is off is only told to be.
		await runProgram(["swapoff", file]).catch(() => {});
		await fs.unlink(file);
		return undefined;
	} catch (error) {
		return `what was made of it is still there (${(error as Error).message})`;
	}
}

/** Memory that stays free for the machine when what lies in swap goes back to memory. */
const MARGIN = 256 * MIB;

async function drop(file: string): Promise<SwapEdited> {
	const found = await fs.lstat(file).catch(() => undefined);
	if (!found) return { ok: true, bytes: 0 };
	if (!found.isFile() || found.uid !== 0 || found.nlink !== 1)
		return { ok: false, why: `${file} is not the file that was made there, so it is left alone` };
	const area = await findArea(file);
	if (area) {
		const available = await availableMemory();
		if (available < area.used + MARGIN) {
			const [held, free] = [area.used, available].map((bytes) => Math.round(bytes / MIB));
			return { ok: false, why: `${held} MiB lie in it and the machine has ${free} MiB of memory to take them` };
		}
		await runProgram(["swapoff", file]);
		if (await findArea(file)) return { ok: false, why: `swapoff said nothing, and ${file} is still in /proc/swaps` };
	}
	await fs.unlink(file);
	return { ok: true, bytes: area?.bytes ?? 0 };
}

/** Bytes; throws when the kernel does not tell, for then nothing is switched off. */
async function availableMemory(): Promise<Bytes> {
	const kib = /^MemAvailable:\s+(\d+) kB$/m.exec(await fs.readFile("/proc/meminfo", "utf8"))?.[1];
	if (kib === undefined) throw new Error("/proc/meminfo does not say what memory is available");
	return Number(kib) * 1024;
}

const SWAPPINESS = "/proc/sys/vm/swappiness";

async function setSwappiness(value: number): Promise<SwapEdited> {
	const previous = Number(await fs.readFile(SWAPPINESS, "utf8"));
	await fs.writeFile(SWAPPINESS, String(value));
	const now = Number(await fs.readFile(SWAPPINESS, "utf8"));
	return now === value ? { ok: true, bytes: 0, previous } : { ok: false, why: `vm.swappiness is still ${now}` };
}
