// src/model/text-pieces.ts
/** Longer texts are told in pieces. Node keeps texts of a million letters outside of V8's memory, where V8 leaves them longer. */
const LONGEST_PIECE = 1 << 19;
/** The pieces of a text of so many bytes. `read` gives those from a place on, fewer than asked for only at the end. */
function* textPieces(length, read) {
	for (let from = 0;;) {
		const most = Math.min(LONGEST_PIECE, length - from);
		const held = read(from, most);
		const more = held.length === most && from + most < length;
		const taken = more ? pieceLength(held) : held.length;
		yield held.subarray(0, taken);
		if (!more) return;
		from += taken;
	}
}
/** How much of these bytes is a piece, when more follow: up to the end of their last line, or between two characters. */
function pieceLength(bytes) {
	return bytes.lastIndexOf(NEWLINE) + 1 || withoutLast(bytes);
}
const NEWLINE = 10;
/** Without the last character, when it is longer than a byte: it may not be whole. All, where the bytes are no UTF-8. */
function withoutLast(bytes) {
	const last = bytes.length - 1;
	for (let at = last; at > 0 && at > last - LONGEST_CHARACTER; at--) {
		const byte = bytes[at] ?? 0;
		if (byte < CONTINUES) return bytes.length;
		if (byte >= STARTS) return at;
	}
	return bytes.length;
}
/** Bytes of UTF-8: below the first are whole characters, from the second on those that start a longer one. */
const CONTINUES = 128;
const STARTS = 192;
const LONGEST_CHARACTER = 4;
/** Tells the text of a file from its bytes, in pieces where it is long. */
function tellText(sink, path, bytes) {
	let rest = false;
	for (const piece of textPieces(bytes.length, (from, most) => bytes.subarray(from, from + most))) {
		sink.file(path, (rest ? restDecoder : decoder).decode(piece), rest);
		rest = true;
	}
}
const decoder = new TextDecoder();
/** Only the start of a text may have a byte order mark. */
const restDecoder = new TextDecoder("utf-8", { ignoreBOM: true });
export { tellText as n, textPieces as r, LONGEST_PIECE as t };
