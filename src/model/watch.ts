import type { Bytes } from "./bytes.ts";
import type { Ceiling } from "./limits.ts";

/** Memory counters of one cgroup at one moment. Absent: this kernel does not tell. */
export interface MemoryCounters {
	readonly current?: Bytes;
	readonly swap?: Bytes;
	/** Highest `current` since the cgroup was made. */
	readonly peak?: Bytes;
	readonly swapPeak?: Bytes;
	readonly limit?: Ceiling;
	/** Swap alone, not memory plus swap. */
	readonly swapLimit?: Ceiling;
	/** Processes the kernel killed in it or below it (v2 `oom_kill`). On v1 only of the cgroup itself, never of its children. */
	readonly oomKills?: number;
	/** Times the limit was hit (v2 `max` events, v1 `failcnt`). */
	readonly limitHits?: number;
	/** Microseconds in which all tasks waited for memory (PSI `full` total). */
	readonly pressureUs?: number;
}

/** One look at the cgroup that holds the RUN steps. */
export interface GroupSample {
	/** All RUN steps together. */
	readonly total: MemoryCounters;
	/** The cgroups of the RUN steps that live now. */
	readonly steps: readonly StepGroup[];
	/** Processor time used since the cgroup was made, milliseconds. */
	readonly cpuMs?: number;
	/** The programs' own part of it, without the kernel's. */
	readonly userMs?: number;
	/** Bytes read and written since the cgroup was made. */
	readonly ioBytes?: Bytes;
}

/** The cgroup of one RUN step; its id is BuildKit's own and names no step. */
export interface StepGroup {
	readonly id: string;
	readonly counters: MemoryCounters;
	/** Processes are in it. */
	readonly populated: boolean;
}

/** One look at the machine. */
export interface MachineSample {
	readonly memory?: Bytes;
	readonly swap?: Bytes;
	readonly available?: Bytes;
	readonly swapFree?: Bytes;
	/** Kills by the kernel for want of memory since boot, in the whole machine or any cgroup (`/proc/vmstat`). */
	readonly oomKills?: number;
	/** Microseconds in which all tasks of the machine waited for memory. */
	readonly pressureUs?: number;
	/** Bytes that went into swap and came back from it since boot. */
	readonly swapBytes?: Bytes;
}

/** One point of a chart, epoch milliseconds. */
export interface SeriesPoint {
	readonly at: number;
	/** Of the moments this point stands for: the highest memory, the lowest free space. */
	readonly value: number;
}

/** What a RUN step took. With steps side by side a number may be that of all of them. */
export interface StepUse {
	readonly peakMemory?: Bytes;
	readonly peakSwap?: Bytes;
	/** Processes of it that the kernel killed for want of memory. */
	readonly oomKills?: number;
	/** Free bytes of the disk it wrote to, at its start minus at its end. */
	readonly diskBytes?: number;
	/** What it had taken at its fullest moment, when that is more: a step that fails or is ended leaves nothing. */
	readonly diskMost?: Bytes;
	/** Other RUN steps ran at the same time, and memory and kills could not be told apart. */
	readonly shared: boolean;
	/** Other steps ran at the same time: `diskBytes` is what all of them took. */
	readonly diskShared?: boolean;
}

/** One file system over the build. Equal file systems (one device) are watched once, under all their roles. */
export interface DiskWatch {
	/** `engine data`, `engine images`, `engine volumes`, `builder data`, `engine temp`, `workspace`, `temp`, `cache`, `output`. */
	readonly roles: readonly string[];
	readonly path: string;
	readonly total?: Bytes;
	readonly start: Bytes;
	readonly end: Bytes;
	readonly lowest: Bytes;
	readonly lowestAt: number;
	/** Names of the steps that ran when it was lowest. */
	readonly lowestDuring: readonly string[];
	/** Fewest free inodes seen. Absent: the file system does not count them. */
	readonly lowestInodes?: number;
	/** At most 120 points. */
	readonly series: readonly SeriesPoint[];
}

/** Memory over the build. */
export interface MemoryWatch {
	/** What is counted: all RUN steps together, the whole builder, or the machine. */
	readonly scope: "steps" | "builder" | "machine";
	readonly limit?: Ceiling;
	/** Swap alone. */
	readonly swapLimit?: Ceiling;
	readonly peak?: Bytes;
	readonly swapPeak?: Bytes;
	/** Kills by the kernel in this scope during the build. Absent: not to be had here. */
	readonly oomKills?: number;
	/** At most 120 points of `current`. */
	readonly series: readonly SeriesPoint[];
	/** At most 120 points of swap; empty when there was none. */
	readonly swapSeries: readonly SeriesPoint[];
	/** Share of the build's time in which all tasks waited for memory, 0 to 1. */
	readonly pressure?: number;
}

