import type { CgroupVersion } from "../../model/cgroup.ts";
import type { Builder, Host } from "../../model/host.ts";
import type { HeldLimit, LimitsAsked, LimitWayId } from "../../model/limits.ts";
import type { Undo } from "../../model/plan.ts";
import type { World } from "../../model/world.ts";

/** Where limits are to be held. */
export interface LimitSite {
	readonly host: Host;
	/** Absent: the engine's own BuildKit. */
	readonly builder?: Pick<Builder, "name" | "driver" | "nodes" | "elsewhere">;
	/** The builder was made by us and goes with us, so nothing in it needs to be undone. */
	readonly ours: boolean;
}

/** What a way needs of the run beside the world. */
export interface HoldContext {
	readonly site: LimitSite;
	readonly asked: LimitsAsked;
	/** This run, as `printHolder` writes it. */
	readonly holder: string;
	/** Written into the journal before it is done, and undone last first when the limits are to go. */
	note(undo: Undo): Promise<void>;
	/** Another one that was noted does its work too. */
	forget(undo: Undo): Promise<void>;
}

/** Where the counters of the RUN steps are to be read. */
export type CounterPlace =
	/** On this machine. `steps`: folders of single steps, below `path`. */
	| { readonly by: "files"; readonly version: CgroupVersion; readonly path: string; readonly steps: "" | "/buildkit" }
	/** Inside of the builder's container, through the engine. */
	| { readonly by: "exec"; readonly version: CgroupVersion; readonly container: string };

/** A limit that is set. */
export interface Hold {
	readonly way: LimitWayId;
	readonly counters: CounterPlace;
	/** The kernel counts swap; without it only memory is limited. */
	readonly countsSwap: boolean;
	/** The parent that the RUN steps must be given, where they are not under the limit by themselves. */
	readonly cgroupParent?: string;
	/** What the user should know about it. */
	readonly remark?: string;
	/** Reads what the kernel has now, or why that cannot be read. */
	readBack(): Promise<HeldLimit | { readonly why: string }>;
	/** Writes the limits once more, when something took them away. False: that did not work. */
	renew(): Promise<boolean>;
}

/** Why a way did not work. */
export interface Refusal {
	readonly why: string;
	/** Another run has limits on this builder: no other way is to be tried. */
	readonly held?: boolean;
	/** What was noted was never done: there is nothing to undo. */
	readonly untaken?: true;
}

const NOT_OURS = "the builder cannot be limited by this run";

/** The builder's mark was not to be had. `untaken`: false when an answer was lost, and this run may have it all the same. */
export function notTaken(refused: {
	readonly why: string;
	readonly held: boolean;
	readonly untaken?: boolean;
}): Refusal {
	const { why, held, untaken = true } = refused;
	return { why: `${NOT_OURS}: ${why}`, held, ...(untaken && { untaken }) };
}

/** The mark was free, but another run limits the same builder by another way. */
export function limitedOtherwise(why: string | undefined): Refusal | undefined {
	return why === undefined ? undefined : { why: `${NOT_OURS}: ${why}`, held: true };
}

/** A way to hold limits on all RUN steps together. */
export interface LimitWay {
	readonly id: LimitWayId;
	/** Why it cannot work here as far as the survey tells, or nothing. */
	obstacle(site: LimitSite): string | undefined;
	/** Sets the limits, or says why that did not work. What was noted is undone by the caller then. */
	hold(world: World, context: HoldContext): Promise<Hold | Refusal>;
}
