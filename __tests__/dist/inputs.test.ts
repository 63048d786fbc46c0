import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { runStep } from "../support/action.ts";

let folder: string;
const nowhere = { DOCKER_HOST: "unix:///nowhere/docker.sock", DOCKER_CONFIG: "/nowhere" };

beforeAll(() => {
	folder = mkdtempSync(path.join(tmpdir(), "mlbuild-dist-"));
	writeFileSync(path.join(folder, "Dockerfile"), "FROM scratch\nCOPY Dockerfile /\n");
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("twelve kinds of bad input are told at once, each with what to write, and nothing is done", async () => {
	const bad = {
		"max-image-size": "10 GBB",
		"max-compressed-size": "3000000000",
		"max-layer-size": "0GB",
		"torch-version": "2.6 <2.8",
		"cuda-version": "twelve",
		driver: "podman",
		gate: "maybe",
		compression: "brotli",
		push: "yes",
		load: "on",
		summary: "ja",
		"dry-run": "1",
	};
	const step = await runStep({ inputs: { context: ".", ...bad }, cwd: folder, env: nowhere });
	expect(step.code).toBe(1);
	expect(step.outputs["failure-kind"]).toBe("input");
	expect(step.outputs["verdict"]).toBe("fail");
	for (const [name, value] of Object.entries(bad)) {
		const problem = step.report.failure.problems.find((one: { input: string }) => one.input === name);
		expect({ name, value: problem?.value }).toEqual({ name, value });
		expect(problem.remedy).not.toBe("");
		expect(step.summary).toContain(value);
		expect(step.log).toContain(name);
	}
	expect(step.log).not.toContain("docker buildx build");
});

test("a size says how sizes are written", async () => {
	const step = await runStep({ inputs: { context: ".", "max-image-size": "10 GBB" }, cwd: folder, env: nowhere });
	expect(step.log).toContain('max-image-size: "10 GBB" is not a size; write for example "9.5GB" or "9GiB"');
});

test("an input that does not exist is named with the nearest one that does", async () => {
	const step = await runStep({ inputs: { context: ".", "max-imagesize": "9GB" }, cwd: folder, env: nowhere });
	expect(step.log).toContain('"max-imagesize"');
	expect(step.log).toContain("max-image-size");
});

test("no engine: the kind of failure is engine, with the endpoint and what to do", async () => {
	const step = await runStep({ inputs: { context: "." }, cwd: folder, env: nowhere });
	expect(step.code).toBe(1);
	expect(step.outputs["failure-kind"]).toBe("engine");
	expect(step.log).toContain("unix:///nowhere/docker.sock");
	expect(step.log).toMatch(/start Docker|DOCKER_HOST/);
	expect(step.postCode).toBe(0);
	expect(step.left).toEqual([]);
});
