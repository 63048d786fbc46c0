import { mkdirSync, statfsSync } from "node:fs";
import path from "node:path";
import { beforeAll, describe, expect, it, jest } from "@jest/globals";
import { runStep, type StepOptions, type StepResult } from "../support/action.ts";
import { folderWith } from "./support/docker.ts";
import { schemaErrors } from "./support/schema.ts";
import { makeSpareEngine, type SpareEngine } from "./support/spare-engine.ts";
import { SMALL_BASE } from "./support/spare-images.ts";

jest.setTimeout(300_000);

const MIB = 2 ** 20;
const GB = 1e9;

/** Writes that many MiB of zeros, as fast as the disk takes them. */
const write = (mebibytes: number, file = "/big") => `dd if=/dev/zero of=${file} bs=1M count=${mebibytes}`;

/** The engine, the runner's temporary folder and the workspace, all on one disk of 3 GB, as on a hosted runner. */
describe("everything on one disk of 3 GB", () => {
	let engine: SpareEngine;
	let temp: string;
	const free = () => {
		const { bavail, bsize } = statfsSync(engine.disk);
		return bavail * bsize;
	};
	const ownFree = () => {
		const { bavail, bsize } = statfsSync("/var/tmp");
		return bavail * bsize;
	};

	beforeAll(async () => {
		engine = await makeSpareEngine({ diskMiB: 3000 });
		temp = path.join(engine.disk, "temp");
		mkdirSync(temp);
	});

	function build(lines: readonly string[], inputs: Readonly<Record<string, string>> = {}, more: Partial<StepOptions> = {}) {
		const cwd = folderWith({ Dockerfile: `FROM ${SMALL_BASE}\n${lines.join("\n")}\n` });
		return runStep({
			cwd,
			inputs: { context: ".", driver: "docker", network: "none", "no-cache": "true", ...inputs },
			...more,
			env: { ...engine.env, RUNNER_TEMP: temp, ...more.env },
		});
	}

	function tell(result: StepResult): void {
		const { message, evidence, remedies } = result.report?.diagnoses?.[0] ?? {};
		process.stdout.write(`${[message, ...(evidence ?? []), ...(remedies ?? [])].join("\n  ")}\n`);
		if (result.code === null) process.stdout.write(result.log);
	}

	it("runs full: a clean end, the report is written, the machine's own disk is as it was", async () => {
		const before = ownFree();
		const result = await build(["RUN true", `RUN ${write(400)}`, `RUN ${write(4000, "/more")}`]);
		tell(result);
		process.stdout.write(result.log);
		expect(result.code).toBe(1);
		expect(result.outputs).toMatchObject({ verdict: "fail", "failure-kind": "disk-full", "failure-line": "4" });
		expect(result.report.diagnoses[0]).toMatchObject({ shape: "run", certainty: "certain" });
		expect(schemaErrors(result.report)).toBeNull();
		expect(result.summary).toMatch(/full|ran out of disk/);
		expect(result.postCode).toBe(0);
		expect(Math.abs(ownFree() - before)).toBeLessThan(4 * GB);
		expect(free()).toBeGreaterThan(2 * GB);
	});

	it("stop-below ends the build before it is full, with the step that took it", async () => {
		const step = `RUN i=0; while [ $i -lt 40 ]; do i=$((i+1)); dd if=/dev/zero of=/big-$i bs=1M count=100; sleep 0.3; done`;
		const result = await build(["RUN true", step], { "stop-below": "1GB" });
		tell(result);
		process.stdout.write(result.log);
		expect(result.code).toBe(1);
		expect(result.outputs).toMatchObject({ verdict: "fail", "failure-kind": "disk-full", "failure-line": "3" });
		expect(result.report.diagnoses[0]).toMatchObject({ shape: "stopped-below", certainty: "certain" });
		expect(result.log).not.toMatch(/No space left/i);
		expect(Number(result.outputs["lowest-free-bytes"])).toBeGreaterThan(0.4 * GB);
		expect(schemaErrors(result.report)).toBeNull();
	});
});
void MIB;
