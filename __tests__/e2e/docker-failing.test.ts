import { beforeAll, describe, expect, it, jest } from "@jest/globals";
import type { StepResult } from "../support/action.ts";
import { folderWith } from "./support/docker.ts";
import { BASE } from "./support/dockerfiles.ts";
import { imageId } from "./support/engine.ts";
import { newRepository, registryTags } from "./support/manifests.ts";
import { heardCommands } from "./support/runner.ts";
import { schemaErrors } from "./support/schema.ts";
import { buildIn, UNWARNED } from "./support/steps.ts";

jest.setTimeout(300_000);

const FAILING = `${BASE}ENV MODEL=bert
RUN for shard in 1 2 3; do echo "reading shard $shard"; done; \\
    echo "the tokenizer of $MODEL is missing" >&2; \\
    exit 3
COPY never.txt /
`;

describe("a RUN that fails", () => {
	const { repo, ref } = newRepository("failing");
	let result: StepResult;

	beforeAll(async () => {
		const folder = folderWith({ "images/trainer/Dockerfile": FAILING, "images/trainer/never.txt": "" });
		result = await buildIn(folder, {
			context: "images/trainer",
			tags: `${ref}:1`,
			push: "true",
			"max-image-size": "3GB",
		});
	});

	it("is the user's build that failed, not the action", () => {
		expect(result).toMatchObject({ code: 1, postCode: 0, left: [] });
		expect(result.outputs).toMatchObject({
			verdict: "fail",
			"failure-kind": "build",
			"failure-line": "4",
			imageid: "",
			digest: "",
		});
		expect(result.outputs["failure-step"]).toMatch(/\[3\/4\] RUN for shard|\[2\/3\] RUN for shard/);
		expect(result.log).not.toMatch(/^\s+at .*\.(js|ts):\d+/m);
	});

	it("shows the step's last words and the place in the Dockerfile", () => {
		expect(result.summary).toContain("images/trainer/Dockerfile:4");
		expect(result.summary).toContain("the tokenizer of bert is missing");
		expect(result.summary).toContain("reading shard 3");
		expect(result.summary).toMatch(/4 \| >>> RUN for shard/);
		expect(result.summary).toContain("exit code: 3");
		expect(result.log).toContain("the tokenizer of bert is missing");
	});

	it("puts an annotation on that line", () => {
		const errors = heardCommands(result.log).filter(({ name }) => name === "error");
		expect(errors).toHaveLength(1);
		expect(errors[0]?.properties).toMatch(/(^|,)file=images\/trainer\/Dockerfile(,|$)/);
		expect(errors[0]?.properties).toMatch(/(^|,)line=4(,|$)/);
		expect(errors[0]?.value).toContain("the tokenizer of bert is missing");
	});

	it("delivers nothing and writes a report that the schema accepts", async () => {
		expect(await registryTags(repo)).toEqual([]);
		expect(imageId(`${ref}:1`)).toBeUndefined();
		expect(result.report).toMatchObject({
			conclusion: "fail",
			failure: { kind: "build", step: { line: 4 }, build: { exitCode: 1 } },
		});
		expect(schemaErrors(result.report)).toBeNull();
	});
});

it("annotates nothing when log-annotations is false", async () => {
	const result = await buildIn(folderWith({ Dockerfile: `${BASE}RUN exit 3\n` }), {
		...UNWARNED,
		"log-annotations": "false",
	});
	expect(result.code).toBe(1);
	expect(heardCommands(result.log).filter(({ name }) => ["error", "warning", "notice"].includes(name))).toEqual([]);
});

it("tells what the build checks found, and annotates it unless DOCKER_BUILD_CHECKS_ANNOTATIONS is false", async () => {
	const folder = folderWith({ Dockerfile: `${BASE}MAINTAINER me\n` });
	for (const [value, told] of [
		["", 1],
		["false", 0],
	] as const) {
		const result = await buildIn(folder, UNWARNED, { env: { DOCKER_BUILD_CHECKS_ANNOTATIONS: value } });
		expect(result.code).toBe(0);
		const [found, ...more] = JSON.parse(result.outputs["metadata"] ?? "")["buildx.build.warnings"];
		expect([Buffer.from(found.short, "base64").toString(), more]).toEqual([
			expect.stringContaining("MaintainerDeprecated"),
			[],
		]);
		expect(heardCommands(result.log).filter(({ name }) => name === "warning")).toHaveLength(told);
		expect(result.report.timeline.warnings).toHaveLength(1);
	}
});

it.each([
	["an instruction that does not exist", `${BASE}RUM true\n`, "3", /unknown instruction: RUM/],
	["a file that is not in the context", `${BASE}COPY weights.bin /\n`, "3", /weights\.bin.*not found/],
	["a base image that does not exist", "FROM 127.0.0.1:1/nobody/nothing:1\n", "1", /nobody\/nothing/],
])("points at the line of %s", async (_, text, line, said) => {
	const result = await buildIn(folderWith({ Dockerfile: text }), {});
	expect(result.outputs).toMatchObject({ "failure-kind": "build", "failure-line": line });
	expect(result.summary).toMatch(said);
	expect(result.code).toBe(1);
});
