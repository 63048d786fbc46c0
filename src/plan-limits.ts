import type { Asked } from "./asked.ts";
import { waysAt } from "./build/limits/index.ts";
import { limitsSteps } from "./inputs/limits.ts";
import { GIB, inputMemory, printMemory } from "./judge/memory-sizes.ts";
import type { Bytes } from "./model/bytes.ts";
import type { Problem } from "./model/errors.ts";
import type { Builder, Engine, Host } from "./model/host.ts";
import type { LimitsAsked } from "./model/limits.ts";
import type { SwapPlan } from "./model/swap.ts";
import { isOlder } from "./model/versions.ts";
import { needsMore } from "./space/swap-plan.ts";

/** Something about limits that a builder cannot do. */
export interface LimitObstacle {
	readonly input: "memory" | "cpus" | "step-memory" | "max-parallelism";
	readonly value: string;
	readonly what: string;
}

/** Docker Engine 29.6 is the first with BuildKit 0.31, which is the first that limits single steps; older ones say nothing and do nothing. */
const FIRST_STEP_MEMORY = [29, 6] as const;

/** What of the limits the engine's own BuildKit cannot hold. */
export function engineLimitObstacles({ limits }: Asked, host: Host, engine: Engine): readonly LimitObstacle[] {
	const found: LimitObstacle[] = [];
	if (limitsSteps(limits)) {
		const { obstacles, ways } = waysAt({ host, ours: false });
		if (ways.length === 0) found.push({ ...firstLimit(limits), what: obstacles.join("; ") });
	}
	if (limits.maxParallelism !== undefined) {
		const what = "how many steps run at once is a setting of the engine's own, which a build cannot change";
		found.push({ input: "max-parallelism", value: String(limits.maxParallelism), what });
	}
	if (limits.stepMemory !== undefined && isOlder(engine.version, FIRST_STEP_MEMORY)) {
		const what = `the BuildKit in Docker Engine ${engine.version} takes a limit for a single step and does nothing with it`;
		found.push({ input: "step-memory", value: printMemory(limits.stepMemory), what });
	}
	return found;
}

/** What of the limits no builder of our own could hold on this engine either. */
export function ownLimitObstacles({ limits }: Asked, host: Host): readonly LimitObstacle[] {
	if (!limitsSteps(limits)) return [];
	const builder = { name: "of our own", driver: "docker-container", nodes: ["ours"] };
	const { obstacles, ways } = waysAt({ host, builder, ours: true });
	return ways.length > 0 ? [] : [{ ...firstLimit(limits), what: obstacles.join("; ") }];
}

/** What of the limits a builder that is there already cannot hold. */
export function builderLimitObstacles({ limits }: Asked, host: Host, builder: Builder): readonly LimitObstacle[] {
	const found: LimitObstacle[] = [];
	if (limitsSteps(limits)) {
		const { obstacles, ways } = waysAt({ host, builder, ours: false });
		if (ways.length === 0) found.push({ ...firstLimit(limits), what: obstacles.join("; ") });
	}
	if (limits.maxParallelism !== undefined) {
		const what = "it stands in the configuration with which the builder was made";
		found.push({ input: "max-parallelism", value: String(limits.maxParallelism), what });
	}
	return found;
}

function firstLimit({ memory, cpus }: LimitsAsked): Pick<LimitObstacle, "input" | "value"> {
	if (memory !== undefined) return { input: "memory", value: printMemory(memory) };
	return { input: "cpus", value: String(cpus) };
}

/** buildx 0.35 is the first with `--resource`. */
const FIRST_RESOURCE = [0, 35] as const;

/** Limits that are refused whatever builds: each problem says what to write instead. */
export function limitProblems({ limits, swap: { swap } }: Asked, host: Host, plan?: SwapPlan): readonly Problem[] {
	const problems: Problem[] = [];
	const { stepMemory } = limits;
	if (stepMemory !== undefined && !("missing" in host.buildx) && isOlder(host.buildx.version, FIRST_RESOURCE)) {
		problems.push({
			input: "step-memory",
			value: printMemory(stepMemory),
			message: `needs buildx 0.35 or newer, and this is ${host.buildx.version}`,
			remedy: "install a newer docker-buildx-plugin, or leave out step-memory",
		});
	}
	const missing = missingSwap(limits, host, { off: swap === "off", ...(plan && { plan }) });
	if (missing && limits.policy === "require") problems.push(missing);
	return problems;
}

/** What becomes of swap: `off`, the user wants none to be made; else as planned. */
interface SwapToCome {
	readonly off: boolean;
	readonly plan?: SwapPlan;
}

