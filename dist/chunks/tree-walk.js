import { r as textPieces, t as LONGEST_PIECE } from "./text-pieces.js";
import { a as toText, i as toNative, r as listNames } from "./byte-paths.js";
import fs from "node:fs";
// src/world/tree-merge.ts
/**
* Visits every folder of the trees once, depth first, whichever of them have it. Remembers only names of folders that wait,
* on the way to the current one.
*/
function* walkMerged(trees, list) {
	const levels = [];
	let folder = {
		path: "",
		having: trees
	};
	while (folder) {
		const names = yield* list(folder);
		yield;
		const same = (name) => names.find((other) => other === name) ?? name;
		const waiting = folder.having.map((tree, i) => ({
			tree,
			names: same(names[i] ?? ""),
			at: 0
		}));
		levels.push({
			prefix: folder.path === "" ? "" : `${folder.path}/`,
			waiting: waiting.filter((one) => one.names !== "")
		});
		folder = nextFolder(levels);
	}
}
/** Sorts the names where they are. */
function packNames(names) {
	return names.length > 1 ? names.sort().join("/") : names[0] ?? "";
}
function nextFolder(levels) {
	for (let level = levels.at(-1); level; level = levels.at(-1)) {
		const { prefix, waiting } = level;
		let first;
		for (const one of waiting) {
			const name = nextName(one);
			if (name !== void 0 && (first === void 0 || name < first)) first = name;
		}
		if (first !== void 0) return {
			path: prefix + first,
			having: take(waiting, first)
		};
		levels.pop();
	}
}
function nextName({ names, at }) {
	if (at >= names.length) return void 0;
	const end = names.indexOf("/", at);
	return names.slice(at, end < 0 ? names.length : end);
}
/** The trees whose next name it is; they go on to their following one. */
function take(waiting, name) {
	const having = waiting.filter((one) => nextName(one) === name);
	for (const one of having) one.at += name.length + 1;
	return having.map(({ tree }) => tree);
}
// src/world/tree-compare.ts
const NOTHING = {
	lower: [],
	alone: false
};
/** Remembers, for the folders on the way to the current one, with what each layer's is compared. */
function createComparison(trees, opaque) {
	const way = [];
	function compare(tree, path, parent) {
		const alone = parent.alone || opaque.has(`${tree.root}/${path}`);
		const lower = parent.lower.length === 0 ? [] : lowerFolders(parent.lower, path, opaque);
		return lower.length === 0 && !alone ? NOTHING : {
			lower,
			alone
		};
	}
	return {
		/** To be asked once for each folder, a folder before those in it. */
		enter(path, having) {
			const parent = path === "" ? void 0 : path.slice(0, Math.max(0, path.lastIndexOf("/")));
			while (way.length > 0 && way.at(-1)?.path !== parent) way.pop();
			const above = way.at(-1)?.compared;
			const compared = /* @__PURE__ */ new Map();
			for (const tree of having) {
				if (tree.skipUnchanged !== true) continue;
				const below = trees.slice(trees.indexOf(tree) + 1).map(({ root }) => root);
				const found = parent === void 0 ? {
					lower: below,
					alone: false
				} : compare(tree, path, above?.get(tree) ?? NOTHING);
				if (found !== NOTHING) compared.set(tree, found);
			}
			way.push({
				path,
				compared
			});
			return (tree) => compared.get(tree) ?? NOTHING;
		},
		/** Whether a sub-folder that is opaque hides all that lies below it: nothing there is compared. */
		hidesAll(path, lower) {
			return lower.length === 0 || lowerFolders(lower, path, opaque).length === 0;
		}
	};
}
/** Those of the trees whose folder of that path is seen below this layer: an opaque one hides those below it. */
function lowerFolders(lower, path, opaque) {
	const seen = [];
	for (const root of lower) {
		const stat = fs.lstatSync(toNative(`${root}/${path}`), { throwIfNoEntry: false });
		if (!stat) continue;
		if (!stat.isDirectory()) break;
		seen.push(root);
		if (opaque.has(`${root}/${path}`)) break;
	}
	return seen;
}
/**
* An opaque folder of a layer that is compared hides only what it does not have itself: what is equal in both stays out
* of the layer, and the lower one is seen.
*/
function hideOthers(root, folder, lower, sink) {
	if (lower.length === 0) return;
	const own = new Set(listNames(`${root}/${folder}`));
	for (const tree of lower) for (const name of listNames(`${tree}/${folder}`)) {
		if (own.has(name)) continue;
		own.add(name);
		sink.entry(toText(`${folder}/${name}`), "whiteout", 0);
	}
}
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
		if (!own || !isSame(own, below)) return false;
		if (!hasFraction(own, below) && !sameContent(own, full, `${tree}/${path}`)) return false;
		if (isProgram(own, full)) throw new Error(DOUBT);
		return true;
	}
	return false;
}
/** What `setcap` changes is an attribute that Node cannot read; then only the layer's archive tells. */
const DOUBT = "programs may differ from those of a lower layer in their capabilities only";
const ELF = Buffer.from("ELF", "latin1");
function isProgram(stat, full) {
	if (!stat.isFile() || (stat.mode & 73n) === 0n) return false;
	const handle = fs.openSync(native(full), FLAGS);
	try {
		const start = Buffer.alloc(ELF.length);
		return fs.readSync(handle, start, 0, ELF.length, 0) === ELF.length && start.equals(ELF);
	} finally {
		fs.closeSync(handle);
	}
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
const FLAGS = fs.constants.O_RDONLY | fs.constants.O_NOFOLLOW | fs.constants.O_NONBLOCK;
function sameContent(stat, one, two) {
	if (stat.isSymbolicLink()) return fs.readlinkSync(native(one), "latin1") === fs.readlinkSync(native(two), "latin1");
	if (!stat.isFile() || stat.size === 0n) return true;
	const first = fs.openSync(native(one), FLAGS);
	try {
		const second = fs.openSync(native(two), FLAGS);
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
const BREATH_MS = 20;
/** Entries between two looks at the clock. */
const STRIDE = 512;
/** So many letters of texts are told without a breath: they may wait in a buffer. */
const MOST_LETTERS = LONGEST_PIECE / 2;
/**
* Tells the sink every entry of the trees (highest first), folder by folder. Descends into real folders only: what a layer
* calls a folder is never a link. Throws when a folder cannot be read.
*/
async function walkTrees(trees, options, sink) {
	let breath = performance.now();
	let letters = 0;
	let current;
	const told = {
		...sink,
		layer(index) {
			if (index !== current) sink.layer(index);
			current = index;
		},
		file(path, text, rest) {
			letters += text.length;
			sink.file(path, text, rest);
		}
	};
	const comparison = createComparison(trees, options.opaque);
	const list = (folder) => reportFolder(folder, comparison, options, told);
	for (const _ of walkMerged(trees, list)) {
		if (letters < MOST_LETTERS && performance.now() - breath < BREATH_MS) continue;
		await options.breathe();
		breath = performance.now();
		letters = 0;
	}
}
/** Reports the entries of one folder in all trees that have it; gives the sub-folders of each. */
function* reportFolder({ path, having }, comparison, options, sink) {
	sink.folder(toText(path), having.at(-1)?.index ?? 0);
	const comparedWith = comparison.enter(path, having);
	const names = [];
	for (const tree of having) {
		if (tree.index !== void 0) sink.layer(tree.index);
		const compared = comparedWith(tree);
		if (compared.alone) hideOthers(tree.root, path, compared.lower, sink);
		names.push(yield* reportEntries(tree.root, path, compared, comparison, options, sink));
	}
	return names;
}
/** Reports the entries of one folder in one tree; gives the names of its sub-folders. */
function* reportEntries(root, folder, { lower }, comparison, options, sink) {
	const names = [];
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
			sink.entry(text, "file", stat.size, stat.nlink > 1 ? `${stat.dev}:${stat.ino}` : void 0);
			if (options.wanted.test(text)) yield* reportText(full, text, stat, options, sink);
		} else if (stat.isSymbolicLink()) sink.entry(text, "link", 0);
		else sink.entry(text, isWhiteout(stat) ? "whiteout" : "other", 0);
	}
	return packNames(names);
}
/** Tells the text of a wanted file; pauses behind each piece. */
function* reportText(full, text, { blocks }, options, sink) {
	const file = openInside(full);
	if (!file) return;
	try {
		const most = Math.min(file.size, options.maxFileBytes);
		const whole = options.whole?.test(text) === true;
		let rest = false;
		for (const piece of readPieces(file, most, whole)) {
			const content = piece.toString(options.encoding);
			if (!rest && piece[0] === 0 && options.encoding === "utf8" && isEmpty(readPieces(file, most, whole))) {
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
const MOST_ATTRIBUTES = 65536;
/** Whether there is nothing but zeros. */
function isEmpty(pieces) {
	for (const piece of pieces) if (piece.length === 0 || piece[0] !== 0 || !piece.every((byte) => byte === 0)) return false;
	return true;
}
/** overlayfs' mark for a removed entry: a character device 0/0. */
function isWhiteout(stat) {
	return stat.isCharacterDevice() && stat.rdev === 0;
}
const { O_RDONLY, O_NOFOLLOW, O_NONBLOCK, O_NOCTTY } = fs.constants;
/**
* The first bytes of a regular file at exactly that path: not through a link, also not through a linked folder. Nothing
* when there is none. Valid until the next call.
*/
function readInside(full, most) {
	const file = openInside(full);
	if (!file) return void 0;
	try {
		return fill(file.handle, spaceFor(Math.min(file.size, most)), 0);
	} finally {
		fs.closeSync(file.handle);
	}
}
/** The same in pieces, as {@link ScanSink.file} wants them, or the first one only. Each is valid until the next read of any file. */
function* readPieces({ handle }, length, whole) {
	for (const piece of textPieces(length, (from, most) => fill(handle, spaceFor(most), from))) {
		yield piece;
		if (!whole) return;
	}
}
/** Opens a regular file at exactly that path; nothing when there is none. */
function openInside(full) {
	let handle;
	try {
		handle = fs.openSync(toNative(full), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY);
	} catch {
		return;
	}
	let inside = false;
	try {
		const stat = fs.fstatSync(handle);
		inside = stat.isFile() && isAt(handle, full);
		return inside ? {
			handle,
			size: stat.size
		} : void 0;
	} finally {
		if (!inside) fs.closeSync(handle);
	}
}
/** What the file has from that place on, as much as fits. */
function fill(handle, bytes, from) {
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
function spaceFor(length) {
	return length > 524288 ? Buffer.allocUnsafe(length) : space.subarray(0, length);
}
/** What the kernel says was opened: differs from the asked path when a folder on the way was a link. */
function isAt(handle, full) {
	return process.platform !== "linux" || fs.readlinkSync(`/proc/self/fd/${handle}`, "latin1") === full;
}
export { walkMerged as i, walkTrees as n, packNames as r, readInside as t };
