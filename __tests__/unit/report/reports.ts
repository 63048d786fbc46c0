import { judgeImages } from "../../../src/judge/judge.ts";
import type { Report } from "../../../src/model/report.ts";
import type { Verdict } from "../../../src/model/verdict.ts";
import { compose } from "../../../src/report/compose.ts";
import { arm } from "../../support/arm.ts";
import { builderGone, diskFull, oomFailed, oomHidden, stoppedBelow, timedOut } from "./diagnosed.ts";
import { badInputs, bug, conflict, failedRun, noEngine } from "./failures.ts";
import { DISTRIBUTIONS, IMAGE, LAYERS, STEPS, TORCH } from "./images.ts";
import { COMPRESSED, EARLY, NOTHING, report, SIZE, TORCH_OK } from "./parts.ts";
import { HOST, PHASES, PLAN, RUNS, START, step, TIMELINE } from "./runs.ts";
import { LIMITS, SPACE, SWAP, WATCH } from "./watched.ts";

export const green = report({ limits: LIMITS, swap: SWAP, watch: WATCH });

/** A small disk: room was made before the build, and some of it while it ran. Nobody wrote a .dockerignore. */
export const roomMade = report({
	limits: LIMITS,
	watch: WATCH,
	space: SPACE,
	timeline: {
		...TIMELINE,
		steps: RUNS.map((one) => (one.name.endsWith("load build context") ? { ...one, sentBytes: 2_318_400_112 } : one)),
	},
});

/** The gate stopped it: no push, no time spent on one. */
const STOPPED = {
	delivered: NOTHING,
	phases: PHASES.filter((phase) => phase.id !== "push" && phase.id !== "report"),
	completed: START + 706_500,
};

/** Judged as a run does it. */
const [OVER = SIZE] = judgeImages(arm({ "max-image-size": "6GB" }).armed, [IMAGE]);

export const overBudget = report({
	verdicts: [TORCH_OK, OVER, COMPRESSED],
	...STOPPED,
	notes: ["unknown input max-image-sice was ignored; did you mean max-image-size?"],
});

const DRIFT: Verdict = {
	...TORCH_OK,
	status: "fail",
	actual: "2.8.0+cu128",
	detail: "2.8.0+cu128 is not >=2.6,<2.8",
	evidence: [
		"torch 2.8.0+cu128 is in /opt/venv/lib/python3.12/site-packages, from RUN pip install -r requirements.txt (docker/Dockerfile:12)",
		"replaced 2.6.0+cu124 of docker/Dockerfile:9",
		"torch/version.py says 2.8.0+cu128, METADATA says 2.8.0",
		"flash-attn 2.8.1 requires torch>=2.8.0, which rules out >=2.6,<2.8",
	],
	remedy:
		'pin flash-attn to a release that accepts torch >=2.6,<2.8 (flash-attn 2.8.1 requires torch>=2.8.0); to have pip find it, write "torch==2.6.0" into constraints.txt and install with pip install -c constraints.txt … in docker/Dockerfile:12',
	step: STEPS.requirements,
};

export const drift = report({
	verdicts: [SIZE, COMPRESSED, DRIFT],
	...STOPPED,
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
						replaced: [{ version: "2.6.0+cu124", metadataVersion: "2.6.0", layer: 2, step: STEPS.torch }],
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
			detail: "could not be measured: sudo asks for a password",
			remedy: "allow passwordless sudo, or use driver: docker-container",
		},
		TORCH_OK,
	],
	...STOPPED,
	images: [
		{
			...IMAGE,
			unpackedBytes: { known: false, why: "sudo asks for a password" },
			layers: { known: false, why: "sudo asks for a password" },
			compressedBytes: { known: false, why: "the overlay2 store keeps no compressed layers" },
		},
	],
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

/** Ten seconds on a small machine: seconds on the time axis. */
export const short = report({
	completed: START + 9_600,
	phases: [
		{ id: "builder", title: "Make the builder", started: START + 300, completed: START + 900 },
		{ id: "build", title: "Build", started: START + 900, completed: START + 7_000 },
		{ id: "facts", title: "Measure the image", started: START + 7_000, completed: START + 7_400 },
		{ id: "push", title: "Push", started: START + 7_400, completed: START + 9_500 },
	],
	timeline: {
		started: START + 900,
		completed: START + 7_000,
		warnings: [],
		steps: [
			step("[1/3] FROM docker.io/library/python:3.12-slim", 1, 1.2, { cached: true, ms: 0 }),
			step("[2/3] RUN pip install --no-cache-dir numpy", 1.2, 5.8),
			step("[3/3] COPY . .", 5.8, 5.9),
			step("exporting to image", 5.9, 7),
		],
	},
});

/** All sample reports by the name of their goldens. */
export const REPORTS: Readonly<Record<string, Report>> = {
	green,
	"over-budget": overBudget,
	drift,
	unmeasured,
	"failed-run": failedRun,
	conflict,
	"bad-inputs": badInputs,
	"no-engine": noEngine,
	bug,
	"dry-run": dryRun,
	"multi-platform": multiPlatform,
	cached,
	short,
	"oom-failed": oomFailed,
	"oom-hidden": oomHidden,
	"disk-full": diskFull,
	"stopped-below": stoppedBelow,
	"timed-out": timedOut,
	"builder-lost": builderGone,
	"room-made": roomMade,
};
