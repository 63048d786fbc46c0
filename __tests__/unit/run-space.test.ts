import { describe, expect, it } from "@jest/globals";
import type { UserError } from "../../src/model/errors.ts";
import type { ReclaimEvent } from "../../src/model/reclaim.ts";
import type { DiskNeed, PlannedItem, SpacePlan } from "../../src/model/space.ts";
import type { EngineReply, FoundPath, World } from "../../src/model/world.ts";
import { spaceSentences } from "../../src/report/space-text.ts";
import { closeRoom, openRoom, placesInUse, spaceSteps } from "../../src/run-space.ts";
import { openStory } from "../../src/run-story.ts";
import { openJournal } from "../../src/teardown.ts";
import { fakeWorld } from "../support/fake-world.ts";

const DISK: DiskNeed = { roles: ["temp"], path: "/", device: "1", free: 10e9, total: 70e9, needed: 15e9 };
const PLAN: SpacePlan = {
	need: { bytes: 15e9, how: "min-free asks for 15 GB", from: "min-free" },
	disks: [DISK],
	items: ["swift", "haskell"].map((component) => ({
		component,
		title: component,
		paths: [`/opt/${component}`],
		devices: ["1"],
		expected: { bytes: 3e9, seconds: 1 },
		breaks: component,
	})),
	spare: [],
	kept: [],
	lacking: [],
};

/** Opens a room on a disk that has `free` bytes in the end, whatever the removal says. */
async function open(free: number) {
	const fake = fakeWorld({
		reclaim: () => [
			{ kind: "moved", item: "swift" },
			{ kind: "freed", item: "swift", bytes: 6e9, files: 1, seconds: 1, problems: [] },
			{ kind: "enough", free: [16e9] },
		],
	});
	const now = async () => ({ bytes: fake.removals.length === 0 ? DISK.free : free });
	const world = { ...fake.world, files: { ...fake.world.files, free: now } };
	const story = openStory(world);
	const decision = { plan: PLAN, links: [] };
	const terms = { run: "r1", decision, strict: true, keep: [], journals: ["/state"] };
	const opened = openRoom(world, story, openJournal(world, "/state"), terms);
	const failure = await opened.then(
		() => undefined,
		(error: Error) => error,
	);
	return { ...fake, story, failure };
}

it("tells what could not be unlinked once: with its component", async () => {
	const problems = ["/opt/swift/a: EPERM"];
	const end: readonly ReclaimEvent[] = [
		{ kind: "moved", item: "swift" },
		{ kind: "freed", item: "swift", bytes: 6e9, files: 1, seconds: 1, problems },
		{ kind: "end", free: [10e9], problems: [...problems, "/.trash is not empty"], left: ["/.trash"] },
	];
	const fake = fakeWorld({ reclaim: () => end });
	const world = { ...fake.world, files: { ...fake.world.files, free: async () => ({ bytes: 10e9 }) } };
	const story = openStory(world);
	const terms = { run: "r1", decision: { plan: PLAN, links: [] }, strict: false, keep: [], journals: ["/state"] };
	await closeRoom(world, story, await openRoom(world, story, openJournal(world, "/state"), terms), "finish");
	expect(spaceSentences(story.space)).toContain("swift went only in part: /opt/swift/a: EPERM");
	expect(story.notes).toEqual(["not removed: /.trash is not empty"]);
});

it("unlinks first what an earlier step of the job has left for later, and nothing of anybody else's", async () => {
	const { machine } = fakeWorld().world;
	const journal = (owner: unknown, run: string) =>
		[owner, { kind: "finish-reclaim", run, near: ["/opt/android"] }].map((line) => JSON.stringify(line)).join("\n");
	const fake = fakeWorld({
		files: {
			"/state/earlier-1.journal": journal(machine.parent, "earlier"),
			"/state/stranger-1.journal": journal({ ...machine.parent, pid: 4711 }, "stranger"),
		},
	});
	const world = { ...fake.world, files: { ...fake.world.files, free: async () => ({ bytes: 16e9 }) } };
	const terms = { run: "r1", decision: { plan: PLAN, links: [] }, strict: true, keep: [], journals: ["/state"] };
	await openRoom(world, openStory(world), openJournal(world, "/state"), terms);
	// There is enough then: nothing more has to go.
	expect(fake.removals).toEqual([{ finish: "earlier", near: ["/opt/android"] }]);
});

