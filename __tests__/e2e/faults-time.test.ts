import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, it, jest } from "@jest/globals";
import { runStep, type StepResult } from "../support/action.ts";
import { folderWith, HOST_NETWORK } from "./support/docker.ts";
import { schemaErrors } from "./support/schema.ts";
import { SMALL_BASE_PUSHED } from "./support/spare-images.ts";

jest.setTimeout(300_000);

type Inputs = Readonly<Record<string, string>>;

const DRIVERS: Readonly<Record<"docker" | "docker-container", Inputs>> = {
	docker: { driver: "docker" },
	"docker-container": { driver: "docker-container", "driver-opts": HOST_NETWORK },
};

/** Builds with those lines from line 2 on. */
async function build(driver: keyof typeof DRIVERS, lines: readonly string[], inputs: Inputs) {
	const cwd = folderWith({ Dockerfile: [`FROM ${SMALL_BASE_PUSHED}`, ...lines, ""].join("\n") });
	const started = Date.now();
	const result = await runStep({ cwd, inputs: { context: ".", "no-cache": "true", ...DRIVERS[driver], ...inputs } });
	return { result, ms: Date.now() - started };
}

function expectTimeout(result: StepResult, shape: string, line: string): void {
	expect(result.code).toBe(1);
	expect(result.outputs).toMatchObject({ verdict: "fail", "failure-kind": "timeout", "failure-line": line });
	expect(result.report.diagnoses[0]).toMatchObject({ id: "timeout", shape, certainty: "certain" });
	expect(schemaErrors(result.report)).toBeNull();
	expect(result.summary).toContain(`Dockerfile:${line}`);
	expect(result.postCode).toBe(0);
	expect(result.left).toEqual([]);
}

/** From the limit to the end of post, on a busy machine too: what is ended would go on for minutes. */
const SOON_MS = 30_000;

/** Works without a word: nothing but a loop in the shell. */
const silentWork = (seconds: number) =>
	`RUN now() { read up rest < /proc/uptime; at=$(printf %.0f "$up"); }; now; end=$((at + ${seconds})); while now; [ "$at" -lt "$end" ]; do :; done`;

it("build-timeout: ended while a registry never gives the base image", async () => {
	const server = createServer(() => {}).listen(0, "127.0.0.1");
	await once(server, "listening");
	const { port } = server.address() as AddressInfo;
	const cwd = folderWith({ Dockerfile: `FROM 127.0.0.1:${port}/never:1\nRUN true\n` });
	const started = Date.now();
	const result = await runStep({ cwd, inputs: { context: ".", driver: "docker", "build-timeout": "5s" } });
	server.closeAllConnections();
	server.close();
	process.stdout.write(`base image: build-timeout 5s, the action and its post took ${Date.now() - started} ms\n`);
	expect(result.outputs).toMatchObject({ verdict: "fail", "failure-kind": "timeout" });
	expect(result.summary).toContain("never:1");
	expect(Date.now() - started).toBeLessThan(5000 + SOON_MS);
	expect(result.left).toEqual([]);
});

describe.each(["docker", "docker-container"] as const)("time limits, %s", (driver) => {
	it("build-timeout: ended in a sleep, soon after, with the line", async () => {
		// Line 3 has to be reached in that time.
		const seconds = driver === "docker" ? 10 : 15;
		const { result, ms } = await build(driver, ["RUN true", "RUN echo sleeps && sleep 600"], {
			"build-timeout": `${seconds}s`,
		});
		process.stdout.write(`${driver}: build-timeout ${seconds}s, the action and its post took ${ms} ms\n`);
		expectTimeout(result, "build-timeout", "3");
		expect(ms).toBeLessThan(seconds * 1000 + SOON_MS);
	});

	it("stall-timeout: a step that only sleeps is ended", async () => {
		const { result, ms } = await build(driver, ["RUN true", "RUN echo sleeps && sleep 600"], { "stall-timeout": "6s" });
		process.stdout.write(`${driver}: stall-timeout 6s, the action and its post took ${ms} ms\n`);
		expectTimeout(result, "stall-timeout", "3");
		expect(ms).toBeLessThan(6000 + SOON_MS);
	});

	it("stall-timeout: a step that works without a word is not", async () => {
		const { result } = await build(driver, [silentWork(16)], { "stall-timeout": "5s" });
		expect(result.code).toBe(0);
		expect(result.outputs["failure-kind"]).toBe("");
		expect(result.report.timeline.steps.find(({ name }: { name: string }) => /RUN/.test(name)).ms).toBeGreaterThan(
			14_000,
		);
	});
});
