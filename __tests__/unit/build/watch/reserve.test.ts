import { describe, expect, it } from "@jest/globals";
import { keepReserves, reservePlaces, reserveSize } from "../../../../src/build/watch/reserve.ts";
import { watchRoom } from "../../../../src/build/watch/room-watch.ts";
import type { Disk } from "../../../../src/model/host.ts";
import type { LowDisk } from "../../../../src/model/watch.ts";
import { openJournal } from "../../../../src/teardown.ts";
import { fakeWorld } from "../../../support/fake-world.ts";
import { step } from "./ticks.ts";

const MIB = 2 ** 20;
const GB = 1e9;

it.each([
	["a hosted runner", 20 * GB, 200_000_000],
	["a large disk", 500 * GB, 256 * MIB],
	["a small disk", 3 * GB, 30_000_000],
	["a nearly full disk", 200e6, 4 * MIB],
	["a disk that has nothing to spare", 50e6, 0],
	["a full disk", 0, 0],
])("what is kept back on %s", (_name, free, bytes) => {
	expect(reserveSize(free)).toBe(bytes);
});

const disk = (role: string, path: string, device: string): Disk => ({
	role,
	path,
	device,
	free: 40 * GB,
	total: 80 * GB,
});

describe("places", () => {
	const engine = disk("engine data", "/var/lib/docker", "1");
	it.each<readonly [string, readonly Disk[], string | undefined, readonly (readonly [string, string])[]]>([
		[
			"one disk: our own folder",
			[engine, disk("workspace", "/work/app/app", "1"), disk("temp", "/work/_temp", "1")],
			"/work/app",
			[["/var/lib/docker", "/own"]],
		],
		[
			"the engine's data on a disk of its own: that of the temporary folder",
			[engine, disk("workspace", "/work/app/app", "2"), disk("temp", "/work/_temp", "2")],
			"/work/app",
			[["/work/app/app", "/own"]],
		],
		[
			"the workspace on a disk of its own: beside the checkout too",
			[engine, disk("workspace", "/work/app/app", "2"), disk("temp", "/tmp", "1")],
			"/work/app",
			[
				["/var/lib/docker", "/own"],
				["/work/app/app", "/work/app"],
			],
		],
		[
			"on a command line nothing beside the user's folder",
			[engine, disk("workspace", "/home/me/app", "2"), disk("temp", "/tmp", "1")],
			undefined,
			[["/var/lib/docker", "/own"]],
		],
	])("%s", (_name, disks, beside, places) => {
		expect(reservePlaces(disks, "/own", beside).map(({ path, folder }) => [path, folder])).toEqual(places);
	});
});

