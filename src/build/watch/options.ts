import type { Bytes } from "../../model/bytes.ts";
import type { ContainerLife, Disk, UsedBuilder } from "../../model/host.ts";
import type { Deadlines } from "../../model/limits.ts";
import type { CgroupPlace } from "./cgroup-source.ts";
import type { Reserves } from "./reserve.ts";

/** The cgroup that holds the RUN steps. */
export interface WatchedGroup {
	readonly place: CgroupPlace;
	/** The container in which `place` is seen, through the engine; absent: it is seen on this machine. */
	readonly inside?: string;
	/** What lies in it: all RUN steps, or the whole builder. */
	readonly scope: "steps" | "builder";
	/** Folders of other cgroups in which RUN steps of this build would lie had they left it; only those of this very builder. */
	readonly elsewhere: readonly string[];
}

/** Where the engine's own BuildKit puts RUN steps without `--cgroup-parent`: cgroupfs and systemd driver. */
export const ENGINE_ELSEWHERE: readonly string[] = ["/docker/buildkit", "/buildkit", "/system.slice"];

/** What builds, and how it is looked after. */
export type BuilderTarget =
	/**
	 * A docker-container builder: `what` is its name for people, `container` the engine's. `life`: in which it is known to have run, so one that
	 * is not there is lost, and so is another one in its place. Without that nobody may have started it yet.
	 */
	| { readonly kind: "container"; readonly what: string; readonly container: string; readonly life?: ContainerLife }
	/** The engine's own BuildKit. */
	| { readonly kind: "engine"; readonly what: string }
	/** Kubernetes, a remote BuildKit: cannot be asked. */
	| { readonly kind: "none" };

/** What a build is watched for. */
export interface WatchOptions {
	/** Absent: there is none, or it cannot be seen; the machine's memory is told of instead. */
	readonly group?: WatchedGroup;
	/** The build runs on another machine: this one's memory tells nothing of it. */
	readonly remote?: boolean;
	/** As surveyed, and that of the builder's own state: `buildDisk` tells where the steps write. */
	readonly disks: readonly Disk[];
	readonly builder: BuilderTarget;
	readonly deadlines: Deadlines;
	/** Absent: nothing is kept back, and nothing has to stay free. */
	readonly room?: RoomOptions;
}

/** What is done when a disk fills. */
export interface RoomOptions {
	/** The build is ended when less is free on one of the disks with these roles. */
	readonly stop?: { readonly below: Bytes; readonly roles: readonly string[] };
	readonly reserves: Reserves;
	/** A disk gets short: what is still being removed for room goes at full speed, and what comes next in that plan goes too. */
	readonly hurry?: () => void;
}

/** The engine itself: for what needs no builder, or none yet. */
export function engineTarget(endpoint: string): BuilderTarget {
	return { kind: "engine", what: `Docker Engine at ${endpoint}` };
}

/** How a builder is looked after; none: the engine's own BuildKit. Several nodes cannot be told apart: they are not looked after. */
export function builderTarget(builder: UsedBuilder | undefined, endpoint: string): BuilderTarget {
	if (!builder || builder.driver === "docker") return engineTarget(endpoint);
	const [node, ...more] = builder.nodes;
	const apart = builder.driver !== "docker-container" || builder.elsewhere !== undefined;
	if (apart || node === undefined || more.length > 0) return { kind: "none" };
	const container = `buildx_buildkit_${node}`;
	return { kind: "container", what: `builder ${builder.name}`, container, ...(builder.life && { life: builder.life }) };
}
