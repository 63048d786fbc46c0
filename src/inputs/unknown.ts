import { nearest } from "./nearest.ts";

/** An input nobody reads, and the one that was probably meant. */
export interface UnknownInput {
	readonly name: string;
	readonly nearest?: string;
}

/** The given names that are not known, each once. Letter case does not count: a runner hands names over in upper case. */
export function unknownInputs(given: readonly string[], known: readonly string[]): readonly UnknownInput[] {
	const names = new Set(known.map((name) => name.toLowerCase()));
	const strangers = new Set(given.map((name) => name.toLowerCase()).filter((name) => !names.has(name)));
	return [...strangers].map((name) => {
		const near = nearest(name, known);
		return near === undefined ? { name } : { name, nearest: near };
	});
}

/** The warning about it. It does not stop the run: a composite action around this one can leak its own inputs into ours. */
export function printUnknown({ name, nearest: near }: UnknownInput): string {
	const hint = near === undefined ? "" : `; did you mean "${near}"?`;
	return `There is no input "${name}", so it was ignored${hint}`;
}
