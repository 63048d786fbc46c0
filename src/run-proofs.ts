import type { Frontend } from "./build/frontend.ts";
import type { Guard } from "./build/limit-guard.ts";
import type { Hold } from "./build/limits/way.ts";
import type { Unproven } from "./build/parent-proof.ts";
import type { Prepared } from "./build/prepare.ts";
import type { Probed } from "./build/step-probe.ts";
import type { WatchOptions } from "./build/watch/options.ts";
import { UserError } from "./model/errors.ts";
import type { UsedBuilder } from "./model/host.ts";
import type { LimitsAsked, LimitsReport } from "./model/limits.ts";
import type { World } from "./model/world.ts";
import { memory } from "./report/format.ts";
import type { Decided } from "./run-decided.ts";
import type { Story } from "./run-story.ts";
import type { Journal } from "./teardown.ts";

/** Where a step of ours is to be tried. */
interface ProofPlace {
	readonly builder: UsedBuilder | undefined;
	readonly folder: string;
	readonly prepared: Prepared;
	readonly guard: Guard | undefined;
}

/** What of the limits was proven, or needs no proof. False: it does not hold, and the user allows to go on without. */
export interface Proven {
	readonly step: boolean;
	readonly parent: boolean;
}

const ALL: Proven = { step: true, parent: true };

/**
 * Tries on a RUN step of ours what nothing else tells before the build: that single steps are limited, when that was asked for, and that RUN
 * steps lie under the limit, when a frontend that is not BuildKit's own may put them elsewhere. Other builds pay nothing for it.
 */
export async function proveLimits(
	world: World,
	story: Story,
	journal: Journal,
	{ asked }: Decided,
	{ builder, folder, prepared, guard }: ProofPlace,
): Promise<Proven> {
	const { limits } = asked;
	const hold = guard?.hold?.cgroupParent === undefined ? undefined : guard.hold;
	if (!story.limits || (limits.stepMemory === undefined && !hold)) return ALL;
	const [{ findFrontend }, { ownWatch, SHORT }] = await Promise.all([
		import("./build/frontend.ts"),
		import("./build/own-solve.ts"),
	]);
	const watch = ownWatch(world, builder, SHORT);
	const place = { builder: builder?.name ?? world.engine.context, folder, prepared, watch };
	const find = () => findFrontend(world, journal, place);
	const frontend = prepared.dockerfile ? await find() : await story.phase("frontend", "Read the Dockerfile", find);
	const foreign = hold && frontend.kind !== "own" ? { hold, frontend } : undefined;
	if (limits.stepMemory === undefined && !foreign) return ALL;
	const { stepLimitSeen } = await import("./build/step-limit.ts");
	const { probed, unproven } = await story.phase("probe", "Try the limits on a step of our own", () =>
		tryStep(world, journal, limits, { ...place, frontend }, foreign),
	);
	const seen = limits.stepMemory === undefined ? undefined : stepLimitSeen(probed, limits.stepMemory);
	if (unproven && limits.policy === "require") {
		story.limits = withoutHeld(story.limits);
		throw notUnder(limits, unproven.why);
	}
	if (seen && "why" in seen && limits.policy === "require") throw stepNotLimited(limits, seen.why);
	const problems = [
		...(unproven
			? [`${unproven.outside ? "not enforced" : "it is not proven that RUN steps are limited"}: ${unproven.why}`]
			: []),
		...(seen && "why" in seen ? [`step-memory is not enforced: ${seen.why}`] : []),
	];
	for (const problem of problems) world.log.warning(problem);
	story.limits = {
		...(unproven?.outside ? withoutHeld(story.limits) : story.limits),
		...(unproven && !unproven.outside && { unproven: true as const }),
		...(seen && !("why" in seen) && { step: seen }),
		problems: [...story.limits.problems, ...problems],
	};
	return { step: !(seen && "why" in seen), parent: !unproven?.outside };
}

interface TryPlace {
	readonly builder: string;
	readonly folder: string;
	readonly frontend: Frontend;
	readonly watch: WatchOptions;
}

/** One step for both questions. */
async function tryStep(
	world: World,
	journal: Journal,
	limits: LimitsAsked,
	{ builder, folder, frontend, watch }: TryPlace,
	foreign: { readonly hold: Hold; readonly frontend: Exclude<Frontend, { readonly kind: "own" }> } | undefined,
): Promise<{ readonly probed: Probed; readonly unproven: Unproven | undefined }> {
	const { readUsed, UNREAD, whyNotUnder } = await import("./build/parent-proof.ts");
	if (foreign && frontend.kind === "image")
		world.log.info(`the frontend ${frontend.syntax} is tried: does a RUN step of our own lie under the limit?`);
	const before = foreign ? await readUsed(world, foreign.hold) : {};
	const probed =
		frontend.kind === "unknown"
			? { why: `${UNREAD}: ${frontend.why}` }
			: await runProbe(world, journal, limits, { builder, folder, frontend, watch }, foreign?.hold.cgroupParent);
	const after = foreign ? await readUsed(world, foreign.hold) : {};
	return { probed, unproven: foreign && whyNotUnder(foreign.frontend, probed, before, after) };
}

async function runProbe(
	world: World,
	journal: Journal,
	limits: LimitsAsked,
	{ builder, folder, frontend, watch }: TryPlace,
	cgroupParent: string | undefined,
): Promise<Probed> {
	const { probeStep } = await import("./build/step-probe.ts");
	const { stepResources } = await import("./build/engines/resources.ts");
	return probeStep(world, journal, {
		builder,
		folder,
		watch,
		resources: stepResources(limits),
		...(frontend.kind === "image" && { syntax: frontend.syntax }),
		...(cgroupParent !== undefined && { cgroupParent }),
	});
}

/** What does not bind the steps is no limit, whatever stands in the cgroup. */
function withoutHeld({ held: _held, ...limits }: LimitsReport): LimitsReport {
	return limits;
}

function notUnder(limits: LimitsAsked, why: string): UserError {
	const input = limits.memory === undefined ? "cpus" : "memory";
	const value = limits.memory === undefined ? String(limits.cpus) : memory(limits.memory);
	const remedy =
		'build with "driver: docker-container", whose steps cannot leave their limit, take a newer frontend ("# syntax=docker/dockerfile:1") or none, or write "limits: best-effort"';
	return new UserError("engine", [{ input, value, message: `cannot be enforced here: ${why}`, remedy }]);
}

function stepNotLimited({ stepMemory }: LimitsAsked, why: string): UserError {
	return new UserError("engine", [
		{
			input: "step-memory",
			...(stepMemory !== undefined && { value: memory(stepMemory) }),
			message: `cannot be enforced here: ${why}`,
			remedy:
				'give "driver: docker-container" (its BuildKit is new), take "memory" for all steps together with "max-parallelism: 1", or write "limits: best-effort"',
		},
	]);
}
