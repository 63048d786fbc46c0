import type { StepState } from "./steps.ts";

/** A step while it runs, for those who watch the machine meanwhile. */
export interface RunningStep {
	/** Vertex digest. */
	readonly id: string;
	readonly name: string;
	/** When our own clock saw it start, epoch milliseconds. */
	readonly started: number;
	readonly printed: boolean;
	/** It runs programs of the user's in a cgroup of its own. */
	readonly isRun: boolean;
	/** Bookkeeping (`[internal] …`). */
	readonly internal: boolean;
}

const RUN = /^\[[^\]]+\] RUN\b/;

export function toRunning(state: StepState, started: number): RunningStep {
	const { id, name, printed, internal } = state;
	return { id, name, started, printed, isRun: RUN.test(name), internal };
}