describe("min-free that is not reached", () => {
	it("ends the removal with the run: a program that waits for more orders would hold it up for ever", async () => {
		// Something else took the room in the moment in which there was enough.
		const { removals, failure } = await open(14e9);
		expect(failure?.message).toMatch(/min-free/);
		expect(removals.slice(1)).toEqual(["finish"]);
	});
});

it("leaves the removal alone when there is enough: it may be asked for more while it is built", async () => {
	const { removals, failure } = await open(16e9);
	expect(failure).toBeUndefined();
	expect(removals).toHaveLength(1);
});

/** Two disks that stay short, whatever is removed. */
const SHORT: SpacePlan = { ...PLAN, disks: [DISK, { ...DISK, path: "/data", device: "2", free: 3e9 }] };

async function openShort(strict: boolean) {
	const fake = fakeWorld();
	const free = async (path: string) => ({ bytes: path === "/data" ? 3e9 : 10e9 });
	const world = { ...fake.world, files: { ...fake.world.files, free } };
	const terms = { run: "r1", decision: { plan: { ...SHORT, items: [] }, links: [] }, strict, keep: [], journals: [] };
	const failure = await openRoom(world, openStory(world), openJournal(world, "/state"), terms).then(
		() => undefined,
		(error: Error) => error,
	);
	return { ...fake, failure };
}

it("counts what went where min-free was not reached: the table has the names", async () => {
	const ids = ["a", "b", "c", "d", "e", "f", "g"];
	const fake = fakeWorld({ reclaim: () => ids.map((item) => ({ kind: "moved", item })) });
	const world = { ...fake.world, files: { ...fake.world.files, free: async () => ({ bytes: 10e9 }) } };
	const [item] = PLAN.items;
	const items = ids.flatMap((component) => (item ? [{ ...item, component }] : []));
	const terms = { run: "r1", decision: { plan: { ...PLAN, items }, links: [] }, strict: true, keep: [], journals: [] };
	await expect(openRoom(world, openStory(world), openJournal(world, "/state"), terms)).rejects.toThrow(
		/ are free there, after a, b, c, d, e and 2 more were removed;/,
	);
});

describe("several disks that are short", () => {
	it("are all warned of", async () => {
		expect((await openShort(false)).warnings).toEqual([
			"/ may run full: 10 GB are free, and the build needs about 15 GB",
			"/data may run full: 3 GB are free, and the build needs about 15 GB",
		]);
	});

	it("are all named where min-free was given", async () => {
		expect((await openShort(true)).failure?.message).toMatch(
			/cannot be had at \/: 10 GB are free there, 3 GB at \/data, /,
		);
	});
});

