import { randomBytes } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import * as fs from "node:fs/promises";
import path from "node:path";
import checkDiskSpace from "check-disk-space";
import type { FilesPort } from "../model/world.ts";
import { findPaths } from "./find-paths.ts";
import { makeFolders } from "./make-folders.ts";

// Its types describe the CommonJS file (`default` inside), its ESM file exports the function itself.
const diskSpace = checkDiskSpace as unknown as typeof checkDiskSpace.default;

const { O_RDONLY, O_NOFOLLOW, O_NONBLOCK } = fs.constants;

/** By one system call; where it says nothing (a file system of another kind) by `df`, which takes a process. */
async function sizeOf(existing: string): Promise<{ readonly free: number; readonly size: number }> {
	const { bavail, blocks, bsize } = await fs.statfs(existing);
	return blocks > 0 ? { free: bavail * bsize, size: blocks * bsize } : diskSpace(existing);
}

const isMissing = (error: unknown) => ["ENOENT", "ENOTDIR"].includes((error as NodeJS.ErrnoException).code ?? "");

async function nearestExisting(start: string): Promise<string> {
	let current = path.resolve(start);
	for (;;) {
		try {
			await fs.stat(current);
			return current;
		} catch {
			const parent = path.dirname(current);
			if (parent === current) return current;
			current = parent;
		}
	}
}

/**
 * What the kernel itself answers, at once: no disk and no other process is waited for. A read through the thread pool takes five
 * times the processor time of the read itself, which counts for what is read every second.
 */
const isKernels = (file: string) => /^\/(sys\/fs\/cgroup|proc\/(meminfo|vmstat|pressure))(\/|$)/.test(file);

/** What is not there yet will lie where its nearest parent lies. */
function onNearest(start: string) {
	return async (error: unknown) => {
		if (!isMissing(error)) throw error;
		return fs.statfs(await nearestExisting(start));
	};
}

/** As the system says it, where we say no. */
function notOurs(code: string, why: string, folder: string): Error {
	return Object.assign(new Error(`${code}: ${why}, open '${folder}'`), { code, path: folder });
}

async function writeWhole(file: string, content: string | Buffer, mode: number): Promise<void> {
	await makeFolders(path.dirname(file));
	const draft = `${file}.${randomBytes(4).toString("hex")}.new`;
	try {
		await fs.writeFile(draft, content, { mode, flag: "wx" });
		await fs.rename(draft, file);
	} catch (error) {
		await fs.rm(draft, { force: true });
		throw error;
	}
}

/** The files of this machine. `temp` must exist already. */
export function createFiles(where: { readonly temp: string; readonly home: string; readonly cwd: string }): FilesPort {
	return {
		...where,
		async read(file) {
			try {
				return isKernels(file) ? readFileSync(file, "utf8") : await fs.readFile(file, "utf8");
			} catch (error) {
				if (isMissing(error)) return undefined;
				throw error;
			}
		},
		write: (file, text, mode = 0o600, encoding = "utf8") => writeWhole(file, Buffer.from(text, encoding), mode),
		remove: (file) => fs.rm(file, { recursive: true, force: true }),
		async list(folder) {
			try {
				return isKernels(folder) ? readdirSync(folder) : await fs.readdir(folder);
			} catch (error) {
				if (isMissing(error)) return [];
				throw error;
			}
		},
		async kind(file) {
			try {
				const found = await fs.stat(file);
				return found.isDirectory() ? "folder" : found.isFile() ? "file" : "other";
			} catch {
				return undefined;
			}
		},
		async head(file, bytes) {
			try {
				await using opened = await fs.open(file, O_RDONLY | O_NONBLOCK);
				const { buffer, bytesRead } = await opened.read(Buffer.alloc(bytes), 0, bytes, 0);
				return buffer.toString("latin1", 0, bytesRead);
			} catch {
				return undefined;
			}
		},
		findPaths,
		async readOwn(file) {
			let opened: fs.FileHandle | undefined;
			try {
				// What was looked at is what is read. A pipe is not waited for.
				opened = await fs.open(file, O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
				const found = await opened.stat();
				const own = found.isFile() && found.uid === process.getuid?.() && (found.mode & 0o022) === 0;
				return own ? await opened.readFile("utf8") : undefined;
			} catch {
				return undefined;
			} finally {
				await opened?.close();
			}
		},
		async makePrivate(folder) {
			try {
				await makeFolders(folder, 0o700);
				const found = await fs.lstat(folder);
				if (!found.isDirectory() && !found.isSymbolicLink()) return notOurs("ENOTDIR", "not a folder", folder);
				if (!found.isDirectory() || found.uid !== process.getuid?.())
					return notOurs("EACCES", "not a folder of this user", folder);
				if ((found.mode & 0o077) !== 0) await fs.chmod(folder, 0o700);
				await fs.access(folder, fs.constants.W_OK | fs.constants.X_OK);
				return undefined;
			} catch (error) {
				return error as Error;
			}
		},
		async temporary(prefix, note) {
			const folder = path.join(where.temp, `${prefix}-${randomBytes(8).toString("hex")}`);
			await note?.(folder);
			await fs.mkdir(folder, { mode: 0o700 });
			return folder;
		},
		async disk(start) {
			const existing = await nearestExisting(start);
			try {
				const [{ free, size }, { dev }] = await Promise.all([sizeOf(existing), fs.stat(existing)]);
				return { free, total: size, device: String(dev) };
			} catch {
				return undefined;
			}
		},
		async free(start) {
			try {
				const { bavail, bsize, files, ffree } = await fs.statfs(start).catch(onNearest(start));
				// btrfs counts no inodes: 0 of 0.
				return { bytes: bavail * bsize, ...(files > 0 && { inodes: ffree }) };
			} catch {
				return undefined;
			}
		},
		resolve: (file) => fs.realpath(file),
	};
}
