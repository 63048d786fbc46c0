import { surveyDisksOnly } from "./host/survey.ts";
import { createReader } from "./inputs/create-reader.ts";
import { type FreeDiskAsked, readFreeDisk } from "./inputs/free-disk.ts";
import { printUnknown, unknownInputs } from "./inputs/unknown.ts";
import { usableFolder } from "./journal-folder.ts";
import { UserError } from "./model/errors.ts";
import type { Host } from "./model/host.ts";
import type { PlanStep } from "./model/plan.ts";
import type { SpaceAsked } from "./model/space.ts";
import type { SwapPlan } from "./model/swap.ts";
import type { World } from "./model/world.ts";
import { renderDataRoot, renderDisks } from "./report/host-text.ts";
import { planLines } from "./report/room-summary.ts";
import { explain } from "./run-failure.ts";
import { publishRoom } from "./run-free-disk-publish.ts";
import { addSwap, decideSwapHere, NOTHING, swapSteps } from "./run-free-disk-swap.ts";
import type { RunRequest } from "./run-inputs.ts";
import { closeRoom, openRoom, placesInUse, spaceSteps, untouched } from "./run-space.ts";
import { openStory, type Story } from "./run-story.ts";
import { decideSpace } from "./space/decide.ts";
import { deficitOf } from "./space/disk-needs.ts";
import type { Room } from "./space/make-room.ts";
import type { SpaceDecision } from "./space/request.ts";
import { openJournal, sweep } from "./teardown.ts";

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
	return publishRoom(world, request, story, told);
}

async function tell(
	world: World,
	request: FreeDiskRequest,
	story: Story,
	asked: FreeDiskAsked,
	onPlan: (steps: readonly PlanStep[]) => void,
): Promise<void> {
	const { host, decision, swap } = await decide(world, request, story, asked);
	const steps = [...spaceSteps(decision.plan), ...(decision.plan.beyond ? [] : swapSteps(swap))];
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
	const journal = openJournal(world, await usableFolder(world, request), owner);
	world.saveState("journal", journal.path);
	const { minFree } = asked.space;
	let room: Room | undefined;
	try {
		room = await openRoom(world, story, journal, {
			run: story.id,
			decision,
			strict: minFree !== undefined,
			keep: placesInUse(world),
			journals: request.journals,
		});
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
			...(swap?.make && { swap: { ...swap.make, asked: swap.wanted } }),
		});
		return { host, decision, ...(swap && { swap }) };
	};
	const { host, dataRoot } = await surveyDisksOnly(world);
	const quick = await look(host);
	const enough = quick.decision.plan.disks.every((disk) => deficitOf(disk) === 0);
	if (enough || (await isForbidden(world, asked.space, host))) {
		world.log.data([...renderDisks(host.disks), renderDataRoot("The engine was not asked", dataRoot)]);
		return quick;
	}
	const { survey } = await import("./host/survey.ts");
	const whole = await survey(world, { builder: "" });
	if ("missing" in whole.engine) {
		// It does not say where its data is, and that may be the very disk that is short.
		world.log.data([...renderDisks(host.disks), renderDataRoot("The engine does not answer", dataRoot)]);
		return look({ ...whole, disks: host.disks });
	}
	world.log.data(renderDisks(whole.disks));
	return look(whole);
}

/** Nothing may go here, whatever the engine would say. */
async function isForbidden(world: World, asked: SpaceAsked, host: Host): Promise<boolean> {
	const [{ whyNothing }, { lookAtPlace }] = await Promise.all([
		import("./space/refusals.ts"),
		import("./space/look.ts"),
	]);
	return whyNothing({ asked, host, place: await lookAtPlace(world) }) !== undefined;
}
