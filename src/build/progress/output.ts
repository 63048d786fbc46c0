import { cleanLine } from "./clean.ts";

/** Longest piece of a line that is kept in memory before it is handed over. */
const MAX_PARTIAL = 65_536;
/** What stays back of it: GitHub's secrets have up to 48 KB, and one that has begun must not be parted. */
const MAX_SECRET = 49_152;
/** A line that is overwritten again and again (a progress bar) is shown at most that often, milliseconds. */
const REDRAW_MS = 5000;

/** Makes clean lines of one stream's bytes. */
export interface LineReader {
	/** Lines that are complete with these bytes. */
	push(data: Uint8Array, at: number): readonly string[];
	/** What stands there without a line end. */
	rest(): readonly string[];
}

/**
 * Bytes → lines: joins characters and lines split over chunks, keeps the last state of overwritten lines, bounded memory. `mask` hides
 * secrets here, while lines are whole: whoever cuts one later could cut a secret in two, which nobody would know again.
 */
export function readLines(mask: (text: string) => string): LineReader {
	const decoder = new TextDecoder("utf-8");
	let partial = "";
	let drawn = 0;
	const toLine = (text: string): string => mask(cleanLine(text));
	const redraw = (at: number): readonly string[] => {
		if (!partial.includes("\r")) return [];
		partial = partial.slice(lastDrawing(partial));
		const line = toLine(partial);
		if (line === "" || at - drawn < REDRAW_MS) return [];
		drawn = at;
		return [line];
	};
	return {
		push(data, at) {
			const parts = (partial + decoder.decode(data, { stream: true })).split("\n");
			partial = parts.pop() ?? "";
			const lines = parts.map(toLine);
			const drawing = redraw(at);
			if (partial.length <= MAX_PARTIAL) return [...lines, ...drawing];
			const long = toLine(partial);
			partial = long.slice(-MAX_SECRET);
			return long.length > MAX_SECRET ? [...lines, long.slice(0, -MAX_SECRET)] : lines;
		},
		rest() {
			const line = toLine(partial + decoder.decode());
			partial = "";
			return line === "" ? [] : [line];
		},
	};
}

/** Where the last state of an overwritten line begins; a final carriage return does not begin a new one. */
function lastDrawing(text: string): number {
	const body = text.replace(/\r+$/, "");
	return Math.max(0, body.lastIndexOf("\r") + 1);
}
