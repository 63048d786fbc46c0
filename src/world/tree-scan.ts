import fs from "node:fs";
import path from "node:path";
import type { Outcome, ScanSink, TreeScan } from "../model/scan.ts";
import { findOpaqueFolders } from "./overlay-folders.ts";
import { fromText, readInside, toNative, walkTree } from "./tree-walk.ts";

export { decodeRecords } from "./tree-records.ts";

/** `encoding: "latin1"` hands texts over as bytes one by one. */
export type TreeRequest = TreeScan & { readonly encoding?: "utf8" | "latin1" };

const LONGEST_PROOF = 4096;
const MOST_TREES = 1000;
const MOST_TEXT = 1 << 28;
const LONGEST_PATTERN = 2000;

/**
 * Lists the trees and reads the wanted files in them. We may read everything here (root), so nothing is touched before
 * the proof holds, nothing outside the folder that holds the proof is listed, and no link is followed below it.
 */
export async function scanTreesHere(
	request: TreeRequest,
	sink: ScanSink,
	flush: () => Promise<void> = async () => {},
): Promise<Outcome> {
	const problem = checkRequest(request);
	if (problem !== undefined) return { ok: false, why: problem };
	try {
		const trees = provenTrees(request);
		if (typeof trees === "string") return { ok: false, why: trees };
		const opaque = await findOpaqueFolders(trees.map(({ root }) => root));
		if (opaque.unsure !== undefined) sink.unsure(opaque.unsure);
		const options = {
			wanted: new RegExp(request.wanted),
			maxFileBytes: request.maxFileBytes,
			encoding: request.encoding ?? "utf8",
			opaque: opaque.folders,
			breathe: async () => {
				await flush();
				await new Promise((resolve) => setImmediate(resolve));
			},
		} as const;
		for (const { index, root } of trees) {
			sink.layer(index);
			await walkTree(root, options, sink);
		}
		return { ok: true };
	} catch (error) {
		return { ok: false, why: `a layer's folder cannot be read: ${(error as Error).message}` };
	}
}

/** The trees' real paths, or why they are not to be read. */
function provenTrees(request: TreeRequest): readonly { index: number; root: string }[] | string {
	const { proof } = request;
	const home = realPath(path.dirname(proof.path));
	if (home === undefined) return `${path.dirname(proof.path)} is not there`;
	const text = readInside(fromText(path.join(home, path.basename(proof.path))), LONGEST_PROOF);
	if (text === undefined) return `${proof.path} is not there or is no regular file`;
	if (text.toString("utf8").trim() !== proof.text.trim()) {
		return `${proof.path} does not hold what the engine says: the folder belongs to another engine`;
	}
	const trees: { index: number; root: string }[] = [];
	for (const { index, path: given } of request.trees) {
		const root = realPath(given);
		if (root === undefined) return `${given} is not there`;
		if (!root.startsWith(`${home}/`)) return `${given} is not inside ${home}`;
		if (!fs.lstatSync(root).isDirectory()) return `${given} is no folder`;
		trees.push({ index, root: fromText(root) });
	}
	return trees;
}

function realPath(given: string): string | undefined {
	try {
		return fs.realpathSync(toNative(fromText(given)), "utf8");
	} catch {
		return undefined;
	}
}

/** What is wrong with a request, which may come from a process with fewer rights than ours. */
function checkRequest(request: TreeRequest): string | undefined {
	const { proof, trees, wanted, maxFileBytes, encoding } = request ?? {};
	if (!isPlainPath(proof?.path) || typeof proof?.text !== "string" || proof.text.trim() === "") return "no proof is given";
	if (!Array.isArray(trees) || trees.length > MOST_TREES) return "trees must be a list";
	if (!trees.every((tree) => isPlainPath(tree?.path) && Number.isSafeInteger(tree.index) && tree.index >= 0)) {
		return "every tree needs an absolute path and an index";
	}
	if (typeof wanted !== "string" || wanted.length > LONGEST_PATTERN || !isPattern(wanted)) return "wanted is no pattern";
	if (!Number.isSafeInteger(maxFileBytes) || maxFileBytes < 0 || maxFileBytes > MOST_TEXT) return "maxFileBytes is out of range";
	return encoding === undefined || encoding === "utf8" || encoding === "latin1" ? undefined : "encoding is unknown";
}

function isPlainPath(given: unknown): given is string {
	return typeof given === "string" && path.isAbsolute(given) && path.normalize(given) === given && !given.includes("\0");
}

function isPattern(source: string): boolean {
	try {
		return new RegExp(source) instanceof RegExp;
	} catch {
		return false;
	}
}
