import { afterEach, beforeEach, describe, expect, it, jest } from "@jest/globals";
import type { Guard } from "../../src/build/limit-guard.ts";
import { CancelledError, UserError } from "../../src/model/errors.ts";
import type { HeldLimit, LimitsAsked } from "../../src/model/limits.ts";
import type { World } from "../../src/model/world.ts";
import type { Decided } from "../../src/run-decided.ts";
import { keepLimits, refuseLostLimits, setLimits } from "../../src/run-limits.ts";
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
		giveUp: () => void order.push("given up"),
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
		expect(order).toEqual(["look", "last look", "given up"]);
	});

	/** Stops below a last look that never ends, in so many milliseconds at most; gives what is told. */
	const stopHanging = async (world: World, away: boolean, ms: number) => {
		const { guard } = slowGuard();
		const story = openStory(world);
		const asked: LimitsAsked = { memory: 2 ** 30, memorySwap: 2 ** 30, swapGiven: true, policy: "require" };
		story.limits = { asked, held, problems: [], seenInside: 0, seenOutside: [] };
		let looks = 0;
		const atEnd = () => {
			looks += 1;
			return new Promise<HeldLimit>(() => {});
		};
		let stopped = false;
		const stopping = keepLimits(world, story, { ...guard, atEnd })
			.stop(away)
			.then(() => {
				stopped = true;
			});
		await jest.advanceTimersByTimeAsync(ms);
		expect(stopped).toBe(true);
		await stopping;
		return { looks, atEnd: story.limits.atEnd, problems: story.limits.problems };
	};

	it("does not wait for an answer that never comes, and says that the end is not known", async () => {
		expect(await stopHanging(fakeWorld().world, false, 10_000)).toEqual({
			looks: 1,
			atEnd: undefined,
			problems: ["what the limits were at the end is not known: they could not be read any more"],
		});
	});

	it("does not ask a builder that is lost, nor when the run is cancelled", async () => {
		const { world } = fakeWorld();
		const lost = await stopHanging(world, true, 0);
		expect(lost.looks).toBe(0);
		expect(lost.problems).toEqual([expect.stringMatching(/not known: the builder was lost/)]);
		const cancelled = AbortSignal.abort(new CancelledError("SIGINT"));
		const ended = await stopHanging({ ...world, cancelled }, false, 0);
		expect(ended.looks).toBe(0);
		expect(ended.problems).toEqual([expect.stringMatching(/not known: the run was cancelled/)]);
	});

	it("ends a last look when the run is cancelled", async () => {
		const cancel = new AbortController();
		setTimeout(() => cancel.abort(new CancelledError("SIGINT")), 100);
		const { problems } = await stopHanging({ ...fakeWorld().world, cancelled: cancel.signal }, false, 100);
		expect(problems).toEqual([expect.stringMatching(/not known: the run was cancelled/)]);
	});

	it("a limit of which nobody looked at the end is red, but not in a run that is cancelled", () => {
		const { world } = fakeWorld();
		const story = openStory(world);
		const asked: LimitsAsked = { memory: 2 ** 30, memorySwap: 2 ** 30, swapGiven: true, policy: "require" };
		story.limits = { asked, held, problems: [], seenInside: 0, seenOutside: [] };
		expect(() => refuseLostLimits(world, story, asked)).toThrow(UserError);
		const cancelled = AbortSignal.abort(new CancelledError("SIGTERM"));
		expect(() => refuseLostLimits({ ...world, cancelled }, story, asked)).toThrow(CancelledError);
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
