import { afterEach, beforeEach, describe, expect, it, jest } from "@jest/globals";
import type { Guard } from "../../src/build/limit-guard.ts";
import { keepLimits } from "../../src/run-limits.ts";
import { openStory } from "../../src/run-story.ts";
import { fakeWorld } from "../support/fake-world.ts";

const held = { way: "builder-exec", where: "/sys/fs/cgroup/buildkit in b", memory: 2 ** 30 } as const;

/** A guard whose looks take as long as the test wants. */
function slowGuard() {
	const order: string[] = [];
	const waiting: (() => void)[] = [];
	const guard: Guard = {
		hold: {
			way: "builder-exec",
			counters: { by: "exec", version: "2", container: "b" },
			countsSwap: true,
			readBack: async () => held,
			renew: async () => true,
		},
		report: { held, problems: [] },
		async check(wanted) {
			order.push("look");
			await new Promise<void>((resolve) => waiting.push(resolve));
			if (!wanted?.()) return undefined;
			order.push("written again");
			return { what: "memory is unlimited", again: true };
		},
		async atEnd() {
			order.push("last look");
			return held;
		},
		release: async () => {},
	};
	return { guard, order, answer: () => waiting.shift()?.() };
}

beforeEach(() => {
	jest.useFakeTimers();
});
afterEach(() => {
	jest.useRealTimers();
});

describe("looking after limits", () => {
	it("writes nothing any more once it has stopped: what follows gives the old values back", async () => {
		const { world } = fakeWorld();
		const { guard, order, answer } = slowGuard();
		const kept = keepLimits(world, openStory(world), guard);
		await jest.advanceTimersByTimeAsync(5000);
		const stopped = kept.stop();
		await jest.advanceTimersByTimeAsync(2000);
		await stopped;
		answer();
		await jest.advanceTimersByTimeAsync(0);
		expect(order).toEqual(["look", "last look"]);
	});

	it("never looks twice at a time", async () => {
		const { world } = fakeWorld();
		const { guard, order, answer } = slowGuard();
		const kept = keepLimits(world, openStory(world), guard);
		await jest.advanceTimersByTimeAsync(16_000);
		expect(order).toEqual(["look"]);
		answer();
		await jest.advanceTimersByTimeAsync(5000);
		expect(order).toEqual(["look", "written again", "look"]);
		answer();
		await kept.stop();
	});
});
