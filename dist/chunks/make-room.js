import { o as shortest } from "./paths.js";
// src/space/tally.ts
/** Of these components, in their order. */
function createTally(planned) {
	const entries = new Map(planned.map((item) => [item.component, {
		item,
		moved: false,
		freed: void 0,
		why: []
	}]));
	let later = false;
	return {
		take(event) {
			if (!("item" in event)) return;
			const entry = entries.get(event.item);
			if (!entry) return;
			if (event.kind === "moved") entry.moved = true;
			if (event.kind === "skipped") entry.why.push(`${event.path}: ${event.why}`);
			if (event.kind === "part") entry.freed = {
				bytes: event.bytes,
				files: 0,
				seconds: 0,
				later: true
			};
			if (event.kind !== "freed") return;
			const { bytes, files, seconds, problems } = event;
			entry.freed = {
				bytes,
				files,
				seconds,
				later
			};
			entry.why.push(...problems);
		},
		engine(component, bytes, seconds, { gone, problems }) {
			const entry = entries.get(component);
			if (!entry) return;
			entry.why.push(...problems);
			if (!gone) return;
			entry.moved = true;
			entry.freed = {
				bytes,
				files: 0,
				seconds,
				later: false
			};
		},
		enough() {
			later = true;
		},
		isGone: (component) => entries.get(component)?.moved === true,
		items: () => [...entries.values()].flatMap((entry) => {
			return !entry.moved && entry.why.length === 0 && entry.freed === void 0 ? [] : [itemOf(entry)];
		})
	};
}
const MOST_REASONS = 3;
function itemOf({ item: { component, title }, moved, freed, why }) {
	const { bytes = 0, files = 0, seconds = 0, later = true } = freed ?? {};
	const whole = later ? "later" : "freed";
	const state = !moved ? "failed" : why.length > 0 ? "in-part" : whole;
	const more = why.length > MOST_REASONS ? [`and ${why.length - MOST_REASONS} more`] : [];
	const reasons = [...why.slice(0, MOST_REASONS), ...more].join("; ");
	return {
		component,
		title,
		state,
		bytes,
		files,
		seconds,
		...reasons !== "" && { why: reasons }
	};
}
// src/space/make-room.ts
/** What a disk that is about to fill gets back at least, as far as the plan has it: enough to go on with, and not all there is. */
const BREATH = 5e9;
/**
* Removes one component after the other until the disks have what they need, and waits no longer than that. What is out of the way by
* then is unlinked slowly while the build runs. What is to be finished is in the journal before anything is moved.
*/
async function makeRoom(world, notes, plan, request) {
	const began = world.monotonic();
	const all = [...plan.items, ...plan.spare];
	const tally = createTally(all);
	const firstTree = all.findIndex((item) => item.engine === void 0);
	const early = firstTree < 0 ? all : all.slice(0, firstTree);
	const late = all.slice(early.length).filter((item) => item.engine !== void 0);
	const trees = all.filter((item) => item.engine === void 0);
	await removeInEngine(world, request, tally, plan.disks, early);
	const removal = await isEnough(world, plan.disks) ? void 0 : await removeTrees(world, notes, request, tally, plan.disks, trees);
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
			...plan.refused !== void 0 && { refused: plan.refused },
			...removal?.notStarted !== void 0 && { notStarted: removal.notStarted },
			...plan.second && { second: {
				path: plan.second.path,
				free: plan.second.free
			} },
			freedBytes: tally.items().reduce((sum, { bytes }) => sum + bytes, 0),
			blockedMs,
			dangling
		}),
		hurry: () => removal?.hurry(),
		async settle(how) {
			const problems = await removal?.settle(how) ?? [];
			dangling = await findDangling();
			return problems;
		}
	};
}
async function removeTrees(world, notes, { run, keep }, tally, disks, trees) {
	if (trees.length === 0) return void 0;
	const undo = {
		kind: "finish-reclaim",
		run,
		near: trees.flatMap(({ paths }) => paths)
	};
	await notes.note(undo);
	const items = trees.map((item) => ({
		id: item.component,
		paths: item.paths,
		frees: disksOf(item, disks).map(({ path }) => shortest(path))
	}));
	const until = disks.map(({ path, needed }) => ({
		path: shortest(path),
		free: needed
	}));
	const reclaiming = world.reclaim({
		run,
		items,
		until,
		keep
	}, tally.take);
	const first = await Promise.race([reclaiming.enough, whenCancelled(world)]);
	let ended;
	reclaiming.done.then((end) => {
		ended = end;
	});
	return {
		...first?.neverRan && { notStarted: first.why ?? "it gave no reason" },
		hurry: () => reclaiming.hurry(until.map(({ path }) => ({
			path,
			free: BREATH
		}))),
		async settle(how) {
			if (how !== "leave") reclaiming.finish();
			await (how === "wait" ? reclaiming.done : Promise.race([reclaiming.done, how === "leave" ? void 0 : soon()]));
			if (ended === void 0) {
				reclaiming.leave();
				return [];
			}
			if (!ended.unfinished) await notes.forget(undo);
			return ended.problems;
		}
	};
}
/** A program that has nothing left to unlink ends at once. */
const SOON_MS = 300;
function soon() {
	return new Promise((resolve) => setTimeout(resolve, SOON_MS));
}
function whenCancelled({ cancelled }) {
	return new Promise((resolve) => {
		if (cancelled.aborted) resolve();
		cancelled.addEventListener("abort", () => resolve(), { once: true });
	});
}
/** Those that it gives room to. */
function disksOf({ devices }, disks) {
	return disks.filter(({ device }) => devices.includes(device));
}
/** One by one, and only as long as a disk is short that this gives room to. The engine's own sizes are not believed: statfs is asked before and after. */
async function removeInEngine(world, request, tally, disks, items) {
	for (const item of items) {
		if (world.cancelled.aborted) return;
		if (await isEnough(world, disksOf(item, disks))) continue;
		const began = world.monotonic();
		const before = await freeSum(world, disks);
		const removed = await request.removeFromEngine(item);
		const bytes = Math.max(0, await freeSum(world, disks) - before);
		tally.engine(item.component, bytes, (world.monotonic() - began) / 1e3, removed);
	}
}
async function freeSum(world, disks) {
	return (await freeNow(world, disks)).reduce((sum, { after }) => sum + after, 0);
}
async function freeNow(world, disks) {
	return Promise.all(disks.map(async (disk) => ({
		...disk,
		after: (await world.files.free(disk.path))?.bytes ?? disk.free
	})));
}
async function isEnough(world, disks) {
	return (await freeNow(world, disks)).every(({ after, needed }) => after >= needed);
}
export { makeRoom };
