import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { describe, expect, it } from "@jest/globals";
import { createSampler } from "../../../../src/build/watch/sampler.ts";
import { createSeries } from "../../../../src/build/watch/series.ts";
import { fakeWorld } from "../../../support/fake-world.ts";
import { EPOCH, group, step } from "./ticks.ts";

describe("a series", () => {
	it.each([0, 1, 119, 120, 121, 240, 241, 1000, 21_600])(
		"of %i samples has 120 points at most and keeps the extremes",
		(count) => {
			const values = Array.from({ length: count }, (_, index) => (index * 7919) % 10_007);
			const [high, low] = [createSeries("max"), createSeries("min")];
			for (const [at, value] of values.entries()) {
				high.add(at, value);
				low.add(at, value);
			}
			for (const points of [high.points(), low.points()]) {
				expect(points.length).toBeLessThanOrEqual(120);
				expect(points.length).toBeGreaterThanOrEqual(Math.min(count, 60));
				const times = points.map(({ at }) => at);
				expect(times).toEqual([...times].sort((a, b) => a - b));
				for (const { at, value } of points) expect(values[at]).toBe(value);
			}
			expect(Math.max(0, ...high.points().map(({ value }) => value))).toBe(Math.max(0, ...values));
			expect(Math.min(1e9, ...low.points().map(({ value }) => value))).toBe(Math.min(1e9, ...values));
		},
	);
});

describe("six hours of looks", () => {
	it("end with a small result, and a clock that is set back changes nothing", async () => {
		const steps = 300;
		const seconds = 21_600;
		let second = 0;
		const { world } = fakeWorld({ files: { "/proc/meminfo": "MemTotal: 1000 kB\nMemAvailable: 500 kB\n" } });
		const clock = {
			...world,
			// Set back by an hour in the middle.
			now: () => EPOCH + second * 1000 - (second > 10_000 ? 3_600_000 : 0),
			monotonic: () => second * 1000,
			files: { ...world.files, free: async () => ({ bytes: 1e9 - second * 1000, inodes: 5 }) },
		};
		const runs = Math.floor(seconds / steps);
		const now = () => step(`s${Math.floor(second / runs)}`);
		const sampler = createSampler(
			clock,
			{
				disks: [{ role: "engine data", path: "/data" }],
				group: { place: { version: "2", path: "/x", steps: "/x" }, scope: "steps", elsewhere: [] },
			},
			{
				running: () => [now()],
				takeEnded: () => (second % runs === 0 && second > 0 ? [step(`s${Math.floor(second / runs) - 1}`)] : []),
			},
			{
				async sample() {
					const index = Math.floor(second / runs);
					const own = group(`g${index}x`, { peak: index + (second % runs), oomKills: 0 });
					return { total: { current: second, swap: 1, peak: seconds, oomKills: 0 }, steps: [own] };
				},
			},
		);
		for (; second < seconds; second += 1) await sampler.tick();
		const { watch, seenInside } = await sampler.finish(false);
		expect(Object.keys(watch.steps).length).toBeLessThanOrEqual(steps + 1);
		expect(watch.steps["s7"]).toMatchObject({ peakMemory: 7 + runs - 1, shared: false, diskBytes: runs * 1000 });
		expect(JSON.stringify(watch).length).toBeLessThan(100_000);
		const times = watch.memory?.series.map(({ at }) => at) ?? [];
		expect(times.length).toBeLessThanOrEqual(120);
		expect(times).toEqual([...times].sort((a, b) => a - b));
		expect(times.at(-1)).toBeLessThanOrEqual(EPOCH + seconds * 1000);
		expect(seenInside).toBe(steps + 1);
	});

	it("hold no more at their end than after the first one", async () => {
		const { createJoin } = await import("../../../../src/build/watch/join.ts");
		const { tickOf } = await import("./ticks.ts");
		const join = createJoin({
			scope: "steps",
			killsAddUp: false,
			disks: [{ roles: ["engine data"], path: "/" }],
			written: 0,
		});
		// A cgroup of somebody else's comes and goes every second.
		const play = (from: number, to: number) => {
			for (let second = from; second < to; second += 1) {
				const groups = [group(`f${second}z`, { peak: 1, oomKills: 1 })];
				join.take(tickOf(second, { running: ["a"], total: { current: second }, groups, free: 1e9 }));
			}
		};
		setFlagsFromString("--expose-gc");
		const collect = runInNewContext("gc") as () => void;
		play(0, 3600);
		collect();
		const before = process.memoryUsage().heapUsed;
		play(3600, 21_600);
		collect();
		expect(process.memoryUsage().heapUsed - before).toBeLessThan(4e6);
		const { steps, memory, disks } = join.result();
		expect(Object.keys(steps)).toEqual(["a"]);
		expect((memory?.series.length ?? 0) + (disks[0]?.series.length ?? 0)).toBeLessThanOrEqual(240);
	});
});
