import type { CommandResult } from "../model/command.ts";
import type { World } from "../model/world.ts";
import type { Journal } from "../teardown.ts";
import { runTracked } from "./tracked.ts";
import { watchQuiet } from "./watch/quiet.ts";
import { type Errand, whileAlive } from "./watch/while-alive.ts";

/** A command that lets the engine, a builder or a registry do something, and could wait for them for ever. */
export interface WatchedCommand extends Errand {
	readonly argv: readonly string[];
	/** So long it may take to end when the run is cancelled. */
	readonly graceMs: number;
	/** The user's `stall-timeout`. */
	readonly stallMs?: number | undefined;
	/** It takes seconds, however large the image is: ended after so long, whatever moves. */
	readonly timeoutMs?: number;
}

/**
 * Runs it to its end. Ended, children too, when nothing moves any more, which is told as its `error`; when the builder or the engine is lost
 * it throws a `BuilderLostError`.
 */
export function runWatched(world: World, journal: Journal, command: WatchedCommand): Promise<CommandResult> {
	const { argv, graceMs, stallMs, timeoutMs } = command;
	const run = async (alive: World): Promise<CommandResult> => {
		const quiet = watchQuiet(alive, stallMs);
		const late = timeoutMs === undefined ? undefined : AbortSignal.timeout(timeoutMs);
		const enough = late ? AbortSignal.any([quiet.over, late]) : quiet.over;
		try {
			const end = await runTracked(alive, journal, argv, graceMs, { enough, heard: quiet.heard });
			if (end.code === 0 || !enough.aborted) return end;
			return {
				...end,
				code: null,
				error: quiet.over.aborted ? quiet.why() : `not done within ${(timeoutMs ?? 0) / 1000} s`,
			};
		} finally {
			quiet.stop();
		}
	};
	return whileAlive(world, command, run, ({ code }) => code !== 0);
}
