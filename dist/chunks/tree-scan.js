import { i as toNative, n as listFolders, t as fromText } from "./byte-paths.js";
import { t as release } from "./release.js";
import { t as lookAtMemory } from "./little-memory.js";
import { t as piecesOf } from "./stream-pieces.js";
import { i as walkMerged, n as walkTrees, r as packNames, t as readInside } from "./tree-walk.js";
import { spawn } from "node:child_process";
import fs, { readFileSync } from "node:fs";
import path from "node:path";
// src/world/tree-records.ts
/**
* The stream between the part that runs as root and ours: records ended by a zero byte, the first character says what
* they are. Paths come as the folder once and then names, so a million files take about 30 MB on the pipe. Names are
* UTF-8. A `T` or `B` record is followed by that many bytes of a small file: text in UTF-8, or bytes told as latin1.
*/
const TAGS = {
	layer: "L",
	/** The folder of a merged walk and the lowest layer that has it. */
	merged: "M",
	folder: "C",
	entry: "E",
	text: "T",
	bytes: "B",
	unsure: "U",
	refused: "R",
	done: "Z"
};
const KINDS = {
	file: "f",
	folder: "d",
	"opaque-folder": "o",
	whiteout: "w",
	link: "l",
	other: "x"
};
const KIND_OF = new Map(Object.entries(KINDS).map(([kind, letter]) => [letter, kind]));
/** After the length of a text that continues the one before it. */
const REST = "+";
const FLUSH_AT = 65536;
/** Longer records are no records of ours. */
const LONGEST = 65536;
const LONGEST_TEXT = 1 << 28;
/** Encodes what the sink is told. `latin1`: texts are bytes one by one. */
function createRecordWriter(write, encoding) {
	let pieces = [];
	let length = 0;
	let ready = [];
	let folder = "";
	function add(record) {
		pieces.push(record, "\0");
		length += record.length + 1;
		if (length >= FLUSH_AT) pack();
	}
	function pack() {
		if (pieces.length > 0) ready.push(Buffer.from(pieces.join("")));
		pieces = [];
		length = 0;
	}
	/** Tells the folder when it changed; returns the name. */
	function nameOf(path) {
		const cut = path.lastIndexOf("/") + 1;
		const parent = path.slice(0, cut);
		if (parent !== folder) add(TAGS.folder + parent);
		folder = parent;
		return path.slice(cut);
	}
	async function flush() {
		pack();
		const all = ready;
		ready = [];
		for (const bytes of all) await write(bytes);
	}
	return {
		sink: {
			layer: (index) => add(TAGS.layer + index),
			folder(path, lowest) {
				add(`${TAGS.merged}${lowest}/${path}`);
				folder = path === "" ? "" : `${path}/`;
			},
			entry(path, kind, bytes, link) {
				const name = nameOf(path);
				add(`${TAGS.entry}${KINDS[kind]}${bytes === 0 ? "" : bytes}/${link ?? ""}/${name}`);
			},
			file(path, text, rest) {
				const name = nameOf(path);
				const bytes = Buffer.from(text, encoding);
				add(`${encoding === "utf8" ? TAGS.text : TAGS.bytes}${bytes.length}${rest ? REST : ""}/${name}`);
				pack();
				ready.push(bytes);
			},
			unsure: (why) => add(TAGS.unsure + why.replaceAll("\0", "?"))
		},
		flush,
		async finish(outcome) {
			add(outcome.ok ? TAGS.done : TAGS.refused + outcome.why.replaceAll("\0", "?"));
			await flush();
		}
	};
}
/** Tells the sink what the stream says. A stream without its last record, or with anything unknown, is a failure. */
async function decodeRecords(stream, sink) {
	const decoder = createDecoder(sink);
	let rest = Buffer.alloc(0);
	try {
		for await (const piece of stream) {
			const bytes = Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength);
			rest = Buffer.from(decoder.take(rest.length === 0 ? bytes : Buffer.concat([rest, bytes])));
			release(piece);
		}
	} catch (error) {
		return {
			ok: false,
			why: `the listing could not be read: ${error.message}`
		};
	}
	return decoder.outcome() ?? {
		ok: false,
		why: "the listing ended before its end"
	};
}
/** Takes bytes as they come, gives back what is not yet a whole record. */
function createDecoder(sink) {
	let folder = "";
	let text;
	let outcome;
	const records = {
		[TAGS.layer]: (body) => sink.layer(Number(body)),
		[TAGS.merged]: merged,
		[TAGS.folder]: (body) => {
			folder = body;
		},
		[TAGS.entry]: entry,
		[TAGS.text]: (body) => startText(body, "utf8"),
		[TAGS.bytes]: (body) => startText(body, "latin1"),
		[TAGS.unsure]: (body) => sink.unsure(body),
		[TAGS.refused]: (why) => {
			outcome = {
				ok: false,
				why
			};
		},
		[TAGS.done]: () => {
			outcome = { ok: true };
		}
	};
	function merged(body) {
		const cut = body.indexOf("/");
		const lowest = Number(body.slice(0, cut));
		if (cut < 0 || !Number.isSafeInteger(lowest)) throw new Error("a folder of an unknown form");
		const path = body.slice(cut + 1);
		folder = path === "" ? "" : `${path}/`;
		sink.folder(path, lowest);
	}
	function entry(body) {
		const size = body.indexOf("/");
		const link = body.indexOf("/", size + 1);
		const kind = KIND_OF.get(body[0] ?? "");
		if (!kind || size < 0 || link < 0) throw new Error("an entry of an unknown form");
		const path = folder + body.slice(link + 1);
		sink.entry(path, kind, Number(body.slice(1, size)), link === size + 1 ? void 0 : body.slice(size + 1, link));
	}
	function startText(body, encoding) {
		const cut = body.indexOf("/");
		const rest = body.startsWith(REST, cut - 1);
		const left = Number(body.slice(0, rest ? cut - 1 : cut));
		if (cut < 0 || !(left <= LONGEST_TEXT)) throw new Error("a text of an unknown length");
		text = {
			path: folder + body.slice(cut + 1),
			encoding,
			rest,
			parts: [],
			left
		};
	}
	function takeText(bytes) {
		if (!text) return bytes;
		const mine = bytes.subarray(0, text.left);
		text.parts.push(Buffer.from(mine));
		text.left -= mine.length;
		if (text.left === 0) {
			sink.file(text.path, Buffer.concat(text.parts).toString(text.encoding), text.rest);
			text = void 0;
		}
		return bytes.subarray(mine.length);
	}
	function take(bytes) {
		let left = takeText(bytes);
		while (!text) {
			const end = left.indexOf(0);
			if (end < 0) break;
			const read = records[left.toString("latin1", 0, 1)];
			if (!read) throw new Error("a record of an unknown kind");
			read(left.toString("utf8", 1, end));
			left = takeText(left.subarray(end + 1));
		}
		if (left.length > LONGEST) throw new Error("a record without an end");
		return left;
	}
	return {
		take,
		outcome: () => outcome
	};
}
// src/world/overlay-attributes.ts
const PREFIX = "SCHILY.xattr.";
const ATTRIBUTE = /^SCHILY\.xattr\.(?:trusted|user)\.overlay\.(opaque|redirect|metacopy)$/;
const BLOCK = 512;
/** CAP_SYS_ADMIN, without which trusted attributes are silently left out. https://man7.org/linux/man-pages/man7/xattr.7.html */
const SYS_ADMIN = 21n;
/**
* Node cannot read extended attributes, so GNU tar writes the headers of these folders (no contents) and files (no holes) with
* their overlay attributes, and only those are read. https://docs.kernel.org/filesystems/overlayfs.html#whiteouts-and-opaque-directories
*/
async function readOverlayAttributes(names) {
	if (!maySeeTrusted()) return {
		ok: false,
		why: "overlay attributes cannot be read without CAP_SYS_ADMIN"
	};
	const child = spawn("tar", [
		"--format=posix",
		"--no-recursion",
		"-P",
		"--sparse",
		"--xattrs",
		"--xattrs-include=*.overlay.*",
		"--null",
		"-cf",
		"-",
		"-T",
		"-"
	], {
		stdio: [
			"pipe",
			"pipe",
			"pipe"
		],
		env: {
			PATH: process.env["PATH"] ?? "",
			LC_ALL: "C"
		}
	});
	let said = "";
	child.stderr.on("data", (chunk) => {
		said = (said + String(chunk)).slice(-300);
	});
	let failure;
	const told = tell(names, child.stdin).catch((error) => {
		if (error.code !== "EPIPE" && error.code !== "ERR_STREAM_DESTROYED") failure ??= error.message;
	});
	const ended = new Promise((resolve) => {
		child.on("error", (error) => resolve(error.message));
		child.on("close", (code) => resolve(code === 0 ? void 0 : `tar ended with ${code}: ${said.trim()}`));
	});
	const opaque = /* @__PURE__ */ new Set();
	const metacopies = /* @__PURE__ */ new Set();
	let redirected = false;
	try {
		for await (const { name, attributes } of readHeaders(piecesOf(child.stdout))) {
			if (attributes.get("opaque") === "y") opaque.add(name.replace(/\/$/, ""));
			if (attributes.has("metacopy")) metacopies.add(name);
			if (attributes.has("redirect")) redirected = true;
		}
	} catch (error) {
		child.kill("SIGKILL");
		failure ??= error.message;
	}
	await told;
	const why = await ended ?? failure;
	return why === void 0 ? {
		ok: true,
		opaque,
		metacopies,
		redirected
	} : {
		ok: false,
		why: `overlay attributes cannot be read (${why})`
	};
}
async function tell(names, stdin) {
	stdin.on("error", () => {});
	try {
		for (const piece of inPieces(names)) {
			await new Promise((resolve, reject) => {
				stdin.write(piece, (error) => error ? reject(error) : resolve());
			});
			release(piece);
			lookAtMemory();
		}
	} finally {
		stdin.end();
	}
}
const PIECE = 65536;
/** Names ended by zero bytes, in pieces, so that never all of them are in memory. */
function* inPieces(names) {
	let text = "";
	for (const name of names) {
		text += `${name}\0`;
		if (text.length < PIECE) continue;
		yield Buffer.from(text, "latin1");
		text = "";
	}
	if (text !== "") yield Buffer.from(text, "latin1");
}
function maySeeTrusted() {
	const line = /^CapEff:\s*([0-9a-f]+)/m.exec(readFileSync("/proc/self/status", "utf8"));
	return line?.[1] !== void 0 && (BigInt(`0x${line[1]}`) >> SYS_ADMIN & 1n) === 1n;
}
/** Folders and files in a POSIX archive that tar just wrote: PAX records, then the entry's own header, and what a file holds. */
async function* readHeaders(stream) {
	let rest = Buffer.alloc(0);
	let records = /* @__PURE__ */ new Map();
	for await (const piece of stream) {
		const all = rest.length === 0 ? piece : Buffer.concat([rest, piece]);
		let at = 0;
		while (all.length - at >= BLOCK) {
			const flag = all[at + 156];
			const size = flag === 120 || flag === 48 ? Number.parseInt(all.toString("latin1", at + 124, at + 135), 8) : 0;
			const total = BLOCK + Math.ceil(size / BLOCK) * BLOCK;
			if (!(total <= 1 << 22)) throw new Error("tar wrote something unexpected");
			if (all.length - at < total) break;
			if (flag === 120) records = readRecords(all.subarray(at + BLOCK, at + BLOCK + size));
			else if (flag === 53 || flag === 48) {
				yield describe(all.subarray(at, at + BLOCK), records);
				records = /* @__PURE__ */ new Map();
			} else records = /* @__PURE__ */ new Map();
			at += total;
		}
		rest = Buffer.from(all.subarray(at));
		release(piece);
		if (all !== piece) release(all);
		lookAtMemory();
	}
}
function describe(block, records) {
	const own = cString(block, 0, 100);
	const prefix = cString(block, 345, 155);
	const attributes = /* @__PURE__ */ new Map();
	for (const [key, value] of records) {
		const name = key.startsWith(PREFIX) ? ATTRIBUTE.exec(key)?.[1] : void 0;
		if (name !== void 0) attributes.set(name, value);
	}
	return {
		name: records.get("GNU.sparse.name") ?? records.get("path") ?? (prefix === "" ? own : `${prefix}/${own}`),
		attributes
	};
}
function cString(block, at, length) {
	const text = block.toString("latin1", at, at + length);
	const end = text.indexOf("\0");
	return end < 0 ? text : text.slice(0, end);
}
function readRecords(bytes) {
	const records = /* @__PURE__ */ new Map();
	let at = 0;
	while (at < bytes.length) {
		const space = bytes.indexOf(32, at);
		const length = Number(bytes.toString("latin1", at, space));
		if (space < 0 || !(length > 0)) throw new Error("tar wrote a PAX record of an unknown form");
		const text = bytes.toString("latin1", space + 1, at + length - 1);
		const equals = text.indexOf("=");
		records.set(text.slice(0, equals), text.slice(equals + 1));
		at += length;
	}
	return records;
}
// src/world/overlay-folders.ts
/**
* Finds the opaque folders of overlayfs layers (highest first). Only a folder that a lower layer has too can hide
* something, so only those are asked for their attributes.
*/
async function findOpaqueFolders(roots) {
	if (roots.length < 2) return { folders: /* @__PURE__ */ new Set() };
	const attributes = await readOverlayAttributes(askedFolders(roots));
	if (!attributes.ok) return {
		folders: /* @__PURE__ */ new Set(),
		unsure: attributes.why
	};
	return {
		folders: attributes.opaque,
		...attributes.redirected && { unsure: "a layer renames folders of lower layers (overlayfs redirect_dir)" }
	};
}
/**
* Why the layers cannot be trusted when a file without data (absolute path → path in the image) only notes new rights for that of a lower
* layer, which still has the data (overlayfs metacopy). Any other such file just holds nothing.
*/
async function doubtMetacopies(hollow) {
	if (hollow.size === 0) return void 0;
	const attributes = await readOverlayAttributes(hollow.keys());
	if (!attributes.ok) return attributes.why;
	const [first] = attributes.metacopies;
	return first && `${hollow.get(first) ?? first} has no data in its layer (overlayfs metacopy)`;
}
/** The folders that one of the lower trees has too, and all when folders may be renamed; those of the lowest tree never. */
function* askedFolders(roots) {
	const every = mayRenameFolders();
	const lowest = roots.at(-1);
	let found = [];
	function* list({ path, having }) {
		const asked = every ? having.filter((root) => root !== lowest) : having.slice(0, -1);
		found = asked.map((root) => path === "" ? root : `${root}/${path}`);
		return asked.length > 0 ? having.map((root) => packNames(listFolders(`${root}/${path}`))) : [];
	}
	for (const _ of walkMerged(roots, list)) {
		yield* found;
		found = [];
	}
}
/** A renamed folder stands where no lower layer has one: with that kernel setting, every folder must be asked. */
function mayRenameFolders() {
	try {
		return fs.readFileSync("/sys/module/overlay/parameters/redirect_dir", "utf8").trim() === "Y";
	} catch {
		return false;
	}
}
// src/world/tree-scan.ts
/** The file in which an engine keeps its id, at the top of its data root: only below such a folder anything is read. */
const PROOF = "engine-id";
/** containerd's own, at the top of its folder: https://github.com/containerd/containerd/blob/main/docs/ops.md */
const DATABASE = "io.containerd.metadata.v1.bolt/meta.db";
const LONGEST_PROOF = 4096;
const MOST_TREES = 1e3;
const MOST_TEXT = 1 << 28;
const LONGEST_PATTERN = 2e3;
/**
* Lists the trees and reads the wanted files in them. We may read everything here (root), so nothing is touched before
* the proof holds, nothing outside the folder that holds the proof, and of its containerd, is listed, and no link is followed below them.
*/
async function scanTreesHere(request, sink, flush = async () => {}) {
	const problem = checkRequest(request);
	if (problem !== void 0) return {
		ok: false,
		why: problem
	};
	try {
		const homes = provenHomes(request);
		if (typeof homes === "string") return {
			ok: false,
			why: homes
		};
		const trees = realTrees(request, homes);
		if (typeof trees === "string") return {
			ok: false,
			why: trees
		};
		readFiles(request, homes, sink);
		const opaque = await findOpaqueFolders(trees.map(({ root }) => root));
		if (opaque.unsure !== void 0) sink.unsure(opaque.unsure);
		const hollow = /* @__PURE__ */ new Map();
		const options = {
			wanted: new RegExp(request.wanted),
			whole: request.whole === void 0 ? void 0 : new RegExp(request.whole),
			maxFileBytes: request.maxFileBytes,
			encoding: request.encoding ?? "utf8",
			opaque: opaque.folders,
			hollow: (full, text) => void hollow.set(full, text),
			breathe: async () => {
				await flush();
				await new Promise((resolve) => setImmediate(resolve));
			}
		};
		if (trees.length > 0) await walkTrees(trees, options, sink);
		const doubt = trees.length > 1 ? await doubtMetacopies(hollow) : void 0;
		if (doubt !== void 0) sink.unsure(doubt);
		return { ok: true };
	} catch (error) {
		return {
			ok: false,
			why: `a layer's folder cannot be read: ${error.message}`
		};
	}
}
/** The real paths of the folder that holds the proof and of its containerd's, or why nothing in them is to be read. */
function provenHomes({ proof, store }) {
	const home = realPath(path.dirname(proof.path));
	if (home === void 0) return `${path.dirname(proof.path)} is not there`;
	const text = readInside(fromText(path.join(home, path.basename(proof.path))), LONGEST_PROOF);
	if (text === void 0) return `${proof.path} is not there or is no regular file`;
	if (text.toString("utf8").trim() !== proof.text.trim()) return `${proof.path} does not hold what the engine says: the folder belongs to another engine`;
	if (store === void 0) return [home];
	const other = realPath(store);
	if (other === void 0) return `${store} is not there`;
	return isFile(path.join(other, DATABASE)) ? [home, other] : `${store} has no ${DATABASE}: it is no folder of containerd`;
}
function isFile(given) {
	return fs.lstatSync(toNative(fromText(given)), { throwIfNoEntry: false })?.isFile() === true;
}
function isIn(given, homes) {
	return homes.some((home) => given.startsWith(`${home}/`));
}
/** The trees' real paths, or why they are not to be read. */
function realTrees(request, homes) {
	const trees = [];
	for (const { index, path: given, skipUnchanged } of request.trees) {
		const root = realPath(given);
		if (root === void 0) return `${given} is not there`;
		if (!isIn(root, homes)) return `${given} is not inside ${homes.join(" or ")}`;
		if (!fs.lstatSync(root).isDirectory()) return `${given} is no folder`;
		trees.push({
			index,
			root: fromText(root),
			skipUnchanged: skipUnchanged === true
		});
	}
	return trees;
}
function readFiles({ files = [], maxFileBytes, encoding }, homes, sink) {
	for (const given of files) {
		const folder = realPath(path.dirname(given));
		if (folder === void 0 || !isIn(`${folder}/`, homes)) continue;
		const content = readInside(fromText(path.join(folder, path.basename(given))), maxFileBytes);
		if (content) sink.file(given, content.toString(encoding ?? "utf8"));
	}
}
function realPath(given) {
	try {
		return fs.realpathSync(toNative(fromText(given)), "utf8");
	} catch {
		return;
	}
}
/** What is wrong with a request, which may come from a process with fewer rights than ours. */
function checkRequest(request) {
	const { proof, store, trees, files = [], wanted, whole, maxFileBytes, encoding } = request ?? {};
	if (!isPlainPath(proof?.path) || typeof proof?.text !== "string" || proof.text.trim() === "") return "no proof is given";
	if (path.basename(proof.path) !== PROOF) return `the proof must be a file called ${PROOF}`;
	if (store !== void 0 && !isPlainPath(store)) return "store must be an absolute path";
	if (!Array.isArray(trees) || trees.length > MOST_TREES) return "trees must be a list";
	if (!trees.every((tree) => isPlainPath(tree?.path) && Number.isSafeInteger(tree.index) && tree.index >= 0)) return "every tree needs an absolute path and an index";
	if (!Array.isArray(files) || files.length > MOST_TREES || !files.every(isPlainPath)) return "files must be absolute paths";
	if (!isPattern(wanted)) return "wanted is no pattern";
	if (whole !== void 0 && !isPattern(whole)) return "whole is no pattern";
	if (!Number.isSafeInteger(maxFileBytes) || maxFileBytes < 0 || maxFileBytes > MOST_TEXT) return "maxFileBytes is out of range";
	return encoding === void 0 || encoding === "utf8" || encoding === "latin1" ? void 0 : "encoding is unknown";
}
function isPlainPath(given) {
	return typeof given === "string" && path.isAbsolute(given) && path.normalize(given) === given && !given.includes("\0");
}
function isPattern(source) {
	if (typeof source !== "string" || source.length > LONGEST_PATTERN) return false;
	try {
		return new RegExp(source) instanceof RegExp;
	} catch {
		return false;
	}
}
export { createRecordWriter as n, decodeRecords as r, scanTreesHere as t };