/** What the machine had. */
export interface MachineWatch {
	readonly memory?: Bytes;
	readonly swap?: Bytes;
	/** Memory that was available when the build began: what others on the machine did not hold. */
	readonly startAvailable?: Bytes;
	readonly lowestAvailable?: Bytes;
	/** Most swap in use at one moment. Absent: it has none. */
	readonly swapPeak?: Bytes;
	/** Kills by the kernel anywhere on the machine during the build. */
	readonly oomKills?: number;
}

/** Space that was kept back on a disk while it was built, so that the runner, its log and this report can be written when the disk is full. */
export interface ReserveWatch {
	/** The disk, as in {@link DiskWatch}. */
	readonly path: string;
	readonly bytes: Bytes;
	/** When it was given back because the disk was nearly full, epoch milliseconds. Absent: at the end, as planned. */
	readonly givenBackAt?: number;
	/** Names of the steps that ran then. */
	readonly givenBackDuring?: readonly string[];
}

/** The build moved memory from and to the disk instead of working. */
export interface ThrashWatch {
	/** `pressure`: nearly all the time everything waited for memory (PSI). `swap-traffic`: swap was busy and the steps were not. */
	readonly method: "pressure" | "swap-traffic";
	/** When it was first sure, epoch milliseconds. */
	readonly at: number;
	/** How long it went on in all. */
	readonly ms: number;
	/** Names of the steps that ran when it was first sure. */
	readonly during: readonly string[];
}

/** A place on a disk, and what lies there after a build that ran out of room. */
export interface PlaceUse {
	readonly kind: "layers" | "cache-mounts" | "contexts" | "images" | "containers" | "volumes" | "temp" | "workspace";
	/** Where it is, or whose it is: `build cache of the engine`, `/home/runner/work/_temp/ml-image-build-1f`. */
	readonly where: string;
	readonly bytes: Bytes;
	/** Of these, made since the build began. Absent: cannot be told. */
	readonly newBytes?: Bytes;
}

/** What was seen while it was built. */
export interface Watch {
	readonly memory?: MemoryWatch;
	readonly machine?: MachineWatch;
	readonly disks: readonly DiskWatch[];
	/** By vertex digest. */
	readonly steps: Readonly<Record<string, StepUse>>;
	/** Absent: there was none. */
	readonly reserves?: readonly ReserveWatch[];
	/** Absent: it never thrashed, or that cannot be seen here. */
	readonly thrash?: ThrashWatch;
	/** Largest first; only after a build that ran out of room, and only what could be had in a few seconds. */
	readonly places?: readonly PlaceUse[];
}

/** A kill that the kernel's log tells of. */
export interface KernelKill {
	/** Name of the killed program, as the kernel has it (at most 15 characters). */
	readonly program: string;
	/** The cgroup whose limit was hit; empty when the log does not name it; absent when the whole machine was short. */
	readonly cgroup?: string;
	/** Memory it held. */
	readonly bytes?: Bytes;
}

/** The engine's limit of a whole container. */
export interface ContainerLimit {
	readonly memory: Bytes;
	/** Swap alone, not memory plus swap. */
	readonly swap?: Ceiling;
}

/** What became of the builder or the engine. */
export interface BuilderFate {
	readonly state: "running" | "restarted" | "exited" | "gone" | "paused" | "unreachable";
	/** The container's exit code, or that of its last life. */
	readonly exitCode?: number;
	/** The engine says that the kernel killed it for want of memory. */
	readonly oomKilled?: boolean;
	/** What its container as a whole may take, BuildKit and RUN steps together. Absent: no limit, or not known. */
	readonly limit?: ContainerLimit;
	/** `builder mlbuild-1-x`, `Docker Engine at unix:///…`. */
	readonly what: string;
	/** The engine's own words, or why it could not be asked. */
	readonly detail?: string;
	/** The last lines it printed. */
	readonly tail?: readonly string[];
}

/** We ended the build, and why. */
export interface Ended {
	readonly by: "build-timeout" | "stall-timeout" | "stop-below" | "builder-lost";
	/** Epoch milliseconds when it was seen. */
	readonly at: number;
	/** The limit that ran out, milliseconds; how long the builder was gone when it was seen; how long the build had run when the room ran out. */
	readonly afterMs: number;
	/** Names of the steps that ran. */
	readonly during: readonly string[];
	/** With `stop-below`: the disk that had too little left. */
	readonly disk?: LowDisk;
}

/** A disk on which less was free than asked for. */
export interface LowDisk {
	/** As in {@link DiskWatch}. */
	readonly path: string;
	/** Seen free. */
	readonly free: Bytes;
	/** What was to stay free. */
	readonly below: Bytes;
}
