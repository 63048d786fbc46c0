import { describe, expect, it } from "@jest/globals";
import { createJoin } from "../../../../src/build/watch/join.ts";
import { EPOCH, group, MB, type Second, step, tickOf, watchOf } from "./ticks.ts";

const GIB = 2 ** 30;

describe("peak memory of a step", () => {
	it("is that of its own cgroup as it was read last", () => {
		const { steps } = watchOf([
			{ total: { current: 0, peak: 0 } },
			{ running: ["a"], total: { peak: 200 * MB }, groups: [group("x", { peak: 200 * MB })] },
			{ running: ["a"], total: { peak: 300 * MB }, groups: [group("x", { peak: 300 * MB })] },
			{ ended: ["a"], total: { peak: 300 * MB } },
		]);
		expect(steps["a"]).toMatchObject({ peakMemory: 300 * MB, shared: false });
	});

	it("is the rise of the sum when the step came and went between two looks", () => {
		const { steps } = watchOf([
			{ total: { current: 10 * MB, peak: 10 * MB } },
			{ ended: ["a"], total: { current: 10 * MB, peak: 510 * MB } },
			{ ended: ["b"], total: { current: 10 * MB, peak: 510 * MB } },
		]);
		expect(steps["a"]).toMatchObject({ peakMemory: 500 * MB, shared: false });
		expect(steps["b"]).not.toHaveProperty("peakMemory");
	});

	it("is the limit when it grew into it after the last look and was killed", () => {
		const limit = 2 * GIB;
		const { steps } = watchOf([
			{ total: { current: 0.5 * GIB, peak: 0.5 * GIB, limit } },
			{ running: ["a"], total: { peak: 1.5 * GIB, limit }, groups: [group("x", { peak: GIB })] },
			{ ended: ["a"], total: { peak: limit, limit, oomKills: 1 } },
		]);
		expect(steps["a"]).toMatchObject({ peakMemory: limit, shared: false, oomKills: 1 });
	});

	it("is the limit when that was hit, also when an older peak is higher", () => {
		const limit = 200 * MB;
		const { steps, memory } = watchOf([
			{ total: { current: 0, peak: 480 * MB, limit, limitHits: 3 } },
			{ running: ["a"], total: { current: 150 * MB, peak: 480 * MB, limit, limitHits: 3 } },
			{ ended: ["a"], total: { current: 0, peak: 480 * MB, limit, limitHits: 9 } },
		]);
		expect(steps["a"]).toMatchObject({ peakMemory: limit });
		expect(memory?.peak).toBe(limit);
	});

	it("is not the next step's that begins in the same second", () => {
		const { steps } = watchOf([
			{ total: { current: 0, peak: 0 } },
			{ running: ["a"], total: { peak: 200 * MB }, groups: [group("x", { peak: 200 * MB })] },
			{ running: ["b"], ended: ["a"], total: { peak: 450 * MB }, groups: [group("y", { peak: 50 * MB })] },
			{ ended: ["b"], total: { peak: 450 * MB } },
		]);
		expect(steps).toMatchObject({
			a: { peakMemory: 450 * MB, shared: false },
			b: { peakMemory: 50 * MB, shared: false },
		});
	});

	it("is what was there at most where the kernel keeps no peak", () => {
		const { steps } = watchOf([
			{ total: { current: 0 } },
			{ running: ["a"], total: { current: 5 * MB }, groups: [group("x", { current: 5 * MB })] },
			{ running: ["a"], total: { current: 3 * MB }, groups: [group("x", { current: 3 * MB })] },
			{ ended: ["a"], total: { current: 0 } },
		]);
		expect(steps["a"]).toMatchObject({ peakMemory: 5 * MB });
	});

	it("waits for the step when its events come late", () => {
		const { steps } = watchOf([
			{ total: { peak: 0 } },
			{ total: { peak: 100 * MB }, groups: [group("x", { peak: 100 * MB })] },
			{ running: ["a"], total: { peak: 100 * MB }, groups: [group("x", { peak: 100 * MB })] },
			{ ended: ["a"], total: { peak: 100 * MB } },
		]);
		expect(steps["a"]).toMatchObject({ peakMemory: 100 * MB, shared: false });
	});

	it("is not that of somebody else's cgroup that was there before", () => {
		const other = group("other", { peak: 900 * MB });
		const { steps } = watchOf([
			{ total: { peak: 900 * MB }, groups: [other] },
			{ running: ["a"], total: { peak: 900 * MB }, groups: [other, group("x", { peak: 7 * MB })] },
			{ ended: ["a"], total: { peak: 900 * MB }, groups: [other] },
		]);
		expect(steps["a"]).toMatchObject({ peakMemory: 7 * MB, shared: false });
	});
});

