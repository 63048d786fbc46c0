import type { EntryKind, ScanSink } from "../../model/scan.ts";
import { tellText } from "../../model/text-pieces.ts";
import { createPathSet, type PathSet } from "../path-table.ts";
import { WANTED, WANTED_BYTES } from "../wanted.ts";
import { createFieldReader, type FieldReader } from "./field-reader.ts";

const COUNT = /^[1-9][0-9]{0,6}$/;
const STAT = /^[0-9a-f]{1,8} [0-9]{1,16} [0-9]{1,10} [0-9]+:[0-9]+ [0-9a-f]+:[0-9a-f]+$/;
const TYPE = 0xf000;
const KINDS: Readonly<Record<number, EntryKind>> = { 32768: "file", 16384: "folder", 40960: "link" };
const CHARACTER_DEVICE = 0x2000;
/** What a decoder puts in place of bytes that are no UTF-8: two names may look the same. */
const REPLACED = "\ufffd";

/** What is known of a layer before its entries come. */
interface Before {
	readonly opaque: PathSet;
	/** Entries that equal the lower layers': no part of this one. */
	readonly unchanged: PathSet;
}

/**
 * Tells the sink what the listing command wrote; `indexes` are those of the layers that it was given, in their order.
 * Throws an Error for anything of another form.
 */
export async function readListing(
	stream: AsyncIterable<Uint8Array>,
	indexes: readonly number[],
	sink: ScanSink,
): Promise<void> {
	const reader = createFieldReader(stream);
	const wanted = new RegExp(WANTED);
	const layer: Before = { opaque: createPathSet(), unchanged: createPathSet() };
	const isWanted = (path: string) => wanted.test(path) && !layer.unchanged.has(path);
	const records: Readonly<Record<string, (count: string) => Promise<void>>> = {
		O: () => readList(reader, (path) => layer.opaque.add(clear(path))),
		U: () => readList(reader, (path) => layer.unchanged.add(clear(path))),
		W: () => readList(reader, (path) => sink.entry(path, "whiteout", 0)),
		E: async (count) => readEntries(reader, await readPaths(reader, count), layer, sink),
		T: async (count) => readTexts(reader, await readPaths(reader, count), isWanted, sink),
	};
	for (let begun = 0; ; ) {
		const [line = ""] = await reader.fields(1, "\n");
		if (line === "Z" && begun === indexes.length) return;
		if (line.startsWith("L") && line.slice(1) === String(indexes[begun])) {
			sink.layer(Number(line.slice(1)));
			begun++;
			layer.opaque.clear();
			layer.unchanged.clear();
			continue;
		}
		const record = begun > 0 ? records[line.charAt(0)] : undefined;
		if (!record) throw new Error("a record of an unknown kind");
		await record(line.slice(1));
	}
}

/** So many names as the count says. */
async function readPaths(reader: FieldReader, count: string): Promise<readonly string[]> {
	if (!COUNT.test(count)) throw new Error("a count that is none");
	return (await reader.fields(Number(count), "\0")).map(relative);
}

/** Names up to an empty one. */
async function readList(reader: FieldReader, each: (path: string) => unknown): Promise<void> {
	for (;;) {
		const [name = ""] = await reader.fields(1, "\0");
		if (name === "") return;
		each(relative(name));
	}
}

/** To the image's root. */
function relative(name: string): string {
	if (!name.startsWith("./")) throw new Error("a name of an unknown form");
	return name.slice(2);
}

function clear(path: string): string {
	if (path.includes(REPLACED)) throw new Error("a name that is no UTF-8 is in several layers");
	return path;
}

async function readEntries(
	reader: FieldReader,
	paths: readonly string[],
	{ opaque, unchanged }: Before,
	sink: ScanSink,
): Promise<void> {
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
			const kind = KINDS[type] ?? "other";
			if (kind === "file") sink.entry(path, kind, Number(size), links === "1" ? undefined : inode);
			else sink.entry(path, kind, 0);
		}
	});
}

async function readTexts(
	reader: FieldReader,
	paths: readonly string[],
	isWanted: (path: string) => boolean,
	sink: ScanSink,
): Promise<void> {
	const sizes = await reader.fields(paths.length, "\n");
	for (const [i, path] of paths.entries()) {
		const size = Number(sizes[i]);
		if (!Number.isSafeInteger(size) || size < 0) throw new Error("a size that is none");
		const bytes = await reader.bytes(Math.min(size, WANTED_BYTES));
		if (isWanted(path)) tellText(sink, path, bytes);
	}
}
