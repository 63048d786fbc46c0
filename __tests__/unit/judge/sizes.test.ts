import { describe, expect, it } from "@jest/globals";
import type { ImageFacts, LayerFacts } from "../../../src/model/facts.ts";
import type { Verdict } from "../../../src/model/verdict.ts";
import { arm } from "../../support/arm.ts";
import { imageFacts, known, layerFacts, unknown } from "../../support/facts.ts";

function judge(inputs: Readonly<Record<string, string>>, facts: ImageFacts): Verdict | undefined {
	const { armed, problems } = arm(inputs);
	expect(problems).toEqual([]);
	expect(armed).toHaveLength(1);
	return armed[0]?.judge(facts);
}

describe("size budgets that are not asked for", () => {
	it("arm nothing", () => {
		expect(arm({})).toEqual({ armed: [], problems: [] });
	});
});

describe("max-image-size", () => {
	it.each<[budget: string, bytes: number, expected: Partial<Verdict>]>([
		["6GB", 5_700_000_000, { status: "pass", expected: "≤ 6 GB", actual: "5.7 GB", detail: "95 % of budget" }],
		["6GB", 6_000_000_000, { status: "pass", actual: "6 GB", detail: "100 % of budget" }],
		["6GB", 5_999_999_999, { status: "pass", detail: "99 % of budget" }],
		["6GB", 6_420_000_000, { status: "fail", actual: "6.42 GB", detail: "420 MB over (107 % of budget)" }],
		["6GB", 6_000_000_001, { status: "fail", detail: "1 B over (just over 100 % of budget)" }],
		["6GiB", 6_420_000_000, { status: "pass", expected: "≤ 6.44 GB", detail: "99 % of budget" }],
	])("%s and %d bytes", (budget, bytes, expected) => {
		const facts = imageFacts({ unpackedBytes: known(bytes) });
		expect(judge({ "max-image-size": budget }, facts)).toMatchObject({ id: "max-image-size", ...expected });
	});

	it("over budget: names the heaviest layers, what is hidden, and the step to work on", () => {
		const verdict = judge(
			{ "max-image-size": "4GB" },
			imageFacts({
				unpackedBytes: known(5_000_000_000),
				rootfsBytes: known(4_200_000_000),
				layers: known([
					baseLayer(2_500_000_000),
					layerFacts({ index: 1, unpackedBytes: 600_000_000 }),
					layerFacts({
						index: 2,
						unpackedBytes: 1_900_000_000,
						step: { text: "RUN pip install torch", file: "docker/Dockerfile", line: 9 },
					}),
				]),
			}),
		);
		expect(verdict).toMatchObject({
			status: "fail",
			step: { file: "docker/Dockerfile", line: 9 },
			evidence: [
				"layer 1 of 3: 2.5 GB, the base image: ADD rootfs",
				"layer 3 of 3: 1.9 GB, RUN pip install torch (docker/Dockerfile:9)",
				"layer 2 of 3: 600 MB, RUN pip install -r requirements.txt (Dockerfile:4)",
				"800 MB of it are files that a later layer replaces or deletes",
			],
			remedy:
				"delete or replace files in the same RUN that makes them (800 MB are hidden by later layers, which saves nothing), make RUN pip install torch (docker/Dockerfile:9) smaller (it adds 1.9 GB), or raise max-image-size",
		});
	});

	const MB = 1_000_000;
	const own = (index: number, bytes: number, line: number) =>
		layerFacts({ index, unpackedBytes: bytes, step: { text: `RUN ${line}`, file: "Dockerfile", line } });
	const { step: _, ...unmatched } = own(0, 150 * MB, 0);
	it.each<[string, readonly LayerFacts[], hidden: number, remedy: string, line: number | undefined]>([
		[
			"a base that is too large alone",
			[baseLayer(190.81 * MB), own(1, 348, 3)],
			0,
			"the base image alone is 90.81 MB over the budget: take a slimmer base image, or raise max-image-size",
			undefined,
		],
		[
			"one layer that can make up for it",
			[baseLayer(60 * MB), own(1, 5 * MB, 3), own(2, 80 * MB, 4)],
			0,
			"make RUN 4 (Dockerfile:4) smaller (it adds 80 MB), or raise max-image-size",
			4,
		],
		[
			"several only together",
			[own(0, 70 * MB, 2), own(1, 60 * MB, 3), own(2, 70 * MB, 4), own(3, 1 * MB, 5)],
			0,
			"make RUN 2 (Dockerfile:2) (it adds 70 MB), RUN 4 (Dockerfile:4) (it adds 70 MB) and RUN 3 (Dockerfile:3) (it adds 60 MB) smaller, or raise max-image-size",
			2,
		],
		[
			"what is hidden would be enough",
			[baseLayer(20 * MB), own(1, 95 * MB, 3), own(2, 5 * MB, 4)],
			90 * MB,
			"delete or replace files in the same RUN that makes them (90 MB are hidden by later layers, which saves nothing), or raise max-image-size",
			3,
		],
		[
			"a step that could not be found",
			[unmatched],
			0,
			"make RUN /bin/sh -c pip install -r requirements.txt # buildkit smaller (it adds 150 MB), or raise max-image-size",
			undefined,
		],
	])("over budget by %s", (_name, layers, hidden, remedy, line) => {
		const unpacked = layers.reduce((sum, { unpackedBytes = 0 }) => sum + unpackedBytes, 0);
		const facts = { unpackedBytes: known(unpacked), rootfsBytes: known(unpacked - hidden), layers: known(layers) };
		const verdict = judge({ "max-image-size": "100MB" }, imageFacts(facts));
		expect(verdict).toMatchObject({ status: "fail", remedy });
		expect(verdict?.step?.line).toBe(line);
	});

	it("over budget with nothing but a base image: says so", () => {
		const facts = imageFacts({ layers: known([baseLayer(5_000_000_000)]) });
		expect(judge({ "max-image-size": "4GB" }, facts)?.remedy).toMatch(/base image alone is 1 GB over/);
	});

	it("over budget with unknown layers is still over budget, with a remedy", () => {
		const facts = imageFacts({ layers: unknown("no way in"), rootfsBytes: unknown("no way in") });
		expect(judge({ "max-image-size": "4GB" }, facts)).toMatchObject({
			status: "fail",
			detail: "1 GB over (125 % of budget)",
			remedy: expect.stringContaining("max-image-size"),
		});
	});
});

