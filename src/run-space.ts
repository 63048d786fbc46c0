import type { Asked } from "./asked.ts";
import type { Host } from "./model/host.ts";
import { shortest, workspaceOf } from "./model/paths.ts";
import type { Plan, PlanStep } from "./model/plan.ts";
import type { PlannedItem, SecondDisk, SpaceNeed, SpacePlan, SpaceReport } from "./model/space.ts";
import type { World } from "./model/world.ts";
import { logLine } from "./report/escape.ts";
import { size } from "./report/format.ts";
import { spaceSentences } from "./report/space-text.ts";
import { shortOf } from "./run-space-short.ts";
import type { Story } from "./run-story.ts";
import { decideSpace } from "./space/decide.ts";
import type { Room, Settling } from "./space/make-room.ts";
import { refuseBeyond } from "./space/out-of-reach.ts";
import { remedyOf } from "./space/remedy.ts";
import type { SpaceDecision } from "./space/request.ts";
import type { EngineRemoval } from "./space/tally.ts";
import type { Journal } from "./teardown.ts";
import { finishRemovals } from "./this-job.ts";

/** What the plan's steps begin with: what goes for room, before anything else is done. */
export function withSpace(plan: Plan, space: SpacePlan | undefined): Plan {
	return space === undefined ? plan : { ...plan, steps: [...spaceSteps(space), ...plan.steps] };
}

/** Nothing where there is enough. */
export function spaceSteps({ items, disks, need, refused, lacking, second }: SpacePlan): readonly PlanStep[] {
	const short = disks.filter(({ free, needed }) => free < needed);
	if (short.length === 0 && second === undefined) return [];
	const step = (id: string, title: string): PlanStep => ({ id, title, commands: [] });
	const where = short.map((disk) => `${size(disk.needed)} at ${disk.path}, where ${size(disk.free)} are free`);
	const head = `make room: ${where.join(", and ")} (${need.how})`;
	return [
		...(short.length === 0 ? [] : [step("space", refused === undefined ? head : `${head}: not done, ${refused}`)]),
		...items.map((item) => step(`remove-${item.component}`, removal(item))),
		...lacking.map(({ path, bytes }) => step("lacking", `${size(bytes)} will be missing at ${path} all the same`)),
		...(second ? [step("second-disk", aside(second, need))] : []),
	];
}

function aside({ path, free }: SecondDisk, { bytes, how }: SpaceNeed): string {
	return `keep the builder's state on the disk at ${path}, where ${size(free)} are free: the build needs about ${size(bytes)} (${how})`;
}

function removal({ title, component, expected, breaks }: PlannedItem): string {
	const seconds = expected.seconds < 1 ? "less than a second" : `${Math.round(expected.seconds)} s`;
	return `remove ${title} (${component}), about ${size(expected.bytes)} in ${seconds}, for good; without it: ${breaks}`;
}

/** Decides about room for a build; nothing where that is switched off. */
export async function decideRoom(
	world: World,
	story: Story,
	asked: Asked,
	host: Host,
	built: Pick<Plan, "driver" | "delivery" | "swap">,
): Promise<SpaceDecision | undefined> {
	if (asked.space.freeDisk === "off") return undefined;
	const { make: swap } = built.swap ?? {};
	return decideSpace(world, { asked, host, built, run: story.id, ...(swap && { swap }) });
}

/** How room is made by a run. */
export interface RoomTerms {
	/** Names the trash: letters, digits and hyphens. */
	readonly run: string;
	/** Absent: enough is free, or it is switched off. */
	readonly decision: SpaceDecision | undefined;
	/** `min-free` was given: less is a failure and no warning. */
	readonly strict: boolean;
	/** Folders of the job that stay whatever is asked. */
	readonly keep: readonly string[];
	/** Folders with the journals of this job's steps. */
	readonly journals: readonly string[];
}

/** Folders of this job that stay whatever is asked. One that holds everything says nothing: a step may be started in `/`. */
export function placesInUse(world: World, more: readonly string[] = []): readonly string[] {
	const { cwd, temp } = world.files;
	const places = [workspaceOf(world.env, cwd), temp, ...more].filter((path) => path.startsWith("/"));
	return places.map((path) => shortest(path)).filter((path) => path !== "/");
}

