import type { Asked } from "../asked.ts";
import { makesImage } from "../inputs/outputs.ts";
import type { Host, UsedBuilder } from "../model/host.ts";
import type { Deadlines } from "../model/limits.ts";
import type { Plan } from "../model/plan.ts";
import type { Delivered } from "../model/report.ts";
import type { BuildFailure, Timeline } from "../model/timeline.ts";
import type { World } from "../model/world.ts";
import type { Journal } from "../teardown.ts";
import { solveArgv } from "./engines/buildx.ts";
import type { Solve } from "./engines/solve.ts";
import type { SolveSetup } from "./engines/solves.ts";
import type { Guard } from "./limit-guard.ts";
import { readMetadata } from "./metadata.ts";
import { metadataEnv } from "./metadata-env.ts";
import type { Prepared } from "./prepare.ts";
import { runSolve, type SolveEnd } from "./run-solve.ts";
import { firstSolve, solveSetup, usesEngine } from "./setup.ts";
import type { WatchEnd } from "./watch/index.ts";
import { builderTarget, type RoomOptions, type WatchedGroup } from "./watch/options.ts";

/** All that the build, the facts and the delivery of one run share. */
export interface Session {
	readonly world: World;
	readonly journal: Journal;
	/** Private folder of this run. */
	readonly folder: string;
	readonly asked: Asked;
	readonly host: Host;
	readonly plan: Plan;
	readonly prepared: Prepared;
	/** Ours or the user's; absent: the engine's own BuildKit. */
	readonly builder?: UsedBuilder;
	/** Holds the limits; absent: none were asked for. */
	readonly guard?: Guard;
	/** Where the memory of the RUN steps is counted; absent: not to be seen. */
	readonly group?: WatchedGroup;
	/** What is kept back and what has to stay free; absent: nothing. */
	readonly room?: RoomOptions;
	/** False: single steps cannot be limited by this builder, and the user allows to go on without. */
	readonly limitsStep?: boolean;
	/** `pull_request`… event's `repository.private`. */
	readonly repositoryPrivate: boolean;
}

/** How a build ended. */
export interface Built {
	readonly timeline: Timeline;
	readonly failure?: BuildFailure;
	readonly seen?: WatchEnd;
	/** The metadata file as buildx wrote it. */
	readonly metadata: string;
	readonly imageId?: string;
	readonly digest?: string;
	/** What is delivered already: everything when there is no gate, nothing when there is one. */
	readonly delivered: Delivered;
	readonly setup: SolveSetup;
}

/** The first solve: into the builder's own store when there is a gate, else everything in one go. */
export async function buildImage(session: Session): Promise<Built> {
	const { asked, plan, prepared, world } = session;
	const setup = solveSetup({
		...session,
		env: world.env,
		context: world.engine.context,
		secretFiles: prepared.secretFiles,
		...(prepared.gitToken && { gitToken: prepared.gitToken }),
	});
	const solve = firstSolve(asked, plan, prepared.request, setup);
	const end = await solveOnce(session, solve, true, {}, asked.deadlines);
	const metadata = end.failure ? "" : ((await read(session, setup.metadataFile)) ?? "");
	const imageId = end.failure ? undefined : (await read(session, solve.iidFile))?.trim();
	const digest = readMetadata(metadata)?.digest;
	const went = !plan.gated && !end.failure;
	const { push, load, tags, pushTags } = plan.delivery;
	const loaded = load || (usesEngine(session) && !push && makesImage(asked.build));
	return {
		timeline: end.timeline,
		...(end.failure && { failure: end.failure }),
		...(end.seen && { seen: end.seen }),
		metadata,
		...(imageId && { imageId }),
		...(digest && { digest }),
		delivered: {
			tags: went ? tags : [],
			pushed: went && push,
			...(went && push && { pushedTags: pushTags }),
			loaded: went && loaded,
			...(imageId && { imageId }),
			...(digest && { digest }),
		},
		setup,
	};
}

/** Runs one `docker buildx build`. Whatever it is for, a stall and a disk that fills end it; the time for the build is that of the first solve alone. */
export function solveOnce(
	session: Session,
	solve: Solve,
	live: boolean,
	env: Readonly<Record<string, string>> = {},
	deadlines: Deadlines = stallOnly(session),
): Promise<SolveEnd> {
	const { world, journal, host, plan, prepared, builder, group, room } = session;
	return runSolve(world, journal, {
		argv: solveArgv(solve),
		env: {
			...metadataEnv(world.env, prepared.dockerfile, plan.gated),
			...(builder?.store && { TMPDIR: builder.store.temp }),
			...env,
		},
		...(prepared.dockerfile && { dockerfile: prepared.dockerfile }),
		watch: {
			...(isElsewhere(session) && { remote: true }),
			disks: host.disks,
			builder: builderTarget(builder, world.engine.endpoint),
			deadlines,
			...(group && { group }),
			...(room && { room }),
		},
		live,
	});
}

/** It is built on another machine. */
export function isElsewhere({ host, builder }: Pick<Session, "host" | "builder">): boolean {
	return "missing" in host.engine || !host.engine.local || (builder?.elsewhere ?? "") !== "";
}

function stallOnly({ asked }: Session): Deadlines {
	const { stallMs } = asked.deadlines;
	return stallMs === undefined ? {} : { stallMs };
}

export async function read({ world }: Session, path: string | undefined): Promise<string | undefined> {
	return path === undefined ? undefined : world.files.read(path);
}