describe("max-compressed-size", () => {
	it("is held against the compressed size", () => {
		expect(judge({ "max-compressed-size": "2.5GB" }, imageFacts())).toMatchObject({
			status: "pass",
			actual: "2 GB",
			detail: "80 % of budget",
		});
	});

	it("over budget: layers by their compressed size", () => {
		const verdict = judge({ "max-compressed-size": "1GB" }, imageFacts());
		expect(verdict).toMatchObject({
			status: "fail",
			detail: "1 GB over (200 % of budget)",
			step: { line: 4 },
			evidence: expect.arrayContaining(["layer 2 of 2: 1.95 GB, RUN pip install torch==2.6.0 (Dockerfile:4)"]),
		});
	});

	it("unknown: names the driver that can", () => {
		const facts = imageFacts({ compressedBytes: unknown("the docker driver on overlay2 keeps no compressed layers") });
		expect(judge({ "max-compressed-size": "1GB" }, facts)).toMatchObject({
			status: "unknown",
			actual: "unknown",
			detail: expect.stringContaining("keeps no compressed layers"),
			remedy: expect.stringContaining("docker-container"),
		});
	});
});

describe("max-layer-size", () => {
	const layers = [
		baseLayer(1_000_000_000),
		layerFacts({ index: 1, unpackedBytes: 3_100_000_000, step: { text: "RUN pip install torch", line: 7 } }),
		layerFacts({ index: 2, unpackedBytes: 2_400_000_000, step: { text: "COPY models /models", line: 9 } }),
	];

	it("passes when the largest fits", () => {
		expect(judge({ "max-layer-size": "4GB" }, imageFacts({ layers: known(layers) }))).toMatchObject({
			status: "pass",
			actual: "3.1 GB",
			detail: "77 % of budget",
		});
	});

	it("names every layer that is too large, the largest with step and line", () => {
		const facts = imageFacts({ layers: known(layers), distributions: known([]) });
		expect(judge({ "max-layer-size": "2GB" }, facts)).toMatchObject({
			status: "fail",
			actual: "3.1 GB",
			detail: "1.1 GB over (155 % of budget)",
			step: { line: 7 },
			evidence: [
				"layer 2 of 3: 3.1 GB, RUN pip install torch (Dockerfile:7)",
				"layer 3 of 3: 2.4 GB, COPY models /models (Dockerfile:9)",
			],
			remedy: expect.stringContaining("RUN pip install torch (Dockerfile:7)"),
		});
	});

	it("a base image's layer: another base is needed", () => {
		const verdict = judge({ "max-layer-size": "2GB" }, imageFacts({ layers: known([baseLayer(3_000_000_000)]) }));
		expect(verdict?.remedy).toMatch(/base image/);
		expect(verdict?.step).toBeUndefined();
	});

	it("a layer whose step is not known: its command, and no other base image", () => {
		const { step: _, ...layer } = layerFacts({ unpackedBytes: 3_000_000_000, createdBy: "RUN make" });
		const verdict = judge({ "max-layer-size": "2GB" }, imageFacts({ layers: known([layer]) }));
		expect(verdict?.remedy).toContain("split RUN make into several steps");
		expect(verdict?.remedy).not.toContain("base image");
	});

	it("one layer of unknown size: unknown, unless another is already too large", () => {
		const { unpackedBytes: _, ...blind } = layerFacts({ index: 3 });
		const facts = imageFacts({ layers: known([...layers, blind]) });
		expect(judge({ "max-layer-size": "4GB" }, facts)).toMatchObject({
			status: "unknown",
			detail: expect.stringContaining("layer 4"),
		});
		expect(judge({ "max-layer-size": "2GB" }, facts)).toMatchObject({ status: "fail", actual: "3.1 GB" });
	});
});

