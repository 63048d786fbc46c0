import type { World } from "../../model/world.ts";
import { lookCloser } from "./activity.ts";
import { type Activity, type Clock, createClock } from "./deadlines.ts";
import { parseDevices } from "./network.ts";
import { every } from "./rounds.ts";

/** Nothing at all moves for so long: a registry that holds the line. */
const QUIET_MS = 10 * 60_000;
/** The same where only what the command prints tells of work: one line for each layer, however large it is. */
const UNSEEN_MS = 60 * 60_000;

/** Listens to a command of the engine that may take long. */
export interface Quiet {
	/** Fires when nothing has moved for too long. */
	readonly over: AbortSignal;
	/** The command printed a line. */
	heard(): void;
	/** What to say of one that was ended for it. */
	why(): string;
	stop(): void;
}

/**
 * Ends a command that prints nothing while the engine computes next to nothing and the network is idle. `stallMs`: the user's own
 * `stall-timeout`; an engine that is not to be seen from here gets an hour, unless that is longer.
 */
export function watchQuiet(world: Pick<World, "engine" | "files" | "monotonic">, stallMs: number = QUIET_MS): Quiet {
	const over = new AbortController();
	const began = world.monotonic();
	let events = 0;
	let clock: Clock | undefined;
	let afterMs = stallMs;
	const stop = every(1000, async () => {
		if (!clock) {
			afterMs = (await activity(world)).cpuMs === undefined ? Math.max(stallMs, UNSEEN_MS) : stallMs;
			clock = createClock({ stallMs: afterMs }, began);
		}
		const at = world.monotonic();
		const { kind } = clock.judge(at, events, {});
		if (kind === "over") over.abort();
		if (kind === "look-closer") clock.closer(at, await activity(world));
	});
	return {
		over: over.signal,
		heard: () => {
			events += 1;
		},
		why: () => `nothing had moved for ${Math.round(afterMs / 1000)} s`,
		stop,
	};
}

/** What the engine of this machine does. All that the machine sends and gets counts: an engine has no network of its own. */
async function activity(world: Pick<World, "engine" | "files">): Promise<Activity> {
	if (!world.engine.endpoint.startsWith("unix://")) return {};
	const [engine, devices] = await Promise.all([
		lookCloser(world, { kind: "engine", what: "" }, { steps: [], counted: false }),
		world.files.read("/proc/net/dev").catch(() => undefined),
	]);
	return { ...engine, ...(devices !== undefined && { netBytes: parseDevices(devices).bytes }) };
}
