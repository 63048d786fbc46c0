import type { Problem } from "../model/errors.ts";
import { withoutPasswords } from "./credentials.ts";
import { nearest } from "./nearest.ts";
import type { KnownInput, RawInputs } from "./reader.ts";

/** What a command line asked for, not yet read. */
export interface Flags {
	/** Values by input name; those of a list are joined by newlines. */
	readonly values: ReadonlyMap<string, string>;
	/** The same for `createReader`. */
	readonly raw: RawInputs;
	readonly problems: readonly Problem[];
}

/**
 * Reads `--name value`, `--name=value`, `--name` (of a flag: true) and `--name=false`; a list may be given several times, of
 * anything else the last counts. The one word that is no flag is the context, as with `docker build`. After `--` nothing is a flag.
 * `argv` starts behind the verb.
 */
export function parseFlags(argv: readonly string[], known: readonly KnownInput[]): Flags {
	const kinds = new Map(known.map(({ name, kind }) => [name, kind]));
	const values = new Map<string, string>();
	const problems: Problem[] = [];
	const words: string[] = [];

	function keep(name: string, value: string): void {
		const before = kinds.get(name) === "list" ? values.get(name) : undefined;
		values.set(name, before === undefined ? value : `${before}\n${value}`);
	}

	const rest = [...argv];
	for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
		if (word === "--") words.push(...rest.splice(0));
		else if (word === "-" || !word.startsWith("-")) words.push(word);
		else {
			const { name, value } = splitFlag(word);
			const kind = kinds.get(name);
			if (kind === undefined) {
				problems.push(unknownFlag(word, name, [...kinds.keys()]));
				if (value === undefined && isValue(rest[0]) && rest.length > 1) rest.shift();
			} else if (value !== undefined) keep(name, value);
			else if (kind === "flag") keep(name, "true");
			else if (isValue(rest[0])) keep(name, rest.shift() ?? "");
			else problems.push(noValue(name));
		}
	}
	problems.push(...takeContext(words, values));
	return { values, raw: (name) => values.get(name), problems };
}

function splitFlag(word: string): {
	readonly name: string;
	readonly value?: string;
} {
	const at = word.indexOf("=");
	const name = (at < 0 ? word : word.slice(0, at)).replace(/^--?/, "");
	return at < 0 ? { name } : { name, value: word.slice(at + 1) };
}

/** The next word belongs to the flag before it, unless it is a flag itself. */
function isValue(word: string | undefined): boolean {
	return word !== undefined && !word.startsWith("--");
}

function takeContext(words: readonly string[], values: Map<string, string>): readonly Problem[] {
	const [context, ...more] = words;
	if (context === undefined) return [];
	const given = values.get("context");
	if (given !== undefined || more.length > 0) {
		const all = [...(given === undefined ? [] : [given]), ...words].join(" ");
		const remedy = 'give one path or URL, for example "."; a value belongs to its flag as in --push=false';
		return [
			{
				input: "context",
				value: withoutPasswords(all),
				message: "is more than one context",
				remedy,
			},
		];
	}
	values.set("context", context);
	return [];
}

/** Shows the flag without its value, which may be a secret. */
function unknownFlag(word: string, name: string, known: readonly string[]): Problem {
	const near = nearest(name, known);
	const flag = word.split("=", 1)[0] ?? word;
	const remedy = near === undefined ? "--help lists the flags" : `did you mean --${near}?`;
	return { message: `${flag} is not a flag`, remedy };
}

function noValue(name: string): Problem {
	return {
		input: name,
		message: "has no value",
		remedy: `write --${name}=VALUE`,
	};
}
