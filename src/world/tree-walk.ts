import fs from "node:fs";
import type { ScanSink } from "../model/scan.ts";
import { LONGEST_PIECE, textPieces } from "../model/text-pieces.ts";
import { type BytePath, listNames, toNative, toText } from "./byte-paths.ts";
import { type Compared, createComparison, hideOthers, type Tree } from "./tree-compare.ts";
import { type MergedFolder, type PackedNames, packNames, walkMerged } from "./tree-merge.ts";
import { isUnchanged } from "./unchanged.ts";

export interface WalkOptions {
	readonly wanted: RegExp;
	/** Of these all is told, of the other wanted files the first piece. */
	readonly whole?: RegExp | undefined;
	readonly maxFileBytes: number;
	readonly encoding: "utf8" | "latin1";
	/** Absolute paths of folders that hide the lower layers' folder. */
	readonly opaque: ReadonlySet<BytePath>;
	/** Told of each wanted file that holds no data, by its absolute path and that in the image: it may be a mere note of new rights. */
	readonly hollow?: (full: BytePath, text: string) => void;
	/** Called about every 20 ms, and when much text was told, so that signals are heard and buffers are written. */
	readonly breathe: () => Promise<void>;
}

const BREATH_MS = 20;
/** Entries between two looks at the clock. */
const STRIDE = 512;
/** So many letters of texts are told without a breath: they may wait in a buffer. */
const MOST_LETTERS = LONGEST_PIECE / 2;

/**
 * Tells the sink every entry of the trees (highest first), folder by folder. Descends into real folders only: what a layer
 * calls a folder is never a link. Throws when a folder cannot be read.
 */
export async function walkTrees(trees: readonly Tree[], options: WalkOptions, sink: ScanSink): Promise<void> {
	let breath = performance.now();
	let letters = 0;
	let current: number | undefined;
	const told: ScanSink = {
		...sink,
		layer(index) {
			if (index !== current) sink.layer(index);
			current = index;
		},
		file(path, text, rest) {
			letters += text.length;
			sink.file(path, text, rest);
		},
	};
	const comparison = createComparison(trees, options.opaque);
	const list = (folder: MergedFolder<Tree>) => reportFolder(folder, comparison, options, told);
	for (const _ of walkMerged(trees, list)) {
		if (letters < MOST_LETTERS && performance.now() - breath < BREATH_MS) continue;
		await options.breathe();
		breath = performance.now();
		letters = 0;
	}
}

/** Reports the entries of one folder in all trees that have it; gives the sub-folders of each. */
function* reportFolder(
	{ path, having }: MergedFolder<Tree>,
	comparison: Comparison,
	options: WalkOptions,
	sink: ScanSink,
): Generator<void, PackedNames[]> {
	sink.folder(toText(path), having.at(-1)?.index ?? 0);
	const comparedWith = comparison.enter(path, having);
	const names: PackedNames[] = [];
	for (const tree of having) {
		if (tree.index !== undefined) sink.layer(tree.index);
		const compared = comparedWith(tree);
		if (compared.alone) hideOthers(tree.root, path, compared.lower, sink);
		names.push(yield* reportEntries(tree.root, path, compared, comparison, options, sink));
	}
	return names;
}

type Comparison = ReturnType<typeof createComparison>;

/** Reports the entries of one folder in one tree; gives the names of its sub-folders. */
function* reportEntries(
	root: BytePath,
	folder: BytePath,
	{ lower }: Compared,
	comparison: Comparison,
	options: WalkOptions,
	sink: ScanSink,
): Generator<void, PackedNames> {
	const names: BytePath[] = [];
	const prefix = folder === "" ? "" : `${folder}/`;
	let seen = 0;
	for (const name of listNames(`${root}/${folder}`)) {
		if (++seen % STRIDE === 0) yield;
		const path = prefix + name;
		const full = `${root}/${path}`;
		const text = toText(path);
		const stat = fs.lstatSync(toNative(full));
		if (stat.isDirectory()) {
			names.push(name);
			const hides = options.opaque.has(full) && comparison.hidesAll(path, lower);
			sink.entry(text, hides ? "opaque-folder" : "folder", 0);
		} else if (lower.length > 0 && isUnchanged(full, lower, path)) continue;
		else if (stat.isFile()) {
			sink.entry(text, "file", stat.size, stat.nlink > 1 ? `${stat.dev}:${stat.ino}` : undefined);
			if (options.wanted.test(text)) yield* reportText(full, text, stat, options, sink);
		} else if (stat.isSymbolicLink()) sink.entry(text, "link", 0);
		else sink.entry(text, isWhiteout(stat) ? "whiteout" : "other", 0);
	}
	return packNames(names);
}

