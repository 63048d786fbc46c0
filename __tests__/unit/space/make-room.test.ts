import { describe, expect, it } from "@jest/globals";
import type { Undo } from "../../../src/model/plan.ts";
import type { ReclaimEvent } from "../../../src/model/reclaim.ts";
import type { DiskNeed, PlannedItem, SpacePlan } from "../../../src/model/space.ts";
import type { World } from "../../../src/model/world.ts";
import { makeRoom } from "../../../src/space/make-room.ts";
import { fakeWorld } from "../../support/fake-world.ts";

const DISK: DiskNeed = { roles: ["engine data"], path: "/", device: "1", free: 10e9, total: 70e9, needed: 15e9 };

const tree = (component: string, path = `/opt/${component}`): PlannedItem => ({
	component,
	title: component.toUpperCase(),
	paths: [path],
	devices: ["1"],
	expected: { bytes: 3e9, seconds: 1 },
	breaks: component,
});
const image: PlannedItem = {
	...tree("docker-images"),
	paths: [],
	engine: { kind: "images", images: [{ id: "sha256:1", name: "left" }] },
};
const planOf = (items: readonly PlannedItem[], spare: readonly PlannedItem[] = []): SpacePlan => ({
	need: { bytes: 15e9, how: "given by min-free", from: "min-free" },
	disks: [DISK],
	items,
	spare,
	kept: [{ component: "jdk", why: "JAVA_HOME" }],
	lacking: [],
});

const freed = (item: string, bytes = 3e9): ReclaimEvent[] => [
	{ kind: "moved", item },
	{ kind: "freed", item, bytes, files: 10, seconds: 0.5, problems: [] },
];
const ENOUGH: ReclaimEvent = { kind: "enough", free: [16e9] };
const END: ReclaimEvent = { kind: "end", free: [16e9], problems: [], left: [] };

/** A disk whose free bytes a test changes, and a journal that is looked into. `hurried`: what comes when the removal hurries. */
function machine(events: readonly ReclaimEvent[], hurried: readonly ReclaimEvent[] = []) {
	const free = { bytes: 10e9 };
	const fake = fakeWorld({ reclaim: () => events });
	const world: World = {
		...fake.world,
		files: { ...fake.world.files, free: async () => ({ bytes: free.bytes }) },
		reclaim(request, on) {
			const reclaiming = fake.world.reclaim(request, on);
			return {
				...reclaiming,
				hurry(until) {
					reclaiming.hurry(until);
					for (const event of hurried) on(event);
				},
			};
		},
	};
	const journal: Undo[] = [];
	const notes = {
		note: async (undo: Undo) => void journal.push(undo),
		forget: async (undo: Undo) => void journal.splice(journal.indexOf(undo), 1),
	};
	const asked: string[] = [];
	const request = {
		run: "r1",
		keep: ["/work"],
		removeFromEngine: async (item: PlannedItem) => {
			asked.push(item.component);
			free.bytes += 4e9;
			return { gone: true, problems: [] };
		},
		dangling: async (paths: readonly string[]) => paths.map((path) => `link to ${path}`),
	};
	const make = (plan: SpacePlan) => makeRoom(world, notes, plan, request);
	return { ...fake, make, journal, asked };
}

