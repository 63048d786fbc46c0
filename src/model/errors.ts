import type { BuilderFate } from "./watch.ts";

/** Why a run is red. Nothing when nothing failed. `internal` is a bug of ours, `cancelled` nobody's fault. */
export type FailureKind =
	| "input"
	| "build"
	| "out-of-memory"
	| "disk-full"
	| "timeout"
	| "builder-lost"
	| "assertion"
	| "engine"
	| "internal"
	| "cancelled";

/** Kinds that need no look at counters: what was asked or where it runs is wrong. */
type UserFailureKind = "input" | "build" | "assertion" | "engine" | "disk-full";

/** One thing the user has to change: what was given, what is wrong with it, what to write instead. */
export interface Problem {
	/** The input's name as in action.yml, or nothing when it is not about one input. */
	readonly input?: string;
	/** The value as given (never of a secret). */
	readonly value?: string;
	readonly message: string;
	readonly remedy: string;
}

/** The problem in one line: `max-image-size: "10 GBB" is not a size; write for example "9.5GB" or "9GiB"`. */
export function printProblem(problem: Problem): string {
	const name = problem.input === undefined ? "" : `${problem.input}: `;
	const value = problem.value === undefined ? "" : `"${problem.value}" `;
	return `${name}${value}${problem.message}; ${problem.remedy}`;
}

/**
 * A failure that is not a bug of ours: told without a stack. `input`: the user's mistake, all of them at once. `engine`: the
 * machine has no working engine, builder or registry for what was asked. `build`: the user's build failed. `assertion`:
 * the image is not what was asked for. `disk-full`: the room that was
 * asked for cannot be had.
 */
export class UserError extends Error {
	readonly kind: UserFailureKind;
	readonly problems: readonly Problem[];

	constructor(kind: UserFailureKind, problems: readonly Problem[], options?: ErrorOptions) {
		super(problems.map(printProblem).join("\n"), options);
		this.name = "UserError";
		this.kind = kind;
		this.problems = problems;
	}
}

/** What went away, and when. */
interface Loss {
	readonly fate: BuilderFate;
	/** What was done meanwhile, as a sentence goes on after "while": `the image was measured`. */
	readonly meanwhile: string;
	/** Epoch milliseconds when it was seen. */
	readonly at: number;
	/** How long it had been gone then, at most; milliseconds. */
	readonly afterMs: number;
}

/** The builder, or the engine that builds, went away while something else was done than the user's build. */
export class BuilderLostError extends Error {
	readonly loss: Loss;

	constructor(loss: Loss, options?: ErrorOptions) {
		super(`${loss.fate.what} was lost while ${loss.meanwhile}: ${loss.fate.state}`, options);
		this.name = "BuilderLostError";
		this.loss = loss;
	}
}

/** The run was cancelled from outside (SIGINT, SIGTERM): nobody's fault, cleaned up and red. */
export class CancelledError extends Error {
	constructor(signal: string) {
		super(`cancelled by ${signal}`);
		this.name = "CancelledError";
	}
}
