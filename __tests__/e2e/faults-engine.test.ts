import { beforeAll, describe, expect, it, jest } from "@jest/globals";
import { folderWith, HOST_NETWORK } from "./support/docker.ts";
import { expectInTime, type Faulted, runFaulted } from "./support/faults.ts";
import { schemaErrors } from "./support/schema.ts";
import { sleepingRun } from "./support/sleepers.ts";
import { makeSpareEngine, type SpareEngine } from "./support/spare-engine.ts";
import { SMALL_BASE, SMALL_BASE_PUSHED } from "./support/spare-images.ts";

jest.setTimeout(300_000);

const DRIVERS = {
	docker: { driver: "docker", "build-args": `BASE=${SMALL_BASE}`, network: "none" },
	"docker-container": {
		driver: "docker-container",
		"driver-opts": HOST_NETWORK,
		"build-args": `BASE=${SMALL_BASE_PUSHED}`,
	},
} as const;

describe.each(["docker", "docker-container"] as const)("the engine itself goes away during a RUN, %s", (driver) => {
	let engine: SpareEngine;

	beforeAll(async () => {
		engine = await makeSpareEngine({ buildkit: driver === "docker-container" });
	});

	it.each(["SIGTERM", "SIGKILL"] as const)("%s: ends in time, says so, and post only warns", async (signal) => {
		const asleep = sleepingRun();
		const cwd = folderWith({ Dockerfile: `ARG BASE\nFROM \${BASE}\nRUN true\n${asleep.line}\n` });
		let result: Faulted;
		try {
			const inputs = { context: ".", ...DRIVERS[driver] };
			result = await runFaulted({ cwd, env: engine.env, asleep, faults: [() => engine.kill(signal)], inputs });
		} finally {
			await engine.start();
		}
		expectInTime(`${driver}, ${signal} of dockerd`, result);
		expect(result.code).toBe(1);
		expect(result.outputs).toMatchObject({ "failure-kind": "builder-lost", "failure-line": "4" });
		expect(result.report.diagnoses[0].message).toMatch(/Dockerfile:4/);
		expect(result.summary).toContain("Dockerfile:4");
		expect(schemaErrors(result.report)).toBeNull();
		expect(result.postCode).toBe(0);
		expect(result.postLog).not.toMatch(/^::error/m);
		// A builder cannot be removed without its engine: it stays noted for the next run.
		expect(result.left).toEqual(driver === "docker" ? [] : [expect.stringMatching(/\.journal$/)]);
	});
});
