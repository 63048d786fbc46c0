import { type BuilderTarget, builderTarget } from "./build/watch/options.ts";
import { diagnose } from "./judge/diagnoses/index.ts";
import { BuilderLostError } from "./model/errors.ts";
import type { Host, UsedBuilder } from "./model/host.ts";
import type { World } from "./model/world.ts";
import type { Decided } from "./run-decided.ts";
import type { Story } from "./run-story.ts";

/** Who is needed by what is done beside the build. */
export function targetOf(
	{ engine }: Pick<World, "engine">,
	{ host, builder }: { readonly host: Host; readonly builder?: UsedBuilder | undefined },
): BuilderTarget {
	return builderTarget(builder, "missing" in host.engine ? engine.endpoint : host.engine.endpoint);
}

/** The builder went while something else was done than the user's build: told like one that went below it. Anything else is thrown on. */
export function tellLost(story: Story, { asked, host, plan }: Decided, error: unknown): void {
	if (!(error instanceof BuilderLostError)) throw error;
	const { fate, meanwhile, at, afterMs } = error.loss;
	const found = diagnose({
		timeline: { started: at, completed: at, steps: [], warnings: [] },
		watch: { disks: [], steps: {} },
		asked: asked.limits,
		cgroup: "missing" in host.engine ? "unknown" : host.engine.cgroupVersion,
		...(plan.driver.kind === "builder" && { shared: true }),
		cpus: host.cpus,
		builder: fate,
		ended: { by: "builder-lost", at, afterMs, during: [] },
		meanwhile,
	});
	const cause = found.find(({ level }) => level === "failure");
	story.diagnoses = [...found, ...story.diagnoses];
	story.failure = { kind: cause?.id ?? "builder-lost", message: cause?.message ?? error.message, problems: [] };
}
