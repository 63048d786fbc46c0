import { BuilderLostError } from "../model/errors.ts";
import type { UsedBuilder } from "../model/host.ts";
import type { Deadlines } from "../model/limits.ts";
import type { World } from "../model/world.ts";
import type { SolveEnd } from "./run-solve.ts";
import { isLost } from "./watch/container-state.ts";
import { builderTarget, type WatchOptions } from "./watch/options.ts";

/** Nothing at all moves for so long: a registry or a Git server that holds the line. */
const STALL_MS = 5 * 60_000;

export const SHORT: Deadlines = { stallMs: STALL_MS };

/**
 * What a solve of our own is watched for, besides the user's build: that its builder is still there, for below one that is gone buildx waits for
 * ever. What it takes of memory and disks is nobody's business.
 */
export function ownWatch(
	{ engine }: Pick<World, "engine">,
	builder: UsedBuilder | undefined,
	deadlines: Deadlines,
): WatchOptions {
	return { remote: true, disks: [], builder: builderTarget(builder, engine.endpoint), deadlines };
}

/**
 * Why it did not end well: buildx's words, or what we ended it for. Nothing when it did. Throws a {@link BuilderLostError} when its builder is
 * gone: buildx would make another one under the same name, empty and without limits, for whatever comes next.
 */
export function whyFailed({ failure, seen, timeline }: SolveEnd, meanwhile: string): string | undefined {
	const { ended, fate } = seen;
	if (failure !== undefined && fate && isLost(fate))
		throw new BuilderLostError({ fate, meanwhile, at: ended?.at ?? timeline.completed, afterMs: ended?.afterMs ?? 0 });
	if (failure === undefined || ended === undefined) return failure?.message;
	return `nothing had moved for ${Math.round(ended.afterMs / 60_000)} min`;
}
