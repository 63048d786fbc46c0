import { open, rm, stat } from "node:fs/promises";
import { randomBytes } from "node:crypto";
// src/world/reserve-file.ts
const CHUNK = 2 ** 20;
/** Written bytes go through memory and to the disk, allocated ones do not. */
const WRITTEN_MOST = 32 * 2 ** 20;
/**
* Makes a private file that takes so many bytes of its disk: blocks, no hole. By `fallocate` of util-linux or busybox; where there is none, or
* the file system does not know it, by writing what no file system can compress, and less. Gives the bytes that it takes: 0, and no file,
* when it could not be made. Never throws.
*/
async function reserveFile(file, bytes, run) {
	try {
		await (await open(file, "wx", 384)).close();
	} catch {
		return 0;
	}
	try {
		const { code } = await run({
			argv: [
				"fallocate",
				"-l",
				String(bytes),
				file
			],
			timeoutMs: 1e4
		});
		if (code !== 0) await fill(file, Math.min(bytes, WRITTEN_MOST));
		const { blocks } = await stat(file);
		const taken = blocks * 512;
		if (taken > 0) return taken;
	} catch {}
	await rm(file, { force: true }).catch(() => {});
	return 0;
}
async function fill(file, bytes) {
	const chunk = randomBytes(CHUNK);
	const to = await open(file, "r+");
	try {
		for (let at = 0; at < bytes; at += CHUNK) await to.write(chunk, 0, Math.min(CHUNK, bytes - at), at);
		await to.datasync();
	} finally {
		await to.close();
	}
}
export { reserveFile };
