import type { StepRef } from "./facts.ts";
import type { RunnerKind } from "./host.ts";
import type { HeldLimit, LimitsAsked } from "./limits.ts";
import type { SpaceAsked } from "./space.ts";
import type { BuildFailure, Timeline } from "./timeline.ts";
import type { BuilderFate, Ended, KernelKill, Watch } from "./watch.ts";

/** All that is known when a build has ended, red or green. */
export interface Aftermath {
	readonly failure?: BuildFailure;
	readonly timeline: Timeline;
	readonly watch: Watch;
	readonly asked: LimitsAsked;
	readonly held?: HeldLimit;
	/** The engine or builder is on another machine: memory, swap, kills and processors of this one tell nothing about the build. */
	readonly elsewhere?: boolean;
	/** The builder is the user's: other builds may run on it, and its counters count theirs as well. */
	readonly shared?: boolean;
	/** cgroup version of the machine; on v1 a parent does not count the kills of its children. */
	readonly cgroup: "1" | "2" | "unknown";
	/**
	 * Cgroups of this build as the kernel's log names them, without a mount point: `/mlbuild`, `/docker/buildx/<container id>`. Absent: only
	 * where `held` says.
	 */
	readonly groups?: readonly string[];
	/** From the kernel's log, those since the build began. Absent: it could not be read. */
	readonly kernel?: readonly KernelKill[];
	readonly builder?: BuilderFate;
	readonly ended?: Ended;
	/** It was not the user's build that was under way: `the image was measured`, after the word "while". */
	readonly meanwhile?: string;
	/** Names of the steps of which buildx, when it ended, had not said how they end. */
	readonly unfinished?: readonly string[];
	readonly cpus: number;
	readonly room: RoomTried;
}

/** How room could be made before the build, and whether it was. */
export interface RoomTried {
	readonly runner: RunnerKind;
	readonly asked: SpaceAsked;
	/** Software was removed; what more may go by itself went when the disk was about to fill. */
	readonly made?: boolean;
	/** Nothing may go here, whatever is asked for: a job in a container. */
	readonly never?: boolean;
}

/** Why a build went wrong, from counters before words. */
export interface Diagnosis {
	/** Of the catalog; `docs/diagnoses/<id>.md` is its page. */
	readonly id: "out-of-memory" | "disk-full" | "timeout" | "builder-lost";
	/** What exactly: `step-killed`, `child-killed`, `hidden`, `builder-killed`, `machine-short`; a heading of its page. */
	readonly shape: string;
	/** `warning`: the build went on. */
	readonly level: "failure" | "warning";
	/** `likely`: the counters of this machine do not prove it. */
	readonly certainty: "certain" | "likely";
	/** One sentence: `step 4/9 ran out of memory (Dockerfile:23): peak 12.0 of 12 GiB + 8.0 of 8 GiB swap, 3 OOM kills`. */
	readonly message: string;
	/** Facts it rests on, each a line. */
	readonly evidence: readonly string[];
	/** What to do, best first, each with the number to set. */
	readonly remedies: readonly string[];
	readonly step?: StepRef;
	/** Vertex digest of that step. */
	readonly stepId?: string;
}
