import { lastError } from "./build/last-error.ts";
import { type Guard, holdLimits, missingAtEnd, onlyAsked } from "./build/limit-guard.ts";
import { readBackstop } from "./build/limits/builder-container.ts";
import { containerObstacle, containerOf, inspectContainer } from "./build/limits/builder-place.ts";
import type { LimitSite } from "./build/limits/way.ts";
import { runWatched } from "./build/run-watched.ts";
import { within } from "./build/watch/exec-source.ts";
import { engineTarget } from "./build/watch/options.ts";
import { orAborted } from "./build/watch/or-aborted.ts";
import { limitsSteps } from "./inputs/limits.ts";
import { isQuestion } from "./inputs/outputs.ts";
import { UserError } from "./model/errors.ts";
import type { Builder } from "./model/host.ts";
import type { LimitsAsked, LimitsReport } from "./model/limits.ts";
import { printHolder } from "./model/process.ts";
import type { World } from "./model/world.ts";
import { memory } from "./report/format.ts";
import { limitSentences } from "./report/watch-text.ts";
import type { Decided } from "./run-decided.ts";
import type { Story } from "./run-story.ts";
import type { Journal } from "./teardown.ts";

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
	const { call } = asked.build;
	// Nothing is run, so there is nothing to limit, nor to prove.
	if (isQuestion(call)) return undefined;
	const empty = { asked: limits, problems: [], seenInside: 0, seenOutside: [] } satisfies LimitsReport;
	const { parallelism } = plan;
	story.limits = { ...empty, ...(parallelism !== undefined && { maxParallelism: parallelism }) };
	if (!limitsSteps(limits)) return undefined;
	const site = limitSite(decided, builder);
	if (!site.ours && containerObstacle(site) === undefined)
		await startBuilder(world, journal, site, asked.deadlines.stallMs);
	const holder = printHolder(world.machine.process, world.now());
	const guard = await holdLimits(world, journal, holder, site, limits);
	const remark = guard.hold?.remark;
	if (remark !== undefined) {
		story.notes.push(remark);
		world.log.info(remark);
	}
	const whole = limits.memory !== undefined && site.builder ? await readBackstop(world, site) : undefined;
	story.limits = {
		...story.limits,
		...guard.report,
		...(typeof whole?.memory === "number" && site.ours && { backstop: onlyAsked(whole, limits) }),
	};
	if (whole && typeof whole.memory === "number" && whole.memory < (limits.memory ?? 0)) {
		const text = `the builder's own container is limited to ${memory(whole.memory)}, which is less than memory asks for: that limit is hit first, and counts BuildKit too`;
		story.limits = { ...story.limits, problems: [...story.limits.problems, text] };
	}
	tell(world, story.limits);
	return guard;
}

/** buildx starts a builder that does not run together with the build; its limits have to be there before. */
async function startBuilder(
	world: World,
	journal: Journal,
	{ builder }: LimitSite,
	stallMs: number | undefined,
): Promise<void> {
	const [node = ""] = builder?.nodes ?? [];
	if (!builder || !("why" in (await inspectContainer(world, containerOf(node))))) return;
	const argv = ["docker", "buildx", "inspect", "--bootstrap", builder.name];
	const target = engineTarget(world.engine.endpoint);
	const meanwhile = "the builder was started";
	const { code, stderr, error } = await runWatched(world, journal, { argv, graceMs: 2000, stallMs, target, meanwhile });
	if (code === 0) return;
	const message = `the builder "${builder.name}" could not be started: ${error ?? lastError(stderr)}`;
	throw new UserError("engine", [
		{ input: "builder", message, remedy: "make it anew before this step, or leave builder empty" },
	]);
}

/** Where limits and counters are looked for. */
export function limitSite({ host, plan }: Decided, builder: Builder | undefined): LimitSite {
	const ours = plan.driver.kind === "docker-container";
	return { host, ours, ...(builder && builder.driver !== "docker" && { builder }) };
}

