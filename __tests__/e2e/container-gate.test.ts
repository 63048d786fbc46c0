import { beforeAll, describe, expect, jest, test } from "@jest/globals";
import { runStep, type StepResult } from "../support/action.ts";
import {
	BASE,
	docker,
	dockerfile,
	folderWith,
	HOST_NETWORK,
	makeBuilder,
	ownBuilder,
	REGISTRY,
	tracesOf,
	unique,
} from "./support/docker.ts";
import { compressedBytes, stored, tagDigest, unpackedBytes } from "./support/registry.ts";

jest.setTimeout(300_000);

const OWN = { driver: "docker-container", "driver-opts": HOST_NETWORK };
const context = () =>
	folderWith({
		Dockerfile: dockerfile("RUN head -c 3000000 /dev/urandom > /weights", "COPY note /note", "RUN ln /weights /again"),
		note: "hello\n",
	});

describe("a green gate on a builder of our own", () => {
	const tags = [
		`${REGISTRY}/gate/one:${unique("a")}`,
		`${REGISTRY}/gate/one:${unique("b")}`,
		`${REGISTRY}/gate/two:${unique("c")}`,
	];
	let result: StepResult;

	beforeAll(async () => {
		const inputs = { ...OWN, context: ".", push: "true", tags: tags.join("\n"), "max-image-size": "400MB" };
		result = await runStep({ cwd: context(), inputs });
	});

	test("is green and says what it found", () => {
		expect(result.log).toContain("max-image-size");
		expect(result.code).toBe(0);
		expect(result.outputs).toMatchObject({ verdict: "pass", "failure-kind": "" });
		expect(result.summary).toContain("Unpacked size");
	});

	test("all tags in both repositories point to the manifest that was judged", async () => {
		const [judged] = result.report.images;
		for (const tag of tags) {
			const there = await stored(tag);
			expect(there.manifest).toBe(judged.id);
			expect(there.digest).toBe(result.outputs["digest"]);
		}
	});

	test("sizes are those of the registry's blobs, to the byte", async () => {
		expect(Number(result.outputs["compressed-bytes"])).toBe(await compressedBytes(tags[0] ?? ""));
		expect(Number(result.outputs["unpacked-bytes"])).toBe(await unpackedBytes(tags[0] ?? ""));
	});

	test("builder, volume and files are gone", () => {
		expect(tracesOf(ownBuilder(result.log))).toEqual([]);
		expect(result.left).toEqual([]);
		expect(result.postLog).toBe("");
	});
});

describe("a red gate", () => {
	const tag = `${REGISTRY}/gate/red:${unique("v")}`;
	const cache = `${REGISTRY}/gate/cache:${unique("c")}`;
	const folder = context();
	let before: string | undefined;
	let red: StepResult;

	beforeAll(async () => {
		docker("buildx", "imagetools", "create", "--tag", tag, BASE);
		before = await tagDigest(tag);
		const inputs = {
			...OWN,
			context: ".",
			push: "true",
			tags: tag,
			"max-image-size": "1MB",
			"cache-to": `type=registry,ref=${cache},mode=max`,
		};
		red = await runStep({ cwd: folder, inputs });
	});

	test("fails and says by how much", () => {
		expect(red.code).toBe(1);
		expect(red.outputs).toMatchObject({ verdict: "fail", "failure-kind": "assertion" });
		expect(red.log).toMatch(/max(imum)?[- ]image|Unpacked size/i);
		expect(red.log).toMatch(/\d+(\.\d+)? MB over/);
	});

	test("leaves the tag where it was", async () => {
		expect(before).toMatch(/^sha256:/);
		expect(await tagDigest(tag)).toBe(before);
		expect(red.report.delivered).toMatchObject({ tags: [], pushed: false, loaded: false });
	});

	test("has exported the build cache: the next run on a new builder is cached", async () => {
		const inputs = {
			...OWN,
			context: ".",
			push: "true",
			tags: tag,
			"max-image-size": "400MB",
			"cache-from": `type=registry,ref=${cache}`,
		};
		const next = await runStep({ cwd: folder, inputs });
		expect(next.code).toBe(0);
		const runs = next.report.timeline.steps.filter(({ name }: { name: string }) => / RUN /.test(name));
		expect(runs).toHaveLength(2);
		expect(runs.every(({ cached }: { cached: boolean }) => cached)).toBe(true);
		expect(await tagDigest(tag)).toBe(next.outputs["digest"]);
	});
});

describe("one solve when there is no gate", () => {
	test.each([
		["nothing is asserted", {}],
		["gate: off", { gate: "off", "max-image-size": "1MB" }],
	])("%s: pushed at once", async (_, more) => {
		const tag = `${REGISTRY}/gate/off:${unique("v")}`;
		const builder = makeBuilder();
		const inputs = { context: ".", builder, push: "true", tags: tag, ...more };
		const result = await runStep({ cwd: context(), inputs });
		const armed = "gate" in more;
		expect(result.code).toBe(armed ? 1 : 0);
		expect(result.outputs["verdict"]).toBe(armed ? "fail" : "pass");
		expect(result.log.match(/^\$ docker buildx build /gm)).toHaveLength(1);
		const there = await stored(tag);
		expect(there.digest).toBe(result.outputs["digest"]);
		expect(Number(result.outputs["unpacked-bytes"])).toBe(await unpackedBytes(tag));
	});
});
