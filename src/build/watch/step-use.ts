import type { Bytes } from "../../model/bytes.ts";
import type { GroupSample, StepUse } from "../../model/watch.ts";
import { createOwnership, type GroupRecord, higher } from "./ownership.ts";
import { advance, type Tick } from "./tick.ts";

/** A number that is a step's own, and one that it has together with others. */
interface Split {
	own: number | undefined;
	shared: number | undefined;
}

interface Account {
	readonly peak: Split;
	readonly swap: Split;
	ownKills: number;
	sharedKills: number;
}

/** Memory and kills of each RUN step. */
export interface StepUses {
	take(tick: Tick): void;
	/** The step's own cgroup is known and lives. */
	holds(step: string): boolean;
	/** By vertex digest. */
	result(): Readonly<Record<string, Omit<StepUse, "diskBytes" | "diskShared">>>;
}

/** A peak that near to the limit has pushed out what earlier steps left in the page cache. */
const NEAR = 0.99;

/**
 * Joins the counters to the steps. Each step's own cgroup is the best witness, as last read; what happens between two looks is known from the
 * sum of all: its peak has risen, or it counts a kill that no cgroup alive does. `killsAddUp`: the sum counts the kills of its children (v2).
 */
export function createStepUses(killsAddUp: boolean): StepUses {
	const accounts = new Map<string, Account>();
	const ownership = createOwnership();
	let last: GroupSample["total"] | undefined;
	/** RUN steps of the last look. */
	let before: ReadonlySet<string> = new Set();
	/** In the sum but of no step alive: what ended ones left in the page cache. */
	let idle: Bytes = 0;
	let seen = false;
	/** Kills of the sum, and those of them that were given to a step. */
	const kills = { all: 0, given: 0 };
	/** A rise that no step had begun for yet. */
	let waiting: { peak?: number | undefined; swap?: number | undefined } = {};

	const account = (id: string): Account => {
		const found = accounts.get(id) ?? {
			peak: { own: undefined, shared: undefined },
			swap: { own: undefined, shared: undefined },
			ownKills: 0,
			sharedKills: 0,
		};
		accounts.set(id, found);
		return found;
	};
	const settle = ({ owners, peak, swapPeak, kills: counted }: GroupRecord): void => {
		const kind = owners.size === 1 ? "own" : "shared";
		for (const id of owners) {
			const to = account(id);
			to.peak[kind] = higher(to.peak[kind], peak);
			to.swap[kind] = higher(to.swap[kind], swapPeak);
			to[`${kind}Kills`] += counted;
		}
	};
	/** `steps` ran; those of them whose cgroup lives have what is theirs in it. */
	const takeRises = (total: GroupSample["total"], steps: readonly string[], ended: readonly string[]): void => {
		const risen = (now: number | undefined, before: number | undefined) =>
			now !== undefined && now > (before ?? 0) && last !== undefined ? now : undefined;
		waiting = {
			peak: atLimit(total, last) ?? risen(total.peak, last?.peak) ?? waiting.peak,
			swap: risen(total.swapPeak, last?.swapPeak) ?? waiting.swap,
		};
		if (steps.length === 0) return;
		const full = typeof total.limit === "number" && (waiting.peak ?? 0) >= total.limit * NEAR;
		const peak = waiting.peak === undefined || full ? waiting.peak : Math.max(0, waiting.peak - idle);
		const kind = steps.length === 1 ? "own" : "shared";
		for (const id of steps.filter((step) => ended.includes(step) || !ownership.holds(step))) {
			const to = account(id);
			to.peak[kind] = higher(to.peak[kind], peak);
			to.swap[kind] = higher(to.swap[kind], waiting.swap);
		}
		waiting = {};
	};
	const takeKills = (total: GroupSample["total"], counted: number, steps: readonly string[]): void => {
		kills.all += last === undefined ? 0 : advance(last.oomKills ?? 0, total.oomKills ?? 0);
		kills.given += counted;
		const rest = kills.all - kills.given;
		if (!killsAddUp || rest <= 0 || steps.length === 0) return;
		kills.given += rest;
		for (const id of steps) account(id)[steps.length === 1 ? "ownKills" : "sharedKills"] += rest;
	};
	return {
		take({ at, running, ended, group }) {
			const runs = running.filter(({ isRun }) => isRun).map(({ id }) => id);
			const over = ended.filter(({ isRun }) => isRun).map(({ id }) => id);
			for (const id of [...runs, ...over]) account(id);
			if (!group) {
				// A cgroup that comes later begins with nothing.
				last ??= {};
				return;
			}
			seen = true;
			const counted = ownership.take(at, group.steps, runs, over);
			// What a step used that has just begun and goes on, its own cgroup will tell: a rise is of those before it.
			const older = [...new Set([...runs.filter((id) => before.has(id)), ...over])];
			const steps = older.length > 0 ? older : runs;
			before = new Set(runs);
			takeRises(group.total, steps, over);
			takeKills(group.total, counted, steps);
			// One that vanished while it was read leaves nothing to subtract.
			if (group.steps.every(({ counters }) => counters.current !== undefined)) {
				const theirs = group.steps.reduce((sum, { counters }) => sum + (counters.current ?? 0), 0);
				idle = Math.max(0, (group.total.current ?? 0) - theirs);
			}
			last = group.total;
			for (const record of ownership.settled(false)) settle(record);
		},
		holds: ownership.holds,
		result() {
			for (const record of ownership.settled(true)) settle(record);
			return Object.fromEntries([...accounts].map(([id, found]) => [id, toUse(found, killsAddUp && seen)]));
		},
	};
}

/** The limit, when it was hit since: that is the peak, whatever an older one hides. */
export function atLimit(now: GroupSample["total"], before: GroupSample["total"] | undefined): Bytes | undefined {
	const hit = before?.limitHits !== undefined && (now.limitHits ?? 0) > before.limitHits;
	return hit && typeof now.limit === "number" ? now.limit : undefined;
}

function toUse({ peak, swap, ownKills, sharedKills }: Account, countsAll: boolean): Omit<StepUse, "diskBytes"> {
	const peakMemory = peak.own ?? peak.shared;
	const peakSwap = swap.own ?? swap.shared;
	const oomKills = ownKills + sharedKills;
	const shared = (peak.own === undefined && peak.shared !== undefined) || sharedKills > 0;
	return {
		...(peakMemory !== undefined && { peakMemory }),
		...(peakSwap !== undefined && { peakSwap }),
		// On v1 a cgroup that was killed is gone before it can be asked: none seen is no proof.
		...((countsAll || oomKills > 0) && { oomKills }),
		shared,
	};
}
