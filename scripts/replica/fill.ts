import { execFileSync, spawnSync } from "node:child_process";
import { closeSync, linkSync, mkdirSync, openSync, writeSync } from "node:fs";
import { isMainThread, parentPort, workerData } from "node:worker_threads";
import type { Tree } from "./trees.ts";

/** The runner's user, as on hosted machines. */
export const RUNNER = { uid: 1001, gid: 1001 } as const;

const CONTENT = Buffer.alloc(16_384, "replica ");
/** Bytes of small files: most are smaller than a block, as in software they are. */
const SMALL = [300, 900, 2000, 3500, 3900, 5000, 9000, 1200, 700, 14_000];
const MIB = 2 ** 20;
/** Files that hold the bytes: allocated, not written. */
const BIG = [2, 5, 11, 24, 60, 130].map((size) => size * MIB);
const AVERAGE_SMALL =
	SMALL.reduce((sum, size) => sum + Math.max(4096, Math.ceil(size / 4096) * 4096), 0) / SMALL.length;

/** Makes one tree with that share of its files and bytes. The same every time. */
export function growTree(root: string, tree: Tree, scale: number): void {
	const files = Math.max(3, Math.round(tree.kiloFiles * 1000 * scale));
	const bytes = tree.gigabytes * 1e9 * scale;
	const perFolder = tree.perFolder ?? 25;
	const top = `${root}${tree.path}`;
	mkdirSync(top, { recursive: true });
	let folder = top;
	let previous = "";
	for (let at = 0; at < files; at += 1) {
		if (at % perFolder === 0) {
			folder = top + folderName(at / perFolder);
			mkdirSync(folder, { recursive: true });
		}
		const file = `${folder}/file-${at}.txt`;
		if (tree.hardLinks && at % 2 === 1) linkSync(previous, file);
		else writeFile(file, SMALL[at % SMALL.length] as number);
		previous = file;
	}
	growBig(top, Math.ceil(files / perFolder), bytes - files * AVERAGE_SMALL * (tree.hardLinks ? 0.5 : 1));
	if (tree.owner === "runner") execFileSync("chown", ["-R", `${RUNNER.uid}:${RUNNER.gid}`, top]);
}

function writeFile(file: string, size: number): void {
	const to = openSync(file, "wx", 0o644);
	writeSync(to, CONTENT, 0, size);
	closeSync(to);
}

const folderName = (number: number) => `/p${number % 7}/q${Math.floor(number / 7) % 11}/r${Math.floor(number / 77)}`;

/** Scattered over the folders of the small ones. */
function growBig(top: string, folders: number, bytes: number): void {
	let left = bytes;
	for (let at = 0; left >= MIB; at += 1) {
		const size = Math.min(left, BIG[at % BIG.length] as number);
		const folder = top + folderName((at * 7919) % folders);
		const { status, stderr } = spawnSync("fallocate", [
			"--length",
			String(Math.floor(size)),
			`${folder}/big-${at}.bin`,
		]);
		if (status !== 0) throw new Error(`fallocate: ${stderr}`);
		left -= size;
	}
}

/** A thread makes its share of the trees. */
if (!isMainThread) {
	const { root, trees, scale } = workerData as { root: string; trees: readonly Tree[]; scale: number };
	for (const tree of trees) growTree(root, tree, scale);
	parentPort?.postMessage("done");
}
