import { diagnose } from "../../../src/judge/diagnoses/index.ts";
import type { Aftermath } from "../../../src/model/diagnosis.ts";
import type { Report } from "../../../src/model/report.ts";
import type { BuildFailure, StepRun, Timeline } from "../../../src/model/timeline.ts";
import type { PlaceUse, Watch } from "../../../src/model/watch.ts";
import { STEPS } from "./images.ts";
import { NOTHING, report } from "./parts.ts";
import { PHASES, RUNS, START, step, TIMELINE } from "./runs.ts";
import { ENGINE_DISK, GIB, HELD, idOf, LIMITS, series, TEMP_DISK, WATCH } from "./watched.ts";

const HOSTED: Aftermath["room"] = {
	runner: "github-hosted",
	asked: { freeDisk: "auto", keep: [], remove: [], allowSelfHosted: false },
};
const FLASH = {
	text: "RUN pip install flash-attn==2.7.4 --no-build-isolation",
	file: "docker/Dockerfile",
	line: 12,
	name: "[main 4/5]",
};
const PAGES = "https://github.com/acme/trainer/blob/v1";

/** A red build, diagnosed as a run does it. */
function failed(
	run: StepRun | undefined,
	message: string,
	watch: Watch,
	more: Partial<Aftermath> = {},
	exitCode: number | null = 1,
): Report {
	const completed = run?.completed ?? START + 1_800_000;
	const steps = [...RUNS.slice(0, 5), ...(run === undefined ? [] : [run])];
	const timeline: Timeline = { ...TIMELINE, completed, steps };
	const place = run?.step;
	const failure: BuildFailure = {
		message,
		exitCode,
		...(run && run.error !== undefined && { run }),
		excerpt:
			place?.line === undefined
				? []
				: ["  11 |     COPY requirements.txt .", `  ${place.line} | >>> ${place.text}`, "  13 |     "],
		...(place && { step: place }),
	};
	const aftermath: Aftermath = {
		failure,
		timeline,
		watch,
		asked: LIMITS.asked,
		held: HELD,
		cgroup: "2",
		cpus: 4,
		room: HOSTED,
		...more,
	};
	return report({
		completed: completed + 900,
		verdicts: [],
		images: [],
		delivered: NOTHING,
		phases: PHASES.slice(0, 2),
		timeline,
		failure: { kind: "build", message, problems: [], build: failure, ...(place && { step: place }) },
		diagnoses: diagnose(aftermath),
		limits: LIMITS,
		watch,
		pages: PAGES,
	});
}

const KILLED = "did not complete successfully: cannot allocate memory";
const COMPILE = step("[main 4/5] RUN pip install flash-attn==2.7.4 --no-build-isolation", 571, 1630, {
	step: FLASH,
	error: `process "/bin/sh -c ${FLASH.text.slice(4)}" ${KILLED}`,
	tail: [
		"Building wheel for flash-attn (setup.py): started",
		"[37/73] /usr/local/cuda/bin/nvcc --generate-dependencies-with-compile --dependency-output flash_bwd_hdim128_bf16_sm80.o.d",
		"c++: fatal error: Killed signal terminated program cc1plus",
		"ninja: build stopped: subcommand failed.",
	],
});

export const oomFailed = failed(
	COMPILE,
	`process "/bin/sh -c ${FLASH.text.slice(4)}" ${KILLED}`,
	{
		...WATCH,
		memory: {
			scope: "steps",
			limit: 12 * GIB,
			swapLimit: 8 * GIB,
			peak: 12 * GIB,
			swapPeak: 8 * GIB,
			oomKills: 3,
			series: series(9, 1630, [0.2, 0.9, 2.2, 3.1, 7.4, 2.1, 8.2, 11.2, 12, 12, 12, 12, 11.9], GIB),
			swapSeries: series(9, 1630, [0, 0, 0, 0, 0, 0, 0, 0.4, 3.1, 5.2, 7.1, 8, 8], GIB),
			pressure: 0.31,
		},
		machine: { memory: 16_757_342_208, swap: 8 * GIB, lowestAvailable: 2_100_000_000, oomKills: 3 },
		steps: {
			...WATCH.steps,
			[COMPILE.id]: {
				peakMemory: 12 * GIB,
				peakSwap: 8 * GIB,
				oomKills: 3,
				diskBytes: 612_000_000,
				shared: false,
			},
		},
	},
	{},
	102,
);

const TORCH = idOf("[main 3/5] RUN pip install torch==2.6.0");
const hiddenWatch: Watch = {
	...WATCH,
	memory: {
		scope: "steps",
		limit: 12 * GIB,
		swapLimit: 0,
		peak: 12 * GIB,
		swapPeak: 0,
		oomKills: 2,
		series: series(9, 700, [0.1, 0.6, 1.4, 5.2, 9.1, 11.8, 12, 7.1, 2.2, 1.1, 0.9, 0.3], GIB),
		swapSeries: [],
	},
	steps: {
		...WATCH.steps,
		[TORCH]: { peakMemory: 12 * GIB, peakSwap: 0, oomKills: 2, diskBytes: 5_912_000_000, shared: false },
	},
};

