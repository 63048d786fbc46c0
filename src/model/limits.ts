import type { Bytes } from "./bytes.ts";
import type { CgroupVersion } from "./cgroup.ts";

/** A value of a cgroup: bytes, or no limit at all. */
export type Ceiling = Bytes | "unlimited";

/** What was asked to be limited. */
export interface LimitsAsked {
	/** For all RUN steps together. */
	readonly memory?: Bytes;
	/** Memory *plus* swap, as in Docker. There whenever `memory` is: Docker's default is twice the memory. */
	readonly memorySwap?: Ceiling;
	/** `memory-swap` was given as a size or -1, so wanting swap is a wish and not a default. */
	readonly swapGiven: boolean;
	/** For each RUN step on its own; swap is limited to the same again. */
	readonly stepMemory?: Bytes;
	/** Processors' worth of time for all RUN steps together. */
	readonly cpus?: number;
	/** Steps that run at once. */
	readonly maxParallelism?: number;
	/** `require`: what cannot be enforced ends the run before the build. */
	readonly policy: "require" | "best-effort";
}

/** What ends a build from outside, milliseconds. Absent: nothing does. */
export interface Deadlines {
	readonly buildMs?: number;
	/** What earlier tries of the same build have taken of it. */
	readonly spentMs?: number;
	readonly stallMs?: number;
}

/** Where a builder's limits are written. */
export type LimitTarget =
	/** The cgroup of its RUN steps on this machine, below the cgroup root. */
	| { readonly by: "cgroup"; readonly version: CgroupVersion; readonly path: string; readonly holder: string }
	/** The same cgroup, from inside of its container, through the engine. */
	| { readonly by: "exec"; readonly version: CgroupVersion; readonly container: string; readonly holder: string };

/** How a limit is held, by the id of its way in the catalog `build/limits`. */
export type LimitWayId = "engine-cgroup" | "builder-cgroup" | "builder-exec" | "builder-container";

/** A limit as it was read back, never as it was written. */
export interface HeldLimit {
	readonly way: LimitWayId;
	/** The cgroup as people can look it up: `/sys/fs/cgroup/mlbuild`, or `/sys/fs/cgroup/buildkit in the builder`. */
	readonly where: string;
	readonly memory?: Ceiling;
	/** Memory plus swap. Absent: this kernel does not count swap. */
	readonly memorySwap?: Ceiling;
	readonly cpus?: number | "unlimited";
}

/** What became of the limits that were asked for. */
export interface LimitsReport {
	readonly asked: LimitsAsked;
	/** Read back after setting. Absent: not enforced, `problems` say why. */
	readonly held?: HeldLimit;
	/** Read back once more when the build had ended. */
	readonly atEnd?: HeldLimit;
	/** The same limit and something more on the whole builder, in case the first one is lost. */
	readonly backstop?: HeldLimit;
	/** The limit of a single step as a RUN step of our own saw it. */
	readonly step?: { readonly memory: Bytes; readonly method: string };
	/** Steps that may run at once in our own builder. */
	readonly maxParallelism?: number;
	/** What is not enforced, and why; or what the user should know. */
	readonly problems: readonly string[];
	/** Nothing has told before the build that RUN steps lie under it, and the user allows to go on. Absent: proven, or sure by itself. */
	readonly unproven?: true;
	/** RUN steps that were seen under the limit while they ran. */
	readonly seenInside: number;
	/** Names of RUN steps that were seen to run outside of it. */
	readonly seenOutside: readonly string[];
}
