import { surveyDisksOnly } from "./host/survey.ts";
import { readBuildRequest } from "./inputs/build-request.ts";
import { createReader } from "./inputs/create-reader.ts";
import { readLimits } from "./inputs/limits.ts";
import type { Reader } from "./inputs/reader.ts";
import { readRoom } from "./inputs/space.ts";
import { readSwapSize } from "./inputs/swap.ts";
import { printUnknown, unknownInputs } from "./inputs/unknown.ts";
import { usableFolder } from "./journal-folder.ts";
import { UserError } from "./model/errors.ts";
import type { Host } from "./model/host.ts";
import type { PlanStep } from "./model/plan.ts";
import type { SpaceAsked } from "./model/space.ts";
import type { SwapAsked, SwapPlan } from "./model/swap.ts";
import type { World } from "./model/world.ts";
import { planLines, type RoomReport, renderRoomLog, renderRoomSummary } from "./report/room-summary.ts";
import { shortestDisk } from "./report/space-text.ts";
import { explain } from "./run-failure.ts";
import type { RunRequest } from "./run-inputs.ts";
import { closeRoom, openRoom, placesInUse, spaceSteps, untouched } from "./run-space.ts";
import { attempt, openStory, type Story } from "./run-story.ts";
import { decideSpace, type SpaceDecision } from "./space/decide.ts";
import { deficitOf } from "./space/disk-needs.ts";
import { swapTitle } from "./space/swap-plan.ts";
import { type Journal, openJournal, sweep } from "./teardown.ts";

/** What the sub-action is asked. */
export interface FreeDiskAsked {
	readonly space: SpaceAsked;
	readonly swap: SwapAsked;
	readonly dryRun: boolean;
	readonly summary: boolean;
}

/** Reads the inputs of the sub-action. On a command line there is no post step that could remove swap, so there is no input for it. */
export function readFreeDisk(reader: Reader, cli: boolean): FreeDiskAsked {
	return {
		space: { freeDisk: "auto", ...readRoom(reader) },
		swap: { swap: cli ? "off" : readSwapSize(reader) },
		dryRun: reader.flag("dry-run"),
		summary: reader.flag("summary", true),
	};
}

type FreeDiskRequest = Pick<RunRequest, "raw" | "given" | "problems" | "cli" | "journals">;

/** Makes room, and swap, for later steps. What is to be undone is left to the post step. Gives the exit code. */
export async function freeDisk(world: World, request: FreeDiskRequest): Promise<number> {
	const story = openStory(world);
	const told: { asked?: FreeDiskAsked; steps: readonly PlanStep[] } = { steps: [] };
	try {
		const reader = createReader(request.raw);
		const asked = readFreeDisk(reader, request.cli);
		told.asked = asked;
		story.notes.push(...unknownInputs(request.given, reader.asked()).map(printUnknown));
		const problems = [...request.problems, ...reader.problems()];
		if (problems.length > 0) throw new UserError("input", problems);
		await tell(world, request, story, asked, (steps) => {
			told.steps = steps;
		});
	} catch (error) {
		story.failure = explain(error);
	}
	return publish(world, request, story, told);
}

/** What a build would ask that says nothing. */
const NOTHING = {
	build: readBuildRequest(
		createReader(() => undefined),
		{ cli: true, env: {} },
	),
	limits: readLimits(createReader(() => undefined)).limits,
	armed: [],
} as const;

async function tell(
	world: World,
	request: FreeDiskRequest,
	story: Story,
	asked: FreeDiskAsked,
	onPlan: (steps: readonly PlanStep[]) => void,
): Promise<void> {
	const { host, decision, swap } = await decide(world, request, story, asked);
	const steps = [...spaceSteps(decision.plan), ...swapSteps(swap)];
	onPlan(steps);
	if (steps.length > 0) {
		world.log.open("Plan");
		world.log.data(planLines(steps));
		world.log.close();
	}
	if (asked.dryRun) {
		story.space = untouched(decision.plan);
		return;
	}
	for (const folder of request.journals) await sweep(world, folder);
	// Swap is for the steps after this one: only when the job is over somebody else may undo it.
	const owner = request.cli ? world.machine.process : world.machine.parent;
	const journal = openJournal(world, await usableFolder(world, request.journals), owner);
	world.saveState("journal", journal.path);
	const { minFree } = asked.space;
	const room = await openRoom(world, story, journal, {
		run: story.id,
		decision,
		strict: minFree !== undefined,
		keep: placesInUse(world),
	});
	try {
		if (swap) {
			// Where min-free is there, so is what was planned; else it is planned again with what there is now.
			const again = swap.make !== undefined && minFree === undefined;
			await addSwap(
				world,
				story,
				journal,
				host,
				again ? await decideSwapHere(world, request.journals, asked, host, false) : swap,
			);
		}
	} finally {
		await closeRoom(world, story, room, request.cli ? "wait" : "leave");
		await lookAgain(world, story, swap);
	}
}

