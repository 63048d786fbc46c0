import type { StepUse, Watch } from "../../model/watch.ts";
import { createDiskUses, type DiskGlance, type WatchedDisk } from "./disks.ts";
import { createStepUses } from "./step-use.ts";
import type { Tick } from "./tick.ts";
import { createTotals } from "./totals.ts";

/** What is joined. */
export interface JoinParts {
	/** What the counter source counts: all RUN steps together, or the whole builder. */
	readonly scope: "steps" | "builder";
	/** A cgroup counts the kills of its children: v2 does, v1 does not. */
	readonly killsAddUp: boolean;
	readonly disks: readonly WatchedDisk[];
	/** Index of the disk that the steps write to; -1: not seen from here. */
	readonly written: number;
}

/** Looks at memory and disks, joined to the steps that ran. What it keeps does not grow with time, only with the number of steps. */
export interface Join {
	take(tick: Tick): void;
	/** The disks alone, between two ticks. */
	glance(disks: DiskGlance): void;
	/** The step's own cgroup is known and alive. */
	holds(step: string): boolean;
	/** Once, at the end. */
	result(): Watch;
}

export function createJoin({ scope, killsAddUp, disks, written }: JoinParts): Join {
	const totals = createTotals(scope, killsAddUp);
	const memory = createStepUses(killsAddUp);
	const space = createDiskUses(disks, written);
	return {
		take(tick) {
			totals.take(tick);
			memory.take(tick);
			space.take(tick);
		},
		glance: space.glance,
		holds: memory.holds,
		result() {
			const found = totals.memory();
			return {
				...(found && { memory: found }),
				machine: totals.machine(),
				disks: space.disks(),
				steps: joinSteps(memory.result(), space.steps()),
			};
		},
	};
}

/** What file systems move about by themselves. */
const NOISE = 1e6;

function joinSteps(
	memory: ReturnType<ReturnType<typeof createStepUses>["result"]>,
	space: ReturnType<ReturnType<typeof createDiskUses>["steps"]>,
): Watch["steps"] {
	const steps: Record<string, StepUse> = {};
	for (const id of new Set([...Object.keys(memory), ...space.keys()])) {
		const disk = space.get(id);
		steps[id] = {
			shared: false,
			...memory[id],
			...(disk && { diskBytes: disk.bytes }),
			...(disk && disk.most - Math.max(0, disk.bytes) >= NOISE && { diskMost: disk.most }),
			...(disk?.shared && { diskShared: true }),
		};
	}
	return steps;
}
