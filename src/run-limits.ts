import { type Guard, holdLimits, onlyAsked } from "./build/limit-guard.ts";
import { readBackstop } from "./build/limits/builder-container.ts";
import type { LimitSite } from "./build/limits/way.ts";
import type { Prepared } from "./build/prepare.ts";
import { limitsSteps } from "./inputs/limits.ts";
import { UserError } from "./model/errors.ts";
import type { Builder } from "./model/host.ts";
import type { LimitsAsked, LimitsReport } from "./model/limits.ts";
import type { World } from "./model/world.ts";
import { memory } from "./report/format.ts";
import { limitSentences } from "./report/watch-text.ts";
import type { Decided } from "./run-build.ts";
import type { Story } from "./run-story.ts";
import { type Journal, startTime } from "./teardown.ts";

/** Sets the limits that were asked for and tells what was read back; nothing when none were. */
export async function setLimits(
	world: World,
	story: Story,
	journal: Journal,
	decided: Decided,
	builder: Builder | undefined,
): Promise<Guard | undefined> {
	const { asked, plan } = decided;
	const { limits } = asked;
	if (!limitsSteps(limits) && plan.parallelism === undefined && limits.stepMemory === undefined) return undefined;
	const empty = { asked: limits, problems: [], seenInside: 0, seenOutside: [] } satisfies LimitsReport;
	const { parallelism } = plan;
	story.limits = { ...empty, ...(parallelism !== undefined && { maxParallelism: parallelism }) };
	if (!limitsSteps(limits)) return undefined;
	const site = limitSite(decided, builder);
	const { pid } = world.machine;
	const guard = await holdLimits(world, journal, `${pid}-${(await startTime(world, pid)) ?? "0"}`, site, limits);
	const remark = guard.hold?.remark;
	if (remark !== undefined) {
		story.notes.push(remark);
		world.log.info(remark);
	}
	const backstop = site.ours && limits.memory !== undefined ? await readBackstop(world, site) : undefined;
	story.limits = { ...story.limits, ...guard.report, ...(backstop && { backstop: onlyAsked(backstop, limits) }) };
	tell(world, story.limits);
	return guard;
}

/** Where limits and counters are looked for. */
export function limitSite({ host, plan }: Decided, builder: Builder | undefined): LimitSite {
	const ours = plan.driver.kind === "docker-container";
	return { host, ours, ...(builder && builder.driver !== "docker" && { builder }) };
}

function tell(world: World, limits: LimitsReport): void {
	for (const sentence of limitSentences({ ...limits, problems: [] })) world.log.info(sentence);
	for (const problem of limits.problems) world.log.warning(problem);
}

/** Where single steps are to be limited. */
interface StepPlace {
	readonly builder: Builder | undefined;
	readonly folder: string;
	readonly prepared: Pick<Prepared, "dockerfile">;
}

/** Tries whether the builder limits single steps, when that was asked for. False: it does not, and the user allows it. */
export async function limitStep(
	world: World,
	story: Story,
	journal: Journal,
	{ asked }: Decided,
	{ builder, folder, prepared }: StepPlace,
): Promise<boolean> {
	const { stepMemory, policy } = asked.limits;
	if (stepMemory === undefined || !story.limits) return true;
	const { probeStepMemory, syntaxOf } = await import("./build/step-limit.ts");
	const file = prepared.dockerfile?.file;
	const syntax = file === undefined ? undefined : syntaxOf((await world.files.read(file)) ?? "");
	const proven = await story.phase("probe", "Try the limit of single steps", () =>
		probeStepMemory(world, journal, {
			builder: builder?.name ?? "default",
			memory: stepMemory,
			folder,
			...(syntax !== undefined && { syntax }),
		}),
	);
	if (!("why" in proven)) {
		story.limits = { ...story.limits, step: proven };
		return true;
	}
	if (policy === "require") throw stepNotLimited(asked.limits, proven.why);
	const problem = `step-memory is not enforced: ${proven.why}`;
	story.limits = { ...story.limits, problems: [...story.limits.problems, problem] };
	world.log.warning(problem);
	return false;
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

const CHECK_MS = 5000;

/**
 * Looks now and then whether the limits still stand, for systemd takes some away on a daemon-reload; writes them again and says so.
 * `stop` looks for the last time: it is what the report says.
 */
export function keepLimits(world: World, story: Story, guard: Guard | undefined): { stop(): Promise<void> } {
	if (!guard?.hold) return { stop: async () => {} };
	const note = (text: string) => {
		if (!story.limits || story.limits.problems.includes(text)) return;
		story.limits = { ...story.limits, problems: [...story.limits.problems, text] };
		world.log.warning(text);
	};
	const check = async () => {
		const lost = await guard.check();
		if (lost !== undefined) note(`the limits were changed during the build (${lost}) and written again`);
	};
	const timer = setInterval(() => void check().catch(() => {}), CHECK_MS);
	return {
		async stop() {
			clearInterval(timer);
			await check();
			const atEnd = await guard.atEnd();
			if (story.limits && atEnd) story.limits = { ...story.limits, atEnd };
		},
	};
}

/** A limit that did not hold until the end, or that steps escaped, is no limit: told, and under `require` the run is red. */
export function refuseLostLimits({ limits }: Story, { policy }: LimitsAsked): void {
	if (!limits?.held || policy !== "require") return;
	const [outside] = limits.seenOutside;
	if (outside === undefined) return;
	throw new UserError("engine", [
		{
			input: "memory",
			message: `did not hold: the step ${outside} was seen to run outside of ${limits.held.where}`,
			remedy:
				'build with "driver: docker-container", whose steps cannot leave their limit, or write "limits: best-effort"',
		},
	]);
}
