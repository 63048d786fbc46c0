import type { Bytes } from "../../model/bytes.ts";
import type { Aftermath } from "../../model/diagnosis.ts";
import type { Ceiling } from "../../model/limits.ts";
import type { StepRun } from "../../model/timeline.ts";
import type { KernelKill, StepUse } from "../../model/watch.ts";
import { realSteps } from "./words.ts";

/** Memory that was used, and what it was allowed. Unknown is absent. */
export interface MemoryUse {
	readonly peak?: Bytes;
	readonly swapPeak?: Bytes;
	readonly limit?: Ceiling;
	/** Swap alone. */
	readonly swapLimit?: Ceiling;
	/** The limit that counts: of the single step, of all RUN steps, of a builder that we did not limit; `none`. */
	readonly holder: "step" | "steps" | "builder" | "none";
}

/** Kills in the scope that we watch, when that is not the whole machine. Absent: not to be had here. */
export function scopeKills({ watch }: Aftermath): number | undefined {
	return watch.memory === undefined || watch.memory.scope === "machine" ? undefined : watch.memory.oomKills;
}

/** Kills by the kernel's log that the limit of a cgroup of ours, or of our builder, brought about. */
export function ourKernelKills(aftermath: Aftermath): readonly KernelKill[] {
	const mine = ourGroups(aftermath);
	return (aftermath.kernel ?? []).filter(({ cgroup }) =>
		mine.some((path) => cgroup === path || cgroup?.startsWith(`${path}/`)),
	);
}

/** Our cgroups as the kernel's log names them. Empty: nobody knows, as when the limit is held inside of a builder. */
function ourGroups({ held, groups }: Aftermath): readonly string[] {
	return [...(groups ?? []), ...(held === undefined ? [] : [held.where])].flatMap((where) => {
		const path = where.replace(/^\/sys\/fs\/cgroup(?:\/memory(?=\/))?/, "");
		return /^\/[^ ]+$/.test(path) ? [path] : [];
	});
}

/** The kernel's log tells of all kills that were counted, and each was at the limit of somebody else's cgroup. */
export function isLogClean(aftermath: Aftermath): boolean {
	const { kernel, watch } = aftermath;
	if (kernel === undefined || kernel.length < (watch.machine?.oomKills ?? 0)) return false;
	const foreign = kernel.every(({ cgroup }) => cgroup !== undefined && cgroup !== "");
	return foreign && ourGroups(aftermath).length > 0 && ourKernelKills(aftermath).length === 0;
}

/** Kills by the kernel's log because the whole machine was short. */
export function globalKills({ kernel }: Aftermath): readonly KernelKill[] {
	return (kernel ?? []).filter(({ cgroup }) => cgroup === undefined);
}

export function useOf({ watch }: Aftermath, run: StepRun | undefined): StepUse | undefined {
	return run === undefined ? undefined : watch.steps[run.id];
}

/** Steps other than `run` in which kills were counted. */
export function stepsWithKills(aftermath: Aftermath, run: StepRun | undefined): readonly StepRun[] {
	return realSteps(aftermath.timeline).filter(
		(step) => step.id !== run?.id && (useOf(aftermath, step)?.oomKills ?? 0) > 0,
	);
}

/** Kills that were counted in `run`: its own, or those of all RUN steps that no other step has counted for itself. */
export function killsIn(aftermath: Aftermath, run: StepRun): number {
	const own = useOf(aftermath, run)?.oomKills ?? 0;
	return Math.max(own, unclaimedKills(aftermath, run));
}

/** Kills in all RUN steps together without those that steps other than `run` have counted for themselves. */
export function unclaimedKills(aftermath: Aftermath, run?: StepRun): number {
	const claimed = stepsWithKills(aftermath, run).map((step) => useOf(aftermath, step)?.oomKills ?? 0);
	const shared = stepsWithKills(aftermath, run).some((step) => useOf(aftermath, step)?.shared);
	const sum = shared ? Math.max(...claimed) : claimed.reduce((total, kills) => total + kills, 0);
	return Math.max(0, (scopeKills(aftermath) ?? 0) - sum);
}

