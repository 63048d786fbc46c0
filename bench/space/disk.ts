import { execFileSync, type StdioOptions } from "node:child_process";
import { mkdtempSync, readdirSync, rmdirSync, rmSync, statfsSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

const PIPES = ["ignore", "pipe", "pipe"] as const satisfies StdioOptions;
/** Blocks that an image has at scale 1, and what this machine's disk is to keep free, bytes. */
const IMAGE_BYTES = 7e9;
const KEEP_FREE = 10e9;

/** A copy of the replica, mounted. */
export interface Disk {
	readonly root: string;
	free(): number;
	close(): Promise<void>;
}

export interface Disks {
	/** A fresh copy, mounted past the page cache, so that every read is the disk's. One at a time. */
	open(): Disk;
	remove(): void;
}

/** What an ordinary user may still take there, bytes. */
export function freeOn(folder: string): number {
	const { bavail, bsize } = statfsSync(folder);
	return bavail * bsize;
}

/** Throws where the disk has no room for an image at that scale and a copy of it. */
export function requireRoom(scale: number): void {
	const [free, needed] = [freeOn(tmpdir()), IMAGE_BYTES * scale * 2 + KEEP_FREE];
	const told = (bytes: number) => `${(bytes / 1e9).toFixed(1)} GB`;
	if (free < needed) throw new Error(`${tmpdir()} has ${told(free)} free, and scale ${scale} needs ${told(needed)}`);
}

/**
 * Copies lie in the folder for temporary files, which must not be in memory. They are mounted below /opt, where software is kept: the program
 * that removes refuses what lies elsewhere.
 */
export function openDisks(image: string): Disks {
	const place = mkdtempSync(path.join(tmpdir(), "mlbuild-bench-"));
	const mounts = mkdtempSync("/opt/mlbuild-bench-");
	const mounted = new Set<string>();
	return {
		open() {
			const copy = path.join(place, "disk.img");
			const root = mkdtempSync(path.join(mounts, "root-"));
			execFileSync("cp", ["--sparse=always", image, copy]);
			execFileSync("sync", [copy]);
			const argv = ["--direct-io=on", "--find", "--show", copy];
			const loop = execFileSync("losetup", argv, { encoding: "utf8", stdio: PIPES }).trim();
			try {
				execFileSync("mount", [loop, root]);
				mounted.add(root);
			} finally {
				// The mount holds it; when it goes, so does the device.
				execFileSync("losetup", ["--detach", loop]);
			}
			return {
				root,
				free: () => freeOn(root),
				async close() {
					await unmount(root);
					mounted.delete(root);
					rmdirSync(root);
				},
			};
		},
		remove() {
			for (const root of mounted) execFileSync("umount", ["--lazy", root]);
			// Not recursive: what is still mounted in there is not ours to look into.
			for (const name of readdirSync(mounts)) rmdirSync(path.join(mounts, name));
			rmdirSync(mounts);
			rmSync(place, { recursive: true, force: true });
		},
	};
}

/** A killed process may hold the disk for a moment. */
async function unmount(root: string): Promise<void> {
	for (let tries = 0; ; tries += 1) {
		try {
			execFileSync("umount", [root], { stdio: PIPES });
			return;
		} catch (error) {
			if (tries > 50) throw error;
			await new Promise((resolve) => setTimeout(resolve, 100));
		}
	}
}
