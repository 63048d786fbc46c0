import { UserError } from "../model/errors.ts";
import type { Delivered } from "../model/report.ts";
import type { World } from "../model/world.ts";
import type { SolveEnd } from "./run-solve.ts";

/** What the delivery is told to, as it goes: the report says what really happened also when it ends in the middle. */
export interface Ledger {
	readonly delivered: () => Delivered;
	/** The image has this name in the engine. */
	tagged(name: string): void;
	/** The image has these names in a registry. */
	pushed(names: readonly string[]): void;
	note(more: Partial<Pick<Delivered, "pushed" | "loaded" | "digest" | "imageId">>): void;
}

/** Opens a ledger; `tell` hears every change. */
export function openLedger(start: Delivered, tell: (delivered: Delivered) => void): Ledger {
	let now: Delivered = { ...start, pushedTags: start.pushedTags ?? [] };
	const change = (more: Partial<Delivered>) => {
		now = { ...now, ...more };
		tell(now);
	};
	const withNames = (names: readonly string[]) => [...new Set([...now.tags, ...names])];
	return {
		delivered: () => now,
		tagged: (name) => change({ tags: withNames([name]) }),
		pushed: (names) =>
			change({ tags: withNames(names), pushed: true, pushedTags: [...(now.pushedTags ?? []), ...names] }),
		note: change,
	};
}

/** The image could not be delivered: nothing of the user's image is wrong, so it is a failure of engine or registry. */
export function undelivered(message: string, remedy: string): UserError {
	return new UserError("engine", [{ message, remedy }]);
}

/** The same build once more, to bring it somewhere, ended badly: what was seen of it may say why. */
export class UndeliveredError extends UserError {
	readonly end: SolveEnd;

	constructor(message: string, remedy: string, end: SolveEnd) {
		super("engine", [{ message, remedy }]);
		this.end = end;
	}
}

/** A cancelled run moves nothing any more. */
export function unlessCancelled({ cancelled }: World): void {
	if (cancelled.aborted) throw cancelled.reason;
}
