import fs from "node:fs";
import type { ScanSink } from "../model/scan.ts";
import { isUnchanged } from "./unchanged.ts";

/**
 * Paths here are latin1 strings: the bytes of the name one by one, so that names that are no UTF-8 survive. They become
 * UTF-8 only for the sink.
 */
export type BytePath = string;

const NON_ASCII = /[^\0-\x7f]/;

/** What `node:fs` is given. */
export function toNative(path: BytePath): string | Buffer {
	return NON_ASCII.test(path) ? Buffer.from(path, "latin1") : path;
}

export function toText(path: BytePath): string {
	return NON_ASCII.test(path) ? Buffer.from(path, "latin1").toString("utf8") : path;
}

export function fromText(path: string): BytePath {
	return NON_ASCII.test(path) ? Buffer.from(path, "utf8").toString("latin1") : path;
}

export interface WalkOptions {
	readonly wanted: RegExp;
	readonly maxFileBytes: number;
	readonly encoding: "utf8" | "latin1";
	/** Absolute paths of folders that hide the lower layers' folder. */
	readonly opaque: ReadonlySet<BytePath>;
	/** Roots of the lower layers, highest first: an entry equal to theirs is no part of this layer. Empty: all entries are. */
	readonly lower: readonly BytePath[];
	/** Called between folders about every 20 ms, so that signals are heard and buffers are written. */
	readonly breathe: () => Promise<void>;
}

const BREATH_MS = 20;
/** A folder whose own size is larger is read in portions; smaller ones in one call, which is faster. */
const BIG_FOLDER = 1 << 20;

/**
 * Tells the sink every entry below `root`, depth first, folders before what is in them. Descends into real folders only:
 * what the layer calls a folder is never a link. Throws when a folder cannot be read.
 */
export async function walkTree(root: BytePath, options: WalkOptions, sink: ScanSink): Promise<void> {
	const waiting: Place[] = [{ below: "", lower: options.opaque.has(root) ? [] : options.lower }];
	let breath = performance.now();
	for (let place = waiting.pop(); place !== undefined; place = waiting.pop()) {
		for (const folder of reportFolder(root, place, options, sink).reverse()) waiting.push(folder);
		if (performance.now() - breath < BREATH_MS) continue;
		await options.breathe();
		breath = performance.now();
	}
}

/** A folder below the root, and the lower layers that have it too. */
interface Place {
	readonly below: BytePath;
	readonly lower: readonly BytePath[];
}

/** Reports the entries of one folder; returns its sub-folders. */
function reportFolder(root: BytePath, { below, lower }: Place, options: WalkOptions, sink: ScanSink): Place[] {
	const folders: Place[] = [];
	const prefix = below === "" ? "" : `${below}/`;
	for (const entry of listFolder(`${root}/${below}`)) {
		const path = prefix + entry.name;
		const full = `${root}/${path}`;
		const text = toText(path);
		if (entry.isDirectory()) {
			const hides = options.opaque.has(full);
			folders.push({ below: path, lower: hides ? [] : lower.filter((tree) => isFolder(`${tree}/${path}`)) });
			sink.entry(text, hides ? "opaque-folder" : "folder", 0);
		} else if (lower.length > 0 && isUnchanged(full, lower, path)) continue;
		else if (entry.isFile()) reportFile(full, text, options, sink);
		else if (entry.isSymbolicLink()) sink.entry(text, "link", 0);
		else sink.entry(text, entry.isCharacterDevice() && isWhiteout(full) ? "whiteout" : "other", 0);
	}
	return folders;
}

function reportFile(full: BytePath, text: string, options: WalkOptions, sink: ScanSink): void {
	const stat = fs.lstatSync(toNative(full));
	if (!stat.isFile()) return;
	sink.entry(text, "file", stat.size, stat.nlink > 1 ? `${stat.dev}:${stat.ino}` : undefined);
	if (!options.wanted.test(text)) return;
	const content = readInside(full, options.maxFileBytes);
	if (content === undefined) return;
	if (content[0] === 0 && stat.size > 0 && options.encoding === "utf8") {
		sink.unsure(`${text} has no data in its layer (metacopy)`);
	} else sink.file(text, content.toString(options.encoding));
}

export function isFolder(path: BytePath): boolean {
	return fs.lstatSync(toNative(path), { throwIfNoEntry: false })?.isDirectory() === true;
}

/** overlayfs' mark for a removed entry: a character device 0/0. */
function isWhiteout(full: BytePath): boolean {
	return fs.lstatSync(toNative(full)).rdev === 0;
}

/** Entries of a folder, with their types. */
export function* listFolder(full: BytePath): Generator<fs.Dirent> {
	const native = toNative(full);
	if (fs.lstatSync(native).size <= BIG_FOLDER) {
		yield* fs.readdirSync(native, { withFileTypes: true, encoding: "latin1" });
		return;
	}
	const folder = fs.opendirSync(native as string, { bufferSize: 64, encoding: "latin1" });
	try {
		for (let entry = folder.readSync(); entry; entry = folder.readSync()) yield entry;
	} finally {
		folder.closeSync();
	}
}

const { O_RDONLY, O_NOFOLLOW, O_NONBLOCK, O_NOCTTY } = fs.constants;

/**
 * The first bytes of a regular file at exactly that path: not through a link, also not through a linked folder. Nothing
 * when there is none.
 */
export function readInside(full: BytePath, most: number): Buffer | undefined {
	const native = toNative(full);
	let handle: number;
	try {
		handle = fs.openSync(native, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY);
	} catch {
		return undefined;
	}
	try {
		const stat = fs.fstatSync(handle);
		if (!stat.isFile() || !isAt(handle, full)) return undefined;
		const bytes = Buffer.allocUnsafe(Math.min(stat.size, most));
		let filled = 0;
		while (filled < bytes.length) {
			const read = fs.readSync(handle, bytes, filled, bytes.length - filled, filled);
			if (read === 0) break;
			filled += read;
		}
		return bytes.subarray(0, filled);
	} finally {
		fs.closeSync(handle);
	}
}

/** What the kernel says was opened: differs from the asked path when a folder on the way was a link. */
function isAt(handle: number, full: BytePath): boolean {
	return process.platform !== "linux" || fs.readlinkSync(`/proc/self/fd/${handle}`, "latin1") === full;
}
