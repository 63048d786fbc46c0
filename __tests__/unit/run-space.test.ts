import { describe, expect, it } from "@jest/globals";
import type { DiskNeed, SpacePlan } from "../../src/model/space.ts";
import { openRoom } from "../../src/run-space.ts";
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
	const terms = { run: "r1", decision, strict: true, keep: [] };
	const opened = openRoom(world, story, openJournal(world, "/state"), terms);
	const failure = await opened.then(
		() => undefined,
		(error: Error) => error,
	);
	return { ...fake, story, failure };
}

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
