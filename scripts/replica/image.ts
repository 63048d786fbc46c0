import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
	chownSync,
	existsSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	renameSync,
	rmdirSync,
	rmSync,
	symlinkSync,
	truncateSync,
	writeFileSync,
} from "node:fs";
import { homedir } from "node:os";
import path from "node:path";
import { Worker } from "node:worker_threads";
import { RUNNER } from "./fill.ts";
import { installSystem } from "./system.ts";
import { ENVIRONMENT, FILES, LINKS, TREES, type Tree } from "./trees.ts";

/** The disk of a private repository's runner. */
const DISK_BYTES = 72e9;
/** Bytes of the programs that are needed to run anything, at every scale. */
const SYSTEM_BYTES = 300e6;
const BLOCK = 4096;
const THREADS = 4;
const FILES_AT_SCALE_1 = TREES.reduce((sum, { kiloFiles }) => sum + kiloFiles * 1000, 0);

/** Where made images are kept: by what they are made from, so that a change makes a new one. */
export function cachedImage(scale: number): string {
	const cache = process.env["XDG_CACHE_HOME"] || path.join(homedir(), ".cache");
	const hash = createHash("sha256").update(process.arch).update(process.versions.node);
	for (const name of readdirSync(import.meta.dirname).toSorted())
		hash.update(readFileSync(path.join(import.meta.dirname, name)));
	return path.join(cache, "ml-image-build", "replica", `${hash.digest("hex").slice(0, 12)}-${scale}.img`);
}

/** The image at that scale, made when it is not there. Needs root and a loop device. */
export async function ensureImage(scale: number): Promise<string> {
	const image = cachedImage(scale);
	if (!existsSync(image)) await makeImage(image, scale);
	return image;
}

/** Makes an ext4 file system in a sparse file: a runner's tree with that share of its files and bytes. */
export async function makeImage(image: string, scale: number): Promise<void> {
	if (process.getuid?.() !== 0) throw new Error("a replica is made on a loop device: that needs root");
	mkdirSync(path.dirname(image), { recursive: true });
	const draft = `${image}.${process.pid}.new`;
	const mount = mkdtempSync(path.join(path.dirname(image), "mount-"));
	try {
		writeFileSync(draft, "");
		truncateSync(draft, Math.ceil((DISK_BYTES * scale + SYSTEM_BYTES) / BLOCK) * BLOCK);
		const inodes = Math.ceil(FILES_AT_SCALE_1 * scale * 1.4 + 20_000);
		execFileSync("mkfs.ext4", ["-q", "-F", "-m", "0", "-N", String(inodes), draft]);
		execFileSync("mount", ["-o", "loop", draft, mount]);
		try {
			await fillRoot(mount, scale);
		} finally {
			execFileSync("umount", [mount]);
		}
		renameSync(draft, image);
	} finally {
		rmdirSync(mount);
		rmSync(draft, { force: true });
	}
}

async function fillRoot(root: string, scale: number): Promise<void> {
	installSystem(root);
	await growTrees(root, scale);
	for (const [name, to] of Object.entries(LINKS)) {
		mkdirSync(path.join(root, path.dirname(name)), { recursive: true });
		symlinkSync(to, path.join(root, name));
	}
	for (const [name, bytes] of Object.entries(FILES)) {
		mkdirSync(path.join(root, path.dirname(name)), { recursive: true });
		writeFileSync(path.join(root, name), Buffer.alloc(bytes, 1), { mode: 0o755 });
	}
	const lines = Object.entries(ENVIRONMENT).map(([name, value]) => `${name}=${value}\n`);
	writeFileSync(path.join(root, "etc/environment"), lines.join(""));
	// As images do in their last step, https://github.com/actions/runner-images/blob/main/images/ubuntu/scripts/build/configure-system.sh
	execFileSync("chmod", ["-R", "777", path.join(root, "opt"), path.join(root, "usr/share")]);
	for (const folder of ["home/runner/work", "home/runner/work/repo", "home/runner/work/_temp"])
		chownSync(path.join(root, folder), RUNNER.uid, RUNNER.gid);
}

/** Largest first to whoever has least. */
async function growTrees(root: string, scale: number): Promise<void> {
	const shares = Array.from({ length: THREADS }, () => ({ files: 0, trees: [] as Tree[] }));
	for (const tree of TREES.toSorted((a, b) => b.kiloFiles - a.kiloFiles)) {
		const share = shares.reduce((least, one) => (one.files < least.files ? one : least));
		share.files += tree.kiloFiles + tree.gigabytes;
		share.trees.push(tree);
	}
	await Promise.all(
		shares.map(
			({ trees }) =>
				new Promise((resolve, reject) => {
					const worker = new Worker(new URL("./fill.ts", import.meta.url), { workerData: { root, trees, scale } });
					worker.on("error", reject);
					worker.on("exit", resolve);
				}),
		),
	);
}
