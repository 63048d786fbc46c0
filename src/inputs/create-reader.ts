import type { Problem } from "../model/errors.ts";
import { withoutPasswords } from "./credentials.ts";
import { nearest } from "./nearest.ts";
import { readSize } from "./read-size.ts";
import type { CollectingReader, InputKind, KnownInput, RawInputs, Reader } from "./reader.ts";
import { splitList } from "./split-list.ts";

const TRUE = ["true", "True", "TRUE"];
const FALSE = ["false", "False", "FALSE"];

/** A reader of these raw values. */
export function createReader(raw: RawInputs): CollectingReader {
	const kinds = new Map<string, InputKind>();
	const problems: Problem[] = [];
	const notes: string[] = [];

	function ask(name: string, kind: InputKind): string {
		if (kind !== "text" || !kinds.has(name)) kinds.set(name, kind);
		return raw(name) ?? "";
	}
	const askTrimmed = (name: string, kind: InputKind): string => ask(name, kind).trim();

	return {
		text: (name) => askTrimmed(name, "text"),
		given: (name) => askTrimmed(name, "text") !== "",
		flag(name, fallback = false) {
			const value = askTrimmed(name, "flag");
			if (TRUE.includes(value)) return true;
			if (FALSE.includes(value)) return false;
			if (value !== "") problems.push(notAFlag(name, value));
			return fallback;
		},
		choice(name, choices) {
			const value = askTrimmed(name, "choice");
			const chosen = choices.find((choice) => choice === value);
			if (chosen === undefined && value !== "") problems.push(notAChoice(name, value, choices));
			return chosen ?? choices[0];
		},
		bytes(name) {
			const value = askTrimmed(name, "bytes");
			if (value === "") return undefined;
			const size = readSize(name, value);
			if (typeof size === "number") return size;
			problems.push({ ...size, value: shorten(value) });
			return undefined;
		},
		list(name, options) {
			const split = splitList(ask(name, "list"), options);
			if ("items" in split) return split.items;
			problems.push(notAList(name));
			return [];
		},
		problem: (problem) =>
			void problems.push(problem.value === undefined ? problem : { ...problem, value: shorten(problem.value) }),
		note: (text) => void notes.push(text),
		problems: () => problems,
		notes: () => notes,
		asked: () => [...kinds.keys()],
		known: () => [...kinds].map(([name, kind]) => ({ name, kind })),
	};
}

/** The inputs that `read` asks for, learned by letting it read from nothing. */
export function knownInputs(read: (reader: Reader) => unknown): readonly KnownInput[] {
	const reader = createReader(() => undefined);
	read(reader);
	return reader.known();
}

function notAFlag(input: string, value: string): Problem {
	return {
		input,
		value: shorten(value),
		message: "is neither true nor false",
		remedy: 'write "true" or "false"',
	};
}

function notAChoice(input: string, value: string, choices: readonly string[]): Problem {
	const possible = choices.filter((choice) => choice !== "");
	const near = nearest(value, possible);
	const list = `write one of: ${possible.join(", ")}`;
	const remedy = near === undefined ? list : `did you mean "${near}"? ${list}`;
	return {
		input,
		value: shorten(value),
		message: "is not one of its values",
		remedy,
	};
}

/** Without the value: it may be a secret. */
function notAList(input: string): Problem {
	return {
		input,
		message: "a quote is opened and not closed, so its items cannot be told apart",
		remedy: 'close the quote at the end of the item, or write "" for a quote inside of a quoted item',
	};
}

/** A value for a message: one line, not longer than a line. */
function shorten(value: string): string {
	const line = withoutPasswords(value.replaceAll(/\s+/g, " "));
	return line.length <= 120 ? line : `${line.slice(0, 119)}…`;
}
