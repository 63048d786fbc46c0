import { beforeAll, describe, expect, it, jest } from "@jest/globals";
import type { StepResult } from "../support/action.ts";
import { folderWith, unique } from "./support/docker.ts";
import { BASE } from "./support/dockerfiles.ts";
import { BASE_IMAGE, dockerAt, imageId } from "./support/engine.ts";
import { newRepository, registryTags } from "./support/manifests.ts";
import { savedImage } from "./support/oracle.ts";
import { schemaErrors } from "./support/schema.ts";
import { buildIn } from "./support/steps.ts";

jest.setTimeout(300_000);

const HEAVY = `${BASE}RUN echo small >/small
RUN head -c 200000000 /dev/zero >/weights.bin
RUN head -c 30000000 /dev/zero >/tokens.bin
`;

describe("an image over its budget", () => {
	const { repo, ref } = newRepository("over");
	const tag = `${ref}:stable`;
	const mark = unique("e2e.over");
	let result: StepResult;
	let size: number;

	beforeAll(async () => {
		dockerAt(undefined, "tag", BASE_IMAGE, tag);
		const folder = folderWith({ Dockerfile: HEAVY });
		const inputs = {
			tags: tag,
			push: "true",
			labels: `${mark}=1`,
			"max-image-size": "250MB",
			"max-layer-size": "195MB",
		};
		result = await buildIn(folder, inputs);
		size = savedImage(result.report.images[0].id).unpacked;
	});

	it("is red by the bytes that are too many", () => {
		expect(result).toMatchObject({ code: 1, postCode: 0, left: [] });
		expect(result.outputs).toMatchObject({
			verdict: "fail",
			"failure-kind": "assertion",
			"failure-line": "4",
			"unpacked-bytes": String(size),
		});
		const [image, layer] = result.report.verdicts;
		expect(image).toMatchObject({ id: "max-image-size", status: "fail", step: { line: 4 } });
		const [, over, percent] = /^([\d.]+) MB over \((\d+) % of budget\)$/.exec(image.detail) ?? [];
		expect(Number(over)).toBeCloseTo((size - 250e6) / 1e6, 1);
		expect(Number(percent)).toBe(Math.round((size / 250e6) * 100));
		expect(layer).toMatchObject({ id: "max-layer-size", status: "fail", step: { line: 4 }, actual: "200 MB" });
		expect(schemaErrors(result.report)).toBeNull();
	});

	it("says which lines made it heavy, the heaviest of them to work on", () => {
		const [image] = result.report.verdicts;
		expect(image.evidence.join("\n")).toMatch(/200 MB, RUN head -c 200000000 .*\(Dockerfile:4\)/);
		expect(image.remedy).toMatch(/Dockerfile:4.*or raise max-image-size/);
		expect(result.summary).toContain("Dockerfile:4");
		expect(result.summary).toMatch(/not pushed|nothing was pushed|kept back|no tag/i);
	});

	it("leaves the image without a name and the old name where it was", async () => {
		const rows = dockerAt(
			undefined,
			"images",
			"--all",
			"--no-trunc",
			"--filter",
			`label=${mark}`,
			"--format",
			"{{.ID}} {{.Repository}}:{{.Tag}}",
		);
		expect(rows.trim()).toBe(`${result.report.images[0].id} <none>:<none>`);
		expect(imageId(tag)).toBe(imageId(BASE_IMAGE));
		expect(await registryTags(repo)).toEqual([]);
	});
});

it.each([
	["to the byte", 0, 0, "pass"],
	["less a byte", -1, 1, "fail"],
])("the budget counts %s", async (_, more, code, verdict) => {
	const folder = folderWith({ Dockerfile: HEAVY });
	const first = await buildIn(folder, {});
	const bytes = Number(first.outputs["unpacked-bytes"]);
	const result = await buildIn(folder, { "max-image-size": `${bytes + more}B` });
	expect(result.code).toBe(code);
	expect(result.outputs["verdict"]).toBe(verdict);
});