/** Makes the room that was planned and tells what came of it. Throws when less is free than was asked for by hand, before anything goes where that cannot be had. */
export async function openRoom(
	world: World,
	story: Story,
	journal: Journal,
	terms: RoomTerms,
): Promise<Room | undefined> {
	const { decision } = terms;
	if (!decision) return undefined;
	if (decision.plan.items.length === 0) {
		story.space = untouched(decision.plan);
		if (decision.plan.beyond) throw refuseBeyond(decision.plan.beyond, decision.plan.kept);
		tellRoom(world, decision.plan, story.space, terms.strict);
		return undefined;
	}
	const room = await story.phase("space", "Make room", () => remove(world, journal, decision, terms));
	story.space = room.report();
	try {
		tellRoom(world, decision.plan, story.space, terms.strict);
	} catch (error) {
		// The removal waits for more to do, and this process for its end.
		await closeRoom(world, story, room, "finish");
		throw error;
	}
	return room;
}

/** The report of a plan that removes nothing. */
export function untouched({ need, disks, kept, refused, second }: SpacePlan): SpaceReport {
	const nothing = { items: [], freedBytes: 0, blockedMs: 0, dangling: [] };
	const same = disks.map((disk) => ({ ...disk, after: disk.free }));
	const aside = second && { second: { path: second.path, free: second.free } };
	return { need, disks: same, kept, ...(refused !== undefined && { refused }), ...nothing, ...aside };
}

async function remove(
	world: World,
	journal: Journal,
	{ plan, links }: SpaceDecision,
	{ run, keep, journals }: RoomTerms,
): Promise<Room> {
	// What a step before this one has removed and not unlinked yet comes first: then less has to go, or nothing.
	if ((await finishRemovals(world, journals)) > 0)
		world.log.info("What earlier steps of this job removed is unlinked first");
	const [{ makeRoom }, { danglingAfter }] = await Promise.all([
		import("./space/make-room.ts"),
		import("./space/dangling.ts"),
	]);
	const engineDisk = plan.disks.find(({ roles }) => roles.includes("engine data"))?.path ?? "/";
	return makeRoom(world, journal, plan, {
		run,
		keep,
		removeFromEngine: (item) => removeFromEngine(world, engineDisk, item),
		dangling: async (paths) => danglingAfter(paths, links, world.env),
	});
}

/** Throws when there is less than was asked for by hand, or nobody wants it any more. */
function tellRoom(world: World, plan: SpacePlan, report: SpaceReport, strict: boolean): void {
	if (world.cancelled.aborted) throw world.cancelled.reason;
	for (const text of spaceSentences(report)) world.log.info(logLine(text, 1000));
	tellDangling(world, report.dangling);
	const [first, ...others] = report.disks.filter(({ after, needed }) => after < needed);
	if (!first) return;
	if (strict) throw shortOf(first, others, report, remedyOf(plan));
	for (const { path, after, needed } of [first, ...others]) {
		const text = `${path} may run full: ${size(after)} are free, and the build needs about ${size(needed)}`;
		world.log.warning(logLine(text, 1000));
	}
}

function tellDangling(world: World, dangling: readonly string[]): void {
	if (dangling.length > 0) world.log.info(logLine(`Leads nowhere now: ${dangling.join(", ")}`, 4000));
}

async function removeFromEngine(world: World, path: string, { engine }: PlannedItem): Promise<EngineRemoval> {
	if (!engine) return { gone: false, problems: [] };
	const { pruneBuildCache, removeImages } = await import("./space/engine-images.ts");
	if (engine.kind === "images") {
		const { removed, problems } = await removeImages(world, path, engine.images);
		return { gone: removed.length > 0, problems };
	}
	// A prune that was broken off has emptied what it had come to.
	const { bytes, problems } = await pruneBuildCache(world, path);
	return { gone: problems.length === 0 || bytes > 0, problems };
}

/** No more room is needed: what is still being unlinked goes on, and what it came to is told. */
export async function closeRoom(world: World, story: Story, room: Room | undefined, how: Settling): Promise<void> {
	if (!room) return;
	const problems = await room.settle(how === "wait" && world.cancelled.aborted ? "finish" : how);
	const told = new Set(story.space?.dangling);
	const { second } = story.space ?? {};
	const { second: _planned, ...report } = room.report();
	// The builder may have found that the second disk does not take its state.
	story.space = { ...report, ...(second && { second }) };
	const { dangling, items, notStarted } = report;
	tellDangling(
		world,
		dangling.filter((name) => !told.has(name)),
	);
	// What is told with its component is not told again.
	const fresh = problems.filter(
		(problem) => problem !== notStarted && !items.some(({ why }) => why?.includes(problem)),
	);
	story.notes.push(...fresh.slice(0, 5).map((problem) => `not removed: ${problem}`));
}
