import { beforeAll, describe, expect, jest, test } from "@jest/globals";
import { runStep, type StepResult } from "../support/action.ts";
import { FULL_BASE, folderWith, HOST_NETWORK, ownBuilder, REGISTRY, tracesOf, unique } from "./support/docker.ts";
import { TORCH, TORCH_CUDA, TORCH_LINE, TORCH_VERSION } from "./support/dockerfiles.ts";
import { recordPeakMemory } from "./support/peak-memory.ts";
import { compressedBytes, stored, unpackedBytes } from "./support/registry.ts";

jest.setTimeout(1_800_000);

/** One real torch on a builder of our own: downloaded, built, measured, judged, pushed, and the builder removed. */
describe("torch 2.6.0 on docker-container", () => {
	const tag = `${REGISTRY}/torch/app:${unique("v")}`;
	const memory = recordPeakMemory();
	let result: StepResult;

	beforeAll(async () => {
		const inputs = {
			context: ".",
			"build-args": `BASE=${FULL_BASE}`,
			driver: "docker-container",
			"driver-opts": HOST_NETWORK,
			compression: "zstd",
			push: "true",
			tags: tag,
			"torch-version": ">=2.6,<2.8",
			"cuda-version": "12.*",
			"max-image-size": "2.5GB",
			"max-compressed-size": "1.5GB",
			"max-layer-size": "2GB",
		};
		result = await runStep({ cwd: folderWith({ Dockerfile: TORCH }), inputs, env: memory.env });
	});

	test("every check is green", () => {
		expect(result.log).toContain("docker-container: as asked, made and removed by this action");
		expect(result.code).toBe(0);
		expect(result.report.verdicts.map(({ status }: { status: string }) => status)).toEqual(Array(5).fill("pass"));
	});

	test("torch is found with its local version, its CUDA and the line that installed it", () => {
		expect(result.outputs).toMatchObject({ "torch-version": TORCH_VERSION, "cuda-version": TORCH_CUDA });
		const [torch] = result.report.images[0].torch.value;
		expect(torch).toMatchObject({ version: TORCH_VERSION, metadataVersion: "2.6.0", step: { line: TORCH_LINE } });
	});

	test("the registry carries exactly the judged manifest", async () => {
		const there = await stored(tag);
		expect(there.manifest).toBe(result.report.images[0].id);
		expect(there.digest).toBe(result.outputs["digest"]);
	});

	test("unpacked and compressed sizes are right to the byte", async () => {
		expect(Number(result.outputs["compressed-bytes"])).toBe(await compressedBytes(tag));
		expect(Number(result.outputs["unpacked-bytes"])).toBe(await unpackedBytes(tag));
	});

	test("nothing is left of our builder", () => {
		expect(tracesOf(ownBuilder(result.log))).toEqual([]);
		expect(result.left).toEqual([]);
	});

	test("our process stays under 100 MB", () => {
		process.stdout.write(`peak memory, docker-container, torch: ${(memory.peak() / 1e6).toFixed(1)} MB\n`);
		expect(memory.peak()).toBeLessThan(100e6);
	});
});