/** Kills on the machine: its counter is read every ten seconds and at the end; where that look was given up, the log may know of a later one. */
export function machineKills(aftermath: Aftermath): number {
	return Math.max(aftermath.watch.machine?.oomKills ?? 0, globalKills(aftermath).length);
}

/** True when the counters or the kernel's log say that nothing of ours was killed. A parent counts its children on cgroup v2 only. */
export function isProvenClean(aftermath: Aftermath): boolean {
	if (aftermath.cgroup === "2" && scopeKills(aftermath) === 0) return true;
	const none = aftermath.watch.machine?.oomKills === 0 && (aftermath.kernel ?? []).length === 0;
	return none || isLogClean(aftermath);
}

/** What a step used of what it was allowed; without a step, what all RUN steps used together. */
export function memoryUse(aftermath: Aftermath, run: StepRun | undefined): MemoryUse {
	const { watch, held, asked } = aftermath;
	const own = useOf(aftermath, run);
	const scope = watch.memory?.scope === "machine" ? undefined : watch.memory;
	const peak = own?.peakMemory ?? scope?.peak;
	const swapPeak = own?.peakSwap ?? scope?.swapPeak;
	const used = { ...(peak !== undefined && { peak }), ...(swapPeak !== undefined && { swapPeak }) };
	const limit = scope?.limit ?? held?.memory;
	const { stepMemory } = asked;
	const single = own?.peakMemory;
	if (
		stepMemory !== undefined &&
		single !== undefined &&
		isNear(single, stepMemory) &&
		!(limit !== undefined && limit !== "unlimited" && limit <= stepMemory)
	)
		return {
			peak: single,
			...(own?.peakSwap !== undefined && { swapPeak: own.peakSwap }),
			limit: stepMemory,
			swapLimit: isSwapless(aftermath, own?.peakSwap) ? 0 : stepMemory,
			holder: "step",
		};
	if (limit === undefined || limit === "unlimited") return { ...used, holder: "none" };
	const swapLimit = isSwapless(aftermath, swapPeak) ? 0 : (scope?.swapLimit ?? swapOf(held));
	return {
		...used,
		limit,
		...(swapLimit !== undefined && { swapLimit }),
		holder: held?.memory === undefined ? "builder" : "steps",
	};
}

/** The machine has no swap, whatever is allowed: Docker allows the same again by default. */
function isSwapless({ watch: { machine } }: Aftermath, peak: Bytes | undefined): boolean {
	return machine?.swap === 0 && (peak ?? 0) === 0;
}

function swapOf(held: Aftermath["held"]): Ceiling | undefined {
	if (typeof held?.memorySwap !== "number" || typeof held.memory !== "number") return held?.memorySwap;
	return Math.max(0, held.memorySwap - held.memory);
}

/** The kernel kills at the limit; a sampler that looks once a second may see a little less. */
function isNear(peak: Bytes, limit: Bytes): boolean {
	return peak >= limit * 0.995;
}

/** The peak reached the limit. Page cache does that too, so alone it proves nothing. */
export function isAtLimit({ peak, limit }: MemoryUse): boolean {
	return peak !== undefined && typeof limit === "number" && isNear(peak, limit);
}

/** The machine had next to nothing left. */
export function isMachineEmpty({ watch: { machine } }: Aftermath): boolean {
	if (machine?.lowestAvailable === undefined) return false;
	return machine.lowestAvailable < Math.max(128 * 2 ** 20, (machine.memory ?? 0) * 0.02);
}

/** Nothing of ours could end the build before the machine did. */
export function isUnbounded({ watch: { machine } }: Aftermath, { limit }: MemoryUse): boolean {
	return typeof limit !== "number" || (machine?.memory !== undefined && limit > machine.memory);
}
