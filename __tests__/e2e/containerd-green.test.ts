import { beforeAll, describe, expect, it, jest } from "@jest/globals";
import type { StepResult } from "../support/action.ts";
import { folderWith } from "./support/docker.ts";
import { BASE_ARG, TORCH, TORCH_CUDA, TORCH_VERSION } from "./support/dockerfiles.ts";
import { CONTAINERD_HOST, imageId, needsContainerd } from "./support/engine.ts";
import { newRepository, registryImages, registryTags } from "./support/manifests.ts";
import { savedImage } from "./support/oracle.ts";
import { schemaErrors } from "./support/schema.ts";
import { buildIn } from "./support/steps.ts";

jest.setTimeout(1_800_000);

const FILES = {
	Dockerfile: `${TORCH}COPY app.py /app/app.py\nRUN cp /app/app.py /app/new.py && ln /app/new.py /app/again.py && rm /etc/motd && mv /etc/skel /etc/moved\n`,
	"app.py": "print('hello')\n",
};
const CHECKS = {
	"torch-version": ">=2.6,<2.8",
	"cuda-version": "12.4",
	"max-image-size": "3GB",
	"max-layer-size": "2GB",
};

interface Layer {
	readonly unpackedBytes: number;
	readonly files: number;
	readonly step?: { readonly line: number };
}

describe("the containerd image store", () => {
	const { repo, ref } = newRepository("containerd");
	let there: StepResult;
	let here: StepResult;

	beforeAll(async () => {
		needsContainerd();
		const folder = folderWith(FILES);
		const tags = `${ref}:1`;
		there = await buildIn(
			folder,
			{ ...CHECKS, tags, push: "true", "max-compressed-size": "2GB" },
			{ env: { DOCKER_HOST: CONTAINERD_HOST } },
		);
		here = await buildIn(folder, CHECKS);
	});

	it("is green by the engine's own builder, as on overlay2", () => {
		expect(there).toMatchObject({ code: 0, postCode: 0, left: [] });
		expect(here.code).toBe(0);
		expect(there.report.plan.driver.kind).toBe("docker");
		expect(there.report.host.engine.store).toBe("containerd");
		expect(there.report.verdicts.map(({ status }: { status: string }) => status)).toEqual([
			"pass",
			"pass",
			"pass",
			"pass",
			"pass",
		]);
		expect(there.outputs).toMatchObject({
			verdict: "pass",
			"torch-version": TORCH_VERSION,
			"cuda-version": TORCH_CUDA,
		});
		expect(schemaErrors(there.report)).toBeNull();
	});

	it("gives the bytes of Python's tarfile, layer by layer", () => {
		const oracle = savedImage(`${ref}:1`, CONTAINERD_HOST);
		expect(there.outputs["unpacked-bytes"]).toBe(String(oracle.unpacked));
		const layers = there.report.images[0].layers.value as Layer[];
		expect(layers.map(({ unpackedBytes, files }) => ({ bytes: unpackedBytes, files }))).toEqual(oracle.layers);
	});

	it("gives the same as overlay2 for the same content", () => {
		const [one, other] = [there.report.images[0], here.report.images[0]];
		const what = (layers: readonly Layer[]) =>
			layers.map(({ files, unpackedBytes, step }) => ({ files, unpackedBytes, line: step?.line }));
		expect(what(one.layers.value)).toEqual(what(other.layers.value));
		expect(one.unpackedBytes.value).toBe(other.unpackedBytes.value);
		expect(one.rootfsBytes.value).toBe(other.rootfsBytes.value);
		const packages = ({ distributions }: { distributions: { value: { key: string; version: string }[] } }) =>
			distributions.value.map(({ key, version }) => `${key} ${version}`).sort();
		expect(packages(one)).toEqual(packages(other));
	});

	it("pushes the very manifest that was judged, with its compressed size", async () => {
		expect(await registryTags(repo)).toEqual(["1"]);
		const [manifest] = await registryImages(repo, "1");
		expect(manifest?.digest).toBe(there.report.images[0].id);
		const compressed = manifest?.layers?.reduce((sum, { size }) => sum + size, 0);
		expect(there.outputs["compressed-bytes"]).toBe(String(compressed));
		expect(imageId(`${ref}:1`, CONTAINERD_HOST)).toBeDefined();
	});
});

it("red on the containerd image store: nothing pushed, no tag", async () => {
	needsContainerd();
	const { repo, ref } = newRepository("containerd-red");
	const folder = folderWith(FILES);
	const inputs = { tags: `${ref}:1`, push: "true", "torch-version": "==2.7.*", "build-args": BASE_ARG };
	const result = await buildIn(folder, inputs, { env: { DOCKER_HOST: CONTAINERD_HOST } });
	expect(result).toMatchObject({
		code: 1,
		left: [],
		outputs: { "failure-kind": "assertion", "failure-line": "3", verdict: "fail" },
	});
	expect(await registryTags(repo)).toEqual([]);
	expect(imageId(`${ref}:1`, CONTAINERD_HOST)).toBeUndefined();
});
