import type { Bytes } from "../../model/bytes.ts";
import type { Aftermath } from "../../model/diagnosis.ts";
import type { StepRun } from "../../model/timeline.ts";
import type { MachineWatch } from "../../model/watch.ts";
import { GIB, inputMemory, printExact, printMemory, roundMemory } from "../memory-sizes.ts";
import { onlyWheel, RUNS } from "./installers.ts";
import { isUnbounded, type MemoryUse } from "./memory-facts.ts";
import { type SourceBuild, sourceBuild } from "./source-build.ts";
import { besides, inPlace } from "./words.ts";

/** What one job of a C++ or CUDA compiler takes at its worst. */
const PER_JOB = 4 * GIB;

/** What to do about a step that had too little memory, best first: need less, then give more. Nothing that cannot help here. */
export function memoryRemedies(aftermath: Aftermath, run: StepRun | undefined, use: MemoryUse): readonly string[] {
	return [
		...needLess(aftermath, run, use),
		...(isUnbounded(aftermath, use) ? holdIt(aftermath, use) : moreMemory(aftermath, use)),
		...moreSwap(aftermath, use),
		...(hasPlenty(aftermath, use) ? [] : [largerRunner(aftermath, use)]),
	];
}

/** The machine could give twice the limit: no other one is needed. */
function hasPlenty({ watch: { machine } }: Aftermath, { limit }: MemoryUse): boolean {
	return typeof limit === "number" && (spare(machine) ?? 0) >= 2 * limit;
}

/** BuildKit itself died: besides the usual, a limit on the steps that is hit before the builder's own. */
export function builderRemedies(aftermath: Aftermath, run: StepRun | undefined, use: MemoryUse): readonly string[] {
	return [...limitSteps(aftermath, use), ...memoryRemedies(aftermath, run, use)];
}

function limitSteps({ held, shared, watch }: Aftermath, { limit, holder }: MemoryUse): readonly string[] {
	if (held !== undefined) return [];
	if (holder === "builder" && typeof limit === "number" && shared !== true)
		return [
			`limit the RUN steps and not the whole builder, memory: ${inputMemory(limit)} instead of memory=… in driver-opts: BuildKit then has room of its own, and a step that wants more is ended and named`,
		];
	const bound = typeof limit === "number" ? limit : watch.machine?.memory;
	if (bound === undefined || bound <= 2 * GIB) return [];
	const below = inputMemory(roundMemory(bound - GIB, Math.floor));
	return [`limit the RUN steps below it, memory: ${below}, so that a step is ended and named instead of the builder`];
}

/** Somebody else on the machine, or all together, took the memory. */
export function machineRemedies(aftermath: Aftermath): readonly string[] {
	const use = { holder: "none" } as const;
	return [...holdIt(aftermath, use), ...moreSwap(aftermath, use), largerRunner(aftermath, use)];
}

function needLess(aftermath: Aftermath, run: StepRun | undefined, use: MemoryUse): readonly string[] {
	if (run === undefined) return [];
	const others = besides(run, aftermath.timeline);
	const text = `${run.name}\n${run.step?.text ?? ""}`;
	const own = aftermath.held?.way === "engine-cgroup" ? " with driver: docker-container" : "";
	const alone =
		others.length > 0 && aftermath.asked.maxParallelism !== 1 && use.holder !== "step"
			? [`run one step at a time, max-parallelism: 1${own}: ${others.length + 1} RUN steps shared the memory`]
			: [];
	const built = sourceBuild(run);
	const pip = RUNS.pip.test(text) && !text.includes("--no-cache-dir") && !built.name && !built.variable;
	const fewer = jobs(aftermath, run, use, built);
	const wheel = takeWheel(built, text);
	return [
		...(built.torch ? [...fewer, ...wheel] : [...wheel, ...fewer]),
		...alone,
		...(/\btype=tmpfs\b|\/dev\/shm\b/.test(text)
			? [
					"write to the disk instead: what it writes to a tmpfs (--mount=type=tmpfs, /dev/shm) is memory, and no process's own",
				]
			: []),
		...(pip ? ["`pip install --no-cache-dir`: pip then does not hold and copy the large wheels for its cache"] : []),
	];
}

/** Fewer jobs at once: by what a job takes, and less than it was. */
function jobs(
	{ cpus, elsewhere, watch }: Aftermath,
	run: StepRun,
	use: MemoryUse,
	{ variable }: SourceBuild,
): readonly string[] {
	const total =
		typeof use.limit === "number" ? Math.min(use.limit, watch.machine?.memory ?? use.limit) : watch.machine?.memory;
	if (variable === undefined || total === undefined) return [];
	const written = /\b(?:MAX_JOBS|CMAKE_BUILD_PARALLEL_LEVEL|CARGO_BUILD_JOBS)=(\d{1,3})\b|-j ?(\d{1,3})\b/
		.exec(run.step?.text ?? run.name)
		?.slice(1)
		.find(Boolean);
	const set = written === undefined ? (elsewhere ? undefined : cpus) : Number(written);
	const number = Math.max(1, Math.min(Math.floor(total / PER_JOB), Math.ceil((set ?? Infinity) / 2)));
	if (set !== undefined && number >= set) return [];
	const value = variable === "MAKEFLAGS" ? `-j${number}` : String(number);
	const before = inPlace(run.step) === "" ? "before that step" : `before ${inPlace(run.step).slice(2, -1)}`;
	return [
		`compile with fewer jobs at once, ${variable}=${value}${set === undefined ? "" : ` instead of ${set}`} (a job takes up to ${printMemory(PER_JOB)}, there are ${printMemory(total)}): ENV ${variable}=${value} ${before}, or ARG ${variable} there and build-args: ${variable}=${value}`,
	];
}