export const oomHidden = report({
	diagnoses: diagnose({
		timeline: TIMELINE,
		watch: hiddenWatch,
		asked: { ...LIMITS.asked, memorySwap: 12 * GIB },
		held: { ...HELD, memorySwap: 12 * GIB },
		cgroup: "2",
		cpus: 4,
		room: HOSTED,
	}),
	limits: {
		...LIMITS,
		asked: { ...LIMITS.asked, memorySwap: 12 * GIB },
		held: { ...HELD, memorySwap: 12 * GIB },
		atEnd: { ...HELD, memorySwap: "unlimited" },
	},
	watch: hiddenWatch,
	pages: PAGES,
});

const PLACES: readonly PlaceUse[] = [
	{ kind: "layers", where: "build cache of the engine", bytes: 6_400_000_000, newBytes: 6_100_000_000 },
	{ kind: "images", where: "images of the engine", bytes: 3_900_000_000 },
	{ kind: "contexts", where: "build cache of the engine", bytes: 412_000_000, newBytes: 412_000_000 },
	{ kind: "workspace", where: "/home/runner/work/trainer/trainer", bytes: 688_000_000 },
];

const FULL = "[Errno 28] No space left on device";
const REQUIREMENTS = step("[main 4/5] RUN pip install -r requirements.txt", 571, 622, {
	step: STEPS.requirements,
	error: 'process "/bin/sh -c pip install -r requirements.txt" did not complete successfully: exit code: 1',
	tail: ["Collecting vllm==0.6.4", `ERROR: Could not install packages due to an OSError: ${FULL}`],
	diskBytes: 4_800_000_000,
});

export const diskFull = failed(REQUIREMENTS, REQUIREMENTS.error ?? "", {
	...WATCH,
	disks: [
		{
			...ENGINE_DISK,
			total: 21_400_000_000,
			start: 13_900_000_000,
			lowest: 0,
			lowestAt: REQUIREMENTS.completed - 400,
			lowestDuring: [REQUIREMENTS.name],
			end: 4_800_000_000,
			series: series(9, 622, [13.9, 13.7, 13.1, 11.2, 9.5, 7.9, 7.8, 7.7, 4.2, 1.1, 0, 4.8], 1e9),
		},
		TEMP_DISK,
	],
	steps: {
		...WATCH.steps,
		[REQUIREMENTS.id]: {
			peakMemory: 1_181_116_006,
			diskBytes: 2_900_000_000,
			diskMost: 7_700_000_000,
			shared: false,
		},
	},
	reserves: [
		{
			path: ENGINE_DISK.path,
			bytes: 138_000_000,
			givenBackAt: REQUIREMENTS.completed - 800,
			givenBackDuring: [REQUIREMENTS.name],
		},
		{ path: TEMP_DISK.path, bytes: 141_000_000 },
	],
	places: PLACES,
});

const CUT = step("[main 4/5] RUN pip install -r requirements.txt", 571, 610, {
	step: STEPS.requirements,
	tail: ["Collecting vllm==0.6.4", "  Downloading vllm-0.6.4-cp38-abi3-manylinux1_x86_64.whl (198.9 MB)"],
});

export const stoppedBelow = failed(
	CUT,
	"context canceled",
	{
		...WATCH,
		disks: [
			{
				...ENGINE_DISK,
				total: 21_400_000_000,
				start: 13_900_000_000,
				lowest: 1_890_000_000,
				lowestAt: CUT.completed,
				lowestDuring: [CUT.name],
				end: 7_800_000_000,
				series: series(9, 610, [13.9, 13.7, 13.1, 11.2, 9.5, 7.9, 7.8, 7.7, 4.2, 2.1, 1.9, 7.8], 1e9),
			},
			TEMP_DISK,
		],
		steps: {
			...WATCH.steps,
			[CUT.id]: { peakMemory: 1_181_116_006, diskBytes: 0, diskMost: 5_880_000_000, shared: false },
		},
		places: PLACES,
	},
	{
		ended: {
			by: "stop-below",
			at: CUT.completed,
			afterMs: CUT.completed - TIMELINE.started,
			during: [CUT.name],
			disk: { path: ENGINE_DISK.path, free: 1_920_000_000, below: 2_000_000_000 },
		},
	},
	null,
);

const SILENT = step("[main 4/5] RUN pip install -r requirements.txt", 571, 1800, {
	step: STEPS.requirements,
	tail: ["Collecting nvidia-cudnn-cu12==9.1.0.70", "  Downloading nvidia_cudnn_cu12-9.1.0.70.whl (664.8 MB)"],
});

export const timedOut = failed(
	SILENT,
	"context canceled",
	WATCH,
	{ ended: { by: "stall-timeout", at: START + 1_800_000, afterMs: 600_000, during: [SILENT.name] } },
	null,
);

export const builderGone = failed(
	SILENT,
	"failed to receive status: rpc error: code = Unavailable desc = error reading from server: EOF",
	WATCH,
	{
		ended: { by: "builder-lost", at: START + 1_800_000, afterMs: 4000, during: [SILENT.name] },
		builder: {
			state: "exited",
			exitCode: 137,
			oomKilled: false,
			what: "builder mlbuild-4711-1",
			tail: ['time="2026-08-20T14:32:58Z" level=info msg="running server on /run/buildkit/buildkitd.sock"'],
		},
	},
	null,
);
