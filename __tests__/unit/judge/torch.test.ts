import { describe, expect, it } from "@jest/globals";
import type { DeletedTorch, ImageFacts, TorchFacts } from "../../../src/model/facts.ts";
import type { Verdict } from "../../../src/model/verdict.ts";
import { arm } from "../../support/arm.ts";
import { distribution, imageFacts, known, layerFacts, torchFacts, unknown } from "../../support/facts.ts";

function judge(inputs: Readonly<Record<string, string>>, facts: ImageFacts): Verdict | undefined {
	const { armed, problems } = arm(inputs);
	expect(problems).toEqual([]);
	expect(armed).toHaveLength(1);
	return armed[0]?.judge(facts);
}

function image(...copies: readonly TorchFacts[]): ImageFacts {
	return imageFacts({ torch: known(copies) });
}

function fromBase(overrides: Partial<TorchFacts>): TorchFacts {
	const { step: _, ...torch } = torchFacts({ layer: 0, ...overrides });
	return torch;
}

describe("torch-version", () => {
	it.each<[asked: string, version: string, status: Verdict["status"], detail: string]>([
		[">=2.6,<2.8", "2.6.0+cu124", "pass", ""],
		["==2.6.0", "2.6.0+cu124", "pass", ""],
		["==2.6.0+cu124", "2.6.0+cu121", "fail", "the local part +cu121 differs"],
		["==2.6.0+cu124", "2.6.0", "fail", "it has no local part"],
		[">=2.6,<2.8", "2.8.0+cu128", "fail", "2.8.0+cu128 is not >=2.6,<2.8"],
		[">=2.6", "2.6.0a0+ecf3bae40a.nv25.01", "fail", "a pre-release, which sorts before 2.6.0"],
		["==2.5.1", "2.5.1.post303", "fail", "a post-release, which sorts after 2.5.1"],
		[">=2.6", "unknown", "unknown", "not a PEP 440 version"],
	])("%s and %s: %s", (asked, version, status, detail) => {
		const verdict = judge({ "torch-version": asked }, image(torchFacts({ version })));
		expect(verdict).toMatchObject({ id: "torch-version", status, expected: asked, actual: version });
		expect(verdict?.detail ?? "").toContain(detail);
		if (status !== "pass") expect(verdict?.remedy).toBeTruthy();
	});

	it("drift: where it is, what it replaced, and who required it, the culprit first", () => {
		const verdict = judge(
			{ "torch-version": ">=2.6,<2.8" },
			image(
				torchFacts({
					version: "2.8.0+cu128",
					metadataVersion: "2.8.0",
					site: "/opt/venv/lib/python3.12/site-packages",
					step: { text: "RUN pip install torchvision", file: "Dockerfile", line: 9 },
					layer: 3,
					replaced: [
						{
							version: "2.6.0+cu124",
							layer: 2,
							step: { text: "RUN pip install torch==2.6.0", file: "Dockerfile", line: 5 },
						},
						{ version: "2.5.1", layer: 0 },
					],
					requiredBy: [
						{ name: "accelerate", version: "1.9.0", requirement: "torch>=2.0.0" },
						{ name: "transformers", version: "4.55.0", requirement: 'torch==2.8.0; extra == "torch"' },
						{ name: "coreml", version: "1.0", requirement: 'torch==2.8.0 ; sys_platform == "darwin"' },
						{ name: "torchvision", version: "0.23.0", requirement: "torch (==2.8.0)" },
					],
				}),
			),
		);
		expect(verdict).toEqual({
			id: "torch-version",
			title: "torch version",
			status: "fail",
			expected: ">=2.6,<2.8",
			actual: "2.8.0+cu128",
			detail: "2.8.0+cu128 is not >=2.6,<2.8",
			step: { text: "RUN pip install torchvision", file: "Dockerfile", line: 9 },
			evidence: [
				"torch 2.8.0+cu128 is in /opt/venv/lib/python3.12/site-packages, from RUN pip install torchvision (Dockerfile:9)",
				"replaced 2.6.0+cu124 of Dockerfile:5",
				"replaced 2.5.1 of the base image",
				"torch/version.py says 2.8.0+cu128, METADATA says 2.8.0",
				"torchvision 0.23.0 requires torch (==2.8.0), which rules out >=2.6,<2.8",
				'transformers 4.55.0 requires torch==2.8.0; extra == "torch", which rules out >=2.6,<2.8 (only when it was asked for as transformers[torch])',
				"accelerate 1.9.0 requires torch>=2.0.0",
			],
			remedy:
				'pin torchvision to a release that accepts torch >=2.6,<2.8 (torchvision 0.23.0 requires torch (==2.8.0)); to have pip find it, write "torch==2.6.0+cu124" into constraints.txt and install with `pip install -c constraints.txt …` in Dockerfile:9',
		});
	});

	it("drift that nobody installed requires: a constraints file", () => {
		const verdict = judge({ "torch-version": "==2.5.*" }, image(torchFacts()));
		expect(verdict?.remedy).toContain('write "torch==2.5.*" into constraints.txt');
		expect(verdict?.remedy).toContain("Dockerfile:4");
	});

	it("torch of the base image: another base, no step of this build to blame", () => {
		const verdict = judge({ "torch-version": "==2.5.*" }, image(fromBase({})));
		expect(verdict).toMatchObject({
			status: "fail",
			evidence: ["torch 2.6.0+cu124 is in /usr/local/lib/python3.12/site-packages, from the base image"],
			remedy: expect.stringContaining("base image with torch ==2.5.*"),
		});
		expect(verdict?.step).toBeUndefined();
	});

	it("no step known, and not the base image either: nobody is blamed wrongly", () => {
		const verdict = judge(
			{ "torch-version": "==2.5.*" },
			image(fromBase({ layer: 1, replaced: [{ version: "2.5.1", layer: 1 }] })),
		);
		expect(verdict?.evidence).toEqual([
			"torch 2.6.0+cu124 is in /usr/local/lib/python3.12/site-packages",
			"replaced 2.5.1 of layer 2",
		]);
		expect(verdict?.remedy).toContain("constraints.txt");
		expect(verdict?.remedy).not.toContain("base image");
	});

	it("the wrong build of the right release: PyTorch's own index", () => {
		const verdict = judge({ "torch-version": "==2.6.0+cu124" }, image(torchFacts({ version: "2.6.0+cpu" })));
		expect(verdict?.remedy).toContain("--index-url https://download.pytorch.org/whl/cu124 torch==2.6.0");
	});

	it.each([
		[">=2.6", "2.6.0a0+ecf3bae40a.nv25.01", '"==2.6.0a0"'],
		["==2.5.1", "2.5.1.post303", '"==2.5.1.*"'],
	])("a version that surprises (%s, %s): the specifier that takes it", (asked, version, better) => {
		expect(judge({ "torch-version": asked }, image(torchFacts({ version })))?.remedy).toContain(better);
	});

	it("several copies: all must match, and the one that does not is named", () => {
		const venv = torchFacts({
			version: "2.8.0",
			site: "/opt/venv/lib/python3.12/site-packages",
			step: { text: "RUN uv sync", line: 8 },
		});
		expect(judge({ "torch-version": "==2.6.*" }, image(torchFacts(), venv))).toMatchObject({
			status: "fail",
			actual: "2.6.0+cu124 and 2.8.0",
			detail: "2.8.0 is not ==2.6.* (in /opt/venv/lib/python3.12/site-packages)",
			step: { text: "RUN uv sync" },
			evidence: [
				"torch 2.6.0+cu124 is in /usr/local/lib/python3.12/site-packages, from RUN pip install torch==2.6.0 (Dockerfile:4)",
				"torch 2.8.0 is in /opt/venv/lib/python3.12/site-packages, from RUN uv sync (Dockerfile:8)",
			],
		});
		expect(judge({ "torch-version": ">=2.6" }, image(torchFacts(), venv))).toMatchObject({
			status: "pass",
			actual: "2.6.0+cu124 and 2.8.0",
			evidence: [
				"2.6.0+cu124 in /usr/local/lib/python3.12/site-packages",
				"2.8.0 in /opt/venv/lib/python3.12/site-packages",
			],
		});
	});

	it("green with version.py and METADATA apart: both are shown", () => {
		const verdict = judge({ "torch-version": "==2.6.0" }, image(torchFacts({ metadataVersion: "2.6.0" })));
		expect(verdict).toMatchObject({
			status: "pass",
			evidence: ["torch/version.py says 2.6.0+cu124, METADATA says 2.6.0"],
		});
	});

	it("many requirers: the list ends with how many more there are", () => {
		const requiredBy = Array.from({ length: 20 }, (_, index) => ({
			name: `p${index}`,
			version: "1",
			requirement: index === 19 ? "torch<2.6" : "torch",
		}));
		const verdict = judge({ "torch-version": "==2.7.*" }, image(torchFacts({ requiredBy })));
		expect(verdict?.evidence).toContain("p19 1 requires torch<2.6, which rules out ==2.7.*");
		expect(verdict?.evidence?.at(-1)).toBe("and 12 more require torch");
	});

	it.each(["^2.6", "2.6.0", ","])("%s is refused with its input's name", (value) => {
		const { armed, problems } = arm({ "torch-version": value });
		expect(armed).toEqual([]);
		expect(problems).toEqual([expect.stringMatching(/^torch-version: .*; write /)]);
	});
});

