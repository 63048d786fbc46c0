// src/model/release.ts
/**
* Gives the memory of a piece of a stream back at once: a stream of 30 MB would else wait in memory for the garbage
* collector. Only of a piece that has its memory for itself; nothing may use it afterwards.
*/
function release({ buffer, byteLength }) {
	if (buffer instanceof ArrayBuffer && !buffer.detached && buffer.byteLength === byteLength) buffer.transfer(0);
}
// src/model/text-pieces.ts
/** Longer texts are told in pieces. Node keeps texts of a million letters outside of V8's memory, where V8 leaves them longer. */
const LONGEST_PIECE = 1 << 19;
/** How much of these bytes is a piece, when more follow: up to the end of their last line, where one ends in them. */
function pieceLength(bytes) {
	return bytes.lastIndexOf(NEWLINE) + 1 || bytes.length;
}
const NEWLINE = 10;
/** Tells the text of a file from its bytes, in pieces where it is long. */
function tellText(sink, path, bytes) {
	let from = 0;
	do {
		const held = bytes.subarray(from, from + LONGEST_PIECE);
		const length = from + held.length < bytes.length ? pieceLength(held) : held.length;
		sink.file(path, decoder.decode(held.subarray(0, length)), from > 0);
		from += length;
	} while (from < bytes.length);
}
const decoder = new TextDecoder();
export { release as i, pieceLength as n, tellText as r, LONGEST_PIECE as t };
