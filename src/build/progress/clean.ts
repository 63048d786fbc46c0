/* Control characters are what this file is about. */
// biome-ignore-all lint/suspicious/noControlCharactersInRegex: terminal codes are made of them

/** CSI, OSC (with its text), and the short escape sequences of terminals. */
const ANSI = /\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)?|[PX^_][^\x1b]*(?:\x1b\\)?|[ -/]*[0-~])/g;
/** Other control characters, line separators, and marks that turn the direction of writing or hide text. */
const CONTROLS = /[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g;

/** The text as one line without terminal codes; of a line that was overwritten with carriage returns the last state. */
export function cleanLine(text: string): string {
	const plain = text.includes("\x1b") ? text.replace(ANSI, "") : text;
	return lastState(plain.replace(/\n/g, " ")).replace(CONTROLS, "").trimEnd();
}

function lastState(text: string): string {
	if (!text.includes("\r")) return text;
	return text.split("\r").findLast((part) => part.trim() !== "") ?? "";
}
