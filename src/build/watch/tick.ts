import type { Bytes } from "../../model/bytes.ts";
import type { GroupSample, MachineSample } from "../../model/watch.ts";
import type { RunningStep } from "../progress/index.ts";

/** What one file system has left. */
export interface FreeSpace {
	readonly bytes: Bytes;
	readonly inodes?: number;
}

/** All that was seen at one moment. */
export interface Tick {
	/** Epoch milliseconds by a clock that never goes back. */
	readonly at: number;
	/** Steps that ran when the looking began. */
	readonly running: readonly RunningStep[];
	/** Steps that ended since the last tick. */
	readonly ended: readonly RunningStep[];
	/** The RUN steps' cgroup; absent: it is not there, or cannot be seen. */
	readonly group?: GroupSample;
	readonly machine: MachineSample;
	/** In the order of the watched disks. */
	readonly disks: readonly (FreeSpace | undefined)[];
}

/** How far a counter has gone on. One that is lower than before was begun anew, by a new cgroup. */
export function advance(from: number, to: number): number {
	return to >= from ? to - from : to;
}
