import type { Bytes } from "../model/bytes.ts";
import type { Problem } from "../model/errors.ts";

/** Where raw values come from: `INPUT_*` of a workflow step or the flags of the command line. Not given: undefined. */
export type RawInputs = (name: string) => string | undefined;

/**
 * Typed reads of inputs. Never throws: what is wrong is collected, so that all problems are shown at once, and the value read
 * is then the harmless one (nothing, the fallback, the first choice). Read every input whatever the others say: the contract
 * test and the flags of the command line learn the names from what is asked.
 */
export interface Reader {
	/** Trimmed; empty when not given. */
	text(name: string): string;
	/** Given by the user with something in it (a default of action.yml counts as not given only if it is empty). */
	given(name: string): boolean;
	/**
	 * `true`/`false` as YAML 1.2 core schema writes them (`true|True|TRUE|false|False|FALSE`). `fallback` (false when left
	 * out) when not given or empty.
	 */
	flag(name: string, fallback?: boolean): boolean;
	/** One of `choices`. An empty input gives the first. */
	choice<const T extends string>(name: string, choices: readonly [T, ...T[]]): T;
	/** A size such as `9.5GB` or `9GiB`; nothing when not given. */
	bytes(name: string): Bytes | undefined;
	/** A list as `docker/build-push-action` splits it: newlines or CSV with quotes; see {@link ListOptions}. */
	list(name: string, options?: ListOptions): readonly string[];
	/** Something the user has to change; the run is refused. */
	problem(problem: Problem): void;
	/** Something worth a line that does not stop the run. Never with a secret in it. */
	note(text: string): void;
}

/** How a list is split; by default at newlines and commas, quotes taken away, items trimmed. Empty items are dropped. */
export interface ListOptions {
	/** Commas do not split (build-args, secrets, labels): only newlines do. */
	readonly ignoreComma?: boolean;
	/** Quotes are kept as they are and protect nothing (outputs, driver-opts: quoted CSV fields are for buildx). */
	readonly quote?: false;
	/** Blanks and newlines around items are kept (secrets). */
	readonly trim?: false;
}

/** What kind of value an input holds; the command line makes its flags of it. */
export type InputKind = "text" | "flag" | "choice" | "bytes" | "list";

/** One input somebody reads. */
export interface KnownInput {
	readonly name: string;
	readonly kind: InputKind;
}

/** A reader that remembers what it was asked and what was wrong. */
export interface CollectingReader extends Reader {
	problems(): readonly Problem[];
	notes(): readonly string[];
	/** Names of the inputs asked for, each once, in order. */
	asked(): readonly string[];
	/** The same with their kinds. */
	known(): readonly KnownInput[];
}
