import type { FileHandle } from "node:fs/promises";
import * as fs from "node:fs/promises";
import type { Bytes } from "../model/bytes.ts";
import { runProgram } from "./system-programs.ts";

const CHUNK = 4 * 2 ** 20;
/** Written bytes after which they are waited for, so that zeros do not push everything else out of memory. */
const SYNC_EVERY = 64 * CHUNK;
/** https://man7.org/linux/man-pages/man2/statfs.2.html */
const BTRFS = 0x9123683e;

/**
 * Gives an empty file its bytes and uses it. Allocating takes no time where the file system can (ext4, xfs, btrfs); where it cannot, or where
 * the kernel takes such a file for one with holes, zeros are written and it is used again.
 * btrfs: only a file without copy-on-write can be swap, and it has to be empty when that is said
 * (https://btrfs.readthedocs.io/en/latest/Swapfile.html).
 */
export async function fillFile<T>(file: string, handle: FileHandle, bytes: Bytes, use: () => Promise<T>): Promise<T> {
	if ((await fs.statfs(file)).type === BTRFS) await runProgram(["chattr", "+C", file]);
	try {
		await runProgram(["fallocate", "-l", String(bytes), file]);
		return await use();
	} catch (error) {
		if (!isWorthZeros((error as Error).message)) throw error;
	}
	await writeZeros(handle, bytes);
	return use();
}

/** The words of fallocate(1) and swapon(8) for what a file system cannot do; all else would fail again. */
function isWorthZeros(message: string): boolean {
	if (message.startsWith("fallocate")) return !/no space|quota|file too large/i.test(message);
	return message.startsWith("swapon") && /holes|invalid argument/i.test(message);
}

async function writeZeros(handle: FileHandle, bytes: Bytes): Promise<void> {
	const zeros = Buffer.alloc(CHUNK);
	for (let at = 0; at < bytes; at += CHUNK) {
		const length = Math.min(CHUNK, bytes - at);
		for (let done = 0; done < length; ) done += (await handle.write(zeros, 0, length - done, at + done)).bytesWritten;
		if ((at + CHUNK) % SYNC_EVERY === 0) await handle.datasync();
	}
	await handle.sync();
}
