import type { CgroupValues, CgroupVersion } from "./cgroup.ts";
import type { Builder } from "./host.ts";
import type { LimitTarget } from "./limits.ts";
import type { SwapPlan } from "./swap.ts";

export type DriverKind = "docker" | "docker-container" | "builder";

/** Which builder builds, and why. */
export interface DriverChoice {
	/** `docker`: the engine's own BuildKit. `docker-container`: made and removed by us. `builder`: the user's, used as it is. */
	readonly kind: DriverKind;
	readonly builder?: Builder;
	/** One sentence for the log: what was chosen and why. */
	readonly why: string;
}

/** How the image leaves the builder. What is pushed and what is only named in the engine are kept apart. */
export interface Delivery {
	readonly push: boolean;
	readonly load: boolean;
	/** All names the image gets, in the engine or in a registry: `engineTags`, then those of `pushTags` that are not among them. */
	readonly tags: readonly string[];
	/** Names it gets in a registry. */
	readonly pushTags: readonly string[];
	/** Repositories it is pushed to by its digest. No tag moves there, unless `pushTags` names one. */
	readonly digestRepos: readonly string[];
	/** Names it gets in the engine. */
	readonly engineTags: readonly string[];
}

/** The answer to a `call`, or files. */
export interface Instead {
	readonly call?: string;
	/** Of `outputs`, as buildx is told. */
	readonly outputs?: readonly string[];
}

/** What will be done, as data: printed before anything is done. */
export interface Plan {
	readonly driver: DriverChoice;
	/** Build first, judge, then deliver; or one solve as `docker/build-push-action` does it. */
	readonly gated: boolean;
	readonly whyGate: string;
	readonly delivery: Delivery;
	/** What comes out where no image does. Absent: an image. */
	readonly instead?: Instead;
	/** Ways into the image's file system, in the order in which they are tried. Empty: no image to look at. */
	readonly ways: readonly string[];
	/** Steps that may run at once in a builder of ours. Absent: BuildKit's default, no limit. */
	readonly parallelism?: number;
	/** What is done about swap. Absent: nothing was asked about it. */
	readonly swap?: SwapPlan;
	readonly steps: readonly PlanStep[];
}

/** One line of the printed plan. Commands are argv lists; secrets are never in them. */
export interface PlanStep {
	readonly id: string;
	readonly title: string;
	readonly commands: readonly (readonly string[])[];
}

/** One thing to undo, written down before it is done; read backwards by teardown. */
export type Undo =
	| { readonly kind: "remove-builder"; readonly name: string }
	/** A context of `docker` that holds the way to the engine for a builder of ours. */
	| { readonly kind: "remove-context"; readonly name: string }
	| { readonly kind: "remove-path"; readonly path: string }
	/** Whatever cgroups this holder has leased. */
	| { readonly kind: "release-cgroup"; readonly version: CgroupVersion; readonly holder: string }
	/** Limits of a builder that is not ours, put back to what they were, and this run's mark with them. */
	| { readonly kind: "restore-limits"; readonly target: LimitTarget; readonly values: CgroupValues }
	/** The container (id) of a builder that is not ours, limited as a whole: put back to what its lease says, and the lease given back. */
	| { readonly kind: "return-builder"; readonly container: string; readonly holder: string }
	/** What a removal has moved into its trash is unlinked to the end; it cannot be put back. `near`: the paths it was to remove. */
	| { readonly kind: "finish-reclaim"; readonly run: string; readonly near: readonly string[] }
	/** A swap file of ours: switched off when the machine can bear it, and removed. */
	| { readonly kind: "remove-swap"; readonly path: string }
	/** vm.swappiness put back to `from`, unless somebody has changed `to` since. */
	| { readonly kind: "restore-swappiness"; readonly from: number; readonly to: number }
	/** The folder of a builder's state on a second disk, of our own name; root's. */
	| { readonly kind: "remove-second-disk"; readonly folder: string }
	/**
	 * A program of ours and its children, by what {@link PROCESS_MARK} says in their environment: it has no number before it runs. From then on
	 * with its session, which a daemon that one of them has started for others (a `gpg-agent`) has left.
	 */
	| { readonly kind: "end-process"; readonly mark: string; readonly session?: number };
