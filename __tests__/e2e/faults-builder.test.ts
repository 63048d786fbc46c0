import { describe, expect, it, jest } from "@jest/globals";
import { docker, folderWith, HOST_NETWORK, makeBuilder, tracesOf } from "./support/docker.ts";
import { expectInTime, type Faulted, runFaulted } from "./support/faults.ts";
import { schemaErrors } from "./support/schema.ts";
import { OR_WOKEN, sleepingRun } from "./support/sleepers.ts";
import { SMALL_BASE_PUSHED } from "./support/spare-images.ts";

jest.setTimeout(300_000);

const containerOf = (builder: string) => `buildx_buildkit_${builder}0`;
const kill = (builder: string) => {
	const [, ...rows] = docker("top", containerOf(builder), "-eo", "pid,comm").split("\n");
	const pid = rows
		.find((row) => /\bbuildkitd$/.test(row.trim()))
		?.trim()
		.split(/\s+/)[0];
	process.kill(Number(pid), "SIGKILL");
};
const remove = (builder: string) => docker("rm", "--force", containerOf(builder));
const pause = (builder: string) => docker("pause", containerOf(builder));

/** A build with a step on line 3 that sleeps until something happens. */
function asleep(faults: readonly ((builder: string) => unknown)[], inputs: Readonly<Record<string, string>>) {
	const asleep = sleepingRun();
	const cwd = folderWith({ Dockerfile: `FROM ${SMALL_BASE_PUSHED}\nRUN true\n${asleep.line}\nRUN echo after\n` });
	return runFaulted({ cwd, asleep, faults, inputs: { context: ".", ...inputs } });
}

const OWN = { driver: "docker-container", "driver-opts": HOST_NETWORK };

function expectLost(result: Faulted, kind = "builder-lost"): void {
	expect(result.code).toBe(1);
	expect(result.outputs).toMatchObject({ verdict: "fail", "failure-kind": kind, "failure-line": "3" });
	expect(result.outputs["failure-step"]).toMatch(/sleep/);
	expect(result.report.conclusion).toBe("fail");
	expect(schemaErrors(result.report)).toBeNull();
	expect(result.summary).toContain("Dockerfile:3");
	expect(result.postCode).toBe(0);
	expect(result.left).toEqual([]);
}

describe("a builder of ours that is lost, without a second try", () => {
	it.each([
		["kill -9 of buildkitd", kill, /^(exited|restarted)$/, /killed from outside \(SIGKILL\)/],
		["docker rm -f", remove, /^gone$/, /somebody removed its container/],
	] as const)("%s: red in time, with the line and the cause", async (what, fault, shape, cause) => {
		const result = await asleep([fault], { ...OWN, "retry-builder": "0" });
		expectInTime(what, result);
		expectLost(result);
		expect(result.report.diagnoses[0]).toMatchObject({
			id: "builder-lost",
			shape: expect.stringMatching(shape),
			certainty: "certain",
		});
		expect(result.summary).toMatch(cause);
		for (const builder of result.builders) expect(tracesOf(builder)).toEqual([]);
	});

	it("docker pause, with a stall-timeout: ended when it has run out, and the paused builder is told of", async () => {
		const result = await asleep([pause], { ...OWN, "stall-timeout": "8s" });
		// One look that takes something for work costs a second window.
		expectInTime("docker pause, stall-timeout 8s", result, 2 * 8000 + 8000);
		expectLost(result, "timeout");
		expect(result.report.diagnoses[0]).toMatchObject({ id: "timeout", shape: "stall-timeout" });
		expect(result.summary).toMatch(/docker unpause/);
		for (const builder of result.builders) expect(tracesOf(builder)).toEqual([]);
	});
});

describe("a builder of ours that is lost, with the default second try", () => {
	it("killed once: starts over on a fresh one, is green and tells of it", async () => {
		const asleep = sleepingRun();
		const cwd = folderWith({ Dockerfile: `FROM ${SMALL_BASE_PUSHED}\nRUN true\n${asleep.line} ${OR_WOKEN}\n` });
		const result = await runFaulted({ cwd, asleep, faults: [kill, asleep.wake], inputs: { context: ".", ...OWN } });
		expectInTime("killed once", result);
		expect(result.code).toBe(0);
		expect(result.outputs).toMatchObject({ verdict: "pass", "failure-kind": "" });
		expect(result.report.diagnoses).toEqual([]);
		expect(result.report.notes.join()).toMatch(/a fresh builder is made and the build starts over/);
		expect(result.summary).toMatch(/a fresh builder is made and the build starts over/);
		expect(new Set(result.builders).size).toBe(2);
		for (const builder of result.builders) expect(tracesOf(builder)).toEqual([]);
		expect(result.left).toEqual([]);
	});

	it("killed twice: red", async () => {
		const result = await asleep([kill, kill], OWN);
		expectInTime("killed twice", result);
		expectLost(result);
		expect(new Set(result.builders).size).toBe(2);
		for (const builder of result.builders) expect(tracesOf(builder)).toEqual([]);
	});
});

it("a builder of the user's that is killed: red, not tried again, and left to the user", async () => {
	const builder = makeBuilder();
	const result = await asleep([kill], { builder });
	expectInTime("the user's", result);
	expectLost(result);
	expect(result.builders).toEqual([builder]);
	expect(tracesOf(builder)).not.toEqual([]);
});