describe("a size that is no size", () => {
	it.each<[input: string, facts: Partial<ImageFacts>]>([
		["max-image-size", { unpackedBytes: known(0) }],
		["max-compressed-size", { compressedBytes: known(0) }],
		["max-layer-size", { layers: known([]) }],
		["max-layer-size", { layers: known([layerFacts({ unpackedBytes: 0 })]) }],
	])("%s of 0 is unknown, never green", (input, facts) => {
		expect(judge({ [input]: "4GB" }, imageFacts(facts))).toMatchObject({
			status: "unknown",
			actual: "unknown",
			detail: expect.stringContaining("a size of 0 is an error"),
		});
	});

	it.each<[input: string, facts: Partial<ImageFacts>]>([
		["max-image-size", { unpackedBytes: unknown("the data root is another engine's") }],
		["max-compressed-size", { compressedBytes: unknown("the data root is another engine's") }],
		["max-layer-size", { layers: unknown("the data root is another engine's") }],
	])("%s that could not be measured: why, and what to do", (input, facts) => {
		expect(judge({ [input]: "4GB" }, imageFacts(facts))).toMatchObject({
			status: "unknown",
			detail: expect.stringContaining("the data root is another engine's"),
			remedy: expect.stringContaining(input),
		});
	});

	it.each(["6", "10 GBB", "0GB"])('a budget of "%s" is refused', (value) => {
		const { armed, problems } = arm({ "max-image-size": value });
		expect(armed).toEqual([]);
		expect(problems).toEqual([expect.stringContaining(`max-image-size: "${value}"`)]);
	});
});

function baseLayer(unpackedBytes: number): ReturnType<typeof layerFacts> {
	const { step: _, ...layer } = layerFacts({ index: 0, unpackedBytes, base: true, createdBy: "ADD rootfs" });
	return layer;
}
