import { describe, expect, it } from "@jest/globals";
import { dockerfileFromMetadata, readMetadata } from "../../src/build/metadata.ts";
import { pinsFromProvenance } from "../../src/build/pins.ts";
import { logText, readRecording, replay } from "../support/recording.ts";

function log(name: string): string {
	return logText(replay(readRecording(name)).events);
}

function steps(name: string) {
	return replay(readRecording(name))
		.progress.timeline()
		.steps.filter((step) => !step.internal);
}

describe("the live log of a real build", () => {
	it("shows a group per step that prints, with its line, and no internal steps", () => {
		expect(log("ok")).toContain(
			[
				'> [deps 2/2] RUN echo one &&     sleep 0.3 && echo "a b" · Dockerfile:4',
				"# one",
				"# a b",
				"done # s",
				"<",
				"[stage-1 1/3] WORKDIR /app · Dockerfile:9: done # s",
				"[stage-1 2/3] COPY hello.txt . · Dockerfile:10: done # s",
			].join("\n"),
		);
		expect(log("ok")).not.toContain("[internal]");
	});

	it("keeps the last state of an overwritten line and drops terminal codes", () => {
		expect(log("ok")).toContain("# p 3\n# red ::error::not a command\ndone");
	});

	it("gives cached steps one line each and no group", () => {
		expect(log("cached")).toContain(
			"[2/3] RUN echo remembered > /remembered · Dockerfile:2: cached\n[3/3] COPY hello.txt / · Dockerfile:3: cached",
		);
		expect(log("cached")).not.toMatch(/^> \[[23]\/3\]/m);
	});

	it("shows parallel steps one after another and all that they printed before one failed", () => {
		const text = log("parallel");
		expect(text).toContain("> [three 2/2] RUN sleep 0.2; echo three; exit 3 · Dockerfile:6\n# three\n");
		expect(text).toContain("failed after # s");
		expect(text).toMatch(/> \[one 2\/2\] .* · Dockerfile:2\n# one 1\n[\s\S]*cancelled after # s\n</);
		expect(text.match(/^> /gm)).toHaveLength(text.match(/^<$/gm)?.length ?? 0);
	});

	it("shows the pull of a base image with its line", () => {
		expect(log("pull")).toMatch(/\[1\/3\] FROM 127\.0\.0\.1:\d+\/record:1@sha256:[0-9a-f]{64} · Dockerfile:1\b/);
	});

	it("shows warnings with their line", () => {
		expect(log("warning")).toContain(
			"WARNING: FromAsCasing: 'as' and 'FROM' keywords' casing do not match (Dockerfile:1)",
		);
	});

	it("shows each step of a bake once, without the target's name, and nothing of our own target", () => {
		expect(log("bake").match(/RUN echo baked/g)).toHaveLength(1);
		expect(log("bake")).not.toMatch(/\[facts|\[main/);
	});
});

describe("the timeline of a real build", () => {
	it.each([
		["ok", "[deps 2/2]", 4],
		["ok", "[stage-1 3/3]", 11],
		["cached", "[2/3]", 2],
		["bake", "[1/2]", 2],
		["pull", "[1/3]", 1],
		["parallel", "[two 2/2]", 4],
	])("%s: finds the line of %s", (name, step, line) => {
		expect(steps(name).find((run) => run.name.startsWith(step))?.step?.line).toBe(line);
	});

	it("counts the time a step worked", () => {
		const [slept] = steps("ok").filter((step) => step.name.startsWith("[deps 2/2]"));
		expect(slept?.ms).toBeGreaterThanOrEqual(300);
		expect(slept?.ms).toBeLessThanOrEqual((slept?.completed ?? 0) - (slept?.started ?? 0) + 1);
	});

	it("knows what was cached", () => {
		expect(
			steps("cached")
				.filter((step) => step.step)
				.map((step) => step.cached),
		).toEqual([true, true]);
		expect(
			steps("ok")
				.filter((step) => step.step)
				.map((step) => step.cached),
		).toEqual([false, false, false, false]);
	});

	it("counts the bytes that were pulled", () => {
		const pulled = steps("pull").map((step) => step.pulledBytes);
		expect(pulled[0]).toBeGreaterThan(50_000_000);
		expect(pulled.slice(1).every((bytes) => bytes === 0)).toBe(true);
	});

	it("counts the bytes of the context that were sent, and nothing where nothing was", () => {
		const { steps: all } = replay(readRecording("ok")).progress.timeline();
		expect(all.find(({ name }) => name.endsWith("load build context"))?.sentBytes).toBe(42);
		expect(all.filter((step) => step.step && "sentBytes" in step)).toEqual([]);
	});

	it("keeps a step's last lines", () => {
		expect(steps("failing-run").at(-1)?.tail).toEqual(["before", "no torch for you"]);
	});

	it("keeps warnings with their place", () => {
		const { warnings } = replay(readRecording("warning")).progress.timeline();
		expect(warnings.map(({ line, file, url }) => ({ line, file, url }))).toEqual([
			{ line: 1, file: "Dockerfile", url: "https://docs.docker.com/go/dockerfile/rule/from-as-casing/" },
			{ line: 3, file: "Dockerfile", url: "https://docs.docker.com/go/dockerfile/rule/json-args-recommended/" },
		]);
	});
});

describe("the failure of a real build", () => {
	it.each([
		["failing-run", 3, "did not complete successfully: exit code: 1"],
		["parallel", 6, "did not complete successfully: exit code: 3"],
		["missing-file", 2, '"/not-there.txt": not found'],
		["bad-instruction", 2, "unknown instruction: RUM"],
	])("%s: names line %d and the reason", (name, line, reason) => {
		const recording = readRecording(name);
		const failure = replay(recording).progress.failure(recording.exitCode);
		expect(failure?.step?.line).toBe(line);
		expect(failure?.message).toContain(reason);
		expect(failure?.message).not.toContain("failed to solve");
		expect(failure?.excerpt.find((row) => row.includes(">>>"))).toContain(`${line} | >>>`);
	});

	it("is nothing after a success", () => {
		expect(replay(readRecording("ok")).progress.failure(0)).toBeUndefined();
	});
});

describe("the metadata of a real build", () => {
	const metadata = (name: string, target?: string) =>
		readMetadata(JSON.stringify(readRecording(name).metadata), target) ?? { provenances: [] };

	it("has the image's digest and the build record", () => {
		expect(metadata("ok")).toMatchObject({
			digest: expect.stringMatching(/^sha256:/),
			ref: expect.stringContaining("/"),
		});
		expect(metadata("bake", "main")).toMatchObject({ record: expect.stringMatching(/^[a-z0-9]+$/) });
	});

	it("pins the base image to what was used", () => {
		const { pins, policy } = pinsFromProvenance(metadata("pull").provenances);
		expect(pins).toEqual([
			{
				source: expect.stringMatching(/^docker-image:\/\/127\.0\.0\.1:\d+\/record:1$/),
				used: expect.stringMatching(/^sha256:/),
			},
		]);
		expect(JSON.parse(policy ?? "")).toMatchObject({
			rules: [{ action: "CONVERT", updates: { identifier: `${pins[0]?.source}@${pins[0]?.used}` } }],
		});
	});

	it("holds the Dockerfile", () => {
		const recording = readRecording("ok");
		expect(dockerfileFromMetadata(JSON.stringify(recording.metadata))).toEqual({
			text: recording.dockerfile,
			file: "Dockerfile",
		});
	});
});
