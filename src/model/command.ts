/**
 * One program to run. `argv` is never given to a shell. What is printed is `argv`; `env` and `input` are not, so secrets
 * belong there (or better in a file) and never in `argv`.
 */
export interface Command {
	readonly argv: readonly string[];
	/** Variables added to our own environment. */
	readonly env?: Readonly<Record<string, string>>;
	/** Written to its standard input, which is then closed. */
	readonly input?: string;
	/**
	 * For `stream`: its standard input stays open, with nothing in it, as long as we live and it does. A program that waits for its
	 * end so notices that we are gone, whatever ended us.
	 */
	readonly holdInput?: boolean;
	readonly cwd?: string;
	/** After that many milliseconds the program and its children are ended. */
	readonly timeoutMs?: number;
	/** For `run`: ends the program and its children when it fires, for example because nobody can answer any more. */
	readonly enough?: AbortSignal;
}

/** How a program ended. `code` is null when a signal ended it or it could not be started (`error` says why). */
export interface CommandResult {
	readonly code: number | null;
	readonly signal?: string;
	readonly error?: string;
	readonly stdout: string;
	readonly stderr: string;
	readonly ms: number;
}

const PLAIN = /^[A-Za-z0-9_@%+=:,./-]+$/;

/** The command as text that can be pasted into a POSIX shell. */
export function printCommand(argv: readonly string[]): string {
	return argv.map((word) => (PLAIN.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`)).join(" ");
}
