import type { Distribution, ImageFacts, LayerFacts, StepRef, TorchFacts } from "../../../src/model/facts.ts";

/** The Dockerfile of the sample runs. */
export const STEPS: Readonly<Record<"apt" | "torch" | "requirements" | "copy", StepRef>> = {
	apt: {
		text: "RUN apt-get update && apt-get install -y --no-install-recommends git && rm -rf /var/lib/apt/lists/*",
		file: "docker/Dockerfile",
		line: 6,
		name: "[main 2/5]",
	},
	torch: { text: "RUN pip install torch==2.6.0", file: "docker/Dockerfile", line: 9, name: "[main 3/5]" },
	requirements: {
		text: "RUN pip install -r requirements.txt",
		file: "docker/Dockerfile",
		line: 12,
		name: "[main 4/5]",
	},
	copy: { text: "COPY src /app", file: "docker/Dockerfile", line: 14, name: "[main 5/5]" },
};

const diff = (digit: number) => `sha256:${String(digit).repeat(64)}`;

export const LAYERS: readonly LayerFacts[] = [
	{
		index: 0,
		diffId: diff(1),
		digest: diff(6),
		unpackedBytes: 289_104_221,
		compressedBytes: 112_400_102,
		files: 9_870,
		createdBy: "/bin/sh -c #(nop) ADD file:1f1c1d in / ",
		base: true,
	},
	{
		index: 1,
		diffId: diff(2),
		digest: diff(7),
		unpackedBytes: 131_220_480,
		compressedBytes: 48_112_900,
		files: 2_114,
		createdBy: "RUN /bin/sh -c apt-get update # buildkit",
		step: STEPS.apt,
		base: false,
	},
	{
		index: 2,
		diffId: diff(3),
		digest: diff(8),
		unpackedBytes: 5_312_887_110,
		compressedBytes: 2_713_334_551,
		files: 20_906,
		createdBy: "RUN /bin/sh -c pip install torch==2.6.0 # buildkit",
		step: STEPS.torch,
		base: false,
	},
	{
		index: 3,
		diffId: diff(4),
		digest: diff(9),
		unpackedBytes: 412_080_330,
		compressedBytes: 131_001_220,
		files: 6_201,
		createdBy: "RUN /bin/sh -c pip install -r requirements.txt # buildkit",
		step: STEPS.requirements,
		base: false,
	},
	{
		index: 4,
		diffId: diff(5),
		digest: diff(0),
		unpackedBytes: 81_920,
		compressedBytes: 20_101,
		files: 14,
		createdBy: "COPY src /app # buildkit",
		step: STEPS.copy,
		base: false,
	},
];

/** One distribution of the sample image. */
export function distribution(
	name: string,
	version: string,
	bytes: number,
	layer = 2,
	requires: readonly string[] = [],
): Distribution {
	return {
		name,
		key: name.replace(/[-_.]+/g, "-").toLowerCase(),
		version,
		requires,
		site: "/opt/venv/lib/python3.12/site-packages",
		environment: "venv",
		prefix: "/opt/venv",
		bytes,
		layer,
	};
}

export const DISTRIBUTIONS: readonly Distribution[] = [
	distribution("torch", "2.6.0", 1_711_203_440),
	distribution("nvidia-cudnn-cu12", "9.1.0.70", 1_021_440_120),
	distribution("nvidia-cublas-cu12", "12.4.5.8", 610_200_800),
	distribution("nvidia-cusparse-cu12", "12.3.1.170", 310_110_900),
	distribution("nvidia-nccl-cu12", "2.21.5", 240_881_000),
	distribution("nvidia-cufft-cu12", "11.2.1.3", 205_002_300),
	distribution("triton", "3.2.0", 590_120_777),
	distribution("numpy", "2.2.1", 71_202_330, 3),
	distribution("scipy", "1.15.0", 121_003_220, 3),
	distribution("transformers", "4.48.0", 98_400_120, 3, ["torch>=2.0; extra == 'torch'"]),
	distribution("pip", "24.3.1", 9_800_210, 0),
];

export const TORCH: TorchFacts = {
	version: "2.6.0+cu124",
	source: "torch/version.py",
	metadataVersion: "2.6.0",
	cuda: "12.4",
	hip: null,
	site: "/opt/venv/lib/python3.12/site-packages",
	layer: 2,
	step: STEPS.torch,
	replaced: [],
	requiredBy: [{ name: "transformers", version: "4.48.0", requirement: "torch>=2.0; extra == 'torch'" }],
};

const known = <T>(value: T, method: string, seconds: number) => ({ known: true, value, method, seconds }) as const;

/** The sample image: 6.15 GB unpacked, torch 2.6.0+cu124. */
export const IMAGE: ImageFacts = {
	id: diff(3),
	platform: "linux/amd64",
	unpackedBytes: known(6_145_374_061, "layer blobs", 4.2),
	compressedBytes: known(3_004_868_874, "build record's manifest", 0.1),
	rootfsBytes: known(6_145_100_020, "layer blobs", 4.2),
	layers: known(LAYERS, "layer blobs", 4.2),
	distributions: known(DISTRIBUTIONS, "COPY --parents into scratch", 1.4),
	torch: known([TORCH], "COPY --parents into scratch", 1.4),
};
