import { beforeAll, describe, expect, it, jest } from "@jest/globals";
import { runStep, type StepResult } from "../support/action.ts";
import { folderWith } from "./support/docker.ts";
import { dockerAt } from "./support/engine.ts";
import { schemaErrors } from "./support/schema.ts";
import { makeSpareEngine, type SpareEngine } from "./support/spare-engine.ts";
import { SMALL_BASE } from "./support/spare-images.ts";

jest.setTimeout(300_000);

/** Debian 12 has Docker Engine 20.10, whose BuildKit takes `--cgroup-parent` and does nothing with it. */
describe("an engine that cannot hold a limit (Debian's own)", () => {
	let engine: SpareEngine;

	beforeAll(async () => {
		engine = await makeSpareEngine({ release: "debian" });
		expect(dockerAt(engine.host, "version", "--format", "{{.Server.Version}}")).toMatch(/^20\.10\./);
	});

	const build = (inputs: Readonly<Record<string, string>>): Promise<StepResult> => {
		const cwd = folderWith({ Dockerfile: `FROM ${SMALL_BASE}\nRUN echo built-$((1)) && sleep 2\n` });
		return runStep({ cwd, env: engine.env, inputs: { context: ".", network: "none", ...inputs } });
	};

	it("builds without limits", async () => {
		const result = await build({ driver: "docker", tags: "old/engine:1" });
		expect(result.log).toContain("built-1");
		expect(result.code).toBe(0);
		expect(schemaErrors(result.report)).toBeNull();
		expect(dockerAt(engine.host, "images", "--quiet", "old/engine:1")).not.toBe("");
	});

	it("require (the default): refused before the build, with the reason and the remedy", async () => {
		const result = await build({ driver: "docker", memory: "256m" });
		expect(result.code).toBe(1);
		expect(result.outputs["failure-kind"]).toBe("input");
		expect(result.log).not.toContain("built-1");
		expect(result.report.failure.problems).toMatchObject([
			{
				input: "memory",
				message: expect.stringMatching(/Docker Engine 20\.10\.\S* ignores --cgroup-parent/),
				remedy: expect.stringContaining("driver: docker-container"),
			},
		]);
		expect(result.summary).toMatch(/ignores .*cgroup-parent/);
	});

	it("best-effort: built, and the summary says that nothing is enforced", async () => {
		const result = await build({ driver: "docker", memory: "256m", limits: "best-effort", "no-cache": "true" });
		expect(result.code).toBe(0);
		expect(result.summary).toMatch(/memory.*not enforced.*20\.10/);
		expect(result.outputs["memory-limit"]).toBe("");
		expect(result.report.limits?.held).toBeUndefined();
		expect(schemaErrors(result.report)).toBeNull();
	});

	it("auto: plans a builder of its own instead", async () => {
		const result = await build({ memory: "256m", "dry-run": "true" });
		expect(result.report.plan.driver).toMatchObject({
			kind: "docker-container",
			why: expect.stringMatching(/because memory.*20\.10/),
		});
	});
});
