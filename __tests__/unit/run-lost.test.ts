import { describe, expect, it } from "@jest/globals";
import { BuilderLostError, UserError } from "../../src/model/errors.ts";
import type { BuilderFate } from "../../src/model/watch.ts";
import type { Decided } from "../../src/run-decided.ts";
import { tellLost } from "../../src/run-lost.ts";
import { lostByAccident } from "../../src/run-retry.ts";
import { openStory } from "../../src/run-story.ts";
import { fakeWorld } from "../support/fake-world.ts";

const decided = {
	asked: {
		limits: { policy: "require", swapGiven: false },
		space: { freeDisk: "auto", keep: [], remove: [], allowSelfHosted: false },
	},
	host: { engine: { cgroupVersion: "2" }, cpus: 4 },
	plan: { driver: { kind: "docker-container", why: "" } },
} as unknown as Decided;

async function tell(fate: BuilderFate) {
	const story = openStory(fakeWorld().world);
	const loss = { fate, meanwhile: "the image was measured", at: 5000, afterMs: 2000 };
	await tellLost(story, decided, new BuilderLostError(loss));
	return story;
}

describe("a builder that was lost beside the build", () => {
	it("is told with what was done, the cause and the evidence, and another one may do better", async () => {
		const story = await tell({ state: "exited", what: "builder b", exitCode: 137, oomKilled: false, tail: ["bye"] });
		const message =
			"builder b died while the image was measured: killed from outside (SIGKILL), not for want of memory as far as the counters tell";
		expect(story.failure).toEqual({ kind: "builder-lost", message, problems: [] });
		expect(story.diagnoses[0]).toMatchObject({ shape: "exited", level: "failure", certainty: "certain", message });
		expect(story.diagnoses[0]?.evidence).toEqual(expect.arrayContaining([expect.stringMatching(/exit code 137/)]));
		expect(lostByAccident(story)).toBe(message);
	});

	it("that the kernel killed is out of memory, and not tried again", async () => {
		const story = await tell({ state: "exited", what: "builder b", exitCode: 137, oomKilled: true });
		expect(story.failure).toMatchObject({ kind: "out-of-memory" });
		expect(story.failure?.message).toMatch(/killed the builder for want of memory while the image was measured/);
		expect(lostByAccident(story)).toBeUndefined();
	});

	it("whose engine cannot be reached is not tried again", async () => {
		const story = await tell({ state: "unreachable", what: "Docker Engine at tcp://far:2375", detail: "no answer" });
		expect(story.failure?.kind).toBe("builder-lost");
		expect(lostByAccident(story)).toBeUndefined();
	});

	it("is not what every error is", async () => {
		const error = new UserError("engine", [{ message: "denied", remedy: "log in" }]);
		await expect(tellLost(openStory(fakeWorld().world), decided, error)).rejects.toBe(error);
	});
});
