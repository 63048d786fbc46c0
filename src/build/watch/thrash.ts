import type { Bytes } from "../../model/bytes.ts";
import type { ThrashWatch } from "../../model/watch.ts";
import type { World } from "../../model/world.ts";
import { namesOf } from "./disks.ts";
import type { WatchOptions } from "./options.ts";
import { advance, type Tick } from "./tick.ts";

/** What is looked at to see whether memory is moved instead of work done. Counters that only rise; absent: not known at that moment. */
export interface ThrashLook {
	/** Milliseconds. */
	readonly at: number;
	/** Whose pressure it is: numbers of one are not compared with those of the other. */
	readonly scope: "steps" | "machine";
	/** Microseconds in which all tasks waited for memory (PSI). */
	readonly pressureUs?: number;
	/** Bytes into swap and out of it. */
	readonly swapBytes?: Bytes;
	/** Processor time of the RUN steps' own programs. */
	readonly userMs?: number;
	/** What the build's progress has told of. */
	readonly events: number;
}

/** Decides whether a build thrashes. Pure. */
export interface Thrash {
	take(look: ThrashLook): void;
	/** By what it is known; nothing: it does not thrash, or that cannot be seen. */
	now(): ThrashWatch["method"] | undefined;
}

/** All tasks wait for memory so much of the time: a fifth or less is left for work. */
const PRESSURE_SHARE = 0.8;
/** Bytes a second in both directions. A disk of 250 random reads a second moves as much. */
const SWAP_RATE = 2 ** 20;
/** Share of one processor below which the programs get on with nothing. */
const IDLE_SHARE = 0.2;
const WINDOW_MS = 120_000;
const SHORTEST_MS = 10_000;

/** As long as it must go on before it is told: two minutes, less when a stall would end the build before. */
export function thrashWindow(stallMs: number | undefined): number {
	return Math.min(WINDOW_MS, Math.max(SHORTEST_MS, (stallMs ?? Number.POSITIVE_INFINITY) / 2));
}

/** Over the last `windowMs`: by PSI where the kernel has it, else by busy swap beside programs that do not compute and a build that says nothing. */
export function createThrash(windowMs: number): Thrash {
	let looks: readonly ThrashLook[] = [];
	const change = (key: "pressureUs" | "swapBytes" | "userMs"): number | undefined => {
		const [from, to] = [looks[0]?.[key], looks.at(-1)?.[key]];
		return from === undefined || to === undefined ? undefined : advance(from, to);
	};
	return {
		take(look) {
			if (looks.at(-1)?.scope !== look.scope) looks = [];
			const start = looks.findLastIndex(({ at }) => look.at - at >= windowMs);
			looks = [...looks.slice(Math.max(0, start)), look];
		},
		now() {
			const [first, last] = [looks[0], looks.at(-1)];
			const ms = first && last ? last.at - first.at : 0;
			if (!first || !last || ms < windowMs) return undefined;
			const pressure = change("pressureUs");
			if (pressure !== undefined) return pressure / 1000 / ms > PRESSURE_SHARE ? "pressure" : undefined;
			const swapped = change("swapBytes");
			const busy = (change("userMs") ?? 0) / ms >= IDLE_SHARE;
			if (swapped === undefined || busy || first.events !== last.events) return undefined;
			return (swapped * 1000) / ms > SWAP_RATE ? "swap-traffic" : undefined;
		},
	};
}

/** Watches one build for it. */
export interface ThrashWatching {
	take(tick: Tick, events: number): void;
	/** Nothing but memory is moved now. */
	thrashes(): boolean;
	/** Nothing: it never did. */
	result(): ThrashWatch | undefined;
}

/** Tells of it once for each step, and remembers it. */
export function watchThrash(
	world: Pick<World, "log">,
	{ deadlines, remote }: Pick<WatchOptions, "deadlines" | "remote">,
): ThrashWatching {
	const windowMs = thrashWindow(deadlines.stallMs);
	const thrash = createThrash(windowMs);
	const told = new Set<string>();
	let found: ThrashWatch | undefined;
	let last: number | undefined;
	return {
		take(tick, events) {
			const look = toLook(tick, events, remote === true);
			if (!look) return;
			const before = last;
			last = look.at;
			thrash.take(look);
			const method = thrash.now();
			if (method === undefined) return;
			const during = namesOf({ running: tick.running, ended: [] });
			found = found
				? { ...found, ms: found.ms + look.at - (before ?? look.at) }
				: { method, at: look.at, ms: windowMs, during };
			const fresh = during.filter((name) => !told.has(name));
			for (const name of fresh) told.add(name);
			if (fresh[0] !== undefined) world.log.warning(thrashText(method, windowMs, fresh[0]));
		},
		thrashes: () => thrash.now() !== undefined,
		result: () => found,
	};
}

/** Without a cgroup of the steps the machine's own pressure counts, unless it is built elsewhere. */
function toLook({ at, group, machine }: Tick, events: number, remote: boolean): ThrashLook | undefined {
	const pressureUs = group?.total.pressureUs ?? (remote ? undefined : machine.pressureUs);
	const { swapBytes } = machine;
	if (pressureUs === undefined && swapBytes === undefined) return undefined;
	return {
		at,
		scope: group?.total.pressureUs === undefined ? "machine" : "steps",
		events,
		...(pressureUs !== undefined && { pressureUs }),
		...(swapBytes !== undefined && { swapBytes }),
		...(group?.userMs !== undefined && { userMs: group.userMs }),
	};
}

function thrashText(method: ThrashWatch["method"], windowMs: number, step: string): string {
	const name = step.length > 120 ? `${step.slice(0, 119)}…` : step;
	const seconds = Math.round(windowMs / 1000);
	const what =
		method === "pressure"
			? `everything has waited for memory more than ${PRESSURE_SHARE * 100} % of the last ${seconds} s`
			: `swap has been busy for ${seconds} s and the programs have not`;
	return `the build thrashes while ${name} runs: ${what}; it needs more memory, or fewer jobs at once`;
}
