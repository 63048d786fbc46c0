import fs from "node:fs";
import path from "node:path";
import type { Outcome, ScanSink, TreeScan } from "../model/scan.ts";
import { type BytePath, fromText, toNative } from "./byte-paths.ts";
import { doubtMetacopies, findOpaqueFolders } from "./overlay-folders.ts";
import type { Tree } from "./tree-compare.ts";
import { readInside, walkTrees } from "./tree-walk.ts";

export { decodeRecords } from "./tree-records.ts";

/** The file in which an engine keeps its id, at the top of its data root: only below such a folder anything is read. */
const PROOF = "engine-id";
/** containerd's own, at the top of its folder: https://github.com/containerd/containerd/blob/main/docs/ops.md */
const DATABASE = "io.containerd.metadata.v1.bolt/meta.db";
const LONGEST_PROOF = 4096;
const MOST_TREES = 1000;
const MOST_TEXT = 1 << 28;
const LONGEST_PATTERN = 2000;

/**
 * Lists the trees and reads the wanted files in them. We may read everything here (root), so nothing is touched before
 * the proof holds, nothing outside the folder that holds the proof, and of its containerd, is listed, and no link is followed below them.
 */
export async function scanTreesHere(
	request: TreeScan,
	sink: ScanSink,
	flush: () => Promise<void> = async () => {},
): Promise<Outcome> {
	const problem = checkRequest(request);
	if (problem !== undefined) return { ok: false, why: problem };
	try {
		const homes = provenHomes(request);
		if (typeof homes === "string") return { ok: false, why: homes };
		const trees = realTrees(request, homes);
		if (typeof trees === "string") return { ok: false, why: trees };
		readFiles(request, homes, sink);
		const opaque = await findOpaqueFolders(trees.map(({ root }) => root));
		if (opaque.unsure !== undefined) sink.unsure(opaque.unsure);
		const hollow = new Map<BytePath, string>();
		const options = {
			wanted: new RegExp(request.wanted),
			whole: request.whole === undefined ? undefined : new RegExp(request.whole),
			maxFileBytes: request.maxFileBytes,
			encoding: request.encoding ?? "utf8",
			opaque: opaque.folders,
			hollow: (full: BytePath, text: string) => void hollow.set(full, text),
			breathe: async () => {
				await flush();
				await new Promise((resolve) => setImmediate(resolve));
			},
		} as const;
		if (trees.length > 0) await walkTrees(trees, options, sink);
		const doubt = trees.length > 1 ? await doubtMetacopies(hollow) : undefined;
		if (doubt !== undefined) sink.unsure(doubt);
		return { ok: true };
	} catch (error) {
		return { ok: false, why: `a layer's folder cannot be read: ${(error as Error).message}` };
	}
}

/** The real paths of the folder that holds the proof and of its containerd's, or why nothing in them is to be read. */
function provenHomes({ proof, store }: TreeScan): readonly string[] | string {
	const home = realPath(path.dirname(proof.path));
	if (home === undefined) return `${path.dirname(proof.path)} is not there`;
	const text = readInside(fromText(path.join(home, path.basename(proof.path))), LONGEST_PROOF);
	if (text === undefined) return `${proof.path} is not there or is no regular file`;
	if (text.toString("utf8").trim() !== proof.text.trim())
		return `${proof.path} does not hold what the engine says: the folder belongs to another engine`;
	if (store === undefined) return [home];
	const other = realPath(store);
	if (other === undefined) return `${store} is not there`;
	return isFile(path.join(other, DATABASE))
		? [home, other]
		: `${store} has no ${DATABASE}: it is no folder of containerd`;
}

function isFile(given: string): boolean {
	return fs.lstatSync(toNative(fromText(given)), { throwIfNoEntry: false })?.isFile() === true;
}

function isIn(given: string, homes: readonly string[]): boolean {
	return homes.some((home) => given.startsWith(`${home}/`));
}

/** The trees' real paths, or why they are not to be read. */
function realTrees(request: TreeScan, homes: readonly string[]): readonly Tree[] | string {
	const trees: Tree[] = [];
	for (const { index, path: given, skipUnchanged } of request.trees) {
		const root = realPath(given);
		if (root === undefined) return `${given} is not there`;
		if (!isIn(root, homes)) return `${given} is not inside ${homes.join(" or ")}`;
		if (!fs.lstatSync(root).isDirectory()) return `${given} is no folder`;
		trees.push({ index, root: fromText(root), skipUnchanged: skipUnchanged === true });
	}
	return trees;
}

function readFiles({ files = [], maxFileBytes, encoding }: TreeScan, homes: readonly string[], sink: ScanSink): void {
	for (const given of files) {
		const folder = realPath(path.dirname(given));
		if (folder === undefined || !isIn(`${folder}/`, homes)) continue;
		const content = readInside(fromText(path.join(folder, path.basename(given))), maxFileBytes);
		if (content) sink.file(given, content.toString(encoding ?? "utf8"));
	}
}

function realPath(given: string): string | undefined {
	try {
		return fs.realpathSync(toNative(fromText(given)), "utf8");
	} catch {
		return undefined;
	}
}

/** What is wrong with a request, which may come from a process with fewer rights than ours. */
function checkRequest(request: TreeScan): string | undefined {
	const { proof, store, trees, files = [], wanted, whole, maxFileBytes, encoding } = request ?? {};
	if (!isPlainPath(proof?.path) || typeof proof?.text !== "string" || proof.text.trim() === "")
		return "no proof is given";
	if (path.basename(proof.path) !== PROOF) return `the proof must be a file called ${PROOF}`;
	if (store !== undefined && !isPlainPath(store)) return "store must be an absolute path";
	if (!Array.isArray(trees) || trees.length > MOST_TREES) return "trees must be a list";
	if (!trees.every((tree) => isPlainPath(tree?.path) && Number.isSafeInteger(tree.index) && tree.index >= 0)) {
		return "every tree needs an absolute path and an index";
	}
	if (!Array.isArray(files) || files.length > MOST_TREES || !files.every(isPlainPath))
		return "files must be absolute paths";
	if (!isPattern(wanted)) return "wanted is no pattern";
	if (whole !== undefined && !isPattern(whole)) return "whole is no pattern";
	if (!Number.isSafeInteger(maxFileBytes) || maxFileBytes < 0 || maxFileBytes > MOST_TEXT)
		return "maxFileBytes is out of range";
	return encoding === undefined || encoding === "utf8" || encoding === "latin1" ? undefined : "encoding is unknown";
}

function isPlainPath(given: unknown): given is string {
	return (
		typeof given === "string" && path.isAbsolute(given) && path.normalize(given) === given && !given.includes("\0")
	);
}

function isPattern(source: unknown): boolean {
	if (typeof source !== "string" || source.length > LONGEST_PATTERN) return false;
	try {
		return new RegExp(source) instanceof RegExp;
	} catch {
		return false;
	}
}