describe("reserves", () => {
	async function keep(parts: Parameters<typeof fakeWorld>[0] = {}) {
		const fake = fakeWorld(parts);
		const journal = openJournal(fake.world, "/journals");
		const reserves = await keepReserves(fake.world, journal, [{ path: "/data", folder: "/own" }], ".keep");
		const names = () => [...fake.files.keys()].filter((name) => name.startsWith("/own"));
		return { ...fake, journal, reserves, names };
	}

	it("are noted before they are made, and gone with their notes at the end", async () => {
		const { files, journal, reserves, names } = await keep();
		expect(names()).toEqual(["/own/.keep-1", "/own/.keep-2"]);
		expect(files.get(journal.path)).toContain("/own/.keep-2");
		expect(reserves.held("/data")).toBe(2 * Math.floor((256 * MIB) / 2));
		await reserves.release();
		expect(names()).toEqual([]);
		expect(files.has(journal.path)).toBe(false);
	});

	it("are undone by the journal when the run is killed", async () => {
		const { journal, names } = await keep();
		await journal.undo();
		expect(names()).toEqual([]);
	});

	it("are given back half by half", async () => {
		const { reserves, names } = await keep();
		expect(await reserves.giveBack("/data", "half")).toBe(128 * MIB);
		expect(names()).toEqual(["/own/.keep-2"]);
		expect(await reserves.giveBack("/data", "half")).toBe(0);
		expect(await reserves.giveBack("/data", "all")).toBe(128 * MIB);
		expect(names()).toEqual([]);
	});

	it("are not there where they cannot be made, and nothing fails", async () => {
		const { world } = fakeWorld();
		const broken = { ...world, reserve: async () => Promise.reject(new Error("EROFS")) };
		const journal = openJournal(world, "/journals");
		const reserves = await keepReserves(broken, journal, [{ path: "/data", folder: "/own" }], ".keep");
		expect(reserves.held("/data")).toBe(0);
		await reserves.release();
	});

	describe("while a disk fills", () => {
		/** Free bytes, look after look; the last one stays. */
		async function fill(looks: readonly number[], below?: number, lookUntil = looks.length) {
			const kept = await keep();
			let at = 0;
			let clock = 0;
			const stopped: LowDisk[] = [];
			const world = {
				...kept.world,
				files: { ...kept.world.files, free: async () => ({ bytes: looks[Math.min(at++, looks.length - 1)] ?? 0 }) },
				monotonic: () => (clock += 1000),
			};
			const room = watchRoom(
				world,
				{
					disks: [disk("engine data", "/data", "1")],
					room: { reserves: kept.reserves, ...(below !== undefined && { stop: { below, roles: ["engine data"] } }) },
				},
				{ running: () => [step("a")], seen: () => {}, stop: (found) => void stopped.push(found) },
			);
			while (at < lookUntil) await new Promise((resolve) => setTimeout(resolve, 20));
			const left = kept.names();
			const seen = await room.stop();
			return { ...kept, stopped, left, seen };
		}

		it("the first half goes at once, the rest when the build has ended", async () => {
			const { warnings, left, seen, names } = await fill([10 * GB, 1 * GB, 100, 0, 0]);
			expect(left).toEqual(["/own/.keep-2"]);
			expect(names()).toEqual([]);
			expect(seen).toEqual([
				{ path: "/data", bytes: 256 * MIB, givenBackAt: 1_000_000, givenBackDuring: ["[a] RUN x"] },
			]);
			expect(warnings.filter((text) => text.includes("given back"))).toEqual([
				expect.stringMatching(/\/data.*nearly full, 100 B left, while \[a\] RUN x ran: 134.21 MB/),
			]);
		});

		it("what somebody else saw is heeded as a look of our own", async () => {
			const kept = await keep();
			let looks = 0;
			const free = async () => {
				looks += 1;
				return { bytes: 10 * GB };
			};
			const stopped: LowDisk[] = [];
			const room = watchRoom(
				{ ...kept.world, files: { ...kept.world.files, free } },
				{
					disks: [disk("engine data", "/data", "1")],
					room: { reserves: kept.reserves, stop: { below: 5 * GB, roles: ["engine data"] } },
				},
				{ running: () => [step("a")], seen: () => {}, stop: (found) => void stopped.push(found) },
			);
			await new Promise((resolve) => setTimeout(resolve, 20));
			room.hear([{ bytes: 9 * GB }]);
			room.hear([{ bytes: 4 * GB }]);
			expect(stopped).toEqual([{ path: "/data", free: 4 * GB, below: 5 * GB }]);
			expect(looks).toBe(1);
			await room.stop();
			room.hear([{ bytes: 1 }]);
			expect(kept.warnings.filter((text) => text.includes("given back"))).toEqual([]);
		});

		it("a log that speaks of a full disk all the time does not keep it from being looked after", async () => {
			const kept = await keep();
			let full = false;
			const free = async () => ({ bytes: full ? 0 : 1 * GB });
			const room = watchRoom(
				{ ...kept.world, monotonic: () => performance.now(), files: { ...kept.world.files, free } },
				{ disks: [disk("engine data", "/data", "1")], room: { reserves: kept.reserves } },
				{ running: () => [step("a")], seen: () => {}, stop: () => {} },
			);
			await new Promise((resolve) => setTimeout(resolve, 20));
			full = true;
			const given = () => kept.warnings.some((text) => text.includes("given back"));
			for (let glances = 0; glances < 50 && !given(); glances += 1) {
				room.glance();
				await new Promise((resolve) => setTimeout(resolve, 100));
			}
			await room.stop();
			expect(kept.warnings.join()).toMatch(/nearly full, 0 B left, while \[a\] RUN x ran: .* given back/);
		});

		/** Looks at a disk on which nothing is kept and nothing has to stay free. */
		const lookAt = (bytes: number) => {
			const { world } = fakeWorld();
			let looks = 0;
			const free = async () => {
				looks += 1;
				return { bytes };
			};
			const room = watchRoom(
				{ ...world, monotonic: () => performance.now(), files: { ...world.files, free } },
				{ disks: [disk("engine data", "/data", "1")] },
				{ running: () => [], seen: () => {}, stop: () => {} },
			);
			return { room, looks: () => looks };
		};
		const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

		it.each([
			["four times a second where little is left", 3 * GB, 3],
			["not so often where there is room", 30 * GB, 1],
		])("is looked at %s", async (_how, bytes, expected) => {
			const { room, looks } = lookAt(bytes);
			await pause(20);
			// Somebody else looks at all of them meanwhile.
			for (let tick = 0; tick < 8; tick += 1) {
				await pause(100);
				if (tick === 0) room.hear([{ bytes }]);
			}
			await room.stop();
			if (expected === 1) expect(looks()).toBe(1);
			else expect(looks()).toBeGreaterThanOrEqual(expected);
		});

		it("a crowd of glances is one", async () => {
			const { room, looks } = lookAt(30 * GB);
			await pause(20);
			const before = looks();
			for (let glance = 0; glance < 1000; glance += 1) room.glance();
			await room.stop();
			expect(looks() - before).toBe(1);
		});

		it("the rest stays until the end when the build left room", async () => {
			const { seen, names } = await fill([10 * GB, 9 * GB]);
			expect(names()).toEqual(["/own/.keep-1", "/own/.keep-2"]);
			expect(seen).toEqual([{ path: "/data", bytes: 256 * MIB }]);
		});

		it("all goes at the end of a build that filled the disk between two looks, and the report knows it", async () => {
			const { seen, left, names } = await fill([10 * GB, 0], undefined, 1);
			expect(left).toHaveLength(2);
			expect(names()).toEqual([]);
			expect(seen).toEqual([{ path: "/data", bytes: 256 * MIB, givenBackAt: 1_000_000, givenBackDuring: [] }]);
		});

		it("the build is ended below the mark, once", async () => {
			const { stopped } = await fill([10 * GB, 4.9 * GB, 4 * GB], 5 * GB);
			expect(stopped).toEqual([{ path: "/data", free: 4.9 * GB, below: 5 * GB }]);
		});
	});
});