describe("steps side by side", () => {
	const x = group("x", { peak: 10 * MB, oomKills: 0 });
	const y = group("y", { peak: 20 * MB, oomKills: 0 });

	it("are told apart when they begin one after the other", () => {
		const { steps } = watchOf([
			{ total: { peak: 0 } },
			{ running: ["a"], total: { peak: 10 * MB }, groups: [x] },
			{ running: ["a", "b"], total: { peak: 30 * MB }, groups: [x, y] },
			{ ended: ["a", "b"], total: { peak: 30 * MB } },
		]);
		expect(steps).toMatchObject({
			a: { peakMemory: 10 * MB, shared: false },
			b: { peakMemory: 20 * MB, shared: false },
		});
	});

	it("are told apart when one ends before the other", () => {
		const both: Second = { running: ["a", "b"], total: { peak: 30 * MB }, groups: [x, y] };
		const { steps } = watchOf([
			{ total: { peak: 0 } },
			both,
			both,
			{ running: ["b"], ended: ["a"], total: { peak: 30 * MB }, groups: [y] },
			{ ended: ["b"], total: { peak: 30 * MB } },
		]);
		expect(steps).toMatchObject({
			a: { peakMemory: 10 * MB, shared: false },
			b: { peakMemory: 20 * MB, shared: false },
		});
	});

	it("share the number of both when nothing tells them apart", () => {
		const { steps } = watchOf([
			{ total: { peak: 0 } },
			{ running: ["a", "b"], total: { peak: 30 * MB }, groups: [x, y] },
			{ ended: ["a", "b"], total: { peak: 30 * MB } },
		]);
		expect(steps).toMatchObject({
			a: { peakMemory: 30 * MB, shared: true },
			b: { peakMemory: 30 * MB, shared: true },
		});
	});
});

describe("kills", () => {
	it("of a cgroup that is gone belong to the step that ran, and to none twice", () => {
		const { steps, memory } = watchOf([
			{ total: { peak: 0, oomKills: 4 } },
			{ running: ["a"], total: { oomKills: 4 }, groups: [group("x", { peak: 1, oomKills: 1 })] },
			{ running: ["a"], total: { oomKills: 5 }, groups: [group("x", { peak: 1, oomKills: 1 })] },
			{ running: ["b"], ended: ["a"], total: { oomKills: 5 } },
			{ ended: ["b"], total: { oomKills: 7 } },
		]);
		expect(steps).toMatchObject({ a: { oomKills: 1 }, b: { oomKills: 2 } });
		expect(memory?.oomKills).toBe(3);
	});

	it("that nobody can assign are everybody's, and said to be shared", () => {
		const { steps } = watchOf([
			{ total: { peak: 0, oomKills: 0 } },
			{ running: ["a", "b"], total: { oomKills: 0 } },
			{ running: ["b"], ended: ["a"], total: { oomKills: 1 } },
		]);
		expect(steps).toMatchObject({ a: { oomKills: 1, shared: true }, b: { oomKills: 1, shared: true } });
	});

	it("are none, not unknown, where the sum counts them", () => {
		const { steps } = watchOf([
			{ total: { oomKills: 0 } },
			{ running: ["a"], total: { oomKills: 0 } },
			{ ended: ["a"] },
		]);
		expect(steps["a"]).toMatchObject({ oomKills: 0 });
	});

	it("are the steps' own on v1, and unknown when none was seen", () => {
		const seconds: readonly Second[] = [
			{ total: { oomKills: 0 } },
			{ running: ["a"], total: { oomKills: 0 }, groups: [group("x", { peak: 1, oomKills: 2 })] },
			{ running: ["b"], ended: ["a"], total: { oomKills: 0 }, groups: [group("y", { peak: 1, oomKills: 0 })] },
			{ ended: ["b"], total: { oomKills: 0 } },
		];
		const { steps, memory } = watchOf(seconds, { killsAddUp: false });
		expect(steps["a"]).toMatchObject({ oomKills: 2 });
		expect(steps["b"]).not.toHaveProperty("oomKills");
		expect(memory?.oomKills).toBe(2);
	});
});