describe("what of the engine's images went", () => {
	const images: PlannedItem = {
		component: "docker-images",
		title: "Docker images",
		paths: [],
		devices: ["1"],
		engine: { kind: "images", images: ["1", "2"].map((id) => ({ id: `sha256:${id}`, name: `image${id}` })) },
		expected: { bytes: 3e9, seconds: 1 },
		breaks: "images",
	};

	/** An engine of which `stuck` images cannot be removed. The run is cancelled at that look at the disk. */
	async function remove(stuck: (path: string) => boolean, cancelledAt?: number) {
		const cancel = new AbortController();
		let looks = 0;
		const free = async () => {
			looks += 1;
			if (looks === cancelledAt) cancel.abort(new Error("cancelled"));
			return { bytes: 10e9 };
		};
		const reply = (path: string): EngineReply =>
			stuck(decodeURIComponent(path)) ? { status: 409, text: '{"message":"in use"}' } : { status: 200, text: "[]" };
		const fake = fakeWorld({ reply });
		const printed: string[] = [];
		const world: World = {
			...fake.world,
			log: { ...fake.world.log, info: (text) => void printed.push(text) },
			files: { ...fake.world.files, free },
			cancelled: cancel.signal,
		};
		const story = openStory(world);
		const decision = { plan: { ...PLAN, items: [images] }, links: [] };
		const terms = { run: "r1", decision, strict: false, keep: [], journals: ["/state"] };
		await openRoom(world, story, openJournal(world, "/state"), terms).catch(() => {});
		return { told: spaceSentences(story.space).slice(1), printed, items: story.space?.items };
	}

	it("tells of one that stays beside one that went", async () => {
		const { told, printed } = await remove((path) => path.includes("sha256:1"));
		const why = "the image image1 stays: the engine answered 409 (in use)";
		expect(told).toEqual([`Docker images went only in part: ${why}`]);
		expect(printed).toContain(told[0]);
	});

	it("tells why none went", async () => {
		const { told } = await remove(() => true);
		expect(told[0]).toMatch(/^Docker images stayed: the image image1 stays: .*; the image image2 stays: /);
	});

	it("does not call it removed when the run is cancelled before the first", async () => {
		// Looks: is there enough, how much before, how much before the first image.
		const { items, told } = await remove(() => false, 3);
		expect(items).toMatchObject([{ component: "docker-images", state: "failed", bytes: 0 }]);
		expect(told).toEqual(["Docker images stayed: 2 images stay: the run was cancelled"]);
	});
});

it("tells in the log what leads nowhere since the removal hurried", async () => {
	const link: FoundPath = {
		pattern: "/usr/bin/ghc",
		path: "/usr/bin/ghc",
		real: "/opt/haskell/ghc",
		target: "/opt/haskell/ghc",
		kind: "link",
		device: "1",
		uid: 0,
		modifiedMs: 0,
	};
	const printed: string[] = [];
	const fake = fakeWorld({
		reclaim: () => [
			{ kind: "moved", item: "swift" },
			{ kind: "enough", free: [16e9] },
		],
	});
	let free = DISK.free;
	const world: World = {
		...fake.world,
		log: { ...fake.world.log, info: (text) => void printed.push(text) },
		files: { ...fake.world.files, free: async () => ({ bytes: free }) },
		reclaim(request, on) {
			const reclaiming = fake.world.reclaim(request, on);
			free = 16e9;
			return { ...reclaiming, hurry: () => on({ kind: "moved", item: "haskell" }) };
		},
	};
	const story = openStory(world);
	const terms = { run: "r1", decision: { plan: PLAN, links: [link] }, strict: true, keep: [], journals: ["/state"] };
	const room = await openRoom(world, story, openJournal(world, "/state"), terms);
	room?.hurry();
	await closeRoom(world, story, room, "finish");
	const dead = "/usr/bin/ghc (to /opt/haskell/ghc)";
	expect(printed.filter((line) => line.startsWith("Leads nowhere"))).toEqual([`Leads nowhere now: ${dead}`]);
	expect(story.space?.dangling).toEqual([dead]);
});

it("tells of a second disk in the place of anything removed", async () => {
	const second = { path: "/mnt", device: "2", free: 60e9, total: 70e9, state: "/mnt/r/state", temp: "/mnt/r/temp" };
	const plan: SpacePlan = { ...PLAN, disks: [{ ...DISK, needed: 2e9 }], items: [], second };
	const { world } = fakeWorld();
	const story = openStory(world);
	const terms = { run: "r1", decision: { plan, links: [] }, strict: false, keep: [], journals: ["/state"] };
	await openRoom(world, story, openJournal(world, "/state"), terms);
	const told =
		"About 15 GB of disk are needed (min-free asks for 15 GB): the builder's state is put on the disk at /mnt, where 60 GB were free";
	expect(spaceSentences(story.space)).toEqual([told]);
	expect(spaceSteps(plan).map(({ title }) => title)).toEqual([
		"keep the builder's state on the disk at /mnt, where 60 GB are free: the build needs about 15 GB (min-free asks for 15 GB)",
	]);
});

