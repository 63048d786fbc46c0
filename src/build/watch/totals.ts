import type { Bytes } from "../../model/bytes.ts";
import type { MachineSample, MachineWatch, MemoryCounters, MemoryWatch } from "../../model/watch.ts";
import { defined } from "./counters.ts";
import { higher } from "./ownership.ts";
import { createSeries } from "./series.ts";
import { atLimit } from "./step-use.ts";
import { advance, type Tick } from "./tick.ts";

/** Memory of what is counted and of the machine, over the build. */
export interface Totals {
	take(tick: Tick): void;
	memory(): MemoryWatch | undefined;
	machine(): MachineWatch;
}

/** Counters that only rise, added up from look to look. */
function createRun(): { take(value: number | undefined): void; sum(): number | undefined } {
	let last: number | undefined;
	let total: number | undefined;
	return {
		take(value) {
			if (value === undefined) return;
			total = (total ?? 0) + (last === undefined ? 0 : advance(last, value));
			last = value;
		},
		sum: () => total,
	};
}

/** `scope`: what the source counts. Without any sample of it the machine is what is told of. */
export function createTotals(scope: "steps" | "builder", killsAddUp: boolean): Totals {
	const group = createGroupTotals(killsAddUp);
	const machine = createMachineTotals();
	return {
		take(tick) {
			if (tick.group || !group.seen()) group.take(tick);
			machine.take(tick);
		},
		memory: () => (group.seen() ? { scope, ...group.result() } : machine.memory()),
		machine: machine.result,
	};
}

function createGroupTotals(killsAddUp: boolean) {
	const [series, swapSeries] = [createSeries("max"), createSeries("max")];
	const [kills, pressure] = [createRun(), createRun()];
	/** Kills of steps by their own counters, where the sum does not know them (v1). */
	const own = new Map<string, number>();
	let ownGone = 0;
	let fresh = false;
	let first: MemoryCounters | undefined;
	let last: MemoryCounters = {};
	let from = 0;
	let to = 0;
	let peak: Bytes | undefined;
	let swapPeak: Bytes | undefined;
	let swapped = false;

	const takeOwn = (steps: NonNullable<Tick["group"]>["steps"]): void => {
		for (const { id, counters } of steps) if (counters.oomKills) own.set(id, counters.oomKills);
		const alive = new Set(steps.map(({ id }) => id));
		for (const [id, count] of [...own]) {
			if (alive.has(id)) continue;
			ownGone += count;
			own.delete(id);
		}
	};
	/** A peak that is older than the build is not the build's; the highest that was seen is. */
	const ofBuild = (now: Bytes | undefined, old: Bytes | undefined, seen: Bytes | undefined) =>
		now !== undefined && (fresh || now > (old ?? 0)) ? higher(now, seen) : seen;

	return {
		seen: () => first !== undefined,
		take({ at, group }: Tick) {
			if (!group) {
				// It is made while we look: all that it counts is this build's.
				fresh = true;
				kills.take(0);
				pressure.take(0);
				return;
			}
			const { total } = group;
			if (!first) from = at;
			first ??= total;
			to = at;
			peak = higher(peak, atLimit(total, last));
			last = { ...last, ...total };
			kills.take(total.oomKills);
			pressure.take(total.pressureUs);
			takeOwn(group.steps);
			peak = higher(peak, total.current);
			swapPeak = higher(swapPeak, total.swap);
			if (total.current !== undefined) series.add(at, total.current);
			if (total.swap !== undefined) swapSeries.add(at, total.swap);
			swapped ||= (total.swap ?? 0) > 0;
		},
		result(): Omit<MemoryWatch, "scope"> {
			const counted = killsAddUp ? kills.sum() : ownGone + [...own.values()].reduce((sum, count) => sum + count, 0);
			return {
				...defined<Pick<MemoryWatch, "limit" | "swapLimit" | "peak" | "swapPeak" | "oomKills" | "pressure">>({
					limit: last.limit,
					swapLimit: last.swapLimit,
					peak: ofBuild(last.peak, first?.peak, peak),
					swapPeak: ofBuild(last.swapPeak, first?.swapPeak, swapPeak),
					// None seen on v1 is no proof that there was none.
					oomKills: killsAddUp || counted ? counted : undefined,
					pressure: share(last.pressureUs === undefined ? undefined : pressure.sum(), to - from),
				}),
				series: series.points(),
				swapSeries: swapped ? swapSeries.points() : [],
			};
		},
	};
}

function createMachineTotals() {
	const [series, swapSeries] = [createSeries("max"), createSeries("max")];
	const [kills, pressure] = [createRun(), createRun()];
	let first: MachineSample | undefined;
	let lowestAvailable: Bytes | undefined;
	let from = 0;
	let to = 0;
	let peak: Bytes | undefined;
	let swapPeak: Bytes | undefined;
	return {
		take({ at, machine }: Tick) {
			if (!first) from = at;
			first ??= machine;
			to = at;
			kills.take(machine.oomKills);
			pressure.take(machine.pressureUs);
			const { available, swapFree } = machine;
			if (available !== undefined) {
				lowestAvailable = Math.min(available, lowestAvailable ?? available);
				const used = Math.max(0, (machine.memory ?? available) - available);
				peak = higher(peak, used);
				series.add(at, used);
			}
			if (swapFree === undefined || !machine.swap) return;
			const used = Math.max(0, machine.swap - swapFree);
			swapPeak = higher(swapPeak, used);
			swapSeries.add(at, used);
		},
		memory(): MemoryWatch | undefined {
			if (peak === undefined) return undefined;
			const numbers = { peak, swapPeak, oomKills: kills.sum(), pressure: share(pressure.sum(), to - from) };
			const swaps = (swapPeak ?? 0) > 0 ? swapSeries.points() : [];
			return {
				scope: "machine",
				...defined<Omit<MemoryWatch, "scope" | "series" | "swapSeries">>(numbers),
				series: series.points(),
				swapSeries: swaps,
			};
		},
		result: (): MachineWatch =>
			defined<MachineWatch>({
				memory: first?.memory,
				swap: first?.swap,
				startAvailable: first?.available,
				lowestAvailable,
				swapPeak,
				oomKills: kills.sum(),
			}),
	};
}

function share(waitedUs: number | undefined, ms: number): number | undefined {
	return waitedUs === undefined || ms <= 0 ? undefined : Math.min(1, waitedUs / 1000 / ms);
}