/** Tells the text of a wanted file; pauses behind each piece. */
function* reportText(
	full: BytePath,
	text: string,
	{ blocks }: fs.Stats,
	options: WalkOptions,
	sink: ScanSink,
): Generator<void> {
	const file = openInside(full);
	if (!file) return;
	try {
		const most = Math.min(file.size, options.maxFileBytes);
		const whole = options.whole?.test(text) === true;
		let rest = false;
		for (const piece of readPieces(file, most, whole)) {
			const content = piece.toString(options.encoding);
			// Only then it is read twice.
			const mayBeEmpty = !rest && piece[0] === 0 && options.encoding === "utf8";
			if (mayBeEmpty && isEmpty(readPieces(file, most, whole))) {
				if (blocks * BLOCK <= MOST_ATTRIBUTES) options.hollow?.(full, text);
				sink.file(text, "");
				return;
			}
			sink.file(text, content, rest);
			yield;
			rest = true;
		}
	} finally {
		fs.closeSync(file.handle);
	}
}

/** Unit of `blocks`, whatever the file system's own is. */
const BLOCK = 512;
/** A file without data may have blocks for its extended attributes. */
const MOST_ATTRIBUTES = 1 << 16;

/** Whether there is nothing but zeros. */
function isEmpty(pieces: Iterable<Buffer>): boolean {
	for (const piece of pieces) {
		if (piece.length === 0 || piece[0] !== 0 || !piece.every((byte) => byte === 0)) return false;
	}
	return true;
}

/** overlayfs' mark for a removed entry: a character device 0/0. */
function isWhiteout(stat: fs.Stats): boolean {
	return stat.isCharacterDevice() && stat.rdev === 0;
}

const { O_RDONLY, O_NOFOLLOW, O_NONBLOCK, O_NOCTTY } = fs.constants;

/**
 * The first bytes of a regular file at exactly that path: not through a link, also not through a linked folder. Nothing
 * when there is none. Valid until the next call.
 */
export function readInside(full: BytePath, most: number): Buffer | undefined {
	const file = openInside(full);
	if (!file) return undefined;
	try {
		return fill(file.handle, spaceFor(Math.min(file.size, most)), 0);
	} finally {
		fs.closeSync(file.handle);
	}
}

/** The same in pieces, as {@link ScanSink.file} wants them, or the first one only. Each is valid until the next read of any file. */
function* readPieces({ handle }: OpenFile, length: number, whole: boolean): Generator<Buffer> {
	for (const piece of textPieces(length, (from, most) => fill(handle, spaceFor(most), from))) {
		yield piece;
		if (!whole) return;
	}
}

interface OpenFile {
	readonly handle: number;
	readonly size: number;
}

/** Opens a regular file at exactly that path; nothing when there is none. */
function openInside(full: BytePath): OpenFile | undefined {
	let handle: number;
	try {
		handle = fs.openSync(toNative(full), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY);
	} catch {
		return undefined;
	}
	let inside = false;
	try {
		const stat = fs.fstatSync(handle);
		inside = stat.isFile() && isAt(handle, full);
		return inside ? { handle, size: stat.size } : undefined;
	} finally {
		if (!inside) fs.closeSync(handle);
	}
}

/** What the file has from that place on, as much as fits. */
function fill(handle: number, bytes: Buffer, from: number): Buffer {
	let filled = 0;
	while (filled < bytes.length) {
		const read = fs.readSync(handle, bytes, filled, bytes.length - filled, from + filled);
		if (read === 0) break;
		filled += read;
	}
	return bytes.subarray(0, filled);
}

/** Used again and again: what each file took would wait in memory for the garbage collector. */
const space = Buffer.allocUnsafeSlow(LONGEST_PIECE);

/** Only a database that is read whole needs more. */
function spaceFor(length: number): Buffer {
	return length > LONGEST_PIECE ? Buffer.allocUnsafe(length) : space.subarray(0, length);
}

/** What the kernel says was opened: differs from the asked path when a folder on the way was a link. */
function isAt(handle: number, full: BytePath): boolean {
	return process.platform !== "linux" || fs.readlinkSync(`/proc/self/fd/${handle}`, "latin1") === full;
}
