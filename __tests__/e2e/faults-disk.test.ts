import { closeSync, mkdirSync, openSync, writeSync } from "node:fs";
import path from "node:path";
import { beforeAll, describe, expect, it, jest } from "@jest/globals";
import { runStep, type StepResult } from "../support/action.ts";
import { folderWith, HOST_NETWORK } from "./support/docker.ts";
import { schemaErrors } from "./support/schema.ts";
import { makeSmallDisk, makeSpareEngine, type SpareEngine } from "./support/spare-engine.ts";
import { SMALL_BASE, SMALL_BASE_PUSHED } from "./support/spare-images.ts";

jest.setTimeout(300_000);

const MIB = 2 ** 20;
type Inputs = Readonly<Record<string, string>>;

/** A RUN line that writes that many MiB which nothing can compress. */
const fill = (mebibytes: number, file = "/big") => `RUN head -c ${mebibytes * MIB} /dev/urandom > ${file}`;

function build(engine: SpareEngine | undefined, lines: readonly string[], inputs: Inputs, env: Inputs = {}) {
	const cwd = folderWith({ Dockerfile: `ARG BASE=scratch\nFROM \${BASE}\n${lines.join("\n")}\n` });
	return runStep({ cwd, env: { ...engine?.env, ...env }, inputs: { context: ".", ...inputs } });
}

const ENGINE = { driver: "docker", network: "none", "build-args": `BASE=${SMALL_BASE}` };
const OWN = { driver: "docker-container", "driver-opts": HOST_NETWORK, "build-args": `BASE=${SMALL_BASE_PUSHED}` };

function expectFull(result: StepResult, shape: string, line: string): void {
	process.stdout.write(
		`${shape}: ${result.report?.diagnoses?.[0]?.message} | ${result.report?.diagnoses?.[0]?.evidence?.join(" | ")}\n`,
	);
	if (result.outputs["failure-kind"] !== "disk-full") process.stdout.write(result.log);
	expect(result.code).toBe(1);
	expect(result.outputs).toMatchObject({ verdict: "fail", "failure-kind": "disk-full", "failure-line": line });
	expect(result.report.diagnoses[0]).toMatchObject({ id: "disk-full", shape });
	expect(result.outputs["lowest-free-bytes"]).toMatch(/^\d+$/);
	expect(schemaErrors(result.report)).toBeNull();
	expect(result.summary).toMatch(/full/);
	expect(result.postCode).toBe(0);
	expect(result.left).toEqual([]);
}

/** Not only the words say so: that very disk was looked at. */
function expectSeen({ report, summary }: StepResult, role: string, at: string): void {
	expect(report.diagnoses[0].certainty).toBe("certain");
	const disk = report.watch.disks.find(({ roles }: { readonly roles: readonly string[] }) => roles.includes(role));
	expect(disk?.path).toMatch(new RegExp(`^${at}`));
	expect(disk?.lowest).toBeLessThan(5 * MIB);
	expect(report.diagnoses[0].remedies.join()).toContain(`free space at ${at}`);
	expect(summary).toContain(at);
}

describe("the engine's disk is small", () => {
	let engine: SpareEngine;

	beforeAll(async () => {
		engine = await makeSpareEngine({ diskMiB: 300 });
	});

	it("full in RUN", async () => {
		// BuildKit takes everything back as soon as the step has ended.
		const result = await build(engine, [fill(80), `${fill(400, "/more")} || { sleep 6; exit 1; }`], ENGINE);
		expectFull(result, "run", "4");
		expectSeen(result, "engine data", engine.disk);
		expect(result.summary).toMatch(/Dockerfile:4/);
	});
});

describe("the engine's disk is small, with the containerd store", () => {
	let engine: SpareEngine;

	beforeAll(async () => {
		engine = await makeSpareEngine({ diskMiB: 300, store: "containerd" });
	});

	it("full in the export of layers that fitted", async () => {
		const result = await build(engine, ["RUN true", fill(180)], { ...ENGINE, tags: "disk/export:1" });
		expectFull(result, "export", "");
	});
});

describe("a docker-container builder on a small disk", () => {
	let engine: SpareEngine;

	beforeAll(async () => {
		engine = await makeSpareEngine({ diskMiB: 600, tempMiB: 40, buildkit: true });
	});

	it("full in the push's layers", async () => {
		const free = 250;
		const result = await build(engine, ["RUN true", fill(free)], {
			...OWN,
			push: "true",
			tags: `${SMALL_BASE_PUSHED}-x`,
		});
		expectFull(result, "export", "");
	});

	it("full in load: the engine's own temporary folder", async () => {
		const result = await build(engine, ["RUN true", fill(60)], { ...OWN, load: "true", tags: "disk/load:1" });
		expectFull(result, "load", "");
		// The engine takes back at once what did not fit: whether a look falls between is luck.
		expect(result.report.watch.disks).toContainEqual(
			expect.objectContaining({ roles: ["engine temp"], path: engine.temp }),
		);
		expect(result.report.diagnoses[0].remedies.join()).toContain(`free space at ${engine.temp}`);
	});

	it("full in a local cache export", async () => {
		const small = makeSmallDisk(30);
		const result = await build(engine, ["RUN true", fill(60)], {
			...OWN,
			"cache-to": `type=local,dest=${small}/cache`,
		});
		expectFull(result, "cache-export", "");
		expectSeen(result, "cache", `${small}/cache`);
	});

	it.each([
		["a folder", (dest: string) => `type=local,dest=${dest}`],
		["an archive", (dest: string) => `type=oci,dest=${dest}/image.tar`],
	])("full where the result is written to, %s", async (_what, output) => {
		const small = makeSmallDisk(30);
		const result = await build(engine, ["RUN true", fill(60)], { ...OWN, outputs: output(small) });
		expectFull(result, "output", "");
		expectSeen(result, "output", small);
	});
});

it("our own temporary folder is full: told, and the report is in the summary", async () => {
	const small = makeSmallDisk(4);
	const temp = path.join(small, "temp");
	mkdirSync(temp);
	fillUp(path.join(small, "filler"));
	const result = await build(
		undefined,
		["RUN true"],
		{ driver: "docker", "build-args": `BASE=${SMALL_BASE_PUSHED}` },
		{ RUNNER_TEMP: temp },
	);
	expect(result.code).toBe(1);
	expect(result.outputs).toMatchObject({ verdict: "fail", "failure-kind": "disk-full" });
	expect(result.summary).toMatch(/no space left on device/);
	expect(result.postCode).toBe(0);
});

/** Takes every byte that is free. */
function fillUp(file: string): void {
	const chunk = Buffer.alloc(4096);
	const to = openSync(file, "w");
	try {
		for (;;) writeSync(to, chunk);
	} catch (error) {
		expect(String(error)).toContain("ENOSPC");
	} finally {
		closeSync(to);
	}
}