describe("cuda-version", () => {
	it.each<[asked: string, torch: Partial<TorchFacts>, status: Verdict["status"], actual: string, detail: string]>([
		["12.4", { cuda: "12.4" }, "pass", "CUDA 12.4", ""],
		["cu124", { cuda: "12.4" }, "pass", "CUDA 12.4", ""],
		["12.8", { cuda: "12.4" }, "fail", "CUDA 12.4", "built for CUDA 12.4"],
		[">=12.6,<13", { cuda: "12.4" }, "fail", "CUDA 12.4", "built for CUDA 12.4"],
		["12.4", { version: "2.6.0+cpu", cuda: null }, "fail", "CPU build", "torch 2.6.0+cpu is a CPU build"],
		["12.4", { cuda: null, hip: "6.2.41134" }, "fail", "ROCm 6.2.41134", "a ROCm build"],
		["none", { cuda: null }, "pass", "CPU build", ""],
		["cpu", { cuda: null }, "pass", "CPU build", ""],
		["none", { cuda: "12.4" }, "fail", "CUDA 12.4", "built for CUDA 12.4"],
		["cpu", { cuda: null, hip: "6.2.41134" }, "fail", "ROCm 6.2.41134", "built for ROCm 6.2.41134"],
		["12.4", { cuda: "twelve" }, "unknown", "CUDA twelve", "not a CUDA version"],
	])("%s and %j: %s", (asked, torch, status, actual, detail) => {
		const verdict = judge({ "cuda-version": asked }, image(torchFacts(torch)));
		expect(verdict).toMatchObject({ id: "cuda-version", status, actual });
		expect(verdict?.detail ?? "").toContain(detail);
		if (status !== "pass") expect(verdict?.remedy).toBeTruthy();
	});

	it.each(["12.4", "none"])("%s without a readable version.py is unknown", (asked) => {
		const { cuda: _, hip: __, ...torch } = torchFacts({ source: "METADATA" });
		expect(judge({ "cuda-version": asked }, image(torch))).toMatchObject({
			status: "unknown",
			detail: expect.stringContaining("torch/version.py could not be read"),
		});
	});

	it.each([
		["12.*", "torch for CUDA 12,"],
		["cu126", "torch for CUDA 12.6,"],
		["cpu", "a CPU build of torch,"],
		[">=12.6,<13", "torch for CUDA >=12.6,<13,"],
	])("expects %s as it was written, and names the CUDA by its number", (asked, named) => {
		const facts = image(torchFacts({ cuda: "11.8" }));
		const layers = known([
			layerFacts({ index: facts.torch.known ? (facts.torch.value[0]?.layer ?? 0) : 0, base: true }),
		]);
		const verdict = judge({ "cuda-version": asked }, { ...facts, layers });
		expect(verdict).toMatchObject({ status: "fail", expected: asked, remedy: expect.stringContaining(named) });
	});

	it("red: where torch is, and the index that has the build", () => {
		const verdict = judge({ "cuda-version": "12.4" }, image(torchFacts({ version: "2.6.0+cpu", cuda: null })));
		expect(verdict).toMatchObject({
			step: { line: 4 },
			evidence: [
				"torch 2.6.0+cpu is in /usr/local/lib/python3.12/site-packages (CPU build), from RUN pip install torch==2.6.0 (Dockerfile:4)",
			],
			remedy: expect.stringContaining(
				"in Dockerfile:4: `pip install --index-url https://download.pytorch.org/whl/cu124 torch`,",
			),
		});
	});

	const wheels = known([
		distribution({ name: "nvidia-cudnn-cu12", version: "9.1.0.70", bytes: 740_000_000 }),
		distribution({ name: "nvidia_cublas_cu12", version: "12.4.5.8", bytes: 900_000_000 }),
		distribution({ name: "numpy" }),
	]);

	it("none, and a CUDA build: the nvidia wheels are named with their size, the largest first", () => {
		const verdict = judge({ "cuda-version": "none" }, imageFacts({ distributions: wheels }));
		expect(verdict?.status).toBe("fail");
		expect(verdict?.evidence?.slice(-2)).toEqual([
			"nvidia_cublas_cu12 12.4.5.8: 900 MB",
			"nvidia-cudnn-cu12 9.1.0.70: 740 MB",
		]);
		expect(verdict?.remedy).toContain("https://download.pytorch.org/whl/cpu");
	});

	it("none, and a CPU build beside nvidia wheels: a warning that says what they weigh", () => {
		const facts = imageFacts({ distributions: wheels, torch: known([torchFacts({ cuda: null })]) });
		expect(judge({ "cuda-version": "none" }, facts)).toMatchObject({
			status: "warn",
			detail: "torch is a CPU build, but 2 nvidia distributions are installed (1.64 GB)",
		});
	});

	it.each(["12.x", "latest"])("%s is refused with its input's name", (value) => {
		const { armed, problems } = arm({ "cuda-version": value });
		expect(armed).toEqual([]);
		expect(problems).toEqual([expect.stringContaining(`cuda-version: "${value}"`)]);
	});
});

