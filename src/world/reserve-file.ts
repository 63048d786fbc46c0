import { randomBytes } from "node:crypto";
import { open, rm, stat } from "node:fs/promises";
import type { Bytes } from "../model/bytes.ts";
import type { Command, CommandResult } from "../model/command.ts";

const CHUNK = 2 ** 20;
/** Written bytes go through memory and to the disk, allocated ones do not. */
const WRITTEN_MOST = 32 * 2 ** 20;

/**
 * Makes a private file that takes so many bytes of its disk: blocks, no hole. By `fallocate` of util-linux or busybox; where there is none, or
 * the file system does not know it, by writing what no file system can compress, and less. Gives the bytes that it takes: 0, and no file,
 * when it could not be made. Never throws.
 */
export async function reserveFile(
	file: string,
	bytes: Bytes,
	run: (command: Command) => Promise<CommandResult>,
): Promise<Bytes> {
	try {
		await (await open(file, "wx", 0o600)).close();
	} catch {
		// No room, no right, a read-only disk, or a name that somebody has: then there is none.
		return 0;
	}
	try {
		const { code } = await run({ argv: ["fallocate", "-l", String(bytes), file], timeoutMs: 10_000 });
		if (code !== 0) await fill(file, Math.min(bytes, WRITTEN_MOST));
		const { blocks } = await stat(file);
		const taken = blocks * 512;
		if (taken > 0) return taken;
	} catch {
		// It did not fit.
	}
	await rm(file, { force: true }).catch(() => {});
	return 0;
}

async function fill(file: string, bytes: Bytes): Promise<void> {
	const chunk = randomBytes(CHUNK);
	const to = await open(file, "r+");
	try {
		for (let at = 0; at < bytes; at += CHUNK) await to.write(chunk, 0, Math.min(CHUNK, bytes - at), at);
		await to.datasync();
	} finally {
		await to.close();
	}
}
