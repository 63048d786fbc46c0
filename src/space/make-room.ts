import type { Bytes } from "../model/bytes.ts";
import { shortest } from "../model/paths.ts";
import type { Undo } from "../model/plan.ts";
import type { DiskNeed, DiskRoom, PlannedItem, SpacePlan, SpaceReport } from "../model/space.ts";
import type { World } from "../model/world.ts";
import { createTally, type EngineRemoval, type Tally } from "./tally.ts";

/**
 * `wait`: until all is unlinked. `finish`: at full speed from now on, and what is not done at once is left to the journal. `leave`: the
 * same at the speed that holds nobody up.
 */
export type Settling = "wait" | "finish" | "leave";

/** Room that is made: enough of it before the build, the rest while it runs. */
export interface Room {
	/** What is known now. */
	report(): SpaceReport;
	/** A disk is about to fill: what is left of the plan goes at full speed. */
	hurry(): void;
	/** Nothing more is moved away. Gives what could not be unlinked, as far as that is known then. */
	settle(how: Settling): Promise<readonly string[]>;
}

/** The journal, as far as removals need it. */
interface Notes {
	note(undo: Undo): Promise<void>;
	forget(undo: Undo): Promise<void>;
}

/** How a plan is carried out, besides the world. */
export interface RoomRequest {
	/** Names the trash: letters, digits and hyphens. */
	readonly run: string;
	/** Paths of this job that stay whatever is asked. */
	readonly keep: readonly string[];
	/** Removes what lies in the engine's store. */
	removeFromEngine(item: PlannedItem): Promise<EngineRemoval>;
	/** Links and variables that point into these paths. */
	dangling(paths: readonly string[]): Promise<readonly string[]>;
}

/** What a disk that is about to fill gets back at least, as far as the plan has it: enough to go on with, and not all there is. */
const BREATH: Bytes = 5e9;

/**
 * Removes one component after the other until the disks have what they need, and waits no longer than that. What is out of the way by
 * then is unlinked slowly while the build runs. What is to be finished is in the journal before anything is moved.
 */
export async function makeRoom(world: World, notes: Notes, plan: SpacePlan, request: RoomRequest): Promise<Room> {
	const began = world.monotonic();
	const all = [...plan.items, ...plan.spare];
	const tally = createTally(all);
	const firstTree = all.findIndex((item) => item.engine === undefined);
	const early = firstTree < 0 ? all : all.slice(0, firstTree);
	const late = all.slice(early.length).filter((item) => item.engine !== undefined);
	const trees = all.filter((item) => item.engine === undefined);

	await removeInEngine(world, request, tally, plan.disks, early);
	const removal = (await isEnough(world, plan.disks))
		? undefined
		: await removeTrees(world, notes, request, tally, plan.disks, trees);
	await removeInEngine(world, request, tally, plan.disks, late);
	const blockedMs = Math.round(world.monotonic() - began);
	tally.enough();
	const disks = await freeNow(world, plan.disks);
	const findDangling = async () => {
		const gone = trees.filter(({ component }) => tally.isGone(component)).flatMap(({ paths }) => paths);
		return gone.length === 0 ? [] : request.dangling(gone);
	};
	let dangling = await findDangling();
	return {
		report: () => ({
			need: plan.need,
			disks,
			items: tally.items(),
			kept: plan.kept,
			...(plan.refused !== undefined && { refused: plan.refused }),
			...(removal?.notStarted !== undefined && { notStarted: removal.notStarted }),
			...(plan.second && { second: { path: plan.second.path, free: plan.second.free } }),
			freedBytes: tally.items().reduce((sum, { bytes }) => sum + bytes, 0),
			blockedMs,
			dangling,
		}),
		hurry: () => removal?.hurry(),
		async settle(how) {
			const problems = (await removal?.settle(how)) ?? [];
			// A hurry may have moved more.
			dangling = await findDangling();
			return problems;
		},
	};
}

