import { describe, expect, it } from "@jest/globals";
import { createClock } from "../../src/build/watch/deadlines.ts";
import type { Diagnosis } from "../../src/model/diagnosis.ts";
import type { ImageFacts } from "../../src/model/facts.ts";
import type { Verdict } from "../../src/model/verdict.ts";
import { againWithin, lostByAccident, startOver } from "../../src/run-retry.ts";
import { openStory, type Story } from "../../src/run-story.ts";
import { fakeWorld } from "../support/fake-world.ts";

const MINUTE = 60_000;

function diagnosis(more: Partial<Diagnosis>): Diagnosis {
	const bare = { evidence: [], remedies: [], certainty: "certain", level: "failure" } as const;
	return { id: "builder-lost", shape: "exited", message: "the builder b died", ...bare, ...more };
}

function storyOf(more: Partial<Story> = {}) {
	const fake = fakeWorld();
	return { ...fake, story: { ...openStory(fake.world), ...more } };
}

const tried = (minutes: number, started = 0) =>
	({ id: "build", title: "Build", started, completed: started + minutes * MINUTE }) as const;

describe("a builder that was lost", () => {
	it.each<[title: string, found: readonly Partial<Diagnosis>[], again: boolean]>([
		["died", [{}], true],
		["was removed", [{ shape: "gone" }], true],
		["broke off the connection", [{ shape: "connection", certainty: "likely" }], true],
		["is paused", [{ shape: "paused" }], false],
		["cannot be reached", [{ shape: "unreachable" }], false],
		["died of the disk that the build had filled", [{}, { id: "disk-full", shape: "run", level: "warning" }], false],
		["was killed for memory", [{ id: "out-of-memory", shape: "builder-killed" }], false],
		["had died before the build went on", [{ level: "warning" }], false],
	])("that %s: made anew only when another one may do better", (_title, found, again) => {
		const delivered = { tags: [], pushed: false, loaded: false };
		expect(lostByAccident({ diagnoses: found.map(diagnosis), delivered })).toBe(
			again ? "the builder b died" : undefined,
		);
	});

	it.each([
		["no name has moved", { tags: [], pushed: true, loaded: false, pushedTags: [] }, true],
		["only this engine has it", { tags: ["app:1"], pushed: false, loaded: true }, true],
		[
			"others may have it under its tag",
			{ tags: ["x/app:1"], pushed: true, loaded: false, pushedTags: ["x/app:1"] },
			false,
		],
	])("during the delivery, when %s", (_title, delivered, again) => {
		expect(lostByAccident({ diagnoses: [diagnosis({})], delivered }) !== undefined).toBe(again);
	});

	it("and spoke of a full disk, though no look had seen one, is not made anew: the same build fills it once more", () => {
		const diagnoses = [diagnosis({})];
		expect(
			lostByAccident({ delivered: { tags: [], pushed: false, loaded: false }, diagnoses, saidDiskFull: true }),
		).toBeUndefined();
		expect(
			lostByAccident({ delivered: { tags: [], pushed: false, loaded: false }, diagnoses, saidDiskFull: false }),
		).toBe("the builder b died");
	});
});

describe("the time of a build that starts over", () => {
	const deadlines = { buildMs: 30 * MINUTE, stallMs: MINUTE };

	it("is what the user gave, for all tries together, and that is what is told when it is up", () => {
		const rest = againWithin(deadlines, storyOf({ phases: [tried(10), tried(8, 20 * MINUTE)] }).story);
		if (rest === undefined) throw new Error("18 of 30 minutes are gone, and the build may not start over");
		const clock = createClock(rest, 0);
		expect(clock.judge(11.9 * MINUTE, 1, {})).not.toMatchObject({ by: "build-timeout" });
		expect(clock.judge(12 * MINUTE, 2, {})).toEqual({ kind: "over", by: "build-timeout", afterMs: 30 * MINUTE });
	});

	it("may be up already", () => {
		expect(againWithin(deadlines, storyOf({ phases: [tried(31)] }).story)).toBeUndefined();
	});

	it("has no end without a limit, and a clock that was set back takes none of it", () => {
		expect(againWithin({}, storyOf({ phases: [tried(500)] }).story)).toEqual({});
		expect(againWithin(deadlines, storyOf({ phases: [tried(-5)] }).story)).toEqual(deadlines);
	});
});

describe("a build that starts over", () => {
	it("leaves nothing of the first try in the report but that there was one", () => {
		const { world, story, warnings } = storyOf({
			images: [{} as ImageFacts],
			verdicts: [{ status: "pass" } as unknown as Verdict],
			metadata: "{}",
			diagnoses: [diagnosis({})],
			failure: { kind: "builder-lost", message: "x", problems: [] },
		});
		startOver(world, story, "the builder b died");
		expect(story).toMatchObject({ images: [], verdicts: [], metadata: "", diagnoses: [] });
		expect(story.failure).toBeUndefined();
		expect(warnings).toEqual(["the builder b died: a fresh builder is made and the build starts over"]);
		expect(story.notes).toEqual(warnings);
	});

	it("does not forget what had been delivered already", () => {
		const delivered = { tags: ["x/app:1", "x/app:2"], pushedTags: ["x/app:1"], pushed: true, loaded: false };
		const { world, story } = storyOf({ delivered });
		startOver(world, story, "the builder b died");
		expect(story.notes.join("\n")).toContain("x/app:1, x/app:2");
	});
});