/** Swap that was asked for by hand, is not on this machine and will not be made. An engine elsewhere has swap of its own. */
function missingSwap(limits: LimitsAsked, host: Host, { off, plan }: SwapToCome): Problem | undefined {
	const { memory, memorySwap } = limits;
	const there = plan?.existing ?? host.swap;
	if (there === undefined || memory === undefined || typeof memorySwap !== "number" || !isLocal(host)) return undefined;
	const made = plan?.make?.bytes ?? 0;
	const total = there + made;
	if (needsMore(limits, total) === undefined) return undefined;
	const wanted = memorySwap - memory;
	const has = there === 0 ? "none" : `only ${printMemory(there)}`;
	const more = made === 0 ? "no more is made" : `only ${printMemory(made)} more can be made`;
	const why = off ? ", and swap is off" : plan?.short ? `; ${more}: ${plan.short.why}` : "";
	const first = off ? 'leave out "swap: off"' : (plan?.short?.remedy ?? 'write "swap: auto"');
	return {
		input: "memory-swap",
		value: inputMemory(memorySwap),
		message: `asks for ${printMemory(wanted)} of swap beside ${printMemory(memory)} of memory, and this machine has ${has}${why}`,
		remedy: `${first}, make ${printWhole(wanted - there)} of swap before this step (fallocate, chmod 600, mkswap, swapon), write "memory-swap: ${inputMemory(memory + total)}" for ${total === 0 ? "no swap" : "what there is"}, or "limits: best-effort"`,
	};
}

function isLocal({ engine }: Host): boolean {
	return !("missing" in engine) && engine.local;
}

/** What the machine itself needs beside a build: the runner, the engine, its page cache. */
const RESERVE = 1.5 * 2 ** 30;

/** Limits that are enforced and will not do what was hoped. */
export function limitNotes({ limits, swap: { swap } }: Asked, host: Host, plan?: SwapPlan): readonly string[] {
	const notes: string[] = [];
	const { memory, cpus } = limits;
	if (memory !== undefined && host.memory !== undefined && isLocal(host) && memory > host.memory - GIB / 2) {
		const better = Math.max(1, Math.floor((host.memory - RESERVE) / GIB));
		const compared = memory > host.memory ? "more than" : "nearly all that";
		notes.push(
			`memory: ${printMemory(memory)} is ${compared} this machine has (${printMemory(host.memory)}). It is enforced, but the machine itself runs short first: "memory: ${better}g" would leave room for the runner and the engine.`,
		);
	}
	if (cpus !== undefined && isLocal(host) && cpus > host.cpus)
		notes.push(`cpus: ${cpus} is more than this machine has (${host.cpus}), so it limits nothing.`);
	const toCome = { off: swap === "off", ...(plan && { plan }) };
	const missing = limits.policy === "best-effort" ? missingSwap(limits, host, toCome) : undefined;
	if (missing) notes.push(`memory-swap ${missing.message}`);
	if (limits.memorySwap === "unlimited" && host.swap === 0 && !plan?.make && isLocal(host))
		notes.push('memory-swap: -1 allows all the swap there is, and this machine has none. "swap: 8g" makes some.');
	return notes;
}

/** What will be limited, for the printed plan: `limit all RUN steps together to memory 12 GiB + 8 GiB swap, and read that back`. */
export function limitTitle({ memory, memorySwap, cpus }: LimitsAsked): string {
	const swap =
		memory === undefined || memorySwap === undefined || memorySwap === memory
			? ", no swap"
			: memorySwap === "unlimited"
				? " and all the swap there is"
				: ` + ${printMemory(memorySwap - memory)} swap`;
	const parts = [
		...(memory === undefined ? [] : [`memory ${printMemory(memory)}${swap}`]),
		...(cpus === undefined ? [] : [`${cpus} ${cpus === 1 ? "CPU" : "CPUs"}`]),
	];
	return `limit all RUN steps together to ${parts.join(" and ")}, and read that back`;
}

/** Memory a step that compiles takes, so that as many may run at once as the limit holds: a guess that is printed with the plan. */
const STEP = 4 * GIB;

/** Steps that may run at once in a builder of ours. */
export function chosenParallelism({ memory, stepMemory, maxParallelism }: LimitsAsked): number | undefined {
	if (maxParallelism !== undefined) return maxParallelism;
	return memory === undefined ? undefined : Math.max(1, Math.floor(memory / (stepMemory ?? STEP)));
}

/** What is enough when it is made as it is printed: `4 GiB`, else in whole MiB. */
function printWhole(bytes: Bytes): string {
	return bytes % GIB === 0 ? `${bytes / GIB} GiB` : `${Math.ceil(bytes / 2 ** 20)} MiB`;
}