describe.each(["torch-version", "cuda-version"])("%s", (input) => {
	it.each(["==2.6.0"])("without torch in the image fails", (value) => {
		expect(judge({ [input]: value }, image())).toMatchObject({
			status: "fail",
			actual: "no torch",
			detail: expect.stringContaining("no torch in the image"),
			remedy: expect.stringContaining(input),
		});
	});

	it.each<[string, Partial<DeletedTorch>, string, string]>([
		[
			"both steps known",
			{ step: { text: "COPY torch", line: 26 }, deletedIn: 4, deletedBy: { text: "RUN rm", line: 27 } },
			"2.6.0+cu124 of Dockerfile:26 was deleted by a later step (Dockerfile:27)",
			"in Dockerfile:27",
		],
		["the deleting step unknown", { deletedIn: 4 }, "2.6.0+cu124 of layer 3 was deleted by a later step (layer 5)", ""],
		["a base image's", { layer: 0 }, "2.6.0+cu124 of the base image was deleted by a later step", ""],
	])("deleted by a later step says so: %s", (_name, told, evidence, remedy) => {
		const deleted = { version: "2.6.0+cu124", site: "/usr/lib/python3/dist-packages", layer: 2, ...told };
		const verdict = judge({ [input]: "==2.6.0" }, imageFacts({ torch: known([]), deletedTorch: [deleted] }));
		expect(verdict).toMatchObject({
			status: "fail",
			actual: "no torch",
			evidence: [expect.stringContaining(evidence)],
			remedy: expect.stringContaining(remedy),
		});
		expect(verdict?.remedy).toContain("deletes torch");
		expect(verdict?.step).toEqual(told.deletedBy);
	});

	it.each([
		["link", "UV_LINK_MODE=copy"],
		["no regular file", "plain files"],
		["no version", "install torch as a wheel"],
		["unreadable", "docs/ways"],
	] as const)("that lies there unread says what helps: %s", (reason, help) => {
		const unreadTorch = [{ site: "/opt/venv", reason }];
		const verdict = judge({ [input]: "==2.6.0" }, imageFacts({ torch: unknown("it is there, but"), unreadTorch }));
		expect(verdict).toMatchObject({ status: "unknown", remedy: expect.stringContaining(help) });
		expect(verdict?.remedy).toContain(`or leave ${input} out`);
	});

	it("with unreadable files is unknown, and says why", () => {
		const facts = imageFacts({ torch: unknown("sudo is not allowed") });
		expect(judge({ [input]: "==2.6.0" }, facts)).toMatchObject({
			status: "unknown",
			actual: "unknown",
			detail: expect.stringContaining("sudo is not allowed"),
			remedy: expect.stringContaining(input),
		});
	});
});