function tell(world: World, limits: LimitsReport): void {
	const { stepMemory: _later, ...asked } = limits.asked;
	for (const sentence of limitSentences({ ...limits, asked, problems: [] })) world.log.info(sentence);
	for (const problem of limits.problems) world.log.warning(problem);
}

const CHECK_MS = 5000;
/** For limits that are being written again when the build ends. */
const PATIENCE_MS = 2000;

/** For the last look: nothing builds any more. By `docker exec` over ssh to a busy machine it takes seconds. */
const LAST_LOOK_MS = 10_000;

/** Limits that are looked after. */
interface LimitsKept {
	/** Once, when the build has ended; takes seconds at most. `away`: the builder is lost, so nobody can be asked. */
	stop(away?: boolean): Promise<void>;
}

/**
 * Looks now and then whether the limits still stand, for systemd takes some away on a daemon-reload; writes them again and says so.
 * `stop` looks for the last time: it is what the report says. A builder that is lost, and a run
 * that is cancelled, have no time for it: that nobody looked is told.
 */
export function keepLimits(world: World, story: Story, guard: Guard | undefined): LimitsKept {
	if (!guard?.hold) return { stop: async () => {} };
	const note = (text: string) => {
		if (!story.limits || story.limits.problems.includes(text)) return false;
		story.limits = { ...story.limits, problems: [...story.limits.problems, text] };
		return true;
	};
	const check = async () => {
		const lost = await guard.check(() => {
			writing = !stopped;
			return writing;
		});
		if (!lost) return;
		const then = lost.again ? "written again" : "could not be written again";
		const text = `the limits were changed during the build (${lost.what}) and ${then}`;
		if (note(text)) world.log.warning(text);
	};
	let stopped = false;
	/** A look has found limits lost, and writes them again. */
	let writing = false;
	let checking: Promise<void> | undefined;
	const timer = setInterval(() => {
		checking ??= check()
			.catch(() => {})
			.finally(() => {
				checking = undefined;
				writing = false;
			});
	}, CHECK_MS);
	return {
		async stop(away = false) {
			clearInterval(timer);
			stopped = true;
			// It would write the limit behind whatever gives the old values back. Over a wire that is cut it does not end.
			if (writing && checking) await within(checking, PATIENCE_MS);
			const idle = away || world.cancelled.aborted;
			// What stands there now counts: nothing is written any more.
			const looking = idle ? undefined : orAborted(guard.atEnd(), world.cancelled).catch(() => undefined);
			const atEnd = looking && (await within(looking, LAST_LOOK_MS));
			guard.giveUp();
			if (story.limits && atEnd) story.limits = { ...story.limits, atEnd };
			else note(`what the limits were at the end is not known: ${whyUnread(world, away)}`);
		},
	};
}

function whyUnread({ cancelled }: Pick<World, "cancelled">, away: boolean): string {
	if (away) return "the builder was lost";
	return cancelled.aborted ? "the run was cancelled" : "they could not be read any more";
}

/**
 * A limit that did not hold until the end, or that steps escaped, is no limit: told, and under `require` the run is red. Of a cancelled run
 * nobody has looked.
 */
export function refuseLostLimits({ cancelled }: World, { limits }: Story, { policy }: LimitsAsked): void {
	if (cancelled.aborted) throw cancelled.reason;
	if (!limits?.held || policy !== "require") return;
	const input = limits.asked.memory === undefined ? "cpus" : "memory";
	const [outside] = limits.seenOutside;
	if (outside !== undefined) {
		const message = `did not hold: the step ${outside} was seen to run outside of ${limits.held.where}`;
		const remedy =
			'build with "driver: docker-container", whose steps cannot leave their limit, or write "limits: best-effort"';
		throw new UserError("engine", [{ input, message, remedy }]);
	}
	const lost = limits.atEnd ? missingAtEnd(limits.asked, limits.held, limits.atEnd) : ["it cannot be read any more"];
	if (lost.length === 0) return;
	const message = `did not hold: at the end ${lost.join(", ")} (${limits.held.where})`;
	const remedy = 'find out what else on this machine writes to that cgroup, or write "limits: best-effort"';
	throw new UserError("engine", [{ input, message, remedy }]);
}
