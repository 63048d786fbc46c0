import type { RunningStep } from "../../../../src/build/progress/index.ts";
import { createJoin, type JoinParts } from "../../../../src/build/watch/join.ts";
import type { Tick } from "../../../../src/build/watch/tick.ts";
import type { GroupSample, MemoryCounters, StepGroup, Watch } from "../../../../src/model/watch.ts";

export const EPOCH = Date.parse("2026-01-01T00:00:00Z");
export const MB = 1_000_000;

/** A RUN step by its id; `copy …` is a step of another kind, `internal …` bookkeeping. */
export function step(id: string): RunningStep {
	const isRun = !/^(?:copy|internal|exporting)/.test(id);
	return {
		id,
		name: isRun ? `[${id}] RUN x` : id,
		started: EPOCH,
		printed: false,
		isRun,
		internal: id.startsWith("internal"),
	};
}

/** A cgroup with the id of BuildKit's length that begins with those letters. */
export function groupId(letter: string): string {
	return letter.padEnd(25, "0");
}

export function group(letter: string, counters: MemoryCounters = {}, populated = true): StepGroup {
	return { id: groupId(letter), counters, populated };
}

/** What a test says of one second. */
export interface Second {
	readonly running?: readonly string[];
	readonly ended?: readonly string[];
	readonly total?: MemoryCounters;
	readonly groups?: readonly StepGroup[];
	readonly machine?: Tick["machine"];
	readonly free?: number;
	readonly inodes?: number;
}

export function tickOf(second: number, { running = [], ended = [], total, groups = [], ...more }: Second): Tick {
	const sample: GroupSample | undefined = total && { total, steps: groups };
	return {
		at: EPOCH + second * 1000,
		running: running.map(step),
		ended: ended.map(step),
		machine: more.machine ?? {},
		disks: [
			more.free === undefined
				? undefined
				: { bytes: more.free, ...(more.inodes !== undefined && { inodes: more.inodes }) },
		],
		...(sample && { group: sample }),
	};
}

/** Plays seconds; gives what was seen of them. */
export function watchOf(seconds: readonly Second[], parts: Partial<JoinParts> = {}): Watch {
	const disks = [{ roles: ["engine data"], path: "/data", total: 1000 * MB }];
	const join = createJoin({ scope: "steps", killsAddUp: true, disks, written: 0, ...parts });
	for (const [index, second] of seconds.entries()) join.take(tickOf(index, second));
	return join.result();
}
