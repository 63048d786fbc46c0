import { t as runProgram } from "./system-programs.js";
import { n as isSwapOfOurs, r as parseSwaps } from "./swap2.js";
import { constants } from "node:fs";
import * as fs$1 from "node:fs/promises";
import path from "node:path";
// src/world/swap-file.ts
const CHUNK = 4 * 2 ** 20;
/** Written bytes after which they are waited for, so that zeros do not push everything else out of memory. */
const SYNC_EVERY = 64 * CHUNK;
/** https://man7.org/linux/man-pages/man2/statfs.2.html */
const BTRFS = 2435016766;
/**
* Gives an empty file its bytes and uses it. Allocating takes no time where the file system can (ext4, xfs, btrfs); where it cannot, or where
* the kernel takes such a file for one with holes, zeros are written and it is used again.
* btrfs: only a file without copy-on-write can be swap, and it has to be empty when that is said
* (https://btrfs.readthedocs.io/en/latest/Swapfile.html).
*/
async function fillFile(file, handle, bytes, use) {
	if ((await fs$1.statfs(file)).type === BTRFS) await runProgram([
		"chattr",
		"+C",
		file
	]);
	try {
		await runProgram([
			"fallocate",
			"-l",
			String(bytes),
			file
		]);
		return await use();
	} catch (error) {
		if (!isWorthZeros(error.message)) throw error;
	}
	await writeZeros(handle, bytes);
	return use();
}
/** The words of fallocate(1) and swapon(8) for what a file system cannot do; all else would fail again. */
function isWorthZeros(message) {
	if (message.startsWith("fallocate")) return !/no space|quota|file too large/i.test(message);
	return message.startsWith("swapon") && /holes|invalid argument/i.test(message);
}
async function writeZeros(handle, bytes) {
	const zeros = Buffer.alloc(CHUNK);
	for (let at = 0; at < bytes; at += CHUNK) {
		const length = Math.min(CHUNK, bytes - at);
		for (let done = 0; done < length;) done += (await handle.write(zeros, 0, length - done, at + done)).bytesWritten;
		if ((at + CHUNK) % SYNC_EVERY === 0) await handle.datasync();
	}
	await handle.sync();
}
// src/world/swap-edit.ts
/**
* Makes and removes swap. May run as root for a user who is not, so it knows only files with a name of ours in two folders, and never
* switches off anything else. Never throws.
*/
async function editSwap(edit) {
	const problem = checkEdit(edit);
	if (problem !== void 0) return {
		ok: false,
		why: problem
	};
	try {
		if (edit.act === "swappiness") return await setSwappiness(edit.value);
		return edit.act === "make" ? await make(edit) : await drop(edit.path);
	} catch (error) {
		return {
			ok: false,
			why: error.message
		};
	}
}
const MIB = 2 ** 20;
const LEAST = MIB;
const MOST = 2 ** 40;
const MOST_PRIORITY = 32767;
const MOST_SWAPPINESS = 200;
/** What is wrong with a request, which may come from a process with fewer rights than ours. */
function checkEdit(edit) {
	if (edit?.act === "swappiness") return isWhole(edit.value, 0, MOST_SWAPPINESS) ? void 0 : "swappiness is a whole number from 0 to 200";
	if (edit?.act !== "make" && edit?.act !== "drop") return "what to do with swap is not known";
	if (typeof edit.path !== "string" || !isSwapOfOurs(edit.path)) return "only swap files of our own are made or removed";
	if (edit.act === "drop") return void 0;
	if (!isWhole(edit.bytes, LEAST, MOST)) return "a swap file has 1 MiB to 1 TiB";
	const { priority } = edit;
	return priority === void 0 || isWhole(priority, 0, MOST_PRIORITY) ? void 0 : "a priority is 0 to 32767";
}
function isWhole(value, least, most) {
	return Number.isSafeInteger(value) && value >= least && value <= most;
}
/** Space that no swap file takes, whoever asks: a disk that is full stops the machine. */
const FLOOR = 256 * MIB;
/** The first page of a swap file holds its header and no swap. */
const HEADER = 4096;
async function make({ path: file, bytes, priority }) {
	const unsafe = await checkFolder(path.dirname(file), bytes);
	if (unsafe !== void 0) return {
		ok: false,
		why: unsafe
	};
	const flags = constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW | constants.O_WRONLY;
	const handle = await fs$1.open(file, flags, 384);
	try {
		const area = await fillFile(file, handle, bytes + HEADER, async () => {
			await runProgram(["mkswap", file]);
			await runProgram([
				"swapon",
				...priority === void 0 ? [] : ["-p", String(priority)],
				file
			]);
			return findArea(file);
		});
		if (!area || area.deleted) throw new Error(`swapon said nothing, and ${file} is not in /proc/swaps`);
		if (area.bytes < bytes - MIB) throw new Error(`the kernel took only ${area.bytes} of ${bytes} bytes`);
		return {
			ok: true,
			bytes: area.bytes
		};
	} catch (error) {
		const left = await undoMake(file);
		return {
			ok: false,
			why: `${error.message}${left === void 0 ? "" : `; ${left}`}`
		};
	} finally {
		await handle.close();
	}
}
/** Others must not be able to put something else in the file's place while programs find it by its name. */
async function checkFolder(folder, bytes) {
	const found = await fs$1.lstat(folder);
	if (!found.isDirectory() || found.uid !== 0 || (found.mode & 18) !== 0) return `${folder} is no folder that only root may write to`;
	const { bavail, bsize } = await fs$1.statfs(folder);
	return bavail * bsize - bytes < FLOOR ? `${folder} has only ${bavail * bsize} bytes free` : void 0;
}
async function findArea(file) {
	return parseSwaps(await fs$1.readFile("/proc/swaps", "utf8")).find((area) => area.path === file);
}
/** Nothing when all of it is gone, else what is left. */
async function undoMake(file) {
	try {
		await runProgram(["swapoff", file]).catch(() => {});
		await fs$1.unlink(file);
		return;
	} catch (error) {
		return `what was made of it is still there (${error.message})`;
	}
}
/** Memory that stays free for the machine when what lies in swap goes back to memory. */
const MARGIN = 256 * MIB;
async function drop(file) {
	const found = await fs$1.lstat(file).catch(() => void 0);
	if (!found) return {
		ok: true,
		bytes: 0
	};
	if (!found.isFile() || found.uid !== 0 || found.nlink !== 1) return {
		ok: false,
		why: `${file} is not the file that was made there, so it is left alone`
	};
	const area = await findArea(file);
	if (area) {
		const available = await availableMemory();
		if (available < area.used + MARGIN) {
			const [held, free] = [area.used, available].map((bytes) => Math.round(bytes / MIB));
			return {
				ok: false,
				why: `${held} MiB lie in it and the machine has ${free} MiB of memory to take them`
			};
		}
		await runProgram(["swapoff", file]);
		if (await findArea(file)) return {
			ok: false,
			why: `swapoff said nothing, and ${file} is still in /proc/swaps`
		};
	}
	await fs$1.unlink(file);
	return {
		ok: true,
		bytes: area?.bytes ?? 0
	};
}
/** Bytes; throws when the kernel does not tell, for then nothing is switched off. */
async function availableMemory() {
	const kib = /^MemAvailable:\s+(\d+) kB$/m.exec(await fs$1.readFile("/proc/meminfo", "utf8"))?.[1];
	if (kib === void 0) throw new Error("/proc/meminfo does not say what memory is available");
	return Number(kib) * 1024;
}
const SWAPPINESS = "/proc/sys/vm/swappiness";
async function setSwappiness(value) {
	const previous = Number(await fs$1.readFile(SWAPPINESS, "utf8"));
	await fs$1.writeFile(SWAPPINESS, String(value));
	const now = Number(await fs$1.readFile(SWAPPINESS, "utf8"));
	return now === value ? {
		ok: true,
		bytes: 0,
		previous
	} : {
		ok: false,
		why: `vm.swappiness is still ${now}`
	};
}
export { editSwap as t };
