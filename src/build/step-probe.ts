import type { World } from "../model/world.ts";
import type { Journal } from "../teardown.ts";
import { whyFailed } from "./own-solve.ts";
import { PROBE_PROGRAMS } from "./probe-programs.ts";
import { runSolve } from "./run-solve.ts";
import type { WatchOptions } from "./watch/options.ts";

/** A RUN step of ours that is to run as the user's would. */
export interface StepProbe {
	readonly builder: string;
	/** Private folder of the run. */
	readonly folder: string;
	/** The user's frontend: an old one drops what it does not know without a word. */
	readonly syntax?: string;
	/** Values of `--resource`. */
	readonly resources: readonly string[];
	readonly cgroupParent?: string;
	readonly watch: WatchOptions;
}

/** What the step printed: the memory limit it sees, see {@link PROBE_PROGRAMS}. Or why it did not run. */
export type Probed = { readonly printed: string } | { readonly why: string };

/** Builds one RUN step, a program of some 500 bytes on an empty image. Nothing is exported. */
export async function probeStep(world: World, journal: Journal, probe: StepProbe): Promise<Probed> {
	const { builder, folder, syntax, resources, cgroupParent, watch } = probe;
	const context = `${folder}/step-probe`;
	for (const [arch, program] of Object.entries(PROBE_PROGRAMS))
		await world.files.write(`${context}/probe-${arch}`, program, 0o755, "base64");
	const lines = ["FROM scratch", "ARG TARGETARCH", "COPY probe-$TARGETARCH /probe", 'RUN ["/probe"]', ""];
	await world.files.write(`${context}/Dockerfile`, [...(syntax ? [`# syntax=${syntax}`] : []), ...lines].join("\n"));
	const argv = [
		...["docker", "buildx", "build", "--builder", builder, "--no-cache", "--network", "none"],
		...(cgroupParent === undefined ? [] : ["--cgroup-parent", cgroupParent]),
		...resources.flatMap((value) => ["--resource", value]),
		...["--output", "type=cacheonly", "--progress=rawjson", context],
	];
	const end = await runSolve(world, journal, { argv, env: {}, watch, live: false });
	const why = whyFailed(end, "a step of our own was tried");
	if (why !== undefined) return { why };
	const run = end.timeline.steps.find(({ name }) => name.includes("RUN"));
	return { printed: run?.tail.at(-1)?.trim() ?? "" };
}
