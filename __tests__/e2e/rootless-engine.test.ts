import { afterAll, beforeAll, describe, expect, it, jest } from "@jest/globals";
import { runStep } from "../support/action.ts";
import { folderWith } from "./support/docker.ts";
import { dockerAt } from "./support/engine.ts";
import { makeRootlessEngine, type RootlessEngine } from "./support/rootless-engine.ts";
import { schemaErrors } from "./support/schema.ts";
import { SMALL_BASE } from "./support/spare-images.ts";

jest.setTimeout(300_000);

describe("a rootless engine without cgroups", () => {
	let engine: RootlessEngine | undefined;

	beforeAll(async () => {
		engine = await makeRootlessEngine();
		expect(dockerAt(engine.host, "info", "--format", "{{.SecurityOptions}} {{.CgroupDriver}}")).toMatch(
			/rootless.* none$/m,
		);
	});
	afterAll(() => engine?.stop());

	const build = (inputs: Readonly<Record<string, string>>) =>
		runStep({
			cwd: folderWith({ Dockerfile: `FROM ${SMALL_BASE}\nRUN echo built-$((1))\n` }),
			env: { DOCKER_HOST: engine?.host },
			inputs: { context: ".", network: "none", memory: "256m", ...inputs },
		});

	it.each([["auto"], ["docker"], ["docker-container"]])(
		"require (the default), driver %s: refused before anything is made, with the reason and a remedy that helps",
		async (driver) => {
			const result = await build({ driver });
			expect(result.code).toBe(1);
			expect(result.outputs["failure-kind"]).toBe("input");
			expect(result.log).not.toMatch(/\$ docker buildx build|built-1/);
			expect(result.report.failure.problems).toMatchObject([
				{
					input: "memory",
					message: expect.stringMatching(/cannot be enforced on this engine: the engine is rootless/),
					remedy: expect.stringMatching(/cgroup v2 and systemd.*limits: best-effort/),
				},
			]);
			expect(result.left).toEqual([]);
		},
	);

	it("best-effort: built, and the summary says that nothing is enforced", async () => {
		const result = await build({ limits: "best-effort" });
		expect(result.log).toContain("built-1");
		expect(result.code).toBe(0);
		expect(result.summary).toMatch(/memory.*not enforced.*rootless/);
		expect(result.outputs["memory-limit"]).toBe("");
		expect(result.report.limits?.held).toBeUndefined();
		expect(schemaErrors(result.report)).toBeNull();
		expect(result.left).toEqual([]);
	});
});
