import { type Context, makeTeller } from "./context.ts";
import type { EngineEnv } from "./facts.ts";
import { layoutFor } from "./layout.ts";
import { lookAtMachine } from "./machine-engine.ts";
import { lookAtPrivate, startPrivate } from "./private-engine.ts";

/** Options of {@link ensureEngine}. */
export interface EnsureOptions {
	/** Also the second private engine, with the containerd image store. Not available in mode machine. */
	readonly containerd?: boolean;
	readonly quiet?: boolean;
	readonly environment?: NodeJS.ProcessEnv;
	readonly signal?: AbortSignal;
}

/** The context of one call. */
export const makeContext = (options: EnsureOptions): Context => {
	const environment = options.environment ?? process.env;
	return {
		layout: layoutFor(environment),
		environment,
		say: makeTeller(options.quiet ?? false),
		signal: options.signal ?? new AbortController().signal,
	};
};

/** What runs now: the private engine first, else the machine's own; undefined when neither answers. Starts nothing. */
export const lookAtEngine = async (options: EnsureOptions = {}): Promise<EngineEnv | undefined> => {
	const context = makeContext(options);
	return (await lookAtPrivate(context)) ?? (await lookAtMachine(context));
};

/**
 * An engine to work on: the private one when it runs, the machine's own when it answers, else the private one is started.
 * `MLBUILD_ENGINE_MODE=private` passes the machine's own by. Throws an EngineFailure when there can be none.
 */
export const ensureEngine = async (options: EnsureOptions = {}): Promise<EngineEnv> => {
	const context = makeContext(options);
	const running = await lookAtPrivate(context);
	if (running && (!options.containerd || running.containerdHost)) return running;
	const machine =
		running || context.environment["MLBUILD_ENGINE_MODE"] === "private" ? undefined : await lookAtMachine(context);
	return machine ?? startPrivate(context, options.containerd ?? false);
};
