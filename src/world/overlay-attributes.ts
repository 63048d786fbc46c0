import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import type { Writable } from "node:stream";
import { release } from "../model/release.ts";
import { lookAtMemory } from "./little-memory.ts";
import { piecesOf } from "./stream-pieces.ts";

/** Extended attributes of overlayfs, by absolute path: `trusted.overlay.opaque` of folders, `trusted.overlay.metacopy` of files. */
export type OverlayAttributes =
	| {
			readonly ok: true;
			readonly opaque: ReadonlySet<string>;
			readonly metacopies: ReadonlySet<string>;
			readonly redirected: boolean;
	  }
	| { readonly ok: false; readonly why: string };

const PREFIX = "SCHILY.xattr.";
const ATTRIBUTE = /^SCHILY\.xattr\.(?:trusted|user)\.overlay\.(opaque|redirect|metacopy)$/;
const BLOCK = 512;
/** CAP_SYS_ADMIN, without which trusted attributes are silently left out. https://man7.org/linux/man-pages/man7/xattr.7.html */
const SYS_ADMIN = 21n;

/**
 * Node cannot read extended attributes, so GNU tar writes the headers of these folders (no contents) and files (no holes) with
 * their overlay attributes, and only those are read. https://docs.kernel.org/filesystems/overlayfs.html#whiteouts-and-opaque-directories
 */
export async function readOverlayAttributes(names: Iterable<string>): Promise<OverlayAttributes> {
	if (!maySeeTrusted()) return { ok: false, why: "overlay attributes cannot be read without CAP_SYS_ADMIN" };
	const argv = [
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
		"-",
	];
	const child = spawn("tar", argv, {
		stdio: ["pipe", "pipe", "pipe"],
		env: { PATH: process.env["PATH"] ?? "", LC_ALL: "C" },
	});
	let said = "";
	child.stderr.on("data", (chunk) => {
		said = (said + String(chunk)).slice(-300);
	});
	let failure: string | undefined;
	const told = tell(names, child.stdin).catch((error: NodeJS.ErrnoException) => {
		// When tar ends early, tar says why.
		if (error.code !== "EPIPE" && error.code !== "ERR_STREAM_DESTROYED") failure ??= error.message;
	});
	const ended = new Promise<string | undefined>((resolve) => {
		child.on("error", (error) => resolve(error.message));
		child.on("close", (code) => resolve(code === 0 ? undefined : `tar ended with ${code}: ${said.trim()}`));
	});
	const opaque = new Set<string>();
	const metacopies = new Set<string>();
	let redirected = false;
	try {
		for await (const { name, attributes } of readHeaders(piecesOf(child.stdout))) {
			if (attributes.get("opaque") === "y") opaque.add(name.replace(/\/$/, ""));
			if (attributes.has("metacopy")) metacopies.add(name);
			if (attributes.has("redirect")) redirected = true;
		}
	} catch (error) {
		child.kill("SIGKILL");
		failure ??= (error as Error).message;
	}
	await told;
	const why = (await ended) ?? failure;
	return why === undefined
		? { ok: true, opaque, metacopies, redirected }
		: { ok: false, why: `overlay attributes cannot be read (${why})` };
}

async function tell(names: Iterable<string>, stdin: Writable): Promise<void> {
	// The same errors come to each call of `write`.
	stdin.on("error", () => {});
	try {
		for (const piece of inPieces(names)) {
			await new Promise<void>((resolve, reject) => {
				stdin.write(piece, (error) => (error ? reject(error) : resolve()));
			});
			release(piece);
			lookAtMemory();
		}
	} finally {
		stdin.end();
	}
}

const PIECE = 1 << 16;

/** Names ended by zero bytes, in pieces, so that never all of them are in memory. */
function* inPieces(names: Iterable<string>): Generator<Buffer> {
	let text = "";
	for (const name of names) {
		text += `${name}\0`;
		if (text.length < PIECE) continue;
		yield Buffer.from(text, "latin1");
		text = "";
	}
	if (text !== "") yield Buffer.from(text, "latin1");
}

function maySeeTrusted(): boolean {
	const line = /^CapEff:\s*([0-9a-f]+)/m.exec(readFileSync("/proc/self/status", "utf8"));
	return line?.[1] !== undefined && ((BigInt(`0x${line[1]}`) >> SYS_ADMIN) & 1n) === 1n;
}

interface Header {
	/** latin1. */
	readonly name: string;
	readonly attributes: ReadonlyMap<string, string>;
}

/** Folders and files in a POSIX archive that tar just wrote: PAX records, then the entry's own header, and what a file holds. */
async function* readHeaders(stream: AsyncIterable<Buffer>): AsyncGenerator<Header> {
	let rest: Buffer = Buffer.alloc(0);
	let records = new Map<string, string>();
	for await (const piece of stream) {
		const all = rest.length === 0 ? piece : Buffer.concat([rest, piece]);
		let at = 0;
		while (all.length - at >= BLOCK) {
			const flag = all[at + 156];
			const held = flag === 0x78 || flag === 0x30;
			const size = held ? Number.parseInt(all.toString("latin1", at + 124, at + 135), 8) : 0;
			const total = BLOCK + Math.ceil(size / BLOCK) * BLOCK;
			if (!(total <= 1 << 22)) throw new Error("tar wrote something unexpected");
			if (all.length - at < total) break;
			if (flag === 0x78) records = readRecords(all.subarray(at + BLOCK, at + BLOCK + size));
			else if (flag === 0x35 || flag === 0x30) {
				yield describe(all.subarray(at, at + BLOCK), records);
				records = new Map();
			} else records = new Map();
			at += total;
		}
		rest = Buffer.from(all.subarray(at));
		release(piece);
		if (all !== piece) release(all);
		lookAtMemory();
	}
}

function describe(block: Buffer, records: ReadonlyMap<string, string>): Header {
	const own = cString(block, 0, 100);
	const prefix = cString(block, 345, 155);
	const attributes = new Map<string, string>();
	for (const [key, value] of records) {
		const name = key.startsWith(PREFIX) ? ATTRIBUTE.exec(key)?.[1] : undefined;
		if (name !== undefined) attributes.set(name, value);
	}
	const told = records.get("GNU.sparse.name") ?? records.get("path");
	return { name: told ?? (prefix === "" ? own : `${prefix}/${own}`), attributes };
}

function cString(block: Buffer, at: number, length: number): string {
	const text = block.toString("latin1", at, at + length);
	const end = text.indexOf("\0");
	return end < 0 ? text : text.slice(0, end);
}

function readRecords(bytes: Buffer): Map<string, string> {
	const records = new Map<string, string>();
	let at = 0;
	while (at < bytes.length) {
		const space = bytes.indexOf(0x20, at);
		const length = Number(bytes.toString("latin1", at, space));
		if (space < 0 || !(length > 0)) throw new Error("tar wrote a PAX record of an unknown form");
		const text = bytes.toString("latin1", space + 1, at + length - 1);
		const equals = text.indexOf("=");
		records.set(text.slice(0, equals), text.slice(equals + 1));
		at += length;
	}
	return records;
}
