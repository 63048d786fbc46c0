import { BuilderLostError } from "./model/errors.ts";
import type { Decided } from "./run-decided.ts";
import { roomTried } from "./run-room.ts";
import type { Story } from "./run-story.ts";

/** The builder went while something else was done than the user's build: told like one that went below it. Anything else is thrown on. */
export async function tellLost(story: Story, decided: Decided, error: unknown): Promise<void> {
	if (!(error instanceof BuilderLostError)) throw error;
	const { asked, host, plan } = decided;
	const { fate, meanwhile, at, afterMs } = error.loss;
	const { diagnose } = await import("./judge/diagnoses/index.ts");
	const found = diagnose({
		timeline: { started: at, completed: at, steps: [], warnings: [] },
		watch: { disks: [], steps: {} },
		asked: asked.limits,
		cgroup: "missing" in host.engine ? "unknown" : host.engine.cgroupVersion,
		...(plan.driver.kind === "builder" && { shared: true }),
		cpus: host.cpus,
		room: roomTried(story, decided),
		builder: fate,
		ended: { by: "builder-lost", at, afterMs, during: [] },
		meanwhile,
	});
	const cause = found.find(({ level }) => level === "failure");
	story.diagnoses = [...found, ...story.diagnoses];
	story.failure = { kind: cause?.id ?? "builder-lost", message: cause?.message ?? error.message, problems: [] };
}
