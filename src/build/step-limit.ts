import type { LimitsReport } from "../model/limits.ts";
import type { World } from "../model/world.ts";
import type { Journal } from "../teardown.ts";
import { stepResources } from "./engines/resources.ts";
import { PROBE_PROGRAMS } from "./probe-programs.ts";
import { runSolve } from "./run-solve.ts";

/** What the probe of single steps' limits needs. */
export interface StepProbe {
	readonly builder: string;
	readonly memory: number;
	/** Private folder of the run. */
	readonly folder: string;
	/** The user's `# syntax=` line: an old frontend drops the limit without a word. */
	readonly syntax?: string;
}

/** A page is the least the kernel counts, at most 64 KiB. */
const PAGE = 65_536;

/**
 * Builds one RUN step of ours under the limit, which prints the limit it sees: older BuildKits take `--resource` and do nothing with
 * it, so nothing else tells.
 */
export async function probeStepMemory(
	world: World,
	journal: Journal,
	{ builder, memory, folder, syntax }: StepProbe,
): Promise<NonNullable<LimitsReport["step"]> | { readonly why: string }> {
	const context = `${folder}/step-probe`;
	for (const [arch, program] of Object.entries(PROBE_PROGRAMS))
		await world.files.write(`${context}/probe-${arch}`, program, 0o755, "base64");
	const lines = ["FROM scratch", "ARG TARGETARCH", "COPY probe-$TARGETARCH /probe", 'RUN ["/probe"]', ""];
	await world.files.write(`${context}/Dockerfile`, [...(syntax ? [`# syntax=${syntax}`] : []), ...lines].join("\n"));
	const resources = stepResources({ stepMemory: memory, swapGiven: false, policy: "require" });
	const argv = [
		...["docker", "buildx", "build", "--builder", builder, "--no-cache", "--network", "none"],
		...resources.flatMap((value) => ["--resource", value]),
		...["--output", "type=cacheonly", "--progress=rawjson", context],
	];
	const { timeline, failure } = await runSolve(world, journal, { argv, env: {}, live: false });
	if (failure) return { why: `a step of our own could not be run under it (${failure.message})` };
	const seen =
		timeline.steps
			.find(({ name }) => name.includes("RUN"))
			?.tail.at(-1)
			?.trim() ?? "";
	if (/^\d+$/.test(seen) && Math.abs(Number(seen) - memory) < PAGE)
		return { memory: Number(seen), method: "read by a RUN step of our own" };
	const told = seen === "max" || Number(seen) > 2 ** 62 ? "no limit" : seen === "" ? "nothing" : `${seen} bytes`;
	return {
		why: `this builder takes a limit for single steps and does nothing with it (a RUN step of our own saw ${told})`,
	};
}

/** The `# syntax=` of a Dockerfile: only in the comments at its top. */
export function syntaxOf(text: string): string | undefined {
	for (const line of text.split(/\r?\n/)) {
		const found = /^#\s*([\w-]+)\s*=\s*(\S+)\s*$/.exec(line.trim());
		if (!found) return undefined;
		if (found[1]?.toLowerCase() === "syntax") return found[2];
	}
	return undefined;
}
