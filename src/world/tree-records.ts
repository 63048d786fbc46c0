import { release } from "../model/release.ts";
import type { EntryKind, Outcome, ScanSink } from "../model/scan.ts";

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
	done: "Z",
} as const;

const KINDS: Readonly<Record<EntryKind, string>> = {
	file: "f",
	folder: "d",
	"opaque-folder": "o",
	whiteout: "w",
	link: "l",
	other: "x",
};
const KIND_OF = new Map(Object.entries(KINDS).map(([kind, letter]) => [letter, kind as EntryKind]));

/** After the length of a text that continues the one before it. */
const REST = "+";

/** Where encoded records go; `flush` may wait until the other side has read. */
export interface RecordWriter {
	readonly sink: ScanSink;
	/** Writes what is buffered. */
	flush(): Promise<void>;
	/** The last record. */
	finish(outcome: Outcome): Promise<void>;
}

const FLUSH_AT = 1 << 16;
/** Longer records are no records of ours. */
const LONGEST = 1 << 16;
const LONGEST_TEXT = 1 << 28;

/** Encodes what the sink is told. `latin1`: texts are bytes one by one. */
export function createRecordWriter(write: (bytes: Buffer) => Promise<void>, encoding: "utf8" | "latin1"): RecordWriter {
	let pieces: string[] = [];
	let length = 0;
	let ready: Buffer[] = [];
	let folder = "";

	function add(record: string): void {
		pieces.push(record, "\0");
		length += record.length + 1;
		if (length >= FLUSH_AT) pack();
	}

	function pack(): void {
		if (pieces.length > 0) ready.push(Buffer.from(pieces.join("")));
		pieces = [];
		length = 0;
	}

	/** Tells the folder when it changed; returns the name. */
	function nameOf(path: string): string {
		const cut = path.lastIndexOf("/") + 1;
		const parent = path.slice(0, cut);
		if (parent !== folder) add(TAGS.folder + parent);
		folder = parent;
		return path.slice(cut);
	}

	async function flush(): Promise<void> {
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
			unsure: (why) => add(TAGS.unsure + why.replaceAll("\0", "?")),
		},
		flush,
		async finish(outcome) {
			add(outcome.ok ? TAGS.done : TAGS.refused + outcome.why.replaceAll("\0", "?"));
			await flush();
		},
	};
}

/** Tells the sink what the stream says. A stream without its last record, or with anything unknown, is a failure. */
export async function decodeRecords(stream: AsyncIterable<Uint8Array>, sink: ScanSink): Promise<Outcome> {
	const decoder = createDecoder(sink);
	let rest: Buffer = Buffer.alloc(0);
	try {
		for await (const piece of stream) {
			const bytes = Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength);
			rest = Buffer.from(decoder.take(rest.length === 0 ? bytes : Buffer.concat([rest, bytes])));
			release(piece);
		}
	} catch (error) {
		return { ok: false, why: `the listing could not be read: ${(error as Error).message}` };
	}
	return decoder.outcome() ?? { ok: false, why: "the listing ended before its end" };
}

/** Takes bytes as they come, gives back what is not yet a whole record. */
function createDecoder(sink: ScanSink) {
	let folder = "";
	let text: { path: string; encoding: "utf8" | "latin1"; rest: boolean; parts: Buffer[]; left: number } | undefined;
	let outcome: Outcome | undefined;

	const records: Readonly<Record<string, (body: string) => void>> = {
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
			outcome = { ok: false, why };
		},
		[TAGS.done]: () => {
			outcome = { ok: true };
		},
	};

	function merged(body: string): void {
		const cut = body.indexOf("/");
		const lowest = Number(body.slice(0, cut));
		if (cut < 0 || !Number.isSafeInteger(lowest)) throw new Error("a folder of an unknown form");
		const path = body.slice(cut + 1);
		folder = path === "" ? "" : `${path}/`;
		sink.folder(path, lowest);
	}

	function entry(body: string): void {
		const size = body.indexOf("/");
		const link = body.indexOf("/", size + 1);
		const kind = KIND_OF.get(body[0] ?? "");
		if (!kind || size < 0 || link < 0) throw new Error("an entry of an unknown form");
		const path = folder + body.slice(link + 1);
		sink.entry(path, kind, Number(body.slice(1, size)), link === size + 1 ? undefined : body.slice(size + 1, link));
	}

	function startText(body: string, encoding: "utf8" | "latin1"): void {
		const cut = body.indexOf("/");
		const rest = body.startsWith(REST, cut - 1);
		const left = Number(body.slice(0, rest ? cut - 1 : cut));
		if (cut < 0 || !(left <= LONGEST_TEXT)) throw new Error("a text of an unknown length");
		text = { path: folder + body.slice(cut + 1), encoding, rest, parts: [], left };
	}

	function takeText(bytes: Buffer): Buffer {
		if (!text) return bytes;
		const mine = bytes.subarray(0, text.left);
		text.parts.push(Buffer.from(mine));
		text.left -= mine.length;
		if (text.left === 0) {
			sink.file(text.path, Buffer.concat(text.parts).toString(text.encoding), text.rest);
			text = undefined;
		}
		return bytes.subarray(mine.length);
	}

	function take(bytes: Buffer): Buffer {
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

	return { take, outcome: () => outcome };
}
