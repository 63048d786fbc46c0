import type { Problem } from "../../../src/model/errors.ts";
import type { Report } from "../../../src/model/report.ts";
import type { Verdict } from "../../../src/model/verdict.ts";
import { compose, type ReportParts } from "../../../src/report/compose.ts";
import { DISTRIBUTIONS, IMAGE, LAYERS, STEPS, TORCH } from "./images.ts";
import { HOST, PHASES, PLAN, RUNS, START, step, TIMELINE } from "./runs.ts";

const SIZE: Verdict = {
	id: "max-image-size",
	title: "Unpacked size",
	status: "pass",
	expected: "≤ 6.5 GB",
	actual: "6.14 GB",
	detail: "94 % of budget",
};
const COMPRESSED: Verdict = {
	id: "max-compressed-size",
	title: "Compressed size",
	status: "pass",
	expected: "≤ 3.5 GB",
	actual: "3 GB",
	detail: "85 % of budget",
};
const TORCH_OK: Verdict = {
	id: "torch-version",
	title: "torch",
	status: "pass",
	expected: ">=2.6,<2.8",
	actual: "2.6.0+cu124",
	detail: "/opt/venv",
};
const SOURCE = {
	server: "https://github.com",
	repository: "acme/trainer",
	sha: "9f8e7d6c5b4a39281706f5e4d3c2b1a09f8e7d6c",
	runUrl: "https://github.com/acme/trainer/actions/runs/1234567890",
};

const BASE: ReportParts = {
	name: "trainer",
	started: START,
	completed: START + 1_226_300,
	host: HOST,
	plan: PLAN,
	phases: PHASES,
	timeline: TIMELINE,
	images: [IMAGE],
	verdicts: [SIZE, COMPRESSED, TORCH_OK],
	delivered: {
		tags: PLAN.delivery.tags,
		pushed: true,
		loaded: false,
		digest: `sha256:${"a".repeat(64)}`,
		imageId: `sha256:${"b".repeat(64)}`,
	},
	notes: [],
	source: SOURCE,
};
const NOTHING = { tags: [], pushed: false, loaded: false };

/** Nothing happened yet: inputs were refused. */
const {
	host: _host,
	plan: _plan,
	timeline: _timeline,
	...EARLY
} = { ...BASE, phases: [], images: [], verdicts: [], delivered: NOTHING, completed: START + 120 };

/** A report with some of its parts replaced. */
export function report(more: Partial<ReportParts> = {}): Report {
	return compose({ ...BASE, ...more });
}

export const green = report();

const OVER: Verdict = {
	...SIZE,
	status: "fail",
	expected: "≤ 6 GB",
	detail: "145.37 MB over (102 % of budget)",
	evidence: ["largest layer: 5.31 GB by RUN pip install torch==2.6.0", "nvidia wheels take 2.38 GB"],
	remedy: "make the image smaller, or raise max-image-size if the growth is wanted",
	step: STEPS.torch,
};

export const overBudget = report({
	verdicts: [TORCH_OK, OVER, COMPRESSED],
	delivered: NOTHING,
	notes: ["unknown input max-image-sice was ignored; did you mean max-image-size?"],
});

const DRIFT: Verdict = {
	id: "torch-version",
	title: "torch",
	status: "fail",
	expected: ">=2.6,<2.8",
	actual: "2.8.0+cu128",
	evidence: [
		"it replaced torch 2.6.0+cu124 from RUN pip install torch==2.6.0 (docker/Dockerfile:9)",
		"flash-attn 2.8.1 requires torch>=2.8.0",
		"the replaced copy still takes 1.71 GB in a lower layer",
	],
	remedy:
		"pin torch in requirements.txt (torch==2.6.0) or pass a constraints file: pip install -r requirements.txt -c constraints.txt",
	step: STEPS.requirements,
};

