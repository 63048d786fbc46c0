import type { ScanSink } from "./scan.ts";

/** Longer texts are told in pieces. Node keeps texts of a million letters outside of V8's memory, where V8 leaves them longer. */
export const LONGEST_PIECE = 1 << 19;

/** How much of these bytes is a piece, when more follow: up to the end of their last line, where one ends in them. */
export function pieceLength(bytes: Uint8Array): number {
	return bytes.lastIndexOf(NEWLINE) + 1 || bytes.length;
}

const NEWLINE = 10;

/** Tells the text of a file from its bytes, in pieces where it is long. */
export function tellText(sink: Pick<ScanSink, "file">, path: string, bytes: Uint8Array): void {
	let from = 0;
	do {
		const held = bytes.subarray(from, from + LONGEST_PIECE);
		const length = from + held.length < bytes.length ? pieceLength(held) : held.length;
		sink.file(path, decoder.decode(held.subarray(0, length)), from > 0);
		from += length;
	} while (from < bytes.length);
}

const decoder = new TextDecoder();
