import { release } from "../../model/release.ts";
import type { ScanSink } from "../../model/scan.ts";
import { tellText } from "../../model/text-pieces.ts";
import { TarError } from "./tar-header.ts";
import { type ContentSink, createTarReader, type TarEntry } from "./tar-reader.ts";

/** Which small files' text is handed over, and how much of each at most. */
export interface TextWish {
	/** Source of a regular expression on the path. */
	readonly wanted: string;
	readonly maxFileBytes: number;
}

type EntrySink = Pick<ScanSink, "entry" | "file">;

const OPAQUE = ".wh..wh..opq";
const WHITEOUT = ".wh.";
/** Other names with this prefix are bookkeeping of aufs. */
const RESERVED = ".wh..wh.";

/**
 * Reads one layer's archive into the sink (the caller has called `layer`). Hard links come with `link` = `=` + the path
 * of the earlier entry and without bytes. Throws a TarError when the archive is damaged, cut or hostile.
 */
export async function scanTar(stream: AsyncIterable<Uint8Array>, sink: EntrySink, wish: TextWish): Promise<void> {
	const wanted = new RegExp(wish.wanted);
	const texts = createTexts(sink, wish.maxFileBytes);
	const reader = createTarReader((entry) => {
		texts.flush();
		const path = cleanPath(entry.name);
		const kept = report(sink, path, entry);
		if (!kept || !wanted.test(path)) return undefined;
		if (entry.kind === "link") texts.link(path, cleanPath(entry.linkName));
		return entry.kind === "file" ? texts.take(path, entry.size) : undefined;
	});
	for await (const piece of stream) reader.push(piece);
	reader.end();
	texts.flush();
}

/** Reports the entry under its layer meaning; false when it is no entry of its own. */
function report(sink: EntrySink, path: string, entry: TarEntry): boolean {
	const cut = path.lastIndexOf("/") + 1;
	if (path.startsWith(WHITEOUT, cut)) {
		if (path.slice(cut) === OPAQUE) sink.entry(path.slice(0, Math.max(0, cut - 1)), "opaque-folder", 0);
		else if (!path.startsWith(RESERVED, cut))
			sink.entry(path.slice(0, cut) + path.slice(cut + WHITEOUT.length), "whiteout", 0);
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
function createTexts(sink: EntrySink, most: number) {
	let open: { path: string; bytes: Uint8Array; at: number } | undefined;
	const told = new Map<string, Uint8Array>();
	const left = { small: MOST_REMEMBERED, large: MOST_REMEMBERED };

	function remember(path: string, bytes: Uint8Array, cost: number): void {
		const kind = bytes.length <= SMALL ? "small" : "large";
		if (cost > left[kind]) return;
		left[kind] -= cost;
		told.set(path, bytes);
	}

	return {
		link(path: string, target: string): void {
			const bytes = told.get(target);
			if (!bytes) return;
			tellText(sink, path, bytes);
			remember(path, bytes, path.length);
		},
		take(path: string, size: number): ContentSink {
			const one = { path, bytes: new Uint8Array(Math.min(size, most)), at: 0 };
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
			open = undefined;
		},
	};
}

const UNCLEAN = /^\/|^\.\/|\/\/|\/\.?\/|\/\.?$|(?:^|\/)\.\.(?:\/|$)|^\.$/;

/** The path relative to the image's root, without `./`, `//` and a slash at either end. */
export function cleanPath(name: string): string {
	if (!UNCLEAN.test(name)) return name;
	const parts = name.split("/").filter((part) => part !== "" && part !== ".");
	if (parts.includes("..")) throw new TarError("an entry's name leaves the archive");
	return parts.join("/");
}

/**
 * The content of an archive's first file, as the engine's archive interface sends it. A piece is valid until the next one is
 * asked for: its memory is then given back.
 */
export async function* firstFile(stream: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
	let pieces: Uint8Array[] = [];
	let found = false;
	let left = 0;
	const reader = createTarReader((entry) => {
		if (found || entry.kind !== "file") return undefined;
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
		release(piece);
		if (found && left === 0) return;
	}
	reader.end();
	if (!found) throw new TarError("the archive holds no file");
}