export const drift = report({
	verdicts: [SIZE, COMPRESSED, DRIFT],
	delivered: NOTHING,
	images: [
		{
			...IMAGE,
			torch: {
				known: true,
				method: "COPY --parents into scratch",
				seconds: 1.4,
				value: [
					{
						...TORCH,
						version: "2.8.0+cu128",
						metadataVersion: "2.8.0",
						cuda: "12.8",
						layer: 3,
						step: STEPS.requirements,
						replaced: [{ version: "2.6.0+cu124", layer: 2, step: STEPS.torch }],
					},
				],
			},
		},
	],
});

export const unmeasured = report({
	verdicts: [
		{
			...SIZE,
			status: "unknown",
			actual: "unknown",
			detail: "the layers' folders could not be read: sudo asks for a password",
			remedy: "allow passwordless sudo, or use driver: docker-container",
		},
		TORCH_OK,
	],
	delivered: NOTHING,
	images: [
		{
			...IMAGE,
			unpackedBytes: { known: false, why: "sudo asks for a password" },
			layers: { known: false, why: "sudo asks for a password" },
			compressedBytes: { known: false, why: "the overlay2 store keeps no compressed layers" },
		},
	],
});

const FAILED = step("[main 4/5] RUN pip install -r requirements.txt", 571, 583.6, {
	step: STEPS.requirements,
	error: 'process "/bin/sh -c pip install -r requirements.txt" did not complete successfully: exit code: 1',
	tail: [
		"Collecting torch==2.99.0 (from -r requirements.txt (line 1))",
		"ERROR: Could not find a version that satisfies the requirement torch==2.99.0 (from versions: 2.5.0, 2.5.1, 2.6.0, 2.7.0, 2.8.0)",
		"ERROR: No matching distribution found for torch==2.99.0",
	],
});

export const failedRun = report({
	completed: START + 584_200,
	verdicts: [],
	images: [],
	delivered: NOTHING,
	phases: PHASES.slice(0, 2),
	timeline: { ...TIMELINE, completed: FAILED.completed, steps: [...RUNS.slice(0, 5), FAILED] },
	failure: {
		kind: "build",
		message: 'process "/bin/sh -c pip install -r requirements.txt" did not complete successfully: exit code: 1',
		problems: [],
		step: STEPS.requirements,
		build: {
			message:
				'failed to solve: process "/bin/sh -c pip install -r requirements.txt" did not complete successfully: exit code: 1',
			exitCode: 1,
			run: FAILED,
			excerpt: [
				"  10 |     ",
				"  11 |     COPY requirements.txt .",
				"  12 | >>> RUN pip install -r requirements.txt",
				"  13 |     ",
				"  14 |     COPY src /app",
			],
			step: STEPS.requirements,
		},
	},
});

const bad = (input: string, value: string, message: string, remedy: string): Problem => ({
	input,
	value,
	message,
	remedy,
});

export const badInputs = compose({
	...EARLY,
	failure: {
		kind: "input",
		message: "12 inputs have to be changed",
		problems: [
			bad("max-image-size", "10 GBB", "is not a size", 'write for example "9.5GB" or "9GiB"'),
			bad("max-compressed-size", "3", "has no unit", 'write for example "3GB" or "3GiB"'),
			bad("max-layer-size", "-1GB", "is not a size", 'write for example "2GB"'),
			bad("torch-version", "=>2.6", "is not a version specifier", 'write for example ">=2.6,<2.8"'),
			bad("cuda-version", "cuda12", "is not a CUDA version", 'write for example "12.4", "12.*" or "none"'),
			bad("gate", "before", "is not one of before-push, off", "write before-push or off"),
			bad(
				"driver",
				"kubernets",
				"is not one of auto, docker, docker-container",
				"to use a builder of your own, name it in the input builder",
			),
			bad("compression", "zst", "is not one of gzip, zstd, estargz, uncompressed", 'did you mean "zstd"?'),
			bad("push", "yes", "is neither true nor false", "write true or false"),
			// biome-ignore lint/suspicious/noTemplateCurlyInString: what people write in workflows.
			bad("secrets", "", "needs id=value in every line", "write for example HF_TOKEN=${{ secrets.HF_TOKEN }}"),
			bad(
				"tags",
				"Acme/Trainer:1|2",
				"is not an image reference",
				"write names in lower case, for example ghcr.io/acme/trainer:1",
			),
			{
				message: "load and push cannot both be true with several platforms",
				remedy: "remove load, or build one platform",
			},
		],
	},
});

