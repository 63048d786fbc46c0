import { _ as usesEngine, a as publicMetadata, b as heldSolve, c as readMetadata, d as openLedger, g as worldUntil, h as whileAlive, m as runWatched, n as isElsewhere, o as sourcePolicy, s as dockerfileFromMetadata, t as buildImage, u as UndeliveredError, v as withCommands, x as secretFlags } from "./session.js";
import { a as isOlder, i as surveyBuildkit, r as callPlugin, t as survey } from "./survey.js";
import { a as isStored, c as pushedImages, d as isLoad, f as parseOutput, g as readFields, h as attribute, i as isQuestion, l as isArchive, m as readOutput, n as isByDigest, o as makesImage, p as printOutput, s as namesOf, t as foldersWritten, u as isImage } from "./outputs.js";
import { i as printProblem, r as UserError, t as BuilderLostError } from "./errors.js";
import { n as ownContainerd, t as buildDisk } from "./host.js";
import { t as release$1 } from "./release.js";
import { n as tellText } from "./text-pieces.js";
import { a as rows$1, i as objects, r as isJson, t as below } from "./json.js";
import { c as refuseLimits, n as attestationAsked, o as limitsSteps, s as readLimits, t as splitTag } from "./tag.js";
import { A as closeRoom, B as isRed, C as readBuildRequest, E as credentialsIn, G as renderHost, H as hostRows, I as withSpace, K as isFolder, M as openRoom, N as placesInUse, O as isGitContext, R as shortestDisk, S as unknownInputs, V as judgeImages, X as usableFolder, _ as placeOf$1, a as details, b as verdictSentence, c as STATUS, d as isDryRun, f as isUncertain, g as placeLink, h as whereabouts$1, j as decideRoom, k as explain$4, l as headline, m as known$1, n as openStory, o as html, p as isUndelivered, q as refuseOptionForms, r as renderSpace, s as table, t as attempt, u as headlineIcon, v as compose, w as createReader, x as printUnknown, y as redFirst, z as spaceSentences } from "./run-story.js";
import { n as isTrue, r as readBool } from "./go-bool.js";
import { C as cgroupValues, E as shortfall, S as readLimitFiles, T as readValues, _ as findContainerCgroup, b as limitFiles, c as writeInside, f as limitsContainer, g as engineCgroupVersion, h as containerOf, i as giveInside, l as limitedOtherwise, m as containerObstacle, n as readBackstop, o as takeInside, s as readInside, t as builderContainer, u as notTaken, v as inspectContainer, w as printLeftOver, x as readHeld, y as countsSwap } from "./builder-container.js";
import { _ as GIB, b as printMemory, d as shortInstruction, g as printSize, h as compareWithBudget, v as inputMemory, x as printUse } from "./words.js";
import { a as needsMore, s as swapTitle, t as swapSentences } from "./swap-text.js";
import { i as prettyBytes, n as SIZE_FORMAT } from "./bytes.js";
import { t as printCommand } from "./command.js";
import { a as sweep, c as code, d as logLine, f as mermaidLabel, g as rawLine, h as quote, l as cutMiddle, m as prose, p as oneLine, r as openJournal, s as block, u as fence, v as utf8Bytes } from "./teardown.js";
import { n as builderDisk } from "./second-disk.js";
import { n as secondDiskFolder, r as useSecondDisk } from "./second-disk-use2.js";
import { t as lastError } from "./last-error.js";
import { a as orAborted, i as endedSilently, m as cleanLine, n as keepReserves, o as within, p as inspect, r as reservePlaces, t as runSolve } from "./run-solve.js";
import { i as untilDone, t as dropBuilder } from "./drop-builder.js";
import { n as makeTlsContext } from "./tls-context2.js";
import { i as isLost, n as builderTarget, r as engineTarget, t as ENGINE_ELSEWHERE } from "./options.js";
import { s as isFetched } from "./out-of-reach.js";
import { i as readDockerfile, n as findDockerfile, r as isLargeDockerfile, t as dockerfilePath } from "./dockerfile-place.js";
import { n as __commonJSMin, t as require_main } from "./main.js";
import { i as isCut, n as cut$1, r as detach, t as createCommandKeeper } from "./kept-text.js";
import { n as ownWatch, r as whyFailed } from "./own-solve2.js";
import { r as printHolder } from "./process.js";
import { a as size, i as memory, n as delta, o as thousands, r as duration, t as count } from "./format.js";
import { n as makeSwap, t as decideSwap } from "./run-swap.js";
import { a as nearest, i as readSpace, t as readSwapAsked } from "./swap.js";
import { n as syntaxOf, t as syntaxArgument } from "./syntax.js";
// src/image/formats/tar-header.ts
var TarError = class extends Error {
	constructor(message) {
		super(message);
		this.name = "TarError";
	}
};
const KINDS$5 = {
	"0": "file",
	"\0": "file",
	"7": "file",
	"1": "link",
	"2": "symlink",
	"3": "device",
	"4": "other",
	"5": "folder",
	"6": "other",
	x: "meta",
	g: "meta",
	L: "meta",
	K: "meta"
};
/** These never have content, whatever their size field says. */
const HEADER_ONLY = /* @__PURE__ */ new Set([
	"link",
	"symlink",
	"device",
	"folder",
	"other"
]);
const decoder$2 = new TextDecoder();
/**
* Reads one 512-byte header (ustar, GNU and old formats); nothing for a block of zeros. Throws a {@link TarError} for
* anything that is no header. https://pubs.opengroup.org/onlinepubs/9799919799/utilities/pax.html
*/
function readHeader(block) {
	if (!checkSum(block)) return void 0;
	const flag = String.fromCharCode(block[156] ?? 0);
	const known = KINDS$5[flag];
	if (!known) throw new TarError(`entry of type "${flag.replaceAll(/[^\x20-\x7e]/g, "?")}" is not supported`);
	const prefix = block[257] === 117 && block[258] === 115 && block[259] === 116 && block[260] === 97 && block[263] === 48 ? readText(block, 345, 155) : "";
	const own = readText(block, 0, 100);
	const name = prefix === "" ? own : `${prefix}/${own}`;
	const kind = flag === "\0" && name.endsWith("/") ? "folder" : known;
	const device = kind === "device";
	return {
		kind,
		flag,
		name,
		linkName: readText(block, 157, 100),
		size: HEADER_ONLY.has(kind) ? 0 : readNumber(block, 124, 12),
		major: device ? readNumber(block, 329, 8) : 0,
		minor: device ? readNumber(block, 337, 8) : 0
	};
}
/** False for a block of zeros; throws when the sum is wrong. */
function checkSum(block) {
	let sum = 256;
	for (let i = 0; i < 148; i++) sum += block[i] ?? 0;
	for (let i = 156; i < 512; i++) sum += block[i] ?? 0;
	if (sum === 256 && block.subarray(148, 156).every((byte) => byte === 0)) return false;
	if (readNumber(block, 148, 8) !== sum && signedSum(block) !== readNumber(block, 148, 8)) throw new TarError("a header's checksum is wrong");
	return true;
}
/** Some old writers summed signed bytes. */
function signedSum(block) {
	let sum = 256;
	for (let i = 0; i < 512; i++) if (i < 148 || i > 155) sum += (block[i] ?? 0) << 24 >> 24;
	return sum;
}
function readText(block, at, length) {
	let end = at;
	let ascii = true;
	while (end < at + length && block[end] !== 0) ascii = (block[end++] ?? 0) < 128 && ascii;
	if (end === at) return "";
	const bytes = block.subarray(at, end);
	return ascii ? String.fromCharCode.apply(null, bytes) : decoder$2.decode(bytes);
}
/** Octal digits, or base 256 when the first bit is set (GNU, for sizes from 8 GiB). */
function readNumber(block, at, length) {
	const first = block[at] ?? 0;
	if (first & 128) return readBinary(block, at, length, first);
	let value = 0;
	let digits = 0;
	for (let i = at; i < at + length; i++) {
		const byte = block[i] ?? 0;
		if (byte >= 48 && byte <= 55) {
			value = value * 8 + byte - 48;
			digits++;
		} else if (byte === 0 || byte === 32) {
			if (digits > 0) break;
		} else throw new TarError("a header holds a number that is none");
	}
	return value;
}
function readBinary(block, at, length, first) {
	if (first & 64) throw new TarError("a header holds a negative size");
	let value = first & 63;
	for (let i = at + 1; i < at + length; i++) value = value * 256 + (block[i] ?? 0);
	if (!Number.isSafeInteger(value)) throw new TarError("a header holds a size beyond 2^53");
	return value;
}
// src/image/formats/pax.ts
const decoder$1 = new TextDecoder();
/** The records of a PAX header that matter: `28 path=…`, `12 size=…`, `linkpath`. */
function readPax(bytes) {
	const found = {};
	for (const [key, value] of paxRecords(bytes)) if (key === "path") found.name = value;
	else if (key === "linkpath") found.linkName = value;
	else if (key === "size") found.size = readSize$1(value);
	else if (key.startsWith("GNU.sparse.")) throw new TarError("sparse files are not supported");
	return found;
}
function readSize$1(value) {
	const size = /^\d+$/.test(value) ? Number(value) : NaN;
	if (!Number.isSafeInteger(size)) throw new TarError("a PAX record holds a size that is none");
	return size;
}
/** Each record is `<length> <key>=<value>\n`, its length counted in bytes with the digits. */
function* paxRecords(bytes) {
	let at = 0;
	while (at < bytes.length && bytes[at] !== 0) {
		const space = bytes.indexOf(32, at);
		const length = space < 0 || space - at > 8 ? NaN : Number(decoder$1.decode(bytes.subarray(at, space)));
		const end = at + length;
		if (!(length > space - at + 1) || end > bytes.length) throw new TarError("a PAX record has a wrong length");
		const text = decoder$1.decode(bytes.subarray(space + 1, end - 1));
		const equals = text.indexOf("=");
		if (equals < 1) throw new TarError("a PAX record has no key");
		yield [text.slice(0, equals), text.slice(equals + 1)];
		at = end;
	}
}
// src/image/formats/tar-reader.ts
/** Names and PAX records longer than that are hostile. */
const LONGEST_META = 2 ** 20;
function createTarReader(visit) {
	const block = /* @__PURE__ */ new Uint8Array(512);
	let filled = 0;
	/** Content bytes of the current entry still to come, then its padding. */
	let content = 0;
	let padding = 0;
	let sink;
	let closeMeta;
	let overrides = {};
	let zeros = 0;
	function header(bytes) {
		const read = readHeader(bytes);
		if (!read) {
			zeros++;
			return;
		}
		if (zeros > 0) throw new TarError("an entry follows a block of zeros");
		if (read.kind === "meta") meta(read);
		else entry(read);
	}
	function entry({ flag: _flag, ...read }) {
		const full = {
			...read,
			...overrides
		};
		overrides = {};
		if (read.kind !== "file") full.size = read.size;
		sink = visit(full);
		expect(full.size);
	}
	function expect(size) {
		content = size;
		padding = (512 - size % 512) % 512;
	}
	/** Collects the records that describe the next entry. */
	function meta(read) {
		if (read.size > LONGEST_META) throw new TarError(`a name or attribute of ${read.size} bytes`);
		const text = new Uint8Array(read.size);
		let at = 0;
		sink = (piece) => {
			text.set(piece, at);
			at += piece.length;
		};
		closeMeta = () => applyMeta(read.flag, text);
		expect(read.size);
		if (read.size === 0) closeEntry();
	}
	function applyMeta(flag, bytes) {
		if (flag === "L") overrides.name = untilZero(bytes);
		else if (flag === "K") overrides.linkName = untilZero(bytes);
		else if (flag === "x") Object.assign(overrides, readPax(bytes));
	}
	function closeEntry() {
		sink = void 0;
		closeMeta?.();
		closeMeta = void 0;
	}
	/** Takes as much of the piece as belongs to the current entry; returns the new position. */
	function takeContent(piece, at) {
		if (content > 0) {
			const end = Math.min(piece.length, at + content);
			sink?.(piece.subarray(at, end));
			content -= end - at;
			if (content === 0) closeEntry();
			return end;
		}
		const end = Math.min(piece.length, at + padding);
		padding -= end - at;
		return end;
	}
	function takeHeader(piece, at) {
		if (filled === 0 && piece.length - at >= 512) {
			header(piece.subarray(at, at + 512));
			return at + 512;
		}
		const end = Math.min(piece.length, at + 512 - filled);
		block.set(piece.subarray(at, end), filled);
		filled += end - at;
		if (filled === 512) {
			filled = 0;
			header(block);
		}
		return end;
	}
	return {
		push(piece) {
			let at = 0;
			while (at < piece.length && zeros < 2) at = content + padding > 0 ? takeContent(piece, at) : takeHeader(piece, at);
		},
		end() {
			if (zeros >= 2) return;
			if (content > 0 || padding > 0 || filled > 0 || closeMeta) throw new TarError("the archive ends in the middle of an entry");
			if (Object.keys(overrides).length > 0) throw new TarError("the archive ends before an announced entry");
		}
	};
}
function untilZero(bytes) {
	const end = bytes.indexOf(0);
	return new TextDecoder().decode(end < 0 ? bytes : bytes.subarray(0, end));
}
// src/image/formats/tar.ts
const OPAQUE = ".wh..wh..opq";
const WHITEOUT = ".wh.";
/** Other names with this prefix are bookkeeping of aufs. */
const RESERVED = ".wh..wh.";
/**
* Reads one layer's archive into the sink (the caller has called `layer`). Hard links come with `link` = `=` + the path
* of the earlier entry and without bytes. Throws a TarError when the archive is damaged, cut or hostile.
*/
async function scanTar(stream, sink, wish) {
	const wanted = new RegExp(wish.wanted);
	const texts = createTexts(sink, wish.maxFileBytes);
	const reader = createTarReader((entry) => {
		texts.flush();
		const path = cleanPath(entry.name);
		if (!report(sink, path, entry) || !wanted.test(path)) return void 0;
		if (entry.kind === "link") texts.link(path, cleanPath(entry.linkName));
		return entry.kind === "file" ? texts.take(path, entry.size) : void 0;
	});
	for await (const piece of stream) reader.push(piece);
	reader.end();
	texts.flush();
}
/** Reports the entry under its layer meaning; false when it is no entry of its own. */
function report(sink, path, entry) {
	const cut = path.lastIndexOf("/") + 1;
	if (path.startsWith(WHITEOUT, cut)) {
		if (path.slice(cut) === OPAQUE) sink.entry(path.slice(0, Math.max(0, cut - 1)), "opaque-folder", 0);
		else if (!path.startsWith(RESERVED, cut)) sink.entry(path.slice(0, cut) + path.slice(cut + 4), "whiteout", 0);
		return false;
	}
	if (path === "") return false;
	switch (entry.kind) {
		case "file":
			sink.entry(path, "file", entry.size);
			return true;
		case "link":
			sink.entry(path, "file", 0, `=${cleanPath(entry.linkName)}`);
			return true;
		case "folder":
			sink.entry(path, "folder", 0);
			return true;
		case "symlink":
			sink.entry(path, "link", 0);
			return true;
		default:
			sink.entry(path, "other", 0);
			return true;
	}
}
/**
* Bytes of wanted files that are remembered for hard links to them: uv links packages to its cache. Small ones apart from RECORDs, whose
* claims matter less than a version.
*/
const MOST_REMEMBERED = 8 * 2 ** 20;
const SMALL = 2 ** 16;
/** Collects the texts of wanted files, one at a time, up to the limit. */
function createTexts(sink, most) {
	let open;
	const told = /* @__PURE__ */ new Map();
	const left = {
		small: MOST_REMEMBERED,
		large: MOST_REMEMBERED
	};
	function remember(path, bytes, cost) {
		const kind = bytes.length <= SMALL ? "small" : "large";
		if (cost > left[kind]) return;
		left[kind] -= cost;
		told.set(path, bytes);
	}
	return {
		link(path, target) {
			const bytes = told.get(target);
			if (!bytes) return;
			tellText(sink, path, bytes);
			remember(path, bytes, path.length);
		},
		take(path, size) {
			const one = {
				path,
				bytes: new Uint8Array(Math.min(size, most)),
				at: 0
			};
			open = one;
			return (piece) => {
				const rest = piece.subarray(0, one.bytes.length - one.at);
				one.bytes.set(rest, one.at);
				one.at += rest.length;
			};
		},
		flush() {
			if (!open) return;
			const bytes = open.bytes.subarray(0, open.at);
			tellText(sink, open.path, bytes);
			remember(open.path, bytes, open.path.length + bytes.length);
			open = void 0;
		}
	};
}
const UNCLEAN = /^\/|^\.\/|\/\/|\/\.?\/|\/\.?$|(?:^|\/)\.\.(?:\/|$)|^\.$/;
/** The path relative to the image's root, without `./`, `//` and a slash at either end. */
function cleanPath(name) {
	if (!UNCLEAN.test(name)) return name;
	const parts = name.split("/").filter((part) => part !== "" && part !== ".");
	if (parts.includes("..")) throw new TarError("an entry's name leaves the archive");
	return parts.join("/");
}
/**
* The content of an archive's first file, as the engine's archive interface sends it. A piece is valid until the next one is
* asked for: its memory is then given back.
*/
async function* firstFile(stream) {
	let pieces = [];
	let found = false;
	let left = 0;
	const reader = createTarReader((entry) => {
		if (found || entry.kind !== "file") return void 0;
		found = true;
		left = entry.size;
		return (piece) => {
			pieces.push(piece);
			left -= piece.length;
		};
	});
	for await (const piece of stream) {
		reader.push(piece);
		const ready = pieces;
		pieces = [];
		yield* ready;
		release$1(piece);
		if (found && left === 0) return;
	}
	reader.end();
	if (!found) throw new TarError("the archive holds no file");
}
// src/image/blobs.ts
/** Longer manifests and configurations are no such thing. */
const LONGEST_TEXT = 4 * 2 ** 20;
const DIGEST$1 = /^sha256:([0-9a-f]{64})$/;
function blobsOf(world, subject) {
	return subject.kind === "engine-image" ? contentFolder(world, subject) : builderBlobs(world, subject);
}
/** Folders of a builder's state in its container, by image variant: as root, rootless. */
const STATES = ["/var/lib/buildkit/runc-overlayfs", "/home/user/.local/share/buildkit/runc-overlayfs"];
/** Reads a file of the builder's state through the engine: no rights on the host are needed. */
async function openStateFile(world, container, file) {
	let failure;
	for (const state of STATES) {
		const path = `/containers/${encodeURIComponent(container)}/archive?path=${encodeURIComponent(`${state}/${file}`)}`;
		try {
			return firstFile(await world.engine.stream({ path }));
		} catch (error) {
			failure ??= error;
		}
	}
	throw new Error(`${file} of ${container} cannot be read: ${failure?.message}`);
}
/** The blob's file below the builder's state. */
function blobFile(digest) {
	const hash = DIGEST$1.exec(digest)?.[1];
	if (hash === void 0) throw new Error(`${digest} is no digest`);
	return `content/blobs/sha256/${hash}`;
}
/** All of a stream, up to a limit. Grown in place: two copies of a database would be too much memory. */
async function collect(stream, most) {
	let buffer = /* @__PURE__ */ new ArrayBuffer(65536);
	let length = 0;
	for await (const piece of stream) {
		const needed = length + piece.length;
		if (needed > most) throw new Error(`longer than ${most} bytes`);
		if (needed > buffer.byteLength) buffer = buffer.transfer(Math.max(needed, buffer.byteLength * 2));
		new Uint8Array(buffer).set(piece, length);
		length = needed;
	}
	return new Uint8Array(buffer, 0, length);
}
function builderBlobs(world, { container, attachment }) {
	return { async text(digest) {
		if (container !== void 0) try {
			const stream = await openStateFile(world, container, blobFile(digest));
			return new TextDecoder().decode(await collect(stream, LONGEST_TEXT));
		} catch {}
		return attachment?.(digest);
	} };
}
/** The content folder of an engine with the containerd store, read as root after the proof that it is this engine's. */
function contentFolder(world, { engine }) {
	return { async text(digest) {
		const hash = DIGEST$1.exec(digest)?.[1];
		if (hash === void 0) return void 0;
		const read = await readAsRoot(world, engine, `${containerdRoot(engine)}/io.containerd.content.v1.content/blobs/sha256/${hash}`, LONGEST_TEXT, "utf8");
		return read.ok ? read.text : void 0;
	} };
}
/** One file below the engine's folders, read as root after the proof that they are this engine's. */
async function readAsRoot(world, engine, file, maxFileBytes, encoding) {
	const texts = [];
	const request = {
		...provenPlaces(engine),
		trees: [],
		files: [file],
		wanted: "^$",
		maxFileBytes,
		encoding
	};
	const outcome = await world.scanTrees(request, {
		layer() {},
		folder() {},
		entry() {},
		unsure() {},
		file: (_path, text) => texts.push(text)
	});
	if (!outcome.ok) return outcome;
	const [text] = texts;
	return text === void 0 ? {
		ok: false,
		why: `${file} is not there`
	} : {
		ok: true,
		text
	};
}
/** Where the containerd of an engine keeps contents and snapshots. */
function containerdRoot({ containerd, dataRoot }) {
	return containerd?.root ?? ownContainerd(dataRoot);
}
/** The file that says whose data folder it is: the engine writes its id there. */
function engineProof({ dataRoot, id }) {
	return {
		path: `${dataRoot}/engine-id`,
		text: id
	};
}
/** The folders of an engine with the containerd store that may be read: its data folder, and that of its containerd. */
function provenPlaces(engine) {
	const store = containerdRoot(engine);
	return {
		proof: engineProof(engine),
		...!store.startsWith(`${engine.dataRoot}/`) && { store }
	};
}
const KINDS$4 = /* @__PURE__ */ new Set([
	1,
	2,
	4
]);
const USUAL_SIZE = 4096;
const LARGEST_SIZE = 65536;
/** Of the pages that continue another one, so many are kept: longer runs hold big values. */
const MOST_MORE = 64;
/** All pages of a copy. */
function pagesOf(bytes) {
	const size = sizeOf(bytes);
	return {
		size,
		at: (id) => (id + 1) * size <= bytes.length ? bytes.subarray(id * size, (id + 1) * size) : void 0
	};
}
/**
* Reads a database as it comes and keeps the pages that its structure may be made of. The rest can be hundreds of MB: BuildKit
* puts the digests of all files that a step copies from into big values. Throws when it would keep more than `most` bytes.
*/
async function readPages(stream, most) {
	const kept = /* @__PURE__ */ new Map();
	let page = new Uint8Array(USUAL_SIZE);
	let filled = 0;
	let size;
	let number = 0;
	/** Pages below this number continue one that was kept. */
	let until = 0;
	function close() {
		size ??= sizeOf(page);
		if (size > page.length) {
			const larger = new Uint8Array(size);
			larger.set(page);
			page = larger;
			return;
		}
		const more = pagesBehind(page, number);
		if (more !== void 0) until = Math.max(until, number + 1 + Math.min(more, MOST_MORE));
		if (number < until) {
			if ((kept.size + 1) * size > most) throw new Error(`longer than ${most} bytes`);
			kept.set(number, page);
			page = new Uint8Array(size);
		}
		number++;
		filled = 0;
	}
	for await (const piece of stream) for (let at = 0; at < piece.length;) {
		const part = piece.subarray(at, at + page.length - filled);
		page.set(part, filled);
		filled += part.length;
		at += part.length;
		if (filled === page.length) close();
	}
	return {
		size: size ?? USUAL_SIZE,
		at: (id) => kept.get(id)
	};
}
/** What the first page says; that it is sound is checked when the database is opened. */
function sizeOf(bytes) {
	const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	if (bytes.length < USUAL_SIZE || view.getUint32(16, true) !== 3977042669) return USUAL_SIZE;
	const size = view.getUint32(24, true);
	return size >= USUAL_SIZE && size <= LARGEST_SIZE ? size : USUAL_SIZE;
}
/** How many pages continue this one; nothing when it cannot be the first page of a node. A free page may look like one. */
function pagesBehind(page, number) {
	const view = new DataView(page.buffer, page.byteOffset, page.byteLength);
	return view.getBigUint64(0, true) === BigInt(number) && KINDS$4.has(view.getUint16(8, true)) ? view.getUint32(12, true) : void 0;
}
// src/image/formats/bolt.ts
var BoltError = class extends Error {
	constructor(message) {
		super(message);
		this.name = "BoltError";
	}
};
const FORMAT$1 = 2;
const ELEMENT = 16;
const BUCKET_FLAG = 1;
const BUCKET_HEADER = 16;
/** A tree deeper than that holds more than any disk: a loop. */
const DEEPEST = 24;
/**
* Opens a bolt database, read only. Everything is checked against the pages that are there, so a damaged or torn copy
* is a {@link BoltError}. Format: https://github.com/etcd-io/bbolt/blob/main/internal/common/page.go
*/
function openBolt(pages) {
	const root = newestRoot(pages);
	function page(id) {
		const first = pages.at(id);
		if (!first || number64(viewOf(first), 0) !== id) throw new BoltError(`page ${id} is not there`);
		const overflow = viewOf(first).getUint32(12, true);
		const all = [first];
		while (all.length <= overflow) {
			const next = pages.at(id + all.length);
			if (!next) throw new BoltError(`page ${id} is cut`);
			all.push(next);
		}
		return readNode(overflow === 0 ? first : joined(all));
	}
	function open(load) {
		function* elements(node, depth) {
			if (depth > DEEPEST) throw new BoltError("the pages form a loop");
			if (node.leaf) yield* node.elements;
			else for (const child of node.children) yield* elements(page(child), depth + 1);
		}
		function find(key) {
			let node = load();
			for (let depth = 0; !node.leaf; depth++) {
				if (depth > DEEPEST) throw new BoltError("the pages form a loop");
				const index = Math.max(0, lastAtMost(node.elements, key));
				node = page(node.children[index] ?? -1);
			}
			const found = node.elements[lastAtMost(node.elements, key)];
			return found?.key === key ? found : void 0;
		}
		return {
			value(key) {
				const found = find(key);
				return found && !found.bucket ? found.value : void 0;
			},
			bucket(key) {
				const found = find(key);
				return found?.bucket ? nested(found.value) : void 0;
			},
			*buckets() {
				for (const element of elements(load(), 0)) if (element.bucket) yield element.key;
			}
		};
	}
	/** A bucket's value: its root page, or (page 0) the page itself behind the header. */
	function nested(value) {
		if (value.length < BUCKET_HEADER) throw new BoltError("a bucket is cut");
		const id = number64(viewOf(value), 0);
		return open(id === 0 ? () => readNode(value.subarray(BUCKET_HEADER)) : () => page(id));
	}
	return open(() => page(root));
}
/** Page of the root that the newer of the two meta pages names whose checksum is right. */
function newestRoot(pages) {
	const [first, second] = [readMeta(pages, 0), readMeta(pages, 1)];
	const newest = first && second ? first.transaction > second.transaction ? first : second : first ?? second;
	if (!newest) throw new BoltError("it is no bolt database");
	return newest.root;
}
function readMeta(pages, id) {
	const page = pages.at(id);
	if (!page) return void 0;
	const view = viewOf(page);
	const at = 16;
	if ((view.getUint16(8, true) & 4) === 0) return void 0;
	if (view.getUint32(at, true) !== 3977042669 || view.getUint32(20, true) !== FORMAT$1) return void 0;
	if (view.getUint32(24, true) !== pages.size || fnv64(view, at, 56) !== view.getBigUint64(72, true)) return void 0;
	return {
		root: number64(view, 32),
		transaction: number64(view, 64)
	};
}
function fnv64(view, at, length) {
	let hash = 14695981039346656037n;
	for (let i = at; i < at + length; i++) hash = (hash ^ BigInt(view.getUint8(i))) * 1099511628211n & 18446744073709551615n;
	return hash;
}
function viewOf(bytes) {
	return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
function joined(pages) {
	const all = new Uint8Array(pages.reduce((sum, { length }) => sum + length, 0));
	let at = 0;
	for (const page of pages) {
		all.set(page, at);
		at += page.length;
	}
	return all;
}
function readNode(bytes) {
	const view = viewOf(bytes);
	if (bytes.length < 16) throw new BoltError("a page is cut");
	const flags = view.getUint16(8, true);
	const count = view.getUint16(10, true);
	if (16 + count * ELEMENT > bytes.length) throw new BoltError("a page is cut");
	if ((flags & 3) === 0) throw new BoltError("a page of an unknown kind");
	const leaf = (flags & 2) !== 0;
	const elements = [];
	const children = [];
	for (let i = 0; i < count; i++) {
		const at = 16 + i * ELEMENT;
		const position = at + view.getUint32(at + (leaf ? 4 : 0), true);
		const keySize = view.getUint32(at + (leaf ? 8 : 4), true);
		const valueSize = leaf ? view.getUint32(at + 12, true) : 0;
		if (position + keySize + valueSize > bytes.length) throw new BoltError("an element is cut");
		const key = latin1(bytes.subarray(position, position + keySize));
		const value = bytes.subarray(position + keySize, position + keySize + valueSize);
		elements.push({
			key,
			value,
			bucket: leaf && (view.getUint32(at, true) & BUCKET_FLAG) !== 0
		});
		if (!leaf) children.push(number64(view, at + 8));
	}
	return {
		leaf,
		elements,
		children
	};
}
/** Index of the last element whose key is not greater, or -1. */
function lastAtMost(elements, key) {
	let low = 0;
	let high = elements.length;
	while (low < high) {
		const middle = low + high >> 1;
		if ((elements[middle]?.key ?? "") <= key) low = middle + 1;
		else high = middle;
	}
	return low - 1;
}
function number64(view, at) {
	const value = view.getBigUint64(at, true);
	if (value > BigInt(Number.MAX_SAFE_INTEGER)) throw new BoltError("a number is out of range");
	return Number(value);
}
function latin1(bytes) {
	let text = "";
	for (let i = 0; i < bytes.length; i += 4096) text += String.fromCharCode(...bytes.subarray(i, i + 4096));
	return text;
}
// src/image/formats/snapshots.ts
const COMMITTED = 3;
/**
* Snapshots of a containerd namespace by key: name `<namespace>/<serial>/<key>`, with their folder's number.
* https://github.com/containerd/containerd/blob/main/core/snapshots/storage/bolt.go
*/
function committedSnapshots(database, namespace) {
	const all = database.bucket("v1")?.bucket("snapshots");
	if (!all) throw new BoltError("it holds no snapshots");
	const found = /* @__PURE__ */ new Map();
	for (const name of all.buckets()) {
		const [owner, , ...key] = name.split("/");
		const snapshot = owner === namespace ? all.bucket(name) : void 0;
		const kind = readVarint(snapshot?.value("kind"));
		const number = readVarint(snapshot?.value("id"));
		if (kind === COMMITTED && number !== void 0) found.set(key.join("/"), number);
	}
	return found;
}
/** Unsigned LEB128, as Go writes varints. Kinds are one byte. */
function readVarint(bytes) {
	if (!bytes || bytes.length === 0 || bytes.length > 7) return void 0;
	let value = 0;
	for (let i = 0; i < bytes.length; i++) value += ((bytes[i] ?? 0) & 127) * 2 ** (7 * i);
	return value;
}
/** In an engine's containerd store the key of an unpacked layer is its chain id: its name proves its content. */
function engineSnapshots(database, chainIds) {
	const snapshots = committedSnapshots(database, "moby");
	return allOf(chainIds, (chainId) => {
		const number = snapshots.get(chainId);
		return number === void 0 ? void 0 : {
			number,
			compared: false
		};
	});
}
/** Keys of snapshots that were unpacked from a blob; those of build steps have random names. */
const UNPACKED = /^(?:sha256:|buildkit-layer-snapshot-)/;
/**
* In a builder's state, the cache record whose chain of layers has just the image's digests names the layers' snapshots.
*/
function builderSnapshots$1(records, database, diffIds) {
	const all = readRecords(records);
	const snapshots = committedSnapshots(database, "buildkit");
	const isImage = (chain) => chain.length === diffIds.length && isStartOf(chain, diffIds);
	let reason = "the builder has no record of these layers";
	for (const record of all.values()) {
		if (record.merged === void 0 && record.diffId !== diffIds.at(-1)) continue;
		const chain = chainOf(record, all);
		if (!chain || !isImage(chain)) continue;
		const found = allOf(chain, (layer) => folderOf(layer, all, snapshots, diffIds));
		if (found.ok) return found;
		reason = found.why;
	}
	return {
		ok: false,
		why: reason
	};
}
/** A chain longer than that is none. */
const LONGEST_CHAIN = 1e3;
/** The layers that a record stands for: its parents' and its own, or those of all that it merges. */
function chainOf(record, all, depth = 0) {
	if (record.diffed || depth > LONGEST_CHAIN) return void 0;
	const inputs = record.merged ?? (record.parent === void 0 ? [] : [record.parent]);
	const chain = [];
	for (const id of inputs) {
		const input = all.get(id);
		const below = input && chainOf(input, all, depth + 1);
		if (!below || chain.length > LONGEST_CHAIN) return void 0;
		chain.push(...below);
	}
	return record.merged ? chain : [...chain, record];
}
function isStartOf(chain, diffIds) {
	return chain.every(({ diffId }, index) => diffId !== void 0 && diffId === diffIds[index]);
}
/** A layer of a build step counts when it was compared with the image's own layers, or (`COPY --link`) with nothing. */
function folderOf(layer, all, snapshots, diffIds) {
	const number = layer.snapshot === void 0 ? void 0 : snapshots.get(layer.snapshot);
	const chain = chainOf(layer, all);
	if (number === void 0 || !chain) return void 0;
	if (UNPACKED.test(layer.snapshot ?? "") || chain.length === 1) return {
		number,
		compared: false
	};
	return isStartOf(chain, diffIds) ? {
		number,
		compared: true
	} : void 0;
}
function readRecords(database) {
	const bucket = database.bucket("_main");
	if (!bucket) throw new BoltError("it holds no records");
	const all = /* @__PURE__ */ new Map();
	for (const id of bucket.buckets()) {
		const values = bucket.bucket(id);
		const text = (key) => asText(unwrap(values?.value(key)));
		const merged = unwrap(values?.value("cache.mergeParents"));
		const diffed = ["cache.lowerDiffParent", "cache.upperDiffParent"].some((key) => text(key) !== void 0);
		all.set(id, {
			id,
			diffId: text("cache.diffID"),
			snapshot: text("cache.snapshot"),
			parent: text("cache.parent"),
			merged: Array.isArray(merged) ? merged.map(String) : void 0,
			diffed
		});
	}
	return all;
}
/** BuildKit wraps values as `{"value": …}`; a removed one is empty. */
function unwrap(bytes) {
	if (!bytes || bytes.length === 0) return void 0;
	try {
		return JSON.parse(new TextDecoder().decode(bytes)).value;
	} catch {
		return;
	}
}
function asText(value) {
	return typeof value === "string" && value !== "" ? value : void 0;
}
function allOf(layers, find) {
	const folders = layers.map(find);
	const missing = folders.indexOf(void 0);
	if (missing >= 0) return {
		ok: false,
		why: `layer ${missing} has no snapshot that can be proven to be it`
	};
	return {
		ok: true,
		folders
	};
}
// src/image/builder-state.ts
/** Where a docker-container builder's state is mounted in its container. */
const BUILDER_STATE = "/var/lib/buildkit";
/** The layers' folders below it: `<number>/fs`. */
const BUILDER_SNAPSHOTS = "runc-overlayfs/snapshots/snapshots";
/** Bytes kept of a database. */
const MOST_KEPT = 32 * 2 ** 20;
/** Which snapshot folder is which layer, proven by the builder's own databases: they name the digest of each layer's content. */
async function findLayerFolders(world, container, diffIds) {
	const [records, snapshots] = await Promise.all([readDatabase(world, container, "metadata_v2.db"), readDatabase(world, container, "snapshots/metadata.db")]);
	return builderSnapshots$1(records, snapshots, diffIds);
}
async function readDatabase(world, container, file) {
	return openBolt(await readPages(await openStateFile(world, container, file), MOST_KEPT));
}
// src/image/exec.ts
/** What the command says on its standard error that is kept. */
const MOST_SAID = 2e3;
/** Longer frames are none: the engine copies 32 KiB at a time. */
const LONGEST_FRAME = 1 << 24;
/** A cold disk may be silent for long. */
const SILENCE_MS = 12e4;
/**
* Runs a program of a container in it, through the engine: arguments in, standard output handed over as it comes. Throws
* an Error when it cannot be run, ends with another code than 0, or says anything on its standard error.
* https://docs.docker.com/reference/api/engine/version/v1.48/#tag/Exec
*/
async function execIn({ engine }, container, argv, read) {
	const made = await engine.call({
		method: "POST",
		path: `/containers/${encodeURIComponent(container)}/exec`,
		body: {
			AttachStdout: true,
			AttachStderr: true,
			Cmd: argv,
			Env: ["LC_ALL=C", "TZ=UTC0"]
		}
	});
	if (made.status !== 201) throw new Error(`nothing can be run in ${container} (${made.status}: ${brief(made.text)})`);
	const id = encodeURIComponent(String(JSON.parse(made.text).Id));
	const frames = await engine.stream({
		method: "POST",
		path: `/exec/${id}/start`,
		body: {
			Detach: false,
			Tty: false
		},
		timeoutMs: SILENCE_MS
	});
	let said = "";
	let failure;
	const decoder = new TextDecoder();
	const stdout = standardOutput(frames, (bytes) => {
		said = (said + decoder.decode(bytes)).slice(0, MOST_SAID);
	});
	try {
		await read(stdout);
		for await (const _ of stdout) throw new Error("it goes on behind its end");
	} catch (error) {
		failure = error;
	} finally {
		await stdout.return(void 0);
	}
	const ended = await engine.call({ path: `/exec/${id}/json` });
	const code = ended.status === 200 ? JSON.parse(ended.text).ExitCode : void 0;
	if (said !== "" || failure === void 0 && code !== 0) throw new Error(`${argv[0]} in ${container} ended with ${String(code)}: ${brief(said)}`);
	if (failure) throw new Error(`what ${argv[0]} in ${container} wrote cannot be read: ${failure.message}`);
}
function brief(text) {
	return text.trim().slice(0, 300);
}
/**
* The standard output out of the engine's frames: a byte that names the stream, three of nothing, four of length.
* Standard error goes to `heard`. A part is valid until the next one is asked for: its memory is then given back.
*/
async function* standardOutput(frames, heard) {
	const header = /* @__PURE__ */ new Uint8Array(8);
	let filled = 0;
	let left = 0;
	for await (const piece of frames) {
		for (let at = 0; at < piece.length;) {
			if (left === 0) {
				header[filled++] = piece[at++] ?? 0;
				if (filled < header.length) continue;
				filled = 0;
				left = new DataView(header.buffer).getUint32(4);
				if ((header[0] ?? 0) > 2 || left > LONGEST_FRAME) throw new Error("the engine sends something unexpected");
				continue;
			}
			const part = piece.subarray(at, Math.min(piece.length, at + left));
			at += part.length;
			left -= part.length;
			if (header[0] === 2) heard(part);
			else yield part;
		}
		release$1(piece);
	}
	if (left > 0 || filled > 0) throw new Error("the engine's answer is cut");
}
// src/image/path-table.ts
const EMPTY_HASH = {
	high: -1640531527,
	low: 1103547991
};
/** The hash continued by the characters of `text` from `from` on. */
function extendHash(hash, text, from = 0) {
	let { high, low } = hash;
	for (let i = from; i < text.length; i++) {
		const code = text.charCodeAt(i);
		high = Math.imul(high ^ code, 2654435761);
		low = Math.imul(low ^ code, 1597334677);
		low ^= low >>> 15;
	}
	return {
		high,
		low
	};
}
/** Memory is dearer than time: a table is seventy to eighty-five per cent full, and growing needs room for both. */
const GROWTH = 1.2;
const FULL = .85;
function makeSlots(count) {
	return {
		highs: new Int32Array(count),
		lows: new Int32Array(count),
		firsts: new Uint16Array(count),
		seconds: new Uint16Array(count),
		count
	};
}
function probe(slots, high, low) {
	const mixed = Math.imul(high ^ low >>> 7, 668265263) ^ Math.imul(low, 374761393);
	let slot = Math.floor((mixed >>> 0) / 2 ** 32 * slots.count);
	while (slots.lows[slot] !== 0 && (slots.highs[slot] !== high || slots.lows[slot] !== low)) slot = slot + 1 === slots.count ? 0 : slot + 1;
	return slot;
}
function grow(old) {
	const slots = makeSlots(Math.ceil(old.count * GROWTH));
	for (let from = 0; from < old.count; from++) {
		const high = old.highs[from] ?? 0;
		const low = old.lows[from] ?? 0;
		if (low === 0) continue;
		const slot = probe(slots, high, low);
		slots.highs[slot] = high;
		slots.lows[slot] = low;
		slots.firsts[slot] = old.firsts[from] ?? 0;
		slots.seconds[slot] = old.seconds[from] ?? 0;
	}
	release(old);
	return slots;
}
function release({ highs, lows, firsts, seconds }) {
	for (const { buffer } of [
		highs,
		lows,
		firsts,
		seconds
	]) buffer.transfer(0);
}
const SMALLEST = 32;
function createPathTable(smallest = SMALLEST) {
	let slots = makeSlots(smallest);
	let size = 0;
	return {
		find({ high, low }) {
			const slot = probe(slots, high, low || 1);
			return slots.lows[slot] === 0 ? -1 : slot;
		},
		put({ high, low }) {
			if (size > slots.count * FULL) slots = grow(slots);
			const slot = probe(slots, high, low || 1);
			if (slots.lows[slot] === 0) {
				slots.highs[slot] = high;
				slots.lows[slot] = low || 1;
				size++;
			}
			return slot;
		},
		first: (slot) => slots.firsts[slot] ?? 0,
		second: (slot) => slots.seconds[slot] ?? 0,
		setFirst(slot, value) {
			slots.firsts[slot] = value;
		},
		setSecond(slot, value) {
			slots.seconds[slot] = value;
		},
		clear() {
			release(slots);
			slots = makeSlots(smallest);
			size = 0;
		}
	};
}
/** Parts of a large table. They grow one by one, so that room for two is needed for one part only. */
const PARTS = 64;
/** A table for very many paths. */
function createLargeTable() {
	const parts = Array(PARTS).fill(void 0);
	const partOf = (hash) => (hash.high ^ hash.low >>> 16) & 63;
	const partAt = (part) => {
		const known = parts[part] ?? createPathTable(Math.ceil(SMALLEST * GROWTH ** (part / PARTS)));
		parts[part] = known;
		return known;
	};
	const at = (slot) => partAt(slot % PARTS);
	const inside = (slot) => Math.floor(slot / PARTS);
	return {
		find(hash) {
			const part = partOf(hash);
			const slot = parts[part]?.find(hash) ?? -1;
			return slot < 0 ? -1 : slot * PARTS + part;
		},
		put(hash) {
			const part = partOf(hash);
			return partAt(part).put(hash) * PARTS + part;
		},
		first: (slot) => at(slot).first(inside(slot)),
		second: (slot) => at(slot).second(inside(slot)),
		setFirst: (slot, value) => at(slot).setFirst(inside(slot), value),
		setSecond: (slot, value) => at(slot).setSecond(inside(slot), value),
		clear() {
			for (const part of parts) part?.clear();
		}
	};
}
function createPathSet() {
	const table = createLargeTable();
	return {
		add: (path) => void table.put(extendHash(EMPTY_HASH, path)),
		has: (path) => table.find(extendHash(EMPTY_HASH, path)) >= 0,
		clear: table.clear
	};
}
// src/image/wanted.ts
/**
* Source of the regular expression on paths in the image (no leading slash): the small files whose text is wanted.
* conda's records are not: their names say it all.
*/
const WANTED = "(?:^|/)(?:torch/version\\.py|[^/]+\\.dist-info/(?:METADATA|RECORD)|[^/]+\\.egg-info/PKG-INFO|[^/]+\\.egg-info)$";
/** The same files as `find -path` patterns; they may match a few more. */
const WANTED_PATHS = [
	"*/torch/version.py",
	"*.dist-info/METADATA",
	"*.dist-info/RECORD",
	"*.egg-info/PKG-INFO",
	"*.egg-info"
];
/**
* Longer files are cut. The longest RECORD seen (torch with its headers) has 1.5 MB. Of the others only the first piece is used, half a megabyte
* at most: what lists trees on this machine does not read on.
*/
const WANTED_BYTES = 4 * 2 ** 20;
/** What is asked of trees. */
const WANTED_TEXTS = {
	wanted: WANTED,
	whole: "/RECORD$",
	maxFileBytes: WANTED_BYTES
};
/** As globs of a Dockerfile's `COPY --parents`, for the way that copies small files out of the builder. */
const WANTED_GLOBS = [
	"/**/torch/version.py",
	"/**/*.dist-info/METADATA",
	"/**/*.egg-info/PKG-INFO",
	"/**/*.egg-info",
	"/**/conda-meta/*.json",
	"/**/pyvenv.cfg",
	"/**/pkgs/**/info/index.json"
];
/**
* A Dockerfile of our own that copies nothing but the small files out of the image. `img` is a named context that the
* caller binds to the user's target. No `# syntax` line: the builder's own frontend is used. It must know `--parents`,
* stable since frontend 1.20 (https://docs.docker.com/reference/dockerfile/#copy---parents).
*/
function factsDockerfile() {
	return [
		"FROM scratch",
		`COPY --from=img --parents ${WANTED_GLOBS.join(" ")} /`,
		""
	].join("\n");
}
// src/image/formats/field-reader.ts
/** So many bytes of fields are held at once. */
const LONGEST$1 = 8 * 2 ** 20;
const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
function createFieldReader(stream) {
	const pieces = stream[Symbol.asyncIterator]();
	let buffer = /* @__PURE__ */ new ArrayBuffer(1 << 17);
	let start = 0;
	let end = 0;
	async function more() {
		const next = await pieces.next();
		if (next.done) throw new Error("it ends too early");
		const held = end - start;
		const needed = held + next.value.length;
		if (end + next.value.length > buffer.byteLength) {
			new Uint8Array(buffer).copyWithin(0, start, end);
			if (needed > buffer.byteLength) buffer = buffer.transfer(Math.max(needed, buffer.byteLength * 2));
			start = 0;
			end = held;
		}
		new Uint8Array(buffer).set(next.value, end);
		end += next.value.length;
	}
	function take(length) {
		start += length;
		return new Uint8Array(buffer, start - length, length);
	}
	return {
		async fields(count, ended) {
			const code = ended.charCodeAt(0);
			let length = 0;
			let held = new Uint8Array(buffer, start, end - start);
			for (let found = 0; found < count;) {
				const next = held.indexOf(code, length);
				if (next >= 0) {
					found++;
					length = next + 1;
					continue;
				}
				length = end - start;
				if (length > LONGEST$1) throw new Error("a field has no end");
				await more();
				held = new Uint8Array(buffer, start, end - start);
			}
			return ended === "\0" ? separate(take(length)) : decoder.decode(take(length)).slice(0, -1).split(ended);
		},
		async bytes(length) {
			if (length > LONGEST$1) throw new Error(`a content of ${length} bytes`);
			while (end - start < length) await more();
			return take(length);
		}
	};
}
/** Each a string of its own: one that is cut out of another keeps all of that in memory, and names are remembered. */
function separate(bytes) {
	const texts = [];
	for (let at = 0; at < bytes.length;) {
		const end = bytes.indexOf(0, at);
		texts.push(decoder.decode(bytes.subarray(at, end)));
		at = end + 1;
	}
	return texts;
}
// src/image/formats/listing.ts
const COUNT = /^[1-9][0-9]{0,6}$/;
const STAT = /^[0-9a-f]{1,8} [0-9]{1,16} [0-9]{1,10} [0-9]+:[0-9]+ [0-9a-f]+:[0-9a-f]+$/;
const TYPE = 61440;
const KINDS$3 = {
	32768: "file",
	16384: "folder",
	40960: "link"
};
const CHARACTER_DEVICE = 8192;
/** What a decoder puts in place of bytes that are no UTF-8: two names may look the same. */
const REPLACED = "�";
/**
* Tells the sink what the listing command wrote; `indexes` are those of the layers that it was given, in their order.
* Throws an Error for anything of another form.
*/
async function readListing(stream, indexes, sink) {
	const reader = createFieldReader(stream);
	const wanted = new RegExp(WANTED);
	const layer = {
		opaque: createPathSet(),
		unchanged: createPathSet()
	};
	const isWanted = (path) => wanted.test(path) && !layer.unchanged.has(path);
	const records = {
		O: () => readList(reader, (path) => layer.opaque.add(clear(path))),
		U: () => readList(reader, (path) => layer.unchanged.add(clear(path))),
		W: () => readList(reader, (path) => sink.entry(path, "whiteout", 0)),
		E: async (count) => readEntries(reader, await readPaths(reader, count), layer, sink),
		T: async (count) => readTexts(reader, await readPaths(reader, count), isWanted, sink)
	};
	for (let begun = 0;;) {
		const [line = ""] = await reader.fields(1, "\n");
		if (line === "Z" && begun === indexes.length) return;
		if (line.startsWith("L") && line.slice(1) === String(indexes[begun])) {
			sink.layer(Number(line.slice(1)));
			begun++;
			layer.opaque.clear();
			layer.unchanged.clear();
			continue;
		}
		const record = begun > 0 ? records[line.charAt(0)] : void 0;
		if (!record) throw new Error("a record of an unknown kind");
		await record(line.slice(1));
	}
}
/** So many names as the count says. */
async function readPaths(reader, count) {
	if (!COUNT.test(count)) throw new Error("a count that is none");
	return (await reader.fields(Number(count), "\0")).map(relative);
}
/** Names up to an empty one. */
async function readList(reader, each) {
	for (;;) {
		const [name = ""] = await reader.fields(1, "\0");
		if (name === "") return;
		each(relative(name));
	}
}
/** To the image's root. */
function relative(name) {
	if (!name.startsWith("./")) throw new Error("a name of an unknown form");
	return name.slice(2);
}
function clear(path) {
	if (path.includes(REPLACED)) throw new Error("a name that is no UTF-8 is in several layers");
	return path;
}
async function readEntries(reader, paths, { opaque, unchanged }, sink) {
	const lines = await reader.fields(paths.length, "\n");
	paths.forEach((path, i) => {
		const line = lines[i] ?? "";
		if (!STAT.test(line)) throw new Error("an entry of an unknown form");
		const [mode = "", size, links, inode, device] = line.split(" ");
		if (unchanged.has(path)) return;
		const type = Number.parseInt(mode, 16) & TYPE;
		if (type === CHARACTER_DEVICE && device === "0:0") sink.entry(path, "whiteout", 0);
		else if (opaque.has(path)) sink.entry(path, "opaque-folder", 0);
		else {
			const kind = KINDS$3[type] ?? "other";
			if (kind === "file") sink.entry(path, kind, Number(size), links === "1" ? void 0 : inode);
			else sink.entry(path, kind, 0);
		}
	});
}
async function readTexts(reader, paths, isWanted, sink) {
	const sizes = await reader.fields(paths.length, "\n");
	for (const [i, path] of paths.entries()) {
		const size = Number(sizes[i]);
		if (!Number.isSafeInteger(size) || size < 0) throw new Error("a size that is none");
		const bytes = await reader.bytes(Math.min(size, WANTED_BYTES));
		if (isWanted(path)) tellText(sink, path, bytes);
	}
}
// src/image/formats/listing-script.ts
/**
* The command that lists snapshot folders in a builder's own container. Its text is the same for every image: only the
* state's folder, numbers and a random word are given to it, as arguments. It asks for no more than busybox has.
*
* Nothing is written but in a file system in memory, in a mount namespace that ends with the command. Overlay attributes
* cannot be read by busybox, so the kernel is asked: below a layer's folder lies one with a mark in every folder that the
* lower layers have too; where the mark cannot be seen, the folder is opaque. BuildKit's layer differ leaves entries out
* that equal the lower layers', and of an opaque folder writes what it hides, so these are named:
* https://github.com/moby/buildkit/blob/master/util/overlay/overlay_linux.go
*/
function listingCommand(snapshots, mark, layers) {
	const specs = layers.map(({ index, number, compared }) => `${index}:${number}:${compared ? "compared" : "whole"}`);
	return [
		"unshare",
		"-m",
		"sh",
		"-c",
		SCRIPT,
		"sh",
		snapshots,
		mark,
		...specs
	];
}
/** Names that end with a zero byte, behind their number: exact also for names with line breaks. */
const NAMES = `printf "$0%s\\n" "$#"; printf "%s\\0" "$@"`;
const COMPARED = `stat -c "%f %u:%g %t:%T %s %y"`;
const SCRIPT = `
set -eu
export LC_ALL=C
cd "$1"
home=$PWD mark=$2
shift 2
for setting in redirect_dir metacopy; do
	file=/sys/module/overlay/parameters/$setting
	if [ -r "$file" ] && [ "$(cat "$file")" != N ]; then
		echo "overlayfs has $setting switched on" >&2
		exit 1
	fi
done
mount -t tmpfs tmpfs /tmp
mkdir /tmp/none

# Names of folders (3) and of other entries (4) that the lower layers have too. No link is followed on the way.
walk() {
	for path in "$1"/* "$1"/.[!.]* "$1"/..?*; do
		if [ -L "$path" ]; then
			if [ -e "$lower/$path" ] || [ -L "$lower/$path" ]; then printf '%s\\0' "$path" >&4; fi
		elif [ -d "$path" ]; then
			if [ -d "$lower/$path" ] && [ ! -L "$lower/$path" ]; then
				printf '%s\\0' "$path" >&3
				walk "$path"
			fi
		elif [ -e "$path" ] && [ -e "$lower/$path" ]; then
			printf '%s\\0' "$path" >&4
		fi
	done
}

# A program on all names of a list.
each() {
	list=$1
	shift
	if [ -s "$list" ]; then xargs -0 -n 500 "$@" < "$list"; fi
}

# A list of names, ended by an empty one.
tell() {
	if [ -s "$2" ]; then
		echo "$1"
		cat "$2"
		printf '\\0'
	fi
}

while [ $# -gt 0 ]; do
	layer=\${1%%:*} rest=\${1#*:}
	number=\${rest%%:*} how=\${rest#*:}
	shift
	own=/tmp/$layer
	lower=$own/lower
	mkdir "$own" "$lower" "$own/marks" "$own/seen"
	echo "L$layer"
	if [ $# -gt 0 ]; then
		stack=
		for below; do
			below=\${below#*:}
			stack=$stack\${below%%:*}/fs:
		done
		cd "$home"
		mount -t overlay -o "ro,lowerdir=$stack/tmp/none" overlay "$lower"
		cd "$home/$number/fs"
		walk . 3> "$own/folders" 4> "$own/others"
		if [ -s "$own/folders" ]; then
			cd "$own/marks"
			each "$own/folders" sh -c 'for path; do shift; set -- "\$@" "\$path/\$0"; done; mkdir -p "\$@"' "$mark"
			cd "$home"
			mount -t overlay -o "ro,lowerdir=$number/fs:$own/marks" overlay "$own/seen"
			cd "$own/seen"
			each "$own/folders" sh -c 'for path; do [ -d "\$path/\$0" ] || printf "%s\\0" "\$path"; done' "$mark" > "$own/opaque"
			cd "$home/$number/fs"
			if [ "$how" = whole ]; then
				tell O "$own/opaque"
			else
				each "$own/opaque" sh -c '
lower=\$0
for folder; do
	for path in "\$lower/\$folder"/* "\$lower/\$folder"/.[!.]* "\$lower/\$folder"/..?*; do
		[ -e "\$path" ] || [ -L "\$path" ] || continue
		path=\${path#"\$lower/"}
		[ -e "\$path" ] || [ -L "\$path" ] || printf "%s\\0" "\$path"
	done
done' "$lower" > "$own/hidden"
				tell W "$own/hidden"
			fi
		fi
		if [ "$how" = compared ]; then
			each "$own/others" sh -c '${`
${COMPARED} "$@" > /tmp/mine
(cd "$0" && ${COMPARED} "$@") > /tmp/theirs
exec 3< /tmp/mine 4< /tmp/theirs
for path; do
	IFS= read -r mine <&3
	IFS= read -r theirs <&4
	[ "$mine" = "$theirs" ] || continue
	case $mine in
	*.000000000\\ *)
		if [ -L "$path" ]; then printf "%s\\0" "$path" >&6
		elif [ -f "$path" ]; then printf "%s\\0" "$path" >&5
		else printf "%s\\0" "$path"
		fi ;;
	*.?????????\\ *) printf "%s\\0" "$path" ;;
	*) echo "stat tells no nanoseconds" >&2; exit 1 ;;
	esac
done`}' "$lower" > "$own/same" 5> "$own/files" 6> "$own/links"
			each "$own/files" sh -c '
if cat "\$@" | { (cd "\$0" && exec cat "\$@") | cmp -s - /dev/fd/3; } 3<&0; then
	printf "%s\\0" "\$@"
else
	for path; do if cmp -s "\$path" "\$0/\$path"; then printf "%s\\0" "\$path"; fi; done
fi' "$lower" >> "$own/same"
			each "$own/links" sh -c '
stat -c %N "\$@" > /tmp/mine
(cd "\$0" && stat -c %N "\$@") > /tmp/theirs
if cmp -s /tmp/mine /tmp/theirs; then
	printf "%s\\0" "\$@"
else
	for path; do
		if [ "\$(readlink "\$path"; echo .)" = "\$(readlink "\$0/\$path"; echo .)" ]; then printf "%s\\0" "\$path"; fi
	done
fi' "$lower" >> "$own/same"
			tell U "$own/same"
			# What setcap changes, only the layer's archive tells.
			each "$own/same" sh -c '
for path; do
	if [ ! -L "\$path" ] && [ -f "\$path" ] && [ -x "\$path" ]; then printf "%s\\0" "\$path"; fi
done' sh > "$own/programs"
			each "$own/programs" head -q -c 4 > "$own/starts"
			if [ -s "$own/starts" ] && grep ELF "$own/starts" > "$own/elf"; then
				echo "programs may differ from those of a lower layer in their capabilities only" >&2
				exit 1
			fi
		fi
	fi
	cd "$home/$number/fs"
	find . -mindepth 1 -print0 |
		xargs -0 -r -s 32000 sh -c '${NAMES}; exec stat -c "%f %s %h %d:%i %t:%T" "$@"' E
	find . -type f '(' ${WANTED_PATHS.map((path) => `-path '${path}'`).join(" -o ")} ')' -print0 > "$own/texts"
	each "$own/texts" sh -c '${NAMES}; stat -c %s "$@"; exec head -q -c ${WANTED_BYTES} "$@"' T
done
echo Z
`;
// src/image/ways/builder-listing.ts
/**
* The layers' snapshot folders of a docker-container builder, listed in the builder's own container by its own shell and
* file tools. Needs no rights on the machine, and the engine may be elsewhere. Which folder is which layer is proven as
* for `builder-snapshots`.
*/
const builderListing = {
	id: "builder-listing",
	title: "snapshots of the builder, listed in its container",
	tells: "layers",
	fits(subject) {
		if (subject.kind !== "builder-image") return "the image is in the engine, not in a builder";
		return subject.container !== void 0 || "the builder is no container of this engine";
	},
	async look({ world, subject, outline, sink }) {
		if (subject.kind !== "builder-image" || subject.container === void 0 || !outline) return {
			ok: false,
			why: "the image's manifest cannot be read"
		};
		const found = await findLayerFolders(world, subject.container, outline.diffIds);
		if (!found.ok) return found;
		const layers = found.folders.map((folder, index) => ({
			...folder,
			index
		})).toReversed();
		const mark = `.ml-image-build-${crypto.randomUUID()}`;
		const command = listingCommand(`${BUILDER_STATE}/${BUILDER_SNAPSHOTS}`, mark, layers);
		const indexes = layers.map(({ index }) => index);
		await execIn(world, subject.container, command, (stdout) => readListing(stdout, indexes, sink));
		return { ok: true };
	}
};
// src/image/ways/builder-snapshots.ts
/**
* The layers' snapshot folders in the state volume of a docker-container builder, listed as root. Which folder is which
* layer is proven by the builder's own databases: they name the content digest of each.
*/
const builderSnapshots = {
	id: "builder-snapshots",
	title: "snapshots in the builder's state volume",
	tells: "layers",
	fits(subject) {
		if (subject.kind !== "builder-image") return "the image is in the engine, not in a builder";
		if (subject.container === void 0) return "the builder is no container of this engine";
		return subject.engine.local || "the engine is not on this machine";
	},
	async look({ world, subject, outline, sink }) {
		if (subject.kind !== "builder-image" || subject.container === void 0 || !outline) return {
			ok: false,
			why: "the image's manifest cannot be read"
		};
		const { container } = subject;
		const [volume, found] = await Promise.all([stateVolume(world, container), findLayerFolders(world, container, outline.diffIds)]);
		if (volume === void 0) return {
			ok: false,
			why: `${container} has no volume for ${BUILDER_STATE}`
		};
		if (!found.ok) return found;
		const trees = found.folders.map(({ number, compared }, index) => ({
			index,
			path: `${volume}/${BUILDER_SNAPSHOTS}/${number}/fs`,
			skipUnchanged: compared
		}));
		const request = {
			proof: engineProof(subject.engine),
			trees: trees.toReversed(),
			...WANTED_TEXTS
		};
		return world.scanTrees(request, sink);
	}
};
/** The folder on this machine that is mounted at the builder's state. */
async function stateVolume(world, container) {
	const reply = await world.engine.call({ path: `/containers/${encodeURIComponent(container)}/json` });
	if (reply.status !== 200) return void 0;
	const json = JSON.parse(reply.text);
	const source = (isJson(json) ? rows$1(json, "Mounts") : []).find((one) => one["Destination"] === BUILDER_STATE)?.["Source"];
	return typeof source === "string" ? source : void 0;
}
// src/image/ways/buildkit-copy.ts
/**
* BuildKit copies the small files of the user's target into a folder, by a Dockerfile of ours. Works with every builder
* and needs no rights; says nothing of sizes and layers.
*/
const buildkitCopy = {
	id: "buildkit-copy",
	title: "small files copied out by BuildKit",
	tells: "files",
	fits: (subject) => subject.copy !== void 0 || "the build cannot be linked to a Dockerfile of ours",
	async look({ world, subject, platform, sink }) {
		if (!subject.copy) return {
			ok: false,
			why: "the build cannot be linked to a Dockerfile of ours"
		};
		const copied = await subject.copy(factsDockerfile());
		if (!copied.ok) return copied;
		const { folder } = copied;
		try {
			const out = subject.platforms.length > 1 ? `${folder}/${platform.replaceAll("/", "_")}` : folder;
			return await world.readTree(out, WANTED, WANTED_BYTES, sink);
		} finally {
			await world.files.remove(folder);
		}
	}
};
// src/image/formats/digest.ts
/** SHA-256 of a text as `sha256:…`. */
async function sha256(text) {
	const hash = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
	return `sha256:${[...new Uint8Array(hash)].map((byte) => byte.toString(16).padStart(2, "0")).join("")}`;
}
/**
* Identities of the layers with everything below them, lowest first.
* https://github.com/opencontainers/image-spec/blob/main/config.md#layer-chainid
*/
async function chainIds(diffIds) {
	const chains = [];
	for (const diffId of diffIds) {
		const below = chains.at(-1);
		chains.push(below === void 0 ? diffId : await sha256(`${below} ${diffId}`));
	}
	return chains;
}
// src/image/ways/containerd-snapshots.ts
const LONGEST_DATABASE = 32 * 2 ** 20;
/**
* The layers' snapshot folders of an engine with the containerd store, listed as root. A snapshot's name is the digest
* of its content and all below it.
*/
const containerdSnapshots = {
	id: "containerd-snapshots",
	title: "snapshots of the engine (containerd store)",
	tells: "layers",
	fits(subject) {
		if (subject.kind !== "engine-image") return "the image is in a builder, not in the engine";
		const { store, storageDriver, local } = subject.engine;
		if (store !== "containerd") return `the engine's store is ${storageDriver}, not containerd`;
		if (storageDriver !== "overlayfs") return `the engine's snapshotter is ${storageDriver}, not overlayfs`;
		return local || "the engine is not on this machine";
	},
	async look({ world, subject, outline, sink }) {
		if (!outline || outline.diffIds.length === 0) return {
			ok: false,
			why: "the engine does not describe the image"
		};
		const folder = snapshotsFolder(subject.engine);
		const [database, chains] = await Promise.all([readAsRoot(world, subject.engine, `${folder}/metadata.db`, LONGEST_DATABASE, "latin1"), chainIds(outline.diffIds)]);
		if (!database.ok) return database;
		const found = engineSnapshots(openBolt(pagesOf(Buffer.from(database.text, "latin1"))), chains);
		if (!found.ok) return found;
		const trees = found.folders.map(({ number }, index) => ({
			index,
			path: `${folder}/snapshots/${number}/fs`
		})).toReversed();
		return world.scanTrees({
			...provenPlaces(subject.engine),
			trees,
			...WANTED_TEXTS
		}, sink);
	}
};
function snapshotsFolder(engine) {
	return `${containerdRoot(engine)}/io.containerd.snapshotter.v1.overlayfs`;
}
// src/image/layer-cache.ts
const FORMAT = "ml-image-build layer 3";
const MOST_LAYERS = 64;
/** Larger layers are read anew: their notes would not fit into little memory. */
const MOST_CHARACTERS = 6 * 2 ** 20;
const KINDS$2 = /* @__PURE__ */ new Set([
	"file",
	"folder",
	"opaque-folder",
	"whiteout",
	"link",
	"other"
]);
/** Below `$XDG_CACHE_HOME` or `~/.cache`. A cache that cannot be read or written is no failure. */
function createLayerCache({ env, files }) {
	const folder = `${env["XDG_CACHE_HOME"] || `${files.home}/.cache`}/ml-image-build/layers`;
	const fileOf = (digest) => `${folder}/${digest.replace(/[^0-9a-z]/g, "-")}`;
	return {
		async replay(digest, sink) {
			const text = await quietly(() => files.read(fileOf(digest)));
			if (text === void 0 || !isWhole$1(text, digest)) return false;
			for (const row of rowsOf(text)) {
				const line = JSON.parse(row);
				if (line[0] === "e") sink.entry(line[1], line[2], line[3], line[4]);
				else sink.file(line[1], line[2], line[3]);
			}
			return true;
		},
		record(sink) {
			let notes = [];
			let length = 0;
			function note(line) {
				const text = JSON.stringify(line);
				length += text.length + 1;
				if (length > MOST_CHARACTERS) notes = void 0;
				notes?.push(text);
			}
			return {
				sink: {
					...sink,
					entry(path, kind, bytes, link) {
						sink.entry(path, kind, bytes, link);
						note(link === void 0 ? [
							"e",
							path,
							kind,
							bytes
						] : [
							"e",
							path,
							kind,
							bytes,
							link
						]);
					},
					file(path, text, rest) {
						sink.file(path, text, rest);
						note(rest ? [
							"f",
							path,
							text,
							true
						] : [
							"f",
							path,
							text
						]);
					}
				},
				async keep(digest) {
					if (!notes) return;
					const text = [
						JSON.stringify([
							FORMAT,
							digest,
							notes.length
						]),
						...notes,
						""
					].join("\n");
					await quietly(() => files.write(fileOf(digest), text));
					await quietly(() => trim(files, folder, fileOf(digest)));
				}
			};
		}
	};
}
async function quietly(act) {
	try {
		return await act();
	} catch {
		return;
	}
}
/** All lines of a remembered layer are checked before one is used. Not kept: they would take ten times the text's memory. */
function isWhole$1(text, digest) {
	try {
		const [format, of, count] = JSON.parse(text.slice(0, text.indexOf("\n")));
		if (format !== FORMAT || of !== digest || !text.endsWith("\n")) return false;
		let found = 0;
		for (const row of rowsOf(text)) {
			if (!isLine(JSON.parse(row))) return false;
			found++;
		}
		return count === found;
	} catch {
		return false;
	}
}
/** The rows behind the first one. */
function* rowsOf(text) {
	for (let at = text.indexOf("\n") + 1; at > 0 && at < text.length;) {
		const end = text.indexOf("\n", at);
		if (end < 0) return;
		yield text.slice(at, end);
		at = end + 1;
	}
}
function isLine(line) {
	if (!Array.isArray(line) || typeof line[1] !== "string") return false;
	if (line[0] === "f") return typeof line[2] === "string" && (line[3] === void 0 || line[3] === true);
	return line[0] === "e" && KINDS$2.has(line[2]) && Number.isSafeInteger(line[3]) && /^(string|undefined)$/.test(typeof line[4]);
}
async function trim(files, folder, fresh) {
	const all = (await files.list(folder)).map((name) => `${folder}/${name}`).filter((file) => file !== fresh);
	for (const file of all.slice(0, Math.max(0, all.length + 1 - MOST_LAYERS))) await files.remove(file);
}
// src/image/ways/layer-blobs.ts
/**
* The layers' compressed blobs, streamed out of the builder's container through the engine and decompressed here. Needs
* no rights and is always exact, but takes its time: about two seconds per GB.
*/
const layerBlobs = {
	id: "layer-blobs",
	title: "layer blobs of the builder, decompressed",
	tells: "layers",
	fits(subject) {
		if (subject.kind !== "builder-image") return "the image is in the engine, not in a builder";
		return subject.container !== void 0 || "the builder is no container of this engine";
	},
	async look({ world, subject, outline, sink, ownLayers }) {
		const blobs = outline?.blobs;
		if (subject.kind !== "builder-image" || subject.container === void 0 || !blobs) return {
			ok: false,
			why: "the image's manifest cannot be read"
		};
		const cache = createLayerCache(world);
		for (const [index, blob] of [...blobs.entries()].toReversed()) {
			sink.layer(index);
			const own = ownLayers.has(index);
			if (!own && await cache.replay(blob.digest, sink)) continue;
			const noted = own ? void 0 : cache.record(sink);
			await scanBlob(world, subject.container, blob, noted?.sink ?? sink);
			await noted?.keep(blob.digest);
		}
		return { ok: true };
	}
};
async function scanBlob(world, container, { digest, encoding }, sink) {
	try {
		await scanTar(world.unpack(await openStateFile(world, container, blobFile(digest)), encoding), sink, {
			wanted: WANTED,
			maxFileBytes: WANTED_BYTES
		});
	} catch (error) {
		throw new Error(`layer ${digest}: ${error.message}`);
	}
}
// src/image/ways/index.ts
/** All ways into an image's file system. */
const WAYS = [
	{
		id: "overlay2-folders",
		title: "layer folders of the engine (overlay2)",
		tells: "layers",
		fits(subject) {
			if (subject.kind !== "engine-image") return "the image is in a builder, not in the engine";
			const { store, local, storageDriver } = subject.engine;
			if (store !== "overlay2") return `the engine's store is ${storageDriver}, not overlay2`;
			return local || "the engine is not on this machine";
		},
		async look({ world, subject, outline, sink }) {
			if (!outline) return {
				ok: false,
				why: "the engine does not describe the image"
			};
			const { folders, diffIds } = outline;
			if (folders.length !== diffIds.length) return {
				ok: false,
				why: `the engine names ${folders.length} folders for ${diffIds.length} layers`
			};
			const trees = folders.map((path, i) => ({
				index: folders.length - 1 - i,
				path
			}));
			return world.scanTrees({
				proof: engineProof(subject.engine),
				trees,
				...WANTED_TEXTS
			}, sink);
		}
	},
	containerdSnapshots,
	builderSnapshots,
	builderListing,
	buildkitCopy,
	layerBlobs
];
/**
* The first engine whose own builder knows `COPY --parents`: it has BuildKit 0.26 with frontend 1.20, 29.0 and 28.5 have 0.25.
* https://github.com/moby/moby/blob/docker-v29.1.0/go.mod
*/
const FIRST_PARENTS = [29, 1];
/** The ways to try, best first: all at once where the layers' folders can be listed, else the small files first and the sizes after them. */
function waysFor({ kind, copier, engine }) {
	if (kind === "builder-image") return [
		"builder-snapshots",
		"builder-listing",
		"buildkit-copy",
		"layer-blobs"
	];
	const folders = engine.store === "containerd" ? "containerd-snapshots" : "overlay2-folders";
	return copier !== "engine" || !isOlder(engine.version, FIRST_PARENTS) ? [folders, "buildkit-copy"] : [folders];
}
// src/plan-delivery.ts
/**
* Which names the image gets where, as buildx reads them (`build.toSolveOpt` of 0.23 to 0.38): the tags, and an output's own `name` only where
* there are none; `push` pushes every image output, or one of its own when there is none; `load` adds a docker output when there is none.
*/
function planDelivery(asked, outputs, engineBuilds) {
	const { push, load, tags } = asked.build;
	const named = (output) => tags.length > 0 ? tags : namesOf(output);
	const images = outputs.filter(isStored);
	const pushed = pushedImages(asked.build, outputs);
	const loads = outputs.filter(isLoad);
	const ownPush = push && images.length === 0 ? tags : [];
	const ownLoad = load && loads.length === 0 ? tags : [];
	const pushTags = unique([...pushed.filter((output) => !isByDigest(output)).flatMap(named), ...ownPush]);
	const plain = outputs.length === 0 && makesImage(asked.build) ? tags : [];
	const inStore = engineBuilds ? [
		...images.flatMap(named),
		...ownPush,
		...plain
	] : [];
	const engineTags = unique([
		...loads.flatMap(named),
		...ownLoad,
		...inStore
	]);
	return {
		push: push || pushed.length > 0,
		load: load || loads.length > 0,
		tags: unique([...engineTags, ...pushTags]),
		pushTags,
		digestRepos: unique(pushed.filter(isByDigest).flatMap(named).map((name) => splitTag(name).repo)),
		engineTags
	};
}
/** What comes out where no image does. */
function planInstead({ build }, outputs) {
	if (isQuestion(build.call)) return { call: build.call };
	return makesImage(build) ? void 0 : { outputs: outputs.map(printOutput) };
}
/** Named, and neither pushed nor loaded: in the engine's own store it would be found under its name, in a builder it is not. */
function staysBehind({ build }) {
	const { call, tags, push, load, outputs } = build;
	return !isQuestion(call) && tags.length > 0 && !push && !load && outputs.length === 0;
}
/**
* As asked, with `load` where buildx would load by itself, but for the checks: a builder that only they need is made for it, or a solve that
* names its output keeps buildx from heeding the builder's own `default-load`.
*/
function withLoad(asked, { driver, forChecks }) {
	return forChecks && staysBehind(asked) || loadsByDefault(asked, driver) ? {
		...asked,
		build: {
			...asked.build,
			load: true
		}
	} : asked;
}
/** Nobody said where the image goes, and the builder was made to load it then: `default-load`, buildx's `build.toSolveOpt`. */
function loadsByDefault({ build, driverOpts }, driver) {
	if (build.push || build.outputs.length > 0 || !makesImage(build)) return false;
	if (driver?.kind !== "docker-container") return driver?.builder?.defaultLoad === true;
	const given = driverOpts.flatMap((item) => readFields(item) ?? []).findLast((item) => item.startsWith("default-load="));
	return isTrue(given?.slice(13));
}
/** The image lands nowhere, which is told: buildx warns of it only where nothing is checked. */
function leftBehind(asked, { kind, builder }, { engine }) {
	if (!staysBehind(asked) || kind === "docker" || builder?.driver === "docker") return [];
	const given = "tags are given, but neither push nor load: the image stays in the builder";
	if (builder === void 0) return [`${given} and goes with it. Give push: true or load: true.`];
	if (builder.driver === "cloud" && asked.armed.length === 0) return [];
	const away = builder.from === "current builder" ? "leave out setup-buildx-action" : "build with builder: default";
	const give = "missing" in engine ? "Give push: true" : `Give load: true or push: true, or ${away}`;
	return [`${given} "${builder.name}", and docker images will not show it. ${give}.`];
}
/** Names that outputs ask for and that buildx does not give, because there are tags. */
function deliveryNotes({ build: { tags } }, outputs) {
	const others = outputs.filter(isImage).flatMap(namesOf);
	return (tags.length === 0 ? [] : unique(others).filter((name) => !tags.includes(name))).map((name) => `the name ${name} in outputs is not given: where there are tags, buildx gives those alone`);
}
/**
* What buildx refuses to load or to write, which behind a gate would be after everything was built and judged (`build.toSolveOpt`). `loadedBy`: what
* makes it load, where no output does.
*/
function formatProblems({ build }, { engine, builder }, outputs, loadedBy) {
	const list = build.platforms.length > 1 && (builder?.nodes.length ?? 0) < 2 ? {
		input: "platforms",
		what: "an image of several platforms"
	} : {
		input: attestationAsked(build)?.input,
		what: "an attestation"
	};
	if (list.input === void 0) return [];
	const problems = outputs.filter((output) => output.type === "docker" && isArchive(output)).map((output) => ({
		input: "outputs",
		value: printOutput(output),
		message: `cannot hold ${list.what}`,
		remedy: `write type=oci instead of type=docker, or leave out ${list.input}`
	}));
	const loads = outputs.filter(isLoad);
	if (!(loads.length > 0 ? loads.some(({ attrs }) => attrs["context"] === void 0) : build.load) || "missing" in engine || engine.store === "containerd") return problems;
	return [...problems, {
		...loads.length > 0 ? { input: "outputs" } : loadedBy,
		message: `cannot bring ${list.what} into this engine, which has ${engine.storageDriver} and not the containerd image store`,
		remedy: `push instead, leave out ${list.input}, or turn that store on (https://docs.docker.com/engine/storage/containerd/)`
	}];
}
/** What a gated run cannot deliver as it was judged. */
function deliveryProblems(asked, outputs, engineBuilds) {
	const problems = [];
	const refuse = (message, remedy, value) => void problems.push({
		input: "outputs",
		...value !== void 0 && { value },
		message,
		remedy
	});
	if (new Set(pushedImages(asked.build, outputs).map(form)).size > 1) refuse("push images that differ, and one image is judged", "give them the same attributes (names may differ), build them in two steps, or give \"gate: off\"");
	for (const output of outputs.filter(isArchive)) {
		const dest = output.attrs["dest"] ?? "-";
		if (dest !== "-" && dest !== "" && !dest.startsWith("/dev/") && !isFolder(output)) continue;
		refuse("cannot be compared with what was judged before it is written there", "write a file, for example \"type=oci,dest=image.tar\", or give \"gate: off\"", printOutput(output));
	}
	const stargz = [asked.compression, ...outputs.map(({ attrs }) => attrs["compression"])];
	if (!engineBuilds && stargz.includes("estargz") && (asked.build.load || outputs.some(isLoad))) problems.push({
		input: "compression",
		value: "estargz",
		message: "writes layers of its own, so an image that is loaded cannot be compared with the judged one",
		remedy: "leave out load, take \"compression: zstd\", or give \"gate: off\""
	});
	return problems;
}
const PUBLISHING = /* @__PURE__ */ new Set([
	"name",
	"push",
	"push-by-digest",
	"name-canonical",
	"dangling-name-prefix",
	"unpack"
]);
/** Everything of an output that changes the image. */
function form({ attrs }) {
	return JSON.stringify(Object.entries(attrs).filter(([key]) => !PUBLISHING.has(key)).sort());
}
function unique(names) {
	return [...new Set(names)];
}
// src/plan-left-out.ts
/** Attributes of an output, annotations among them, that change the image. */
const FORM = /^(?:compression|compression-level|force-compression|oci-mediatypes|rewrite-timestamp|annotation(?:-[a-z-]+)?(?:\[[^\]]*\])?\..+)$/;
/** An annotation of the index: `index:key=value`, `manifest,index-descriptor:key=value`. */
const OF_INDEX = /^(?:[^=:]*,)?index(?:-descriptor)?(?:\[[^\]]*\])?[,:]/;
/**
* What the engine's exporter leaves out on overlay2, for it knows names only (github.com/moby/moby, mobyexporter): the push would go well and say
* nothing. In the engine itself there is no place for it, so only what is pushed counts; but of an index buildx refuses annotations always.
*/
function leftOut(build, outputs) {
	const pushed = pushedImages(build, outputs);
	const attributes = pushed.flatMap(({ type, attrs }) => Object.entries(attrs).filter(([key, value]) => FORM.test(key) && readBool(value) !== false).map(([key, value]) => ({
		input: "outputs",
		value: `type=${type},${key}=${value}`,
		what: key
	})));
	const { annotations } = build;
	const counts = build.push || pushed.length > 0 || annotations.some((item) => OF_INDEX.test(item));
	if (annotations.length === 0 || !counts) return attributes;
	return [...attributes, {
		input: "annotations",
		value: annotations.join(" "),
		what: "an annotation"
	}];
}
// src/build/limits/builder-cgroup.ts
/**
* A docker-container builder, from this machine: BuildKit puts every RUN step below the cgroup `buildkit` of its container and stays
* outside of it, so a limit there counts all steps together and cannot kill the builder. Nothing about it is in the cache key.
*/
const builderCgroup = {
	id: "builder-cgroup",
	obstacle(site) {
		const { host } = site;
		const none = containerObstacle(site);
		if (none !== void 0) return none;
		if (host.sudo === "no") return "writing the builder's cgroup from outside needs root";
		return "missing" in host.engine || !host.engine.local ? "the engine is not on this machine" : void 0;
	},
	async hold(world, { site, asked, note, forget, holder }) {
		const container = await inspectContainer(world, containerOf(site.builder?.nodes[0] ?? ""));
		if ("why" in container) return container;
		const place = await findContainerCgroup(world, site.host, container);
		if (!place) return { why: "the builder's cgroup is not found on this machine" };
		const { version } = place;
		const path = `${place.path}/buildkit`;
		const swap = await countsSwap(world, version, place.path);
		const values = cgroupValues(version, asked, swap);
		const write = () => world.editCgroup({
			act: "write",
			version,
			path,
			values
		});
		let remark;
		if (!site.ours) {
			const target = {
				by: "cgroup",
				version,
				path,
				holder
			};
			const mark = {
				kind: "restore-limits",
				target,
				values: {}
			};
			await note(mark);
			const taken = await takeOfUser$1(world, target, container.id);
			if ("why" in taken) return taken;
			const before = await readLimitFiles(world, version, path);
			if (taken.tookOver) remark = printLeftOver(readValues(version, before));
			await note(restore(target, before, values));
			await forget(mark);
		}
		const written = await write();
		if (!written.ok) return { why: `the builder's cgroup could not be written (${written.why})` };
		return {
			way: "builder-cgroup",
			counters: {
				by: "files",
				version,
				path,
				steps: ""
			},
			countsSwap: swap,
			...remark !== void 0 && { remark },
			readBack: () => readHeld(world, "builder-cgroup", version, path),
			renew: async () => (await write()).ok
		};
	}
};
/** Marks the builder as limited by this run, and writes no limit yet: whoever has the mark has old limits to put back. Gives why not. */
async function takeOfUser$1(world, { version, path, holder }, container) {
	const taken = await world.editCgroup({
		act: "write",
		version,
		path,
		values: {},
		hold: {
			act: "take",
			holder
		}
	});
	if (!taken.ok) return notTaken({
		why: taken.why,
		held: taken.held === true
	});
	return limitedOtherwise(await limitsContainer(world, container)) ?? { tookOver: taken.tookOver === true };
}
/** What stood there, for the files that will be written; no limit where nothing stood. */
function restore(target, before, values) {
	const none = target.version === "1" ? "-1" : "max";
	const files = limitFiles(target.version).filter((file) => file in values);
	return {
		kind: "restore-limits",
		target,
		values: Object.fromEntries(files.map((file) => [file, before[file] ?? none]))
	};
}
// src/build/limits/builder-exec.ts
/** The same cgroup of a docker-container builder, written from inside of its container: for users without root, and for engines elsewhere. */
const builderExec = {
	id: "builder-exec",
	obstacle(site) {
		if (engineCgroupVersion(site.host) === void 0 && !("missing" in site.host.engine)) return "the engine does not say which cgroup version it has";
		return containerObstacle(site);
	},
	async hold(world, { site, asked, note, forget, holder }) {
		const container = containerOf(site.builder?.nodes[0] ?? "");
		const version = engineCgroupVersion(site.host);
		if (version === void 0) return { why: "the cgroup version of the engine is not known" };
		const target = {
			by: "exec",
			version,
			container,
			holder
		};
		const mark = {
			kind: "restore-limits",
			target,
			values: {}
		};
		let tookOver = false;
		if (!site.ours) {
			await note(mark);
			const taken = await takeOfUser(world, target);
			if ("why" in taken) return taken;
			tookOver = taken.tookOver;
		}
		const before = await readInside(world, container, version);
		if ("why" in before) return { why: `the builder's cgroup cannot be read from inside (${before["why"]})` };
		const top = version === "1" ? await readInside(world, container, version, "") : before;
		const swap = "why" in top || version === "2" || "memory.memsw.limit_in_bytes" in top;
		const values = cgroupValues(version, asked, swap);
		const none = version === "1" ? "-1" : "max";
		const old = Object.fromEntries(Object.keys(values).map((file) => [file, before[file] ?? none]));
		if (!site.ours) {
			await note({
				kind: "restore-limits",
				target,
				values: old
			});
			await forget(mark);
		}
		const failed = await writeInside(world, container, version, values);
		if (failed) return { why: `the builder's cgroup could not be written from inside (${failed.why})` };
		const remark = tookOver ? printLeftOver(readValues(version, before)) : void 0;
		const counters = await countersOf(world, site.host, container, version);
		return {
			way: "builder-exec",
			counters,
			countsSwap: swap,
			...remark !== void 0 && { remark },
			async readBack() {
				if (counters.by === "files") return readHeld(world, "builder-exec", counters.version, counters.path);
				const now = await readInside(world, container, version);
				if ("why" in now) return { why: now["why"] ?? "" };
				return {
					way: "builder-exec",
					where: `/sys/fs/cgroup${version === "1" ? "/memory" : ""}/buildkit in ${container}`,
					...readValues(version, now)
				};
			},
			renew: async () => await writeInside(world, container, version, values) === void 0
		};
	}
};
async function takeOfUser(world, { container, version, holder }) {
	const taken = await takeInside(world, container, version, holder);
	if ("why" in taken) {
		await giveInside(world, container, version, holder);
		return notTaken(taken);
	}
	const found = await inspectContainer(world, container);
	return ("why" in found ? void 0 : limitedOtherwise(await limitsContainer(world, found.id))) ?? taken;
}
/** Everybody may read counters, so where the builder's cgroup is on this machine they are read there, and no program runs for it. */
async function countersOf(world, host, container, version) {
	const found = await inspectContainer(world, container);
	const place = "why" in found ? void 0 : await findContainerCgroup(world, host, found);
	if (!place) return {
		by: "exec",
		version,
		container
	};
	return {
		by: "files",
		version: place.version,
		path: `${place.path}/buildkit`,
		steps: ""
	};
}
// src/build/limits/engine-cgroup.ts
/** The first Docker Engine whose own BuildKit knows `--cgroup-parent` (20.10 takes the flag and does nothing with it). */
const FIRST_ENGINE = 23;
/**
* The engine's own BuildKit: a cgroup of ours with the limits, under which `--cgroup-parent` puts the RUN steps. dockerd gives the
* name to runc as a plain path from the cgroup root, with the cgroupfs driver and with systemd.
*/
const engineCgroup$1 = {
	id: "engine-cgroup",
	obstacle: engineObstacle,
	async hold(world, context) {
		const version = cgroupVersion(context.site.host);
		if (version === void 0) return { why: "the cgroup version of this machine is not known" };
		const swap = await knowsSwap(world, version);
		const values = cgroupValues(version, context.asked, swap);
		await context.note({
			kind: "release-cgroup",
			version,
			holder: context.holder
		});
		const leased = await world.editCgroup({
			act: "lease",
			version,
			holder: context.holder,
			values
		});
		if (!leased.ok) return { why: `no cgroup with these limits could be made (${leased.why})` };
		return held(world, version, leased.path, swap, values, context);
	}
};
function held(world, version, path, swap, values, { holder }) {
	return {
		way: "engine-cgroup",
		counters: {
			by: "files",
			version,
			path,
			steps: "/buildkit"
		},
		countsSwap: swap,
		cgroupParent: path.slice(1),
		...path !== FIRST_SLOT && { remark: beside(path) },
		readBack: () => readHeld(world, "engine-cgroup", version, path),
		renew: async () => (await world.editCgroup({
			act: "renew",
			version,
			holder,
			path,
			values
		})).ok
	};
}
const FIRST_SLOT = "/mlbuild";
/** The name of the parent is part of what BuildKit caches a step by. */
function beside(path) {
	return `the cgroup ${FIRST_SLOT.slice(1)} is taken, as by another run on this machine, so this one has ${path.slice(1)}: BuildKit's cache knows steps by that name, so they may run again though they are cached`;
}
async function knowsSwap(world, version) {
	if (version === "1") return countsSwap(world, version, "");
	const top = (await world.files.list("/sys/fs/cgroup")).filter((name) => /^(init\.scope|system\.slice|docker|init|user\.slice)$/.test(name));
	for (const name of top) if (await countsSwap(world, version, `/${name}`)) return true;
	return top.length === 0;
}
function cgroupVersion({ cgroup }) {
	return cgroup.version === "unknown" ? void 0 : cgroup.version;
}
function engineObstacle({ host }) {
	const { engine, cgroup, sudo } = host;
	if ("missing" in engine) return "there is no Docker Engine";
	if (!engine.local) return `the engine is not on this machine (${engine.endpoint})`;
	if (engine.rootless) return "the engine is rootless and may not make cgroups at the top";
	if (Number(/^(\d+)\./.exec(engine.version)?.[1] ?? NaN) < FIRST_ENGINE) return `Docker Engine ${engine.version} ignores --cgroup-parent for builds (${FIRST_ENGINE}.0 is the first that does not)`;
	if (cgroup.version === "unknown") return "no memory controller of cgroup v1 or v2 is found on this machine";
	if (sudo === "no") return "that needs root, and sudo without a password does not work";
	if (engine.rootProven === false) return `the engine does not run on this machine's own file system (${engine.dataRoot} is not its data root: an engine in a container?)`;
}
// src/build/limits/index.ts
/** Ways to hold limits on the RUN steps, best first. */
const LIMIT_WAYS = {
	"engine-cgroup": engineCgroup$1,
	"builder-cgroup": builderCgroup,
	"builder-exec": builderExec,
	"builder-container": builderContainer
};
/** The ways that may work at a site, and why the others do not. */
function waysAt(site) {
	const looked = (site.builder && site.builder.driver !== "docker" ? builderWays : engineWays)().map((way) => ({
		way,
		obstacle: way.obstacle(site)
	}));
	return {
		ways: looked.flatMap(({ way, obstacle }) => obstacle === void 0 ? [way] : []),
		obstacles: [...new Set(looked.flatMap(({ obstacle }) => obstacle ?? []))]
	};
}
const engineWays = () => [LIMIT_WAYS["engine-cgroup"]];
const builderWays = () => Object.values(LIMIT_WAYS).filter(({ id }) => id !== "engine-cgroup");
// src/plan-limits.ts
/** Docker Engine 29.6 is the first with BuildKit 0.31, which is the first that limits single steps; older ones say nothing and do nothing. */
const FIRST_STEP_MEMORY = [29, 6];
/** What of the limits the engine's own BuildKit cannot hold. */
function engineLimitObstacles({ limits }, host, engine) {
	const found = [];
	if (limitsSteps(limits)) {
		const { obstacles, ways } = waysAt({
			host,
			ours: false
		});
		if (ways.length === 0) found.push({
			...firstLimit(limits),
			what: obstacles.join("; ")
		});
	}
	if (limits.maxParallelism !== void 0) found.push({
		input: "max-parallelism",
		value: String(limits.maxParallelism),
		what: "how many steps run at once is a setting of the engine's own, which a build cannot change"
	});
	if (limits.stepMemory !== void 0 && isOlder(engine.version, FIRST_STEP_MEMORY)) {
		const what = `the BuildKit in Docker Engine ${engine.version} takes a limit for a single step and does nothing with it`;
		found.push({
			input: "step-memory",
			value: printMemory(limits.stepMemory),
			what
		});
	}
	return found;
}
/** What of the limits no builder of our own could hold on this engine either. */
function ownLimitObstacles({ limits }, host) {
	if (!limitsSteps(limits)) return [];
	const { obstacles, ways } = waysAt({
		host,
		builder: {
			name: "of our own",
			driver: "docker-container",
			nodes: ["ours"]
		},
		ours: true
	});
	return ways.length > 0 ? [] : [{
		...firstLimit(limits),
		what: obstacles.join("; ")
	}];
}
/** What of the limits a builder that is there already cannot hold. */
function builderLimitObstacles({ limits }, host, builder) {
	const found = [];
	if (limitsSteps(limits)) {
		const { obstacles, ways } = waysAt({
			host,
			builder,
			ours: false
		});
		if (ways.length === 0) found.push({
			...firstLimit(limits),
			what: obstacles.join("; ")
		});
	}
	if (limits.maxParallelism !== void 0) found.push({
		input: "max-parallelism",
		value: String(limits.maxParallelism),
		what: "it stands in the configuration with which the builder was made"
	});
	return found;
}
function firstLimit({ memory, cpus }) {
	if (memory !== void 0) return {
		input: "memory",
		value: printMemory(memory)
	};
	return {
		input: "cpus",
		value: String(cpus)
	};
}
/** buildx 0.35 is the first with `--resource`. */
const FIRST_RESOURCE = [0, 35];
/** Limits that are refused whatever builds: each problem says what to write instead. */
function limitProblems({ limits, swap: { swap } }, host, plan) {
	const problems = [];
	const { stepMemory } = limits;
	if (stepMemory !== void 0 && !("missing" in host.buildx) && isOlder(host.buildx.version, FIRST_RESOURCE)) problems.push({
		input: "step-memory",
		value: printMemory(stepMemory),
		message: `needs buildx 0.35 or newer, and this is ${host.buildx.version}`,
		remedy: "install a newer docker-buildx-plugin, or leave out step-memory"
	});
	const missing = missingSwap(limits, host, {
		off: swap === "off",
		...plan && { plan }
	});
	if (missing && limits.policy === "require") problems.push(missing);
	return problems;
}
/** Swap that was asked for by hand, is not on this machine and will not be made. An engine elsewhere has swap of its own. */
function missingSwap(limits, host, { off, plan }) {
	const { memory, memorySwap } = limits;
	const there = plan?.existing ?? host.swap;
	if (there === void 0 || memory === void 0 || typeof memorySwap !== "number" || !isLocal(host)) return void 0;
	const made = plan?.make?.bytes ?? 0;
	const total = there + made;
	if (needsMore(limits, total) === void 0) return void 0;
	const wanted = memorySwap - memory;
	const has = there === 0 ? "none" : `only ${printMemory(there)}`;
	const more = made === 0 ? "no more is made" : `only ${printMemory(made)} more can be made`;
	const why = off ? ", and swap is off" : plan?.short ? `; ${more}: ${plan.short.why}` : "";
	const first = off ? "leave out \"swap: off\"" : plan?.short?.remedy ?? "write \"swap: auto\"";
	return {
		input: "memory-swap",
		value: inputMemory(memorySwap),
		message: `asks for ${printMemory(wanted)} of swap beside ${printMemory(memory)} of memory, and this machine has ${has}${why}`,
		remedy: `${first}, make ${printWhole(wanted - there)} of swap before this step (fallocate, chmod 600, mkswap, swapon), write "memory-swap: ${inputMemory(memory + total)}" for ${total === 0 ? "no swap" : "what there is"}, or "limits: best-effort"`
	};
}
function isLocal({ engine }) {
	return !("missing" in engine) && engine.local;
}
/** What the machine itself needs beside a build: the runner, the engine, its page cache. */
const RESERVE = 1.5 * 2 ** 30;
/** Limits that are enforced and will not do what was hoped. */
function limitNotes({ limits, swap: { swap } }, host, plan) {
	const notes = [];
	const { memory, cpus } = limits;
	if (memory !== void 0 && host.memory !== void 0 && isLocal(host) && memory > host.memory - GIB / 2) {
		const better = Math.max(1, Math.floor((host.memory - RESERVE) / GIB));
		const compared = memory > host.memory ? "more than" : "nearly all that";
		notes.push(`memory: ${printMemory(memory)} is ${compared} this machine has (${printMemory(host.memory)}). It is enforced, but the machine itself runs short first: "memory: ${better}g" would leave room for the runner and the engine.`);
	}
	if (cpus !== void 0 && isLocal(host) && cpus > host.cpus) notes.push(`cpus: ${cpus} is more than this machine has (${host.cpus}), so it limits nothing.`);
	const toCome = {
		off: swap === "off",
		...plan && { plan }
	};
	const missing = limits.policy === "best-effort" ? missingSwap(limits, host, toCome) : void 0;
	if (missing) notes.push(`memory-swap ${missing.message}`);
	if (limits.memorySwap === "unlimited" && host.swap === 0 && !plan?.make && isLocal(host)) notes.push("memory-swap: -1 allows all the swap there is, and this machine has none. \"swap: 8g\" makes some.");
	return notes;
}
/** What will be limited, for the printed plan: `limit all RUN steps together to memory 12 GiB + 8 GiB swap, and read that back`. */
function limitTitle({ memory, memorySwap, cpus }) {
	const swap = memory === void 0 || memorySwap === void 0 || memorySwap === memory ? ", no swap" : memorySwap === "unlimited" ? " and all the swap there is" : ` + ${printMemory(memorySwap - memory)} swap`;
	return `limit all RUN steps together to ${[...memory === void 0 ? [] : [`memory ${printMemory(memory)}${swap}`], ...cpus === void 0 ? [] : [`${cpus} ${cpus === 1 ? "CPU" : "CPUs"}`]].join(" and ")}, and read that back`;
}
/** Memory a step that compiles takes, so that as many may run at once as the limit holds: a guess that is printed with the plan. */
const STEP$1 = 4 * GIB;
/** Steps that may run at once in a builder of ours. */
function chosenParallelism({ memory, stepMemory, maxParallelism }) {
	if (maxParallelism !== void 0) return maxParallelism;
	return memory === void 0 ? void 0 : Math.max(1, Math.floor(memory / (stepMemory ?? STEP$1)));
}
/** What is enough when it is made as it is printed: `4 GiB`, else in whole MiB. */
function printWhole(bytes) {
	return bytes % GIB === 0 ? `${bytes / GIB} GiB` : `${Math.ceil(bytes / 2 ** 20)} MiB`;
}
// src/model/platform.ts
const ARCHITECTURES = {
	i386: "386",
	x86_64: "amd64",
	"x86-64": "amd64",
	aarch64: "arm64",
	armhf: "arm/v7",
	armel: "arm/v6"
};
const SYSTEMS = /* @__PURE__ */ new Set([
	"linux",
	"windows",
	"darwin",
	"freebsd",
	"wasi"
]);
/** Variants that go without saying. */
const PLAIN$1 = /* @__PURE__ */ new Set([
	"amd64/v1",
	"arm64/v8",
	"arm64/8"
]);
/**
* A platform in BuildKit's own spelling: `arm64` and `Linux/aarch64` are `linux/arm64`; `local` and `linux` alone are that of the engine's
* machine, `own`. https://github.com/containerd/platforms/blob/main/platforms.go, buildx util/platformutil
*/
function normalPlatform(text, own) {
	const parts = text.trim().toLowerCase().split("/");
	if (parts[0] === "local" || parts.join("/") === own.split("/", 1)[0]) return own;
	const [first = ""] = parts;
	const [system, name = "", variant] = SYSTEMS.has(first) || parts.length > 2 ? parts : ["linux", ...parts];
	const architecture = [ARCHITECTURES[name] ?? name, ...variant ? [variant] : []].join("/");
	if (architecture === "arm") return `${system}/arm/v7`;
	if (PLAIN$1.has(architecture)) return `${system}/${architecture.replace(/\/.*/, "")}`;
	return `${system}/${architecture.replace(/^arm\/(?=\d)/, "arm/v")}`;
}
// src/plan-platforms.ts
/** What a machine unpacks besides its own kind, where the image is for nothing else. */
const ALSO = {
	"linux/amd64": /^linux\/386$/,
	"linux/arm64": /^linux\/arm\//
};
/**
* Why the layers of some platforms cannot be listed in an engine with the containerd store, or nothing. Its BuildKit unpacks an image for the
* machine's own platform: https://github.com/moby/buildkit/blob/master/exporter/containerimage/export.go (`unpackImage`)
*/
function layersPacked({ platforms }, engine) {
	if (engine.store !== "containerd") return void 0;
	const foreign = [...new Set(platforms.map((one) => normalPlatform(one, engine.platform)))].filter((platform) => platform !== engine.platform);
	const [only] = foreign;
	if (only === void 0 || platforms.length === 1 && ALSO[engine.platform]?.test(only)) return void 0;
	return `the containerd image store unpacks the layers of ${engine.platform} alone, so those of ${foreign.join(" and ")} cannot be measured`;
}
// src/plan-driver.ts
/** github.com/moby/moby, daemon/config/builder.go; nothing in its API says it. */
const UNTOLD = "the engine's own BuildKit gives security.insecure only where its configuration allows it (builder.entitlements in daemon.json), which it does not tell";
const OWN_BUILDER = "made and removed by this action";
/** `driver: auto` by capability: a builder that is there, else the engine's own, else one made by us. */
function choosePlanDriver(asked, host, outputs) {
	const { builder, engine } = host;
	if (builder) return useBuilder(asked, host, builder, outputs);
	if ("missing" in engine) return {
		problems: [],
		notes: []
	};
	const unlimited = softened(asked, ownLimitObstacles(asked, host));
	const hopeless = new Set(unlimited.map(({ input }) => input));
	const obstacles = engineObstacles(asked, host, engine, outputs);
	const refuse = (obstacle) => hopeless.has(obstacle.input) ? refuseEngine(obstacle) : refuseDocker(obstacle);
	if (asked.driver === "docker") return {
		driver: {
			kind: "docker",
			why: "as asked"
		},
		...tell$2(sure(obstacles), refuse)
	};
	if (asked.driver === "docker-container") return {
		driver: {
			kind: "docker-container",
			why: `as asked, ${OWN_BUILDER}`
		},
		...tell$2(unlimited, refuseEngine)
	};
	const [first, ...more] = obstacles.filter(({ input }) => !hopeless.has(input));
	if (!first) return {
		driver: {
			kind: "docker",
			why: `the engine's own BuildKit can do ${unlimited.length > 0 ? "the rest of " : ""}what was asked (${engine.store} image store)`
		},
		...tell$2(obstacles, refuse)
	};
	const rest = more.length > 0 ? ` (and ${more.map(({ input }) => input).join(", ")})` : "";
	const why = `${OWN_BUILDER}, because ${first.input}${rest}: ${first.what}`;
	const checks = new Set(asked.armed.map(({ id }) => id));
	const forChecks = obstacles.every(({ input }) => checks.has(input));
	return {
		driver: {
			kind: "docker-container",
			why
		},
		...tell$2(unlimited, refuseEngine),
		forChecks
	};
}
/** Who names the engine's own BuildKit is not refused what it may be able to do. */
function sure(obstacles) {
	return obstacles.filter(({ unsure }) => !unsure);
}
/** Obstacles as problems; those the user allows as notes. */
function tell$2(obstacles, refuse) {
	return {
		problems: obstacles.filter(({ soft }) => !soft).map(refuse),
		notes: obstacles.filter(({ soft }) => soft).map(({ input, what }) => `${input} is not enforced: ${what}`)
	};
}
function useBuilder(asked, host, builder, outputs) {
	const problems = [];
	if (asked.driver !== "auto" && asked.driver !== builder.driver) problems.push({
		input: "driver",
		value: asked.driver,
		message: `contradicts the builder "${builder.name}" (${builder.from}), whose driver is ${builder.driver}`,
		remedy: "leave driver empty, or give \"builder: default\" to build with the engine itself"
	});
	if (asked.driverOpts.length > 0) problems.push({
		input: "driver-opts",
		value: asked.driverOpts.join(","),
		message: `cannot change the builder "${builder.name}" (${builder.from}), which is used as it is`,
		remedy: "give the options where that builder is made"
	});
	if ([
		"kubernetes",
		"remote",
		"cloud"
	].includes(builder.driver)) problems.push(...remoteProblems(asked, host, builder));
	const told = builder.driver === "docker" && !("missing" in host.engine) ? tell$2(sure(engineObstacles(asked, host, host.engine, outputs)), refuseDocker) : tell$2(softened(asked, builderLimitObstacles(asked, host, builder)), (obstacle) => refuseLimit(obstacle, builder));
	return {
		driver: {
			kind: "builder",
			builder,
			why: `used as it is (${builder.from})`
		},
		problems: [...problems, ...told.problems],
		notes: told.notes
	};
}
/** A builder elsewhere gives small files and its manifest; the bytes of its layers cannot be had without pulling them. */
function remoteProblems(asked, host, builder) {
	const blind = "missing" in host.engine;
	return asked.armed.filter(({ needs }) => blind || needs.includes("unpacked") || needs.includes("layers")).map(({ id, value }) => ({
		input: id,
		...value !== void 0 && { value },
		message: `cannot be measured on the builder "${builder.name}" (${builder.driver})${blind ? " without a Docker Engine here" : ""}`,
		remedy: "use \"max-compressed-size\" or \"torch-version\" there, or build with \"builder: default\""
	}));
}
function refuseDocker({ input, value, what }) {
	return {
		input,
		...value !== void 0 && { value },
		message: `cannot be done by the docker driver here: ${what}`,
		remedy: "use \"driver: auto\" or \"driver: docker-container\""
	};
}
/** No builder on this engine can. */
function refuseEngine({ input, value, what }) {
	return {
		input,
		...value !== void 0 && { value },
		message: `cannot be enforced on this engine: ${what}`,
		remedy: "use an engine that may limit (Docker as root; rootless it takes cgroup v2 and systemd: https://docs.docker.com/engine/security/rootless/tips/), or write \"limits: best-effort\" to build without"
	};
}
function refuseLimit({ input, value, what }, builder) {
	return {
		input,
		...value !== void 0 && { value },
		message: `cannot be enforced on the builder "${builder.name}" (${builder.driver}): ${what}`,
		remedy: "set it where that builder is made, build with \"builder: default\", or write \"limits: best-effort\" to build without"
	};
}
/** Under `best-effort` a limit that cannot be held is told and does not stop the build. */
function softened({ limits }, obstacles) {
	return obstacles.map((obstacle) => ({
		...obstacle,
		soft: limits.policy === "best-effort"
	}));
}
/** Everything asked for explicitly that the engine's own BuildKit cannot do. Default attestations are never among it. */
function engineObstacles(asked, host, engine, outputs) {
	const found = [];
	const obstacle = (input, value, what) => void found.push({
		input,
		value,
		what
	});
	if (asked.driverOpts.length > 0) obstacle("driver-opts", asked.driverOpts.join(","), "the engine's own BuildKit takes no driver options");
	if (asked.build.allow.includes("security.insecure")) found.push({
		input: "allow",
		value: "security.insecure",
		what: UNTOLD,
		unsure: true
	});
	if (outputs.some(isByDigest)) obstacle("outputs", "push-by-digest=true", "the engine pushes names only, and would move a tag");
	if (engine.store !== "containerd") addStoreObstacles(asked, engine, outputs, obstacle);
	found.push(...softened(asked, engineLimitObstacles(asked, host, engine)));
	const blind = layersUnreadable(host, engine);
	if (blind) for (const { id, value } of asked.armed) obstacle(id, value, `the image's layers cannot be read: ${blind}`);
	const packed = blind ? void 0 : layersPacked(asked.build, engine);
	if (packed) {
		for (const { id, needs, value } of asked.armed) if (needs.includes("unpacked") || needs.includes("layers")) obstacle(id, value, packed);
	}
	return found;
}
function addStoreObstacles(asked, engine, outputs, add) {
	const { build } = asked;
	const needs = `needs the containerd image store, and this engine has ${engine.storageDriver}`;
	const attestation = attestationAsked(build);
	if (attestation) add(attestation.input, attestation.value, `an attestation ${needs}`);
	const caches = build.cacheTo.filter((cache) => !/(^|,)type=inline(,|$)/.test(cache));
	if (caches.length > 0) add("cache-to", caches.join(" "), `cache export ${needs}`);
	if (build.platforms.length > 1) add("platforms", build.platforms.join(","), `an image of several platforms ${needs}`);
	for (const output of outputs) if (isArchive(output)) add("outputs", `type=${output.type}`, `an archive of the image ${needs}`);
	for (const { input, value, what } of leftOut(build, outputs)) add(input, value, `${what} ${needs}`);
	if (asked.compression !== "") add("compression", asked.compression, `choosing the compression ${needs}`);
	for (const { id, needs: facts, value } of asked.armed) if (facts.includes("compressed")) add(id, value, `this engine (${engine.storageDriver}) does not compress before it pushes, so there is nothing to measure`);
}
/** Why the layers of the engine's images cannot be read from here, or nothing. */
function layersUnreadable(host, engine) {
	if (!engine.local) return `the engine is not on this machine (${engine.endpoint})`;
	if (engine.rootless) return "the engine is rootless";
	if (engine.store === "other") return `the storage driver is ${engine.storageDriver}`;
	if (host.sudo === "no") return "that needs root, and sudo without a password does not work";
	if (engine.rootProven === false) return `its data root ${engine.dataRoot} is not the one on this machine (engine in a container?)`;
	if (engine.containerd?.here === false) return `the folder of its containerd, ${engine.containerd.root}, is not on this machine (engine in a container?)`;
}
// src/plan-room.ts
/**
* Roles of the disks of this machine that the build writes to. `elsewhere`: the engine or its builder is on another machine. A builder with
* a disk of its own writes nothing beside the engine's data.
*/
function writtenRoles({ build }, elsewhere, disks) {
	const store = disks.some(({ role }) => role === "builder data") ? "builder data" : "engine data";
	const toFiles = [...build.outputs, ...build.cacheTo].some((item) => parseOutput(item)?.attrs["dest"] !== void 0);
	return [...elsewhere ? [] : [store], ...toFiles ? [
		"workspace",
		"temp",
		"cache",
		"output"
	] : []];
}
/** Why a build with that `stop-below` could never run here; nothing when it can. */
function stopProblem(below, disks, roles) {
	const input = "stop-below";
	const value = inputSize(below);
	const written = disks.filter((disk) => roles.includes(disk.role) && disk.free !== void 0);
	if (written.length === 0) return {
		input,
		value,
		message: "cannot be watched: the build writes to no disk that can be seen from here",
		remedy: "leave it out; the engine or its builder is on another machine"
	};
	const [fullest] = written.toSorted((one, other) => one.free - other.free);
	if (fullest === void 0 || fullest.free > below) return void 0;
	return {
		input,
		value,
		message: `is no less than what is free before the build: ${print(fullest.free)} at ${fullest.path} (${fullest.role})`,
		remedy: `free more than ${print(below)} there before this step, or write less than is free, for example "${inputSize(lower(fullest.free))}"`
	};
}
/** What will be watched, for the printed plan. */
function stopTitle(below) {
	return `watch that ${print(below)} of disk stay free, and end the build when they do not`;
}
/** A tenth of what is free: some room to build in, and enough for a runner. */
function lower(free) {
	const unit = free >= 1e10 ? 1e9 : free >= 1e9 ? 1e8 : 1e6;
	return Math.max(1e6, Math.floor(free / 10 / unit) * unit);
}
/** As the size inputs take it: `1GB`, `500MB`. */
function inputSize(bytes) {
	return print(bytes).replace(" ", "").replace("kB", "KB");
}
function print(bytes) {
	return prettyBytes(bytes, SIZE_FORMAT);
}
// src/plan.ts
/** Decides which builder builds, whether there is a gate, and in which order things are done. `swap`: what will be done about it. Pure. */
function makePlan(given, host, swap) {
	const missing = missingTools(host);
	if (missing.length > 0) return {
		ok: false,
		kind: "engine",
		problems: missing
	};
	const outputs = given.build.outputs.flatMap((item) => parseOutput(item) ?? []);
	const choice = choosePlanDriver(given, host, outputs);
	const asked = withLoad(given, choice);
	const { driver } = choice;
	const engineBuilds = driver?.kind === "docker" || driver?.builder?.driver === "docker";
	const { gated, whyGate } = planGate(asked);
	const undeliverable = gated ? deliveryProblems(asked, outputs, engineBuilds) : [];
	const problems = [
		...choice.problems,
		...formatProblems(asked, host, outputs, loadedBy(given, host)),
		...undeliverable,
		...limitProblems(asked, host, swap)
	];
	if (!driver || problems.length > 0) return {
		ok: false,
		kind: "input",
		problems
	};
	const delivery = planDelivery(asked, outputs, engineBuilds);
	const instead = planInstead(asked, outputs);
	const parallelism = driver.kind === "docker-container" ? chosenParallelism(asked.limits) : void 0;
	const ways = makesImage(asked.build) ? planWays(engineBuilds, host) : [];
	return {
		ok: true,
		asked,
		notes: [
			...choice.notes,
			...deliveryNotes(asked, outputs),
			...limitNotes(asked, host, swap),
			...leftBehind(asked, driver, host)
		],
		plan: {
			driver,
			gated,
			whyGate,
			delivery,
			...instead && { instead },
			ways,
			...parallelism !== void 0 && { parallelism },
			...swap && { swap },
			steps: planSteps$1({
				asked,
				driver,
				gated,
				to: delivery,
				ways,
				...swap && { swap }
			})
		}
	};
}
/** What the user has to change where loading is what cannot be done. */
function loadedBy({ build }, { builder }) {
	if (build.load) return { input: "load" };
	return builder ? {
		input: "builder",
		value: builder.name
	} : {
		input: "driver-opts",
		value: "default-load=true"
	};
}
function missingTools(host) {
	const problems = [];
	const { engine, buildx, builder } = host;
	const elsewhere = builder !== void 0 && [
		"kubernetes",
		"remote",
		"cloud"
	].includes(builder.driver);
	if ("missing" in engine && !elsewhere) problems.push({
		message: `no Docker Engine answers (${engine.missing})`,
		remedy: "start Docker on this runner, or point DOCKER_HOST to an engine that this user may reach"
	});
	if ("missing" in buildx) problems.push({
		message: `docker buildx is not installed or does not work (${buildx.missing})`,
		remedy: "install the docker-buildx-plugin package, or run docker/setup-buildx-action before this step"
	});
	if (builder?.missing !== void 0) problems.push({
		input: "builder",
		value: builder.name,
		message: `is not a builder of this machine (${builder.missing})`,
		remedy: "create it before this step (\"docker buildx create --name …\"), or leave the input empty"
	});
	return problems;
}
function planGate(asked) {
	if (isQuestion(asked.build.call)) return {
		gated: false,
		whyGate: `call: ${asked.build.call} builds no image`
	};
	if (!makesImage(asked.build)) return {
		gated: false,
		whyGate: "the outputs are no image"
	};
	if (asked.gate === "off") return {
		gated: false,
		whyGate: "gate is off; one solve, checks follow"
	};
	if (asked.armed.length === 0) return {
		gated: false,
		whyGate: "nothing is asserted; one solve, as docker/build-push-action does it"
	};
	return {
		gated: true,
		whyGate: asked.armed.map(({ id }) => id).join(", ")
	};
}
/** Ways into the image's file system, best first. */
function planWays(engineBuilds, host) {
	const engine = "missing" in host.engine ? {
		store: "other",
		version: "unknown"
	} : host.engine;
	return waysFor(engineBuilds ? {
		kind: "engine-image",
		copier: "engine",
		engine
	} : {
		kind: "builder-image",
		engine
	});
}
function planSteps$1({ asked, driver, gated, to, ways, swap }) {
	const steps = [];
	const add = (id, title, commands = []) => steps.push({
		id,
		title,
		commands
	});
	const parallelism = chosenParallelism(asked.limits);
	const most = parallelism === void 0 ? "" : `, at most ${parallelism} ${parallelism === 1 ? "step" : "steps"} at once`;
	const forSwap = swap && swapTitle(swap);
	if (forSwap !== void 0) add("swap", forSwap);
	if (driver.kind === "docker-container") add("builder", `make a builder of our own (removed again at the end)${most}`);
	if (limitsSteps(asked.limits)) add("limits", limitTitle(asked.limits));
	if (asked.limits.stepMemory !== void 0) add("probe", "try the limit of single steps on a step of our own");
	if (asked.stopBelow !== void 0) add("stop-below", stopTitle(asked.stopBelow));
	add("build", `build ${asked.build.context}${gated ? " without tags, not pushed, not loaded" : ""}`);
	if (ways.length > 0) add("facts", `measure the image without running, saving or loading it (${ways.join(", then ")})`);
	for (const { id } of asked.armed) add(`judge-${id}`, `judge ${id}`);
	if (gated) add("gate", "stop here when a verdict is red");
	if (gated) for (const [id, title] of deliverySteps(to)) add(id, title);
	if (asked.build.cacheTo.length > 0) add("cache", "export the build cache (also when a verdict is red)");
	add("report", "job summary, annotations, outputs, JSON");
	return steps;
}
function deliverySteps({ push, load, pushTags, digestRepos, engineTags }) {
	const steps = [];
	const names = engineTags.length > 0 ? ` ${engineTags.join(", ")}` : "";
	if (load) steps.push(["load", `load into the engine as${names || " an image without a name"}`]);
	else if (names) steps.push(["tag", `tag${names}`]);
	if (push && digestRepos.length > 0) steps.push(["push-digest", `push by digest to ${digestRepos.join(", ")}`]);
	if (pushTags.length > 0) steps.push(["push", `push what was judged, then move the tags: ${pushTags.join(", ")}`]);
	return steps;
}
// src/report/plan-text.ts
/** The plan for log and terminal: decisions with their reasons, then numbered steps with their commands. */
function renderPlan(plan) {
	return [...planRows(plan).map(([name, value]) => logLine(`${name.padEnd(8)} ${value}`, 600)), ...planSteps(plan)];
}
/** The decisions as rows of name and value, plain text. */
function planRows(plan) {
	return [
		["Driver", `${driverName(plan)}: ${plan.driver.why}`],
		["Gate", `${plan.gated ? "judge before tag and push" : "off"}: ${plan.whyGate}`],
		["Delivery", deliveryText(plan)],
		["Look by", plan.ways.length === 0 ? "there will be no image to look at" : plan.ways.join(", then ")]
	];
}
/** The steps as numbered lines, each followed by its commands, ready to be pasted into a shell. */
function planSteps(plan) {
	return plan.steps.flatMap((step, index) => [logLine(`${index + 1}. ${step.title}`), ...step.commands.map((command) => logLine(`   $ ${printCommand(command)}`, 4e3))]);
}
function driverName(plan) {
	const { kind, builder } = plan.driver;
	return kind === "builder" && builder !== void 0 ? `builder ${builder.name} (${builder.driver})` : kind;
}
function deliveryText(plan) {
	if (plan.instead !== void 0) return insteadText(plan.instead);
	const { push, load, tags } = plan.delivery;
	const verbs = [...push ? ["push"] : [], ...load ? ["load into the engine"] : []];
	const what = verbs.length === 0 ? tags.length === 0 ? nowhere(plan) : "tag" : verbs.join(" and ");
	return tags.length === 0 ? what : `${what}: ${tags.join(", ")}`;
}
function insteadText({ call, outputs = [] }) {
	return call === void 0 ? `no image, but ${outputs.join(" and ")}` : `no image, but the answer to call: ${call}`;
}
function nowhere({ driver }) {
	return driver.kind === "docker" ? "an image without a name in the engine" : "stays in the builder";
}
// src/build/builder-unmade.ts
const ANSWER_MS$1 = 1e4;
/** Why: somebody took its container away meanwhile, so that another one may do better; else the engine's words, and what to change. */
async function whyUnmade(world, unmade) {
	const { name, container, driverOpts, stderr, error, meanwhile, began } = unmade;
	const words = error ?? lastError(stderr);
	if (missesOwn(stderr, container, driverOpts)) {
		const { missing } = await inspect(world, container, ANSWER_MS$1);
		const fate = {
			state: "gone",
			what: `builder ${name}`,
			detail: words
		};
		const afterMs = Math.round(world.monotonic() - began);
		if (missing) return new BuilderLostError({
			fate,
			meanwhile,
			at: world.now(),
			afterMs
		});
	}
	const blamed = isAboutOptions(words, driverOpts);
	return new UserError("engine", [{
		...blamed && {
			input: "driver-opts",
			value: driverOpts.join(",")
		},
		message: `${blamed ? "let no docker-container builder be made" : "the docker-container builder could not be made"}: ${words}`,
		remedy: `check ${blamed ? "driver-opts, and " : ""}that the engine can pull and start moby/buildkit:buildx-stable-1`
	}]);
}
/** The engine misses a container, and not one that the user named (`network=container:db`). */
function missesOwn(stderr, container, driverOpts) {
	const [, missed = ""] = /no such container:?\s+([\w.-]+)/i.exec(stderr) ?? [];
	if (missed === container) return true;
	return /^[0-9a-f]{12,64}$/.test(missed) && !driverOpts.some((option) => option.includes(missed));
}
/** Every engine and network has these, so words that mention them need not be about the option. */
const COMMON = /^(?:host|bridge|none|default|container|true|false|\d*)$/;
/** The words are about an option, or mention what one was set to. */
function isAboutOptions(words, driverOpts) {
	if (driverOpts.length === 0) return false;
	if (/\b(?:driver[ -]opt(?:ion)?s?|invalid|unknown|unsupported|minimum|maximum)\b/i.test(words)) return true;
	const parts = driverOpts.flatMap((option) => option.slice(option.indexOf("=") + 1).replaceAll("\"", "").split(":"));
	const said = new Set(words.split(/[^\w./-]+/));
	return parts.some((part) => !COMMON.test(part) && said.has(part));
}
// src/build/own-builder.ts
/**
* BuildKit collects garbage one second after each solve once the disk is 80 % full, also between our build and our push:
* then the push would have to build again. The builder lives for one run, so nothing is gained by collecting.
*/
function configuration(parallelism) {
	const lines = ["gc = false", ...parallelism === void 0 ? [] : [`max-parallelism = ${parallelism}`]];
	return ["oci", "containerd"].map((worker) => [
		`[worker.${worker}]`,
		...lines,
		""
	].join("\n")).join("\n");
}
/** A first builder on a machine pulls its image: a cancelled run does not wait for that. */
const GRACE_MS = 2e3;
const ANSWER_MS = 1e4;
const MADE_MS = 1e3;
const MADE_STEP_MS = 100;
/** What BuildKit itself may take beside the RUN steps: 45 to 355 MiB were seen, and page cache. */
const BACKSTOP_ROOM = 2 ** 30;
/** The whole container gets the limit and a little more, in case a step is not where its limit is. */
function backstopOpts({ memory, memorySwap }) {
	if (memory === void 0) return [];
	const swap = typeof memorySwap === "number" ? String(memorySwap + BACKSTOP_ROOM) : "-1";
	return [`memory=${memory + BACKSTOP_ROOM}`, `memory-swap=${swap}`];
}
/** What BuildKit gives to nobody unless it was started so. */
const GUARDED = /* @__PURE__ */ new Set(["security.insecure", "device"]);
/** As docker/setup-buildx-action starts its builders, and only when it is asked for. Without flags buildx allows the host's network. */
function privileges(allow) {
	const asked = allow.map((item) => item.split("=")[0] ?? "").filter((name) => GUARDED.has(name));
	if (asked.length === 0) return [];
	return ["--buildkitd-flags", ["network.host", ...new Set(asked)].map((name) => `--allow-insecure-entitlement ${name}`).join(" ")];
}
/** Makes and starts a docker-container builder of our own. It is written into the journal first. */
async function createBuilder(world, journal, folder, { driverOpts, allow, parallelism, limits, stallMs, second }) {
	const name = `mlbuild-${world.machine.pid}-${world.now().toString(36)}`;
	const moved = second && await moveState(world, journal, second, `${name}0`) ? second : void 0;
	const context = await makeTlsContext(world, journal, name);
	await journal.note({
		kind: "remove-builder",
		name
	});
	const config = `${folder}/buildkitd.toml`;
	await world.files.write(config, configuration(parallelism));
	const argv = [
		"docker",
		"buildx",
		"create",
		"--name",
		name,
		"--driver",
		"docker-container",
		"--buildkitd-config",
		config,
		...[...driverOpts, ...backstopOpts(limits)].flatMap((option) => ["--driver-opt", option]),
		...privileges(allow),
		"--bootstrap",
		...context === void 0 ? [] : [context]
	];
	const meanwhile = "the builder was made";
	const began = world.monotonic();
	const node = `${name}0`;
	const container = containerOf(node);
	const { code, stderr, error } = await runWatched(world, journal, {
		argv,
		graceMs: GRACE_MS,
		stallMs,
		target: engineTarget(world.engine.endpoint),
		meanwhile
	}).catch(async (reason) => {
		if (world.cancelled.aborted) await untilMade(world, container);
		throw reason;
	});
	if (code !== 0) {
		const why = await whyUnmade(world, {
			name,
			container,
			driverOpts,
			stderr,
			error,
			meanwhile,
			began
		});
		if (why instanceof BuilderLostError) await removeBuilder(world, journal, name);
		throw why;
	}
	const { found } = await inspect(world, container, ANSWER_MS);
	const life = found && {
		startedAt: found.startedAt,
		restarts: found.restarts
	};
	const store = moved && {
		disk: builderDisk(moved),
		temp: moved.temp
	};
	return {
		name,
		driver: "docker-container",
		nodes: [node],
		from: "made for this run",
		...life && { life },
		...store && { store }
	};
}
/** The engine may still be making what a call asked for that was broken off: removed before it is there, it would stay. Waits a second at most. */
function untilMade(world, container) {
	return untilDone(world, {
		everyMs: MADE_STEP_MS,
		mostMs: MADE_MS
	}, async () => !(await inspect(world, container, MADE_MS)).missing);
}
/** Before the builder: the journal is read backwards, and the folder goes when the builder is gone. True when it lies there. */
async function moveState(world, journal, second, node) {
	const undo = {
		kind: "remove-second-disk",
		folder: secondDiskFolder(second)
	};
	await journal.note(undo);
	const why = await useSecondDisk(world, second, node);
	if (why === void 0) world.log.info(`The builder's state is kept on the disk at ${second.path}`);
	else world.log.warning(`the disk at ${second.path} cannot take the builder's state (${why}): it is kept beside the engine's data`);
	return why === void 0;
}
/** Removes it with its state. Only warns: the post step tries again. */
async function removeBuilder(world, journal, name) {
	const why = await dropBuilder(world, name);
	if (why === void 0) await journal.forget({
		kind: "remove-builder",
		name
	});
	else world.log.warning(`the builder ${name} could not be removed yet: ${why}`);
}
// src/build/dockerfile.ts
var import_main = require_main();
/** Instructions that BuildKit numbers in the names of its steps. */
const COUNTED = /* @__PURE__ */ new Set([
	"RUN",
	"COPY",
	"ADD",
	"WORKDIR"
]);
const MAX_TEXT = 200;
/**
* Reads a Dockerfile; `file` is its path as the user gave it. Never throws: what cannot be read is not in the map, as nothing is of a very
* large one.
*/
function mapDockerfile(text, file) {
	if (isLargeDockerfile(text)) return {
		file,
		stages: [],
		large: true,
		resolve: () => void 0,
		at: () => void 0
	};
	const lines = text.split(/\r?\n/);
	const parsed = import_main.DockerfileParser.parse(text);
	const continuation = parsed.getEscapeCharacter();
	const stages = [];
	const spans = [];
	for (const instruction of parsed.getInstructions()) {
		const mapped = mapInstruction(instruction, lines, continuation, file);
		const range = instruction.getRange();
		spans.push({
			first: range.start.line + 1,
			last: range.end.line + 1,
			step: mapped.step
		});
		const current = stages.at(-1);
		if (mapped.keyword === "FROM") stages.push(openStage(instruction, mapped, stages));
		else if (current) current.instructions = [...current.instructions, mapped];
	}
	return {
		file,
		stages,
		resolve: (name) => resolveName(stages, name),
		at: (line) => spans.find((span) => span.first <= line && line <= span.last)?.step
	};
}
/** The stage that `target` (a name, a number, or empty for the last) builds. */
function findStage(map, target) {
	if (target === "") return map.stages.at(-1);
	return map.stages.find((stage) => stage.name === target.toLowerCase()) ?? (/^\d+$/.test(target) ? map.stages[Number(target)] : void 0);
}
function openStage(from, mapped, before) {
	const image = from.getImage() ?? "";
	const parent = before.findLast((stage) => stage.name !== "" && stage.name === image.toLowerCase());
	return {
		name: (from.getBuildStage() ?? "").toLowerCase(),
		index: before.length,
		...parent ? { parent: parent.index } : {},
		scratch: image === "scratch",
		from: mapped,
		instructions: []
	};
}
function mapInstruction(instruction, lines, continuation, file) {
	const range = instruction.getRange();
	const source = lines.slice(range.start.line, range.end.line + 1);
	const keyword = instruction.getKeyword();
	const { text, heredoc } = joinLines(source, continuation);
	return {
		keyword,
		step: {
			text: shorten(cleanLine(text)),
			file,
			line: range.start.line + 1
		},
		args: text.replace(/^\s*\S+\s*/, "").replace(/^(?:--\S+\s+)+/, ""),
		heredoc
	};
}
/** The instruction in one line: continuation lines joined, comments between them and the bodies of here-documents left out. */
function joinLines(source, continuation) {
	const parts = [];
	for (const [index, line] of source.entries()) {
		if (index > 0 && (/^\s*#/.test(line) || line.trim() === "")) continue;
		const trimmed = line.trimEnd();
		const more = trimmed.endsWith(continuation);
		parts.push((more ? trimmed.slice(0, -1) : trimmed).trim());
		if (!more) break;
	}
	const text = parts.join(" ").trim();
	return {
		text,
		heredoc: /<<-?\s*["']?[A-Za-z_]/.test(text)
	};
}
function shorten(text) {
	return text.length > MAX_TEXT ? `${text.slice(0, 199)}…` : text;
}
const NAME$1 = /^\[([^\]]*?)\s*(\d+)\/(\d+)\] (?:LINK )?([A-Z]+)\b(.*)$/s;
/**
* BuildKit numbers FROM (of an image, not of `scratch` or a stage), RUN, COPY, ADD and WORKDIR of each stage; the stage is named in front
* when it has a name or there are several. Where a named context took the base's place, FROM counts in the total but gets no number.
* See `prefixCommand` in BuildKit's dockerfile2llb.
*/
function resolveName(stages, name) {
	const match = NAME$1.exec(name);
	if (!match) return void 0;
	const [, prefix = "", position = "", total = "", keyword = "", rest = ""] = match;
	const stage = namedStage(stages, prefix.split(/\s+/).at(-1) ?? "");
	if (!stage) return void 0;
	const counted = stage.instructions.filter((item) => COUNTED.has(item.keyword));
	const based = !stage.scratch && stage.parent === void 0;
	const all = based ? [stage.from, ...counted] : counted;
	if (all.length !== Number(total)) return void 0;
	const found = (based ? [Number(position) - 1, Number(position)] : [Number(position) - 1]).map((place) => all[place]).filter((item) => item !== void 0 && item.keyword === keyword && saysThe(item, rest));
	return found.length === 1 && found[0] ? {
		...found[0].step,
		name: name.slice(0, name.indexOf("]") + 1)
	} : void 0;
}
/** The instruction's text fits the name's, in which variables are replaced by their values. */
function saysThe(item, said) {
	if (item.keyword === "FROM") return true;
	const text = bare$1(said);
	let at = 0;
	for (const literal of item.args.split(/\$\{[^}]*\}|\$\w*/)) {
		const found = text.indexOf(bare$1(literal), at);
		if (found < 0) return false;
		at = found + bare$1(literal).length;
	}
	return true;
}
/** Without what is written differently in the two: spaces, quotes, escapes, brackets and commas of lists. */
function bare$1(text) {
	return text.replace(/[\s"'\\{}[\],]/g, "");
}
/** With one stage BuildKit names none (or `stage-0`); what stands there then is a platform. */
function namedStage(stages, word) {
	if (stages.length === 1) return stages[0];
	const unnamed = /^stage-(\d+)$/.exec(word);
	return stages.find((stage) => stage.name === word) ?? (unnamed ? stages[Number(unnamed[1])] : void 0);
}
// src/build/prepare.ts
/** Writes secrets into private files, so that they are in no argv, masks them in the log, and reads the Dockerfile. */
async function prepareBuild(world, request, folder) {
	const secrets = await presentSecrets(world, request);
	const secretFiles = {};
	for (const [index, secret] of secrets.entries()) {
		world.log.secret(await secretValue(world, secret));
		if (secret.kind !== "value") continue;
		const path = `${folder}/secret-${index}`;
		await world.files.write(path, secret.value);
		secretFiles[secret.id] = path;
	}
	const gitToken = await writeGitToken(world, request, folder);
	const { dockerfile, notes = [] } = await lookAtDockerfile(world, request);
	return {
		request: {
			...request,
			secrets
		},
		secretFiles,
		...gitToken && { gitToken },
		...dockerfile && { dockerfile },
		notes
	};
}
async function secretValue(world, secret) {
	if (secret.kind === "value") return secret.value;
	if (secret.kind === "env") return world.env[secret.variable] ?? "";
	return await world.files.read(secret.path) ?? "";
}
async function writeGitToken(world, request, folder) {
	const { gitToken } = request;
	if (!gitToken) return void 0;
	world.log.secret(gitToken.value);
	const path = `${folder}/git-token`;
	await world.files.write(path, gitToken.value);
	return {
		id: gitToken.id,
		path
	};
}
/** A secret file that is not there is left out with a warning, as docker/build-push-action does. */
async function presentSecrets(world, request) {
	const present = [];
	for (const secret of request.secrets) if (secret.kind !== "file" || await isReadable(world, secret.path)) present.push(secret);
	else world.log.warning(`secret-files: the file "${secret.path}" of the secret "${secret.id}" is not there or cannot be read; the secret is left out`);
	return present;
}
async function isReadable(world, path) {
	try {
		return await world.files.read(path) !== void 0;
	} catch {
		return false;
	}
}
/** A context on this machine is a plain path; `file` is then relative to where we are, as for `docker build`. */
async function lookAtDockerfile(world, request) {
	if (isFetched(request)) return {};
	const path = await findDockerfile(world, request);
	const text = path === void 0 ? void 0 : await readDockerfile(world, path);
	if (path === void 0 || text === void 0) return {};
	const file = path.replace(/^\.\//, "");
	const dockerfile = mapDockerfile(text, file);
	return dockerfile.large ? {
		dockerfile,
		notes: [noLines(file)]
	} : { dockerfile };
}
function noLines(file) {
	return `${file} has more than 256 KiB: which of its lines made a step or a layer is not told, nor which layers its base image brought`;
}
// src/build/watch-group.ts
/** Where the memory of the RUN steps is counted: where their limit is, else the cgroup in which a container's BuildKit puts them. */
async function findGroup(world, site, hold) {
	if (hold) return groupOf$1(hold);
	if (containerObstacle(site) !== void 0) return void 0;
	const container = await inspectContainer(world, containerOf(site.builder?.nodes[0] ?? ""));
	const place = "why" in container ? void 0 : await findContainerCgroup(world, site.host, container);
	if (!place) return void 0;
	const path = `${place.path}/buildkit`;
	return {
		place: {
			version: place.version,
			path,
			steps: path
		},
		scope: "steps",
		elsewhere: []
	};
}
function groupOf$1({ counters, way }) {
	const scope = way === "builder-container" ? "builder" : "steps";
	if (counters.by === "files") {
		const { version, path, steps } = counters;
		const elsewhere = way === "engine-cgroup" ? ENGINE_ELSEWHERE : [];
		return {
			place: {
				version,
				path,
				steps: `${path}${steps}`
			},
			scope,
			elsewhere
		};
	}
	const path = scope === "builder" ? "" : "/buildkit";
	return {
		place: {
			version: counters.version,
			path,
			steps: "/buildkit"
		},
		inside: counters.container,
		scope,
		elsewhere: []
	};
}
// src/build/deliver.ts
/**
* Gives the judged image its names, and pushes or loads it: nothing else than what was judged. `tell` hears what was really done,
* as it is done. Gives the metadata that a build delivered in one go would have written.
*/
async function deliver(session, built, judged, tell) {
	const ledger = openLedger(built.delivered, tell);
	if (usesEngine(session)) {
		const { deliverFromEngine } = await import("./deliver-engine.js");
		return deliverFromEngine(session, built, judged, ledger);
	}
	const { deliverFromBuilder } = await import("./deliver-builder.js");
	return deliverFromBuilder(session, built, judged, ledger);
}
// src/image/environments.ts
/** `lib/python3.12/site-packages`, Debian's `lib/python3/dist-packages`, and conda's records. */
const BELOW_PREFIX = /(?:^|\/)(?:lib(?:32|64)?\/(?:python|pypy)[^/]*\/(?:site|dist)-packages|conda-meta)$/;
const SYSTEM = /* @__PURE__ */ new Set([
	"usr",
	"usr/local",
	""
]);
/** The environment that a folder of distributions belongs to. */
function classifySite(site, marks) {
	const match = BELOW_PREFIX.exec(site);
	if (!match) return {
		kind: "other",
		prefix: site
	};
	const prefix = site.slice(0, match.index);
	if (marks.venvs.has(prefix)) return {
		kind: "venv",
		prefix
	};
	if (marks.condas.has(prefix)) return {
		kind: "conda",
		prefix
	};
	return {
		kind: SYSTEM.has(prefix) ? "system" : "other",
		prefix
	};
}
const KINDS$1 = {
	venv: 0,
	conda: 1,
	system: 2,
	other: 3
};
/** Order in which the image's own interpreter is looked for: by the place of its `bin` in PATH, then by kind. */
function rankEnvironment(kind, prefix, path) {
	const folders = foldersOf$1(path);
	const place = folders.indexOf(prefix === "/" ? "/bin" : `${prefix}/bin`);
	return (place < 0 ? folders.length : place) * 10 + KINDS$1[kind];
}
/** The environment's `bin` is certainly none of PATH's folders, under no name. */
function isOffPath(prefix, path, { links }) {
	return foldersOf$1(path).every((folder) => {
		if (folder === `/${prefix}/bin` || folder.includes("$")) return false;
		const parts = folder.split("/").slice(1);
		return SYSTEM_BIN.test(folder) || !parts.some((_, index) => links.has(parts.slice(0, index + 1).join("/")));
	});
}
/** `/bin` and `/sbin` are links to those of `/usr` on most systems. */
const SYSTEM_BIN = /^(?:\/usr)?\/s?bin$/;
function foldersOf$1(path) {
	return path.split(":").map((folder) => folder.replace(/\/+$/, ""));
}
// src/image/site-place.ts
const SITE_NAME = /^(?:site|dist)-packages$/;
/** The place of the folder `path`, whose name starts at `nameStart`, inside a folder at `parent`. */
function siteBelow(parent, path, nameStart) {
	if (parent?.depth === 2) return parent;
	const name = path.slice(nameStart);
	if (!parent) return SITE_NAME.test(name) ? {
		site: path,
		first: "",
		group: "",
		depth: 0
	} : void 0;
	if (parent.depth === 0) return {
		site: parent.site,
		first: name,
		group: `${name}/*`,
		depth: 1
	};
	return {
		site: parent.site,
		first: parent.first,
		group: `${parent.first}/${name}`,
		depth: 2
	};
}
/** The group of a path relative to its site-packages folder, the same as a walk would give it. */
function groupOf(relative) {
	const cut = relative.indexOf("/");
	if (cut < 0) return relative;
	const next = relative.indexOf("/", cut + 1);
	return next < 0 ? `${relative.slice(0, cut)}/*` : relative.slice(0, next);
}
/** True for a site-packages folder itself; false for a folder inside one (vendored code) and for any other folder. */
function isSiteFolder(path) {
	return SITE_NAME.test(path.slice(path.lastIndexOf("/") + 1)) && !isVendored(path);
}
/** Inside another distribution's folder, as setuptools carries its own dependencies. */
function isVendored(site) {
	return /(?:^|\/)(?:site|dist)-packages\//.test(site);
}
// src/image/python-files.ts
/** The longest list seen, of a package with very many extras, has 700 lines. */
const MOST_REQUIRES = 1e3;
const MOST_ON_TORCH = 10;
const LONGEST_LINE = 1e3;
const LONGEST_NAME$1 = 200;
/** `torch>=2.8`, `torch (==2.0) ; python_version…`. */
const REQUIRES_TORCH = /^torch\s*(?:$|[[(;@<>=!~])/i;
const ONLY_WITH_EXTRA = /;.*\bextra\s*==/;
/**
* Reads the header fields of core metadata, up to the first empty line.
* https://packaging.python.org/en/latest/specifications/core-metadata/
*/
function readCoreMetadata(text) {
	let name = "";
	let version = "";
	const requires = createLines(MOST_REQUIRES);
	const torch = createLines(MOST_ON_TORCH);
	for (const line of linesOf(text)) {
		if (line === "") break;
		const colon = line.indexOf(":");
		if (colon < 0 || line.startsWith(" ") || line.startsWith("	")) continue;
		const field = line.slice(0, colon).toLowerCase();
		const value = line.slice(colon + 1).trim();
		if (field === "name") name ||= value;
		else if (field === "version") version ||= value;
		else if (field === "requires-dist") {
			requires.add(value);
			if (REQUIRES_TORCH.test(value) && !ONLY_WITH_EXTRA.test(value)) torch.add(value);
		}
	}
	if (name === "" || version === "") return void 0;
	const [ownName = "", ownVersion = ""] = detach([name.slice(0, LONGEST_NAME$1), version.slice(0, LONGEST_NAME$1)]);
	return {
		name: ownName,
		version: ownVersion,
		requires: detach(requires.kept),
		requiresLeftOut: requires.leftOut(),
		torch: detach(torch.kept),
		torchLeftOut: torch.leftOut()
	};
}
/** Keeps so many lines, none of them too long, and counts the others. */
function createLines(most) {
	const kept = [];
	let leftOut = 0;
	return {
		kept,
		leftOut: () => leftOut,
		add(line) {
			if (kept.length < most && line.length <= LONGEST_LINE) kept.push(line);
			else leftOut++;
		}
	};
}
/** PEP 503. */
function normaliseName(name) {
	return name.replaceAll(/[-_.]+/g, "-").toLowerCase();
}
/** Lines of the generated file, with and without a type: `cuda: Optional[str] = '12.4'`, `cuda = None`. */
const ASSIGNMENT = /^(\w+)(?:\s*:\s*[^=]+)?\s*=\s*(?:(None)|'([^']*)'|"([^"]*)")/;
/** Reads `torch/version.py`; nothing when no version is assigned in it. */
function readTorchVersion(text) {
	const values = /* @__PURE__ */ new Map();
	for (const line of linesOf(text)) {
		const match = ASSIGNMENT.exec(line);
		if (match?.[1] !== void 0) values.set(match[1], match[2] ? null : match[3] ?? match[4] ?? "");
	}
	const version = values.get("__version__") ?? values.get("version");
	if (!version) return void 0;
	return {
		version,
		cuda: values.get("cuda"),
		hip: values.get("hip")
	};
}
/**
* Tells the groups of the files that a RECORD claims (see {@link groupOf}) and the bytes it says they have, rows of one group that follow
* each other at once; without paths that leave the folder (`../../bin/x`).
* https://packaging.python.org/en/latest/specifications/recording-installed-packages/
*/
function readRecord(text, tell) {
	let group = "";
	let sum = 0;
	for (const line of linesOf(text)) {
		const path = recordPath(line);
		if (path === "" || path.startsWith("../") || path.startsWith("/")) continue;
		const next = groupOf(path);
		if (next !== group && group !== "") tell(group, sum);
		sum = (next === group ? sum : 0) + recordBytes(line);
		group = next;
	}
	if (group !== "") tell(group, sum);
}
/** The last CSV field of a RECORD row; 0 where none is given. */
function recordBytes(line) {
	const comma = line.lastIndexOf(",");
	let bytes = 0;
	for (let at = comma + 1; at < line.length; at++) {
		const digit = line.charCodeAt(at) - ZERO;
		if (digit < 0 || digit > 9) return 0;
		bytes = 10 * bytes + digit;
	}
	return comma >= 0 && line.length - comma <= LONGEST_SIZE ? bytes : 0;
}
const ZERO = "0".charCodeAt(0);
/** With its comma. */
const LONGEST_SIZE = 16;
/** The first CSV field of a RECORD row. */
function recordPath(line) {
	if (line.startsWith("\"")) return line.slice(1, Math.max(1, line.indexOf("\","))).replaceAll("\"\"", "\"");
	const comma = line.indexOf(",");
	return comma < 0 ? "" : line.slice(0, comma);
}
/** Name and version of a conda package from its record's file name: `numpy-2.1.0-py312h_0.json`. */
function readCondaName(path) {
	const match = /(?:^|\/)([^/]+)-([^-/]+)-[^-/]+\.json$/.exec(path);
	return match?.[1] && match[2] ? {
		name: match[1],
		version: match[2]
	} : void 0;
}
function* linesOf(text) {
	let from = 0;
	while (from < text.length) {
		const end = text.indexOf("\n", from);
		const stop = end < 0 ? text.length : end;
		yield text.slice(from, text.charCodeAt(stop - 1) === 13 && stop > from ? stop - 1 : stop);
		from = stop + 1;
	}
}
// src/image/distributions.ts
/** The distributions of all environments, with bytes where they were seen, ordered by folder and name. */
function listDistributions(found, files, marks) {
	const owners = findOwners(found, files);
	const listed = found.map((one, index) => describe$1(one, marks, ownedBytes(one, index, files, owners)));
	const python = new Set(found.flatMap((one, i) => one.source === "conda" ? [] : [keyIn(listed[i])]));
	return listed.filter((one, i) => found[i]?.source !== "conda" || !python.has(keyIn(one))).sort((a, b) => compare$1(a.site, b.site) || compare$1(a.key, b.key) || compare$1(a.version, b.version));
}
/** The same order for what is not listed yet. */
function listedOrder(a, b) {
	const key = compare$1(normaliseName(a.name), normaliseName(b.name));
	return compare$1(a.site, b.site) || key || compare$1(a.version, b.version);
}
const NOBODY = -1;
/** Distributions of several names. */
const SEVERAL = -2;
/**
* The owner of each group. Distributions of one name are one owner: where pip put a package over another of that
* name without uninstalling it, both RECORDs claim the same files, and these are of the newest.
*/
function findOwners(found, { claims, groups }) {
	const alone = new Int32Array(groups.count()).fill(NOBODY);
	const claimed = new Float64Array(groups.count());
	for (const [index, one] of found.entries()) claims.each(one.info, (group, bytes) => {
		const before = alone[group] ?? NOBODY;
		const other = found[before];
		if (other) alone[group] = !sameName(one, other) ? SEVERAL : newest(one, other) === one ? index : before;
		else if (before === NOBODY) alone[group] = index;
		claimed[group] = (claimed[group] ?? 0) + bytes;
	});
	return {
		alone,
		claimed
	};
}
function sameName(one, other) {
	return normaliseName(one.name) === normaliseName(other.name);
}
/** That of the higher layer. Within one layer nothing tells which came last: the higher version is taken. */
function newest(one, other) {
	return ((one.layer ?? 0) - (other.layer ?? 0) || one.version.localeCompare(other.version, "en", { numeric: true })) < 0 ? other : one;
}
/**
* Bytes of the groups that are its own, and its share of those that belong to several (all of CUDA 13's wheels are in `nvidia/cu13`): what its
* RECORD says, where all that is claimed is there. Nothing when no file was seen with its size, or not all groups could be told apart: unknown is never 0.
*/
function ownedBytes(one, index, { claims, groups, bytesOf }, { alone, claimed }) {
	if (groups.isFull()) return void 0;
	let sum = 0;
	claims.each(one.info, (group, bytes) => {
		const there = bytesOf(group);
		if (alone[group] === index) sum += there;
		else if (alone[group] === SEVERAL && (claimed[group] ?? 0) <= there) sum += bytes;
	});
	return sum > 0 ? sum : void 0;
}
function describe$1(one, marks, bytes) {
	const { kind, prefix } = classifySite(one.site, marks);
	return {
		name: one.name,
		key: normaliseName(one.name),
		version: one.version,
		requires: one.requires,
		...one.requiresLeftOut > 0 && { requiresLeftOut: one.requiresLeftOut },
		site: `/${one.site}`,
		environment: kind,
		prefix: `/${prefix}`,
		...bytes !== void 0 && { bytes },
		...one.layer !== void 0 && { layer: one.layer }
	};
}
function keyIn(one) {
	return `${one?.prefix}\n${one?.key}`;
}
function compare$1(a, b) {
	return a < b ? -1 : a > b ? 1 : 0;
}
// src/image/folder-view.ts
/** Marks are layer index + 1; 0 is "never". */
const NEVER$1 = 0;
/** The same rules as the view of entries that come layer by layer; remembers only the folders on the way to the current one. */
function createFolderView() {
	const frames = [];
	let here = {
		path: "",
		site: void 0,
		hider: NEVER$1,
		lowest: NEVER$1
	};
	let mark = 1;
	const nameOf = (path) => extendHash(EMPTY_HASH, path, path.lastIndexOf("/") + 1);
	/** The highest layer that hides an entry of `frame` from the layers below; two folders merge. */
	function hiderIn(frame, name, kind) {
		const slot = frame.entries?.find(name) ?? -1;
		if (!frame.entries || slot < 0) return frame.hider;
		const over = kind === "folder" ? opaqueIn(frame, name) : frame.entries.second(slot);
		return Math.max(frame.hider, frame.entries.first(slot), over);
	}
	function opaqueIn({ opaque }, name) {
		const slot = opaque?.find(name) ?? -1;
		return opaque && slot >= 0 ? opaque.first(slot) : NEVER$1;
	}
	function note(name, kind) {
		if (mark <= here.lowest) return;
		here.entries ??= createPathTable();
		const { entries } = here;
		const slot = entries.put(name);
		if (kind === "leaf") {
			if (entries.first(slot) === NEVER$1) entries.setFirst(slot, mark);
		} else if (entries.second(slot) === NEVER$1) entries.setSecond(slot, mark);
	}
	function noteOpaque(name) {
		if (mark <= here.lowest) return;
		here.opaque ??= createPathTable();
		const slot = here.opaque.put(name);
		if (here.opaque.first(slot) === NEVER$1) here.opaque.setFirst(slot, mark);
	}
	return {
		enter(path, lowest) {
			let parent = frames.at(-1);
			for (; parent && !holds(parent.path, path); parent = frames.at(-1)) {
				frames.pop();
				parent.entries?.clear();
				parent.opaque?.clear();
			}
			here = {
				path,
				site: parent && siteBelow(parent.site, path, path.lastIndexOf("/") + 1),
				hider: parent ? hiderIn(parent, nameOf(path), "folder") : NEVER$1,
				lowest: lowest + 1
			};
			frames.push(here);
		},
		layer(index) {
			mark = index + 1;
		},
		see(path, kind) {
			const name = nameOf(path);
			const isFolder = kind === "folder" || kind === "opaque-folder";
			const seen = hiderIn(here, name, isFolder ? "folder" : "leaf") <= mark;
			note(name, isFolder ? "folder" : "leaf");
			if (kind === "opaque-folder") noteOpaque(name);
			return seen;
		},
		visible: (path) => hiderIn(here, nameOf(path), "leaf") <= mark,
		hiderOf(path) {
			const hider = hiderIn(here, nameOf(path), "leaf");
			return hider > mark ? hider - 1 : void 0;
		},
		siteOf: () => here.site
	};
}
/** Whether `path` stands directly in `folder`. */
function holds(folder, path) {
	const cut = path.lastIndexOf("/");
	return path !== "" && folder === (cut < 0 ? "" : path.slice(0, cut));
}
// src/image/number-list.ts
const FIRST_LENGTH = 1024;
function createNumberList() {
	let values = new Float64Array(FIRST_LENGTH);
	return {
		at: (index) => values[index] ?? 0,
		set(index, value) {
			if (index >= values.length) {
				const more = new Float64Array(Math.max(index + 1, 2 * values.length));
				more.set(values);
				values = more;
			}
			values[index] = value;
		}
	};
}
// src/image/path-numbers.ts
/** A large image has some ten thousand groups of files in its site-packages folders. */
const MOST$2 = 2e5;
/** A table's columns have 16 bits each. */
const HALF = 65536;
function createPathNumbers(most = MOST$2) {
	const table = createLargeTable();
	let count = 0;
	let full = false;
	function known(hash) {
		const slot = table.find(hash);
		return slot < 0 ? void 0 : table.second(slot) * HALF + table.first(slot);
	}
	function give(hash) {
		full ||= count === most;
		if (full) return void 0;
		const slot = table.put(hash);
		table.setFirst(slot, count % HALF);
		table.setSecond(slot, Math.floor(count / HALF));
		return count++;
	}
	return {
		number(folder, name) {
			const hash = hashOf(folder, name);
			return known(hash) ?? give(hash);
		},
		find: (folder, name) => known(hashOf(folder, name)),
		count: () => count,
		isFull: () => full
	};
}
function hashOf(folder, name) {
	return extendHash(extendHash(EMPTY_HASH, folder), `\n${name}`);
}
// src/image/claims.ts
/** A large image's RECORDs claim some ten thousand groups. */
const MOST_CLAIMS = 1e5;
/** Remembers all that is claimed or nothing, since what some do not claim would count for the others. */
function createClaims(groups) {
	/** The claims of a folder stand one after another. */
	const folders = createPathNumbers();
	const starts = createNumberList();
	const ends = createNumberList();
	const claimed = createNumberList();
	const sums = createNumberList();
	/** The last claim of each group, plus one. */
	const latest = createNumberList();
	let count = 0;
	function claim(from, group, bytes) {
		const known = latest.at(group) - 1;
		if (known >= from) {
			sums.set(known, sums.at(known) + bytes);
			return;
		}
		claimed.set(count, group);
		sums.set(count, bytes);
		latest.set(group, ++count);
	}
	return {
		read(info, { text, rest }) {
			const [site, name] = splitPath(info);
			const folder = folders.number(site, name);
			if (folder === void 0) return;
			if (!rest) starts.set(folder, count);
			readRecord(text, (files, bytes) => {
				const group = count > MOST_CLAIMS ? void 0 : groups.number(site, files);
				if (group !== void 0) claim(starts.at(folder), group, bytes);
			});
			ends.set(folder, count);
		},
		each(info, tell) {
			const folder = folders.find(...splitPath(info));
			if (folder === void 0 || count > MOST_CLAIMS || folders.isFull()) return;
			for (let at = starts.at(folder); at < ends.at(folder); at++) tell(claimed.at(at), sums.at(at));
		}
	};
}
function splitPath(path) {
	const cut = path.lastIndexOf("/");
	return cut < 0 ? ["", path] : [path.slice(0, cut), path.slice(cut + 1)];
}
// src/image/kept-distributions.ts
/** An ordinary image has a few hundred. An image may carry any number, and a run must do with little memory. */
const MOST_DISTRIBUTIONS = 1e3;
/** What assertions ask for may have as many places again. */
const ASKED_FOR = /^(?:torch|nvidia-.*)$/;
/** Letters of all Requires-Dist lines together; only the report has them. */
const MOST_LETTERS = 5e5;
/** What a line costs in the report besides. */
const LINE = 20;
const MOST_REQUIRERS = 500;
/** Folders in which is counted what was left out; what is left out elsewhere is taken for installed. */
const MOST_FOLDERS = 1e3;
const OTHERS = "";
function createKeptDistributions() {
	const distributions = [];
	const requirers = [];
	/** How many were not kept in each folder. */
	const left = /* @__PURE__ */ new Map();
	let letters = 0;
	function leftIn(site) {
		const folder = left.size < MOST_FOLDERS || left.has(site) ? site : OTHERS;
		const counts = left.get(folder) ?? {
			distributions: 0,
			requirers: 0
		};
		left.set(folder, counts);
		return counts;
	}
	function addRequirers({ name, version, site, torch, torchLeftOut }) {
		const room = torch.slice(0, MOST_REQUIRERS - requirers.length);
		requirers.push(...room.map((requirement) => ({
			name,
			version,
			requirement,
			site
		})));
		const more = torch.length - room.length + torchLeftOut;
		if (more > 0) leftIn(site).requirers += more;
	}
	function addDistribution({ torch: _, torchLeftOut: __, requires, requiresLeftOut, ...one }) {
		const most = ASKED_FOR.test(normaliseName(one.name)) ? 2 * MOST_DISTRIBUTIONS : MOST_DISTRIBUTIONS;
		if (distributions.length >= most) {
			leftIn(one.site).distributions++;
			return;
		}
		const long = letters + requires.reduce((sum, line) => sum + line.length + LINE, 0);
		if (long <= MOST_LETTERS) letters = long;
		const { kept, leftOut } = long <= MOST_LETTERS ? {
			kept: requires,
			leftOut: requiresLeftOut
		} : {
			kept: [],
			leftOut: requiresLeftOut + requires.length
		};
		distributions.push({
			...one,
			requires: kept,
			requiresLeftOut: leftOut
		});
	}
	return {
		add(one) {
			addRequirers(one);
			addDistribution(one);
		},
		collect(isStored) {
			const installed = [...left].filter(([site]) => !isStored({ site })).map(([, counts]) => counts);
			return {
				distributions: distributions.filter((one) => !isStored(one)),
				distributionsLeftOut: installed.reduce((sum, counts) => sum + counts.distributions, 0),
				requirers: requirers.filter((one) => !isStored(one)).sort(listedOrder),
				requirersLeftOut: installed.reduce((sum, counts) => sum + counts.requirers, 0)
			};
		}
	};
}
// src/image/package-caches.ts
/** Known by their form alone, whatever is named `.cache` or `pkgs` besides: Poetry keeps its environments in `~/.cache/pypoetry`. */
const CACHES = [
	/^(?:.*\/)?archive-v\d+\/[^/]+\/$/,
	/^(?:.*\/)?\.cache\/uv\/(?!environments-)[a-z-]+-v\d+\//,
	/^(?:.*\/)?virtualenv\/wheel\/[^/]+\/image\//
];
/** Every unpacked package of conda, mamba and pixi carries it, no environment does: `pkgs/<name>-<version>-<build>/info/index.json`. */
const INDEX$1 = "/info/index.json";
const CONDA_PACKAGE = /(?:^|\/)pkgs\/(?:.*\/)?[^/]+-[^/-]+-[^/-]+$/;
const VENV = "/pyvenv.cfg";
function createPackageCaches() {
	const venvs = createPathSet();
	const packages = createPathSet();
	/** The folder that is stored as a whole, with a slash at its end. */
	function storedAt(folder) {
		for (const form of CACHES) {
			const match = form.exec(folder);
			if (match) return match[0];
		}
		return foldersAbove(folder).find((one) => packages.has(one));
	}
	return {
		see(path) {
			if (path.endsWith(VENV)) venvs.add(path.slice(0, -10));
			if (!path.endsWith(INDEX$1)) return;
			const folder = path.slice(0, -16);
			if (CONDA_PACKAGE.test(folder)) packages.add(`${folder}/`);
		},
		has(site) {
			const folder = `${site}/`;
			const stored = storedAt(folder);
			return stored !== void 0 && !foldersAbove(folder).some((one) => one.length >= stored.length && venvs.has(one));
		}
	};
}
/** `a/b/c/` and the folders that hold it: `a/`, `a/b/`, `a/b/c/`. */
function foldersAbove(folder) {
	return [...folder.matchAll(/\//g)].map(({ index }) => folder.slice(0, index + 1));
}
// src/image/torch-copies.ts
/** Files of torch that tell its version. An image with ten environments has some twenty. */
const MOST$1 = 2e3;
function createTorchCopies() {
	const copies = [];
	let crowded = false;
	return {
		add(copy) {
			if (copies.length < MOST$1) copies.push(copy);
			else crowded = true;
		},
		installed(counts, hasMetadata) {
			const told = new Set(copies.flatMap(({ site, metadata }) => metadata === void 0 ? [] : [site]));
			return copies.filter((copy) => counts(copy) && (isSiteFolder(copy.site) || told.has(copy.site) || hasMetadata(copy.site)));
		},
		unread: () => crowded ? [tooMany(MOST$1)] : void 0
	};
}
/** Said of the image as a whole. */
function tooMany(most) {
	return {
		site: "/",
		reason: "too many",
		why: `more than ${most} files of torch are in the image`
	};
}
// src/image/torch-clues.ts
const VERSION$1 = /^(?:(.*)\/)?torch\/version\.py$/s;
const METADATA = /^(?:(.*)\/)?torch-[^/]+\.dist-info\/METADATA$/is;
const FOLDER = /^(?:(.*)\/)?torch$/s;
/** Folders and files in which torch must be. */
const MOST = 5e3;
function createTorchClues(caches) {
	/** The first of each kind in a folder says as much as all of them. */
	const firsts = /* @__PURE__ */ new Map();
	const texts = /* @__PURE__ */ new Set();
	let crowded = false;
	const hasMetadata = (site) => firsts.has(idOf({
		site,
		what: "METADATA"
	}));
	return {
		see(path, kind) {
			const clue = clueOf(path, kind);
			if (!clue || isVendored(clue.site) || firsts.has(idOf(clue))) return;
			if (firsts.size < MOST) firsts.set(idOf(clue), clue);
			else crowded = true;
		},
		read(path) {
			const clue = clueOf(path, "file");
			if (clue && firsts.get(idOf(clue))?.path === path) texts.add(path);
		},
		hasMetadata,
		unread(copies) {
			if (crowded) return [tooMany(MOST)];
			const visible = copies.filter((copy) => copy.visible);
			const known = new Set(visible.map(({ site }) => site));
			const open = [...firsts.values()].filter(({ site }) => !known.has(site) && !caches.has(site)).filter((clue) => counts(clue, hasMetadata, visible));
			return [...Map.groupBy(open, ({ site }) => site)].flatMap(([site, clues]) => {
				const clue = best(clues);
				return clue ? [{
					site: `/${site}`,
					...explain$3(clue, texts)
				}] : [];
			});
		}
	};
}
function idOf({ site, what }) {
	return `${what} ${site}`;
}
function clueOf(path, kind) {
	if (kind !== "file" && kind !== "link" && kind !== "other") return void 0;
	if (path.endsWith("torch/version.py")) return found(VERSION$1, "version.py");
	if (path.endsWith(".dist-info/METADATA")) return found(METADATA, "METADATA");
	return kind === "link" && path.endsWith("torch") ? found(FOLDER, "folder") : void 0;
	function found(pattern, what) {
		const match = pattern.exec(path);
		return match ? {
			path,
			site: match[1] ?? "",
			what,
			kind
		} : void 0;
	}
}
/**
* Outside site-packages only METADATA makes it a torch. A linked folder is another name of a folder that is told where it
* really is, when it is in the image.
*/
function counts({ site, what }, hasMetadata, visible) {
	if (what === "folder") return isSiteFolder(site) && visible.length === 0;
	if (what === "METADATA" || isSiteFolder(site)) return true;
	return hasMetadata(site);
}
/** version.py says most. */
function best(clues) {
	return clues.find(({ what }) => what === "version.py") ?? clues[0];
}
const BECAUSE = {
	link: "is a link",
	"no regular file": "is no regular file",
	unreadable: "cannot be read",
	"no version": "names no version"
};
function explain$3(clue, texts) {
	const reason = reasonOf(clue, texts);
	return {
		reason,
		why: `torch is there (/${clue.path}), but its ${clue.what} ${BECAUSE[reason]}`
	};
}
function reasonOf({ path, kind }, texts) {
	if (kind === "link") return "link";
	if (kind !== "file") return "no regular file";
	return texts.has(path) ? "no version" : "unreadable";
}
// src/image/found-files.ts
/** Where a folder of PATH may be a link, but for the many of system folders. */
const NEAR_ROOT = /^(?!(?:etc|lib|lib64|proc|sys|usr\/(?:bin|lib|sbin|share))\/)[^/]+(?:\/[^/]+){0,3}$/;
function createFoundFiles(groups) {
	const kept = createKeptDistributions();
	const claims = createClaims(groups);
	const venvs = createPathSet();
	const condas = createPathSet();
	const links = createPathSet();
	const torch = createTorchCopies();
	const caches = createPackageCaches();
	const clues = createTorchClues(caches);
	function metadata(path, text, place) {
		const info = path.endsWith(".egg-info") ? path : parentOf$1(path);
		const site = parentOf$1(info);
		const core = isVendored(site) ? void 0 : readCoreMetadata(text);
		if (!core) return;
		if (normaliseName(core.name) === "torch") torch.add({
			...place,
			site,
			metadata: core.version
		});
		const source = info.endsWith(".dist-info") ? "dist-info" : "egg-info";
		if (place.visible) kept.add({
			...core,
			site,
			info,
			layer: place.layer,
			source
		});
	}
	function torchVersion(path, text, place) {
		const site = parentOf$1(parentOf$1(path));
		const file = isVendored(site) ? void 0 : readTorchVersion(text);
		if (file) torch.add({
			...place,
			site,
			file
		});
	}
	function see(path, kind) {
		if (kind === "link" && NEAR_ROOT.test(path)) links.add(path);
		clues.see(path, kind);
	}
	function mark(path, layer) {
		if (path.endsWith("/pyvenv.cfg")) venvs.add(parentOf$1(path));
		if (!path.endsWith(".json")) return;
		const folder = parentOf$1(path);
		if (!/(?:^|\/)conda-meta$/.test(folder)) return;
		condas.add(parentOf$1(folder));
		const conda = readCondaName(path);
		if (conda) kept.add({
			...conda,
			...NO_REQUIRES,
			site: folder,
			info: path,
			layer,
			source: "conda"
		});
	}
	function collect() {
		const stored = ({ site }) => caches.has(site);
		const installed = torch.installed((copy) => !stored(copy), clues.hasMetadata);
		const marks = {
			venvs,
			condas,
			links
		};
		const { distributions, ...more } = kept.collect(stored);
		return {
			...more,
			distributions: distributions.toSorted(byLayer),
			claims,
			marks,
			torch: installed.sort(byLayer),
			unreadTorch: torch.unread() ?? clues.unread(installed)
		};
	}
	return {
		pass: caches.see,
		see,
		mark,
		text(path, piece, place) {
			const { text, rest } = piece;
			if (place.visible) clues.read(path);
			if (path.endsWith("/RECORD")) {
				if (place.visible) claims.read(parentOf$1(path), piece);
			} else if (rest) return;
			else if (path.endsWith("torch/version.py")) torchVersion(path, text, place);
			else metadata(path, text, place);
		},
		collect
	};
}
/** conda's records are not read: their names say it all. */
const NO_REQUIRES = {
	requires: [],
	requiresLeftOut: 0,
	torch: [],
	torchLeftOut: 0
};
/** Highest first, whatever the order of the walk was. */
function byLayer(one, two) {
	return (two.layer ?? 0) - (one.layer ?? 0);
}
function parentOf$1(path) {
	const cut = path.lastIndexOf("/");
	return cut < 0 ? "" : path.slice(0, cut);
}
// src/image/layer-sums.ts
/** A link that names an earlier entry of its archive (`=usr/bin/perl`) instead of an inode; it carries no bytes. */
const BY_PATH = "=";
/** Hidden files remembered per layer, for visible hard links to them. */
const MOST_HIDDEN = 5e4;
const SEEN = 1;
function createLayerSums() {
	const sums = [];
	let current = {
		unpackedBytes: 0,
		files: 0
	};
	let rootfs = 0;
	const inodes = createLargeTable();
	let layerHash = EMPTY_HASH;
	let byPath = true;
	let hidden = /* @__PURE__ */ new Map();
	let forgotten = false;
	let doubt;
	/** One inode under several names: counted at its first name, and in the merged view at its first visible one. */
	function linked(link, bytes, visible) {
		const slot = inodes.put(extendHash(layerHash, link));
		if (inodes.first(slot) === 0) current.unpackedBytes += bytes;
		inodes.setFirst(slot, SEEN);
		if (!visible || inodes.second(slot) === SEEN) return;
		inodes.setSecond(slot, SEEN);
		rootfs += bytes;
	}
	function linkedByPath(target) {
		const bytes = hidden.get(target);
		if (bytes !== void 0) {
			rootfs += bytes;
			hidden.delete(target);
		} else if (forgotten) doubt = "too many hidden files to place the bytes of a hard link";
	}
	function single(path, bytes, visible) {
		current.unpackedBytes += bytes;
		if (visible) rootfs += bytes;
		else if (!byPath) return;
		else if (hidden.size < MOST_HIDDEN) hidden.set(path, bytes);
		else forgotten = true;
	}
	return {
		layer(index, links) {
			current = sums[index] ?? {
				unpackedBytes: 0,
				files: 0
			};
			sums[index] = current;
			layerHash = extendHash(EMPTY_HASH, `${index}:`);
			byPath = links === "paths";
			if (hidden.size > 0) hidden = /* @__PURE__ */ new Map();
			forgotten = false;
		},
		file(path, bytes, link, visible) {
			current.files++;
			if (link === void 0) single(path, bytes, visible);
			else if (!link.startsWith(BY_PATH)) linked(link, bytes, visible);
			else if (visible) linkedByPath(link.slice(1));
		},
		layers: () => sums,
		rootfsBytes: () => rootfs,
		unsure: () => doubt
	};
}
// src/image/merged-view.ts
/** Folders of one layer that are remembered; a walk in any sensible order needs a few dozen. */
const REMEMBERED = 4096;
/** Marks in the tables are layer index + 1, in 16 bits; 0 is "never". */
const LAST_MARK = 65535;
const NEVER = 0;
/**
* For entries that come layer by layer: all of the upper layers are remembered, by hash.
*
* The rules of OCI layers and overlayfs: an entry is hidden when a higher layer has a whiteout or anything else at its
* path (two folders merge), or when one of its folders is hidden, opaque or no folder in a higher layer.
* https://github.com/opencontainers/image-spec/blob/main/layer.md
*/
function createMergedView() {
	/** first: highest layer with a whiteout or a non-folder there; second: highest layer with a folder there. */
	const table = createLargeTable();
	/** Highest layer in which the folder is opaque. */
	const opaque = createPathTable();
	let mark = 1;
	let folders = /* @__PURE__ */ new Map();
	let lastPath = "";
	let last;
	function folderAt(path) {
		if (last && path === lastPath) return last;
		let folder = folders.get(path);
		if (!folder) {
			folder = path === "" ? rootFolder() : enter(path);
			if (folders.size >= REMEMBERED) folders = /* @__PURE__ */ new Map();
			folders.set(path, folder);
		}
		lastPath = path;
		last = folder;
		return folder;
	}
	function rootFolder() {
		const slot = opaque.find(EMPTY_HASH);
		return {
			hash: EMPTY_HASH,
			hidden: slot >= 0 && opaque.first(slot) > mark,
			shared: true,
			site: void 0
		};
	}
	function enter(path) {
		const cut = path.lastIndexOf("/");
		const parent = folderAt(cut < 0 ? "" : path.slice(0, cut));
		const hash = extendHash(parent.hash, path, Math.max(cut, 0));
		const { hidden, shared } = judge(parent, hash);
		if (!hidden) note(hash, "second");
		return {
			hash,
			hidden,
			shared,
			site: siteBelow(parent.site, path, cut + 1)
		};
	}
	function judge(parent, hash) {
		if (parent.hidden) return {
			hidden: true,
			shared: false
		};
		if (!parent.shared) return {
			hidden: false,
			shared: false
		};
		const slot = table.find(hash);
		if (slot < 0) return {
			hidden: false,
			shared: false
		};
		const over = opaque.find(hash);
		return {
			hidden: table.first(slot) > mark || over >= 0 && opaque.first(over) > mark,
			shared: table.second(slot) > mark
		};
	}
	function note(hash, column) {
		if (mark === 1) return;
		const slot = table.put(hash);
		if (column === "first") {
			if (table.first(slot) === NEVER) table.setFirst(slot, mark);
		} else if (table.second(slot) === NEVER) table.setSecond(slot, mark);
	}
	function noteOpaque(hash) {
		const slot = opaque.put(hash);
		if (opaque.first(slot) === NEVER) opaque.setFirst(slot, mark);
	}
	function opaqueAt(hash) {
		const slot = opaque.find(hash);
		return slot < 0 ? NEVER : opaque.first(slot);
	}
	function hashOf(parent, path) {
		return extendHash(parent.hash, path, Math.max(path.lastIndexOf("/"), 0));
	}
	function leafVisible(parent, hash) {
		if (parent.hidden) return false;
		if (!parent.shared) return true;
		const slot = table.find(hash);
		return slot < 0 || table.first(slot) <= mark && table.second(slot) <= mark;
	}
	return {
		layer(index) {
			mark = index + 1;
			if (mark > LAST_MARK) throw new Error(`layer ${index}: no image has that many layers`);
			folders = /* @__PURE__ */ new Map();
			last = void 0;
		},
		see(path, kind) {
			if (kind === "folder" || kind === "opaque-folder") {
				const folder = folderAt(path);
				if (kind === "opaque-folder") noteOpaque(folder.hash);
				return !folder.hidden;
			}
			const parent = folderAt(parentOf(path));
			if (mark === 1 && !parent.shared) return !parent.hidden;
			const hash = hashOf(parent, path);
			const seen = leafVisible(parent, hash);
			if (!parent.hidden) note(hash, "first");
			return seen;
		},
		visible(path) {
			const parent = folderAt(parentOf(path));
			return leafVisible(parent, hashOf(parent, path));
		},
		hiderOf(path) {
			let hash = EMPTY_HASH;
			let hider = opaqueAt(hash);
			for (let end = 0; end < path.length && hider <= mark;) {
				const from = end;
				const cut = path.indexOf("/", end + 1);
				end = cut < 0 ? path.length : cut;
				hash = extendHash(hash, path.slice(from, end));
				const slot = table.find(hash);
				const leaf = end === path.length;
				if (slot >= 0) hider = Math.max(hider, table.first(slot), leaf ? table.second(slot) : NEVER);
				if (!leaf) hider = Math.max(hider, opaqueAt(hash));
			}
			return hider > mark ? hider - 1 : void 0;
		},
		siteOf: (path) => folderAt(parentOf(path)).site
	};
}
function parentOf(path) {
	const cut = path.lastIndexOf("/");
	return cut < 0 ? "" : path.slice(0, cut);
}
// src/image/site-bytes.ts
function createSiteBytes(groups) {
	const sums = createNumberList();
	return {
		add(place, name, bytes) {
			const group = groups.number(place.site, place.depth === 0 ? name : place.group);
			if (group !== void 0) sums.set(group, sums.at(group) + bytes);
		},
		of: sums.at
	};
}
// src/image/torch.ts
const DEFAULT_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
/** All visible copies of torch, the one the image's own interpreter finds first; steps are joined later. */
function listTorch(copies, requiring, marks, path) {
	return [...new Set(copies.filter(({ visible }) => visible).map(({ site }) => site))].flatMap((site) => describeTorch(site, copies, requiring, marks) ?? []).map((facts) => place(facts, marks, path)).sort((a, b) => a.rank - b.rank || (a.facts.site < b.facts.site ? -1 : 1)).map(({ facts }) => facts);
}
/** Where the image's own interpreter finds it, or that the image's PATH does not lead to its environment. */
function place(facts, marks, path) {
	const { kind, prefix } = classifySite(facts.site.slice(1), marks);
	const rank = rankEnvironment(kind, `/${prefix}`, path ?? DEFAULT_PATH);
	return {
		facts: path !== void 0 && (kind === "venv" || kind === "conda") && isOffPath(prefix, path, marks) ? {
			...facts,
			offPath: `/${prefix}`
		} : facts,
		rank
	};
}
function describeTorch(site, copies, requiring, marks) {
	const here = copies.filter((copy) => copy.site === site);
	const seen = here.filter(({ visible }) => visible);
	const withFile = seen.find(({ file }) => file);
	const withMetadata = ownMetadata(withFile?.file?.version, seen);
	const metadata = withMetadata?.metadata;
	const version = withFile?.file?.version ?? metadata;
	if (version === void 0) return void 0;
	const layer = (withFile ?? withMetadata)?.layer;
	const beside = seen.flatMap((copy) => copy.metadata === metadata ? [] : copy.metadata ?? []);
	return {
		version,
		source: withFile ? "torch/version.py" : "METADATA",
		...metadata !== void 0 && metadata !== version && { metadataVersion: metadata },
		...withFile?.file?.cuda !== void 0 && { cuda: withFile.file.cuda },
		...withFile?.file?.hip !== void 0 && { hip: withFile.file.hip },
		site: `/${site}`,
		...layer !== void 0 && { layer },
		...beside.length > 0 && { leftBeside: [...new Set(beside)] },
		replaced: listReplaced(here),
		requiredBy: listRequiring(site, requiring, marks),
		...requiring.requirersLeftOut > 0 && { requiredByLeftOut: requiring.requirersLeftOut }
	};
}
/** The highest hidden copy of each folder in which nothing of torch is left; steps are joined later. */
function listDeleted(copies, unread) {
	const left = new Set([...copies.filter(({ visible }) => visible), ...unread].map(({ site }) => site.replace(/^\//, "")));
	return [...Map.groupBy(copies, ({ site }) => site)].flatMap(([site, here]) => {
		const [highest] = left.has(site) ? [] : listReplaced(here);
		if (!highest) return [];
		const { version, layer } = highest;
		const by = here.find((copy) => copy.layer === layer)?.hiddenBy;
		return [{
			version,
			layer,
			site: `/${site}`,
			...by !== void 0 && { deletedIn: by }
		}];
	});
}
/** The copy whose METADATA belongs to that version.py: where pip has uninstalled nothing, several lie in one folder. */
function ownMetadata(version, seen) {
	const told = seen.filter(({ metadata }) => metadata !== void 0);
	const release = version?.split("+")[0];
	return told.find(({ metadata }) => metadata === version) ?? told.find(({ metadata }) => metadata?.split("+")[0] === release) ?? told[0];
}
/** One per layer: version.py first, METADATA where there is none. METADATA may be visible: pip does not always uninstall. */
function listReplaced(here) {
	return [...Map.groupBy(here, ({ layer }) => layer)].flatMap(([layer, copies]) => {
		const hidden = copies.filter(({ visible }) => !visible);
		const version = hidden.find(({ file }) => file)?.file?.version ?? ownMetadata(void 0, hidden)?.metadata;
		if (layer === void 0 || version === void 0) return [];
		const metadata = ownMetadata(version, copies)?.metadata;
		return [{
			version,
			...metadata !== void 0 && metadata !== version && { metadataVersion: metadata },
			layer
		}];
	}).sort((a, b) => b.layer - a.layer);
}
/** The requirers in the same folder or environment. */
function listRequiring(site, { requirers }, marks) {
	const { prefix } = classifySite(site, marks);
	return requirers.filter((one) => one.site === site || classifySite(one.site, marks).prefix === prefix).map(({ name, version, requirement }) => ({
		name,
		version,
		requirement
	}));
}
// src/image/analysis.ts
/**
* Takes an image's entries and keeps sums instead of paths. Layer by layer it remembers about 16 bytes per entry of the upper
* layers; folder by folder only what stands in the folders on the way to the current one, where several layers have them.
* Without any `layer()` call the entries are taken as one merged view.
*/
function createAnalysis() {
	let folders;
	let view = createMergedView();
	const sums = createLayerSums();
	const groups = createPathNumbers();
	const siteBytes = createSiteBytes(groups);
	const found = createFoundFiles(groups);
	const doubts = /* @__PURE__ */ new Set();
	let current;
	function entry(path, kind, bytes, link) {
		const visible = view.see(path, kind);
		if (visible) found.see(path, kind);
		if (kind !== "file") return;
		found.pass(path);
		sums.file(path, bytes, link, visible);
		if (!visible) return;
		const site = view.siteOf(path);
		if (site) siteBytes.add(site, path.slice(path.lastIndexOf("/") + 1), bytes);
		found.mark(path, current);
	}
	function file(path, text, rest = false) {
		const visible = view.visible(path);
		const hiddenBy = visible ? void 0 : view.hiderOf(path);
		found.text(path, {
			text,
			rest
		}, {
			layer: current,
			visible,
			...hiddenBy !== void 0 && { hiddenBy }
		});
	}
	return {
		sink: {
			layer(index) {
				current = index;
				view.layer(index);
				sums.layer(index, folders ? "inodes" : "paths");
			},
			folder(path, lowest) {
				folders ??= createFolderView();
				view = folders;
				folders.enter(path, lowest);
			},
			entry,
			file,
			unsure: (why) => void doubts.add(why)
		},
		finish(path) {
			const files = found.collect();
			const { distributions: all, claims, marks, torch, unreadTorch } = files;
			const distributions = listDistributions(all, {
				claims,
				groups,
				bytesOf: siteBytes.of
			}, marks);
			const doubt = sums.unsure();
			return {
				layers: sums.layers(),
				rootfsBytes: sums.rootfsBytes(),
				distributions,
				distributionsLeftOut: files.distributionsLeftOut,
				torch: listTorch(torch, files, marks, path),
				unreadTorch,
				deletedTorch: listDeleted(torch, unreadTorch),
				unsure: doubt === void 0 ? [...doubts] : [...doubts, doubt]
			};
		}
	};
}
// src/image/compose-facts.ts
/** One image's facts from what the ways saw. Pure. */
function composeFacts(all) {
	const { id, platform, outline, seen, outlined } = all;
	const layered = seen.find(({ way, result }) => way.tells === "layers" && isWhole(result, outline));
	const layers = outline && addSums(outline.layers, layered?.result);
	const unknown = unknownBecause(all);
	return {
		id,
		platform,
		unpackedBytes: layered ? known(sum(layered.result), layered) : unknown("layers"),
		compressedBytes: compressed(outline, outlined),
		rootfsBytes: layered && layered.result.unsure.length === 0 ? known(layered.result.rootfsBytes, layered) : unknown("view"),
		layers: layers ? layersMeasured(layers, layered, outlined.seconds) : {
			known: false,
			why: outlined.why
		},
		...pythonFacts(seen, layers, unknown)
	};
}
/** Every layer was seen. */
function isWhole(result, outline) {
	return outline?.diffIds.every((_, index) => result.layers[index] !== void 0) === true;
}
function known(value, { way, seconds }) {
	return {
		known: true,
		value,
		method: way.id,
		seconds
	};
}
function sum({ layers }) {
	return layers.reduce((all, layer) => all + (layer?.unpackedBytes ?? 0), 0);
}
/** The reason for what no way could see: `view`, also why a view that was seen is not trusted. */
function unknownBecause({ seen, reasons, outline, outlined }) {
	return (what) => {
		const doubts = what === "view" ? seen.flatMap(({ way, result }) => result.unsure.map((why) => `${way.id}: ${why}`)) : [];
		const blind = seen.filter(({ way }) => way.tells === "files").map(({ way }) => `${way.id}: sees no sizes`);
		return {
			known: false,
			why: [
				...outline ? [] : [outlined.why],
				...doubts,
				...reasons,
				...what === "layers" ? blind : []
			].join("; ") || "there is no way into this image"
		};
	};
}
function compressed(outline, outlined) {
	if (!outline) return {
		known: false,
		why: outlined.why
	};
	const { blobs, blobsMissing = "the engine's store keeps no compressed layers" } = outline;
	if (!blobs) return {
		known: false,
		why: blobsMissing
	};
	return {
		known: true,
		value: blobs.reduce((all, { bytes }) => all + bytes, 0),
		method: "manifest",
		seconds: outlined.seconds
	};
}
function addSums(layers, result) {
	return layers.map((layer) => {
		const seen = result?.layers[layer.index];
		return seen ? {
			...layer,
			unpackedBytes: seen.unpackedBytes,
			files: seen.files
		} : layer;
	});
}
function layersMeasured(layers, layered, seconds) {
	return layered ? known(layers, layered) : {
		known: true,
		value: layers,
		method: "manifest",
		seconds
	};
}
/** Packages and torch from the most telling way; the time is that of the first which knew the same. */
function pythonFacts(seen, layers, unknown) {
	const sure = seen.filter(({ result }) => result.unsure.length === 0);
	const best = sure.find(({ way }) => way.tells === "layers") ?? sure[0];
	if (!best) return {
		distributions: unknown("view"),
		torch: unknown("view")
	};
	const when = sure.find(({ result }) => versionsOf(result) === versionsOf(best.result)) ?? best;
	const leftOut = best.result.distributionsLeftOut;
	const distributions = {
		distributions: knownSince(best.result.distributions, best, when),
		...leftOut > 0 && { distributionsLeftOut: leftOut }
	};
	if (best.result.unreadTorch.length > 0) return {
		...distributions,
		...torchElsewhere(best, sure)
	};
	const torch = best.result.torch.map((one) => joinSteps(one, layers));
	const deleted = best.result.deletedTorch.map((one) => joinDeletion(one, layers));
	return {
		...distributions,
		torch: knownSince(torch, best, when),
		...deleted.length > 0 && { deletedTorch: deleted }
	};
}
const TOLD_UNREAD = 5;
/** Torch from a way that read what the best one could not, in all those folders. */
function torchElsewhere({ way, result }, sure) {
	const reader = sure.find((other) => {
		const sites = new Set(other.result.torch.map(({ site }) => site));
		return other.result.unreadTorch.length === 0 && [...result.unreadTorch, ...result.torch].every(({ site }) => sites.has(site));
	});
	if (reader) return { torch: known(reader.result.torch, reader) };
	const told = result.unreadTorch.slice(0, TOLD_UNREAD).map((one) => one.why);
	const more = result.unreadTorch.length - told.length;
	const why = `${way.id}: ${[...told, ...more > 0 ? [`and ${more} more`] : []].join("; ")}`;
	const unreadTorch = result.unreadTorch.map(({ site, reason }) => ({
		site,
		reason
	}));
	return {
		torch: {
			known: false,
			why
		},
		unreadTorch
	};
}
function versionsOf({ torch }) {
	return torch.map(({ site, version }) => `${site} ${version}`).join("\n");
}
/** Found by the first way, completed by a later one. */
function knownSince(value, by, when) {
	return {
		known: true,
		value,
		method: by === when ? by.way.id : `${when.way.id}, ${by.way.id}`,
		seconds: when.seconds
	};
}
function stepAt(layers, layer) {
	return layer === void 0 ? void 0 : layers?.[layer]?.step;
}
function joinDeletion(torch, layers) {
	const step = stepAt(layers, torch.layer);
	const deletedBy = stepAt(layers, torch.deletedIn);
	return {
		...torch,
		...step && { step },
		...deletedBy && { deletedBy }
	};
}
function joinSteps(torch, layers) {
	const step = stepAt(layers, torch.layer);
	return {
		...torch,
		...step && { step },
		replaced: torch.replaced.map((copy) => {
			const made = stepAt(layers, copy.layer);
			return made ? {
				...copy,
				step: made
			} : copy;
		})
	};
}
// src/image/formats/manifest.ts
const DIGEST = /^sha256:[0-9a-f]{64}$/;
/** A JSON object, or an error that names what was read. */
function parse(text, what) {
	let value;
	try {
		value = JSON.parse(text);
	} catch {
		throw new Error(`the ${what} is no JSON`);
	}
	if (!isJson(value)) throw new Error(`the ${what} is no object`);
	return value;
}
/**
* Reads an index or a manifest (OCI and Docker types). Attestation manifests (`unknown/unknown`) are left out.
* https://github.com/opencontainers/image-spec/blob/main/image-index.md
*/
function readManifest(text) {
	const json = parse(text, "manifest");
	if (Array.isArray(json["manifests"])) return { manifests: rows$1(json, "manifests").flatMap(readRef) };
	const config = isJson(json["config"]) ? digestOf(json["config"]) : void 0;
	if (config === void 0 || !Array.isArray(json["layers"])) throw new Error("the manifest names no config or no layers");
	return {
		config,
		layers: rows$1(json, "layers").map(readLayer)
	};
}
function readRef(json) {
	const digest = digestOf(json);
	const platform = isJson(json["platform"]) ? platformOf(json["platform"]) : "";
	const attestation = below(json, "annotations")["vnd.docker.reference.type"] !== void 0;
	if (digest === void 0 || attestation || platform === "unknown/unknown") return [];
	return [{
		digest,
		platform
	}];
}
function readLayer(json) {
	const digest = digestOf(json);
	const bytes = json["size"];
	if (digest === void 0 || typeof bytes !== "number" || !Number.isSafeInteger(bytes) || bytes < 0) throw new Error("the manifest names a layer without digest or size");
	return {
		digest,
		bytes,
		encoding: encodingOf(String(json["mediaType"] ?? ""))
	};
}
/** By media type: `….tar+gzip`, `….diff.tar.gzip`, `….tar+zstd`, `….tar`. */
function encodingOf(mediaType) {
	if (/[.+]gzip$/.test(mediaType)) return "gzip";
	return /[.+]zstd$/.test(mediaType) ? "zstd" : "none";
}
/** Reads an image's configuration. https://github.com/opencontainers/image-spec/blob/main/config.md */
function readConfig(text) {
	const json = parse(text, "configuration");
	const ids = below(json, "rootfs")["diff_ids"];
	if (!Array.isArray(ids) || !ids.every((id) => typeof id === "string" && DIGEST.test(id))) throw new Error("the configuration names no layers");
	const path = pathOf$1(below(json, "config")["Env"]);
	return {
		platform: platformOf(json),
		diffIds: ids,
		history: rows$1(json, "history").map((entry) => ({
			createdBy: typeof entry["created_by"] === "string" ? entry["created_by"] : "",
			empty: entry["empty_layer"] === true
		})),
		...path !== void 0 && { path }
	};
}
/** `PATH` out of a list of `NAME=value`. */
function pathOf$1(env) {
	const found = Array.isArray(env) ? env.find((item) => typeof item === "string" && item.startsWith("PATH=")) : void 0;
	return found === void 0 ? void 0 : String(found).slice(5);
}
/** `linux/amd64`, `linux/arm/v7`. */
function platformOf(json) {
	const variant = json["variant"] ? `/${json["variant"]}` : "";
	const arm8 = json["architecture"] === "arm64" && variant === "/v8";
	return `${json["os"] ?? "unknown"}/${json["architecture"] ?? "unknown"}${arm8 ? "" : variant}`;
}
/** The history's entries that made the layers, in order; nothing when their numbers differ. */
function layerHistory(history, layers) {
	const indexes = history.flatMap(({ empty }, index) => empty ? [] : [index]);
	return indexes.length === layers ? indexes : void 0;
}
function digestOf(json) {
	const digest = json["digest"];
	return typeof digest === "string" && DIGEST.test(digest) ? digest : void 0;
}
// src/image/formats/engine-image.ts
/** Reads the answer of `GET /images/{id}/json`. https://docs.docker.com/reference/api/engine/version/v1.51/#tag/Image */
function readEngineImage(text) {
	const json = JSON.parse(text);
	if (!isJson(json)) throw new Error("the engine's answer is no object");
	const rootfs = below(json, "RootFS")["Layers"];
	const path = pathOf$1(below(json, "Config")["Env"]);
	return {
		platform: platformOf({
			os: json["Os"],
			architecture: json["Architecture"],
			variant: json["Variant"]
		}),
		diffIds: Array.isArray(rootfs) ? rootfs.filter((id) => typeof id === "string") : [],
		folders: readFolders(json["GraphDriver"]),
		...path !== void 0 && { path }
	};
}
/** `UpperDir` is the highest layer, `LowerDir` lists the others, highest first. */
function readFolders(driver) {
	const data = isJson(driver) && driver["Name"] === "overlay2" ? driver["Data"] : void 0;
	if (!isJson(data) || typeof data["UpperDir"] !== "string") return [];
	const lower = typeof data["LowerDir"] === "string" ? data["LowerDir"].split(":") : [];
	return [data["UpperDir"], ...lower].filter((folder) => folder !== "");
}
/** Instructions that change the configuration only. */
const CONFIG_ONLY = /^(?:#\(nop\)\s+)?(?:ARG|CMD|ENTRYPOINT|ENV|EXPOSE|HEALTHCHECK|LABEL|MAINTAINER|ONBUILD|SHELL|STOPSIGNAL|USER|VOLUME)\b/;
/**
* Reads the answer of `GET /images/{id}/history` (newest first) into the form of a configuration. It does not say which
* entries made layers: those with bytes did, and of those without as many as are missing, by their instruction.
*/
function readEngineHistory(text, layers) {
	const told = objects(JSON.parse(text)).toReversed().map((entry) => ({
		createdBy: String(entry["CreatedBy"] ?? "").replace(/^\/bin\/sh -c #\(nop\)\s+/, "#(nop) "),
		bytes: Number(entry["Size"] ?? 0)
	}));
	const full = told.filter(({ bytes }) => bytes > 0).length;
	return told.map(({ createdBy, bytes }) => ({
		createdBy,
		empty: bytes <= 0 && (full === layers || CONFIG_ONLY.test(createdBy))
	}));
}
// src/image/outline.ts
/**
* Reads the outlines of all platforms. Throws an Error that says what could not be read. Histories are compared as they are read and then let
* go: one may be as large as all else that is known of an image.
*/
async function readOutlines(world, subject, stepsOf) {
	if (subject.kind === "engine-image" && subject.engine.store !== "containerd") return [await fromEngine(world, subject, stepsOf)];
	const blobs = blobsOf(world, subject);
	const digest = subject.kind === "engine-image" ? subject.id : subject.digest;
	try {
		return await fromManifest(blobs, { digest }, stepsOf);
	} catch (error) {
		if (subject.kind !== "engine-image" || subject.platforms.length > 1) throw error;
		return [{
			...await fromEngine(world, subject, stepsOf),
			blobsMissing: error.message
		}];
	}
}
async function fromManifest(blobs, { digest, platform }, stepsOf) {
	const manifest = readManifest(await textOf(blobs, digest, "manifest"));
	if ("manifests" in manifest) {
		if (platform !== void 0) throw new Error("the image's index names another index");
		const all = [];
		for (const ref of manifest.manifests) all.push(...await fromManifest(blobs, ref, stepsOf));
		return all;
	}
	return [outlineOf(digest, readConfig(await textOf(blobs, manifest.config, "configuration")), manifest.layers, stepsOf)];
}
function outlineOf(id, { history, ...config }, blobs, stepsOf) {
	if (blobs.length !== config.diffIds.length) throw new Error("the manifest and the configuration name different layers");
	const layers = outlineLayers({
		...config,
		history,
		blobs
	}, stepsOf(history));
	return {
		...config,
		id,
		layers,
		blobs,
		folders: []
	};
}
async function textOf(blobs, digest, what) {
	const text = await blobs.text(digest);
	if (text === void 0) throw new Error(`the image's ${what} (${digest}) cannot be read from the store`);
	return text;
}
/** One answer after the other: each may have megabytes, of variables and labels. */
async function fromEngine(world, { id }, stepsOf) {
	const described = await describe(world, id);
	const history = await readHistory(world, id, described.diffIds.length);
	return {
		...described,
		id,
		layers: outlineLayers({
			...described,
			history
		}, stepsOf(history))
	};
}
async function describe({ engine }, id) {
	const { status, text } = await engine.call({ path: `${pathOf(id)}/json` });
	if (status !== 200) throw new Error(`the engine does not know ${id} (${status}: ${text.trim().slice(0, 200)})`);
	return readEngineImage(text);
}
async function readHistory({ engine }, id, layers) {
	const { status, text } = await engine.call({ path: `${pathOf(id)}/history` });
	return status === 200 ? readEngineHistory(text, layers) : [];
}
function pathOf(id) {
	return `/images/${encodeURIComponent(id)}`;
}
/** The layers without sizes; origins are joined where the history's layers are as many as the image's. */
function outlineLayers({ history, diffIds, blobs }, { steps, base }) {
	const made = layerHistory(history, diffIds.length) ?? [];
	const commands = keepCommands(diffIds.map((_, index) => history[made[index] ?? -1]?.createdBy ?? ""));
	return diffIds.map((diffId, index) => {
		const entry = made[index];
		const step = entry === void 0 ? void 0 : steps[entry];
		const blob = blobs?.[index];
		return {
			index,
			diffId,
			createdBy: commands[index] ?? "",
			base: entry !== void 0 && entry < base && step === void 0,
			...step && { step },
			...blob && {
				digest: blob.digest,
				compressedBytes: blob.bytes
			}
		};
	});
}
/** From the highest layer on: what this build made tells more than what its base image brought. */
function keepCommands(commands) {
	return commands.toReversed().map(createCommandKeeper()).toReversed();
}
// src/image/inspect.ts
/**
* Measures an image where it lies, one result per platform. Ways are tried in order, each only for what is still
* unknown; what stays unknown says why. Never throws for an image that cannot be read, only a `BuilderLostError`: the next way would have
* buildx make another builder under the name of the lost one.
*/
async function inspectImages(world, subject, options) {
	const started = world.now();
	let outlines;
	let why = "the image's index names no platform";
	try {
		outlines = await readOutlines(world, subject, options.stepsOf);
	} catch (error) {
		outlines = [];
		why = error.message;
	}
	const seconds = (world.now() - started) / 1e3;
	const all = [];
	const found = outlines.map((outline) => ({
		outline,
		platform: outline.platform
	}));
	for (const one of found.length > 0 ? found : askedPlatforms(subject)) all.push(await inspectOne(world, subject, options, one, {
		why,
		seconds
	}));
	return all;
}
/** Nothing is known of any of them: each is asked for, so each is told. */
function askedPlatforms({ platforms, engine }) {
	const asked = platforms.length > 0 ? platforms.map((one) => normalPlatform(one, engine.platform)) : [engine.platform];
	return [...new Set(asked)].map((platform) => ({
		outline: void 0,
		platform
	}));
}
async function inspectOne(world, subject, options, { outline, platform }, outlined) {
	const own = outline?.layers.filter(({ base }) => !base) ?? [];
	const image = {
		world,
		subject,
		outline,
		platform,
		ownLayers: new Set(own.map(({ index }) => index))
	};
	const seen = [];
	const reasons = [];
	for (const id of options.ways ?? waysFor(subject)) {
		const way = WAYS.find((one) => one.id === id);
		if (!way || isEnough(seen, way)) continue;
		const fits = way.fits(subject);
		const found = fits === true ? await tryWay(way, image) : fits;
		if (typeof found === "string") reasons.push(`${way.id}: ${found}`);
		else seen.push(found);
	}
	return composeFacts({
		id: outline?.id ?? (subject.kind === "engine-image" ? subject.id : subject.digest),
		platform,
		outline,
		outlined,
		seen,
		reasons
	});
}
/** Layers tell everything, unless the merged view is doubtful; small files are no help to sizes. */
function isEnough(seen, way) {
	const layers = seen.some(({ way: { tells } }) => tells === "layers");
	const files = seen.some(({ result }) => result.unsure.length === 0);
	return way.tells === "layers" ? layers : files;
}
async function tryWay(way, image) {
	const { world, outline } = image;
	const started = world.now();
	const analysis = createAnalysis();
	try {
		const outcome = await way.look({
			...image,
			sink: world.spareMemory(analysis.sink)
		});
		if (!outcome.ok) return outcome.why;
		return {
			way,
			result: analysis.finish(outline?.path),
			seconds: (world.now() - started) / 1e3
		};
	} catch (error) {
		if (error instanceof BuilderLostError) throw error;
		return error.message;
	}
}
// src/build/engines/bake-words.ts
/** The inputs that a bake cannot say as `docker buildx build` reads them: what it then built would be another image. */
function unsayable(request) {
	const problems = [];
	const add = (input, value, message) => {
		problems.push({
			input,
			value,
			message,
			remedy: "build without it, or use the docker driver, which measures the image without bake"
		});
	};
	if (request.cgroupParent !== "") add("cgroup-parent", request.cgroupParent, "cannot be said in a bake definition");
	if (request.context === "-") add("context", "-", "is the standard input, which a bake of two targets cannot share");
	if (request.file === "-") add("file", "-", "is the standard input, which a bake of two targets cannot share");
	if (/^https?:\/\//.test(request.file)) add("file", request.file, "is a URL, from which bake reads no Dockerfile");
	for (const name of inherited(request)) {
		if (!/^[A-Za-z_]\w*$/.test(name)) add("build-args", name, "is no name that bake can take from the environment");
		if (request.buildArgs.some((item) => item.startsWith(`${name}=`))) add("build-args", name, "is given with a value and then without one, which bake cannot tell apart");
	}
	const names = request.addHosts.map((item) => hostOf(item)[0]);
	if (names.some((name, i) => i > 0 && name <= (names[i - 1] ?? ""))) add("add-hosts", request.addHosts.join(","), "are in an order that bake does not keep (each name once, sorted)");
	return problems;
}
/** The Dockerfile: bake looks for it below the context, `docker buildx build` below the working folder, or in what it fetches. */
function dockerfileOf(request) {
	return request.file === "" || isFetched(request) ? request.file : `cwd://${request.file}`;
}
/** Permissions that a bake needs and a plain build does not, besides those the user gives. */
function permissions({ ssh, context, network, allow }) {
	const needed = [
		"fs=*",
		...ssh.length > 0 || /^(?:ssh:\/\/|[\w-]+@)/i.test(context) ? ["ssh"] : [],
		...network === "host" ? ["network.host"] : []
	];
	return [.../* @__PURE__ */ new Set([...needed, ...allow])];
}
/** The build arguments by name, the last one counts; those without a value are the environment's. */
function argsOf({ buildArgs }) {
	return new Map(buildArgs.map((item) => cut(item, "=")));
}
/** Build arguments without a value: the environment's. */
function inherited(request) {
	return [...argsOf(request)].flatMap(([name, value]) => value === void 0 ? [name] : []);
}
/** `host=address` or `host:address`. */
function hostOf(item) {
	const [name, address = ""] = cut(item, item.includes("=") ? "=" : ":");
	return [name, address];
}
/** Named contexts under the names by which the frontend looks for them: `docker.io/library/python:latest` is `python`. */
function contextsOf({ buildContexts }) {
	return buildContexts.flatMap((item) => {
		const [name, value] = cut(item, "=");
		return value === void 0 ? [] : [[familiar(name), value]];
	});
}
/** As `FamiliarString` of https://github.com/distribution/reference writes it, and buildx without `:latest`. */
function familiar(name) {
	return name.replace(/^(?:index\.)?docker\.io\//, "").replace(/^library\/(?=[^/]+$)/, "").replace(/:latest$/, "");
}
/** Of items with the same key only the last, which counts for buildx; bake leaves out repeated ones in another way. */
function lastOf(items, key) {
	return items.filter((item, i) => !items.slice(i + 1).some((later) => key(later) === key(item)));
}
/** What is before the first separator, and what is behind it, if it is there. */
function cut(item, separator) {
	const at = item.indexOf(separator);
	return at < 0 ? [item, void 0] : [item.slice(0, at), item.slice(at + 1)];
}
// src/build/engines/bake.ts
/** Names of the two targets: the user's build, and ours that looks into its result. */
const BAKE_TARGETS = {
	user: "main",
	ours: "facts"
};
/** The solve as a bake definition with one more target; or what in it bake has no word for. */
function bakeDefinition(solve, facts) {
	const problems = unsayable(solve.request);
	if (problems.length > 0) return {
		ok: false,
		problems
	};
	const file = `${facts.folder}/bake.json`;
	const output = `${facts.folder}/out`;
	const { ours, user } = BAKE_TARGETS;
	const definition = {
		...variables(inherited(solve.request)),
		target: {
			[user]: userTarget(solve),
			[ours]: {
				context: facts.folder,
				"dockerfile-inline": literally(facts.factsDockerfile),
				contexts: { img: `target:${user}` },
				...list("platforms", solve.request.platforms),
				output: [`type=local,dest=${output}`]
			}
		}
	};
	const targets = facts.build === "both" ? [user, ours] : [ours];
	return {
		ok: true,
		json: JSON.stringify(definition, void 0, 1),
		file,
		output,
		argv: bakeArgv(solve, file, targets)
	};
}
/** Files outside of the working folder need a permission in bake that plain builds do not need; the rest is as the user allowed. */
function bakeArgv(solve, file, targets) {
	return [
		...[
			"docker",
			"buildx",
			"bake",
			"--file",
			file
		],
		...permissions(solve.request).flatMap((name) => ["--allow", name]),
		...solve.builder === void 0 ? [] : ["--builder", solve.builder],
		...solve.metadataFile === void 0 ? [] : ["--metadata-file", solve.metadataFile],
		"--progress=rawjson",
		...targets
	];
}
function userTarget(solve) {
	const { request, fresh } = solve;
	const secrets = secretFlags(solve);
	return {
		context: literally(request.context),
		...text("dockerfile", dockerfileOf(request)),
		...list("annotations", request.annotations),
		...map("args", [...argsOf(request)].map(argument)),
		...list("attest", solve.attests),
		...list("cache-from", request.cacheFrom),
		...list("cache-to", solve.cacheTo),
		...map("contexts", contextsOf(request).map(literalPair)),
		...list("entitlements", request.allow),
		...map("extra-hosts", request.addHosts.map(hostOf).map(literalPair)),
		...map("labels", request.labels.map((item) => cut(item, "=")).map(([name, value = ""]) => literalPair([name, value]))),
		...text("network", request.network),
		...fresh && request.noCache ? { "no-cache": true } : {},
		...list("no-cache-filter", fresh ? request.noCacheFilters : []),
		...list("output", outputs(solve)),
		...list("platforms", request.platforms),
		...fresh && request.pull ? { pull: true } : {},
		...list("secret", lastOf([...secrets.environment, ...secrets.files], secretId)),
		...text("shm-size", request.shmSize),
		...list("ssh", request.ssh),
		...list("tags", solve.tags),
		...text("target", request.target),
		...list("ulimits", lastOf(request.ulimit, (item) => cut(item, "=")[0]))
	};
}
/** Variables of the definition, which bake takes from the environment; an empty block is an error to it. */
function variables(names) {
	if (names.length === 0) return {};
	return { variable: Object.fromEntries(names.map((name) => [name, {
		type: "string",
		default: null
	}])) };
}
/** `--push` and `--load` are said as outputs: on the command line they would mean our target too. */
function outputs(solve) {
	const asked = solve.outputs.map(readOutput);
	const pushed = solve.push ? withPush(asked) : asked;
	const loaded = solve.load && !pushed.some(({ type }) => type === "docker") ? [{
		type: "docker",
		attrs: {}
	}] : [];
	return [...pushed, ...loaded].map(printOutput);
}
function withPush(asked) {
	const push = { push: "true" };
	if (!asked.some(({ type }) => type === "image")) return [...asked, {
		type: "image",
		attrs: push
	}];
	return asked.map((output) => output.type === "image" ? {
		...output,
		attrs: {
			...output.attrs,
			...push
		}
	} : output);
}
function argument([name, value]) {
	return value === void 0 ? [name, `\${${name}}`] : literalPair([name, value]);
}
function literalPair([name, value]) {
	return [literally(name), literally(value)];
}
function secretId(flag) {
	return attribute(flag, "id") ?? flag;
}
/** Bake reads `${…}` and `%{…}` in every text as its own language: doubled they are what they are. */
function literally(value) {
	return value.replace(/([$%])\{/g, "$1$1{");
}
function text(key, value) {
	return value === "" ? {} : { [key]: literally(value) };
}
function list(key, values) {
	return values.length === 0 ? {} : { [key]: values.map(literally) };
}
function map(key, values) {
	return values.length === 0 ? {} : { [key]: Object.fromEntries(values) };
}
// src/build/history.ts
/** Instructions that leave no entry in the history. */
const SILENT = /* @__PURE__ */ new Set(["ONBUILD", "FROM"]);
/**
* The step of the Dockerfile that made each entry of the image's history, in the same order. Matched from the end through the chain of
* stages, each entry verified by its keyword and, where the history holds it as written, by its text. At the first entry that does not fit
* it stops: entries below get none. Only when all instructions were found, what is below them is the base image's.
*/
function historySteps(map, target, history) {
	const steps = history.map(() => void 0);
	const stage = findStage(map, target);
	if (!stage) return {
		steps,
		base: 0
	};
	const chain = instructionChain(map.stages, stage).filter(({ keyword }) => !SILENT.has(keyword));
	for (let back = 1; back <= chain.length; back += 1) {
		const instruction = chain.at(-back);
		const entry = history.at(-back);
		if (!instruction || !entry || !fits(instruction, entry.created_by ?? "")) return {
			steps,
			base: 0
		};
		steps[history.length - back] = instruction.step;
	}
	return {
		steps,
		base: history.length - chain.length
	};
}
/** All instructions that make the stage, those of the stages below it first. */
function instructionChain(stages, stage) {
	const parent = stage.parent === void 0 ? void 0 : stages[stage.parent];
	return [...parent ? instructionChain(stages, parent) : [], ...stage.instructions];
}
/** BuildKit writes `RUN |1 NAME=value /bin/sh -c … # buildkit`, `COPY a b # buildkit`, `ENV A=b`. */
function fits(instruction, createdBy) {
	if (!createdBy.startsWith(`${instruction.keyword} `)) return false;
	if (instruction.keyword !== "RUN") return sameStart(instruction, createdBy);
	if (instruction.heredoc) return true;
	const words = instruction.args.startsWith("[") ? jsonWords(instruction.args) : instruction.args;
	return createdBy.endsWith("# buildkit") && squeeze(createdBy).includes(squeeze(words));
}
/** What stands before the first variable or quote is in the history as written. */
function sameStart(instruction, createdBy) {
	if (!/^(?:COPY|WORKDIR|ADD)$/.test(instruction.keyword) || instruction.heredoc || instruction.args.startsWith("[")) return true;
	const [literal = ""] = instruction.args.split(/["'$\\\s]/);
	return literal === "" || literal.startsWith(".") || createdBy.includes(literal);
}
function jsonWords(args) {
	try {
		const words = JSON.parse(args);
		return Array.isArray(words) ? words.join(" ") : args;
	} catch {
		return args;
	}
}
function squeeze(text) {
	return text.replace(/\s+/g, "");
}
// src/build/inspect-built.ts
/** Measures what was built, where it lies: in the engine's store or in the builder's. */
async function inspectBuilt(session, built) {
	const subject = subjectOf(session, built);
	if (!subject) return [];
	const map = session.prepared.dockerfile ?? remoteDockerfile(built);
	const target = session.prepared.request.target;
	return inspectImages(session.world, subject, { stepsOf: (history) => {
		const entries = history.map(({ createdBy, empty }) => ({
			created_by: createdBy,
			empty_layer: empty
		}));
		return map ? historySteps(map, target, entries) : {
			steps: history.map(() => void 0),
			base: 0
		};
	} });
}
/** The Dockerfile of a Git context, out of the build's own provenance. */
function remoteDockerfile(built) {
	const found = dockerfileFromMetadata(built.metadata);
	return found && mapDockerfile(found.text, found.file);
}
function subjectOf(session, built) {
	const { engine } = session.host;
	if ("missing" in engine) return void 0;
	const copy = (dockerfile) => copyFiles(session, built, dockerfile);
	const { platforms } = session.prepared.request;
	const image = {
		engine,
		platforms,
		copy,
		...usesEngine(session) && { copier: "engine" }
	};
	const id = built.imageId ?? readMetadata(built.metadata)?.configDigest ?? built.digest;
	if (usesEngine(session) || built.delivered.loaded && !built.delivered.pushed) return id === void 0 ? void 0 : {
		...image,
		kind: "engine-image",
		id: engineId(session, built, id)
	};
	if (built.digest === void 0) return void 0;
	const [node] = session.builder?.driver === "docker-container" ? session.builder.nodes : [];
	return {
		...image,
		kind: "builder-image",
		digest: built.digest,
		...node !== void 0 && { container: `buildx_buildkit_${node}` },
		attachment: (digest) => attachment(session, built, digest)
	};
}
/** The containerd store knows images by their digest, overlay2 by that of their configuration, which the id file holds. */
function engineId({ host }, built, id) {
	const { engine } = host;
	return "missing" in engine || engine.store !== "containerd" ? id : built.digest ?? id;
}
/** Solves a Dockerfile of ours against the user's target, linked by bake: nothing is loaded, no code of the image runs. */
async function copyFiles(session, built, factsDockerfile) {
	const { world, journal, prepared } = session;
	const { iidFile: _iid, metadataFile: _metadata, ...setup } = built.setup;
	const baked = bakeDefinition({
		...heldSolve(prepared.request, setup),
		cacheTo: [],
		attests: [],
		fresh: false
	}, {
		factsDockerfile,
		folder: `${session.folder}/facts`,
		build: "facts"
	});
	if (!baked.ok) return {
		ok: false,
		why: baked.problems.map(({ input, message }) => `${input} ${message}`).join("; ")
	};
	await world.files.write(baked.file, baked.json);
	const env = await sourcePolicy(session, built);
	const watch = ownWatch(world, session.builder, {});
	const end = await runSolve(world, journal, {
		argv: baked.argv,
		env,
		bake: BAKE_TARGETS,
		watch,
		live: false
	});
	const why = whyFailed(end, "the image was measured");
	return why === void 0 ? {
		ok: true,
		folder: baked.output
	} : {
		ok: false,
		why
	};
}
/** The text of a blob in the build's record, for builders whose store cannot be reached otherwise. */
async function attachment({ world, builder }, built, digest) {
	const ref = readMetadata(built.metadata)?.record;
	if (ref === void 0) return void 0;
	const argv = [
		"docker",
		"buildx",
		"history",
		"inspect",
		"attachment",
		...builder ? ["--builder", builder.name] : [],
		ref,
		digest
	];
	const { code, stdout } = await world.run({
		argv,
		timeoutMs: 6e4
	});
	return code === 0 ? stdout : void 0;
}
// src/judge/places.ts
/** `Dockerfile:9`; BuildKit's own name of the step where there is no line. */
function printPlace(step) {
	return step.line === void 0 ? step.name : `${step.file ?? "Dockerfile"}:${step.line}`;
}
/** `RUN pip install torch (Dockerfile:9)`. */
function printStep(step) {
	const place = printPlace(step);
	return place === void 0 ? step.text : `${step.text} (${place})`;
}
/** Who made a layer: its step, or `the base image: …`, or the command of the image's history. */
function printOrigin(layer) {
	if (layer.step) return printStep(layer.step);
	const command = historyCommand(layer);
	if (layer.base) return command === "" ? "the base image" : `the base image: ${command}`;
	return command === "" ? "an unnamed step" : command;
}
/** The command of the image's history, as it is told of. */
function historyCommand({ createdBy }) {
	return createdBy.trim().slice(0, 200);
}
// node_modules/@renovatebot/pep440/lib/version.js
var require_version = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	const VERSION_PATTERN = [
		"v?",
		"(?:",
		"(?:(?<epoch>[0-9]+)!)?",
		"(?<release>[0-9]+(?:\\.[0-9]+)*)",
		"(?<pre>",
		"[-_\\.]?",
		"(?<pre_l>(a|b|c|rc|alpha|beta|pre|preview))",
		"[-_\\.]?",
		"(?<pre_n>[0-9]+)?",
		")?",
		"(?<post>",
		"(?:-(?<post_n1>[0-9]+))",
		"|",
		"(?:",
		"[-_\\.]?",
		"(?<post_l>post|rev|r)",
		"[-_\\.]?",
		"(?<post_n2>[0-9]+)?",
		")",
		")?",
		"(?<dev>",
		"[-_\\.]?",
		"(?<dev_l>dev)",
		"[-_\\.]?",
		"(?<dev_n>[0-9]+)?",
		")?",
		")",
		"(?:\\+(?<local>[a-z0-9]+(?:[-_\\.][a-z0-9]+)*))?"
	].join("");
	module.exports = {
		VERSION_PATTERN,
		valid,
		clean,
		explain,
		parse,
		stringify
	};
	const validRegex = new RegExp("^" + VERSION_PATTERN + "$", "i");
	function valid(version) {
		return validRegex.test(version) ? version : null;
	}
	const cleanRegex = new RegExp("^\\s*" + VERSION_PATTERN + "\\s*$", "i");
	function clean(version) {
		return stringify(parse(version, cleanRegex));
	}
	function parse(version, regex) {
		const { groups } = (regex || validRegex).exec(version) || {};
		if (!groups) return null;
		return {
			epoch: Number(groups.epoch ? groups.epoch : 0),
			release: groups.release.split(".").map(Number),
			pre: normalize_letter_version(groups.pre_l, groups.pre_n),
			post: normalize_letter_version(groups.post_l, groups.post_n1 || groups.post_n2),
			dev: normalize_letter_version(groups.dev_l, groups.dev_n),
			local: parse_local_version(groups.local)
		};
	}
	function stringify(parsed) {
		if (!parsed) return null;
		const { epoch, release, pre, post, dev, local } = parsed;
		const parts = [];
		if (epoch !== 0) parts.push(`${epoch}!`);
		parts.push(release.join("."));
		if (pre) parts.push(pre.join(""));
		if (post) parts.push("." + post.join(""));
		if (dev) parts.push("." + dev.join(""));
		if (local) parts.push(`+${local}`);
		return parts.join("");
	}
	function normalize_letter_version(letterIn, numberIn) {
		let letter = letterIn;
		let number = numberIn;
		if (letter) {
			if (!number) number = 0;
			letter = letter.toLowerCase();
			if (letter === "alpha") letter = "a";
			else if (letter === "beta") letter = "b";
			else if ([
				"c",
				"pre",
				"preview"
			].includes(letter)) letter = "rc";
			else if (["rev", "r"].includes(letter)) letter = "post";
			return [letter, Number(number)];
		}
		if (!letter && number) {
			letter = "post";
			return [letter, Number(number)];
		}
		return null;
	}
	function parse_local_version(local) {
		if (local) return local.split(/[._-]/).map((part) => Number.isNaN(Number(part)) ? part.toLowerCase() : Number(part));
		return null;
	}
	function explain(version) {
		const parsed = parse(version);
		if (!parsed) return parsed;
		const { epoch, release, pre, post, dev, local } = parsed;
		let base_version = "";
		if (epoch !== 0) base_version += epoch + "!";
		base_version += release.join(".");
		const is_prerelease = Boolean(dev || pre);
		const is_devrelease = Boolean(dev);
		const is_postrelease = Boolean(post);
		return {
			epoch,
			release,
			pre,
			post: post ? post[1] : post,
			dev: dev ? dev[1] : dev,
			local: local ? local.join(".") : local,
			public: stringify(parsed).split("+", 1)[0],
			base_version,
			is_prerelease,
			is_devrelease,
			is_postrelease
		};
	}
}));
// node_modules/@renovatebot/pep440/lib/operator.js
var require_operator = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	const { parse } = require_version();
	module.exports = {
		compare,
		rcompare,
		lt,
		le,
		eq,
		ne,
		ge,
		gt,
		"<": lt,
		"<=": le,
		"==": eq,
		"!=": ne,
		">=": ge,
		">": gt,
		"===": arbitrary
	};
	function lt(version, other) {
		return compare(version, other) < 0;
	}
	function le(version, other) {
		return compare(version, other) <= 0;
	}
	function eq(version, other) {
		return compare(version, other) === 0;
	}
	function ne(version, other) {
		return compare(version, other) !== 0;
	}
	function ge(version, other) {
		return compare(version, other) >= 0;
	}
	function gt(version, other) {
		return compare(version, other) > 0;
	}
	function arbitrary(version, other) {
		return version.toLowerCase() === other.toLowerCase();
	}
	function compare(version, other) {
		const parsedVersion = parse(version);
		const parsedOther = parse(other);
		return pyCompare(calculateKey(parsedVersion), calculateKey(parsedOther));
	}
	function rcompare(version, other) {
		return -compare(version, other);
	}
	function pyCompare(elemIn, otherIn) {
		let elem = elemIn;
		let other = otherIn;
		if (elem === other) return 0;
		if (Array.isArray(elem) !== Array.isArray(other)) {
			elem = Array.isArray(elem) ? elem : [elem];
			other = Array.isArray(other) ? other : [other];
		}
		if (Array.isArray(elem)) {
			const len = Math.min(elem.length, other.length);
			for (let i = 0; i < len; i += 1) {
				const res = pyCompare(elem[i], other[i]);
				if (res !== 0) return res;
			}
			return elem.length - other.length;
		}
		if (elem === -Infinity || other === Infinity) return -1;
		if (elem === Infinity || other === -Infinity) return 1;
		return elem < other ? -1 : 1;
	}
	function calculateKey(input) {
		const { epoch } = input;
		let { release, pre, post, local, dev } = input;
		release = release.concat();
		release.reverse();
		while (release.length && release[0] === 0) release.shift();
		release.reverse();
		if (!pre && !post && dev) pre = -Infinity;
		else if (!pre) pre = Infinity;
		if (!post) post = -Infinity;
		if (!dev) dev = Infinity;
		if (!local) local = -Infinity;
		else local = local.map((i) => Number.isNaN(Number(i)) ? [-Infinity, i] : [Number(i), ""]);
		return [
			epoch,
			release,
			pre,
			post,
			dev,
			local
		];
	}
}));
// node_modules/@renovatebot/pep440/lib/specifier.js
var require_specifier = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	const { VERSION_PATTERN, explain: explainVersion } = require_version();
	const Operator = require_operator();
	const RANGE_PATTERN = [
		"(?<operator>(===|~=|==|!=|<=|>=|<|>))",
		"\\s*",
		"(",
		"(?<version>(?:" + VERSION_PATTERN.replace(/\?<\w+>/g, "?:") + "))",
		"(?<prefix>\\.\\*)?",
		"|",
		"(?<legacy>[^,;\\s)]+)",
		")"
	].join("");
	module.exports = {
		RANGE_PATTERN,
		parse,
		satisfies,
		filter,
		validRange,
		maxSatisfying,
		minSatisfying
	};
	const isEqualityOperator = (op) => [
		"==",
		"!=",
		"==="
	].includes(op);
	const rangeRegex = new RegExp("^" + RANGE_PATTERN + "$", "i");
	function parse(ranges) {
		if (!ranges.trim()) return [];
		const specifiers = ranges.split(",").map((range) => rangeRegex.exec(range.trim()) || {}).map(({ groups }) => {
			if (!groups) return null;
			let { ...spec } = groups;
			const { operator, version, prefix, legacy } = groups;
			if (version) {
				spec = {
					...spec,
					...explainVersion(version)
				};
				if (operator === "~=") {
					if (spec.release.length < 2) return null;
				}
				if (!isEqualityOperator(operator) && spec.local) return null;
				if (prefix) {
					if (!isEqualityOperator(operator) || spec.dev || spec.local) return null;
				}
			}
			if (legacy && operator !== "===") return null;
			return spec;
		});
		if (specifiers.filter(Boolean).length !== specifiers.length) return null;
		return specifiers;
	}
	function filter(versions, specifier, options = {}) {
		const filtered = pick(versions, specifier, options);
		if (filtered.length === 0 && options.prereleases === void 0) return pick(versions, specifier, { prereleases: true });
		return filtered;
	}
	function maxSatisfying(versions, range, options) {
		const found = filter(versions, range, options).sort(Operator.compare);
		return found.length === 0 ? null : found[found.length - 1];
	}
	function minSatisfying(versions, range, options) {
		const found = filter(versions, range, options).sort(Operator.compare);
		return found.length === 0 ? null : found[0];
	}
	function pick(versions, specifier, options) {
		const parsed = parse(specifier);
		if (!parsed) return [];
		return versions.filter((version) => {
			const explained = explainVersion(version);
			if (!parsed.length) return explained && !(explained.is_prerelease && !options.prereleases);
			return parsed.reduce((pass, spec) => {
				if (!pass) return false;
				return contains({
					...spec,
					...options
				}, {
					version,
					explained
				});
			}, true);
		});
	}
	function satisfies(version, specifier, options = {}) {
		return pick([version], specifier, options).length === 1;
	}
	function arrayStartsWith(array, prefix) {
		if (prefix.length > array.length) return false;
		for (let i = 0; i < prefix.length; i += 1) if (prefix[i] !== array[i]) return false;
		return true;
	}
	function contains(specifier, input) {
		const { explained } = input;
		let { version } = input;
		const { ...spec } = specifier;
		if (spec.prereleases === void 0) spec.prereleases = spec.is_prerelease;
		if (explained && explained.is_prerelease && !spec.prereleases) return false;
		if (spec.operator === "~=") {
			let compatiblePrefix = spec.release.slice(0, -1).concat("*").join(".");
			if (spec.epoch) compatiblePrefix = spec.epoch + "!" + compatiblePrefix;
			return satisfies(version, `>=${spec.version}, ==${compatiblePrefix}`, { prereleases: spec.prereleases });
		}
		if (spec.prefix) {
			const isMatching = explained.epoch === spec.epoch && arrayStartsWith(explained.release, spec.release);
			return spec.operator !== "!=" ? isMatching : !isMatching;
		}
		if (explained) {
			if (explained.local && spec.version) {
				version = explained.public;
				spec.version = explainVersion(spec.version).public;
			}
		}
		if (spec.operator === "<" || spec.operator === ">") {
			if (Operator.eq(spec.release.join("."), explained.release.join("."))) return false;
		}
		const op = Operator[spec.operator];
		return op(version, spec.version || spec.legacy);
	}
	function validRange(specifier) {
		return Boolean(parse(specifier));
	}
}));
// node_modules/@renovatebot/pep440/lib/semantic.js
var require_semantic = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	const { explain, parse, stringify } = require_version();
	module.exports = {
		major,
		minor,
		patch,
		inc
	};
	function major(input) {
		const version = explain(input);
		if (!version) throw new TypeError("Invalid Version: " + input);
		return version.release[0];
	}
	function minor(input) {
		const version = explain(input);
		if (!version) throw new TypeError("Invalid Version: " + input);
		if (version.release.length < 2) return 0;
		return version.release[1];
	}
	function patch(input) {
		const version = explain(input);
		if (!version) throw new TypeError("Invalid Version: " + input);
		if (version.release.length < 3) return 0;
		return version.release[2];
	}
	function inc(input, release, preReleaseIdentifier) {
		let identifier = preReleaseIdentifier || `a`;
		const version = parse(input);
		if (!version) return null;
		if (![
			"a",
			"b",
			"c",
			"rc",
			"alpha",
			"beta",
			"pre",
			"preview"
		].includes(identifier)) return null;
		switch (release) {
			case "premajor":
				{
					const [majorVersion] = version.release;
					version.release.fill(0);
					version.release[0] = majorVersion + 1;
				}
				version.pre = [identifier, 0];
				delete version.post;
				delete version.dev;
				delete version.local;
				break;
			case "preminor":
				{
					const [majorVersion, minorVersion = 0] = version.release;
					version.release.fill(0);
					version.release[0] = majorVersion;
					version.release[1] = minorVersion + 1;
				}
				version.pre = [identifier, 0];
				delete version.post;
				delete version.dev;
				delete version.local;
				break;
			case "prepatch":
				{
					const [majorVersion, minorVersion = 0, patchVersion = 0] = version.release;
					version.release.fill(0);
					version.release[0] = majorVersion;
					version.release[1] = minorVersion;
					version.release[2] = patchVersion + 1;
				}
				version.pre = [identifier, 0];
				delete version.post;
				delete version.dev;
				delete version.local;
				break;
			case "prerelease":
				if (version.pre === null) {
					const [majorVersion, minorVersion = 0, patchVersion = 0] = version.release;
					version.release.fill(0);
					version.release[0] = majorVersion;
					version.release[1] = minorVersion;
					version.release[2] = patchVersion + 1;
					version.pre = [identifier, 0];
				} else {
					if (preReleaseIdentifier === void 0 && version.pre !== null) [identifier] = version.pre;
					const [letter, number] = version.pre;
					if (letter === identifier) version.pre = [letter, number + 1];
					else version.pre = [identifier, 0];
				}
				delete version.post;
				delete version.dev;
				delete version.local;
				break;
			case "major":
				if (version.release.slice(1).some((value) => value !== 0) || version.pre === null) {
					const [majorVersion] = version.release;
					version.release.fill(0);
					version.release[0] = majorVersion + 1;
				}
				delete version.pre;
				delete version.post;
				delete version.dev;
				delete version.local;
				break;
			case "minor":
				if (version.release.slice(2).some((value) => value !== 0) || version.pre === null) {
					const [majorVersion, minorVersion = 0] = version.release;
					version.release.fill(0);
					version.release[0] = majorVersion;
					version.release[1] = minorVersion + 1;
				}
				delete version.pre;
				delete version.post;
				delete version.dev;
				delete version.local;
				break;
			case "patch":
				if (version.release.slice(3).some((value) => value !== 0) || version.pre === null) {
					const [majorVersion, minorVersion = 0, patchVersion = 0] = version.release;
					version.release.fill(0);
					version.release[0] = majorVersion;
					version.release[1] = minorVersion;
					version.release[2] = patchVersion + 1;
				}
				delete version.pre;
				delete version.post;
				delete version.dev;
				delete version.local;
				break;
			default: return null;
		}
		return stringify(version);
	}
}));
// src/judge/version.ts
var import_pep440 = (/* @__PURE__ */ __commonJSMin(((exports, module) => {
	const { valid, clean, explain, parse } = require_version();
	const { lt, le, eq, ne, ge, gt, compare, rcompare } = require_operator();
	const { filter, maxSatisfying, minSatisfying, RANGE_PATTERN, satisfies, validRange } = require_specifier();
	const { major, minor, patch, inc } = require_semantic();
	module.exports = {
		valid,
		clean,
		explain,
		parse,
		lt,
		le,
		lte: le,
		eq,
		ne,
		neq: ne,
		ge,
		gte: ge,
		gt,
		compare,
		rcompare,
		filter,
		maxSatisfying,
		minSatisfying,
		RANGE_PATTERN,
		satisfies,
		validRange,
		major,
		minor,
		patch,
		inc
	};
})))();
/** Reads a version; nothing when the text is none (`unknown`, `2.6.x`). */
function readVersion(text) {
	const trimmed = text.trim();
	const parts = (0, import_pep440.explain)(trimmed);
	if (!parts) return void 0;
	const pre = parts.pre;
	return {
		epoch: parts.epoch,
		release: parts.release,
		public: parts.public,
		base: parts.base_version,
		withoutPost: `${parts.base_version}${pre?.join("") ?? ""}`,
		local: normalizeLocal(trimmed),
		prerelease: parts.is_prerelease,
		postrelease: parts.is_postrelease
	};
}
/** Order of two public versions (local parts left out): negative, 0 or positive. */
function comparePublic(one, other) {
	return (0, import_pep440.compare)(one, other);
}
/** The library reads a segment such as `1e5` as a number, so local parts are normalised here. */
function normalizeLocal(text) {
	const plus = text.indexOf("+");
	if (plus < 0) return void 0;
	return text.slice(plus + 1).toLowerCase().split(/[-_.]/).map((segment) => /^\d+$/.test(segment) ? segment.replace(/^0+(?=\d)/, "") : segment).join(".");
}
// src/judge/pep440-repairs.ts
const NOT$1 = "is not a PEP 440 specifier:";
/** Writing habits from elsewhere, the more telling first. */
const HABITS = [
	{
		pattern: /^(?<quote>["'])(?<inner>.*)\k<quote>$/s,
		why: `${NOT$1} it has quotes inside the value`,
		fix: ({ inner }) => inner
	},
	{
		pattern: /;/,
		why: `${NOT$1} it has a marker (after ";"), which belongs into requirements`
	},
	{
		pattern: /\||\bor\b/i,
		why: `${NOT$1} there is no "or"; all conditions must hold`
	},
	{
		pattern: /^[a-z][\w.-]*(\[[^\]]*\])?\s*(?=[<>=!~^(])(?<rest>.*)$/is,
		why: "names the package, but only its version is asked here",
		fix: ({ rest }) => rest
	},
	{
		pattern: /^(?:\((?<inner>[^()]*)\)?|(?<tail>[^()]*)\))$/,
		why: `${NOT$1} it is in parentheses`,
		fix: ({ inner, tail }) => inner ?? tail
	},
	{
		pattern: /[≤≥≠]/,
		why: `${NOT$1} it has a mathematical sign`,
		fix: ({ all }) => all?.replace("≤", "<=").replace("≥", ">=").replace("≠", "!=")
	},
	{
		pattern: /^\^\s*(?<version>\d+(\.\d+)*)$/,
		why: `${NOT$1} "^" is npm and Poetry syntax`,
		fix: ({ version }) => caret(version)
	},
	{
		pattern: /^~\s*(?<version>\d+(\.\d+)*)$/,
		why: `${NOT$1} "~" is npm and Poetry syntax`,
		fix: ({ version }) => tilde(version)
	},
	{
		pattern: /^=(?<sign>[<>])(?<rest>.*)$/s,
		why: `${NOT$1} the operator is written the wrong way round`,
		fix: ({ rest, sign }) => `${sign}=${rest}`
	},
	{
		pattern: /^=(?<rest>[^=].*)$/s,
		why: `${NOT$1} equality is written with two "="`,
		fix: ({ rest }) => `==${rest?.trim()}`
	},
	{
		pattern: /^(?<first>[<>=!~]{1,3}\s*[\w.*+!-]*[\w*])\s*(?<second>[<>=!~^].*)$/s,
		why: `${NOT$1} a comma is missing between its conditions`,
		fix: ({ first, second }) => `${first},${second}`
	},
	{
		pattern: /^[<>=!~]{1,3}$/,
		why: `${NOT$1} the operator has no version`
	},
	{
		pattern: /^(?<head>.*\d)(\.x)+$/is,
		why: `${NOT$1} "any number" is written "*"`,
		fix: ({ head }) => `${head}.*`
	},
	{
		pattern: /^(?<version>v?\d+(\.\d+)*)\.\*$/,
		why: `${NOT$1} the operator is missing`,
		fix: ({ version }) => `==${version}.*`
	},
	{
		pattern: /^(?<head>[=!]=\s*v?\d+(\.\d+)*\.\*)\+[\w.]+$/,
		why: `${NOT$1} a local part (after "+") cannot follow ".*"`,
		fix: ({ head }) => head
	},
	{
		pattern: /^~=\s*(?<version>\d+(\.\d+)*)(\.\*)$/,
		why: `${NOT$1} only == and != allow ".*"`,
		fix: ({ version }) => `==${version}.*`
	},
	{
		pattern: /^(?<operator>[<>]=?)\s*(?<version>\d+(\.\d+)*)(\.\*)+$/,
		why: `${NOT$1} only == and != allow ".*"`,
		fix: ({ operator, version }) => plainBound(operator, version)
	},
	{
		pattern: /^~=\s*(?<version>v?\d+)$/,
		why: `${NOT$1} "~=" needs at least two components`,
		fix: ({ version }) => `==${version}.*`
	},
	{
		pattern: /^(?<head>(?:~=|[<>]=?)\s*[^+]+)\+.+$/,
		why: `${NOT$1} a local part (after "+") can be asked only with ==, != or ===`,
		fix: ({ head }) => head
	}
];
/** The first habit that explains a clause; nothing when none does. */
function repair(clause) {
	for (const { pattern, why, fix } of HABITS) {
		const match = pattern.exec(clause);
		if (!match) continue;
		const fixed = fix?.({
			...match.groups,
			all: clause
		})?.trim();
		return fixed === void 0 || fixed === "" ? { why } : {
			why,
			fixed
		};
	}
	return bare(clause);
}
/** `2.6` means any 2.6, `2.6.0` just that one. */
function bare(clause) {
	const version = readVersion(clause);
	if (version === void 0) return void 0;
	return {
		why: "is a version without an operator",
		fixed: version.release.length < 3 && version.local === void 0 && version.public === version.base ? `==${clause}.*` : `==${clause}`
	};
}
function caret(version = "") {
	const components = version.split(".").map(Number);
	const first = Math.max(0, components.findIndex((component) => component !== 0));
	return `>=${version},<${bump(components.slice(0, first + 1))}`;
}
function tilde(version = "") {
	return version.split(".").length < 3 ? `==${version}.*` : `~=${version}`;
}
/** `<=2.6.*` is `<2.7`, `>2.6.*` is `>=2.7`; the other two just lose the star. */
function plainBound(operator = "", version = "") {
	const next = bump(version.split(".").map(Number));
	return {
		"<=": `<${next}`,
		">": `>=${next}`
	}[operator] ?? `${operator}${version}`;
}
function bump(components) {
	return [...components.slice(0, -1), (components.at(-1) ?? 0) + 1].join(".");
}
// src/judge/pep440.ts
const CLAUSE = /^(===|~=|==|!=|<=|>=|<|>)\s*(.*)$/s;
const EXAMPLES$1 = "write for example \">=2.6,<2.8\", \"==2.6.*\" or \"==2.6.0+cu124\"";
const MOST_REPAIRS = 6;
/** Reads a specifier set. What is refused comes with what to write instead, where that can be guessed. */
function parseSpecifier(text) {
	const items = split(text);
	const bad = firstBad(items);
	if (bad === void 0) return {
		ok: true,
		spec: {
			text: text.trim(),
			clauses: items.flatMap((item) => readClause(item) ?? [])
		}
	};
	const why = repair(bad)?.why ?? "is not a PEP 440 specifier";
	const better = suggest(text);
	return {
		ok: false,
		why,
		remedy: better === void 0 ? EXAMPLES$1 : `write "${better}"`
	};
}
/**
* Whether a version fulfils the set, pre-releases included: exactly one version is installed, so nothing can be preferred to it.
* `invalid` says why when the version is none in PEP 440's sense and a clause needs it to be one.
*/
function matches(version, spec) {
	const candidate = readVersion(version);
	if (candidate === void 0 && spec.clauses.some((clause) => clause.operator !== "===")) return { invalid: `"${version}" is not a PEP 440 version` };
	return spec.clauses.every((clause) => fulfils(version, candidate, clause));
}
/** Whether some version can fulfil both sets. Tried at and just beside every version that the sets name. */
function overlap(one, other) {
	return ["0", ...[...one.clauses, ...other.clauses].flatMap(neighbours)].some((candidate) => matches(candidate, one) === true && matches(candidate, other) === true);
}
function split(text) {
	return text.split(",").map((item) => item.trim()).filter((item) => item !== "");
}
function firstBad(items) {
	return items.find((item) => readClause(item) === void 0);
}
function readClause(item) {
	const [, operator = "", rest = ""] = CLAUSE.exec(item) ?? [];
	if (operator === "") return void 0;
	if (operator === "===") return /^[^\s;)]+$/.test(rest) ? {
		operator,
		text: rest
	} : void 0;
	const wildcard = rest.endsWith(".*");
	const version = readVersion(wildcard ? rest.slice(0, -2) : rest);
	if (version === void 0 || !allowed(operator, version, wildcard)) return void 0;
	return {
		operator,
		version,
		wildcard
	};
}
/** What PEP 440 allows after an operator: local parts and `.*` only for equality, and for `~=` at least two components. */
function allowed(operator, version, wildcard) {
	const equality = operator === "==" || operator === "!=";
	if (wildcard && (!equality || version.public !== version.base || version.local !== void 0)) return false;
	if (version.local !== void 0 && !equality) return false;
	return operator !== "~=" || version.release.length >= 2;
}
function suggest(text) {
	let better = text.trim();
	for (let round = 0; round < MOST_REPAIRS; round++) {
		const bad = firstBad(split(better));
		if (bad === void 0) return better;
		const fixed = repair(bad)?.fixed;
		if (fixed === void 0) return void 0;
		better = better.replace(bad, () => fixed);
	}
}
function fulfils(text, candidate, clause) {
	if (clause.operator === "===") return text.toLowerCase() === clause.text.toLowerCase();
	if (candidate === void 0) return false;
	if (clause.wildcard) return hasPrefix(candidate, clause.version.epoch, clause.version.release) === (clause.operator === "==");
	return COMPARISONS[clause.operator](candidate, clause.version);
}
const COMPARISONS = {
	"==": equals,
	"!=": (candidate, wanted) => !equals(candidate, wanted),
	">=": (candidate, wanted) => comparePublic(candidate.public, wanted.public) >= 0,
	"<=": (candidate, wanted) => comparePublic(candidate.public, wanted.public) <= 0,
	"<": isBelow,
	">": isAbove,
	"~=": (candidate, wanted) => comparePublic(candidate.public, wanted.public) >= 0 && hasPrefix(candidate, wanted.epoch, wanted.release.slice(0, -1))
};
function equals(candidate, wanted) {
	if (comparePublic(candidate.public, wanted.public) !== 0) return false;
	return wanted.local === void 0 || wanted.local === candidate.local;
}
/** `<2.8` leaves out the pre-releases of 2.8, unless a pre-release was named. */
function isBelow(candidate, wanted) {
	if (comparePublic(candidate.public, wanted.public) >= 0) return false;
	if (wanted.prerelease || !candidate.prerelease) return true;
	return comparePublic(candidate.public, `${wanted.public}.dev0`) < 0;
}
/** `>2.6` leaves out the post-releases of 2.6, unless a post-release was named. */
function isAbove(candidate, wanted) {
	if (comparePublic(candidate.public, wanted.public) <= 0) return false;
	if (wanted.postrelease || !candidate.postrelease) return true;
	return comparePublic(candidate.withoutPost, wanted.public) !== 0;
}
function hasPrefix(candidate, epoch, prefix) {
	return candidate.epoch === epoch && prefix.every((component, index) => (candidate.release[index] ?? 0) === component);
}
/** The version itself, one just above it, and the first that no longer begins with it. */
function neighbours(clause) {
	if (clause.operator === "===") return [clause.text];
	const { version } = clause;
	const local = version.local === void 0 ? [] : [`${version.public}+${version.local}`];
	return [
		version.public,
		...local,
		`${version.base}.0.0.1`,
		nextPrefix(version)
	];
}
function nextPrefix({ epoch, release }) {
	return `${epoch}!${[...release.slice(0, -1), (release.at(-1) ?? 0) + 1].join(".")}`;
}
// src/judge/requirement.ts
/** `torch (>=2.0) ; python_version >= "3.9"` → specifier and marker; a URL requirement has no specifier. */
const REQUIREMENT = /^\s*[\w.-]+\s*(?:\[[^\]]*\])?\s*\(?(?<spec>[^;@()]*)\)?\s*(?:;(?<marker>.*))?$/s;
const ELSEWHERE$1 = /\b(?:sys_platform|platform_system|os_name)\s*==\s*["'](?:darwin|win32|windows|nt)["']/i;
const EXTRA = /\bextra\s*==\s*["']([\w.-]+)["']/;
/** The requirers that count on Linux; first those that rule out what was asked, those behind an extra after the others. */
function weighRequirers(requirers, asked) {
	const weighed = once((requirement) => weigh(requirement, asked));
	return requirers.filter(({ requirement }) => countsOnLinux(requirement)).map((requirer) => ({
		...requirer,
		...weighed(requirer.requirement)
	})).sort((one, other) => rank$2(one) - rank$2(other));
}
/** The first that certainly cannot live with that version of torch. */
function findOpponent(requirers, version) {
	const refuses = once((requirement) => {
		const parsed = parseSpecifier(REQUIREMENT.exec(requirement)?.groups?.["spec"] ?? "");
		return parsed.ok && matches(version, parsed.spec) === false;
	});
	return requirers.find(({ requirement, extra }) => extra === void 0 && refuses(requirement));
}
/** Many distributions write the same: a text is read once. */
function once(read) {
	const known = /* @__PURE__ */ new Map();
	return (text) => {
		const found = known.get(text) ?? { value: read(text) };
		known.set(text, found);
		return found.value;
	};
}
function countsOnLinux(requirement) {
	const { marker = "" } = REQUIREMENT.exec(requirement)?.groups ?? {};
	return !ELSEWHERE$1.test(marker) || /\bor\b/.test(marker);
}
function weigh(requirement, asked) {
	const { spec = "", marker = "" } = REQUIREMENT.exec(requirement)?.groups ?? {};
	const parsed = parseSpecifier(spec);
	const excludes = asked !== void 0 && parsed.ok && !overlap(asked, parsed.spec);
	const extra = EXTRA.exec(marker)?.[1];
	return {
		excludes,
		...extra === void 0 ? {} : { extra }
	};
}
function rank$2({ excludes, extra }) {
	return (excludes ? 0 : 2) + (extra === void 0 ? 0 : 1);
}
// src/judge/pip-installer.ts
/** In front of a command: shell words that change nothing, variables for it alone, what `RUN` itself takes. */
const IN_FRONT = /^(?:RUN|if|then|else|do|time|[!{]|[A-Za-z_]\w*=.*|--(?:mount|network|security)=.*)$/s;
/** A variable that chooses the Python, or the place. */
const CHOOSES = /^(?:PATH|VIRTUAL_ENV|CONDA_\w+|PYTHON(?:PATH|HOME|USERBASE)|UV_(?:SYSTEM_PYTHON|PYTHON\w*|TARGET|PREFIX)|PIP_(?:TARGET|PREFIX|ROOT|USER|PYTHON))=/;
const PROGRAM = /^(?:(?:\S*\/)?python[\d.]*(?: -[A-Za-z]+)* -[A-Za-z]*m )?(?:(?:\S*\/)?uv(?: -\S+)* )?(?:\S*\/)?pip[\d.]*(?: -\S+)*$/;
/** The command is pasted: no word that a shell could take for more than a word. */
const PLAIN = /^(?:[\w./~+=@-]|\$\w+|\$\{\w+\})+$/;
/** An earlier command that sets up an environment, or what installs, for the rest of its step only or not before it. */
const ACTIVATES = /^(?:\.|source|eval)$/;
const MAKES = /(?:^|\/)(?:activate|venv|virtualenv|create|get-pip\.py|(?:python[\d.]*|py3)-(?:pip|venv))$|astral\.sh\//;
const UV = /^uv(?:[[=~<>!].*)?$/;
/** The program is one that the step mounts, and no other has. */
const MOUNTED = /^--mount=(?!.*\btype=cache\b).*\/(?:uv|bin)(?:,|$)/;
/** Nothing where the text does not tell it, or where it holds in that one step only. */
function installerOf(words, target, earlier) {
	const start = words.findIndex((word) => !IN_FRONT.test(word));
	const own = words.slice(start);
	const front = words.slice(0, start);
	const all = [
		...own,
		"install",
		...target
	];
	if (!PROGRAM.test(own.join(" ")) || !all.every((word) => PLAIN.test(word))) return void 0;
	if (front.some((word) => CHOOSES.test(word) || MOUNTED.test(word)) || earlier.some(setsUp)) return void 0;
	const before = earlier.flat();
	if (all.some((word) => word.includes("$")) && before.some((word) => /^\w+=/.test(word))) return void 0;
	if (all.some((word) => /^(?:--python=)?[\w.-]+\//.test(word)) && before.includes("cd")) return void 0;
	return {
		command: all.join(" "),
		uv: isUv(own.slice(0, -1))
	};
}
/** `uv`, or `uv --no-cache`, in front of `pip`. */
function isUv(words) {
	return /(?:^|[\s/])uv(?: -\S+)*$/.test(words.join(" "));
}
function setsUp(command) {
	const own = command.filter((word) => !IN_FRONT.test(word));
	return own.includes("install") && own.slice(own.indexOf("install")).some((word) => UV.test(word)) || ACTIVATES.test(own[0] ?? "") || command.some((word) => MAKES.test(word) || CHOOSES.test(word));
}
// src/judge/pip-calls.ts
const PIP = /^(?!-)(?:[^=]*\/)?pip[\d.]*$/;
const ANEW = /^(?:--ignore-installed|-I|--force-reinstall)$/;
const UPGRADE = /^(?:-U|--upgrade)$/;
const FILES = /^(?:-r|-e|--requirements?|--editable)$/;
/** Options of `pip install`, and of uv's, whose value is the next word. */
const WITH_VALUE = /^(?:-[rcetifCpbP]|--(?:requirement|requirements|constraint|constraints|build-constraints?|editable|target|platform|python-version|python-platform|implementation|abi|root|prefix|src|python|group|extra|config-settings?|global-option|no-binary|only-binary|progress-bar|root-user-action|report|log|proxy|retries|timeout|exists-action|trusted-host|allow-insecure-host|cert|client-cert|cache-dir|use-feature|use-deprecated|keyring-provider|index|index-url|default-index|extra-index-url|index-strategy|find-links|torch-backend|link-mode|overrides?|prerelease|resolution|exclude-newer|upgrade-package|reinstall-package))$/;
/** Options that say which Python, and that it may be installed into. */
const TARGET = /^(?:-p|--python|--python=.*|--system|--break-system-packages)$/;
const STRATEGY = "--upgrade-strategy";
const TOOLS = /* @__PURE__ */ new Set([
	"pip",
	"setuptools",
	"wheel",
	"uv",
	"packaging",
	"ninja"
]);
/** torch, and what is usually installed in one call with it, from the same index. */
const TORCHES = /* @__PURE__ */ new Set([
	"torch",
	"torchvision",
	"torchaudio"
]);
/** The calls of `pip install` and `uv pip install` in a shell command; those that lie in quotes or in other programs are not seen. */
function pipCalls(text) {
	const commands = [[]];
	const lines = text.replace(/\\\r?\n/g, " ");
	for (const [token] of lines.matchAll(/(?:\\.|"[^"]*"|'[^']*'|[^\s"';&|\\])+|[;&|\n]/g)) if (/^[;&|\n]$/.test(token)) commands.push([]);
	else commands.at(-1)?.push(token.replace(/["']/g, ""));
	return commands.flatMap((words, index) => callOf(words, commands.slice(0, index)));
}
function callOf(words, earlier) {
	const pip = words.findIndex((word) => PIP.test(word));
	const install = words.indexOf("install", pip + 1);
	if (pip < 0 || install < 0 || words.slice(pip + 1, install).some((word) => !word.startsWith("-"))) return [];
	const comment = words.findIndex((word, index) => index > install && word.startsWith("#"));
	const given = argumentsOf(words.slice(install + 1, comment < 0 ? void 0 : comment));
	const own = given.map(({ word }) => word);
	const named = own.filter((word, index) => !/^(?:-|\d*[<>])/.test(word) && own[index - 1] !== STRATEGY);
	const listed = own.some((word) => FILES.test(word.replace(/=.*/, "")));
	const target = given.flatMap(({ word, value }) => TARGET.test(word) ? [word, value ?? []].flat() : []);
	const installer = installerOf(words.slice(0, install), target, earlier);
	return [{
		words: own,
		named,
		listed,
		uv: isUv(words.slice(0, pip)),
		...installer && { installer }
	}];
}
/** `-Ur requirements.txt` is `-U` and `-r` with its value, which the rest of the word may be as well. */
function argumentsOf(words) {
	const found = [];
	const left = [...words];
	for (let word = left.shift(); word !== void 0; word = left.shift()) {
		const [, option, rest] = /^(-[A-Za-z])(.+)$/s.exec(word) ?? [word, word];
		const takes = WITH_VALUE.test(option ?? word);
		if (rest !== void 0 && !takes) left.unshift(`-${rest}`);
		const value = takes ? rest ?? left.shift() : void 0;
		found.push({
			word: option ?? word,
			...value !== void 0 && { value }
		});
	}
	return found;
}
/** The name of `torch[opt]>=2.6`, normalised; nothing for a path, a URL or a variable. */
function nameOf(requirement) {
	const name = /^([A-Za-z0-9][\w.-]*?)\s*(?:[[<>=!~;@].*)?$/s.exec(requirement)?.[1];
	return name === void 0 || /\.(?:whl|zip|gz)$/.test(name) ? void 0 : name.toLowerCase().replace(/[-_.]+/g, "-");
}
/** What the call asks of torch by name: `torch>=2.6`. */
function namedTorch(call) {
	return call.named.find((requirement) => nameOf(requirement) === "torch");
}
/** It may put torch into the image: not one of pip's own tools, and not one package without what it needs. */
function mayBringTorch(call) {
	if (namedTorch(call) !== void 0 || call.listed) return true;
	return !call.words.includes("--no-deps") && call.named.some((one) => !TOOLS.has(nameOf(one) ?? ""));
}
/** It installs other things than torch and its kin. */
function installsMore(call) {
	return call.listed || call.named.some((one) => !one.startsWith("$") && !TORCHES.has(nameOf(one) ?? ""));
}
/** What in a call makes pip put another torch over the one that is there, whatever the requirements ask for. */
function switchOf(call) {
	const { words, named } = call;
	const anew = words.findIndex((word) => ANEW.test(word));
	if (anew >= 0) {
		const [only] = named.length === 1 && named[0] === words[anew + 1] ? named : [];
		const meant = only === void 0 ? void 0 : nameOf(only);
		return {
			word: words[anew] ?? "",
			kind: "anew",
			...meant !== void 0 && meant !== "torch" && { meant }
		};
	}
	const upgrade = words.find((word) => UPGRADE.test(word));
	if (upgrade === void 0) return void 0;
	if (/(?:^|\s)--upgrade-strategy[ =]eager(?=\s|$)/.test(words.join(" "))) return {
		word: "--upgrade-strategy eager",
		kind: "eager"
	};
	return namedTorch(call) === void 0 ? void 0 : {
		word: upgrade,
		kind: "named"
	};
}
// src/judge/torch-cause.ts
/** Reads the step that holds that copy: from the image's history, else as far as the report has it; a cut history may lack what counts. */
function findCause(facts, torch, told) {
	const command = (facts.layers.known ? facts.layers.value.find(({ index }) => index === torch.layer) : void 0)?.createdBy ?? "";
	const calls = (isCut(command) ? [] : [command, torch.step?.text ?? ""]).map((text) => pipCalls(text).filter(({ uv }) => !uv)).find((found) => found.length > 0) ?? [];
	const switched = torch.step === void 0 || told.fromBase ? void 0 : findSwitch(calls, torch);
	return {
		...told,
		among: isCut(command) || calls.some(installsMore),
		...switched && { switched }
	};
}
/** Only when it is certain: every call that can have brought torch has such a switch, or what it left behind says so. */
function findSwitch(calls, torch) {
	const [before] = torch.replaced;
	if (!before) return void 0;
	const found = calls.filter(mayBringTorch).map((call) => asksAnother(call, before) ? void 0 : switchOf(call));
	return torch.leftBeside !== void 0 && found.find((one) => one !== void 0 && leavesBehind(one)) || (found.includes(void 0) ? void 0 : found[0]);
}
/** It names a torch that the one which was there is not: then pip replaces it in any case. */
function asksAnother(call, before) {
	const requirement = namedTorch(call);
	if (requirement === void 0) return false;
	const parsed = parseSpecifier(requirement.replace(/^torch\s*(?:\[[^\]]*\])?/i, ""));
	return !parsed.ok || matches(before.metadataVersion ?? before.version, parsed.spec) !== true;
}
function leavesBehind({ word }) {
	return word === "--ignore-installed" || word === "-I";
}
/** Evidence: what the switch did. */
function describeSwitch(torch, { switched }) {
	if (!switched) return [];
	const { word, kind, meant } = switched;
	const here = `${word}${at$1(torch)}`;
	if (kind === "named") return [`${here} takes the newest torch that fits, not the one that is there`];
	return [`${here} is a switch for all packages of that call, not for ${meant === void 0 ? "one package" : `"${meant}" alone`}: it ${kind === "anew" ? "installs torch anew over the one that is there" : "takes the newest torch that fits"}`];
}
/** What to do about the switch; nothing without one. */
function undoSwitch(torch, { switched }) {
	if (!switched) return void 0;
	const { word, kind, meant } = switched;
	if (kind === "named") return `take ${word} or the name torch out of that call${at$1(torch)}`;
	const take = `take ${word} out of ${placeOf(torch)}`;
	if (kind === "eager") return take;
	return `${take} (for ${meant ?? "one package"}${meant === void 0 ? "" : " alone"}: \`pip install ${word} --no-deps ${meant ?? "NAME"}\` in a RUN of its own)`;
}
/** pip compares with METADATA, where a wheel of the default index has no local part. */
function pinOf(copy) {
	return `torch==${copy.metadataVersion ?? copy.version}`;
}
/** How what one step installed is kept from a later one: by a constraints file, and by a requirer that accepts it. */
function keep(torch, copy, { originOf, requirers }) {
	const origin = originOf(copy);
	const kept = `keep ${origin === "the base image" ? "what the base image has" : `what ${origin} installed`}: "${pinOf(copy)}" in constraints.txt, and \`pip install -c constraints.txt …\`${atAllSince(torch, copy)}`;
	const opponent = findOpponent(requirers, copy.version);
	return opponent ? `${pinRequirer(opponent, copy.version)}; to have pip find it, ${kept}` : kept;
}
/** `pin torchvision to a release that accepts torch >=2.6,<2.8 (torchvision 0.23.0 requires torch==2.8.0)`. */
function pinRequirer({ name, version, requirement }, accepts) {
	return `pin ${name} to a release that accepts torch ${accepts} (${name} ${version} requires ${requirement})`;
}
/** ` in Dockerfile:9`; of all steps that put another torch over that copy. */
function atAllSince(torch, copy) {
	const places = [...torch.replaced.filter(({ layer }) => layer > copy.layer).toReversed(), torch].flatMap(({ step }) => (step && printPlace(step)) ?? []);
	return places.length === 0 ? "" : ` in ${[...new Set(places)].join(" and ")}`;
}
/** ` in Dockerfile:9`; nothing when the place is not known. */
function at$1(torch) {
	const place = torch.step && printPlace(torch.step);
	return place === void 0 ? "" : ` in ${place}`;
}
/** Where to install torch alone from an index of its own: other packages are not on it. */
function atOrBefore(torch, { among }) {
	const place = torch.step && printPlace(torch.step);
	if (place === void 0) return "";
	return among ? ` in a RUN before ${place}` : ` in ${place}`;
}
function placeOf(torch) {
	return (torch.step && printPlace(torch.step)) ?? "that step";
}
// src/judge/torch.ts
const SHOWN_REQUIRERS = 8;
const SHOWN_LEFT = 3;
/** Judges every visible copy of torch: all must be what was asked. */
function judgeTorch(question, facts) {
	const { id, title, expected } = question;
	const blank = {
		id,
		title,
		expected
	};
	if (!facts.torch.known) return {
		...blank,
		status: "unknown",
		actual: "unknown",
		detail: `could not be read: ${facts.torch.why}`,
		remedy: `${adviseUnread(facts.unreadTorch)}, or leave ${id} out`
	};
	const copies = facts.torch.value;
	if (copies.length > 0) return judgeCopies(question, facts, copies);
	return {
		...blank,
		status: "fail",
		actual: "no torch",
		detail: `no torch in the image (${facts.torch.method} looked through all its Python environments)`,
		...adviseAbsent(id, facts)
	};
}
/** A torch that plain `python` does not find in the image: its environment is not in PATH, and no other copy's is. */
function noteOffPath(images) {
	const told = images.flatMap(({ torch }) => {
		const prefixes = torch.known ? torch.value.map(({ offPath }) => offPath) : [];
		return prefixes.includes(void 0) ? [] : prefixes.map((prefix) => [prefix, `${prefix}/bin`]);
	}).map(([prefix, bin]) => `torch is in ${prefix}, and the image's PATH has no ${bin}: "python" will not find it`);
	return [...new Set(told)];
}
const READABLE = {
	link: "have the files of torch copied, not linked (with uv: UV_LINK_MODE=copy in the step that installs it)",
	"no regular file": "install torch as a wheel, whose version.py and METADATA are plain files",
	unreadable: "make the image's files readable (docs/ways has what each way needs)",
	"too many": "build the image with fewer copies of torch",
	"no version": "install torch as a wheel, whose version.py and METADATA name its version"
};
/** The first that is not read stands for the others. */
function adviseUnread([first] = []) {
	return READABLE[first?.reason ?? "unreadable"];
}
/** What to do without torch: another thing when a later step deletes it. */
function adviseAbsent(id, facts) {
	const deleted = facts.deletedTorch ?? [];
	const [first] = deleted;
	if (!first) return { remedy: `install torch in the stage that is built, or leave ${id} out` };
	const place = first.deletedBy && printPlace(first.deletedBy);
	const where = place === void 0 ? "a later step deletes torch: keep it there" : `keep it in ${place}, which deletes torch`;
	return {
		evidence: deleted.map((copy) => describeDeletion(facts, copy)),
		remedy: `${where}, or leave ${id} out`,
		...first.deletedBy && { step: first.deletedBy }
	};
}
function describeDeletion(facts, copy) {
	const { version, site, deletedIn, deletedBy } = copy;
	const layer = deletedIn === void 0 ? void 0 : `layer ${deletedIn + 1}`;
	const place = (deletedBy && printPlace(deletedBy)) ?? layer;
	const by = place === void 0 ? "" : ` (${place})`;
	return `${version} of ${replacedOrigin(facts, copy)} was deleted by a later step${by}: it was in ${site}`;
}
function judgeCopies(question, facts, copies) {
	const { id, title, expected } = question;
	const actual = [...new Set(copies.map(question.actual))].join(" and ");
	const judged = copies.map((torch) => ({
		torch,
		judgement: question.judge(torch)
	}));
	const red = judged.find(({ judgement }) => judgement.status === "fail") ?? judged.find(({ judgement }) => judgement.status === "unknown");
	if (!red || red.judgement.status === "pass") {
		const evidence = copies.flatMap((torch) => [
			...copies.length > 1 ? [`${question.actual(torch)} in ${torch.site}`] : [],
			...describeLeftBeside(torch),
			...question.notes(torch)
		]);
		return {
			id,
			title,
			expected,
			actual,
			status: "pass",
			...evidence.length > 0 ? { evidence } : {}
		};
	}
	const { torch, judgement } = red;
	const requirers = weighRequirers(torch.requiredBy, question.asked);
	const cause = findCause(facts, torch, {
		requirers,
		fromBase: isBase(facts, torch.layer),
		originOf: (copy) => replacedOrigin(facts, copy)
	});
	const which = copies.length > 1 ? ` (in ${torch.site})` : "";
	return {
		id,
		title,
		expected,
		actual,
		status: judgement.status,
		detail: `${judgement.detail}${which}`,
		evidence: [
			...copies.flatMap((copy) => whereabouts(question, facts, copy)),
			...describeSwitch(torch, cause),
			...question.notes(torch),
			...describeRequirers(requirers, expected, torch.requiredByLeftOut)
		],
		remedy: question.remedy(torch, cause),
		...torch.step ? { step: torch.step } : {}
	};
}
/** Where a copy is, who put it there, and what it replaced. */
function whereabouts(question, facts, torch) {
	const origin = torch.step ? printStep(torch.step) : isBase(facts, torch.layer) ? "the base image" : void 0;
	const place = `torch ${torch.version} is in ${torch.site}`;
	const actual = question.actual(torch);
	const what = actual === torch.version ? place : `${place} (${actual})`;
	return [
		origin === void 0 ? what : `${what}, from ${origin}`,
		...torch.replaced.map((copy) => `replaced ${copy.version} of ${replacedOrigin(facts, copy)}`),
		...describeLeftBeside(torch)
	];
}
function describeLeftBeside({ leftBeside = [] }) {
	const shown = leftBeside.slice(0, SHOWN_LEFT);
	const more = leftBeside.length - shown.length;
	return [...shown.map((version) => `METADATA of ${version} still lies beside it: pip did not uninstall it`), ...more > 0 ? [`and that of ${more} more`] : []];
}
function replacedOrigin(facts, { step, layer }) {
	if (step) return printPlace(step) ?? step.text;
	return isBase(facts, layer) ? "the base image" : `layer ${layer + 1}`;
}
function isBase(facts, index) {
	return facts.layers.known && facts.layers.value.some((layer) => layer.index === index && layer.base);
}
function describeRequirers(requirers, expected, leftOut) {
	const lines = requirers.slice(0, SHOWN_REQUIRERS).map(({ name, version, requirement, excludes, extra }) => {
		return `${name} ${version} requires ${requirement}${excludes ? `, which rules out ${expected}` : ""}${extra === void 0 ? "" : ` (only when it was asked for as ${name}[${extra}])`}`;
	});
	const more = requirers.length - lines.length;
	return [
		...lines,
		...more > 0 ? [`and ${more} more require torch`] : [],
		...leftOut === void 0 ? [] : [`${leftOut} more requirements on torch in the image were not looked at`]
	];
}
// src/build/kernel-log.ts
/** `[17526.022211]`, in front of it perhaps the level. */
const STAMP = /^(?:<\d+>)?\[\s*(\d+\.\d+)\]/;
/**
* `oom-kill:constraint=CONSTRAINT_MEMCG,…,oom_memcg=/mlbuild,task_memcg=/mlbuild/x,task=dd,pid=7,uid=0` (mm/oom_kill.c). A process calls
* itself as it likes, also `x,pid=1,uid=0` or by two lines: the last pid is the kernel's.
*/
const SUMMARY = /\boom-kill:(constraint=.*?),task=(.*),pid=(\d+),uid=\d+\s*$/s;
/** `Memory cgroup out of memory: Killed process 7 (dd) total-vm:…kB, anon-rss:…kB, …`. */
const VICTIM = /\b(Memory cgroup out of memory|Out of memory)[^:]*: Kill(?:ed)? process (\d+) \((.*)\)(?=,? (?:total-vm|UID|score)\b)/s;
/** Kills without a summary: up to Linux 4.18, and those of the rest of a cgroup with `memory.oom.group`. */
const LIMIT = /\bTask in .* killed as a result of limit of (\/.*?)\s*$|\bTasks in (\/.*?) are going to be killed due to memory\.oom\.group/s;
/**
* The latest stamp in the log, to tell later what is new. The log counts seconds by a clock of its own, which stands still while the machine
* sleeps and runs a little faster or slower than others, so it is compared with nothing but itself.
*/
function lastStamp(log) {
	let last = Number.NEGATIVE_INFINITY;
	for (const line of log.split("\n")) last = Math.max(last, stampOf(line) ?? last);
	return last;
}
function stampOf(line) {
	const text = STAMP.exec(line)?.[1];
	return text === void 0 ? void 0 : Number(text);
}
/** The kills for want of memory that the kernel's log tells of after `since`, its {@link lastStamp} at that time. */
function readKills(log, since) {
	const kills = /* @__PURE__ */ new Map();
	let cgroup;
	for (const record of recordsOf(log)) {
		if (!((stampOf(record) ?? NaN) > since)) continue;
		const [, old, group] = LIMIT.exec(record) ?? [];
		cgroup = old ?? group ?? (takeSummary(kills, record) ? void 0 : cgroup);
		takeVictim(kills, record, cgroup);
	}
	return [...kills.values()];
}
/** A line without a time stamp goes on with the one before it. */
function recordsOf(log) {
	const records = [];
	for (const line of log.split("\n")) if (STAMP.test(line) || records.length === 0) records.push(line);
	else records.push(`${records.pop()}\n${line}`);
	return records;
}
/** True when it is one. */
function takeSummary(kills, record) {
	const [, fields = "", program = "", pid] = SUMMARY.exec(record) ?? [];
	if (pid === void 0) return false;
	const cgroup = /,oom_memcg=(.+?),task_memcg=/s.exec(fields)?.[1];
	kills.set(pid, {
		program,
		...cgroup !== void 0 && { cgroup }
	});
	return true;
}
/** `limited`: the cgroup that the log named for kills without a summary. */
function takeVictim(kills, record, limited) {
	const [, scope = "", pid, program = ""] = VICTIM.exec(record) ?? [];
	if (pid === void 0) return;
	const kib = /.*\banon-rss:(\d+)kB/s.exec(record)?.[1];
	const cgroup = scope.startsWith("Memory") ? kills.get(pid)?.cgroup ?? limited ?? "" : void 0;
	kills.set(pid, {
		program,
		...cgroup !== void 0 && { cgroup },
		...kib !== void 0 && { bytes: Number(kib) * 1024 }
	});
}
// src/run-room.ts
/** The machine with the disk that a builder's state is put on, where it gets one of its own. */
function withStore(host, disk) {
	return disk ? {
		...host,
		disks: [...host.disks, disk]
	} : host;
}
/**
* The machine with the disk that fills as that of the engine's data: what the engine's own builder makes lies with the images, the state of
* other builders in the engine's volumes.
*/
function withEngineData(host, inEngine) {
	if (!host.disks.find(({ role }) => role === "engine images") || !inEngine) return host;
	const roles = {
		"engine images": "engine data",
		"engine data": "engine volumes"
	};
	return {
		...host,
		disks: host.disks.map((disk) => ({
			...disk,
			role: roles[disk.role] ?? disk.role
		}))
	};
}
/** The build must not begin below the mark that would end it. Looks at the disks as they are now: something may have freed them. */
async function refuseFullDisks(world, asked, host) {
	const { stopBelow } = asked;
	if (stopBelow === void 0) return;
	const builder = host.builder;
	const elsewhere = isElsewhere({
		host,
		...builder && { builder }
	});
	const disks = await Promise.all(host.disks.map(async (disk) => {
		const free = (await world.files.free(disk.path))?.bytes ?? disk.free;
		return {
			...disk,
			...free !== void 0 && { free }
		};
	}));
	const problem = stopProblem(stopBelow, disks, writtenRoles(asked, elsewhere, disks));
	if (problem) throw new UserError("input", [problem]);
}
/** Keeps room back for as long as it is built, and says when the build has to end. `release` it, whatever happens. */
async function keepRoom(world, journal, folder, { asked, host }, builder, hurry) {
	const places = reservePlaces(host.disks, folder, world.env["RUNNER_WORKSPACE"]);
	const reserves = await keepReserves(world, journal, places, `.${folder.slice(folder.lastIndexOf("/") + 1)}-reserve`);
	const roles = writtenRoles(asked, isElsewhere({
		host,
		...builder && { builder }
	}), host.disks);
	const { stopBelow } = asked;
	return {
		reserves,
		hurry,
		...stopBelow !== void 0 && { stop: {
			below: stopBelow,
			roles
		} }
	};
}
/** How this run could make room, and whether it did: for the remedies. */
function roomTried({ space }, { asked, host: { runner } }) {
	const { allowSelfHosted, remove } = asked.space;
	const allowed = runner === "github-hosted" || allowSelfHosted && remove.length > 0;
	return {
		runner,
		asked: asked.space,
		...space?.items.some(({ bytes }) => bytes > 0) && { made: true },
		...allowed && space?.refused !== void 0 && { never: true }
	};
}
// src/run-explain.ts
/** Large, and needed only when the build is over. */
const loadDiagnoses = () => import("./diagnoses.js");
/** Puts what was seen of the build into the story: memory and disks, where the steps ran, and why it failed or what it survived. */
async function explainBuild(story, session, built, began) {
	const { seen } = built;
	if (!seen) return;
	story.watch = seen.watch;
	if (story.swap) story.swap = {
		...story.swap,
		...swapPeak(seen.watch)
	};
	story.notes.push(...seen.notes);
	if (story.limits) {
		const { seenInside, seenOutside } = seen;
		story.limits = {
			...story.limits,
			seenInside,
			seenOutside
		};
	}
	const aftermath = await aftermathOf(story, session, built, began);
	const { diagnose, saidDiskFull } = await loadDiagnoses();
	story.diagnoses = diagnose(aftermath);
	story.saidDiskFull = saidDiskFull(aftermath);
	await tellPlaces(story, session, built);
}
/** The kernel's own highest value of the steps, or what was seen of the whole machine now and then: whichever is more. */
function swapPeak({ machine, memory }) {
	const seen = [machine?.swapPeak, memory?.swapPeak].filter((bytes) => bytes !== void 0);
	return seen.length === 0 ? {} : { peak: Math.max(...seen) };
}
/** The delivery ended badly. False: nothing that was seen explains it, and the error says all. */
async function explainDelivery(story, session, { end, problems, message }, began) {
	const aftermath = await aftermathOf(story, session, end, began);
	const { diagnose, saidDiskFull } = await loadDiagnoses();
	const found = diagnose(aftermath);
	story.saidDiskFull = saidDiskFull(aftermath);
	const cause = found.find(({ level }) => level === "failure");
	if (!cause) return false;
	story.diagnoses = [...found, ...story.diagnoses];
	await tellPlaces(story, session, end);
	const { step } = cause;
	story.failure = {
		kind: cause.id,
		message: `${cause.message} (${message})`,
		problems,
		...step && { step }
	};
	return true;
}
/** Who took the space: asked only when it ran out, and before anything is cleaned up. */
async function tellPlaces(story, session, { timeline }) {
	if (!story.diagnoses.some(({ id, level }) => id === "disk-full" && level === "failure") || !story.watch || isElsewhere(session)) return;
	const { findPlaces } = await import("./places.js");
	const { world, builder } = session;
	const [node] = builder && builder.driver !== "docker" ? builder.nodes : [];
	const workspace = world.env["GITHUB_WORKSPACE"];
	const asked = findPlaces(world, {
		since: timeline.started,
		...node !== void 0 && { stateVolume: `buildx_buildkit_${node}_state` },
		folders: [{
			kind: "temp",
			path: world.files.temp
		}, ...workspace ? [{
			kind: "workspace",
			path: workspace
		}] : []]
	});
	const places = await orAborted(asked, world.cancelled).catch(() => []);
	if (places.length > 0) story.watch = {
		...story.watch,
		places
	};
}
async function aftermathOf(story, session, built, began) {
	const { asked, group, host, world } = session;
	const { seen } = built;
	const held = story.limits?.atEnd ?? story.limits?.held;
	const watch = seen?.watch ?? {
		disks: [],
		steps: {}
	};
	const kernel = !isElsewhere(session) && (built.failure || (watch.machine?.oomKills ?? 0) > 0) ? await kernelKills(world, await began) : void 0;
	return {
		timeline: built.timeline,
		watch,
		asked: asked.limits,
		cgroup: isElsewhere(session) ? engineCgroup(host) : host.cgroup.version,
		...isElsewhere(session) && { elsewhere: true },
		...session.plan.driver.kind === "builder" && { shared: true },
		cpus: host.cpus,
		room: roomTried(story, session),
		...built.failure && { failure: built.failure },
		...held && { held },
		...group && !group.inside && { groups: [group.place.path, group.place.path.replace(/\/buildkit$/, "")] },
		...kernel && { kernel },
		...seen?.fate && { builder: seen.fate },
		...seen?.ended && { ended: seen.ended },
		...seen && { unfinished: seen.unfinished }
	};
}
function engineCgroup({ engine }) {
	return "missing" in engine ? "unknown" : engine.cgroupVersion;
}
async function kernelKills(world, began) {
	const log = began === void 0 ? void 0 : await world.readKernelLog();
	return log === void 0 || began === void 0 ? void 0 : readKills(log, began);
}
/** Begins what the explanation needs: to load it, and to look how far the kernel's log is. The build need not wait: buildx takes longer to start. */
async function beginExplanation(session) {
	loadDiagnoses();
	if (isElsewhere(session) || session.host.sudo === "no") return void 0;
	const log = await session.world.readKernelLog();
	return log === void 0 ? void 0 : lastStamp(log);
}
/** The failed build in BuildKit's words; the report puts a diagnosis in front of them. */
function buildFailed(build, call) {
	return {
		kind: "build",
		message: isQuestion(call) && build.run === void 0 && endedSilently(build) ? `call: ${call} has findings: they are in the log` : build.message,
		problems: [],
		build,
		...build.step && { step: build.step }
	};
}
// src/build/limit-guard.ts
/**
* Holds the limits by the first way that works and reads them back. What cannot be enforced ends the run under `require`, with
* everything undone, and is told under `best-effort`.
*/
async function holdLimits(world, notes, holder, site, asked) {
	const { ways, obstacles } = waysAt(site);
	const reasons = ways.length === 0 ? [...obstacles] : [];
	const looks = new AbortController();
	const looking = worldUntil(world, looks.signal);
	for (const way of ways) {
		const noted = [];
		const note = async (undo) => {
			await notes.note(undo);
			noted.push(undo);
		};
		const forget = async (undo) => {
			noted.splice(noted.indexOf(undo), 1);
			await notes.forget(undo);
		};
		const hold = await way.hold(looking, {
			site,
			asked,
			holder,
			note,
			forget
		});
		const held = "why" in hold ? hold : await provenHold(hold, asked);
		const swapless = !("why" in hold) && !hold.countsSwap && asked.swapGiven && asked.policy === "require" && site.host.swap !== 0;
		if (swapless) reasons.push(NO_SWAP_COUNT);
		else if (!("why" in hold) && !("why" in held)) return guardOf(world, notes, {
			hold,
			held,
			noted,
			asked,
			looks
		});
		if (!swapless) reasons.push("why" in held ? held.why : "");
		if ("why" in hold && hold.untaken) for (const undo of [...noted]) await forget(undo);
		else await undoNoted(world, notes, noted);
		if (!("why" in hold) || !hold.held) continue;
		if (asked.policy === "require") throw new UserError("engine", [taken(asked, reasons)]);
		break;
	}
	if (asked.policy === "require") throw new UserError("engine", [notEnforced(asked, reasons)]);
	return unguarded(reasons);
}
async function provenHold(hold, asked) {
	const held = await hold.readBack();
	if ("why" in held) return { why: `the limit could not be read back (${held.why})` };
	const missing = shortfall(asked, held, hold.countsSwap);
	return missing.length === 0 ? onlyAsked(held, asked) : { why: `read back at ${held.where}: ${missing.join(", ")}` };
}
/** In what the limit at the end falls short of what was asked; swap that could not be counted at the start is not missed. */
function missingAtEnd(asked, held, atEnd) {
	return shortfall(asked, atEnd, held.memorySwap !== void 0);
}
/** A report tells of the limits that somebody asked for. */
function onlyAsked({ way, where, memory, memorySwap, cpus }, asked) {
	return {
		way,
		where,
		...asked.memory !== void 0 && memory !== void 0 && { memory },
		...asked.memory !== void 0 && memorySwap !== void 0 && { memorySwap },
		...asked.cpus !== void 0 && cpus !== void 0 && { cpus }
	};
}
function guardOf(world, notes, { hold, held, noted, asked, looks }) {
	return {
		hold,
		report: {
			held,
			problems: hold.countsSwap || asked.memory === void 0 ? [] : [NO_SWAP_COUNT]
		},
		async check(wanted = () => true) {
			const now = await hold.readBack();
			const lost = "why" in now ? [] : shortfall(asked, now, hold.countsSwap);
			if (lost.length === 0 || !wanted()) return void 0;
			return {
				what: lost.join(", "),
				again: await hold.renew()
			};
		},
		async atEnd() {
			const now = await hold.readBack();
			return "why" in now ? void 0 : onlyAsked(now, asked);
		},
		giveUp: () => looks.abort(),
		async release() {
			await undoNoted(world, notes, noted);
		}
	};
}
const NO_SWAP_COUNT = "this kernel does not count swap for cgroups (on cgroup v1: boot with swapaccount=1), so memory-swap is not enforced";
async function undoNoted(world, notes, undos) {
	const { isLimitUndo, restoreLimits } = await import("./limit-restore.js");
	for (const undo of undos.toReversed()) {
		if (!isLimitUndo(undo)) continue;
		try {
			await restoreLimits(world, undo);
			await notes.forget(undo);
		} catch (error) {
			world.log.warning(`limits could not be taken back yet: ${error.message}`);
		}
	}
}
function unguarded(reasons) {
	return {
		report: { problems: reasons.map((reason) => `not enforced: ${reason}`) },
		check: async () => void 0,
		atEnd: async () => void 0,
		giveUp() {},
		release: async () => {}
	};
}
/** Another run rules the builder, and its limits are not ours to join: both builds together would have what each asked for alone. */
function taken(asked, reasons) {
	return {
		...notEnforced(asked, reasons),
		remedy: "let runs with limits use this builder one after the other; or leave builder empty and write \"driver: docker-container\", which makes one for this run alone; or write \"limits: best-effort\" to build under the limits of the other run"
	};
}
/** Why the limits cannot be enforced, as something the user can change. */
function notEnforced(asked, reasons) {
	return {
		input: asked.memory === void 0 ? "cpus" : "memory",
		message: `cannot be enforced here: ${[...new Set(reasons)].join("; ")}`,
		remedy: "give this user passwordless sudo or access to a docker-container builder (\"driver: auto\"), or write \"limits: best-effort\" to build without"
	};
}
// src/report/watch-text.ts
/** The disk that the build fills, else the one that had least left. */
function filledDisk(watch) {
	const disks = watch?.disks ?? [];
	return buildDisk(disks) ?? disks.toSorted((one, other) => one.lowest - other.lowest)[0];
}
/** `11.2 of 12 GiB + 3.1 of 8 GiB swap`. */
function peakText({ peak, swapPeak, limit, swapLimit }) {
	if (peak === void 0) return void 0;
	return `${printUse(peak, limit)}${swapPeak ? ` + ${printUse(swapPeak, swapLimit)} swap` : ""}`;
}
/** As {@link peakText}, and whose it is, when not that of the RUN steps. */
function peakOf(seen) {
	const text = peakText(seen);
	return text === void 0 || seen.scope === "steps" ? text : `${text} (${SCOPES[seen.scope]})`;
}
const SCOPES = {
	steps: "all RUN steps together",
	builder: "the whole builder",
	machine: "the whole machine"
};
/**
* The limits as plain sentences: what is enforced and by what, what is not and why, and what changed on the way. `swapless`: the machine has
* no swap.
*/
function limitSentences(limits, swapless = false) {
	return [
		...enforced(limits, swapless),
		...changed(limits),
		...problems$1(limits),
		...steps(limits)
	];
}
/** The machine that builds has no swap, whatever is allowed: Docker allows the same again by default. */
function isSwapless({ host, watch, swap }) {
	const local = host !== void 0 && !("missing" in host.engine) && host.engine.local;
	if (watch?.machine?.swap !== void 0) return watch.machine.swap === 0;
	return local && host.swap === 0 && !swap?.made;
}
/** Why what stands in the cgroup may be no limit of the RUN steps; nothing when it is one. */
function doubtOf({ seenOutside, seenInside, unproven }) {
	if (seenOutside.length > 0) return "but not all RUN steps ran there";
	return unproven && seenInside === 0 ? "but nobody knows whether RUN steps ran there" : void 0;
}
function enforced(limits, swapless) {
	const { asked, held, backstop, step, maxParallelism } = limits;
	const all = "for all RUN steps together";
	const wish = amounts({ ...asked }, swapless);
	const found = held === void 0 ? "" : amounts(held, swapless);
	const doubt = doubtOf(limits);
	const how = doubt === void 0 ? `enforced by ${held?.where} (read back)` : `written to ${held?.where} and read back, ${doubt}`;
	return [
		...found === "" ? [] : [`${found} ${all}, ${how}`],
		...held === void 0 && wish !== "" ? [`${wish} ${all}: not enforced`] : [],
		...step === void 0 ? [] : [`Memory limit ${memory(step.memory)} for each RUN step, enforced (${step.method})`],
		...step === void 0 && asked.stepMemory !== void 0 ? [`Memory limit ${memory(asked.stepMemory)} for each RUN step: not enforced`] : [],
		...backstop === void 0 ? [] : [`${amounts(backstop)} for the whole builder as a backstop, by ${backstop.where}`],
		...maxParallelism === void 0 ? [] : [`${maxParallelism === 1 ? "One step runs" : `${maxParallelism} steps run`} at once at most`]
	];
}
/** `Memory limit 12 GiB + 8 GiB swap and 3 CPUs`; unlimited parts are said. Empty when nothing is limited. */
function amounts({ memory: bytes, memorySwap, cpus }, swapless = false) {
	const processors = cpus === void 0 ? "" : cpus === "unlimited" ? "all CPUs" : `${cpus} ${cpus === 1 ? "CPU" : "CPUs"}`;
	if (bytes === void 0) return processors === "" ? "" : `Limit ${processors}`;
	return `Memory limit ${bytes === "unlimited" ? "none" : `${memory(bytes)}${swapText(bytes, memorySwap, swapless)}`}${processors === "" ? "" : ` and ${processors}`}`;
}
function swapText(bytes, both, swapless) {
	if (both === void 0) return "";
	const none = swapless ? " (the machine has none)" : "";
	if (both === "unlimited") return ` + unlimited swap${none}`;
	return both <= bytes ? " without swap" : ` + ${memory(both - bytes)} swap${none}`;
}
/** Somebody wrote other values while it was built. */
function changed({ held, atEnd }) {
	if (held === void 0 || atEnd === void 0 || same(held, atEnd)) return [];
	return [`${amounts(atEnd)} at the end: something changed it during the build`];
}
function same(one, other) {
	return one.memory === other.memory && one.memorySwap === other.memorySwap && one.cpus === other.cpus;
}
function problems$1({ problems: all }) {
	return all.slice(0, 10);
}
function steps({ seenInside, seenOutside, held }) {
	if (seenOutside.length > 0) return [`Seen outside of the limit: ${seenOutside.slice(0, 5).join(", ")}`];
	if (held === void 0) return [];
	return seenInside > 0 ? [`${seenInside} RUN ${seenInside === 1 ? "step was" : "steps were"} seen under it`] : [];
}
// src/run-limits.ts
/** Sets the limits that were asked for and tells what was read back; nothing when none were. */
async function setLimits(world, story, journal, decided, builder) {
	const { asked, plan } = decided;
	const { limits } = asked;
	if (!limitsSteps(limits) && plan.parallelism === void 0 && limits.stepMemory === void 0) return void 0;
	const { call } = asked.build;
	if (isQuestion(call)) return void 0;
	const empty = {
		asked: limits,
		problems: [],
		seenInside: 0,
		seenOutside: []
	};
	const { parallelism } = plan;
	story.limits = {
		...empty,
		...parallelism !== void 0 && { maxParallelism: parallelism }
	};
	if (!limitsSteps(limits)) return void 0;
	const site = limitSite(decided, builder);
	if (!site.ours && containerObstacle(site) === void 0) await startBuilder(world, journal, site, asked.deadlines.stallMs);
	const guard = await holdLimits(world, journal, printHolder(world.machine.process, world.now()), site, limits);
	const remark = guard.hold?.remark;
	if (remark !== void 0) {
		story.notes.push(remark);
		world.log.info(remark);
	}
	const whole = limits.memory !== void 0 && site.builder ? await readBackstop(world, site) : void 0;
	story.limits = {
		...story.limits,
		...guard.report,
		...typeof whole?.memory === "number" && site.ours && { backstop: onlyAsked(whole, limits) }
	};
	if (whole && typeof whole.memory === "number" && whole.memory < (limits.memory ?? 0)) {
		const text = `the builder's own container is limited to ${memory(whole.memory)}, which is less than memory asks for: that limit is hit first, and counts BuildKit too`;
		story.limits = {
			...story.limits,
			problems: [...story.limits.problems, text]
		};
	}
	tell$1(world, story.limits);
	return guard;
}
/** buildx starts a builder that does not run together with the build; its limits have to be there before. */
async function startBuilder(world, journal, { builder }, stallMs) {
	const [node = ""] = builder?.nodes ?? [];
	if (!builder || !("why" in await inspectContainer(world, containerOf(node)))) return;
	const argv = [
		"docker",
		"buildx",
		"inspect",
		"--bootstrap",
		builder.name
	];
	const target = engineTarget(world.engine.endpoint);
	const { code, stderr, error } = await runWatched(world, journal, {
		argv,
		graceMs: 2e3,
		stallMs,
		target,
		meanwhile: "the builder was started"
	});
	if (code === 0) return;
	const message = `the builder "${builder.name}" could not be started: ${error ?? lastError(stderr)}`;
	throw new UserError("engine", [{
		input: "builder",
		message,
		remedy: "make it anew before this step, or leave builder empty"
	}]);
}
/** Where limits and counters are looked for. */
function limitSite({ host, plan }, builder) {
	return {
		host,
		ours: plan.driver.kind === "docker-container",
		...builder && builder.driver !== "docker" && { builder }
	};
}
function tell$1(world, limits) {
	const { stepMemory: _later, ...asked } = limits.asked;
	for (const sentence of limitSentences({
		...limits,
		asked,
		problems: []
	})) world.log.info(sentence);
	for (const problem of limits.problems) world.log.warning(problem);
}
const CHECK_MS = 5e3;
/** For limits that are being written again when the build ends. */
const PATIENCE_MS = 2e3;
/** For the last look: nothing builds any more. By `docker exec` over ssh to a busy machine it takes seconds. */
const LAST_LOOK_MS = 1e4;
/**
* Looks now and then whether the limits still stand, for systemd takes some away on a daemon-reload; writes them again and says so.
* `stop` looks for the last time: it is what the report says. A builder that is lost, and a run
* that is cancelled, have no time for it: that nobody looked is told.
*/
function keepLimits(world, story, guard) {
	if (!guard?.hold) return { stop: async () => {} };
	const note = (text) => {
		if (!story.limits || story.limits.problems.includes(text)) return false;
		story.limits = {
			...story.limits,
			problems: [...story.limits.problems, text]
		};
		return true;
	};
	const check = async () => {
		const lost = await guard.check(() => {
			writing = !stopped;
			return writing;
		});
		if (!lost) return;
		const then = lost.again ? "written again" : "could not be written again";
		const text = `the limits were changed during the build (${lost.what}) and ${then}`;
		if (note(text)) world.log.warning(text);
	};
	let stopped = false;
	/** A look has found limits lost, and writes them again. */
	let writing = false;
	let checking;
	const timer = setInterval(() => {
		checking ??= check().catch(() => {}).finally(() => {
			checking = void 0;
			writing = false;
		});
	}, CHECK_MS);
	return { async stop(away = false) {
		clearInterval(timer);
		stopped = true;
		if (writing && checking) await within(checking, PATIENCE_MS);
		const looking = away || world.cancelled.aborted ? void 0 : orAborted(guard.atEnd(), world.cancelled).catch(() => void 0);
		const atEnd = looking && await within(looking, LAST_LOOK_MS);
		guard.giveUp();
		if (story.limits && atEnd) story.limits = {
			...story.limits,
			atEnd
		};
		else note(`what the limits were at the end is not known: ${whyUnread(world, away)}`);
	} };
}
function whyUnread({ cancelled }, away) {
	if (away) return "the builder was lost";
	return cancelled.aborted ? "the run was cancelled" : "they could not be read any more";
}
/**
* A limit that did not hold until the end, or that steps escaped, is no limit: told, and under `require` the run is red. Of a cancelled run
* nobody has looked.
*/
function refuseLostLimits({ cancelled }, { limits }, { policy }) {
	if (cancelled.aborted) throw cancelled.reason;
	if (!limits?.held || policy !== "require") return;
	const input = limits.asked.memory === void 0 ? "cpus" : "memory";
	const [outside] = limits.seenOutside;
	if (outside !== void 0) {
		const message = `did not hold: the step ${outside} was seen to run outside of ${limits.held.where}`;
		throw new UserError("engine", [{
			input,
			message,
			remedy: "build with \"driver: docker-container\", whose steps cannot leave their limit, or write \"limits: best-effort\""
		}]);
	}
	const lost = limits.atEnd ? missingAtEnd(limits.asked, limits.held, limits.atEnd) : ["it cannot be read any more"];
	if (lost.length === 0) return;
	const message = `did not hold: at the end ${lost.join(", ")} (${limits.held.where})`;
	throw new UserError("engine", [{
		input,
		message,
		remedy: "find out what else on this machine writes to that cgroup, or write \"limits: best-effort\""
	}]);
}
// src/run-judged.ts
/** The build, its facts, the verdicts, and behind the gate the delivery. */
async function buildAndJudge(story, session) {
	const { asked, plan } = session;
	const began = beginExplanation(session);
	const kept = keepLimits(session.world, story, session.guard);
	let away = false;
	const noteEnd = (end) => {
		away = wentAway(end);
		return end;
	};
	const built = await story.phase("build", "Build", () => buildImage(session).then(noteEnd)).finally(() => kept.stop(away));
	story.timeline = built.timeline;
	story.metadata = built.metadata;
	story.delivered = built.delivered;
	await explainBuild(story, session, built, began);
	if (built.failure) {
		story.failure = buildFailed(built.failure, asked.build.call);
		return;
	}
	const target = builderTarget(session.builder, session.world.engine.endpoint);
	const readBack = {
		target,
		meanwhile: "limits were read back"
	};
	await whileAlive(session.world, readBack, async (alive) => refuseLostLimits(alive, story, asked.limits));
	if (plan.ways.length > 0) story.images = await story.phase("facts", "Measure the image", () => measure(story, session, built));
	if (asked.armed.length > 0) story.verdicts = judgeImages(asked.armed, story.images);
	if (asked.armed.some(({ needs }) => needs.includes("torch"))) story.notes.push(...noteOffPath(story.images));
	if (!plan.gated || story.verdicts.some(isRed)) return;
	const title = plan.delivery.push ? "Push" : "Deliver";
	const tell = (delivered) => {
		story.delivered = delivered;
	};
	try {
		story.metadata = await story.phase("deliver", title, () => deliver(session, built, story.images, tell));
	} catch (error) {
		if (error instanceof UndeliveredError && await explainDelivery(story, session, error, began)) return;
		if (error instanceof UndeliveredError) throw error;
		await whileAlive(session.world, {
			target,
			meanwhile: "it was delivered"
		}, () => Promise.reject(error));
	}
}
function wentAway({ seen }) {
	return seen?.ended?.by === "builder-lost" || seen?.fate !== void 0 && isLost(seen.fate);
}
/** A builder that goes meanwhile is told as lost: an image of which nothing can be read because of it is not one that fails its checks. */
async function measure(story, session, built) {
	const { world, asked } = session;
	const errand = {
		target: builderTarget(session.builder, world.engine.endpoint),
		meanwhile: "the image was measured"
	};
	const look = (alive) => orAborted(inspectBuilt({
		...session,
		world: alive
	}, built), alive.cancelled);
	const unsure = (images) => judgeImages(asked.armed, images).some(({ status }) => status === "unknown");
	try {
		return await whileAlive(world, errand, look, unsure);
	} catch (error) {
		if (!(error instanceof BuilderLostError) || asked.armed.length > 0) throw error;
		const text = `the image could not be measured: ${error.message}`;
		world.log.warning(text);
		story.notes.push(text);
		return [];
	}
}
// src/run-lost.ts
/** The builder went while something else was done than the user's build: told like one that went below it. Anything else is thrown on. */
async function tellLost(story, decided, error) {
	if (!(error instanceof BuilderLostError)) throw error;
	const { asked, host, plan } = decided;
	const { fate, meanwhile, at, afterMs } = error.loss;
	const { diagnose } = await import("./diagnoses.js");
	const found = diagnose({
		timeline: {
			started: at,
			completed: at,
			steps: [],
			warnings: []
		},
		watch: {
			disks: [],
			steps: {}
		},
		asked: asked.limits,
		cgroup: "missing" in host.engine ? "unknown" : host.engine.cgroupVersion,
		...plan.driver.kind === "builder" && { shared: true },
		cpus: host.cpus,
		room: roomTried(story, decided),
		builder: fate,
		ended: {
			by: "builder-lost",
			at,
			afterMs,
			during: []
		},
		meanwhile
	});
	const cause = found.find(({ level }) => level === "failure");
	story.diagnoses = [...found, ...story.diagnoses];
	story.failure = {
		kind: cause?.id ?? "builder-lost",
		message: cause?.message ?? error.message,
		problems: []
	};
}
// src/run-proofs.ts
const ALL = {
	step: true,
	parent: true
};
/**
* Tries on a RUN step of ours what nothing else tells before the build: that single steps are limited, when that was asked for, and that RUN
* steps lie under the limit, when a frontend that is not BuildKit's own may put them elsewhere. Other builds pay nothing for it.
*/
async function proveLimits(world, story, journal, { asked }, { builder, folder, prepared, guard }) {
	const { limits } = asked;
	const hold = guard?.hold?.cgroupParent === void 0 ? void 0 : guard.hold;
	if (!story.limits || limits.stepMemory === void 0 && !hold) return ALL;
	const [{ findFrontend }, { ownWatch, SHORT }] = await Promise.all([import("./frontend.js"), import("./own-solve.js")]);
	const watch = ownWatch(world, builder, SHORT);
	const place = {
		builder: builder?.name ?? world.engine.context,
		folder,
		prepared,
		watch
	};
	const find = () => findFrontend(world, journal, place);
	const frontend = prepared.dockerfile ? await find() : await story.phase("frontend", "Read the Dockerfile", find);
	const foreign = hold && frontend.kind !== "own" ? {
		hold,
		frontend
	} : void 0;
	if (limits.stepMemory === void 0 && !foreign) return ALL;
	const { stepLimitSeen } = await import("./step-limit.js");
	const { probed, unproven } = await story.phase("probe", "Try the limits on a step of our own", () => tryStep(world, journal, limits, {
		...place,
		frontend
	}, foreign));
	const seen = limits.stepMemory === void 0 ? void 0 : stepLimitSeen(probed, limits.stepMemory);
	if (unproven && limits.policy === "require") {
		story.limits = withoutHeld(story.limits);
		throw notUnder(limits, unproven.why);
	}
	if (seen && "why" in seen && limits.policy === "require") throw stepNotLimited(limits, seen.why);
	const problems = [...unproven ? [`${unproven.outside ? "not enforced" : "it is not proven that RUN steps are limited"}: ${unproven.why}`] : [], ...seen && "why" in seen ? [`step-memory is not enforced: ${seen.why}`] : []];
	for (const problem of problems) world.log.warning(problem);
	story.limits = {
		...unproven?.outside ? withoutHeld(story.limits) : story.limits,
		...unproven && !unproven.outside && { unproven: true },
		...seen && !("why" in seen) && { step: seen },
		problems: [...story.limits.problems, ...problems]
	};
	return {
		step: !(seen && "why" in seen),
		parent: !unproven?.outside
	};
}
/** One step for both questions. */
async function tryStep(world, journal, limits, { builder, folder, frontend, watch }, foreign) {
	const { readUsed, UNREAD, whyNotUnder } = await import("./parent-proof.js");
	if (foreign && frontend.kind === "image") world.log.info(`the frontend ${frontend.syntax} is tried: does a RUN step of our own lie under the limit?`);
	const before = foreign ? await readUsed(world, foreign.hold) : {};
	const probed = frontend.kind === "unknown" ? { why: `${UNREAD}: ${frontend.why}` } : await runProbe(world, journal, limits, {
		builder,
		folder,
		frontend,
		watch
	}, foreign?.hold.cgroupParent);
	const after = foreign ? await readUsed(world, foreign.hold) : {};
	return {
		probed,
		unproven: foreign && whyNotUnder(foreign.frontend, probed, before, after)
	};
}
async function runProbe(world, journal, limits, { builder, folder, frontend, watch }, cgroupParent) {
	const { probeStep } = await import("./step-probe.js");
	const { stepResources } = await import("./resources.js");
	return probeStep(world, journal, {
		builder,
		folder,
		watch,
		resources: stepResources(limits),
		...frontend.kind === "image" && { syntax: frontend.syntax },
		...cgroupParent !== void 0 && { cgroupParent }
	});
}
/** What does not bind the steps is no limit, whatever stands in the cgroup. */
function withoutHeld({ held: _held, ...limits }) {
	return limits;
}
function notUnder(limits, why) {
	const input = limits.memory === void 0 ? "cpus" : "memory";
	const value = limits.memory === void 0 ? String(limits.cpus) : memory(limits.memory);
	return new UserError("engine", [{
		input,
		value,
		message: `cannot be enforced here: ${why}`,
		remedy: "build with \"driver: docker-container\", whose steps cannot leave their limit, take a newer frontend (\"# syntax=docker/dockerfile:1\") or none, or write \"limits: best-effort\""
	}]);
}
function stepNotLimited({ stepMemory }, why) {
	return new UserError("engine", [{
		input: "step-memory",
		...stepMemory !== void 0 && { value: memory(stepMemory) },
		message: `cannot be enforced here: ${why}`,
		remedy: "give \"driver: docker-container\" (its BuildKit is new), take \"memory\" for all steps together with \"max-parallelism: 1\", or write \"limits: best-effort\""
	}]);
}
// src/run-retry.ts
/**
* The builder went, and the user's build was not to blame: another one may do better. Gives what happened. Once a tag was moved in a registry
* nothing is tried again: a second build is another image, and others may have the first one already.
*/
function lostByAccident({ diagnoses, delivered, saidDiskFull }) {
	if ((delivered.pushedTags ?? []).length > 0) return void 0;
	const cause = diagnoses.find(({ level }) => level === "failure");
	const hopeless = cause?.shape === "paused" || cause?.shape === "unreachable";
	const full = saidDiskFull === true || diagnoses.some(({ id }) => id === "disk-full");
	return cause?.id === "builder-lost" && !hopeless && !full ? cause.message : void 0;
}
/** The time limits of a build that starts over: its tries share the time that the user gave. Nothing: that is up. */
function againWithin(deadlines, { phases }) {
	const { buildMs } = deadlines;
	if (buildMs === void 0) return deadlines;
	const took = phases.filter(({ id }) => id === "build").reduce((sum, { started, completed }) => sum + Math.max(0, completed - started), 0);
	if (took >= buildMs) return void 0;
	return took === 0 ? deadlines : {
		...deadlines,
		spentMs: took
	};
}
/** The builder was lost and nobody's build was to blame: told, and forgotten with all that the first try has found out. */
function startOver(world, story, lost) {
	const text = `${lost}: a fresh builder is made and the build starts over`;
	world.log.warning(text);
	story.notes.push(text);
	const { tags } = story.delivered;
	if (tags.length > 0) {
		const names = `${tags.slice(0, 5).join(", ")}${tags.length > 5 ? ` and ${tags.length - 5} more` : ""}`;
		story.notes.push(`before that it had been delivered as ${names}: where the build that started over ends badly, they stay`);
	}
	delete story.failure;
	delete story.saidDiskFull;
	story.diagnoses = [];
	story.images = [];
	story.verdicts = [];
	story.metadata = "";
}
// src/run-build.ts
/** Carries the plan out: builder, build, facts, verdicts, gate, delivery. Everything made is undone at the end. */
async function carryOut(world, request, story, decided) {
	for (const folder of request.journals) await sweep(world, folder);
	const journal = openJournal(world, await usableFolder(world, request));
	world.saveState("journal", journal.path);
	let room;
	try {
		const folder = await world.files.temporary("ml-image-build", (path) => journal.note({
			kind: "remove-path",
			path
		}));
		room = await openRoom(world, story, journal, roomTerms(world, request.journals, story, decided));
		const { second } = decided.space?.plan ?? {};
		await refuseFullDisks(world, decided.asked, withStore(decided.host, second && builderDisk(second)));
		let now = await withSwap(world, request, story, journal, decided);
		for (let left = decided.asked.retryBuilder;; left -= 1) {
			await withBuilder(world, story, journal, folder, now, (builder) => buildOn(world, story, journal, folder, now, builder, room)).catch((error) => tellLost(story, now, error));
			const lost = decided.plan.driver.kind === "docker-container" ? lostByAccident(story) : void 0;
			if (left <= 0 || lost === void 0) break;
			const deadlines = againWithin(decided.asked.deadlines, story);
			if (deadlines === void 0) break;
			startOver(world, story, lost);
			now = {
				...now,
				asked: {
					...now.asked,
					deadlines
				}
			};
		}
	} finally {
		await closeRoom(world, story, room, request.cli ? "wait" : "finish");
		await journal.undo(({ kind }) => kind === "finish-reclaim", request.cli ? void 0 : world.machine.parent);
	}
}
function roomTerms(world, journals, { id }, { asked, host, space }) {
	const { engine } = host;
	const ofEngine = "missing" in engine || !engine.local ? [] : [engine.dataRoot, engine.containerd?.root ?? ""];
	const places = [asked.build.context, ...ofEngine.filter((path) => path !== "")];
	return {
		run: id,
		decision: space,
		strict: asked.space.minFree !== void 0,
		keep: placesInUse(world, places),
		journals
	};
}
/** Makes the swap that was planned; from here on the machine has it. */
async function withSwap(world, { journals }, story, journal, decided) {
	const { asked, host, plan, space } = decided;
	const consent = asked.space.allowSelfHosted;
	const short = story.space?.disks.some(({ after, needed }) => after < needed) === true;
	const again = plan.swap?.make !== void 0 && short && host.runner === "github-hosted";
	const terms = {
		consent,
		journals,
		freeAfter: space?.plan.need.bytes ?? 0
	};
	const swap = again ? await decideSwap(world, asked, host, terms) : plan.swap;
	return {
		...decided,
		host: await makeSwap(world, story, journal, {
			asked,
			host,
			plan: { ...swap && { swap } }
		})
	};
}
/** Sets the limits, builds, judges and delivers, on a builder that is there. */
async function buildOn(world, story, journal, folder, { host, ...rest }, builder, made) {
	const decided = {
		...rest,
		host: withStore(host, builder?.store?.disk)
	};
	if (story.host) story.host = {
		...story.host,
		disks: decided.host.disks
	};
	const needs = {
		target: builderTarget(builder, world.engine.endpoint),
		meanwhile: "the build was prepared"
	};
	const guard = await whileAlive(world, needs, (alive) => setLimits(alive, story, journal, decided, builder));
	const room = await keepRoom(world, journal, folder, decided, builder, () => made?.hurry());
	const built = new AbortController();
	const noted = builder && noteBuildkit(world, story, builder, built.signal);
	try {
		const prepared = await prepareBuild(world, decided.asked.build, folder);
		story.notes.push(...prepared.notes);
		const { proven, binding, group } = await whileAlive(world, needs, async (alive) => {
			const tried = await proveLimits(alive, story, journal, decided, {
				builder,
				folder,
				prepared,
				guard
			});
			const held = tried.parent ? guard : void 0;
			return {
				proven: tried,
				binding: held,
				group: await findGroup(alive, limitSite(decided, builder), held?.hold)
			};
		});
		await buildAndJudge(story, {
			...decided,
			world,
			journal,
			folder,
			prepared: underParent(prepared, binding?.hold?.cgroupParent),
			limitsStep: proven.step,
			room,
			...group && { group },
			...builder && { builder },
			...binding && { guard: binding }
		});
	} finally {
		built.abort();
		await noted;
		await room.reserves.release();
		if (!world.cancelled.aborted && !story.diagnoses.some(isUnreachable)) await guard?.release();
	}
}
function isUnreachable({ level, shape }) {
	return level === "failure" && shape === "unreachable";
}
/** Without a limit of ours the user's own `cgroup-parent` stands. */
function underParent(prepared, cgroupParent) {
	return cgroupParent === void 0 ? prepared : {
		...prepared,
		request: {
			...prepared.request,
			cgroupParent
		}
	};
}
/** The user's builder, none for the engine's own BuildKit, or one of ours that is removed again. */
async function withBuilder(world, story, journal, folder, { asked, plan, space }, act) {
	if (plan.driver.kind !== "docker-container") return act(plan.driver.builder);
	const builder = await story.phase("builder", "Make the builder", () => createBuilder(world, journal, folder, {
		driverOpts: asked.driverOpts,
		allow: asked.build.allow,
		limits: asked.limits,
		stallMs: asked.deadlines.stallMs,
		...plan.parallelism !== void 0 && { parallelism: plan.parallelism },
		...space?.plan.second && { second: space.plan.second }
	}));
	if (story.space?.second && !builder.store) {
		const { second: _unused, ...rest } = story.space;
		story.space = rest;
	}
	try {
		await act(builder);
	} finally {
		await story.phase("cleanup", "Remove the builder", () => removeBuilder(world, journal, builder.name));
	}
}
/** Asked beside the build, so that it costs no time. The engine's own BuildKit is known by the engine's version. */
async function noteBuildkit(world, story, builder, enough) {
	const buildkit = await surveyBuildkit(world, builder.name, enough);
	if (story.host && buildkit !== void 0) story.host = {
		...story.host,
		buildkit
	};
}
// src/run-event.ts
/** Reads the event. Without one, or when it cannot be read, the repository counts as private: its provenance then says less. */
async function readEvent(world) {
	const path = world.env["GITHUB_EVENT_PATH"];
	if (!path) return { repositoryPrivate: true };
	try {
		const { pull_request, repository } = JSON.parse(await world.files.read(path) ?? "{}");
		const sha = pull_request?.head?.sha;
		return {
			...sha && { pullRequestHead: sha },
			repositoryPrivate: repository?.private ?? true
		};
	} catch {
		return { repositoryPrivate: true };
	}
}
// src/build/local-sources.ts
/**
* What a build takes from this machine and is not there, or is not what it should be: told as the user's mistake, with its place, before anything
* is done. What BuildKit fetches is not known here.
*/
async function missingSources(world, request) {
	return (await Promise.all([
		findMain(world, request),
		...request.buildContexts.map((item) => checkNamed(world, item)),
		...request.outputs.map((item) => checkPlace(world, item))
	])).flatMap((problem) => problem ?? []);
}
/** The context, the Dockerfile in it, the stage in that. */
async function findMain(world, request) {
	if (isFetched(request)) return void 0;
	const { context, file } = request;
	const kind = await world.files.kind(context);
	if (kind === void 0) return {
		input: "context",
		value: context,
		message: noFolder(world, context),
		remedy: "check the path, and that actions/checkout ran before this step"
	};
	if (kind !== "folder") return {
		input: "context",
		value: context,
		message: "is a file, not a folder",
		remedy: "give its folder as context and the file as file"
	};
	if (/^(-$|[a-z]+:\/\/)/i.test(file)) return void 0;
	const path = await findDockerfile(world, request);
	if (path !== void 0) return checkTarget(world, request, path);
	const frontend = syntaxArgument(request, world.env);
	if (frontend && !OURS.test(frontend)) return void 0;
	const [input, value] = file === "" ? ["context", context] : ["file", file];
	return {
		input,
		value,
		message: `has no Dockerfile (${dockerfilePath(request)} is not there)`,
		remedy: "name the Dockerfile with the input file"
	};
}
function noFolder({ files }, path) {
	return path.startsWith("/") ? "is no folder of this machine" : `is no folder in ${files.cwd}`;
}
/** Frontends of Docker, which name stages as the one in BuildKit does. */
const OURS = /^(?:docker\.io\/)?docker\/dockerfile(?:-upstream)?(?:[:@]|$)/;
const MANY = 20;
/** BuildKit, `resolveTarget` in dockerfile2llb. A list of targets or of questions needs none. */
async function checkTarget(world, request, path) {
	const { target, call } = request;
	if (target === "" || /^(?:targets|subrequests\.describe)(?:,|$)/.test(call)) return void 0;
	const text = await readDockerfile(world, path);
	if (text === void 0) return void 0;
	const syntax = syntaxArgument(request, world.env) ?? syntaxOf(text);
	if (syntax !== void 0 && syntax !== "" && !OURS.test(syntax)) return void 0;
	const map = mapDockerfile(text, path);
	if (map.stages.length === 0 || findStage(map, target) !== void 0 || mayName(text, target)) return void 0;
	const names = [...new Set(map.stages.flatMap(({ name }) => name || []))];
	const near = nearest(target, names);
	const listed = names.slice(0, MANY).join(", ") + (names.length > MANY ? ", …" : "");
	const all = names.length === 0 ? "none of its stages has a name" : `its stages are ${listed}`;
	return {
		input: "target",
		value: target,
		message: `is no stage of ${path.replace(/^\.\//, "")}`,
		remedy: near === void 0 ? all : `did you mean "${near}"? ${all.replace(/^i/, "I")}`
	};
}
/** Our parser takes `<<` in quotes for a here-document, which swallows the stages behind it; BuildKit does not. */
function mayName(text, target) {
	return [...text.matchAll(/^[ \t]*FROM[ \t].*[ \t]AS[ \t]+(\S+)/gim)].map(([, name = ""]) => name.toLowerCase()).includes(target.toLowerCase());
}
/** buildx, `loadInputs` in build/opt.go: what is neither fetched nor an image nor a target is a folder. */
async function checkNamed(world, item) {
	const path = /^[^=]+=(.*)$/s.exec(item)?.[1];
	const folders = path === void 0 ? [] : foldersOf(path);
	const kinds = await Promise.all(folders.map((each) => world.files.kind(each)));
	if (folders[0] === void 0 || kinds.includes("folder")) return void 0;
	return {
		input: "build-contexts",
		value: item,
		message: kinds[0] === void 0 ? noFolder(world, folders[0]) : "is a file, not a folder",
		remedy: "check the path; an image is written as \"docker-image://python:3.12\""
	};
}
/** What may be meant as a folder of this machine: of `oci-layout://folder[:tag][@digest]` what is before either. None: it is fetched. */
function foldersOf(path) {
	const layout = /^oci-layout:\/\/(.*)$/s.exec(path)?.[1];
	if (layout === void 0) return /^[a-z][a-z\d+.-]*:/i.test(path) || isGitContext(path) ? [] : [path];
	const tagged = layout.replace(/@[^@]*$/, "");
	return [
		layout,
		tagged,
		tagged.replace(/:[^:]*$/, "")
	];
}
/** buildx, `CreateExports` in build/opt.go: what is written as a folder cannot go to a file, and the other way round. */
async function checkPlace({ files }, item) {
	const output = parseOutput(item);
	const dest = output?.attrs["dest"] ?? "";
	if (!output || dest === "" || dest === "-" || ![
		"local",
		"tar",
		"oci",
		"docker"
	].includes(output.type)) return void 0;
	const kind = await files.kind(dest);
	if (kind === void 0 || kind === "folder" === isFolder(output)) return void 0;
	return {
		input: "outputs",
		value: item,
		message: `cannot be written: ${dest} is ${kind === "folder" ? "a folder" : "no folder"}`,
		remedy: kind === "folder" ? "name a file, for example \"dest=image.tar\"" : "name another place, or remove that file"
	};
}
// src/inputs/env-flag.ts
/** A switch of docker/build-push-action that is a variable and on by default (its README, "environment variables"). */
function envFlag(reader, { env }, name) {
	const value = env[name] || "true";
	const given = readBool(value);
	if (given === void 0) reader.note(`${name} is neither true nor false, so it is not heeded`);
	return given ?? true;
}
// src/inputs/stop-below.ts
/** Reads the input `stop-below`. */
function readStopBelow(reader) {
	const stopBelow = reader.bytes("stop-below");
	return stopBelow === void 0 ? {} : { stopBelow };
}
// src/inputs/inputs.ts
/**
* Reads everything that was asked. `arm` reads the inputs of the assertions and gives those that were asked for. What is wrong
* is collected in the reader: look there before anything is done.
*/
function readInputs(reader, context, arm) {
	const inputs = {
		...readLimits(reader),
		space: readSpace(reader),
		swap: readSwapAsked(reader),
		...readStopBelow(reader),
		build: readBuildRequest(reader, context),
		driver: readDriver(reader),
		driverOpts: reader.list("driver-opts", {
			ignoreComma: true,
			quote: false
		}),
		gate: reader.choice("gate", ["before-push", "off"]),
		compression: reader.choice("compression", [
			"",
			"gzip",
			"zstd",
			"estargz",
			"uncompressed"
		]),
		summary: readSummary(reader, context),
		logAnnotations: reader.flag("log-annotations", true),
		checksAnnotations: envFlag(reader, context, "DOCKER_BUILD_CHECKS_ANNOTATIONS"),
		name: reader.text("name"),
		dryRun: reader.flag("dry-run"),
		armed: arm(reader)
	};
	refuseDriverOpts(reader, inputs);
	refuseOptionForms(reader, inputs.driverOpts);
	refuseCompression(reader, inputs);
	refuseAssertions(reader, inputs);
	refuseLimits(reader, inputs, inputs.build, inputs.driverOpts);
	return inputs;
}
const DRIVERS = [
	"auto",
	"docker",
	"docker-container"
];
/** Who asks for another engine is not helped by a list of words. */
function readDriver(reader) {
	const value = reader.text("driver");
	if (!/^(?:podman|buildah)$/i.test(value)) return reader.choice("driver", DRIVERS);
	reader.problem({
		input: "driver",
		value,
		message: "is not one of its values",
		remedy: `this action builds with Docker, which hosted runners have: write one of ${DRIVERS.join(", ")}`
	});
	return "auto";
}
/** docker/build-push-action's variable for the same thing holds where the input is not given. A command line has no job summary. */
function readSummary(reader, context) {
	const wanted = context.cli || envFlag(reader, context, "DOCKER_BUILD_SUMMARY");
	if (!wanted && !reader.given("summary")) reader.note("DOCKER_BUILD_SUMMARY is false, so no job summary is written; \"summary: true\" writes it all the same");
	return reader.flag("summary", wanted);
}
function refuseDriverOpts(reader, { driver, driverOpts, build }) {
	if (driverOpts.length === 0) return;
	const value = driverOpts.join(", ");
	if (driver === "docker") reader.problem({
		input: "driver-opts",
		value,
		message: "cannot stand beside driver: docker, which takes no options",
		remedy: "write driver: docker-container, or leave them out"
	});
	if (build.builder !== "") {
		const message = `cannot change the builder "${build.builder}", which is used as it is`;
		reader.problem({
			input: "driver-opts",
			value,
			message,
			remedy: "give them where that builder is made, or leave out builder"
		});
	}
}
function refuseCompression(reader, { compression, build }) {
	for (const item of build.outputs) {
		const other = parseOutput(item)?.attrs["compression"];
		if (compression === "" || other === void 0 || other === compression) continue;
		const message = `differs from compression=${other} in outputs`;
		reader.problem({
			input: "compression",
			value: compression,
			message,
			remedy: "name the compression in one place"
		});
	}
}
/** An assertion needs an image to look at; one that could never be measured is refused before the build. */
function refuseAssertions(reader, { armed, build }) {
	const why = whyNoImage(build);
	if (why === void 0) return;
	for (const { id } of armed) reader.problem({
		input: id,
		message: `there is no image to check, because ${why}`,
		remedy: `leave out ${id}, or build an image`
	});
}
function whyNoImage(build) {
	if (makesImage(build)) return void 0;
	const { call, outputs } = build;
	if (isQuestion(call)) return `call: ${call} builds none`;
	const parsed = outputs.flatMap((item) => parseOutput(item) ?? []);
	return `outputs has only ${[...new Set(parsed.map(({ type }) => `type=${type}`))].join(", ")}`;
}
// src/judge/cuda.ts
const NOT = "is not a CUDA version:";
const EXAMPLES = "write for example \"12.4\", \"12.*\", \">=12.4,<13\" or \"none\"";
/** Reads the input `cuda-version`: `12.4`, `12`, `12.*`, `>=12.4,<13`, `cu124`, `none` or `cpu`. */
function parseCuda(text) {
	const wish = text.trim();
	const lower = wish.toLowerCase();
	if (lower === "none" || lower === "cpu") return {
		ok: true,
		wish: {
			kind: "none",
			text: wish
		}
	};
	const plain = readPlain(lower);
	if (plain !== void 0) return {
		ok: true,
		wish: {
			kind: "prefix",
			text: wish,
			number: plain,
			components: plain.split(".").map(Number)
		}
	};
	if (/^[<>=!~]/.test(wish)) return readRange(wish);
	return {
		ok: false,
		...refuse(lower)
	};
}
/** Whether the `cuda` of torch/version.py is what was wanted; `invalid` when it is no version at all. */
function matchesCuda(cuda, wish) {
	if (wish.kind === "none") return false;
	if (wish.kind === "range") return matches(cuda, wish.spec);
	if (!/^\d+(\.\d+)*$/.test(cuda)) return { invalid: `"${cuda}" is not a CUDA version` };
	const components = cuda.split(".").map(Number);
	return wish.components.every((component, index) => components[index] === component);
}
/** PyTorch's name of that CUDA in indexes and local versions: `cu124`; `cpu` for none; nothing when the wish leaves it open. */
function indexName(wish) {
	if (wish.kind === "none") return "cpu";
	if (wish.kind !== "prefix" || wish.components.length < 2) return void 0;
	return `cu${wish.components[0]}${wish.components[1]}`;
}
/** A version's local part (`cu124`, `cpu`) names a build that is what was wanted. */
function isBuildFor(local, wish) {
	if (wish.kind === "none") return local === "cpu";
	const short = /^cu(\d{2,3})$/.exec(local ?? "")?.[1];
	return short !== void 0 && matchesCuda(fromShort(short), wish) === true;
}
/** `12.4`, `12`, `12.*` and `cu124` as components with dots; nothing for all else. */
function readPlain(text) {
	const short = /^cu(\d{2,3})$/.exec(text)?.[1];
	if (short !== void 0) return fromShort(short);
	return (/^(\d{1,2}(?:\.\d+){0,2})(?:\.\*)?$/.exec(text)?.[1])?.split(".").map((component) => String(Number(component))).join(".");
}
/** `124` is 12.4 and `92` is 9.2, but `12` (of `cu12`) is any 12. */
function fromShort(digits) {
	if (digits.length === 2 && Number(digits) < 50) return digits;
	return `${digits.slice(0, -1)}.${digits.slice(-1)}`;
}
function readRange(text) {
	const parsed = parseSpecifier(text);
	if (parsed.ok) return {
		ok: true,
		wish: {
			kind: "range",
			text,
			spec: parsed.spec
		}
	};
	const remedy = parsed.remedy.startsWith("write for example") ? EXAMPLES : parsed.remedy;
	return {
		ok: false,
		why: parsed.why.replace("PEP 440 specifier", "CUDA version"),
		remedy
	};
}
function refuse(text) {
	const toolkit = /^(?:cuda|v)[\s:=-]*(\d+(?:\.\d+)*)$/.exec(text)?.[1];
	if (toolkit !== void 0) return {
		why: `${NOT} only the number is asked`,
		remedy: `write "${toolkit}"`
	};
	const any = /^(\d+(?:\.\d+)*)(?:\.x)+$/.exec(text)?.[1];
	if (any !== void 0) return {
		why: `${NOT} "any number" is written "*"`,
		remedy: `write "${any}.*"`
	};
	const comma = /^(\d+),(\d+)$/.exec(text);
	if (comma) return {
		why: `${NOT} it has a comma for a point`,
		remedy: `write "${comma[1]}.${comma[2]}"`
	};
	const digits = /^\d{3}$/.exec(text)?.[0];
	if (digits !== void 0) return {
		why: `${NOT} the point is missing`,
		remedy: `write "${fromShort(digits)}"`
	};
	if (/^(rocm|xpu|hip)/.test(text)) return {
		why: `${NOT} only CUDA is checked here`,
		remedy: "ask for such a build with torch-version, for example \"==2.6.0+rocm6.2.4\""
	};
	if (/^[~^]/.test(text)) return {
		why: `${NOT} "${text[0]}" is npm and Poetry syntax`,
		remedy: EXAMPLES
	};
	return {
		why: "is not a CUDA version",
		remedy: EXAMPLES
	};
}
// src/judge/assertions/cuda-version.ts
const ID$1 = "cuda-version";
const TITLE$1 = "CUDA of torch";
const SHOWN_DISTRIBUTIONS = 8;
/** For which CUDA the image's torch was built: `cuda` of torch/version.py. */
const cudaVersion = {
	id: ID$1,
	inputs: [ID$1],
	title: TITLE$1,
	arm(reader) {
		const text = reader.text(ID$1);
		if (text === "") return void 0;
		const parsed = parseCuda(text);
		if (!parsed.ok) {
			reader.problem({
				input: ID$1,
				value: text,
				message: parsed.why,
				remedy: parsed.remedy
			});
			return;
		}
		return {
			id: ID$1,
			needs: ["torch"],
			cuda: parsed.wish.kind === "none" ? "none" : "some",
			judge: (facts) => judge(parsed.wish, facts)
		};
	}
};
function judge(wish, facts) {
	const verdict = judgeTorch(ask$1(wish), facts);
	return wish.kind === "none" ? withLibraries(verdict, facts) : verdict;
}
function ask$1(wish) {
	return {
		id: ID$1,
		title: TITLE$1,
		expected: wish.text,
		actual: printBuild,
		judge: (torch) => judgeBuild(torch, wish),
		notes: () => [],
		remedy: (torch, cause) => advise$1(torch, wish, cause)
	};
}
/** `CUDA 12.4`, `ROCm 6.2`, `CPU build`. */
function printBuild({ cuda, hip }) {
	if (cuda) return `CUDA ${cuda}`;
	if (hip) return `ROCm ${hip}`;
	return cuda === void 0 ? "unknown" : "CPU build";
}
function judgeBuild(torch, wish) {
	const build = printBuild(torch);
	if (build === "unknown") return {
		status: "unknown",
		detail: `torch/version.py could not be read in ${torch.site}, and only it says for which CUDA torch was built`
	};
	if (wish.kind === "none") return build === "CPU build" ? { status: "pass" } : {
		status: "fail",
		detail: `torch ${torch.version} is built for ${build}`
	};
	if (!torch.cuda) return {
		status: "fail",
		detail: `torch ${torch.version} is a ${torch.hip ? "ROCm" : "CPU"} build`
	};
	const result = matchesCuda(torch.cuda, wish);
	if (result === true) return { status: "pass" };
	return result === false ? {
		status: "fail",
		detail: `torch ${torch.version} is built for ${build}`
	} : {
		status: "unknown",
		detail: `cannot be judged: ${result.invalid}`
	};
}
function advise$1(torch, wish, cause) {
	if (torch.cuda === void 0 && !torch.hip) return `install torch as a wheel, whose torch/version.py is a plain file, or leave ${ID$1} out`;
	const index = indexName(wish);
	const change = `or change ${ID$1}`;
	if (cause.fromBase) return `torch comes with the base image: take a base image with ${wish.kind === "none" ? "a CPU build of torch" : `torch for CUDA ${numberOf$1(wish)}`}, ${change}`;
	const undo = undoSwitch(torch, cause);
	const first = undo === void 0 ? "" : `${undo}; `;
	const kept = torch.replaced.find(({ version }) => isBuildFor(readVersion(version)?.local, wish));
	if (kept) return `${first}${keep(torch, kept, cause)}, ${change}`;
	const where = atOrBefore(torch, cause);
	if (index === void 0) return `${first}install a torch that is built for CUDA ${numberOf$1(wish)}${where} (\`pip install --index-url https://download.pytorch.org/whl/cu…\`), ${change}`;
	return `${first}install torch from PyTorch's own index for it${where}: \`pip install --index-url https://download.pytorch.org/whl/${index} torch\`, in a version that is there, ${change}`;
}
/** `12.4` of `cu124`; a range as it was written. */
function numberOf$1(wish) {
	return wish.kind === "prefix" ? wish.number : wish.text;
}
/** For `none`: the nvidia wheels in the image are evidence, and beside a CPU build of torch a warning. */
function withLibraries(verdict, facts) {
	const installed = facts.distributions.known ? facts.distributions.value.filter(({ key }) => key.startsWith("nvidia-")) : [];
	if (installed.length === 0 || verdict.status === "unknown") return verdict;
	const evidence = [...verdict.evidence ?? [], ...describeLibraries(installed)];
	if (verdict.status !== "pass") return {
		...verdict,
		evidence
	};
	return {
		...verdict,
		status: "warn",
		detail: `torch is a CPU build, but ${installed.length} nvidia distributions are installed${total(installed)}`,
		evidence,
		remedy: "uninstalling in a later step saves nothing: find who requires them and keep them out of the step that installs them"
	};
}
function describeLibraries(installed) {
	const sorted = [...installed].sort((one, other) => (other.bytes ?? 0) - (one.bytes ?? 0));
	const lines = sorted.slice(0, SHOWN_DISTRIBUTIONS).map(({ name, version, bytes }) => `${name} ${version}${bytes === void 0 ? "" : `: ${printSize(bytes)}`}`);
	const rest = sorted.slice(SHOWN_DISTRIBUTIONS);
	return rest.length > 0 ? [...lines, `and ${rest.length} more nvidia distributions${total(rest)}`] : lines;
}
function total(distributions) {
	const bytes = distributions.reduce((sum, distribution) => sum + (distribution.bytes ?? 0), 0);
	return bytes > 0 ? ` (${printSize(bytes)})` : "";
}
// src/judge/owners.ts
/** The owner of one distribution. */
function ownerOf({ key }) {
	if (key.startsWith("nvidia-")) return "nvidia wheels";
	if (key === "torch") return "torch";
	return /^(?:pytorch-)?triton/.test(key) ? "triton" : "other Python";
}
const SHOWN_OWNERS = 3;
const LONGEST_NAME = 60;
/** An owner tells something from that share of its layer on, or from these bytes on. */
const TELLING_SHARE = .1;
const TELLING_BYTES = 1e8;
/** The distributions of a layer whose sizes are known; none where the numbers contradict the layer's. */
function distributionsOf({ index, unpackedBytes }, facts) {
	if (!facts.distributions.known || unpackedBytes === void 0) return [];
	const all = facts.distributions.value.filter(({ layer, bytes }) => layer === index && bytes !== void 0);
	return sumOf(all) > unpackedBytes ? [] : all;
}
/** Their bytes together. */
function sumOf(distributions) {
	return distributions.reduce((sum, { bytes = 0 }) => sum + bytes, 0);
}
/** `nvidia wheels 3.3 GB, torch 1.7 GB`: what in a layer is worth a thought; what is nobody's in particular by its name. Empty when nothing is. */
function printOwners(layer, facts) {
	const least = Math.min(TELLING_BYTES, (layer.unpackedBytes ?? 0) * TELLING_SHARE);
	return [...Map.groupBy(distributionsOf(layer, facts), (one) => {
		const owner = ownerOf(one);
		return owner === "other Python" ? one.name.slice(0, LONGEST_NAME) : owner;
	})].map(([name, ones]) => ({
		name,
		bytes: sumOf(ones)
	})).filter(({ bytes }) => bytes >= least && bytes > 0).toSorted((one, other) => other.bytes - one.bytes).slice(0, SHOWN_OWNERS).map(({ name, bytes }) => `${name} ${printSize(bytes)}`).join(", ");
}
// src/judge/cuda-wheels.ts
/** The nvidia wheels that came with a CUDA build of torch into one layer of the user's own, largest first; none elsewhere. */
function wheelsWithTorch(layer, facts) {
	if (!(facts.torch.known && facts.torch.value.some((one) => one.layer === layer.index && one.cuda)) || layer.base) return [];
	return distributionsOf(layer, facts).filter((one) => ownerOf(one) === "nvidia wheels").toSorted((one, other) => (other.bytes ?? 0) - (one.bytes ?? 0));
}
/** Share of the excess from which on another build is worth the work. */
const MEANINGFUL$1 = .1;
/** How to get rid of CUDA where no GPU is; nothing where it was asked for or would save little. */
function adviseCpuBuild(facts, { layers, over, unit, asked }) {
	if (asked === "some") return void 0;
	for (const layer of layers) {
		const saved = sumOf(wheelsWithTorch(layer, facts));
		if (saved === 0 || saved < over * MEANINGFUL$1) continue;
		const size = `${printSize(saved)}${unit === void 0 ? "" : ` (${unit})`}`;
		const keep = asked === "none" ? "" : ", and cuda-version: none to keep it so";
		return `no GPU where it runs? A CPU build saves the ${size} of nvidia wheels: ${howToTakeCpu(layer, facts)}${keep}`;
	}
}
const INDEX = "https://download.pytorch.org/whl/cpu";
/** Before a step of pip; a lock file, a script and what comes from another stage do not look at what is there. */
function howToTakeCpu(layer, facts) {
	const installer = findInstaller(layer);
	if (installer === void 0) return `have torch installed from ${INDEX}`;
	const place = (layer.step && printPlace(layer.step)) ?? "that step";
	return `\`${installer.command} --index-url ${INDEX} ${torchAsInstalled(layer, facts).join(" ")}\` in a RUN before ${place}`;
}
/** What is built for one CUDA or for none, and has to fit together. */
const BUILT = /* @__PURE__ */ new Set(["torchvision", "torchaudio"]);
/** `torch==2.6.0 torchvision==0.21.0`: the later step takes what is there only where it is the version that it would install. */
function torchAsInstalled({ index }, facts) {
	const copy = facts.torch.known ? facts.torch.value.find(({ layer }) => layer === index) : void 0;
	const others = facts.distributions.known ? facts.distributions.value.filter(({ key, layer }) => BUILT.has(key) && layer === index) : [];
	return [{
		key: "torch",
		version: copy?.version ?? ""
	}, ...others].map(({ key, version }) => {
		const release = /^\d+(?:\.\d+)+(?=\+|$)/.exec(version)?.[0];
		return release === void 0 ? key : `${key}==${release}`;
	});
}
/** Options with which a step does not take what is installed already. */
const ELSEWHERE = /^(?:--target|-t|--prefix|--root|--user|--force-reinstall|--ignore-installed|-I|--no-deps|--upgrade-strategy|--reinstall)(?:=|$)/;
/** Smaller wheels are not worth a name in the command. */
const WORTH$1 = 1e7;
const NAME = /^nvidia-[a-z0-9-]{1,60}$/;
const VERSION = /^\d[\w.!+-]{0,40}$/;
/** Who installs in a step of pip, or of uv like pip, that takes what is there: only the same one puts it there. */
function findInstaller({ step, createdBy }) {
	if (!step || !/^RUN\b/i.test(step.text)) return void 0;
	const text = isCut(step.text) ? createdBy.replace(/^(?:RUN )?.*?\s-c\s/s, "") : step.text;
	if (isCut(text)) return void 0;
	const calls = pipCalls(text).filter(mayBringTorch);
	const [first, ...others] = calls.map(({ installer }) => installer);
	if (calls.some(({ words }) => words.some((word) => ELSEWHERE.test(word)))) return void 0;
	return others.every((other) => other?.command === first?.command) ? first : void 0;
}
/**
* How to part a layer in which one pip installed torch and the nvidia wheels: the largest of these in a step before it, as long as they fit
* into a layer themselves. `--no-deps`, since pip would else resolve what they require without knowing torch's pins. The names come from the
* image and stand in a command that people paste: only plain ones.
*/
function adviseEarlierWheels(layer, facts, limit) {
	const installer = findInstaller(layer);
	if (installer === void 0) return void 0;
	const moved = [];
	for (const wheel of wheelsWithTorch(layer, facts)) {
		if ((layer.unpackedBytes ?? 0) - sumOf(moved) <= limit) break;
		const fits = sumOf(moved) + (wheel.bytes ?? 0) <= limit;
		if ((wheel.bytes ?? 0) < WORTH$1) break;
		if (fits && NAME.test(wheel.key) && VERSION.test(wheel.version)) moved.push(wheel);
	}
	if (moved.length === 0) return void 0;
	const names = moved.map(({ key, version }) => `${key}==${version}`).join(" ");
	const rest = (layer.unpackedBytes ?? 0) - sumOf(moved);
	const takes = `${installer.uv ? "uv" : "pip"} takes what is there`;
	return `\`${installer.command} --no-deps ${names}\` in a RUN before it leaves ${printSize(rest)} in it, since ${takes}`;
}
// src/judge/budget.ts
const SHOWN_LAYERS = 3;
/** Share of the excess from which on a layer is worth work. */
const MEANINGFUL = .1;
/** A size that is missing, or 0, which no image has. */
function readSize(size) {
	if (!size.known) return { why: size.why };
	if (size.value > 0) return { bytes: size.value };
	return { why: `${size.method} measured ${size.value} B; a size of 0 is an error, not a size` };
}
/** The verdict on a size that could not be had. */
function unknownSize({ id, title, limit }, why, remedy) {
	return {
		id,
		title,
		status: "unknown",
		expected: `≤ ${printSize(limit)}`,
		actual: "unknown",
		detail: `could not be measured: ${why}`,
		remedy
	};
}
/** The verdict on a known size. Over budget it is joined by the layers that weigh most. */
function judgeSize(budget, bytes, blame) {
	const { id, title, limit } = budget;
	const verdict = {
		id,
		title,
		expected: `≤ ${printSize(limit)}`,
		actual: printSize(bytes),
		detail: compareWithBudget(bytes, limit)
	};
	if (bytes <= limit) return {
		...verdict,
		status: "pass"
	};
	const { evidence, remedy, step } = blame();
	return {
		...verdict,
		status: "fail",
		evidence,
		remedy,
		...step ? { step } : {}
	};
}
/** The heaviest layers as evidence, and what can really help: those of this build that matter, what is hidden, or the base. */
function blameLayers(facts, excess) {
	const { measure, budget } = excess;
	const layers = facts.layers.known ? heaviest(facts.layers.value, measure) : [];
	const evidence = layers.slice(0, SHOWN_LAYERS).flatMap((layer) => [describeLayer(layer, measure, layers.length), ...describeOwners(layer, facts, measure)]);
	const raise = `or raise ${budget.id}`;
	const base = layers.reduce((sum, layer) => sum + (layer.base ? layer[measure] ?? 0 : 0), 0);
	if (base > budget.limit) return {
		evidence,
		remedy: `${`the base image alone is ${printSize(base - budget.limit)} over the budget`}: take a slimmer base image, ${raise}`
	};
	const work = layersToShrink(layers, excess);
	const step = work[0]?.step;
	const advice = adviseShrinking(work, excess);
	const cpu = adviseCpuBuild(facts, {
		layers,
		over: excess.bytes - budget.limit,
		asked: budget.cuda,
		...measure === "compressedBytes" && { unit: "unpacked" }
	});
	const shrink = [...advice.length > 0 ? advice : ["take a slimmer base image or install less"], raise].join(", ");
	return {
		evidence,
		remedy: cpu === void 0 ? shrink : `${shrink}; ${cpu}`,
		...step ? { step } : {}
	};
}
/** The heaviest own layer when it alone can make up for the excess, else those with a meaningful share of it. */
function layersToShrink(layers, { budget, bytes, measure }) {
	const over = bytes - budget.limit;
	const own = layers.filter((layer) => !layer.base);
	const able = own.filter((layer) => (layer[measure] ?? 0) >= over).slice(0, 1);
	if (able.length > 0) return able;
	return own.filter((layer) => (layer[measure] ?? 0) > over * MEANINGFUL).slice(0, SHOWN_LAYERS);
}
/** Files that are hidden come first: they are in the image for nothing. */
function adviseShrinking(work, { budget, bytes, measure, hidden = 0 }) {
	const over = bytes - budget.limit;
	const rewrite = `delete or replace files in the same RUN that makes them (${printSize(hidden)} are hidden by later layers, which saves nothing)`;
	if (hidden >= over) return [rewrite];
	const first = hidden > over / 2 ? [rewrite] : [];
	const [only] = work;
	if (!only) return first;
	const adds = (layer) => `(it adds ${printSize(layer[measure] ?? 0)})`;
	if (work.length === 1) return [...first, `make ${printOrigin(only)} smaller ${adds(only)}`];
	const all = work.map((layer) => `${printOrigin(layer)} ${adds(layer)}`);
	return [...first, `make ${all.slice(0, -1).join(", ")} and ${all.at(-1)} smaller`];
}
/** `layer 3 of 9: 3.1 GB, RUN pip install torch (Dockerfile:9)`. Layers are counted from 1, the lowest first. */
function describeLayer(layer, measure, count) {
	return `layer ${layer.index + 1} of ${count}: ${printSize(layer[measure] ?? 0)}, ${printOrigin(layer)}`;
}
/** `of it nvidia wheels 3.3 GB, torch 1.7 GB`, or nothing. Distributions have unpacked sizes only. */
function describeOwners(layer, facts, measure) {
	const owners = printOwners(layer, facts);
	if (owners === "") return [];
	return [measure === "unpackedBytes" ? `of it ${owners}` : `of it, unpacked: ${owners}`];
}
/** Layers by size, the heaviest first; those of unknown size last. */
function heaviest(layers, measure) {
	return [...layers].sort((one, other) => (other[measure] ?? -1) - (one[measure] ?? -1));
}
// src/judge/assertions/size-budget.ts
/** An assertion with one input, the largest size allowed; not armed when none is given. */
function sizeBudget({ id, title, need, judge }) {
	return {
		id,
		inputs: [id],
		title,
		arm(reader) {
			const limit = reader.bytes(id);
			if (limit === void 0) return void 0;
			return {
				id,
				needs: [need],
				limit,
				judge: (facts, cuda) => judge({
					id,
					title,
					limit,
					...cuda && { cuda }
				}, facts)
			};
		}
	};
}
// src/judge/assertions/max-compressed-size.ts
/** Budget of what a machine downloads: the manifest's layer blobs of one platform. */
const maxCompressedSize = sizeBudget({
	id: "max-compressed-size",
	title: "Compressed size",
	need: "compressed",
	judge(budget, facts) {
		const size = readSize(facts.compressedBytes);
		if ("why" in size) return unknownSize(budget, size.why, `build with driver: docker-container, which compresses before the push, or leave ${budget.id} out`);
		return judgeSize(budget, size.bytes, () => blameLayers(facts, {
			budget,
			bytes: size.bytes,
			measure: "compressedBytes"
		}));
	}
});
// src/judge/assertions/max-image-size.ts
/** Budget of the image's unpacked bytes: all layers' regular files, each layer's hard links once. */
const maxImageSize = sizeBudget({
	id: "max-image-size",
	title: "Unpacked size",
	need: "unpacked",
	judge(budget, facts) {
		const size = readSize(facts.unpackedBytes);
		if ("why" in size) return unknownSize(budget, size.why, `make the image's layers readable (docs/ways has what each way needs), or leave ${budget.id} out`);
		return judgeSize(budget, size.bytes, () => blame$1(facts, budget, size.bytes));
	}
});
/** The layers, and what later layers replaced or deleted: those bytes are in the image all the same. */
function blame$1(facts, budget, bytes) {
	const hidden = facts.rootfsBytes.known && facts.rootfsBytes.value > 0 ? bytes - facts.rootfsBytes.value : 0;
	const layers = blameLayers(facts, {
		budget,
		bytes,
		measure: "unpackedBytes",
		hidden
	});
	if (hidden < bytes / 100) return layers;
	const line = `${printSize(hidden)} of it are files that a later layer replaces or deletes`;
	return {
		...layers,
		evidence: [...layers.evidence, line]
	};
}
// src/judge/assertions/max-layer-size.ts
/** Budget of every single layer's unpacked bytes: a layer is downloaded, unpacked and cached as a whole. */
const maxLayerSize = sizeBudget({
	id: "max-layer-size",
	title: "Largest layer",
	need: "layers",
	judge: judgeLayers
});
function judgeLayers(budget, facts) {
	if (!facts.layers.known) return unknown(budget, facts.layers.why);
	const layers = heaviest(facts.layers.value, "unpackedBytes");
	const largest = layers[0];
	const bytes = largest?.unpackedBytes ?? 0;
	const blind = layers.find((layer) => layer.unpackedBytes === void 0);
	if (blind && bytes <= budget.limit) return unknown(budget, `the size of layer ${blind.index + 1} (${printOrigin(blind)}) is not known`);
	if (!largest || bytes === 0) return unknown(budget, `${facts.layers.method} found no layer with files in it; a size of 0 is an error, not a size`);
	return judgeSize(budget, bytes, () => blame(largest, layers, facts, budget));
}
/** Layers whose owners are told too. */
const EXPLAINED_LAYERS = 3;
function blame(largest, layers, facts, budget) {
	const bytes = largest.unpackedBytes ?? 0;
	const heavy = layers.filter((layer) => (layer.unpackedBytes ?? 0) > budget.limit);
	const how = budget.cuda === "none" ? void 0 : adviseEarlierWheels(largest, facts, budget.limit);
	const split = largest.base ? `that layer is made by ${printOrigin(largest)}: take another base image` : `split ${printOrigin(largest)} into several steps${how === void 0 ? "" : ` (${how})`}, or install less in it`;
	const raise = `or raise max-layer-size above ${printSize(bytes)}`;
	const over = bytes - budget.limit;
	const cpu = adviseCpuBuild(facts, {
		layers: [largest],
		over,
		asked: budget.cuda
	});
	return {
		evidence: heavy.flatMap((layer, index) => [describeLayer(layer, "unpackedBytes", layers.length), ...index < EXPLAINED_LAYERS ? describeOwners(layer, facts, "unpackedBytes") : []]),
		remedy: [
			split,
			raise,
			...cpu === void 0 ? [] : [cpu]
		].join("; "),
		...largest.step ? { step: largest.step } : {}
	};
}
function unknown(budget, why) {
	return unknownSize(budget, why, `make the image's layers readable (docs/ways has what each way needs), or leave max-layer-size out`);
}
// src/judge/assertions/torch-version.ts
const ID = "torch-version";
const TITLE = "torch version";
/** `==2.6.0+cu124`: only a CUDA build is that. */
const CUDA_BUILD = /==[^,]*\+cu\d/;
/** Which torch is in the image: a PEP 440 specifier, held against `__version__` of torch/version.py. */
const torchVersion = {
	id: ID,
	inputs: [ID],
	title: TITLE,
	arm(reader) {
		const text = reader.text(ID);
		if (text === "") return void 0;
		const parsed = parseSpecifier(text);
		if (parsed.ok && parsed.spec.clauses.length > 0) {
			const question = ask(parsed.spec);
			return {
				id: ID,
				needs: ["torch"],
				...CUDA_BUILD.test(text) && { cuda: "some" },
				judge: (facts) => judgeTorch(question, facts)
			};
		}
		const refused = parsed.ok ? {
			why: "asks nothing",
			remedy: "write for example \">=2.6,<2.8\", or leave the input out"
		} : parsed;
		reader.problem({
			input: ID,
			value: text,
			message: refused.why,
			remedy: refused.remedy
		});
	}
};
function ask(asked) {
	return {
		id: ID,
		title: TITLE,
		expected: asked.text,
		asked,
		actual: ({ version }) => version,
		judge: (torch) => judgeVersion(torch.version, asked),
		notes: ({ version, source, metadataVersion }) => metadataVersion === void 0 || metadataVersion === version ? [] : [`${source} says ${version}, METADATA says ${metadataVersion}`],
		remedy: (torch, cause) => advise(torch, cause, asked)
	};
}
function judgeVersion(text, asked) {
	const result = matches(text, asked);
	if (result === true) return { status: "pass" };
	if (result !== false) return {
		status: "unknown",
		detail: `cannot be judged: ${result.invalid}`
	};
	return {
		status: "fail",
		detail: explainMiss(text, asked)
	};
}
/** Says what surprises people: a version that looks right and is a pre-release, a post-release or another build. */
function explainMiss(text, asked) {
	const version = readVersion(text);
	const miss = `${text} is not ${asked.text}`;
	if (!version) return miss;
	if (version.local !== void 0 && onlyLocalDiffers(text, asked)) return `${miss}: the local part +${version.local} differs`;
	if (version.local === void 0 && onlyLocalDiffers(text, asked)) return `${miss}: it has no local part`;
	if (matches(version.base, asked) !== true) return miss;
	if (version.prerelease) return `${miss}: it is a pre-release, which sorts before ${version.base}`;
	return version.postrelease ? `${miss}: it is a post-release, which sorts after ${version.base}` : miss;
}
/** The same set without local parts would have matched. */
function onlyLocalDiffers(text, asked) {
	return localOf(asked) !== void 0 && matches(text, withoutLocals(asked)) === true;
}
function withoutLocals(asked) {
	const clauses = asked.clauses.flatMap((clause) => {
		if (clause.operator === "===" || clause.version.local === void 0) return [clause];
		return clause.operator === "==" ? [{
			...clause,
			version: {
				...clause.version,
				local: void 0
			}
		}] : [];
	});
	return {
		text: asked.text,
		clauses
	};
}
function localOf(asked) {
	return asked.clauses.flatMap((clause) => clause.operator === "==" ? [clause.version.local] : []).find((local) => local !== void 0);
}
function advise(torch, cause, asked) {
	const { fromBase, requirers } = cause;
	const version = readVersion(torch.version);
	const local = localOf(asked);
	const kept = fromBase ? void 0 : torch.replaced.find((copy) => matches(copy.version, asked) === true);
	if (!kept && version?.prerelease && matches(version.base, asked) === true) return `if this build is meant, name it: ${ID}: "==${version.public}"; else install the final ${version.base}${at$1(torch)}`;
	if (!kept && version?.postrelease && matches(version.base, asked) === true) return `if this build is meant, write ${ID}: "==${version.base}.*"; else install the plain ${version.base}${at$1(torch)}`;
	const undo = undoSwitch(torch, cause);
	const first = undo === void 0 ? "" : `${undo}; `;
	if (!kept && local !== void 0 && isBuild(local) && onlyLocalDiffers(torch.version, asked)) return `${first}install that build from PyTorch's own index${atOrBefore(torch, cause)}: \`pip install --index-url https://download.pytorch.org/whl/${local} torch==${version?.public ?? ""}\``;
	if (fromBase) return `torch comes with the base image: take a base image with torch ${asked.text}, or change ${ID}`;
	const culprit = requirers.find(({ excludes }) => excludes);
	const constrain = `write "${kept ? pinOf(kept) : `torch${asked.text}`}" into constraints.txt and install with \`pip install -c constraints.txt …\`${kept ? atAllSince(torch, kept) : at$1(torch)}`;
	if (culprit) {
		const last = undo === void 0 ? "" : `; and ${undo}`;
		return `${pinRequirer(culprit, asked.text)}; to have pip find it, ${constrain}${last}`;
	}
	return `${first}${kept ? keep(torch, kept, cause) : constrain}, so that pip keeps to it or says what stands against it`;
}
function isBuild(local) {
	return /^(cu\d+|cpu|rocm[\d.]+|xpu)$/.test(local);
}
// src/judge/assertions/index.ts
/** Every assertion, in the order in which verdicts are shown. */
const ASSERTIONS = [
	maxImageSize,
	maxCompressedSize,
	maxLayerSize,
	torchVersion,
	cudaVersion
];
// src/run-inputs.ts
/** Reads all inputs, or throws everything that is wrong with them and with what they name on this machine. */
async function readAsked(world, request, story, { pullRequestHead }) {
	const reader = createReader(request.raw);
	const asked = readInputs(reader, {
		env: world.env,
		cli: request.cli,
		...pullRequestHead !== void 0 && { pullRequestHead }
	}, armAll);
	for (const value of credentialsIn(asked)) world.log.secret(value);
	story.asked = asked;
	story.notes.push(...reader.notes());
	warnUnknown(request, reader.asked(), story);
	const told = [...request.problems, ...reader.problems()];
	const sources = told.some(({ input }) => input === "context") ? [] : await missingSources(world, asked.build);
	const problems = [...told, ...sources];
	if (problems.length > 0) throw new UserError("input", problems);
	return asked;
}
/** Arms what was asked for, in the catalog's order. */
function armAll(reader) {
	return ASSERTIONS.flatMap((assertion) => {
		const armed = assertion.arm(reader);
		return armed ? {
			...armed,
			value: reader.text(assertion.id)
		} : [];
	});
}
function warnUnknown(request, known, story) {
	story.notes.push(...unknownInputs(request.given, known).map(printUnknown));
}
// src/report/telling.ts
/** Matched so much of a line: a log can hold anything. */
const LOOKED_AT = 500;
/** The beginnings of lines by which programs say that they failed. */
const ERRORS = [
	/^(?:error|fatal|fatal error|panic): (?!\d+(?:\.\d+)?$)/i,
	/^\[?(?:ERROR|FATAL|CRITICAL)\]?:? +(?!\d+(?:\.\d+)?$)\S/,
	/^error\[E\d+\]: /,
	/^npm (?:ERR!|error) \S/,
	/\bERROR \d{3}: /,
	/^E: \S/,
	/^[^\s:]+(?:\(\d+(?:,\d+)?\)|(?::\d+)+)?: (?:fatal )?error(?: [A-Z]?\d+)?: /,
	/^(?:nvcc|ptxas|nvlink|fatbinary) (?:error|fatal) *: /,
	/^\S*\bld(?:\.\w+)?: (?:cannot find |error: )|: undefined reference to /,
	/^CMake Error\b/,
	/^(?:g?make|ninja)(?:\[\d+\])?: (?:\*\*\* |error: )/,
	/^× \S/,
	/^(?:[A-Za-z_]\w*\.)*[A-Z]\w*(?:Error|Exception|NotFound)(?::(?: |$)|$)/,
	/^E {3,}\S/,
	/^(?:error|critical) +libmamba /,
	/^(?:\/\S+\/)?(?:ba|da|z)?sh: .*(?:: (?:command )?not found|: Permission denied|: No such file or directory|[Ss]yntax error\b.*)$/,
	/^(?:cp|mv|ln|ls|rm|cat|chmod|chown|install|tar): cannot /,
	/^curl: \(\d+\) /
];
/** Errors that only say that there was one, or after which pip goes on: taken when there is no other. */
const ECHOES = [
	/^error: (?:subprocess-exited-with-error|metadata-generation-failed|could not compile )/,
	/^× (?:.* did not run successfully|Encountered error )/,
	/^ERROR: (?:pip's dependency resolver does not|Failed (?:building|to build) )/,
	/\*\*\* \[.*\] (?:Error \d+|Killed)/,
	/^(?:\S*\/)?collect2: error: ld returned /,
	/^error: command .* failed with exit /,
	/^npm (?:ERR!|error) (?:code|errno) /
];
/** What pip and uv draw before what they quote. */
const BOX = /^[\s│|╰─▶>]+/;
/** pip's news about itself. */
const NOTICE = /^\s*\[notice\] /;
/** Looks for the first error in the last lines of a step. Never more than a guess: the lines are the log's claim. */
function tellingLines(tail) {
	const told = tail.filter((line) => !NOTICE.test(line));
	const lines = told.slice(0, told.findLastIndex((line) => line.trim() !== "") + 1);
	const bare = lines.map((line) => line.slice(0, LOOKED_AT).replace(BOX, ""));
	const traced = readTracebacks(lines);
	const error = bare.flatMap((line, index) => isError(line) || traced.ends.has(index) ? [index] : []).filter((index) => !traced.inside.has(index)).toSorted((one, other) => rank$1(bare, one) - rank$1(bare, other) || one - other)[0];
	return {
		lines,
		...error !== void 0 && { error }
	};
}
/** The first error in one line, with the next one where it ends with a colon (CMake, uv, conda); nothing when none is known. */
function firstError(tail) {
	const { lines, error } = tellingLines(tail);
	if (error === void 0) return void 0;
	const [first = "", ...others] = lines.slice(error).map((line) => line.slice(0, LOOKED_AT).replace(BOX, "").trimEnd());
	const next = first.endsWith(":") ? others.find((line) => line !== "") : void 0;
	return next === void 0 ? first : `${first} ${next}`;
}
/** At most `max` lines from the first error on, the last one always among them; without an error the last `few`. */
function fromFirstError(tail, max, few) {
	const { lines, error } = tellingLines(tail);
	if (error === void 0) return lines.slice(-few);
	const from = lines.slice(error).filter((line) => line.trim() !== "");
	return from.length <= max ? from : [
		...from.slice(0, max - 2),
		"…",
		...from.slice(-1)
	];
}
/** The last lines, at least `few`: more where the first error lies within `max`; where it lies higher, it stands above them. */
function lastWithError(tail, max, few) {
	const { lines, error } = tellingLines(tail);
	if (error === void 0 || error >= lines.length - few) return lines.slice(-few);
	if (error >= lines.length - max) return lines.slice(error);
	return [
		...lines.slice(error, error + 1),
		"…",
		...lines.slice(-few)
	];
}
function isError(line) {
	return ERRORS.some((pattern) => pattern.test(line));
}
function rank$1(bare, index) {
	return ECHOES.some((pattern) => pattern.test(bare[index] ?? "")) ? 1 : 0;
}
/** Python's tracebacks: the exception stands in their last line, and of a chain in the last one's. */
function readTracebacks(lines) {
	const inside = /* @__PURE__ */ new Set();
	const ends = /* @__PURE__ */ new Set();
	let indent;
	let chained;
	for (const [index, line] of lines.entries()) if (/^[\s│|]*Traceback \(most recent call last\):\s*$/.test(line)) {
		if (chained !== void 0) {
			ends.delete(chained);
			for (let at = chained; at < index; at += 1) inside.add(at);
		}
		indent = indentOf(line);
		inside.add(index);
	} else if (indent !== void 0 && (line.trim() === "" || indentOf(line) > indent)) inside.add(index);
	else if (indent !== void 0) {
		indent = void 0;
		ends.add(index);
		chained = index;
	} else if (/^[\s│|]*(?:During handling of the above exception|The above exception was the direct cause)/.test(line)) continue;
	else if (line.trim() !== "") chained = void 0;
	return {
		inside,
		ends
	};
}
function indentOf(line) {
	return /^[\s│|]*/.exec(line)?.[0].length ?? 0;
}
// src/report/annotations.ts
/** GitHub shows ten annotations of each level for a step. */
const PER_LEVEL = 10;
const MESSAGE = 2e3;
/** Of BuildKit's sentence, which holds the whole command, and of a line of the log: so that none leaves the others no room. */
const SENTENCE = 300;
const LOG_LINE = 200;
/** Lines of the log: of a failure that nobody could explain, and of one that was. */
const LOG_LINES$1 = 8;
const FEW_LINES$1 = 5;
/**
* Lines beside code: the failed step on its Dockerfile line, red and warning verdicts on the line of their step, build
* warnings on theirs unless they are not wanted. At most ten of a level; texts are plain.
*/
function renderAnnotations(report, asked = {}) {
	const all = [
		...failure(report),
		...redFirst(report.verdicts).flatMap(verdict),
		...report.diagnoses.filter(({ level }) => level === "warning").map(survived$1),
		...asked.checksAnnotations === false ? [] : (report.timeline?.warnings ?? []).map(warning)
	];
	return [
		"error",
		"warning",
		"notice"
	].flatMap((level) => all.filter((annotation) => annotation.level === level).slice(0, PER_LEVEL));
}
function at(place) {
	if (place?.file === void 0) return {};
	return {
		file: oneLine(place.file),
		...place.line !== void 0 && { line: place.line }
	};
}
function lines(texts) {
	return cut$1(block(texts.filter((text) => text !== void 0 && text !== "").join("\n")), MESSAGE);
}
function failure(report) {
	const failed = report.failure;
	if (failed === void 0 || failed.kind === "assertion") return [];
	const title = oneLine(`${report.name}: ${headline(report)}`, 200);
	const problems = failed.problems.map(printProblem);
	const why = report.diagnoses.find(({ level }) => level === "failure");
	const tail = failed.build?.run?.tail ?? [];
	const log = why === void 0 ? fromFirstError(tail, LOG_LINES$1, FEW_LINES$1) : tellingLines(tail).lines.slice(-2);
	const more = why === void 0 ? [] : [...why.evidence, ...remedies(why)];
	const said = failed.kind === "build" ? cutMiddle(failed.message, SENTENCE) : failed.message;
	const told = log.map((line) => rawLine(line, LOG_LINE));
	return [{
		level: "error",
		title,
		message: lines([
			said,
			...failed.problems.length > 1 ? problems : [],
			...more,
			...told
		]),
		...at(failed.step ?? failed.build?.step)
	}];
}
function remedies(found) {
	return found.remedies.map((text, index) => `${index === 0 ? "To fix" : "or"}: ${text}`);
}
/** What the build got over, on the line where it happened. */
function survived$1(found) {
	const [title = ""] = found.message.split(": ");
	const message = lines([
		found.message,
		...found.evidence,
		...remedies(found)
	]);
	return {
		level: "warning",
		title: oneLine(title, 200),
		message,
		...at(found.step)
	};
}
function verdict(found) {
	if (found.status === "pass") return [];
	const message = lines([
		`${verdictSentence(found)}.`,
		...found.evidence ?? [],
		found.remedy
	]);
	return [{
		level: isRed(found) ? "error" : "warning",
		title: oneLine(found.title, 200),
		message,
		...at(found.step)
	}];
}
function warning(found) {
	const message = lines([...found.detail, found.url]);
	return {
		level: "warning",
		title: oneLine(found.message, 200),
		message: message || oneLine(found.message),
		...at(found)
	};
}
// src/report/image-name.ts
/**
* What a run is called in headlines: the input `name`, else the last part of the first tag's repository
* (`ghcr.io/acme/trainer:1.2` → `trainer`), else the last folder of the context, else `image`.
*/
function imageName(name, tags, context) {
	if (name.trim() !== "") return name.trim();
	return fromTag(tags[0] ?? "") || fromContext(context) || "image";
}
function fromTag(tag) {
	return ((tag.split("@")[0] ?? "").split("/").at(-1) ?? "").split(":")[0] ?? "";
}
function fromContext(context) {
	const [address = "", fragment = ""] = context.split("#");
	const bare = ((fragment.split(":")[1] || address).replace(/\/+$/, "").split(/[/\\]/).at(-1) ?? "").replace(/\.git$/, "");
	return /^[.-]*$/.test(bare) ? "" : bare;
}
// src/report/json.ts
/**
* The report as JSON, indented, described by docs/report-v1.schema.json: the model as it is, its texts without ANSI codes and
* control characters. Secrets were masked before.
*/
function renderJson(report) {
	return `${JSON.stringify(report, (_, value) => typeof value === "string" ? block(value) : value, "	")}\n`;
}
// src/report/masked.ts
/** Words of ours and digests: a secret that happens to be `fail` or `docker` must not change what the report means. */
const NEVER_MASKED = /* @__PURE__ */ new Set([
	...[
		"conclusion",
		"kind",
		"status",
		"level",
		"id",
		"method",
		"store",
		"driver",
		"runner",
		"sudo",
		"version"
	],
	...[
		"shape",
		"certainty",
		"policy",
		"way",
		"scope",
		"pages"
	],
	...[
		"digest",
		"diffId",
		"imageId",
		"platform",
		"environment",
		"key",
		"source",
		"cgroupVersion",
		"started",
		"completed"
	]
]);
/**
* No secret may stand in anything that is written: every free text of the report is masked once, here. For what JSON can hold; what holds no
* secret stays the same object.
*/
function maskTexts(value, mask) {
	if (typeof value === "string") return mask(value);
	if (typeof value !== "object" || value === null) return value;
	let copy;
	for (const key of Object.keys(value)) {
		const before = value[key];
		const after = typeof before === "string" && NEVER_MASKED.has(key) ? before : maskTexts(before, mask);
		if (after === before) continue;
		copy ??= Array.isArray(value) ? [...value] : { ...value };
		copy[key] = after;
	}
	return copy ?? value;
}
// src/report/outputs.ts
/** The action's outputs, in the order of action.yml. */
const OUTPUTS = [
	"imageid",
	"digest",
	"metadata",
	"verdict",
	"failure-kind",
	"failure-step",
	"failure-line",
	"unpacked-bytes",
	"compressed-bytes",
	"torch-version",
	"cuda-version",
	"peak-memory-bytes",
	"memory-limit",
	"lowest-free-bytes",
	"free-bytes",
	"freed-bytes",
	"swap-bytes",
	"duration-seconds",
	"report-json"
];
/**
* The outputs of a run; empty where unknown. Sizes and versions are those of the first platform. Values are one line each,
* except `metadata`, which is passed on as buildx wrote it.
*/
function renderOutputs(report, extra) {
	const image = report.images[0];
	const step = report.failure?.step ?? report.failure?.build?.step;
	return {
		imageid: oneLine(report.delivered.imageId ?? ""),
		digest: oneLine(report.delivered.digest ?? ""),
		metadata: extra.metadata,
		verdict: isDryRun(report) ? "" : report.conclusion,
		"failure-kind": report.failure?.kind ?? "",
		"failure-step": oneLine(failureStep(report)),
		"failure-line": step?.line === void 0 ? "" : String(step.line),
		"unpacked-bytes": bytes(image?.unpackedBytes),
		"compressed-bytes": bytes(image?.compressedBytes),
		"torch-version": versionOnly(torch(image)?.version ?? ""),
		"cuda-version": versionOnly(cuda(image)),
		"peak-memory-bytes": whole(report.watch?.memory?.peak),
		"memory-limit": memoryLimit(report),
		"lowest-free-bytes": whole(filledDisk(report.watch)?.lowest),
		"free-bytes": whole(shortestDisk(report.space)?.after),
		"freed-bytes": whole(report.space?.freedBytes),
		"swap-bytes": String(report.swap?.made ?? 0),
		"duration-seconds": ((report.completed - report.started) / 1e3).toFixed(1),
		"report-json": extra.reportJson
	};
}
function whole(bytes) {
	return bytes === void 0 ? "" : String(bytes);
}
/** As it was read back last; empty when no limit was asked for, none is enforced, or RUN steps may lie elsewhere. */
function memoryLimit({ limits }) {
	if (limits !== void 0 && doubtOf(limits) !== void 0) return "";
	return String((limits?.atEnd ?? limits?.held)?.memory ?? "");
}
/** Text of the image goes into other people's scripts: what is no version stays out. */
function versionOnly(text) {
	return /^[0-9A-Za-z.+!_-]{1,100}$/.test(text) ? text : "";
}
/** BuildKit's name of the step that failed, else its instruction as written. */
function failureStep(report) {
	const failure = report.failure;
	const step = failure?.step ?? failure?.build?.step;
	if (failure?.build?.run !== void 0) return failure.build.run.name;
	if (step === void 0) return "";
	return step.name === void 0 ? step.text : `${step.name} ${step.text}`;
}
function bytes(measured) {
	return measured?.known ? String(measured.value) : "";
}
function torch(image) {
	return image === void 0 ? void 0 : known$1(image.torch)?.[0];
}
/** `12.4`; `none` for a build without CUDA; empty when there is no torch or its build is unknown. */
function cuda(image) {
	const found = torch(image)?.cuda;
	return found === null ? "none" : found ?? "";
}
// src/report/pages.ts
/**
* Where the project's pages are on GitHub at the version that runs, by the runner's own variables: `https://github.com/OWNER/REPO/blob/REF`.
* Nothing on the command line and for an action in the workflow's own repository (`uses: ./`), where the runner names none.
* https://docs.github.com/actions/reference/workflows-and-actions/variables
*/
function pagesAddress(env) {
	const address = `${env["GITHUB_SERVER_URL"] ?? ""}/${env["GITHUB_ACTION_REPOSITORY"] ?? ""}/blob/${env["GITHUB_ACTION_REF"] ?? ""}`;
	return isPagesAddress(address) ? address : void 0;
}
/** Checked where it is used as well: a report can come from anywhere. */
function isPagesAddress(address) {
	return /^https:\/\/[\w.:-]+\/[\w.-]+\/[\w.-]+\/blob\/[\w./-]+$/.test(address) && !address.includes("..");
}
/** The page of a failure kind as Markdown, at the heading of a shape: a link, or its path where nobody knows its address. */
function pageLink(title, kind, shape, pages) {
	const heading = shape !== void 0 && /^[a-z-]+$/.test(shape) ? `#${shape}` : "";
	const path = `docs/diagnoses/${kind}.md`;
	if (pages === void 0 || !isPagesAddress(pages)) return `${title}: \`${path}\` of ml-image-build`;
	return `[${title}](${pages}/${path}${heading})`;
}
// src/report/summary/say.ts
const LONGEST = 500;
/** Sentences about a report as Markdown: an instruction of it that stands in one, whole or as the judges shorten it, is one code span. */
function sayOf(report) {
	const whole = instructions(report);
	return (text, max) => prose(text, max, whole);
}
function instructions({ verdicts, diagnoses, failure, images, timeline }) {
	const runs = [...timeline?.steps ?? [], ...failure?.build?.run ? [failure.build.run] : []];
	const layers = images.flatMap((image) => known$1(image.layers) ?? []);
	const texts = [
		...[
			failure?.step,
			failure?.build?.step,
			...[
				...verdicts,
				...diagnoses,
				...layers,
				...runs
			].map(stepOf)
		].flatMap((ref) => ref === void 0 ? [] : [ref.text, shortInstruction({
			name: "",
			step: ref
		})]),
		...runs.filter(({ name }) => name.startsWith("[")).flatMap((run) => [run.name, shortInstruction(run)]),
		...layers.map(historyCommand)
	];
	return [...new Set(texts.map((text) => oneLine(text, LONGEST)))].filter((text) => text.includes(" "));
}
const stepOf = ({ step }) => step;
// src/report/summary/diagnosis.ts
const MAX_EVIDENCE$1 = 15;
const MAX_REMEDIES = 10;
const MAX_WARNINGS = 5;
/** What a diagnosis rests on, and what to do, numbered. */
function explain$1(found, say) {
	const likely = found.certainty === "likely" ? ["- Likely: what was measured does not prove it"] : [];
	const evidence = found.evidence.slice(0, MAX_EVIDENCE$1).map((text) => `- ${say(text)}`);
	const remedies = found.remedies.slice(0, MAX_REMEDIES).map((text, index) => `${index + 1}. ${say(text, 1e3)}`);
	return [[...likely, ...evidence].join("\n"), ...remedies.length === 0 ? [] : [`**What to do**\n\n${remedies.join("\n")}`]];
}
/** What the build got over, with its counters: a green build can lack what a killed process should have made. */
function renderSurvived(report) {
	const say = sayOf(report);
	return report.diagnoses.filter(({ level }) => level === "warning").slice(0, MAX_WARNINGS).map((found) => {
		const text = say(found.message, 1e3);
		const page = pageLink("How that is known, and what helps", found.id, found.shape, report.pages);
		return [
			`⚠️ ${text.includes("*") ? text : `**${text}**`}`,
			...explain$1(found, say),
			page
		].join("\n\n");
	}).join("\n\n");
}
// src/report/summary/failure.ts
const CLAIM = 300;
const EXCERPT_LINES = 30;
const STACK_LINES = 40;
/** What went wrong and what to do; red verdicts are told by the checks, not here. */
function renderFailure(report) {
	const failure = report.failure;
	if (failure === void 0 || failure.kind === "assertion") return "";
	const why = report.diagnoses.find(({ level }) => level === "failure");
	return [
		why === void 0 ? claim(failure) : "",
		...failure.kind === "input" || failure.kind === "engine" ? [] : [sentence(report, failure, why)],
		...why === void 0 ? [] : explain$1(why, sayOf(report)),
		...problems(failure),
		...build(failure, report.source),
		...bug(failure),
		failurePage(report)
	].filter((part) => part !== "").join("\n\n");
}
const PAGE_TITLE = {
	input: "What is wrong with the inputs, and where they are explained",
	build: "What a failed build means, and what to look at",
	"out-of-memory": "How running out of memory is known, and what helps",
	"disk-full": "How a full disk is known, and what helps",
	timeout: "How the time limits work, and what helps",
	"builder-lost": "How a lost builder is known, and what helps",
	assertion: "What a red check means, and what to do",
	engine: "What the machine lacks, and what helps",
	internal: "What to do about a bug of ours",
	cancelled: "What a cancelled run leaves behind"
};
/** The page of what it failed of, at the heading of the shape. */
function failurePage({ failure, diagnoses, pages }) {
	if (failure === void 0) return "";
	const why = diagnoses.find(({ level }) => level === "failure");
	return pageLink(PAGE_TITLE[failure.kind], failure.kind, why?.shape, pages);
}
/** Not repeated when the headline has said all of it. */
function sentence(report, failure, why) {
	if (why !== void 0 && headline(report) === failure.message) return "";
	const text = failure.kind === "build" ? quote(failure.message, 1e3) : sayOf(report)(failure.message, 1e3);
	return why === void 0 || text.includes("*") ? text : `**${text}**`;
}
/** The first error of the step's log, always quoted: it is what the log says, not what is known. */
function claim({ kind, build: broken }) {
	const error = kind === "build" ? firstError(broken?.run?.tail ?? []) : void 0;
	return error === void 0 ? "" : `**${code(error, CLAIM)}**`;
}
function problems(failure) {
	if (failure.problems.length === 0) return failure.kind === "input" || failure.kind === "engine" ? [prose(failure.message, 1e3)] : [];
	const inputs = failure.problems.some((problem) => problem.input !== void 0);
	const columns = [
		...inputs ? [{ title: "Input" }, { title: "Value" }] : [],
		{ title: "Problem" },
		{ title: "What to do" }
	];
	const rows = failure.problems.map((problem) => [
		...inputs ? inputCells(problem) : [],
		prose(problem.message),
		prose(problem.remedy)
	]);
	return [table(columns, rows).join("\n")];
}
function inputCells(problem) {
	return [problem.input === void 0 ? "" : code(problem.input), problem.value === void 0 ? "" : problem.value === "" ? "(empty)" : code(problem.value, 80)];
}
function build(failure, source) {
	const broken = failure.build;
	if (broken === void 0) return [];
	const tail = broken.run?.tail.slice(-30) ?? [];
	const excerpt = broken.excerpt.slice(0, EXCERPT_LINES);
	return [
		stepLine(failure, source),
		excerpt.length === 0 ? "" : fence(excerpt, "dockerfile"),
		tail.length === 0 ? "" : details(`<b>Last ${tail.length === 1 ? "line" : `${tail.length} lines`} of the step</b>`, [fence(tail)], true)
	];
}
function stepLine(failure, source) {
	const step = failure.step ?? failure.build?.step;
	const run = failure.build?.run;
	const name = run?.name ?? step?.text;
	const place = placeLink(step, source);
	return [
		...name === void 0 ? [] : [`**Step** ${code(name)}`],
		...place === "" ? [] : [`at ${place}`],
		...run === void 0 ? [] : [`after ${duration(run.ms)}`]
	].join(" ");
}
function bug(failure) {
	if (failure.kind !== "internal") return [];
	return ["This is a bug in ml-image-build, not in your build. Please report it in the issues of its repository, with the lines below and the report JSON.", ...failure.stack === void 0 ? [] : [fence(failure.stack.split("\n").slice(0, STACK_LINES))]];
}
// src/report/summary/checks.ts
/** Evidence lines shown of one verdict. */
const MAX_EVIDENCE = 12;
/** The table of all checks, red ones first, then for each that did not pass its evidence and what to do. */
function renderChecks(report) {
	const verdicts = redFirst(report.verdicts);
	if (verdicts.length === 0) return "";
	const say = sayOf(report);
	const columns = [
		{
			title: " ",
			align: "center"
		},
		{ title: "Check" },
		{ title: "Expected" },
		{ title: "Actual" },
		{ title: " " }
	];
	const rows = verdicts.map((verdict) => [
		STATUS[verdict.status].icon,
		name(verdict),
		prose(verdict.expected, 200),
		actual(verdict),
		say(verdict.detail ?? "", 300)
	]);
	const explained = verdicts.filter((verdict) => verdict.status !== "pass").map((verdict) => explain(verdict, report.source, say));
	const page = report.failure?.kind === "assertion" ? failurePage(report) : "";
	return [
		table(columns, rows).join("\n"),
		...explained,
		page
	].filter((text) => text !== "").join("\n\n");
}
function name(verdict) {
	return verdict.platform === void 0 ? prose(verdict.title) : `${prose(verdict.title)} (${prose(verdict.platform)})`;
}
function actual(verdict) {
	const text = prose(verdict.actual, 200);
	return verdict.status === "pass" || text.includes("*") ? text : `**${text}**`;
}
function explain(verdict, source, say) {
	const lines = [
		...step(verdict, source),
		...(verdict.evidence ?? []).slice(0, MAX_EVIDENCE).map((text) => `- ${say(text)}`),
		...verdict.remedy === void 0 ? [] : [`- **To fix:** ${say(verdict.remedy, 1e3)}`]
	];
	return lines.length === 0 ? "" : [
		`**${name(verdict)}: ${STATUS[verdict.status].word}**`,
		"",
		...lines
	].join("\n");
}
function step(verdict, source) {
	if (verdict.step === void 0) return [];
	const place = placeLink(verdict.step, source);
	return [`- Step ${code(verdict.step.text)}${place === "" ? "" : ` at ${place}`}`];
}
// src/report/summary/delivered.ts
const MAX_TAGS = 10;
/** Where the image went, and where it did not; after a red run, that it went nowhere. */
function renderDelivered(report) {
	const { tags, pushed, loaded, digest } = report.delivered;
	if (isDryRun(report) || report.failure?.kind === "input") return "";
	if (isUndelivered(report)) return "**Nothing was pushed and no tag was moved.**";
	if (isUncertain(report)) return "**The build ended while it pushed: look into the registry for what arrived.**";
	const where = whereabouts$1(report);
	const parts = [
		...where.pushed.length > 0 ? [`**Pushed** ${tagList(where.pushed)}`] : pushed ? ["**Pushed** by digest"] : [],
		...where.notPushed.length > 0 ? [`**not pushed** ${tagList(where.notPushed)}`] : [],
		...where.local.length > 0 ? [`**${loaded ? "Loaded" : "Tagged"}** ${tagList(where.local)}`] : [],
		...where.notLocal.length > 0 ? [`**not tagged** ${tagList(where.notLocal)}`] : []
	];
	if (!pushed && tags.length === 0) return "";
	return [...parts, ...digest === void 0 ? [] : [`digest ${code(digest)}`]].join(" · ");
}
function tagList(tags) {
	const shown = tags.slice(0, MAX_TAGS).map((tag) => code(tag)).join(", ");
	return tags.length <= MAX_TAGS ? shown : `${shown} and ${count(tags.length - MAX_TAGS, "more tag")}`;
}
// src/report/cache-text.ts
/** A step of a Dockerfile: `[builder 2/7] RUN …`. Exports and look-ups have no number and are never cached. */
const STEP = /^\[[^\]]*\d+\/\d+\]/;
/** `1 of 2 steps`: how many steps of the Dockerfile came from the cache; nothing when there were none. */
function cacheText({ timeline }) {
	const steps = (timeline?.steps ?? []).filter((step) => !step.internal && STEP.test(step.name));
	if (steps.length === 0) return void 0;
	return `${steps.filter((step) => step.cached).length} of ${count(steps.length, "step")}`;
}
// src/report/context-text.ts
/** Contexts below that are not worth a word. */
const WORTH = 1e8;
/** `512 MB`: what went to the builder as build contexts; nothing when it was little. */
function contextText({ timeline }) {
	const sent = (timeline?.steps ?? []).reduce((sum, { sentBytes = 0 }) => sum + sentBytes, 0);
	return sent < WORTH ? void 0 : size(sent);
}
// src/report/summary/step-order.ts
const NUMBERED = /^\[(.*?)\s*(\d+)\/\d+\]/;
/**
* Stage by stage, each in the order of the Dockerfile: BuildKit looks up a cached stage from its end, all of it within a moment. Stages stand
* as they do in the Dockerfile where their lines are known, else as they began; what comes from no Dockerfile before or after them.
*/
function inDockerfileOrder(steps) {
	const groups = groupsOf(steps);
	const stages = groups.filter(({ numbered }) => numbered);
	const began = Math.min(...stages.map(startOf));
	const others = groups.filter(({ numbered }) => !numbered).toSorted(byStart);
	const lined = stages.every((group) => Number.isFinite(lineOf(group)));
	const ordered = stages.toSorted((one, other) => (lined ? lineOf(one) - lineOf(other) : 0) || byStart(one, other));
	return [
		...others.filter((group) => startOf(group) < began),
		...ordered,
		...others.filter((group) => startOf(group) >= began)
	].flatMap((group) => group.steps.toSorted((one, other) => numberOf(one) - numberOf(other)));
}
function groupsOf(steps) {
	const groups = /* @__PURE__ */ new Map();
	for (const step of steps) {
		const stage = NUMBERED.exec(step.name)?.[1];
		const key = stage ?? `\n${groups.size}`;
		const group = groups.get(key) ?? {
			steps: [],
			numbered: stage !== void 0
		};
		group.steps.push(step);
		groups.set(key, group);
	}
	return [...groups.values()];
}
function byStart(one, other) {
	return startOf(one) - startOf(other);
}
function startOf({ steps }) {
	return Math.min(...steps.map(({ started }) => started));
}
function lineOf({ steps }) {
	return Math.min(...steps.map(({ step }) => step?.line ?? Number.POSITIVE_INFINITY));
}
function numberOf({ name }) {
	return Number(NUMBERED.exec(name)?.[2] ?? 0);
}
// src/report/summary/steps.ts
/** The steps people wrote or wait for: without BuildKit's bookkeeping. */
function buildSteps(report) {
	return (report.timeline?.steps ?? []).filter((step) => !step.internal);
}
/** All build steps in the order of the Dockerfile; of very many the longest. */
function renderSteps(report) {
	const steps = buildSteps(report);
	if (steps.length === 0) return "";
	const longest = new Set(steps.toSorted((one, other) => other.ms - one.ms).slice(0, 50));
	const shown = inDockerfileOrder(steps.filter((step) => longest.has(step)));
	const uses = report.watch?.steps ?? {};
	const columns = COLUMNS$1.filter(({ always, text }) => always || shown.some((step) => text(step, uses[step.id], report.source) !== ""));
	const rows = shown.map((step) => columns.map(({ text }) => text(step, uses[step.id], report.source)));
	const legend = legendOf(columns.some(({ title }) => title === "Memory"), rows.some(([, ...numbers]) => numbers.some((cell) => cell.startsWith("≤"))));
	const hidden = steps.length - rows.length;
	const more = hidden > 0 ? ["", `… and ${count(hidden, "shorter step")}`] : [];
	const cached = cacheText(report);
	const title = `<b>Build steps</b> (${cached === void 0 ? count(steps.length, "step") : `${cached} cached`})`;
	return details(title, [
		...table(columns, rows),
		...more,
		...legend
	]);
}
function legendOf(memory, shared) {
	const words = [...memory ? ["Memory and swap: the highest moment of the step."] : [], ...shared ? ["≤: steps ran side by side, the number is of all of them."] : []];
	return words.length === 0 ? [] : ["", `<sub>${words.join(" ")}</sub>`];
}
const COLUMNS$1 = [
	{
		title: "Step",
		always: true,
		text: (step, use) => `${mark(step, use)}${code(shortDigests(step.name), 120)}`
	},
	{
		title: "Line",
		always: true,
		text: (step, _, source) => placeLink(step.step, source)
	},
	{
		title: "Time",
		align: "right",
		always: true,
		text: (step) => step.cached ? "cached" : duration(step.ms)
	},
	{
		title: "Pulled",
		align: "right",
		always: true,
		text: (step) => step.pulledBytes > 0 ? size(step.pulledBytes) : ""
	},
	{
		title: "Memory",
		align: "right",
		text: (step, use) => memoryText(step, use?.peakMemory, use)
	},
	{
		title: "Swap",
		align: "right",
		text: (step, use) => use?.peakSwap ? memoryText(step, use.peakSwap, use) : ""
	},
	{
		title: "Disk",
		align: "right",
		always: true,
		text: diskText
	}
];
function mark(step, use) {
	if (step.error !== void 0) return "❌ ";
	return (use?.oomKills ?? 0) > 0 ? "⚠️ " : "";
}
function memoryText(step, bytes, use) {
	if (step.cached || bytes === void 0) return "";
	return `${use?.shared ? "≤ " : ""}${memory(bytes)}`;
}
function diskText(step, use) {
	const bytes = use?.diskBytes ?? step.diskBytes;
	if (bytes === void 0 || Math.abs(bytes) < 1e5) return "";
	return `${use?.diskBytes !== void 0 && use.diskShared ? "≤ " : ""}${delta(bytes)}`;
}
/** `python:3.12@sha256:5dc6f84b5e97…`: a whole digest would hide the rest of the line. */
function shortDigests(text) {
	return text.replace(/(@sha256:[0-9a-f]{12})[0-9a-f]+/g, "$1…");
}
// src/report/summary/facts-line.ts
/** One line of facts: time, sizes, torch, cache, disk; and one that says which driver built and why. */
function renderFacts(report) {
	if (isDryRun(report) || report.failure?.kind === "input") return "";
	const several = report.images.length > 1;
	const shared = [
		`**Time** ${duration(report.completed - report.started)}`,
		...cache(report),
		...context(report),
		...peak(report),
		...disk(report)
	];
	return [...several ? [shared.join(" · "), ...report.images.map((image) => `${code(image.platform)} · ${imageParts(image).join(" · ")}`)] : [[
		shared[0] ?? "",
		...report.images.flatMap(imageParts),
		...shared.slice(1)
	].join(" · ")], ...driver(report)].join("<br>\n");
}
function imageParts(image) {
	const unpacked = known$1(image.unpackedBytes);
	const compressed = known$1(image.compressedBytes);
	const torches = known$1(image.torch);
	return [
		`**unpacked** ${unpacked === void 0 ? "unknown" : size(unpacked)}`,
		...compressed === void 0 ? [] : [`**compressed** ${size(compressed)}`],
		...torches === void 0 ? ["**torch** unknown"] : torches.length === 0 ? [] : [`**torch** ${torches.slice(0, 3).map(torchText).join(", ")}`]
	];
}
function torchText(torch) {
	const hip = typeof torch.hip === "string" ? `, ROCm ${prose(torch.hip, 40)}` : "";
	const cuda = torch.cuda === void 0 ? "" : torch.cuda === null ? hip === "" ? ", no CUDA" : "" : `, CUDA ${prose(torch.cuda, 40)}`;
	return `${prose(torch.version, 60)}${cuda}${hip}`;
}
function cache(report) {
	const text = cacheText(report);
	return text === void 0 ? [] : [`**cache** ${text}`];
}
function context(report) {
	const text = contextText(report);
	return text === void 0 ? [] : [`**context** ${text} (less with a .dockerignore)`];
}
function peak({ watch }) {
	const text = watch?.memory === void 0 ? void 0 : peakOf(watch.memory);
	return text === void 0 ? [] : [`**peak memory** ${text}`];
}
/** The fewest free bytes on the engine's disk, else what the survey saw of it; and the step that took most of it. */
function disk(report) {
	const watched = filledDisk(report.watch);
	if (watched !== void 0) return [`**lowest free disk** ${size(watched.lowest)}`];
	const data = report.host?.disks.find((one) => one.role === "engine data" && one.free !== void 0);
	const most = Math.max(0, ...buildSteps(report).map((step) => step.diskBytes ?? 0));
	return [...data?.free === void 0 ? [] : [`**free disk** ${size(data.free)} at the start`], ...most < 1e6 ? [] : [`**largest step on disk** ${size(most)}`]];
}
function driver(report) {
	const choice = report.plan?.driver;
	if (choice === void 0) return [];
	return [`**Driver** ${choice.kind === "builder" ? `builder ${code(choice.builder?.name ?? "")}` : choice.kind}: ${prose(choice.why)}`];
}
// src/report/summary/footer.ts
const METRICS = {
	unpackedBytes: "unpacked",
	compressedBytes: "compressed",
	rootfsBytes: "root filesystem",
	layers: "layers",
	distributions: "packages",
	torch: "torch"
};
/** What the numbers mean, how they were measured and which could not be, in small print. */
function renderFooter(report) {
	const image = report.images[0];
	return `<sub>${[
		...image === void 0 ? [] : [
			...definitions(image),
			...methods(image),
			...missing(image)
		],
		...run$1(report),
		"ml-image-build"
	].join(" · ")}</sub>`;
}
function definitions(image) {
	return [
		...image.unpackedBytes.known ? ["unpacked: bytes of the regular files of all layers, hard links once"] : [],
		...image.compressedBytes.known ? ["compressed: layer blobs of the manifest"] : [],
		"GB = 10⁹ bytes"
	];
}
/** `measured by overlay2 layer folders (unpacked, layers; 0.3 s), …`: one entry a method, the longest time of its metrics. */
function methods(image) {
	const found = metrics(image).flatMap(([name, measured]) => measured.known ? [{
		name,
		method: measured.method,
		seconds: measured.seconds
	}] : []);
	const texts = [...Map.groupBy(found, (one) => one.method)].map(([method, ones]) => `${prose(method, 120)} (${ones.map((one) => one.name).join(", ")}; ${duration(Math.max(...ones.map((one) => one.seconds)) * 1e3)})`);
	return texts.length === 0 ? [] : [`measured by ${texts.join(", ")}`];
}
function missing(image) {
	return metrics(image).flatMap(([name, measured]) => measured.known ? [] : [`${name} not measured: ${prose(measured.why, 300)}`]);
}
function metrics(image) {
	return Object.keys(METRICS).map((metric) => [METRICS[metric], image[metric]]);
}
function run$1(report) {
	const address = report.source?.runUrl;
	return address !== void 0 && /^https:\/\/[\w./:-]+$/.test(address) ? [`[this run](${address})`] : [];
}
// src/report/summary/gantt.ts
const MAX_BARS = 25;
/** Runs and bars shorter than that say nothing as a chart. */
const SHORTEST_RUN = 3e3;
const SHORTEST_SHARE = .004;
/** Phases of the run and the longest build steps on a time axis (mermaid), with the times in the labels. */
function renderGantt(report) {
	const total = report.completed - report.started;
	if (isDryRun(report) || total < SHORTEST_RUN) return "";
	const shortest = Math.max(50, total * SHORTEST_SHARE);
	const steps = buildSteps(report);
	const phases = report.phases.filter((phase) => (phase.id !== "build" || steps.length === 0) && phase.completed - phase.started >= shortest);
	const shown = longest(steps, MAX_BARS - phases.length, shortest);
	const begin = report.phases.find((phase) => phase.id === "build")?.started ?? steps[0]?.started ?? Number.POSITIVE_INFINITY;
	const sections = [
		section("Prepare", phases.filter((phase) => phase.started < begin).map(phaseBar)),
		section("Build", stepBars(shown)),
		section("After", phases.filter((phase) => phase.started >= begin).map(phaseBar))
	].flat();
	if (sections.length === 0) return "";
	return [
		"```mermaid",
		"gantt",
		`  title Where ${duration(total)} went`,
		"  dateFormat x",
		...axis(total),
		...sections,
		"```",
		...others$1(steps, shown)
	].join("\n");
}
function section(title, bars) {
	if (bars.length === 0) return [];
	return [`  section ${title}`, ...bars.map(({ label, tag, started, completed }) => `  ${label} : ${tag}${Math.round(started)}, ${Math.round(Math.max(completed, started + 1))}`)];
}
function phaseBar(phase) {
	return {
		label: mermaidLabel(`${phase.title} ${duration(phase.completed - phase.started)}`),
		tag: "",
		started: phase.started,
		completed: phase.completed
	};
}
/** The longest steps in order of their start; a failed one is always among them. */
function longest(steps, number, shortest) {
	const chosen = steps.toSorted((one, other) => rank(other) - rank(one)).filter((step) => step.error !== void 0 || step.ms >= shortest);
	const kept = new Set(chosen.slice(0, number));
	return steps.filter((step) => kept.has(step));
}
function rank(step) {
	return step.error === void 0 ? step.ms : Number.POSITIVE_INFINITY;
}
function stepBars(steps) {
	const most = Math.max(...steps.map((step) => step.ms));
	return steps.map((step) => {
		const tag = step.error !== void 0 ? "crit, " : step.cached ? "done, " : step.ms === most ? "active, " : "";
		return {
			label: stepLabel(step),
			tag,
			started: step.started,
			completed: step.completed
		};
	});
}
/** `4/9 RUN pip install torch 10 min 31 s`: at most 60 characters, the time always whole. */
function stepLabel(step) {
	const match = /^\[(?:[^\]]*\s)?(\d+\/\d+)\]\s*(.*)$/s.exec(step.name);
	const time = duration(step.ms);
	const name = match === null ? step.name : `${match[1]} ${match[2]}`;
	return `${mermaidLabel(name, 58 - time.length)} ${time}`;
}
/** Clock times of the axis: seconds are shown only where minutes would repeat. */
function axis(total) {
	const seconds = total / 1e3;
	const interval = [
		[10, "1second"],
		[60, "10second"],
		[180, "30second"],
		[600, "1minute"],
		[2400, "5minute"],
		[7200, "15minute"],
		[21600, "60minute"]
	].find(([limit]) => seconds <= limit)?.[1] ?? "120minute";
	return [`  axisFormat ${interval.endsWith("second") ? "%H:%M:%S" : "%H:%M"}`, `  tickInterval ${interval}`];
}
function others$1(steps, shown) {
	const rest = steps.filter((step) => !shown.includes(step));
	if (rest.length === 0) return [];
	const time = rest.reduce((sum, step) => sum + step.ms, 0);
	const together = time < 1 ? "" : `, ${duration(time)} together`;
	return ["", `<sub>Not drawn: ${count(rest.length, rest.every((step) => step.cached) ? "cached step" : "shorter step")}${together}. Clock times are in your time zone.</sub>`];
}
// src/report/summary/layers.ts
/** The layers of each image, largest first, with the step that made them or the base image they came with. */
function renderLayers(report) {
	const several = report.images.length > 1;
	return report.images.map((image) => layers(image, several, report.source)).filter((text) => text !== "").join("\n");
}
function layers(image, several, source) {
	const all = known$1(image.layers) ?? [];
	if (all.length === 0) return "";
	const number = { align: "right" };
	const columns = [
		{ title: "Made by" },
		{ title: "Line" },
		{
			title: "Unpacked",
			...number
		},
		{
			title: "Compressed",
			...number
		},
		{
			title: "Files",
			...number
		}
	];
	const base = all.filter((layer) => layer.base).length;
	const rows = all.toSorted((one, other) => weight(other) - weight(one)).map((layer) => cells(layer, source));
	const place = several ? ` of ${html(image.platform)}` : "";
	const origin = base === 0 ? "" : `, ${base} from the base image`;
	return details(`<b>Layers</b>${place} (${all.length}${origin})`, table(columns, rows, (hidden) => `… and ${count(hidden, "smaller layer")}`));
}
function weight(layer) {
	return layer.unpackedBytes ?? layer.compressedBytes ?? 0;
}
function cells(layer, source) {
	return [
		layer.base ? layer.createdBy === "" ? "base image" : `base image: ${code(createdBy(layer.createdBy), 100)}` : code(layer.step?.text ?? createdBy(layer.createdBy), 120),
		placeLink(layer.step, source),
		layer.unpackedBytes === void 0 ? "" : size(layer.unpackedBytes),
		layer.compressedBytes === void 0 ? "" : size(layer.compressedBytes),
		layer.files === void 0 ? "" : thousands(layer.files)
	];
}
/** The history's text without what the builders wrap around it. */
function createdBy(text) {
	const bare = text.replace(/^\/bin\/sh -c (?:#\(nop\)\s*)?/, "").replace(/\s*# buildkit$/, "");
	return bare === "" ? "unknown" : bare;
}
// src/report/summary/machine.ts
function rows(title, all) {
	return table([{ title }, { title: " " }], all.map(([name, value]) => [`**${name}**`, prose(value)])).join("\n");
}
function commands(report) {
	const lines = report.plan === void 0 ? [] : planSteps(report.plan);
	return lines.length === 0 ? [] : [fence(lines)];
}
/** Survey and plan: where it ran and what was decided. Open, it is all there is to say after a dry run; else folded. */
function renderMachine(report, open) {
	const plan = report.plan === void 0 ? [] : [rows("Plan", planRows(report.plan)), ...commands(report)];
	const host = report.host === void 0 ? [] : [rows("Machine", hostRows(report.host))];
	const body = [...plan, ...host].join("\n\n");
	if (body === "") return "";
	return open ? body : details("<b>Plan and machine</b>", [body]);
}
// src/report/summary/notes.ts
const MAX_NOTES = 10;
/** Things worth a line that are no failure. */
function renderNotes(report) {
	const say = sayOf(report);
	const lines = report.notes.slice(0, MAX_NOTES).map((note) => `> ${say(note)}`);
	const hidden = report.notes.length - MAX_NOTES;
	const more = hidden > 0 ? [`> … and ${count(hidden, "more note")}`] : [];
	return lines.length === 0 ? "" : ["> [!NOTE]", [...lines, ...more].join("\\\n")].join("\n");
}
// src/report/summary/packages.ts
/** The Python distributions of each image, largest first. */
function renderPackages(report) {
	const several = report.images.length > 1;
	return report.images.map((image) => packages(image, several)).filter((text) => text !== "").join("\n");
}
function packages(image, several) {
	const all = known$1(image.distributions) ?? [];
	const leftOut = image.distributionsLeftOut ?? 0;
	if (all.length === 0) return "";
	const sorted = all.toSorted((one, other) => (other.bytes ?? 0) - (one.bytes ?? 0) || (one.key < other.key ? -1 : 1));
	const columns = [
		{ title: "Package" },
		{ title: "Version" },
		{ title: "Environment" },
		{
			title: "Size",
			align: "right"
		}
	];
	const rows = sorted.map((one) => [
		code(one.name, 80),
		code(one.version, 60),
		`${one.environment} ${code(one.prefix, 80)}`,
		one.bytes === void 0 ? "" : size(one.bytes)
	]);
	const place = several ? ` of ${html(image.platform)}` : "";
	return details(`<b>Packages</b>${place} (${thousands(all.length + leftOut)})`, table(columns, rows, () => rest(sorted.slice(50), leftOut)));
}
function rest(hidden, leftOut) {
	const bytes = hidden.reduce((sum, one) => sum + (one.bytes ?? 0), 0);
	return `… and ${count(hidden.length + leftOut, "more package")}${bytes === 0 ? "" : `, ${size(bytes)} together`}`;
}
// src/report/owners.ts
/**
* The unpacked size split by owner, largest first: Python distributions by their visible files, the layers of the base
* image, what later layers replaced or deleted (it is pulled all the same), and all other files. Nothing when sizes are unknown or contradict each other.
*/
function ownersOf(image) {
	const unpacked = known$1(image.unpackedBytes);
	const distributions = known$1(image.distributions)?.filter((one) => one.bytes !== void 0);
	if (unpacked === void 0 || distributions === void 0 || distributions.length === 0) return void 0;
	const owners = [...Map.groupBy(distributions, ownerOf)].map(([name, ones]) => ({
		name,
		bytes: sumOf(ones)
	}));
	const hidden = Math.max(0, unpacked - (known$1(image.rootfsBytes) ?? unpacked));
	const rest = unpacked - hidden - sumOf(distributions);
	if (rest < 0) return void 0;
	return [
		...owners,
		{
			name: "hidden by later layers",
			bytes: hidden
		},
		...others(image, distributions, rest)
	].filter((owner) => owner.bytes > 0).toSorted((one, other) => other.bytes - one.bytes);
}
/** What is no Python distribution: the base image's part, where its layers are known, and the rest. */
function others(image, distributions, rest) {
	const base = known$1(image.layers)?.filter((layer) => layer.base) ?? [];
	if (base.length === 0 || base.some((layer) => layer.unpackedBytes === void 0)) return [{
		name: "OS and other files",
		bytes: rest
	}];
	const indexes = new Set(base.map((layer) => layer.index));
	const inBase = sumOf(distributions.filter((one) => one.layer !== void 0 && indexes.has(one.layer)));
	const own = base.reduce((total, layer) => total + (layer.unpackedBytes ?? 0), 0) - inBase;
	if (own < 0 || own > rest) return [{
		name: "OS and other files",
		bytes: rest
	}];
	return [{
		name: "OS and base",
		bytes: own
	}, {
		name: "other files",
		bytes: rest - own
	}];
}
// src/report/summary/pie.ts
/** A colour an owner, so that the pies of several platforms can be compared; all read on white and on black. */
const COLORS$1 = {
	"nvidia wheels": "#2da44e",
	torch: "#bc4c00",
	triton: "#8250df",
	"other Python": "#2f81f7",
	"OS and base": "#6e7781",
	"OS and other files": "#6e7781",
	"other files": "#1b7c83",
	"hidden by later layers": "#cf222e"
};
/** A pie of the unpacked size by owner for each image, repeated in words; nothing where sizes are unknown. */
function renderPies(report) {
	const several = report.images.length > 1;
	return report.images.slice(0, 3).map((image) => pie(image, several ? `, ${image.platform}` : "")).filter((text) => text !== "").join("\n\n");
}
function pie(image, place) {
	const owners = ownersOf(image)?.filter((owner) => owner.bytes >= 1e6) ?? [];
	if (owners.length < 2) return "";
	const [unit, name] = (owners[0]?.bytes ?? 0) >= 1e9 ? [1e9, "GB"] : [1e6, "MB"];
	return [
		"```mermaid",
		theme(owners),
		"pie showData",
		`  title ${mermaidLabel(`${name} unpacked by owner${place}`)}`,
		...owners.map((owner) => slice(owner, unit)),
		"```",
		"",
		words(owners)
	].join("\n");
}
const SIZES = {
	pieTitleTextSize: "16px",
	pieLegendTextSize: "14px",
	pieSectionTextSize: "13px",
	pieOpacity: "1",
	pieSectionTextColor: "#ffffff",
	pieStrokeWidth: "1px",
	pieOuterStrokeWidth: "1px"
};
function theme(owners) {
	const colors = Object.fromEntries(owners.map((owner, index) => [`pie${index + 1}`, COLORS$1[owner.name]]));
	return `%%{init: ${JSON.stringify({ themeVariables: {
		...colors,
		...SIZES
	} })}}%%`;
}
/** Two digits, cut as {@link size} cuts them; mermaid draws no slice of nothing. */
function slice(owner, unit) {
	return `  "${mermaidLabel(owner.name)}" : ${Math.max(1, Math.floor(owner.bytes / (unit / 100))) / 100}`;
}
function words(owners) {
	return `<sub>By owner: ${owners.map((owner) => `${owner.name} ${size(owner.bytes)}`).join(", ")}.</sub>`;
}
// src/report/summary/takers.ts
const MOST_STEPS = 8;
const LEAST = 1e6;
/** After a build that ran out of room: who took it, by step and by place. */
function renderTakers(report) {
	const places = report.watch?.places;
	if (places === void 0) return "";
	const parts = [...stepTable(report), ...placeTable(places)];
	return parts.length === 0 ? "" : details("<b>Who took the space</b>", parts, true);
}
function stepTable(report) {
	const uses = report.watch?.steps ?? {};
	const rows = buildSteps(report).filter(({ cached }) => !cached).map((step) => {
		const use = uses[step.id];
		return {
			step,
			most: Math.max(use?.diskMost ?? 0, use?.diskBytes ?? 0),
			left: use?.diskBytes,
			shared: use?.diskShared
		};
	}).filter(({ most }) => most >= LEAST).toSorted((one, other) => other.most - one.most).slice(0, MOST_STEPS).map(({ step, most, left, shared }) => [
		code(step.name, 120),
		placeLink(step.step, report.source),
		`${shared ? "≤ " : ""}${size(most)}`,
		left === void 0 ? "" : size(Math.max(0, left))
	]);
	if (rows.length === 0) return [];
	return [...table([
		{ title: "Step" },
		{ title: "Line" },
		{
			title: "Took at most",
			align: "right"
		},
		{
			title: "Left when it ended",
			align: "right"
		}
	], rows), ""];
}
const KINDS = {
	layers: "Layers of steps",
	"cache-mounts": "Cache mounts",
	contexts: "Build contexts",
	images: "Images",
	containers: "Containers",
	volumes: "Volumes",
	temp: "Temporary files",
	workspace: "Workspace"
};
function placeTable(places) {
	if (places.length === 0) return [];
	const rows = places.map(({ kind, where, bytes, newBytes }) => [
		KINDS[kind],
		where.startsWith("/") ? code(where) : prose(where),
		size(bytes),
		newBytes === void 0 ? "" : size(newBytes)
	]);
	return table([
		{ title: "Place, when the build had ended" },
		{ title: "Where" },
		{
			title: "Holds",
			align: "right"
		},
		{
			title: "Of this build",
			align: "right"
		}
	], rows);
}
// src/report/summary/warnings.ts
/** What the Dockerfile frontend warned about. */
function renderWarnings(report) {
	const warnings = report.timeline?.warnings ?? [];
	if (warnings.length === 0) return "";
	const rows = warnings.map((warning) => [
		message(warning),
		placeLink(warning, report.source),
		reference(warning)
	]);
	return details(`<b>Build warnings</b> (${warnings.length})`, table([
		{ title: "Warning" },
		{ title: "Line" },
		{ title: "More" }
	], rows));
}
function message(warning) {
	const detail = warning.detail.filter((line) => line.trim() !== "").join(" ");
	return detail === "" ? prose(warning.message) : `${prose(warning.message)} – ${prose(detail, 300)}`;
}
/** A link to Docker's own page of the rule; any other address is shown, not linked. */
function reference(warning) {
	const url = warning.url ?? "";
	const rule = /^https:\/\/docs\.docker\.com\/go\/dockerfile\/rule\/([a-z-]+)\/?$/.exec(url)?.[1];
	if (rule !== void 0) return `[${rule}](${url})`;
	return url === "" ? "" : code(url);
}
// src/report/summary/disks.ts
/** Free space of each file system: before, after freeing when something was freed, lowest and when, at the end. */
function diskTable({ watch, timeline }, freed = []) {
	const disks = watch?.disks ?? [];
	if (disks.length === 0) return "";
	const rows = disks.map((disk) => ({
		disk,
		made: freed.find((other) => isSame(disk, other))
	}));
	const columns = COLUMNS.filter(({ when }) => when?.(rows) ?? true);
	return table(columns, rows.map((row) => columns.map(({ text }) => text(row, timeline?.started)))).join("\n");
}
/** Paths of one disk may differ from look to look: then its roles tell. */
function isSame(disk, { path, roles }) {
	return disk.path === path || roles.some((role) => disk.roles.includes(role));
}
const wasFreed = (rows) => rows.some(({ made }) => made !== void 0 && made.after !== made.free);
const COLUMNS = [
	{
		title: "Free disk of",
		text: ({ disk }) => `${prose(disk.roles.join(", "))} ${code(disk.path)}`
	},
	{
		title: "Size",
		align: "right",
		text: ({ disk }) => optional(disk.total)
	},
	{
		title: "Before",
		align: "right",
		text: ({ disk, made }) => size(made?.free ?? disk.start)
	},
	{
		title: "After freeing",
		align: "right",
		when: wasFreed,
		text: ({ made }) => optional(made?.after)
	},
	{
		title: "Lowest",
		align: "right",
		text: ({ disk }) => `**${size(disk.lowest)}**`
	},
	{
		title: "When, in which step",
		text: ({ disk }, began) => lowestMoment(disk, began)
	},
	{
		title: "At the end",
		align: "right",
		text: ({ disk }) => size(disk.end)
	}
];
function optional(bytes) {
	return bytes === void 0 ? "" : size(bytes);
}
function lowestMoment({ lowestAt, lowestDuring }, began) {
	const after = began === void 0 ? "" : `after ${duration(lowestAt - began)}`;
	const [step, ...more] = lowestDuring;
	if (step === void 0) return after;
	return `${after}${after === "" ? "" : ", "}${code(step, 100)}${more.length === 0 ? "" : ` and ${more.length} more`}`;
}
// src/report/summary/xychart.ts
const POINTS = 60;
const FEWEST = 5;
/** A chart of less says no more than the line or table below it. */
const SHORTEST = 2e4;
const MOVES = .01;
const BLUE = "#2f81f7";
const RED = "#d1242f";
const ORANGE = "#bc4c00";
/** Memory over the build against its limit, in GiB or MiB. */
function memoryChart(memory) {
	if (!isTelling(memory.series, memory.swapSeries)) return "";
	const swap = memory.swapSeries.some(({ value }) => value > 0) ? memory.swapSeries : [];
	const highest = Math.max(memory.peak ?? 0, ...memory.series.map(({ value }) => value));
	const limit = typeof memory.limit === "number" && memory.limit <= highest * 20 ? memory.limit : void 0;
	const [unit, name] = Math.max(highest, limit ?? 0) >= 2 ** 30 ? [2 ** 30, "GiB"] : [2 ** 20, "MiB"];
	const used = resample(memory.series, Math.max);
	const span = {
		from: memory.series[0]?.at ?? 0,
		to: memory.series.at(-1)?.at ?? 0
	};
	const lines = [
		{
			color: BLUE,
			values: used.map((value) => value / unit)
		},
		...swap.length < FEWEST ? [] : [{
			color: ORANGE,
			values: resample(swap, Math.max, span).map((value) => value / unit)
		}],
		...limit === void 0 ? [] : [{
			color: RED,
			values: used.map(() => limit / unit)
		}]
	];
	return chart(`Memory in ${name}, used blue${[swap.length < FEWEST ? "" : ", swap orange", limit === void 0 ? "" : ", limit red"].join("")}`, name, span, lines);
}
/** Free bytes of a disk over the build, in GB or MB. */
function diskChart(disk) {
	if (!isTelling(disk.series)) return "";
	const [unit, name] = Math.max(...disk.series.map(({ value }) => value)) >= 1e9 ? [1e9, "GB"] : [1e6, "MB"];
	const values = resample(disk.series, Math.min).map((value) => value / unit);
	const span = {
		from: disk.series[0]?.at ?? 0,
		to: disk.series.at(-1)?.at ?? 0
	};
	return chart(mermaidLabel(`Free disk in ${name} ${disk.roles.join(" ")}`), name, span, [{
		color: BLUE,
		values
	}]);
}
/** Long enough, looked at often enough, and something moved. */
function isTelling(main, ...others) {
	const lasted = (main.at(-1)?.at ?? 0) - (main[0]?.at ?? 0);
	return main.length >= FEWEST && lasted >= SHORTEST && [main, ...others].some(moves);
}
function moves(series) {
	const values = series.map(({ value }) => value);
	const highest = Math.max(0, ...values);
	return highest - Math.min(highest, ...values) > highest * MOVES;
}
/**
* At most {@link POINTS} values at equal distances: mermaid puts them so, whatever their times are. Each is the highest (or lowest) of its
* stretch of time; a stretch without a look has the value before it.
*/
function resample(series, worst, span = {
	from: series[0]?.at ?? 0,
	to: series.at(-1)?.at ?? 0
}) {
	const number = Math.min(POINTS, Math.max(FEWEST, series.length));
	const width = Math.max(1, span.to - span.from) / number;
	const values = [];
	for (let index = 0; index < number; index++) {
		const from = span.from + index * width;
		const inside = series.filter(({ at }) => at >= from && (at < from + width || index === number - 1));
		const last = values.at(-1) ?? series[0]?.value ?? 0;
		values.push(inside.length === 0 ? last : worst(...inside.map(({ value }) => value)));
	}
	return values;
}
/** The axes are numbers of ours; titles hold letters only. Lines get colours that show on white and on black. */
function chart(title, unit, span, lines) {
	const length = Math.max(...lines.map(({ values }) => values.length));
	const highest = Math.max(...lines.flatMap(({ values }) => values), .1);
	const theme = {
		xyChart: {
			width: 700,
			height: 300
		},
		themeVariables: { xyChart: {
			plotColorPalette: lines.map(({ color }) => color).join(", "),
			backgroundColor: "transparent"
		} }
	};
	const seconds = Math.max(1, (span.to - span.from) / 1e3);
	const [time, last] = seconds < 180 ? ["seconds", seconds] : ["minutes", seconds / 60];
	return [
		"```mermaid",
		`%%{init: ${JSON.stringify(theme)}}%%`,
		"xychart-beta",
		`  title "${title}"`,
		`  x-axis "${time}" 0 --> ${short(Number(last))}`,
		`  y-axis "${unit}" 0 --> ${short(highest * 1.08)}`,
		...lines.map(({ values }) => `  line [${stretch(values, length).map(short).join(", ")}]`),
		"```"
	].join("\n");
}
/** Lines of one chart have as many points each. */
function stretch(values, length) {
	return Array.from({ length }, (_, index) => values[Math.floor(index * values.length / length)] ?? 0);
}
/** Never with an exponent, which mermaid cannot read. */
function short(value) {
	return String(Number(value.toFixed(value >= 100 ? 0 : value >= 10 ? 1 : 2)));
}
// src/report/summary/watch.ts
/** Limits as they were read back, memory against its limit and free disk over the build: as charts, and in words. */
function renderWatch(report) {
	if (isDryRun(report)) return "";
	const say = sayOf(report);
	const small = smallPrint(say);
	const limits = limitLines(report).map((text) => `- ${say(text)}`);
	const memory = report.watch?.memory;
	const parts = [
		...limits.length === 0 ? [] : [limits.join("\n")],
		...memory === void 0 ? [] : [memoryChart(memory), small(memoryWords(memory))],
		small(thrashWords(report)),
		...shownDisks(report).map(diskChart),
		diskTable(report, report.space?.items.length ? report.space.disks : []),
		...(report.watch?.reserves ?? []).map((reserve) => small(reserveWords(reserve)))
	].filter((part) => part !== "");
	return parts.length === 0 ? "" : ["### Memory and disk", ...parts].join("\n\n");
}
function limitLines(report) {
	return [...report.limits === void 0 ? [] : limitSentences(report.limits, isSwapless(report)), ...report.swap === void 0 ? [] : swapSentences(report.swap)];
}
function smallPrint(say) {
	return (text) => text === "" ? "" : `<sub>${say(text)}</sub>`;
}
/** The engine's disk, and another one that came near its end. */
function shownDisks({ watch }) {
	const main = filledDisk(watch);
	const others = (watch?.disks ?? []).filter((disk) => disk !== main && disk.lowest < (disk.total ?? 0) * .1);
	return [...main === void 0 ? [] : [main], ...others.slice(0, 1)];
}
function memoryWords(memory) {
	const peak = peakText(memory);
	const kills = memory.oomKills === void 0 ? [] : [count(memory.oomKills, "OOM kill")];
	const share = memory.pressure ?? 0;
	const waited = share < .01 ? [] : [`${Math.round(share * 100)} % of the time waiting for memory`];
	if (peak === void 0) return "";
	return [
		`Peak memory of ${SCOPES[memory.scope]} ${peak}`,
		...kills,
		...waited
	].join(", ");
}
/** Nothing, unless it was needed. */
function reserveWords({ path, bytes, givenBackAt, givenBackDuring = [] }) {
	if (givenBackAt === void 0) return "";
	const during = givenBackDuring.length === 0 ? "" : ` while ${givenBackDuring.slice(0, 2).join(" and ")} ran`;
	return `${size(bytes)} were kept back at ${path} for the runner and this report, and given back when it was nearly full${during}`;
}
function thrashWords({ watch }) {
	const { thrash } = watch ?? {};
	if (thrash === void 0) return "";
	const during = thrash.during.length === 0 ? "" : ` in ${thrash.during.slice(0, 2).join(" and ")}`;
	const how = thrash.method === "pressure" ? "nearly all the time everything waited for memory" : "swap was busy and the programs were not";
	return `It thrashed for ${duration(thrash.ms)}${during}: ${how}`;
}
// src/report/summary.ts
/**
* The job summary as GitHub Markdown: verdict first, failures before successes, every chart repeated in words or a table.
* Longer than `maxBytes`, whole sections are left out from the bottom and named; texts are never cut for it.
*/
function renderSummary(report, options) {
	const title = `## ${headlineIcon(report)} ${prose(oneLine(report.name, 100))}: ${sayOf(report)(headline(report), 300)}`;
	const sections = sectionsOf(report).filter((section) => section.markdown !== "");
	const footer = renderFooter(report);
	for (let kept = sections.length; kept >= 0; kept--) {
		const markdown = assemble(title, sections.slice(0, kept), sections.slice(kept), footer);
		if (utf8Bytes(markdown) <= options.maxBytes) return markdown;
	}
	const bare = `${title}\n`;
	return utf8Bytes(bare) <= options.maxBytes ? bare : "";
}
function sectionsOf(report) {
	return [
		{
			title: "failure",
			markdown: renderFailure(report)
		},
		{
			title: "who took the space",
			markdown: renderTakers(report)
		},
		{
			title: "checks",
			markdown: renderChecks(report)
		},
		{
			title: "what the build survived",
			markdown: renderSurvived(report)
		},
		{
			title: "delivery",
			markdown: renderDelivered(report)
		},
		{
			title: "facts",
			markdown: renderFacts(report)
		},
		{
			title: "plan",
			markdown: isDryRun(report) ? renderMachine(report, true) : ""
		},
		{
			title: "notes",
			markdown: renderNotes(report)
		},
		{
			title: "time chart",
			markdown: renderGantt(report)
		},
		{
			title: "room",
			markdown: renderSpace(report)
		},
		{
			title: "memory and disk",
			markdown: renderWatch(report)
		},
		{
			title: "size chart",
			markdown: renderPies(report)
		},
		{
			title: "build steps",
			markdown: renderSteps(report)
		},
		{
			title: "layers",
			markdown: renderLayers(report)
		},
		{
			title: "packages",
			markdown: renderPackages(report)
		},
		{
			title: "build warnings",
			markdown: renderWarnings(report)
		},
		{
			title: "plan and machine",
			markdown: isDryRun(report) ? "" : renderMachine(report, false)
		}
	];
}
function assemble(title, kept, dropped, footer) {
	const names = dropped.map((section) => section.title).join(", ");
	const notice = dropped.length === 0 ? [] : [`_Left out to stay below the size limit of a summary: ${names}. The report JSON has everything._`];
	return `${[
		title,
		...kept.map((section) => section.markdown),
		...notice,
		footer
	].join("\n\n")}\n`;
}
// src/report/terminal.ts
const STYLES = {
	bold: 1,
	dim: 2,
	red: 31,
	green: 32,
	yellow: 33
};
const COLORS = {
	pass: "green",
	warn: "yellow",
	fail: "red",
	unknown: "red"
};
/** Lines of the failed step's log: the last few, and more where the first error stands among them. */
const FEW_LINES = 15;
const LOG_LINES = 30;
/** The report for a log or a terminal: verdict first, no line can become a workflow command. Ends with a newline. */
function renderTerminal(report, options) {
	const paint = (text, style) => options.color ? `\u001b[${STYLES[style]}m${text}\u001b[0m` : text;
	return `${[
		title(report, paint),
		...verdicts(report.verdicts, paint),
		...report.failure === void 0 ? [] : failureLines(report.failure, report, paint),
		...report.diagnoses.filter(({ level }) => level === "warning").flatMap((found) => survived(found, paint)),
		...isDryRun(report) ? dryRun(report) : facts(report),
		...report.notes.map((note) => `  ${paint("note", "dim")}  ${logLine(note, 600)}`),
		...options.reportPath === void 0 ? [] : [`  ${paint("report", "dim")}  ${logLine(options.reportPath, 1e3)}`]
	].join("\n")}\n`;
}
function title(report, paint) {
	return paint(paint(`${isDryRun(report) ? "-" : STATUS[report.conclusion].mark} ${logLine(`${report.name}: ${headline(report)}`)}`, COLORS[report.conclusion]), "bold");
}
function verdicts(all, paint) {
	const widths = [width(all.map(checkName)), width(all.map((verdict) => logLine(verdict.actual)))];
	return redFirst(all).flatMap((verdict) => verdictLines(verdict, widths, paint));
}
function width(texts) {
	return Math.min(40, Math.max(0, ...texts.map((text) => text.length)));
}
function checkName(verdict) {
	return logLine(verdict.platform === void 0 ? verdict.title : `${verdict.title} (${verdict.platform})`);
}
function verdictLines(verdict, widths, paint) {
	const mark = paint(STATUS[verdict.status].mark, COLORS[verdict.status]);
	const expected = `expected ${logLine(verdict.expected)}`;
	const detail = verdict.detail === void 0 ? "" : ` · ${logLine(verdict.detail)}`;
	const first = `  ${mark} ${checkName(verdict).padEnd(widths[0])}  ${logLine(verdict.actual).padEnd(widths[1])}  ${expected}${detail}`;
	if (verdict.status === "pass") return [first];
	const place = placeOf$1(verdict.step);
	return [
		first,
		...[...verdict.step === void 0 ? [] : [`${place === "" ? "step" : place}: ${verdict.step.text}`], ...verdict.evidence ?? []].slice(0, 20).map((text) => `      ${logLine(text)}`),
		...verdict.remedy === void 0 ? [] : [`      ${paint("fix:", "bold")} ${logLine(verdict.remedy, 1e3)}`]
	];
}
function failureLines(failure, report, paint) {
	if (failure.kind === "assertion") return [];
	const problems = failure.problems.flatMap((problem) => {
		const value = problem.value === void 0 ? "" : ` "${problem.value}"`;
		return [`  ${paint("✖", "red")} ${logLine(`${problem.input === void 0 ? "" : `${problem.input}:${value} `}${problem.message}`, 600)}`, `      ${paint("fix:", "bold")} ${logLine(problem.remedy, 600)}`];
	});
	const said = report.diagnoses.length > 0 && headline(report) === failure.message;
	const message = problems.length > 0 ? problems : said ? [] : [`  ${logLine(failure.message, 600)}`];
	const why = report.diagnoses.filter(({ level }) => level === "failure").flatMap((found) => reasons(found, paint));
	return [
		...message,
		...why,
		...buildLines(failure, paint),
		...stackLines(failure)
	];
}
/** Evidence and remedies of a diagnosis. */
function reasons(found, paint) {
	return [
		...found.certainty === "likely" ? [`      ${paint("likely: what was measured does not prove it", "dim")}`] : [],
		...found.evidence.slice(0, 20).map((text) => `      ${logLine(text)}`),
		...found.remedies.slice(0, 10).map((text) => `      ${paint("fix:", "bold")} ${logLine(text, 600)}`)
	];
}
function survived(found, paint) {
	return [`  ${paint(STATUS.warn.mark, COLORS.warn)} ${logLine(found.message, 600)}`, ...reasons(found, paint)];
}
function buildLines(failure, paint) {
	const step = failure.step ?? failure.build?.step;
	const run = failure.build?.run;
	const name = run?.name ?? step?.text;
	const place = placeOf$1(step);
	const where = name === void 0 ? [] : [`  ${paint("step", "dim")}  ${logLine(`${name}${place === "" ? "" : ` (${place})`}`)}`];
	const excerpt = (failure.build?.excerpt ?? []).slice(0, 20).map((line) => `  ${logLine(line)}`);
	const tail = lastWithError(run?.tail ?? [], LOG_LINES, FEW_LINES).map((line) => `  ${paint("|", "red")} ${logLine(line)}`);
	return [
		...where,
		...excerpt,
		...tail.length === 0 ? [] : ["  last lines of the step:", ...tail]
	];
}
function stackLines(failure) {
	if (failure.stack === void 0) return [];
	return ["  Please report it with these lines:", ...failure.stack.split("\n").slice(0, 20).map((line) => `  | ${logLine(line)}`)];
}
function facts(report) {
	const took = `time ${duration(report.completed - report.started)}`;
	const images = report.images.map((image) => imageText(image, report.images.length > 1));
	const cached = cacheText(report);
	const context = contextText(report);
	const line = [
		took,
		...cached === void 0 ? [] : [`${cached} cached`],
		...context === void 0 ? [] : [`context ${context}`],
		...watched(report)
	].join(" · ");
	const limits = report.limits === void 0 ? [] : limitSentences(report.limits, isSwapless(report));
	return [
		...images.map((text) => `  ${text}`),
		`  ${line}`,
		...room(report).map((text) => `  ${logLine(text, 600)}`),
		...[...limits, ...report.swap ? swapSentences(report.swap) : []].map((text) => `  ${logLine(text, 600)}`),
		...delivered(report)
	];
}
/** Where there was enough, the log has said so. */
function room({ space }) {
	return space !== void 0 && (space.items.length > 0 || space.second) ? spaceSentences(space) : [];
}
/** `peak memory 11.2 of 12 GiB`, `lowest free disk 6.2 GB`. */
function watched({ watch }) {
	const peak = watch?.memory === void 0 ? void 0 : peakOf(watch.memory);
	const disk = filledDisk(watch);
	return [...peak === void 0 ? [] : [`peak memory ${peak}`], ...disk === void 0 ? [] : [`lowest free disk ${size(disk.lowest)}`]];
}
function imageText(image, several) {
	const unpacked = known$1(image.unpackedBytes);
	const compressed = known$1(image.compressedBytes);
	const torch = known$1(image.torch)?.[0];
	const cuda = torch?.cuda === null ? " without CUDA" : torch?.cuda === void 0 ? "" : ` (CUDA ${torch.cuda})`;
	const parts = [
		...several ? [image.platform] : [],
		unpacked === void 0 ? "unpacked size unknown" : `${size(unpacked)} unpacked`,
		...compressed === void 0 ? [] : [`${size(compressed)} compressed`],
		...torch === void 0 ? [] : [`torch ${torch.version}${cuda}`]
	];
	return logLine(parts.join(" · "));
}
function delivered(report) {
	if (isUndelivered(report)) return ["  nothing was pushed and no tag was moved"];
	if (isUncertain(report)) return ["  the build ended while it pushed: look into the registry for what arrived"];
	const { loaded, pushed, digest } = report.delivered;
	const where = whereabouts$1(report);
	const names = [
		["pushed", where.pushed],
		["not pushed", where.notPushed],
		[loaded ? "loaded" : "tagged", where.local],
		["not tagged", where.notLocal]
	].filter(([, tags]) => tags.length > 0);
	return [
		...pushed && where.pushed.length === 0 ? ["  pushed by digest"] : [],
		...names.map(([verb, tags]) => `  ${logLine(`${verb} ${tags.join(", ")}`, 1e3)}`),
		...digest === void 0 ? [] : [`  digest ${logLine(digest)}`]
	];
}
function dryRun(report) {
	const rows = [...report.host === void 0 ? [] : hostRows(report.host), ...report.plan === void 0 ? [] : planRows(report.plan)];
	const steps = report.plan === void 0 ? [] : planSteps(report.plan);
	return [...rows.map(([name, value]) => `  ${logLine(`${name.padEnd(8)} ${value}`, 600)}`), ...steps.map((line) => `  ${line}`)];
}
// src/run-publish.ts
/** GitHub takes 1 MiB of summary from a step and drops all of it beyond; a little room is left for others. */
const SUMMARY_BYTES = 921600;
/** Tells the world how the run went: log, annotations, summary, outputs, JSON. A part that fails does not stop the others. */
async function publish(world, request, story) {
	const told = composeStory(world, story);
	const report = maskTexts(told, world.log.mask);
	const { asked } = story;
	const reportJson = await attempt(world, "the report's JSON", () => world.files.write(request.reportFile, renderJson(report), 420)) ? request.reportFile : "";
	await attempt(world, "the log", async () => tellLog(world, reportJson, report));
	if (asked?.logAnnotations !== false) await attempt(world, "annotations", async () => {
		for (const annotation of renderAnnotations(report, asked)) world.log.annotate(annotation);
	});
	if (asked?.summary !== false) await attempt(world, "the job summary", () => writeSummary(world, request, report));
	const outputs = renderOutputs(report, {
		metadata: world.log.mask(publicMetadata(story.metadata, world.env)),
		reportJson
	});
	for (const name of OUTPUTS) await attempt(world, `output ${name}`, async () => world.setOutput(name, outputs[name]));
	return exitCode(told, request);
}
/** 0 green, 1 red; on a command line 2 when it was not understood, as people expect there. */
function exitCode({ conclusion, failure }, { cli }) {
	if (conclusion !== "fail") return 0;
	return cli && failure?.kind === "input" ? 2 : 1;
}
function composeStory(world, story) {
	const { asked, host, plan, timeline, failure } = story;
	const { env } = world;
	const server = env["GITHUB_SERVER_URL"];
	const repository = env["GITHUB_REPOSITORY"];
	const sha = env["GITHUB_SHA"];
	const source = server && repository && sha && { source: {
		server,
		repository,
		sha,
		runUrl: `${server}/${repository}/actions/runs/${env["GITHUB_RUN_ID"] ?? ""}`
	} };
	const pages = pagesAddress(env);
	return compose({
		name: imageName(asked?.name ?? "", asked?.build.tags ?? [], asked?.build.context ?? ""),
		started: story.started,
		completed: world.now(),
		...failure && { failure },
		...host && { host },
		...plan && { plan },
		...timeline && { timeline },
		phases: story.phases,
		images: story.images,
		verdicts: story.verdicts,
		delivered: story.delivered,
		notes: story.notes,
		diagnoses: story.diagnoses,
		...story.watch && { watch: story.watch },
		...story.limits && { limits: story.limits },
		...story.space && { space: story.space },
		...story.swap && { swap: story.swap },
		...pages !== void 0 && { pages },
		...source
	});
}
function tellLog(world, reportPath, report) {
	world.log.close();
	world.log.status("");
	world.log.data(renderTerminal(report, {
		color: world.log.color,
		...reportPath !== "" && { reportPath }
	}).trimEnd().split("\n"));
}
async function writeSummary(world, request, report) {
	if (request.summaryFile !== void 0) await world.files.write(request.summaryFile, renderSummary(report, { maxBytes: SUMMARY_BYTES }), 420);
	const used = await world.summaryBytes();
	await world.appendSummary(renderSummary(report, { maxBytes: Math.max(0, SUMMARY_BYTES - used) }));
}
// src/run.ts
/** One run, top to bottom. Whatever happens, what was made is undone and the report is written. Gives the exit code. */
async function run(world, request) {
	const story = openStory(world);
	try {
		await tell(world, request, story);
	} catch (error) {
		story.failure = explain$4(error);
	}
	return publish(world, request, story);
}
/** Free bytes that the runner's own files take while it builds. */
const RUNNER_NEEDS = 2e9;
async function tell(outside, request, story) {
	const event = await readEvent(outside);
	const given = await readAsked(outside, request, story, event);
	const seen = await story.phase("survey", "Survey", () => survey(outside, {
		builder: given.build.builder,
		writes: foldersWritten(given.build)
	}));
	story.host = seen;
	const world = callPlugin(outside, seen.buildx);
	const consent = given.space.allowSelfHosted;
	const roomFirst = given.space.freeDisk === "auto" && seen.runner === "github-hosted";
	const planned = makePlan(given, seen, await decideSwap(world, given, seen, {
		consent,
		journals: request.journals,
		freeAfter: RUNNER_NEEDS,
		roomFirst
	}));
	if (!planned.ok) throw new UserError(planned.kind, planned.problems);
	const { asked } = planned;
	const host = withEngineData(seen, usesEngine(planned));
	story.host = host;
	story.notes.push(...planned.notes);
	const { repositoryPrivate } = event;
	const builder = planned.plan.driver.builder;
	const space = await decideRoom(world, story, asked, host, planned.plan);
	const plan = withCommands({
		asked,
		host,
		plan: withSpace(planned.plan, space?.plan),
		env: world.env,
		context: world.engine.context,
		repositoryPrivate,
		...builder && { builder }
	});
	story.plan = plan;
	if (asked.dryRun) {
		const { second } = space?.plan ?? {};
		await refuseFullDisks(world, asked, withStore(host, second && builderDisk(second)));
		const buildkit = await surveyBuildkit(world, host.builder?.name ?? world.engine.context, world.cancelled);
		if (buildkit !== void 0) story.host = {
			...host,
			buildkit
		};
		return;
	}
	world.log.open("Machine and plan");
	world.log.data([...renderHost(host), ...renderPlan(plan)]);
	world.log.close();
	await carryOut(world, request, story, {
		asked,
		host,
		plan,
		repositoryPrivate,
		...space && { space }
	});
}
export { armAll as n, readInputs as r, run as t };