describe("disk", () => {
	it("of a step is what was free at its start without what is free at its end", () => {
		const { steps, disks } = watchOf([
			{ free: 900 * MB, inodes: 50 },
			{ running: ["a"], free: 800 * MB, inodes: 40 },
			{ running: ["b"], ended: ["a"], free: 600 * MB, inodes: 45 },
			{ ended: ["b"], free: 700 * MB },
		]);
		expect(steps["a"]).toMatchObject({ diskBytes: 300 * MB });
		expect(steps["b"]).toMatchObject({ diskBytes: -100 * MB });
		expect(steps["a"]).not.toHaveProperty("diskShared");
		expect(disks).toMatchObject([
			{
				start: 900 * MB,
				end: 700 * MB,
				lowest: 600 * MB,
				lowestDuring: ["[b] RUN x"],
				lowestInodes: 40,
				total: 1000 * MB,
			},
		]);
	});

	it("is shared when steps run side by side, bookkeeping left aside", () => {
		const { steps } = watchOf([
			{ free: 900 * MB },
			{ running: ["a", "internal x"], free: 800 * MB },
			{ running: ["b", "c"], ended: ["a", "internal x"], free: 700 * MB },
			{ ended: ["b", "c"], free: 600 * MB },
		]);
		expect(steps["a"]).not.toHaveProperty("diskShared");
		expect(steps).toMatchObject({ b: { diskShared: true }, c: { diskShared: true } });
	});

	it("does not count the look-up of a step that runs later", () => {
		const { steps } = watchOf([
			{ free: 900 * MB },
			{ ended: ["b"], free: 900 * MB },
			{ running: ["a"], free: 500 * MB },
			{ ended: ["a"], free: 400 * MB },
			{ running: ["b"], free: 390 * MB },
			{ ended: ["b"], free: 380 * MB },
		]);
		expect(steps).toMatchObject({ a: { diskBytes: 500 * MB }, b: { diskBytes: 20 * MB } });
	});

	it("that does not answer is left out", () => {
		expect(watchOf([{}, { running: ["a"] }, {}]).disks).toEqual([]);
	});
});

describe("the build's memory", () => {
	it("has a peak of its own, not one that is older than the build", () => {
		const old = { current: 1 * MB, peak: 800 * MB, swapPeak: 0 };
		const { memory } = watchOf([{ total: old }, { total: { ...old, current: 5 * MB, limit: GIB } }, { total: old }]);
		expect(memory).toMatchObject({ scope: "steps", peak: 5 * MB, limit: GIB });
	});

	it("has the counted peak when the cgroup is made while we look", () => {
		const { memory } = watchOf([{}, { total: { current: 1, peak: 800 * MB, oomKills: 2 } }]);
		expect(memory).toMatchObject({ peak: 800 * MB, oomKills: 2 });
	});

	it("is the machine's where no cgroup can be seen", () => {
		const machine = { memory: 100, swap: 50, swapFree: 50 };
		const { memory, machine: whole } = watchOf([
			{ machine: { ...machine, available: 80, oomKills: 7 } },
			{ machine: { ...machine, available: 30, swapFree: 40 } },
			{ machine: { ...machine, available: 60, oomKills: 9 } },
		]);
		expect(memory).toMatchObject({ scope: "machine", peak: 70, swapPeak: 10, oomKills: 2 });
		expect(memory?.series.map(({ value }) => value)).toEqual([20, 70, 40]);
		expect(whole).toEqual({
			memory: 100,
			swap: 50,
			startAvailable: 80,
			lowestAvailable: 30,
			swapPeak: 10,
			oomKills: 2,
		});
	});

	it("tells the share of the time in which everything waited for memory", () => {
		const seconds = [0, 500_000, 1_000_000].map((pressureUs): Second => ({ total: { current: 1, pressureUs } }));
		expect(watchOf(seconds).memory?.pressure).toBe(0.5);
	});
});

