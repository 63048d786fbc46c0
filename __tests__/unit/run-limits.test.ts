import { afterEach, beforeEach, describe, expect, it, jest } from "@jest/globals";
import type { Guard } from "../../src/build/limit-guard.ts";
import type { LimitsAsked } from "../../src/model/limits.ts";
import type { Decided } from "../../src/run-decided.ts";
import { keepLimits, setLimits } from "../../src/run-limits.ts";
import { openStory } from "../../src/run-story.ts";
import { openJournal } from "../../src/teardown.ts";
import { buildRequest } from "../support/build-request.ts";
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

it("what runs nothing is not limited, and no limit is told of", async () => {
	const { world } = fakeWorld();
	const story = openStory(world);
	const limits: LimitsAsked = {
		memory: 2 ** 30,
		memorySwap: 2 ** 30,
		stepMemory: 2 ** 29,
		swapGiven: true,
		policy: "require",
	};
	const decided = { asked: { limits, build: buildRequest({ call: "check" }) }, plan: { parallelism: 1 } };
	const guard = await setLimits(world, story, openJournal(world, "/state"), decided as unknown as Decided, undefined);
	expect(guard).toBeUndefined();
	expect(story.limits).toBeUndefined();
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
