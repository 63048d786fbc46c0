import fs from "node:fs";
// src/world/byte-paths.ts
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
/** A folder whose own size is larger is read in portions; smaller ones in one call, which is faster. */
const BIG_FOLDER = 65536;
/** Names of a folder's entries. Without their types: who wants sizes asks for each anyway, and types take much memory. */
function* listNames(full) {
	const native = toNative(full);
	if (fs.lstatSync(native).size <= BIG_FOLDER) yield* fs.readdirSync(native, "latin1");
	else for (const entry of inPortions(native)) yield entry.name;
}
/** Names of a folder's sub-folders; links are none. */
function listFolders(full) {
	const names = [];
	for (const entry of inPortions(toNative(full))) if (entry.isDirectory()) names.push(entry.name);
	return names;
}
function* inPortions(native) {
	const folder = fs.opendirSync(native, {
		bufferSize: 128,
		encoding: "latin1"
	});
	try {
		for (let entry = folder.readSync(); entry; entry = folder.readSync()) yield entry;
	} finally {
		folder.closeSync();
	}
}
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
		const waiting = folder.having.map((tree, i) => ({
			tree,
			names: pack(names[i] ?? []),
			at: 0
		}));
		levels.push({
			prefix: folder.path === "" ? "" : `${folder.path}/`,
			waiting: waiting.filter((one) => one.names !== "")
		});
		folder = nextFolder(levels);
	}
}
function pack(names) {
	return names.length > 1 ? [...names].sort().join("/") : names[0] ?? "";
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
const BREATH_MS = 20;
/** Entries between two looks at the clock. */
const STRIDE = 512;
/**
* Tells the sink every entry of the trees (highest first), folder by folder. Descends into real folders only: what a layer
* calls a folder is never a link. Throws when a folder cannot be read.
*/
async function walkTrees(trees, options, sink) {
	let breath = performance.now();
	let current;
	const told = {
		...sink,
		layer(index) {
			if (index !== current) sink.layer(index);
			current = index;
		}
	};
	const list = (folder) => reportFolder(folder, options, told);
	for (const _ of walkMerged(trees, list)) {
		if (performance.now() - breath < BREATH_MS) continue;
		await options.breathe();
		breath = performance.now();
	}
}
/** Reports the entries of one folder in all trees that have it; gives the sub-folders of each. */
function* reportFolder(folder, options, sink) {
	const { path, having } = folder;
	sink.folder(toText(path), having.at(-1)?.index ?? 0);
	const names = [];
	for (const [i, tree] of having.entries()) {
		if (tree.index !== void 0) sink.layer(tree.index);
		const compared = tree.skipUnchanged === true && !isCutOff(tree.root, path, options.opaque);
		names.push(yield* reportEntries(tree.root, path, compared ? having.slice(i + 1) : [], options, sink));
	}
	return names;
}
/** Reports the entries of one folder in one tree; gives the names of its sub-folders. `lower`: the trees below that have it. */
function* reportEntries(root, folder, lower, options, sink) {
	const names = [];
	const roots = lower.map((tree) => tree.root);
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
			sink.entry(text, options.opaque.has(full) ? "opaque-folder" : "folder", 0);
		} else if (roots.length > 0 && isUnchanged(full, roots, path)) continue;
		else if (stat.isFile()) reportFile(full, text, stat, options, sink);
		else if (stat.isSymbolicLink()) sink.entry(text, "link", 0);
		else sink.entry(text, isWhiteout(stat) ? "whiteout" : "other", 0);
	}
	return names;
}
/** Whether that folder of a layer, or one that holds it, hides what the lower layers have there. */
function isCutOff(root, folder, opaque) {
	if (opaque.size === 0) return false;
	for (let path = folder; path !== ""; path = path.slice(0, Math.max(0, path.lastIndexOf("/")))) if (opaque.has(`${root}/${path}`)) return true;
	return opaque.has(root);
}
function reportFile(full, text, stat, options, sink) {
	sink.entry(text, "file", stat.size, stat.nlink > 1 ? `${stat.dev}:${stat.ino}` : void 0);
	if (!options.wanted.test(text)) return;
	const content = readInside(full, options.maxFileBytes);
	if (content === void 0) return;
	if (content[0] === 0 && stat.size > 0 && options.encoding === "utf8") sink.unsure(`${text} has no data in its layer (metacopy)`);
	else sink.file(text, content.toString(options.encoding));
}
/** overlayfs' mark for a removed entry: a character device 0/0. */
function isWhiteout(stat) {
	return stat.isCharacterDevice() && stat.rdev === 0;
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
export { listFolders as a, fromText as i, walkTrees as n, toNative as o, walkMerged as r, readInside as t };
