import { describe, expect, it, jest } from "@jest/globals";
import { runStep } from "../support/action.ts";
import { folderWith, HOST_NETWORK } from "./support/docker.ts";
import { recordPeakMemory } from "./support/peak-memory.ts";
import { schemaErrors } from "./support/schema.ts";
import { SMALL_BASE_PUSHED } from "./support/spare-images.ts";

jest.setTimeout(600_000);

type Inputs = Readonly<Record<string, string>>;
const MB = 1e6;
const SUMMARY_LIMIT = 2 ** 20;

function build(lines: readonly string[], inputs: Inputs, env: Inputs = {}) {
	const cwd = folderWith({ Dockerfile: [`FROM ${SMALL_BASE_PUSHED}`, ...lines, ""].join("\n") });
	return runStep({ cwd, env, inputs: { context: ".", "no-cache": "true", ...inputs } });
}

describe("a step that prints 200 MB", () => {
	const unlimited = ["SIZE", "SPEED"].map((what) => `env.BUILDKIT_STEP_LOG_MAX_${what}=-1`);
	it.each<[string, Inputs]>([
		["the engine's BuildKit", { driver: "docker" }],
		[
			"a builder that passes all of it on",
			{ driver: "docker-container", "driver-opts": [HOST_NETWORK, ...unlimited].join("\n") },
		],
	])("%s: green, and neither memory nor log grow with it", async (what, on) => {
		const memory = recordPeakMemory();
		const started = Date.now();
		const line = "0123456789abcdef".repeat(6);
		const result = await build([`RUN yes ${line} | head -c ${200 * MB}`, "RUN echo after-$((1))"], on, memory.env);
		process.stdout.write(
			`${what}: ${Date.now() - started} ms, peak ${Math.round(memory.peak() / MB)} MB, log ${result.log.length} characters\n`,
		);
		expect(result.code).toBe(0);
		expect(memory.peak()).toBeLessThan(300 * MB);
		expect(result.log).toContain("after-1");
		expect(result.log.length).toBeLessThan(300 * MB);
		if (what.includes("all of it")) {
			// Lines that wait while another step is shown are cut, and counted.
			const leftOut = [...result.log.matchAll(/\((\d+) earlier lines left out\)/g)].map(([, lines]) => Number(lines));
			const told = result.log.split(line).length - 1 + leftOut.reduce((sum, lines) => sum + lines, 0);
			expect(told).toBeGreaterThanOrEqual(Math.floor((200 * MB) / (line.length + 1)));
		}
		expect(result.summary.length).toBeLessThan(SUMMARY_LIMIT);
		expect(JSON.stringify(result.report).length).toBeLessThan(2 * MB);
		expect(schemaErrors(result.report)).toBeNull();
	});
});

it("300 steps: green, each told, and the summary is one that GitHub takes", async () => {
	const runs = Array.from({ length: 300 }, (_, index) => `RUN true ${index}`);
	const started = Date.now();
	const result = await build(runs, { driver: "docker-container", "driver-opts": HOST_NETWORK });
	process.stdout.write(`300 steps: ${Date.now() - started} ms, summary ${result.summary.length} characters\n`);
	expect(result.code).toBe(0);
	const told = result.report.timeline.steps.filter(({ name }: { name: string }) => /\] RUN true \d+$/.test(name));
	expect(told.map(({ step }: { step: { line: number } }) => step.line)).toEqual(runs.map((_, index) => index + 2));
	expect(result.summary.length).toBeLessThan(SUMMARY_LIMIT);
	expect(result.summary).toContain("0 of 301 steps");
	expect(schemaErrors(result.report)).toBeNull();
});