describe("making room", () => {
	it("asks for the planned paths in their order, spare ones last, until the disks have what they need", async () => {
		const { make, removals } = machine([...freed("swift"), ENOUGH, END]);
		await make(planOf([tree("swift"), tree("haskell")], [tree("android")]));
		expect(removals[0]).toEqual({
			run: "r1",
			items: ["swift", "haskell", "android"].map((id) => ({ id, paths: [`/opt/${id}`], frees: ["/"] })),
			until: [{ path: "/", free: 15e9 }],
			keep: ["/work"],
		});
	});

	it("tells what is gone, what goes while the build runs, what stayed and why; nothing of what was not needed", async () => {
		const events: ReclaimEvent[] = [
			...freed("swift"),
			{ kind: "skipped", item: "haskell", path: "/opt/haskell", why: "is a mount point" },
			{ kind: "moved", item: "dotnet" },
			ENOUGH,
		];
		const room = await machine(events).make(planOf(["swift", "haskell", "dotnet", "android"].map((id) => tree(id))));
		const { items, freedBytes, dangling, kept } = room.report();
		expect(items).toEqual([
			{ component: "swift", title: "SWIFT", state: "freed", bytes: 3e9, files: 10, seconds: 0.5 },
			{
				component: "haskell",
				title: "HASKELL",
				state: "failed",
				bytes: 0,
				files: 0,
				seconds: 0,
				why: "/opt/haskell: is a mount point",
			},
			{ component: "dotnet", title: "DOTNET", state: "later", bytes: 0, files: 0, seconds: 0 },
		]);
		expect(freedBytes).toBe(3e9);
		expect(dangling).toEqual(["link to /opt/swift", "link to /opt/dotnet"]);
		expect(kept).toEqual([{ component: "jdk", why: "JAVA_HOME" }]);
	});

	it("counts what is gone by then of what goes on in the background", async () => {
		const room = await machine([
			{ kind: "moved", item: "swift" },
			{ kind: "part", item: "swift", bytes: 2e9 },
			ENOUGH,
		]).make(planOf([tree("swift")]));
		expect(room.report()).toMatchObject({
			freedBytes: 2e9,
			items: [{ component: "swift", state: "later", bytes: 2e9 }],
		});
	});

	it("has the end of it in the journal before anything is moved, and takes it out when nothing is left", async () => {
		const { make, journal, removals } = machine([...freed("swift"), ENOUGH, END]);
		const room = await make(planOf([tree("swift")]));
		expect(journal).toEqual([{ kind: "finish-reclaim", run: "r1", near: ["/opt/swift"] }]);
		expect(await room.settle("finish")).toEqual([]);
		expect(journal).toEqual([]);
		expect(removals.slice(1)).toEqual(["finish"]);
	});

	it("keeps the end of it in the journal while its trash is not empty: what stops it may be gone when post comes", async () => {
		const left = ["/.ml-image-build-trash-r1"];
		const { make, journal } = machine([
			...freed("swift"),
			{ kind: "end", free: [12e9], problems: ["/a: EPERM"], left },
		]);
		const room = await make(planOf([tree("swift")]));
		expect(await room.settle("finish")).toEqual(["/a: EPERM"]);
		expect(journal).toHaveLength(1);
	});

	it("does not call removed what went in part", async () => {
		const some: ReclaimEvent = { kind: "skipped", item: "haskell", path: "/opt/b", why: "it is a mount point" };
		const events: ReclaimEvent[] = [
			{ kind: "moved", item: "swift" },
			{ kind: "freed", item: "swift", bytes: 3e9, files: 9, seconds: 0.5, problems: ["/opt/swift/a: EPERM"] },
			some,
			...freed("haskell"),
			END,
		];
		const room = await machine(events).make(planOf([tree("swift"), tree("haskell")]));
		expect(room.report().items).toMatchObject([
			{ component: "swift", state: "in-part", why: "/opt/swift/a: EPERM" },
			{ component: "haskell", state: "in-part", why: "/opt/b: it is a mount point" },
		]);
	});

	it("removes from the engine what stands first in the plan, and nothing more once there is enough", async () => {
		const { make, asked, removals, journal } = machine([]);
		const second = { ...image, component: "build-cache", engine: { kind: "build-cache" } as const };
		const room = await make(planOf([image, { ...second, component: "more" }, { ...second, component: "never" }]));
		expect(asked).toEqual(["docker-images", "more"]);
		expect(room.report().items).toMatchObject([
			{ component: "docker-images", bytes: 4e9, state: "freed" },
			{ component: "more", bytes: 4e9 },
		]);
		expect(removals).toEqual([]);
		expect(journal).toEqual([]);
	});

	it("goes to the engine after the paths when they were not enough", async () => {
		const { make, asked } = machine([...freed("swift"), END]);
		const room = await make(planOf([tree("swift"), image]));
		expect(asked).toEqual(["docker-images"]);
		expect(room.report().disks).toEqual([{ ...DISK, after: 14e9 }]);
	});

	it("asks nothing of the engine for a disk that it does not lie on", async () => {
		const work: DiskNeed = { ...DISK, roles: ["workspace"], path: "/work", device: "2", needed: 99e9 };
		const { make, asked } = machine([]);
		const more = ["more", "never"].map((component): PlannedItem => ({ ...image, component }));
		await make({ ...planOf([image, ...more]), disks: [DISK, work] });
		expect(asked).toEqual(["docker-images", "more"]);
	});

	it("does nothing where nothing is planned", async () => {
		const { make, removals, journal } = machine([]);
		const room = await make(planOf([]));
		room.hurry();
		expect(await room.settle("wait")).toEqual([]);
		expect({ removals, journal, items: room.report().items }).toEqual({ removals: [], journal: [], items: [] });
	});

	it("hurries when a disk is about to fill", async () => {
		const { make, removals } = machine([...freed("swift"), ENOUGH]);
		(await make(planOf([tree("swift")]))).hurry();
		expect(removals).toContain("hurry");
	});

	it("tells also what the hurry leaves dangling", async () => {
		const { make } = machine([...freed("swift"), ENOUGH], [{ kind: "moved", item: "android" }, END]);
		const room = await make(planOf([tree("swift")], [tree("android")]));
		expect(room.report().dangling).toEqual(["link to /opt/swift"]);
		room.hurry();
		await room.settle("finish");
		expect(room.report().dangling).toEqual(["link to /opt/swift", "link to /opt/android"]);
	});
});
