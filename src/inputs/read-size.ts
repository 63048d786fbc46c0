import { type Bytes, parseSize } from "../model/bytes.ts";
import type { Problem } from "../model/errors.ts";

const REMEDY = 'write for example "9.5GB" or "9GiB"';

/** Reads a size; what is none is a problem of that input. Zero is refused: an error, not a size. */
export function readSize(input: string, value: string): Bytes | Problem {
	const bytes = parseSize(value);
	if (bytes === undefined) return { input, value, message: whyNot(value), remedy: REMEDY };
	if (bytes === 0)
		return {
			input,
			value,
			message: "is a size of zero, which nothing can meet",
			remedy: `${REMEDY}, or leave it empty`,
		};
	return bytes;
}

function whyNot(value: string): string {
	if (/^\d+(\.\d+)?$/.test(value)) return "is a number without a unit";
	if (/^\d+(\.\d+)?\s*[KMGT]i?b$/.test(value)) return "is not a size: a small b means bits";
	if (/^\d+(\.\d+)?\s*[kmgt]$/i.test(value)) return "is not a size: its unit can be read as 1000 or as 1024";
	if (/^-/.test(value)) return "is not a size: it is negative";
	return "is not a size";
}
