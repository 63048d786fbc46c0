import type { ScanSink } from "./scan.ts";

/** Longer texts are told in pieces. Node keeps texts of a million letters outside of V8's memory, where V8 leaves them longer. */
export const LONGEST_PIECE = 1 << 19;

/** What is needed of bytes; a part of them is of the same kind. */
interface Bytes<T> {
	readonly length: number;
	readonly [at: number]: number;
	lastIndexOf(byte: number): number;
	subarray(from: number, to: number): T;
}

/** The pieces of a text of so many bytes. `read` gives those from a place on, fewer than asked for only at the end. */
export function* textPieces<T extends Bytes<T>>(length: number, read: (from: number, most: number) => T): Generator<T> {
	for (let from = 0; ; ) {
		const most = Math.min(LONGEST_PIECE, length - from);
		const held = read(from, most);
		const more = held.length === most && from + most < length;
		// Asked for before the piece is handed out, after which its memory may be used again.
		const taken = more ? pieceLength(held) : held.length;
		yield held.subarray(0, taken);
		if (!more) return;
		from += taken;
	}
}

/** How much of these bytes is a piece, when more follow: up to the end of their last line, or between two characters. */
function pieceLength(bytes: Bytes<unknown>): number {
	return bytes.lastIndexOf(NEWLINE) + 1 || withoutLast(bytes);
}

const NEWLINE = 10;

/** Without the last character, when it is longer than a byte: it may not be whole. All, where the bytes are no UTF-8. */
function withoutLast(bytes: Bytes<unknown>): number {
	const last = bytes.length - 1;
	for (let at = last; at > 0 && at > last - LONGEST_CHARACTER; at--) {
		const byte = bytes[at] ?? 0;
		if (byte < CONTINUES) return bytes.length;
		if (byte >= STARTS) return at;
	}
	return bytes.length;
}

/** Bytes of UTF-8: below the first are whole characters, from the second on those that start a longer one. */
const CONTINUES = 0x80;
const STARTS = 0xc0;
const LONGEST_CHARACTER = 4;

/** Tells the text of a file from its bytes, in pieces where it is long. */
export function tellText(sink: Pick<ScanSink, "file">, path: string, bytes: Uint8Array): void {
	let rest = false;
	for (const piece of textPieces(bytes.length, (from, most) => bytes.subarray(from, from + most))) {
		sink.file(path, (rest ? restDecoder : decoder).decode(piece), rest);
		rest = true;
	}
}

const decoder = new TextDecoder();
/** Only the start of a text may have a byte order mark. */
const restDecoder = new TextDecoder("utf-8", { ignoreBOM: true });
