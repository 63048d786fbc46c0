import fs from "node:fs";
// src/world/tree-walk.ts
const NON_ASCII = /[^\0-\x7f]/;
/** What `node:fs` is given. */
function toNative(path) {
	return NON_ASCII.test(path) ? Buffer.from(path, "latin1") : path;
}
function toText(path) {
	return NON_ASCII.test(path) ? Buffer.from(path, "latin1").toString("utf8") : path;
}
function fromText(path) {
	return NON_ASCII.test(path) ? Buffer.from(path, "utf8").toString("latin1") : path;
}
const BREATH_MS = 20;
/** A folder whose own size is larger is read in portions; smaller ones in one call, which is faster. */
const BIG_FOLDER = 1 << 20;
/**
* Tells the sink every entry below `root`, depth first, folders before what is in them. Descends into real folders only:
* what the layer calls a folder is never a link. Throws when a folder cannot be read.
*/
async function walkTree(root, options, sink) {
	const waiting = [""];
	let breath = performance.now();
	for (let below = waiting.pop(); below !== void 0; below = waiting.pop()) {
		const folders = reportFolder(root, below, options, sink);
		for (let i = folders.length - 1; i >= 0; i--) waiting.push(folders[i]);
		if (performance.now() - breath < BREATH_MS) continue;
		await options.breathe();
		breath = performance.now();
	}
}
/** Reports the entries of one folder; returns its sub-folders, relative to the root. */
function reportFolder(root, below, options, sink) {
	const folders = [];
	const prefix = below === "" ? "" : `${below}/`;
	for (const entry of listFolder(`${root}/${below}`)) {
		const path = prefix + entry.name;
		const full = `${root}/${path}`;
		const text = toText(path);
		if (entry.isDirectory()) {
			folders.push(path);
			sink.entry(text, options.opaque.has(full) ? "opaque-folder" : "folder", 0);
		} else if (entry.isFile()) reportFile(full, text, options, sink);
		else if (entry.isSymbolicLink()) sink.entry(text, "link", 0);
		else sink.entry(text, entry.isCharacterDevice() && isWhiteout(full) ? "whiteout" : "other", 0);
	}
	return folders;
}
function reportFile(full, text, options, sink) {
	const stat = fs.lstatSync(toNative(full));
	if (!stat.isFile()) return;
	sink.entry(text, "file", stat.size, stat.nlink > 1 ? `${stat.dev}:${stat.ino}` : void 0);
	if (!options.wanted.test(text)) return;
	const content = readInside(full, options.maxFileBytes);
	if (content === void 0) return;
	if (content[0] === 0 && stat.size > 0 && options.encoding === "utf8") sink.unsure(`${text} has no data in its layer (metacopy)`);
	else sink.file(text, content.toString(options.encoding));
}
/** overlayfs' mark for a removed entry: a character device 0/0. */
function isWhiteout(full) {
	return fs.lstatSync(toNative(full)).rdev === 0;
}
/** Entries of a folder, with their types. */
function* listFolder(full) {
	const native = toNative(full);
	if (fs.lstatSync(native).size <= BIG_FOLDER) {
		yield* fs.readdirSync(native, {
			withFileTypes: true,
			encoding: "latin1"
		});
		return;
	}
	const folder = fs.opendirSync(native, {
		bufferSize: 64,
		encoding: "latin1"
	});
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
function readInside(full, most) {
	const native = toNative(full);
	let handle;
	try {
		handle = fs.openSync(native, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY);
	} catch {
		return;
	}
	try {
		const stat = fs.fstatSync(handle);
		if (!stat.isFile() || !isAt(handle, full)) return void 0;
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
function isAt(handle, full) {
	return process.platform !== "linux" || fs.readlinkSync(`/proc/self/fd/${handle}`, "latin1") === full;
}
export { walkTree as a, toNative as i, listFolder as n, readInside as r, fromText as t };