function takeWheel({ name }: SourceBuild, text: string): readonly string[] {
	if (name === undefined) return [];
	return [
		`install ${name} as a wheel instead of building it from source: take a version that has one for this Python and platform, and \`${onlyWheel(text, name)}\` says at once when there is none`,
	];
}

/** What a machine can give away: all but what the engine and the runner need, and what others held when the build began. */
function spare(machine: MachineWatch | undefined): Bytes | undefined {
	if (machine?.memory === undefined) return undefined;
	const { memory, startAvailable = memory } = machine;
	return roundMemory(Math.min(memory - Math.max(GIB, memory * 0.1), startAvailable), Math.floor);
}

/** `the machine has 15.6 GiB`, and what of it was free when that is what counts. */
function machineHas({ memory = 0, startAvailable = memory }: MachineWatch): string {
	const has = `the machine has ${printMemory(memory)}`;
	if (startAvailable >= memory - Math.max(GIB, memory * 0.1)) return has;
	return `${has}, ${printMemory(startAvailable)} of it were free when the build began`;
}

function moreMemory({ watch: { machine }, asked, shared }: Aftermath, use: MemoryUse): readonly string[] {
	const { limit, holder } = use;
	if (typeof limit !== "number") return [];
	if (holder === "builder")
		return [
			`the limit of ${printMemory(limit)} is the builder's own: make it larger ${shared === true ? "where the builder is made" : "in driver-opts"}`,
		];
	const most = spare(machine) ?? Number.POSITIVE_INFINITY;
	const room = holder === "step" && asked.memory !== undefined ? Math.min(most, asked.memory) : most;
	const wanted = roundMemory(Math.min(2 * limit, room), Math.floor);
	if (wanted < limit * 1.1) return [];
	const name = holder === "step" ? "step-memory" : "memory";
	const pair =
		holder === "steps" && asked.swapGiven && typeof asked.memorySwap === "number"
			? ` and memory-swap: ${inputMemory(asked.memorySwap + wanted - limit)}`
			: "";
	const has =
		machine?.memory === undefined ? ", where the machine that builds has that much" : ` (${machineHas(machine)})`;
	return [`raise the limit, ${name}: ${inputMemory(wanted)}${pair}${has}`];
}

/** No limit below the machine's memory: then the kernel picks the victim, which may be the engine or the runner. */
function holdIt({ watch: { machine }, held }: Aftermath, use: MemoryUse): readonly string[] {
	const most = spare(machine);
	if (machine?.memory === undefined || most === undefined || machine.memory < 2 * GIB) return [];
	if (typeof held?.memory === "number" && held.memory <= machine.memory) return [];
	const why =
		typeof use.limit === "number"
			? `the limit of ${printMemory(use.limit)} is above the machine's ${printMemory(machine.memory)}`
			: machineHas(machine);
	return [
		`set memory: ${inputMemory(most)}, so that a step that wants more is ended and named, and not the runner (${why})`,
	];
}

function moreSwap({ watch: { machine }, held }: Aftermath, use: MemoryUse): readonly string[] {
	if (use.holder === "step" || use.holder === "builder" || machine?.swap === undefined) return [];
	const limit = typeof use.limit === "number" ? use.limit : undefined;
	const base = limit ?? machine.memory;
	if (base === undefined) return [];
	const wish = Math.max(4 * GIB, Math.min(16 * GIB, Math.ceil(base / GIB / 2) * GIB));
	const small = base < 2 * GIB ? roundMemory(base, Math.ceil) : wish;
	// The run makes what memory-swap needs; without a limit of ours it takes what the input swap asks for.
	const make = (swap: Bytes) =>
		limit === undefined || held === undefined
			? `swap: ${inputMemory(swap)}`
			: `memory-swap: ${inputMemory(limit + swap)}, for ${printExact(swap)} in all`;
	if (machine.swap === 0) return [`make swap, the machine has none: ${make(small)}`];
	const allowed = typeof use.swapLimit === "number" ? use.swapLimit : machine.swap;
	if (limit !== undefined && held !== undefined && allowed < machine.swap * 0.9)
		return [
			`let it use the machine's ${printMemory(machine.swap)} of swap, memory-swap: ${inputMemory(limit + machine.swap)} (memory plus swap; it is slow, but it ends)`,
		];
	const more = roundMemory(machine.swap + small, Math.ceil);
	const used = use.swapPeak === undefined || use.swapPeak >= Math.min(allowed, machine.swap) * 0.9;
	return used ? [`make more swap, the machine's ${printMemory(machine.swap)} were used up: ${make(more)}`] : [];
}

function largerRunner({ watch: { machine }, elsewhere }: Aftermath, use: MemoryUse): string {
	if (elsewhere) return "give the machine that builds more memory, or take another one";
	const known = [machine?.memory, typeof use.limit === "number" ? use.limit : undefined].filter(
		(bytes) => bytes !== undefined,
	);
	if (known.length === 0) return "take a runner with more memory";
	return `take a runner with more memory, for example ${Math.max(2, Math.ceil(Math.max(...known) / GIB)) * 2} GiB`;
}
