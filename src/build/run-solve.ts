import { printCommand } from "../model/command.ts";
import { UserError } from "../model/errors.ts";
import type { BuildFailure, Timeline } from "../model/timeline.ts";
import type { Watch } from "../model/watch.ts";
import type { World } from "../model/world.ts";
import type { Journal } from "../teardown.ts";
import type { DockerfileMap } from "./dockerfile.ts";
import { type BakeTargets, createProgress, type Progress, renderTo } from "./progress/index.ts";
import { followTracked } from "./tracked.ts";
import { type BuildWatch, startWatch, type WatchEnd, type WatchOptions } from "./watch/index.ts";

/** A call of buildx that is about to be made. */
export interface SolveRun {
	readonly argv: readonly string[];
	readonly env: Readonly<Record<string, string>>;
	readonly dockerfile?: DockerfileMap;
	readonly bake?: BakeTargets;
	/** Memory, disks, builder and time are watched meanwhile. */
	readonly watch: WatchOptions;
	/** Show the build as it goes, or only keep it for the case of failure. */
	readonly live: boolean;
}

export interface SolveEnd {
	readonly timeline: Timeline;
	/** Also when it was ended by us. */
	readonly failure?: BuildFailure;
	readonly ms: number;
	readonly seen: WatchEnd;
}

const TICK_MS = 500;
/** The runner kills 10 s after the first signal; the rest is for undoing. */
const GRACE_MS = 4000;

/** Runs buildx, shows what it does, and ends it when the run is cancelled or the watch says so. */
export async function runSolve(world: World, journal: Journal, solve: SolveRun): Promise<SolveEnd> {
	const progress = createProgress({
		...(solve.dockerfile && { dockerfile: solve.dockerfile }),
		...(solve.bake && { bake: solve.bake }),
		mask: world.log.mask,
	});
	if (solve.live) world.log.info(`$ ${printCommand(solve.argv)}`);
	const watch = startWatch(world, journal, solve.watch, progress);
	let code: number | null = null;
	try {
		const end = await follow(world, journal, solve, progress, watch);
		// One that ends well in the very moment it is ended has ended well.
		code = watch.over.aborted && end.code !== 0 ? null : end.code;
		const failure = progress.failure(code);
		const seen = await watch.stop(!failure ? "well" : failure.run ? "failed" : "cut");
		return {
			timeline: withDisk(progress.timeline(), seen.watch),
			...(failure && { failure }),
			ms: end.ms,
			seen,
		};
	} catch (error) {
		await watch.stop("well");
		throw error;
	}
}

async function follow(
	world: World,
	journal: Journal,
	solve: SolveRun,
	progress: Progress,
	watch: Pick<BuildWatch, "over" | "glance">,
): Promise<{ readonly code: number | null; readonly ms: number }> {
	const show = solve.live ? renderTo(world.log) : () => {};
	const stdout: string[] = [];
	const take = (line: string): void => {
		const before = progress.troubles();
		show(progress.line(line, world.now()));
		if (progress.troubles() > before) watch.glance();
	};
	const ticker = setInterval(() => show(progress.tick(world.now())), TICK_MS);
	try {
		const { code, error, ms } = await followTracked(
			world,
			journal,
			{ argv: solve.argv, env: solve.env },
			{
				stderr: take,
				stdout: (line) => void (stdout.length < 1000 && stdout.push(line)),
			},
			GRACE_MS,
			watch.over,
		);
		show(progress.finish(world.now()));
		if (solve.live && stdout.length > 0) world.log.data(stdout);
		if (error !== undefined) throw notStarted(error);
		return { code, ms };
	} finally {
		clearInterval(ticker);
	}
}

/** The steps with what each took of the disk. */
function withDisk(timeline: Timeline, watch: Watch): Timeline {
	const steps = timeline.steps.map((step) => {
		const diskBytes = watch.steps[step.id]?.diskBytes;
		return diskBytes === undefined ? step : { ...step, diskBytes };
	});
	return { ...timeline, steps };
}

function notStarted(error: string): UserError {
	const remedy = "install the Docker command line (package docker-ce-cli or docker.io) on this runner";
	return new UserError("engine", [{ message: `docker could not be started: ${error}`, remedy }]);
}