const noEngineHost = { ...HOST, engine: { missing: "nothing answers at unix:///var/run/docker.sock" } };

export const noEngine = compose({
	...EARLY,
	host: noEngineHost,
	failure: {
		kind: "engine",
		message: "no Docker engine answers at unix:///var/run/docker.sock",
		problems: [
			{
				message: "no Docker engine answers at unix:///var/run/docker.sock (ENOENT)",
				remedy: "start Docker, or set DOCKER_HOST to an engine that runs",
			},
		],
	},
});

export const bug = report({
	verdicts: [],
	images: [],
	delivered: NOTHING,
	completed: START + 702_000,
	failure: {
		kind: "internal",
		message: "Cannot read properties of undefined (reading 'digest')",
		problems: [],
		stack:
			"TypeError: Cannot read properties of undefined (reading 'digest')\n    at readManifest (file:///home/runner/work/_actions/ml-image-build/dist/main.js:8123:21)\n    at async inspect (file:///home/runner/work/_actions/ml-image-build/dist/main.js:8240:9)",
	},
});

export const dryRun = compose({ ...EARLY, host: HOST, plan: PLAN, completed: START + 410 });

const ARM = {
	...IMAGE,
	id: `sha256:${"c".repeat(64)}`,
	platform: "linux/arm64",
	unpackedBytes: { known: true, value: 3_201_000_120, method: "layer blobs", seconds: 2.4 },
	compressedBytes: { known: true, value: 1_410_220_000, method: "build record's manifest", seconds: 0.1 },
} as const;

export const multiPlatform = report({
	images: [
		IMAGE,
		{
			...ARM,
			torch: {
				known: true,
				value: [{ ...TORCH, version: "2.6.0", cuda: null }],
				method: "COPY --parents into scratch",
				seconds: 1.4,
			},
			distributions: {
				known: true,
				value: DISTRIBUTIONS.filter((one) => !one.key.startsWith("nvidia")),
				method: "COPY --parents into scratch",
				seconds: 1.4,
			},
			layers: { known: true, value: LAYERS.slice(0, 2), method: "layer blobs", seconds: 2.4 },
		},
	],
	verdicts: [
		{ ...SIZE, platform: "linux/amd64" },
		{ ...SIZE, platform: "linux/arm64", actual: "3.2 GB", detail: "49 % of budget" },
		{ ...TORCH_OK, platform: "linux/amd64" },
		{
			...TORCH_OK,
			platform: "linux/arm64",
			status: "warn",
			actual: "2.6.0",
			detail: "a build without CUDA",
			remedy: "say cuda-version: none for this platform if that is meant",
		},
	],
});

/** Everything cached: short and boring, as most runs are. */
export const cached = report({
	completed: START + 2_140,
	timeline: {
		...TIMELINE,
		warnings: [],
		steps: RUNS.map((one) => ({ ...one, cached: !one.internal, ms: 0, pulledBytes: 0 })),
	},
});

/** All sample reports by the name of their goldens. */
export const REPORTS: Readonly<Record<string, Report>> = {
	green,
	"over-budget": overBudget,
	drift,
	unmeasured,
	"failed-run": failedRun,
	"bad-inputs": badInputs,
	"no-engine": noEngine,
	bug,
	"dry-run": dryRun,
	"multi-platform": multiPlatform,
	cached,
};
