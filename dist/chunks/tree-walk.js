import fs from "node:fs";
// src/world/unchanged.ts
/**
* Whether an entry of an overlayfs layer equals what the lower layers (highest first) have at its path. The rule is that
* of BuildKit's layer differ: same type, owner, mode, size and time; where neither time has nanoseconds (files out of an
* archive), the content decides. https://github.com/moby/buildkit/blob/master/util/overlay/overlay_linux.go
*/
function isUnchanged(full, lower, path) {
	for (const tree of lower) {
		const below = statOf(`${tree}/${path}`);
		if (!below) continue;
		const own = statOf(full);
		return own !== void 0 && isSame(own, below) && (hasFraction(own, below) || sameContent(own, full, `${tree}/${path}`));
	}
	return false;
}
function native(path) {
	return Buffer.from(path, "latin1");
}
function statOf(path) {
	return fs.lstatSync(native(path), {
		bigint: true,
		throwIfNoEntry: false
	});
}
function isSame(one, two) {
	const seconds = one.mtimeNs / 1000000000n === two.mtimeNs / 1000000000n;
	const fraction = one.mtimeNs % 1000000000n === two.mtimeNs % 1000000000n;
	return one.uid === two.uid && one.gid === two.gid && one.mode === two.mode && one.rdev === two.rdev && one.size === two.size && seconds && fraction;
}
function hasFraction(one, two) {
	return one.mtimeNs % 1000000000n !== 0n || two.mtimeNs % 1000000000n !== 0n;
}
const CHUNK = 1 << 20;
function sameContent(stat, one, two) {
	if (stat.isSymbolicLink()) return fs.readlinkSync(native(one), "latin1") === fs.readlinkSync(native(two), "latin1");
	if (!stat.isFile() || stat.size === 0n) return true;
	const flags = fs.constants.O_RDONLY | fs.constants.O_NOFOLLOW | fs.constants.O_NONBLOCK;
	const first = fs.openSync(native(one), flags);
	try {
		const second = fs.openSync(native(two), flags);
		try {
			return sameBytes(first, second);
		} finally {
			fs.closeSync(second);
		}
	} finally {
		fs.closeSync(first);
	}
}
function sameBytes(first, second) {
	const mine = Buffer.allocUnsafe(CHUNK);
	const theirs = Buffer.allocUnsafe(CHUNK);
	for (;;) {
		const read = fs.readSync(first, mine, 0, CHUNK, null);
		if (read !== fs.readSync(second, theirs, 0, CHUNK, null)) return false;
		if (read === 0) return true;
		if (mine.compare(theirs, 0, read, 0, read) !== 0) return false;
	}
}
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
	const waiting = [{
		below: "",
		lower: options.opaque.has(root) ? [] : options.lower
	}];
	let breath = performance.now();
	for (let place = waiting.pop(); place !== void 0; place = waiting.pop()) {
		for (const folder of reportFolder(root, place, options, sink).reverse()) waiting.push(folder);
		if (performance.now() - breath < BREATH_MS) continue;
		await options.breathe();
		breath = performance.now();
	}
}
/** Reports the entries of one folder; returns its sub-folders. */
function reportFolder(root, { below, lower }, options, sink) {
	const folders = [];
	const prefix = below === "" ? "" : `${below}/`;
	for (const entry of listFolder(`${root}/${below}`)) {
		const path = prefix + entry.name;
		const full = `${root}/${path}`;
		const text = toText(path);
		if (entry.isDirectory()) {
			const hides = options.opaque.has(full);
			folders.push({
				below: path,
				lower: hides ? [] : lower.filter((tree) => isFolder(`${tree}/${path}`))
			});
			sink.entry(text, hides ? "opaque-folder" : "folder", 0);
		} else if (lower.length > 0 && isUnchanged(full, lower, path)) continue;
		else if (entry.isFile()) reportFile(full, text, options, sink);
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
function isFolder(path) {
	return fs.lstatSync(toNative(path), { throwIfNoEntry: false })?.isDirectory() === true;
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
export { toNative as a, readInside as i, isFolder as n, walkTree as o, listFolder as r, fromText as t };
