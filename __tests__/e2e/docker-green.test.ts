import { beforeAll, describe, expect, it, jest } from "@jest/globals";
import type { StepResult } from "../support/action.ts";
import { folderWith } from "./support/docker.ts";
import { TORCH, TORCH_CUDA, TORCH_VERSION } from "./support/dockerfiles.ts";
import { imageId } from "./support/engine.ts";
import { newRepository, registryImages, registryTags } from "./support/manifests.ts";
import { type OracleImage, savedImage } from "./support/oracle.ts";
import { schemaErrors } from "./support/schema.ts";
import { buildIn } from "./support/steps.ts";

jest.setTimeout(1_800_000);

describe("a torch image that is what was asked, on the docker driver", () => {
	const { repo, ref } = newRepository("green");
	let result: StepResult;
	let oracle: OracleImage;

	beforeAll(async () => {
		const folder = folderWith({
			Dockerfile: `${TORCH}COPY app.py /app/app.py\nRUN ln /app/app.py /app/again.py && rm /etc/motd && ln -s /app/app.py /app/link.py && mkfifo /app/pipe\n`,
			"app.py": `print("${"x".repeat(10_000)}")\n`,
		});
		result = await buildIn(folder, {
			tags: `${ref}:1.0,${ref}:latest`,
			push: "true",
			"torch-version": ">=2.6,<2.8",
			"cuda-version": "12.4",
			"max-image-size": "3GB",
			"max-layer-size": "2GB",
		});
		oracle = savedImage(result.outputs["imageid"] ?? "");
	});

	it("ends green with every check passed, by the engine's own builder", () => {
		expect(result).toMatchObject({ code: 0, postCode: 0, left: [] });
		expect(result.outputs).toMatchObject({
			verdict: "pass",
			"failure-kind": "",
			"failure-step": "",
			"failure-line": "",
		});
		expect(result.report.verdicts.map(({ id, status }: Record<string, string>) => [id, status])).toEqual([
			["max-image-size", "pass"],
			["max-layer-size", "pass"],
			["torch-version", "pass"],
			["cuda-version", "pass"],
		]);
		expect(result.report.plan.driver.kind).toBe("docker");
		expect(schemaErrors(result.report)).toBeNull();
	});

	it("knows torch and CUDA by their own word", () => {
		expect(result.outputs).toMatchObject({ "torch-version": TORCH_VERSION, "cuda-version": TORCH_CUDA });
		expect(result.summary).toContain(TORCH_VERSION);
	});

	it("measures what Python's tarfile measures, layer by layer, to the byte", () => {
		expect(result.outputs["unpacked-bytes"]).toBe(String(oracle.unpacked));
		const layers = result.report.images[0].layers.value as { unpackedBytes: number; files: number }[];
		expect(layers.map(({ unpackedBytes, files }) => ({ bytes: unpackedBytes, files }))).toEqual(oracle.layers);
	});

	it("says which line made which layer", () => {
		const layers = result.report.images[0].layers.value as { base: boolean; step?: { file: string; line: number } }[];
		expect(layers.map(({ base, step }) => (base ? "base" : `${step?.file}:${step?.line}`))).toEqual([
			"base",
			"Dockerfile:3",
			"Dockerfile:4",
			"Dockerfile:5",
		]);
	});

	it("gives the judged image its tags in the engine and in the registry", async () => {
		const judged = result.report.images[0].id;
		expect(judged).toBe(oracle.config);
		expect(result.outputs["imageid"]).toBe(judged);
		expect([imageId(`${ref}:1.0`), imageId(`${ref}:latest`)]).toEqual([judged, judged]);
		expect([...(await registryTags(repo))].sort()).toEqual(["1.0", "latest"]);
		const [manifest] = await registryImages(repo, "1.0");
		expect(manifest?.config?.digest).toBe(judged);
		expect(manifest?.digest).toBe(result.outputs["digest"]);
	});

	it("leaves no facts to guesses: each says how it was got and how long it took", () => {
		const [image] = result.report.images;
		for (const fact of ["unpackedBytes", "rootfsBytes", "layers", "distributions", "torch"]) {
			expect(image[fact]).toMatchObject({ known: true, method: expect.any(String), seconds: expect.any(Number) });
		}
	});
});