interface Removal extends Pick<Room, "hurry" | "settle"> {
	readonly notStarted?: string;
}

async function removeTrees(
	world: World,
	notes: Notes,
	{ run, keep }: RoomRequest,
	tally: Tally,
	disks: readonly DiskNeed[],
	trees: readonly PlannedItem[],
): Promise<Removal | undefined> {
	if (trees.length === 0) return undefined;
	const undo = { kind: "finish-reclaim", run, near: trees.flatMap(({ paths }) => paths) } as const;
	await notes.note(undo);
	const items = trees.map((item) => ({
		id: item.component,
		paths: item.paths,
		frees: disksOf(item, disks).map(({ path }) => shortest(path)),
	}));
	// The program takes plain paths only, and an engine's configuration may hold others.
	const until = disks.map(({ path, needed }) => ({ path: shortest(path), free: needed }));
	const reclaiming = world.reclaim({ run, items, until, keep }, tally.take);
	const first = await Promise.race([reclaiming.enough, whenCancelled(world)]);
	let ended: Awaited<typeof reclaiming.done> | undefined;
	void reclaiming.done.then((end) => {
		ended = end;
	});
	return {
		...(first?.neverRan && { notStarted: first.why ?? "it gave no reason" }),
		hurry: () => reclaiming.hurry(until.map(({ path }) => ({ path, free: BREATH }))),
		async settle(how) {
			if (how !== "leave") reclaiming.finish();
			await (how === "wait" ? reclaiming.done : Promise.race([reclaiming.done, how === "leave" ? undefined : soon()]));
			if (ended === undefined) {
				// What is left in the trash is for the post step.
				reclaiming.leave();
				return [];
			}
			// What could not be unlinked now may be another day: an immutable file, a disk that was read-only.
			if (!ended.unfinished) await notes.forget(undo);
			return ended.problems;
		},
	};
}

/** A program that has nothing left to unlink ends at once. */
const SOON_MS = 300;

function soon(): Promise<void> {
	return new Promise((resolve) => setTimeout(resolve, SOON_MS));
}

function whenCancelled({ cancelled }: World): Promise<void> {
	return new Promise((resolve) => {
		if (cancelled.aborted) resolve();
		cancelled.addEventListener("abort", () => resolve(), { once: true });
	});
}

/** Those that it gives room to. */
function disksOf({ devices }: PlannedItem, disks: readonly DiskNeed[]): readonly DiskNeed[] {
	return disks.filter(({ device }) => devices.includes(device));
}

/** One by one, and only as long as a disk is short that this gives room to. The engine's own sizes are not believed: statfs is asked before and after. */
async function removeInEngine(
	world: World,
	request: RoomRequest,
	tally: Tally,
	disks: readonly DiskNeed[],
	items: readonly PlannedItem[],
): Promise<void> {
	for (const item of items) {
		if (world.cancelled.aborted) return;
		if (await isEnough(world, disksOf(item, disks))) continue;
		const began = world.monotonic();
		const before = await freeSum(world, disks);
		const removed = await request.removeFromEngine(item);
		const bytes = Math.max(0, (await freeSum(world, disks)) - before);
		tally.engine(item.component, bytes, (world.monotonic() - began) / 1000, removed);
	}
}

async function freeSum(world: World, disks: readonly DiskNeed[]): Promise<Bytes> {
	const now = await freeNow(world, disks);
	return now.reduce((sum, { after }) => sum + after, 0);
}

async function freeNow(world: World, disks: readonly DiskNeed[]): Promise<readonly DiskRoom[]> {
	return Promise.all(
		disks.map(async (disk) => ({ ...disk, after: (await world.files.free(disk.path))?.bytes ?? disk.free })),
	);
}

async function isEnough(world: World, disks: readonly DiskNeed[]): Promise<boolean> {
	return (await freeNow(world, disks)).every(({ after, needed }) => after >= needed);
}
