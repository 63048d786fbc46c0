import type { Aftermath } from "../../../../src/model/diagnosis.ts";
import type { BuildFailure, StepRun } from "../../../../src/model/timeline.ts";
import type { DiskWatch, MachineWatch, MemoryWatch, StepUse, Watch } from "../../../../src/model/watch.ts";

export const GIB = 2 ** 30;
export const MIB = 2 ** 20;
const START = 1_787_234_580_000;
const at = (seconds: number) => START + seconds * 1000;

/** A step `[main n/9]` on line 20 + n; its text is the instruction. */
export function run(number: number, text: string, from: number, to: number, more: Partial<StepRun> = {}): StepRun {
	const name = `[main ${number}/9] ${text}`;
	return {
		id: `sha256:${number}`,
		name,
		step: { text, file: "Dockerfile", line: 19 + number, name: `[main ${number}/9]` },
		started: at(from),
		completed: at(to),
		ms: (to - from) * 1000,
		cached: false,
		pulledBytes: 0,
		internal: false,
		tail: [],
		...more,
	};
}

/** What BuildKit says when the process of `step` ended in that way: `exit code: 137`, `cannot allocate memory`. */
export function failure(step: StepRun, end: string, exitCode = 1): BuildFailure {
	const error = `process "/bin/sh -c ${step.step?.text.replace(/^RUN /, "")}" did not complete successfully: ${end}`;
	return { message: error, exitCode, run: { ...step, error }, excerpt: [], ...(step.step && { step: step.step }) };
}

export function memory(more: Partial<MemoryWatch> = {}): MemoryWatch {
	return {
		scope: "steps",
		limit: 12 * GIB,
		swapLimit: 0,
		peak: 3 * GIB,
		swapPeak: 0,
		oomKills: 0,
		series: [],
		swapSeries: [],
		...more,
	};
}

/** A hosted runner: 15.6 GiB, no swap. */
export const MACHINE: MachineWatch = { memory: 16_757_342_208, swap: 0, lowestAvailable: 5 * GIB, oomKills: 0 };

export function disk(more: Partial<DiskWatch> = {}): DiskWatch {
	return {
		roles: ["engine data"],
		path: "/var/lib/docker",
		total: 77_851_254_784,
		start: 51e9,
		end: 30e9,
		lowest: 28e9,
		lowestAt: at(100),
		lowestDuring: [],
		series: [],
		...more,
	};
}

/** Room as it is made when nothing is said about it. */
export const HOSTED: Aftermath["room"] = {
	runner: "github-hosted",
	asked: { freeDisk: "auto", keep: [], remove: [], allowSelfHosted: false },
};

interface Scene extends Partial<Omit<Aftermath, "watch" | "timeline">> {
	readonly steps: readonly StepRun[];
	readonly uses?: Readonly<Record<string, StepUse>>;
	readonly memory?: MemoryWatch;
	readonly machine?: MachineWatch;
	readonly disks?: readonly DiskWatch[];
}

/** A build on cgroup v2 under 12 GiB without swap, as far as nothing else is said. */
export function aftermath({
	steps,
	uses = {},
	memory,
	machine = MACHINE,
	disks = [disk()],
	...more
}: Scene): Aftermath {
	const watch: Watch = { ...(memory && { memory }), machine, disks, steps: uses };
	return {
		timeline: { started: START, completed: at(1000), steps, warnings: [] },
		watch,
		asked: { memory: 12 * GIB, memorySwap: 12 * GIB, swapGiven: true, policy: "require" },
		held: { way: "engine-cgroup", where: "/sys/fs/cgroup/mlbuild", memory: 12 * GIB, memorySwap: 12 * GIB },
		cgroup: "2",
		cpus: 4,
		room: HOSTED,
		...more,
	};
}