/** The disks as the step leaves them: swap is made by now and needs no more room. */
async function lookAgain(world: World, story: Story, planned: SwapPlan | undefined): Promise<void> {
	const { space, swap } = story;
	if (!space) return;
	const made = (swap?.made ?? 0) > 0 ? planned?.make : undefined;
	const device = made && (await world.files.disk(made.folder))?.device;
	const disks = await Promise.all(
		space.disks.map(async (disk) => ({
			...disk,
			needed: disk.device === device ? disk.needed - (made?.bytes ?? 0) : disk.needed,
			after: (await world.files.free(disk.path))?.bytes ?? disk.after,
		})),
	);
	story.space = { ...space, disks };
}

/** `roomFirst`: before room is made. After that there is what there is. */
async function decideSwapHere(
	world: World,
	journals: readonly string[],
	{ swap, space }: FreeDiskAsked,
	host: Host,
	roomFirst: boolean,
): Promise<SwapPlan | undefined> {
	if (typeof swap.swap === "string") return undefined;
	const { decideSwap } = await import("./run-swap.ts");
	const terms = { consent: space.allowSelfHosted, journals, freeAfter: space.minFree ?? 0, here: true };
	const mayGo = host.runner === "github-hosted" || (space.allowSelfHosted && space.remove.length > 0);
	return decideSwap(world, { ...NOTHING, swap }, host, { ...terms, roomFirst: roomFirst && mayGo });
}

function swapSteps(plan: SwapPlan | undefined): readonly PlanStep[] {
	const title = plan && swapTitle(plan);
	return title === undefined ? [] : [{ id: "swap", title, commands: [] }];
}

/** Less swap than was asked for is a failure: it was asked for by its size. */
async function addSwap(
	world: World,
	story: Story,
	journal: Journal,
	host: Host,
	swap: SwapPlan | undefined,
): Promise<void> {
	const { makeSwap } = await import("./run-swap.ts");
	await makeSwap(world, story, journal, { asked: NOTHING, host, plan: { ...(swap && { swap }) } });
	const { refused } = story.swap ?? {};
	if (refused === undefined) return;
	const remedy = swap?.short?.remedy ?? "ask for less, or leave swap out";
	throw new UserError("engine", [{ input: "swap", message: `could not be made as asked: ${refused}`, remedy }]);
}

interface Decided {
	readonly host: Host;
	readonly decision: SpaceDecision;
	readonly swap?: SwapPlan;
}

/** Room and swap together: swap takes disk. The engine is asked only when something has to go. */
async function decide(
	world: World,
	{ journals }: FreeDiskRequest,
	story: Story,
	asked: FreeDiskAsked,
): Promise<Decided> {
	const look = async (host: Host): Promise<Decided> => {
		const swap = await decideSwapHere(world, journals, asked, host, true);
		const decision = await decideSpace(world, {
			asked: { ...NOTHING, space: asked.space },
			host,
			run: story.id,
			...(swap?.make && { swap: swap.make }),
		});
		return { host, decision, ...(swap && { swap }) };
	};
	const quick = await look(await surveyDisksOnly(world));
	const { disks, refused } = quick.decision.plan;
	if (refused !== undefined || disks.every((disk) => deficitOf(disk) === 0)) return quick;
	const { survey } = await import("./host/survey.ts");
	return look(await survey(world, { builder: "" }));
}

interface Told {
	readonly asked?: FreeDiskAsked;
	readonly steps: readonly PlanStep[];
}

async function publish(world: World, { cli }: FreeDiskRequest, story: Story, { asked, steps }: Told): Promise<number> {
	const { notes, failure, space, swap } = story;
	const report: RoomReport = {
		dryRun: asked?.dryRun === true && failure === undefined,
		steps,
		notes,
		...(failure && { failure }),
		...(space && { space }),
		...(swap && { swap }),
	};
	world.log.close();
	world.log.data(renderRoomLog(report));
	if (asked?.summary !== false)
		await attempt(world, "the job summary", () => world.appendSummary(world.log.mask(renderRoomSummary(report))));
	for (const [name, value] of Object.entries(roomOutputs(story)))
		await attempt(world, `output ${name}`, async () => world.setOutput(name, value));
	if (!failure) return 0;
	return cli && failure.kind === "input" ? 2 : 1;
}

/** The outputs of the sub-action; empty where nothing was looked at. */
export function roomOutputs({ space, swap }: Pick<Story, "space" | "swap">): Readonly<Record<string, string>> {
	const disk = shortestDisk(space);
	return {
		"freed-bytes": space ? String(space.freedBytes) : "",
		"free-bytes": disk ? String(disk.after) : "",
		"lowest-free-bytes": disk ? String(Math.min(disk.free, disk.after)) : "",
		"swap-bytes": String(swap?.made ?? 0),
	};
}
