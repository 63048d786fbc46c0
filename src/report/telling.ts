/*
 * Which lines of a failed step's log tell why it failed. The first error is the one to look at: what follows is often only its echo, and
 * pip ends with two lines about its own newest version.
 */

/** Matched so much of a line: a log can hold anything. */
const LOOKED_AT = 500;

/** The beginnings of lines by which programs say that they failed. */
const ERRORS: readonly RegExp[] = [
	// pip, git, cargo, uv, npm, wget, log lines of many programs; the colon keeps `error handling: on` and `0 errors` out.
	/^(?:error|fatal|fatal error|panic): (?!\d+(?:\.\d+)?$)/i,
	/^\[?(?:ERROR|FATAL|CRITICAL)\]?:? +(?!\d+(?:\.\d+)?$)\S/,
	/^error\[E\d+\]: /,
	/^npm (?:ERR!|error) \S/,
	/\bERROR \d{3}: /,
	// apt
	/^E: \S/,
	// gcc, clang, nvcc and their linkers: `file.c:1:2: error: …`, `kernel.cu(12): error: …`, `cc1plus: fatal error: …`
	/^[^\s:]+(?:\(\d+(?:,\d+)?\)|(?::\d+)+)?: (?:fatal )?error(?: [A-Z]?\d+)?: /,
	/^(?:nvcc|ptxas|nvlink|fatbinary) (?:error|fatal) *: /,
	/^\S*\bld(?:\.\w+)?: (?:cannot find |error: )|: undefined reference to /,
	/^CMake Error\b/,
	/^(?:g?make|ninja)(?:\[\d+\])?: (?:\*\*\* |error: )/,
	// uv, pip
	/^× \S/,
	// Python's exceptions, also those of conda: `torch.OutOfMemoryError: …`
	/^(?:[A-Za-z_]\w*\.)*[A-Z]\w*(?:Error|Exception|NotFound)(?::(?: |$)|$)/,
	// pytest
	/^E {3,}\S/,
	// conda's solver
	/^(?:error|critical) +libmamba /,
	// shells, and the tools of a Dockerfile
	/^(?:\/\S+\/)?(?:ba|da|z)?sh: .*(?:: (?:command )?not found|: Permission denied|: No such file or directory|[Ss]yntax error\b.*)$/,
	/^(?:cp|mv|ln|ls|rm|cat|chmod|chown|install|tar): cannot /,
	/^curl: \(\d+\) /,
];

/** Errors that only say that there was one, or after which pip goes on: taken when there is no other. */
const ECHOES: readonly RegExp[] = [
	/^error: (?:subprocess-exited-with-error|metadata-generation-failed|could not compile )/,
	/^× (?:.* did not run successfully|Encountered error )/,
	/^ERROR: (?:pip's dependency resolver does not|Failed (?:building|to build) )/,
	/\*\*\* \[.*\] (?:Error \d+|Killed)/,
	/^(?:\S*\/)?collect2: error: ld returned /,
	/^error: command .* failed with exit /,
	/^npm (?:ERR!|error) (?:code|errno) /,
];

/** What pip and uv draw before what they quote. */
const BOX = /^[\s│|╰─▶>]+/;

/** pip's news about itself. */
const NOTICE = /^\s*\[notice\] /;

/** The end of a step's log without what says nothing, and where in it the first error stands. */
interface Telling {
	readonly lines: readonly string[];
	/** Index in `lines`; absent when no line is known to be an error. */
	readonly error?: number;
}

/** Looks for the first error in the last lines of a step. Never more than a guess: the lines are the log's claim. */
export function tellingLines(tail: readonly string[]): Telling {
	const told = tail.filter((line) => !NOTICE.test(line));
	const lines = told.slice(0, told.findLastIndex((line) => line.trim() !== "") + 1);
	const bare = lines.map((line) => line.slice(0, LOOKED_AT).replace(BOX, ""));
	const traced = readTracebacks(lines);
	const found = bare.flatMap((line, index) => (isError(line) || traced.ends.has(index) ? [index] : []));
	const error = found
		.filter((index) => !traced.inside.has(index))
		.toSorted((one, other) => rank(bare, one) - rank(bare, other) || one - other)[0];
	return { lines, ...(error !== undefined && { error }) };
}

/** The first error in one line, with the next one where it ends with a colon (CMake, uv, conda); nothing when none is known. */
export function firstError(tail: readonly string[]): string | undefined {
	const { lines, error } = tellingLines(tail);
	if (error === undefined) return undefined;
	const bare = lines.slice(error).map((line) => line.slice(0, LOOKED_AT).replace(BOX, "").trimEnd());
	const [first = "", ...others] = bare;
	const next = first.endsWith(":") ? others.find((line) => line !== "") : undefined;
	return next === undefined ? first : `${first} ${next}`;
}

/** At most `max` lines from the first error on, the last one always among them; without an error the last `few`. */
export function fromFirstError(tail: readonly string[], max: number, few: number): readonly string[] {
	const { lines, error } = tellingLines(tail);
	if (error === undefined) return lines.slice(-few);
	const from = lines.slice(error).filter((line) => line.trim() !== "");
	return from.length <= max ? from : [...from.slice(0, max - 2), "…", ...from.slice(-1)];
}

/** The last lines, at least `few`: more where the first error lies within `max`; where it lies higher, it stands above them. */
export function lastWithError(tail: readonly string[], max: number, few: number): readonly string[] {
	const { lines, error } = tellingLines(tail);
	if (error === undefined || error >= lines.length - few) return lines.slice(-few);
	if (error >= lines.length - max) return lines.slice(error);
	return [...lines.slice(error, error + 1), "…", ...lines.slice(-few)];
}

function isError(line: string): boolean {
	return ERRORS.some((pattern) => pattern.test(line));
}

function rank(bare: readonly string[], index: number): number {
	return ECHOES.some((pattern) => pattern.test(bare[index] ?? "")) ? 1 : 0;
}

/** Lines of tracebacks, and those that end one. */
interface Tracebacks {
	readonly inside: ReadonlySet<number>;
	readonly ends: ReadonlySet<number>;
}

/** Python's tracebacks: the exception stands in their last line, and of a chain in the last one's. */
function readTracebacks(lines: readonly string[]): Tracebacks {
	const inside = new Set<number>();
	const ends = new Set<number>();
	let indent: number | undefined;
	let chained: number | undefined;
	for (const [index, line] of lines.entries()) {
		if (/^[\s│|]*Traceback \(most recent call last\):\s*$/.test(line)) {
			if (chained !== undefined) {
				ends.delete(chained);
				for (let at = chained; at < index; at += 1) inside.add(at);
			}
			indent = indentOf(line);
			inside.add(index);
		} else if (indent !== undefined && (line.trim() === "" || indentOf(line) > indent)) inside.add(index);
		else if (indent !== undefined) {
			indent = undefined;
			ends.add(index);
			chained = index;
		} else if (/^[\s│|]*(?:During handling of the above exception|The above exception was the direct cause)/.test(line))
			continue;
		else if (line.trim() !== "") chained = undefined;
	}
	return { inside, ends };
}

function indentOf(line: string): number {
	return /^[\s│|]*/.exec(line)?.[0].length ?? 0;
}
