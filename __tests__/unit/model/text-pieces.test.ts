import { describe, expect, it } from "@jest/globals";
import { LONGEST_PIECE, tellText } from "../../../src/model/text-pieces.ts";

function piecesOf(bytes: Uint8Array): string[] {
	const pieces: string[] = [];
	const file = (_path: string, text: string, rest?: boolean) => {
		expect(rest).toBe(pieces.length > 0);
		pieces.push(text);
	};
	tellText({ file }, "a", bytes);
	return pieces;
}

describe("tellText", () => {
	it.each(["", "a", "a\nb", `${"x".repeat(LONGEST_PIECE - 1)}\n`])("tells a short text at once", (text) => {
		expect(piecesOf(Buffer.from(text))).toEqual([text]);
	});

	it.each([0, 1, 2, 3])("cuts a long one between two characters, %d bytes further", (more) => {
		const text = "x".repeat(more) + "🐍".repeat(LONGEST_PIECE / 2);
		const pieces = piecesOf(Buffer.from(text));
		expect(pieces.join("") === text).toBe(true);
		expect(pieces).toHaveLength(3);
	});

	it("tells as many bytes as there are where they are no text", () => {
		const pieces = piecesOf(new Uint8Array(LONGEST_PIECE * 2).fill(0x80));
		expect(pieces.map(({ length }) => length)).toEqual([LONGEST_PIECE, LONGEST_PIECE]);
	});

	it("leaves out a byte order mark only at the start", () => {
		const row = "x".repeat(LONGEST_PIECE - 1);
		const text = `\ufeff${row.slice(3)}\n\ufeff${row}`;
		expect(piecesOf(Buffer.from(text)).join("") === text.slice(1)).toBe(true);
	});
});
