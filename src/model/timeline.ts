import type { Bytes } from "./bytes.ts";
import type { StepRef } from "./facts.ts";

/** One vertex of the build, merged from all its events. Times are epoch milliseconds. */
export interface StepRun {
	/** Vertex digest. */
	readonly id: string;
	/** Name as BuildKit gives it: `[main 3/7] RUN pip install …`, `exporting to image`. Not escaped. */
	readonly name: string;
	/** Dockerfile place, when the name could be matched. */
	readonly step?: StepRef;
	readonly started: number;
	readonly completed: number;
	/** Busy time: union of its intervals, milliseconds. */
	readonly ms: number;
	readonly cached: boolean;
	readonly error?: string;
	/** Bytes downloaded for it (layers of base images, ADD of a URL). */
	readonly pulledBytes: Bytes;
	/** Bytes of a build context (or of the Dockerfile) that it sent to the builder; absent: none. */
	readonly sentBytes?: Bytes;
	/** Free bytes of the engine's disk at its start minus at its end; with parallel steps, shared. Absent when not seen. */
	readonly diskBytes?: number;
	/** Internal bookkeeping (`[internal] …`, metadata look-ups). */
	readonly internal: boolean;
	/** The last lines it printed (at most 50, each at most 500 characters, without ANSI codes). */
	readonly tail: readonly string[];
}

/** A warning of the Dockerfile frontend (build checks). */
export interface BuildWarning {
	readonly message: string;
	readonly detail: readonly string[];
	readonly url?: string;
	readonly file?: string;
	readonly line?: number;
}

/** A part of our own run: `survey`, `builder`, `build`, `facts`, `push`, `report`. */
export interface Phase {
	readonly id: string;
	readonly title: string;
	readonly started: number;
	readonly completed: number;
}

export interface Timeline {
	readonly started: number;
	readonly completed: number;
	/** In order of their start; steps that never started are left out. */
	readonly steps: readonly StepRun[];
	readonly warnings: readonly BuildWarning[];
}

/** What buildx said after its events: `ERROR: …` and the source excerpt. */
export interface BuildFailure {
	/** One sentence, BuildKit's own. */
	readonly message: string;
	readonly exitCode: number | null;
	/** The failed step, when a vertex failed. */
	readonly run?: StepRun;
	/** BuildKit's excerpt: lines such as `  23 | >>> RUN …`. */
	readonly excerpt: readonly string[];
	readonly step?: StepRef;
}
