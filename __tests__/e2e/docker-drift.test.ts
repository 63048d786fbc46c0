import { beforeAll, describe, expect, it, jest } from "@jest/globals";
import type { StepResult } from "../support/action.ts";
import { folderWith } from "./support/docker.ts";
import { DRIFT, DRIFT_LINE } from "./support/drift.ts";
import { BASE_IMAGE, dockerAt, imageId } from "./support/engine.ts";
import { newRepository, registryManifest, registryTags } from "./support/manifests.ts";
import { reinstalled, SWITCH_LINE } from "./support/reinstalled.ts";
import { heardCommands } from "./support/runner.ts";
import { schemaErrors } from "./support/schema.ts";
import { buildIn } from "./support/steps.ts";

jest.setTimeout(900_000);

const { repo, ref } = newRepository("drift");
const TAG = `${ref}:stable`;

describe("a requirement moves torch from 2.6.0 to 2.8.0", () => {
	const results: StepResult[] = [];
	let before: string | undefined;
	let pushed: string | undefined;

	beforeAll(async () => {
		dockerAt(undefined, "tag", BASE_IMAGE, TAG);
		dockerAt(undefined, "push", "--quiet", TAG);
		before = imageId(TAG);
		pushed = (await registryManifest(repo, "stable"))?.digest;
		const cwd = folderWith(DRIFT);
		const inputs = { tags: `${TAG}\n${ref}:new`, push: "true", "torch-version": ">=2.6,<2.8", "cuda-version": "12.4" };
		for (const _ of ["as it comes", "everything cached"]) results.push(await buildIn(cwd, inputs));
	});

	describe.each([
		[0, "as it comes"],
		[1, "with everything cached"],
	])("run %i, %s", (index) => {
		const result = () => results[index] as StepResult;
		const verdict = () => result().report.verdicts.find(({ id }: { id: string }) => id === "torch-version");

		it("is red by the torch that is in the image", () => {
			expect(result()).toMatchObject({ code: 1, postCode: 0, left: [] });
			expect(result().outputs).toMatchObject({
				verdict: "fail",
				"failure-kind": "assertion",
				"failure-line": String(DRIFT_LINE),
				"torch-version": "2.8.0+cu128",
				"cuda-version": "12.8",
			});
			expect(result().outputs["failure-step"]).toContain("RUN pip install --no-cache-dir --constraint");
			expect(schemaErrors(result().report)).toBeNull();
		});

		it("names the step, what it replaced, and the requirement that asked for it", () => {
			const evidence = verdict().evidence.join("\n");
			expect(verdict()).toMatchObject({
				status: "fail",
				actual: "2.8.0+cu128",
				step: { file: "Dockerfile", line: DRIFT_LINE },
			});
			expect(evidence).toMatch(/RUN pip install .*\(Dockerfile:7\)/);
			expect(evidence).toContain("replaced 2.6.0+cu124 of Dockerfile:3");
			expect(evidence).toMatch(
				/torchvision 0\.23\.0 requires torch ?(\(==2\.8\.0\)|==2\.8\.0), which rules out >=2\.6,<2\.8/,
			);
			expect(verdict().remedy).toContain("torchvision");
			for (const text of ["2.6.0+cu124", "2.8.0+cu128", "torchvision", "Dockerfile:7"]) {
				expect(result().summary).toContain(text);
				expect(result().log).toContain(text);
			}
		});

		it("marks the line in the Dockerfile", () => {
			const errors = heardCommands(result().log).filter(({ name }) => name === "error");
			expect(errors.map(({ properties }) => properties).join("\n")).toMatch(/file=Dockerfile(,|$)/);
			expect(errors.map(({ properties }) => properties).join("\n")).toMatch(/line=7(,|$)/m);
		});
	});

	it("was cached the second time", () => {
		const steps = results[1]?.report.timeline.steps as { step?: { line: number }; cached: boolean }[];
		const installs = steps.filter(({ step }) => [3, DRIFT_LINE].includes(step?.line ?? 0));
		expect(installs.map(({ cached }) => cached)).toEqual([true, true]);
	});

	it("gives the same answer both times", () => {
		expect(results[1]?.report.verdicts).toEqual(results[0]?.report.verdicts);
		expect(results[1]?.report.images[0].id).toBe(results[0]?.report.images[0].id);
	});

	it("pushed nothing and moved no tag", async () => {
		expect(imageId(TAG)).toBe(before);
		expect(imageId(`${ref}:new`)).toBeUndefined();
		expect(await registryTags(repo)).toEqual(["stable"]);
		expect((await registryManifest(repo, "stable"))?.digest).toBe(pushed);
	});
});

describe("a switch meant for one package installs torch anew", () => {
	const PIP = "RUN pip install --no-index --find-links /wheels/pypi";
	const CHECKS = { "torch-version": ">=2.6,<2.8", "cuda-version": "12.4" };

	it("is named, with a remedy", async () => {
		const files = reinstalled(`${PIP} --ignore-installed blinker -r /app/requirements.txt`);
		const result = await buildIn(folderWith(files), CHECKS);
		expect(result).toMatchObject({
			code: 1,
			outputs: { "failure-line": String(SWITCH_LINE), "torch-version": "2.8.0" },
		});
		for (const { evidence, remedy } of result.report.verdicts) {
			expect(evidence.join("\n")).toContain("replaced 2.6.0+cu124 of Dockerfile:5");
			expect(evidence.join("\n")).toContain(
				`--ignore-installed in Dockerfile:${SWITCH_LINE} is a switch for all packages of that call, not for`,
			);
			expect(remedy).toContain(`take --ignore-installed out of Dockerfile:${SWITCH_LINE}`);
			expect(remedy).toContain('"torch==2.6.0+cu124" in constraints.txt');
		}
	});

	it("is red by its CUDA where the version happens to fit", async () => {
		const files = reinstalled(`${PIP} --ignore-installed blinker "torch<2.8"`);
		const result = await buildIn(folderWith(files), CHECKS);
		const status = (id: string) => result.report.verdicts.find((one: { id: string }) => one.id === id).status;
		expect([status("torch-version"), status("cuda-version")]).toEqual(["pass", "fail"]);
	});

	it("is green when the remedy is followed", async () => {
		const files = reinstalled(
			`RUN pip install --no-index --find-links /wheels/pypi --ignore-installed --no-deps blinker\n${PIP} -c /app/constraints.txt -r /app/requirements.txt`,
		);
		const result = await buildIn(folderWith(files), CHECKS);
		expect(result).toMatchObject({ code: 0, outputs: { "torch-version": "2.6.0+cu124", "cuda-version": "12.4" } });
	});
});
