import type { Problem } from "../../../src/model/errors.ts";
import { compose } from "../../../src/report/compose.ts";
import { STEPS } from "./images.ts";
import { EARLY, NOTHING, report } from "./parts.ts";
import { HOST, PHASES, RUNS, START, step, TIMELINE } from "./runs.ts";

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

const CONFLICT = step("[main 4/5] RUN pip install -r requirements.txt", 571, 583.6, {
	step: STEPS.requirements,
	error: FAILED.error ?? "",
	tail: [
		"Collecting chatterbox-tts (from -r requirements.txt (line 2))",
		"  Downloading chatterbox_tts-0.1.4-py3-none-any.whl.metadata (9.9 kB)",
		"Collecting accelerate==1.10.1 (from -r requirements.txt (line 1))",
		"  Downloading accelerate-1.10.1-py3-none-any.whl.metadata (19 kB)",
		"INFO: pip is looking at multiple versions of chatterbox-tts to determine which version is compatible with other requirements. This could take a while.",
		"ERROR: Cannot install accelerate==1.10.1 and chatterbox-tts because these package versions have conflicting dependencies.",
		"",
		"The conflict is caused by:",
		"    The user requested accelerate==1.10.1",
		...[4, 3, 2, 1, 0].map((patch) => `    chatterbox-tts 0.1.${patch} depends on accelerate==1.2.${patch}`),
		"",
		"Additional packages in the conflict:",
		"    chatterbox-tts",
		"",
		"To fix this you could try to:",
		"1. loosen the range of package versions you've specified",
		"2. remove package versions to allow pip to attempt to solve the dependency conflict",
		"",
		"ERROR: ResolutionImpossible: for help visit https://pip.pypa.io/en/latest/topics/dependency-resolution/#dealing-with-dependency-conflicts",
		"",
		"[notice] A new release of pip is available: 24.3.1 -> 25.3",
		"[notice] To update, run: pip install --upgrade pip",
	],
});

/** What stopped it stands far above the end of the log. */
export const conflict = compose({
	...failedRun,
	timeline: { ...TIMELINE, completed: CONFLICT.completed, steps: [...RUNS.slice(0, 5), CONFLICT] },
	failure: {
		kind: "build",
		message: FAILED.error ?? "",
		problems: [],
		step: STEPS.requirements,
		build: { message: FAILED.error ?? "", exitCode: 1, excerpt: [], step: STEPS.requirements, run: CONFLICT },
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
