import type { Asked } from "./asked.ts";
import { surveySwapPlaces, surveySwappiness, surveySwaps, swapObstacle } from "./host/swap.ts";
import type { Bytes } from "./model/bytes.ts";
import { UserError } from "./model/errors.ts";
import type { Host } from "./model/host.ts";
import type { LimitsAsked } from "./model/limits.ts";
import type { SwapReport } from "./model/space.ts";
import { isSwapOfOurs, type SwapArea, type SwapPlan, swapPath } from "./model/swap.ts";
import type { World } from "./model/world.ts";
import { memory } from "./report/format.ts";
import { swapSentences } from "./report/swap-text.ts";
import type { Story } from "./run-story.ts";
import { lacksSwap, needsMore, planSwap, type SwapFacts, wantedSwap } from "./space/swap-plan.ts";
import type { Journal } from "./teardown.ts";
import { swapOfThisJob } from "./this-job.ts";

/** What the rest of the run says about making swap. */
export interface SwapTerms {
	/** The user allows changes to machines that are not thrown away. */
	readonly consent: boolean;
	/** Where undo journals lie. */
	readonly journals: readonly string[];
	/** Bytes that the build needs on the disk that it writes to. */
	readonly freeAfter: Bytes;
	/** Room is made before the swap is, so a disk that is short now is none. */
	readonly roomFirst?: boolean;
	/** It is for this machine, wherever the engine is. */
	readonly here?: boolean;
}

/** Decides what is done about swap; nothing when nothing was asked. Where there is enough already, one small file is read. */
export async function decideSwap(
	world: World,
	{ swap: asked, limits, build: { call } }: Pick<Asked, "swap" | "limits" | "build">,
	host: Host,
	terms: SwapTerms,
): Promise<SwapPlan | undefined> {
	const wish = { asked, limits };
	const builds = call === "" || call === "build";
	if (!builds || (wantedSwap(wish) === undefined && asked.swappiness === undefined)) return undefined;
	const { journals, ...more } = terms;
	const areas = await markLasting(world, journals, await surveySwaps(world));
	const nothing: SwapFacts = {
		...more,
		areas: areas ?? [],
		runner: host.runner,
		local: terms.here ?? isHere(host),
		places: [],
	};
	if (!lacksSwap(wish, nothing.areas) && asked.swappiness === undefined) return planSwap(wish, nothing);
	const [places, swappiness, found] = await Promise.all([
		surveySwapPlaces(world, host),
		surveySwappiness(world),
		swapObstacle(world, host),
	]);
	const obstacle = areas === undefined ? NO_SWAP_AT_ALL : found;
	return planSwap(wish, {
		...nothing,
		places,
		...(obstacle && { obstacle }),
		...(swappiness !== undefined && { swappiness }),
	});
}

async function markLasting<T extends readonly SwapArea[] | undefined>(
	world: World,
	journals: readonly string[],
	areas: T,
): Promise<T | readonly SwapArea[]> {
	if (!areas?.some(({ path }) => isSwapOfOurs(path))) return areas;
	const lasting = await swapOfThisJob(world, journals);
	return areas.map((area) => (lasting.has(area.path) ? { ...area, lasts: true } : area));
}

const NO_SWAP_AT_ALL = {
	why: "this kernel knows no swap (there is no /proc/swaps)",
	remedy: "use a machine with swap",
};

/** What builds is on this machine: swap elsewhere is none of ours. */
function isHere({ engine, builder }: Host): boolean {
	const away = builder && (builder.elsewhere !== undefined || AWAY.has(builder.driver));
	return !("missing" in engine) && engine.local && !away;
}

const AWAY: ReadonlySet<string> = new Set(["kubernetes", "remote", "cloud"]);

/** As far as swap has to do with it. */
interface Decided {
	readonly asked: Pick<Asked, "limits">;
	readonly host: Host;
	readonly plan: { readonly swap?: SwapPlan };
}

/**
 * Does what was decided, after its undo was written down, and tells it. Gives the machine as it is then. Throws when swap that is
 * required could not be made.
 */
export async function makeSwap(
	world: World,
	story: Story,
	journal: Journal,
	{ asked: { limits }, host, plan: { swap } }: Decided,
): Promise<Host> {
	if (!swap) return host;
	const { existing, wanted, short } = swap;
	let report: SwapReport = { existing, wanted, made: 0, ...(short && { refused: short.why }) };
	story.swap = report;
	if (swap.make || (swap.swappiness && "to" in swap.swappiness)) {
		report = await story.phase("swap", "Make swap", () => carryOut(world, journal, swap, report));
	} else if (swap.swappiness) report = { ...report, swappiness: swap.swappiness };
	story.swap = report;
	refuseWithout(limits, report);
	const complete = report.refused === undefined && !(report.swappiness && "why" in report.swappiness);
	for (const sentence of swapSentences(report)) world.log[complete ? "info" : "warning"](sentence);
	return report.made === 0 ? host : { ...host, swap: (host.swap ?? 0) + report.made };
}

async function carryOut(world: World, journal: Journal, plan: SwapPlan, report: SwapReport): Promise<SwapReport> {
	return setSwappiness(world, journal, plan, await makeFile(world, journal, plan, report));
}

async function makeFile(world: World, journal: Journal, { make }: SwapPlan, report: SwapReport): Promise<SwapReport> {
	if (!make) return report;
	const { folder, ...rest } = make;
	const path = swapPath(folder, world.machine.pid, world.now());
	const undo = { kind: "remove-swap", path } as const;
	await journal.note(undo);
	const made = await world.editSwap({ act: "make", path, ...rest });
	if (made.ok) return { ...report, made: made.bytes, path };
	if ((await world.files.kind(path)) === undefined) await journal.forget(undo);
	return { ...report, refused: made.why };
}

async function setSwappiness(world: World, journal: Journal, plan: SwapPlan, report: SwapReport): Promise<SwapReport> {
	const { swappiness } = plan;
	if (!swappiness || "why" in swappiness) return { ...report, ...(swappiness && { swappiness }) };
	const undo = { kind: "restore-swappiness", ...swappiness } as const;
	await journal.note(undo);
	const set = await world.editSwap({ act: "swappiness", value: swappiness.to });
	if (set.ok) return { ...report, swappiness };
	await journal.forget(undo);
	return { ...report, swappiness: { why: set.why } };
}

/** `memory-swap` was given, is required, and the swap for it is not there. */
function refuseWithout(limits: LimitsAsked, { existing, made, refused = "" }: SwapReport): void {
	const missing = needsMore(limits, existing + made);
	if (limits.policy !== "require" || missing === undefined) return;
	throw new UserError("engine", [
		{
			input: "memory-swap",
			message: `needs ${memory(missing)} more swap than there is, and it could not be made: ${refused}`,
			remedy: 'make swap before this step, give less, or write "limits: best-effort"',
		},
	]);
}