it.each(["/w/trainer/", "/w//trainer", "/x/../w/trainer", "trainer"])(
	"names the job's folders as the program takes them: GITHUB_WORKSPACE=%s",
	(given) => {
		const { world } = fakeWorld({ env: { GITHUB_WORKSPACE: given } });
		const here = { ...world, files: { ...world.files, temp: "/w/temp/", cwd: "/w" } };
		expect(placesInUse(here, ["/data/docker/", "https://example.com/a.git", "/"])).toEqual([
			"/w/trainer",
			"/w/temp",
			"/data/docker",
		]);
	},
);

it("asks for room at a disk as the program takes its path", async () => {
	const { world, removals } = fakeWorld();
	const plan = { ...PLAN, disks: [{ ...DISK, path: "/data//docker/" }] };
	const short = { ...world, files: { ...world.files, free: async () => ({ bytes: 10e9 }) } };
	const terms = { run: "r1", decision: { plan, links: [] }, strict: false, keep: [], journals: [] };
	await openRoom(short, openStory(short), openJournal(short, "/state"), terms);
	expect(removals[0]).toMatchObject({ until: [{ path: "/data/docker" }], items: [{ frees: ["/data/docker"] }, {}] });
});

describe("a removal that cannot be started", () => {
	const why = "sudo ended with 2: keep must be a list of absolute paths";

	async function fail(strict: boolean) {
		const fake = fakeWorld();
		const printed: string[] = [];
		const world: World = {
			...fake.world,
			log: { ...fake.world.log, info: (text) => void printed.push(text) },
			files: { ...fake.world.files, free: async () => ({ bytes: 10e9 }) },
			reclaim: (request, on) => ({
				...fake.world.reclaim(request, on),
				enough: Promise.resolve({ free: [], why, neverRan: true }),
				done: Promise.resolve({ problems: [why], unfinished: false }),
			}),
		};
		const story = openStory(world);
		const terms = { run: "r1", decision: { plan: PLAN, links: [] }, strict, keep: [], journals: [] };
		const opened = openRoom(world, story, openJournal(world, "/state"), terms);
		const failure = await opened.then(
			(room) => closeRoom(world, story, room, "finish"),
			(error: UserError) => error,
		);
		return { printed, story, failure, files: fake.files };
	}

	it("is told as that, with its reason, and not as one that found nothing to remove", async () => {
		const { failure, files } = await fail(true);
		expect(failure?.message).toContain(`the removal could not start: ${why}`);
		expect(failure?.problems[0]?.remedy).not.toMatch(/name more in remove|larger disk/);
		expect([...files.keys()]).toEqual([]);
	});

	it("is told once", async () => {
		const { printed, story } = await fail(false);
		expect(printed.filter((line) => line.includes(why))).toHaveLength(1);
		expect(story.notes).toEqual([]);
	});
});

it("prints names of files as text, whatever is in them", async () => {
	const name = "/usr/share/f\u001b[31m\u0007\n::error::z";
	const events: readonly ReclaimEvent[] = [
		{ kind: "moved", item: "swift" },
		{ kind: "freed", item: "swift", bytes: 6e9, files: 1, seconds: 1, problems: [`${name}: EPERM`] },
		{ kind: "end", free: [10e9], problems: [], left: [] },
	];
	const link: FoundPath = {
		pattern: name,
		path: name,
		real: name,
		target: "/opt/swift/bin",
		kind: "link",
		device: "1",
		uid: 0,
		modifiedMs: 0,
	};
	const fake = fakeWorld({ reclaim: () => events });
	const printed: string[] = [];
	const world: World = {
		...fake.world,
		log: { ...fake.world.log, info: (text) => void printed.push(text) },
		files: { ...fake.world.files, free: async () => ({ bytes: 10e9 }) },
	};
	const plan = { ...PLAN, disks: [{ ...DISK, path: name }] };
	const terms = { run: "r1", decision: { plan, links: [link] }, strict: false, keep: [], journals: [] };
	await openRoom(world, openStory(world), openJournal(world, "/state"), terms);
	const lines = [...printed, ...fake.warnings];
	expect(lines.filter((line) => line.includes("z"))).toHaveLength(3);
	expect(lines.filter((line) => /[\u0000-\u001f]/.test(line))).toEqual([]);
});
