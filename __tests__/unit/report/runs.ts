import type { Host } from "../../../src/model/host.ts";
import type { Plan } from "../../../src/model/plan.ts";
import type { BuildWarning, Phase, StepRun, Timeline } from "../../../src/model/timeline.ts";
import { STEPS } from "./images.ts";

/** 2026-08-20 14:03:00 UTC. */
export const START = 1_787_234_580_000;
const at = (seconds: number) => START + Math.round(seconds * 1000);

export const HOST: Host = {
	runner: "github-hosted",
	os: "Ubuntu 24.04.3 LTS",
	arch: "x64",
	cpus: 4,
	memory: 16_757_342_208,
	swap: 4_294_967_296,
	cgroup: { version: "2", path: "/sys/fs/cgroup" },
	root: false,
	sudo: "passwordless",
	disks: [
		{ role: "engine data", path: "/var/lib/docker", free: 51_002_433_536, total: 77_851_254_784, device: "8:1" },
		{
			role: "workspace",
			path: "/home/runner/work/trainer/trainer",
			free: 51_002_433_536,
			total: 77_851_254_784,
			device: "8:1",
		},
		{ role: "temp", path: "/mnt/tmp", free: 14_100_000_000, total: 15_300_000_000, device: "8:17" },
	],
	engine: {
		endpoint: "unix:///var/run/docker.sock",
		version: "28.5.2",
		id: "2b1c5f60-1111-4e5f-9a01-aaaaaaaaaaaa",
		dataRoot: "/var/lib/docker",
		store: "overlay2",
		storageDriver: "overlay2",
		cgroupVersion: "2",
		cgroupDriver: "systemd",
		rootless: false,
		platform: "linux/amd64",
		local: true,
	},
	buildx: { version: "0.38.2" },
	buildkit: "0.34.2",
};

const TAGS = ["ghcr.io/acme/trainer:1.4", "ghcr.io/acme/trainer:latest"];

export const PLAN: Plan = {
	driver: {
		kind: "docker-container",
		why: "max-compressed-size needs compressed layers, which the engine's overlay2 store does not keep",
	},
	gated: true,
	whyGate: "3 assertions are armed",
	delivery: { push: true, load: false, tags: TAGS, pushTags: TAGS, digestRepos: [], engineTags: [] },
	ways: ["COPY --parents into scratch", "layer blobs"],
	steps: [
		{
			id: "builder",
			title: "Make a builder",
			commands: [
				["docker", "buildx", "create", "--name", "ml-image-build-1a2b", "--driver", "docker-container", "--bootstrap"],
			],
		},
		{
			id: "build",
			title: "Build without pushing",
			commands: [
				[
					"docker",
					"buildx",
					"build",
					"--builder",
					"ml-image-build-1a2b",
					"--progress=rawjson",
					"--file",
					"docker/Dockerfile",
					"--output",
					"type=image,push=false",
					"--build-arg",
					"GREETING=it's fine",
					".",
				],
			],
		},
		{ id: "judge", title: "Measure and judge", commands: [] },
		{
			id: "push",
			title: "Push what was judged",
			commands: [
				["docker", "buildx", "build", "--builder", "ml-image-build-1a2b", "--output", "type=image,push=true", "."],
			],
		},
	],
};

const phase = (id: string, title: string, from: number, to: number): Phase => ({
	id,
	title,
	started: at(from),
	completed: at(to),
});

export const PHASES: readonly Phase[] = [
	phase("survey", "Survey", 0, 0.4),
	phase("builder", "Make the builder", 0.4, 9),
	phase("build", "Build", 9, 700),
	phase("facts", "Measure the image", 700, 706.2),
	phase("push", "Push", 706.2, 1226),
	phase("report", "Report", 1226, 1226.3),
];

/** One step of the sample build; seconds count from the run's start. */
export function step(name: string, from: number, to: number, more: Partial<StepRun> = {}): StepRun {
	return {
		id: `sha256:${name.length}`,
		name,
		started: at(from),
		completed: at(to),
		ms: Math.round((to - from) * 1000),
		cached: false,
		pulledBytes: 0,
		internal: false,
		tail: [],
		...more,
	};
}

export const WARNINGS: readonly BuildWarning[] = [
	{
		message: 'LegacyKeyValueFormat: "ENV key=value" should be used instead of legacy "ENV key value" format',
		detail: ["Legacy key/value format with whitespace separator should not be used"],
		url: "https://docs.docker.com/go/dockerfile/rule/legacy-key-value-format/",
		file: "docker/Dockerfile",
		line: 4,
	},
];

export const RUNS: readonly StepRun[] = [
	step("[internal] load build definition from Dockerfile", 9, 9.1, { internal: true }),
	step(
		"[main 1/5] FROM docker.io/library/python:3.12-slim@sha256:5dc6f84b5e97bfb0c90abfb7c55f3cacc2cb6687c8f920b64a833a2219875997",
		9.4,
		21,
		{ pulledBytes: 48_112_900, diskBytes: 131_000_000 },
	),
	step("[internal] load build context", 9.4, 9.7, { internal: true }),
	step(
		"[main 2/5] RUN apt-get update && apt-get install -y --no-install-recommends git && rm -rf /var/lib/apt/lists/*",
		21,
		38.4,
		{ step: STEPS.apt, cached: true, ms: 0 },
	),
	step("[main 3/5] RUN pip install torch==2.6.0", 38.4, 571, { step: STEPS.torch, diskBytes: 5_912_000_000 }),
	step("[main 4/5] RUN pip install -r requirements.txt", 571, 622, {
		step: STEPS.requirements,
		diskBytes: 431_000_000,
	}),
	step("[main 5/5] COPY src /app", 622, 622.2, { step: STEPS.copy, diskBytes: 90_112 }),
	step("exporting to image", 622.2, 700, { diskBytes: 3_004_868_874 }),
];

export const TIMELINE: Timeline = { started: at(9), completed: at(700), steps: RUNS, warnings: WARNINGS };
