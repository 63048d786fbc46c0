import type { Deadlines } from "../../model/limits.ts";

/** Whether somebody is at work. Numbers are sums since any moment; absent: cannot be measured. */
export interface Activity {
	readonly cpuMs?: number;
	readonly ioBytes?: number;
	readonly netBytes?: number;
}

/** What counts of it for a build that thrashes: the kernel's work of moving pages is nobody's, and so are the reads and writes of it. */
export function besidesSwapping({ netBytes }: Activity): Activity {
	return netBytes === undefined ? {} : { netBytes };
}

/** What the clock says of a build. */
export type Verdict =
	| { readonly kind: "go-on" }
	/** Nothing is heard: look closer at what the builder does, and tell it with `closer`. */
	| { readonly kind: "look-closer" }
	| { readonly kind: "over"; readonly by: "build-timeout" | "stall-timeout"; readonly afterMs: number };

/** Watches over the two time limits. All times are of a clock that never goes back, milliseconds. */
export interface Clock {
	/** `events`: how many the build's progress had so far. */
	judge(at: number, events: number, cheap: Activity): Verdict;
	/** What a closer look saw. */
	closer(at: number, deep: Activity): void;
	/** Measures that counted as they could be had; empty: events alone tell of a stall. */
	measured(): readonly (keyof Activity)[];
}

/** Processor time below that share of the window is nobody's work. */
const IDLE_SHARE = 0.01;
/** A network carries that much in a window without anybody's doing (address look-ups, announcements, what is asked again and again). */
const CHATTER_BYTES = 65_536;
/** In a long window more: a download that is slower than 4 KiB a second takes three days for a GB, and is as good as held. */
const CHATTER_A_SECOND = 4096;
/** We are asked every second: after such a gap we were stopped ourselves, and so know nothing. */
const ASLEEP_MS = 30_000;

interface Quiet {
	readonly since: number;
	readonly events: number;
	readonly cheap: Activity;
	deep: Activity | undefined;
	/** When it was looked closer last. */
	looked: number;
}

/**
 * A build stalls when for the whole window no event came and the builder used less than 1 % of a processor, read or wrote nothing and
 * sent or got next to nothing. What is dear to measure is asked for twice in a window: when half of it was quiet, and before the build is ended.
 */
export function createClock({ buildMs, spentMs = 0, stallMs }: Deadlines, start: number): Clock {
	const measured = new Set<keyof Activity>();
	let quiet: Quiet = { since: start, events: 0, cheap: {}, deep: undefined, looked: start };
	let judged = start;
	const note = (activity: Activity): void => {
		for (const key of ["cpuMs", "ioBytes", "netBytes"] as const) if (activity[key] !== undefined) measured.add(key);
	};
	const wake = (at: number, events: number, cheap: Activity): void => {
		quiet = { since: at, events, cheap, deep: undefined, looked: at };
	};
	return {
		judge(at, events, cheap) {
			if (buildMs !== undefined && spentMs + at - start >= buildMs)
				return { kind: "over", by: "build-timeout", afterMs: buildMs };
			if (stallMs === undefined) return { kind: "go-on" };
			note(cheap);
			const asleep = at - judged > ASLEEP_MS;
			judged = at;
			if (asleep || events !== quiet.events || isActive(quiet.cheap, cheap, stallMs)) wake(at, events, cheap);
			else quiet = { ...quiet, cheap: { ...cheap, ...quiet.cheap } };
			const silence = at - quiet.since;
			if (silence < stallMs / 2) return { kind: "go-on" };
			if (!quiet.deep || (silence >= stallMs && quiet.looked - quiet.since < stallMs)) return { kind: "look-closer" };
			return silence < stallMs ? { kind: "go-on" } : { kind: "over", by: "stall-timeout", afterMs: stallMs };
		},
		closer(at, deep) {
			note(deep);
			if (stallMs === undefined) return;
			if (quiet.deep && isActive(quiet.deep, deep, stallMs / 2)) wake(at, quiet.events, quiet.cheap);
			else {
				// What is measured for the first time now is watched for as long as it would have been.
				const since = quiet.deep && isFresh(quiet.deep, deep) ? at - stallMs / 2 : quiet.since;
				quiet = { ...quiet, since, deep: { ...deep, ...quiet.deep }, looked: at };
			}
		},
		measured: () => [...measured],
	};
}

/** Something is known now that was not known before. */
function isFresh(before: Activity, now: Activity): boolean {
	return (["cpuMs", "ioBytes", "netBytes"] as const).some((key) => before[key] === undefined && now[key] !== undefined);
}

/** Whether somebody worked between the two within a window of that length. A counter that began anew is work. */
function isActive(before: Activity, now: Activity, windowMs: number): boolean {
	const worked = (key: keyof Activity, least: number): boolean => {
		const [from, to] = [before[key], now[key]];
		return from !== undefined && to !== undefined && (to < from || to - from > least);
	};
	const chatter = Math.max(CHATTER_BYTES, (windowMs / 1000) * CHATTER_A_SECOND);
	return worked("cpuMs", windowMs * IDLE_SHARE) || worked("ioBytes", 0) || worked("netBytes", chatter);
}
