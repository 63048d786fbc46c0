import { printCommand } from "../model/command.ts";
import { UserError } from "../model/errors.ts";
import type { BuildFailure, Timeline } from "../model/timeline.ts";
import type { World } from "../model/world.ts";
import type { Journal } from "../teardown.ts";
import type { DockerfileMap } from "./dockerfile.ts";
import { type BakeTargets, createProgress, renderTo } from "./progress/index.ts";
import { followTracked } from "./tracked.ts";

/** A call of buildx that is about to be made. */
export interface SolveRun {
	readonly argv: readonly string[];
	readonly env: Readonly<Record<string, string>>;
	readonly dockerfile?: DockerfileMap;
	readonly bake?: BakeTargets;
	/** Where the engine or the builder keeps its data; for the disk each step took. */
	readonly dataRoot?: string;
	/** Show the build as it goes, or only keep it for the case of failure. */
	readonly live: boolean;
}

export interface SolveEnd {
	readonly timeline: Timeline;
	readonly failure?: BuildFailure;
	readonly ms: number;
}

const SAMPLE_MS = 1000;
const TICK_MS = 500;
/** The runner kills 10 s after the first signal; the rest is for undoing. */
const GRACE_MS = 4000;

/** Runs buildx, shows what it does, and ends it when the run is cancelled. */
export async function runSolve(world: World, journal: Journal, solve: SolveRun): Promise<SolveEnd> {
	let free: number | undefined;
	const sample = async () => {
		if (solve.dataRoot !== undefined) free = await world.files.free(solve.dataRoot);
	};
	await sample();
	const progress = createProgress({
		...(solve.dockerfile && { dockerfile: solve.dockerfile }),
		...(solve.bake && { bake: solve.bake }),
		diskFree: () => free,
		mask: world.log.mask,
	});
	const show = solve.live ? renderTo(world.log) : () => {};
	if (solve.live) world.log.info(`$ ${printCommand(solve.argv)}`);
	const stdout: string[] = [];
	const sampler = setInterval(() => void sample(), SAMPLE_MS);
	const ticker = setInterval(() => show(progress.tick(world.now())), TICK_MS);
	try {
		const { code, error, ms } = await followTracked(
			world,
			journal,
			{ argv: solve.argv, env: solve.env },
			{
				stderr: (line) => show(progress.line(line, world.now())),
				stdout: (line) => void (stdout.length < 1000 && stdout.push(line)),
			},
			GRACE_MS,
		);
		show(progress.finish(world.now()));
		if (solve.live && stdout.length > 0) world.log.data(stdout);
		if (error !== undefined) throw notStarted(error);
		const failure = progress.failure(code);
		return { timeline: progress.timeline(), ...(failure && { failure }), ms };
	} finally {
		clearInterval(sampler);
		clearInterval(ticker);
	}
}

function notStarted(error: string): UserError {
	const remedy = "install the Docker command line (package docker-ce-cli or docker.io) on this runner";
	return new UserError("engine", [{ message: `docker could not be started: ${error}`, remedy }]);
}