describe("disk at its fullest moment", () => {
	it("is told of a step that was ended and left nothing", () => {
		const { steps } = watchOf([
			{ free: 900 * MB },
			{ running: ["a"], free: 900 * MB },
			{ running: ["a"], free: 300 * MB },
			{ ended: ["a"], free: 890 * MB },
		]);
		expect(steps["a"]).toMatchObject({ diskBytes: 10 * MB, diskMost: 600 * MB });
	});

	it("is not told where it is what the step left", () => {
		const { steps } = watchOf([
			{ free: 900 * MB },
			{ running: ["a"], free: 500 * MB },
			{ ended: ["a"], free: 400 * MB },
		]);
		expect(steps["a"]).toMatchObject({ diskBytes: 500 * MB });
		expect(steps["a"]).not.toHaveProperty("diskMost");
	});

	it("counts what was seen between two looks", () => {
		const disks = [{ roles: ["engine data"], path: "/data", total: 1000 * MB }];
		const join = createJoin({ scope: "steps", killsAddUp: true, disks, written: 0 });
		join.take(tickOf(0, { running: ["a"], free: 900 * MB }));
		join.glance({ at: EPOCH + 500, running: [step("a")], disks: [{ bytes: 2 * MB }] });
		join.take(tickOf(1, { ended: ["a"], free: 900 * MB }));
		const { steps, disks: seen } = join.result();
		expect(seen[0]).toMatchObject({ lowest: 2 * MB, lowestAt: EPOCH + 500, lowestDuring: ["[a] RUN x"] });
		expect(steps["a"]).toMatchObject({ diskMost: 898 * MB });
	});

	it("names the step that has just failed, though it runs no more", () => {
		const disks = [{ roles: ["engine data"], path: "/data", total: 1000 * MB }];
		const join = createJoin({ scope: "steps", killsAddUp: true, disks, written: 0 });
		join.take(tickOf(0, { running: ["a"], free: 900 * MB }));
		join.glance({ at: EPOCH + 500, running: [], disks: [{ bytes: 0 }] });
		join.take(tickOf(1, { ended: ["a"], free: 900 * MB }));
		expect(join.result().disks[0]).toMatchObject({ lowest: 0, lowestDuring: ["[a] RUN x"] });
	});

	it("goes to the step that ran between two looks", () => {
		const disks = [{ roles: ["engine data"], path: "/data", total: 1000 * MB }];
		const join = createJoin({ scope: "steps", killsAddUp: true, disks, written: 0 });
		const glance = (second: number, id: string, free: number) =>
			join.glance({ at: EPOCH + second * 1000, running: [step(id)], disks: [{ bytes: free * MB }] });
		join.take(tickOf(0, { running: ["a"], free: 900 * MB }));
		glance(0.25, "a", 850);
		glance(0.5, "b", 800);
		glance(0.75, "b", 300);
		join.take(tickOf(1, { running: ["b"], ended: ["a"], free: 100 * MB }));
		join.take(tickOf(2, { ended: ["b"], free: 90 * MB }));
		const { steps } = join.result();
		expect(steps["a"]).toMatchObject({ diskBytes: 100 * MB });
		expect(steps["b"]).toMatchObject({ diskBytes: 710 * MB });
		expect(steps["a"]).not.toHaveProperty("diskShared");
		expect(steps["b"]).not.toHaveProperty("diskShared");
	});
});
