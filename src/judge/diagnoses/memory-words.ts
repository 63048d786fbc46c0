import type { Aftermath, Diagnosis } from "../../model/diagnosis.ts";
import type { StepRun } from "../../model/timeline.ts";
import { printMemory, printUse } from "../memory-sizes.ts";
import { exitCodeOf, killedLine, tailOf } from "./log.ts";
import { type MemoryUse, machineKills, ourKernelKills, scopeKills, useOf } from "./memory-facts.ts";
import { besides, count, quoted, shorten, stepText } from "./words.ts";

/** `peak 12.0 of 12 GiB + 8.0 of 8 GiB swap, 3 OOM kills`; what is unknown is left out. */
export function numbers(use: MemoryUse, kills: number): string {
	const memory = use.peak === undefined ? [] : [`peak ${printUse(use.peak, use.limit)}${swapNumbers(use)}`];
	const unlimited = use.holder === "none" && use.peak !== undefined ? ["no limit"] : [];
	return [...memory, ...unlimited, ...(kills > 0 ? [count(kills, "OOM kill")] : [])].join(", ");
}

function swapNumbers({ swapPeak, swapLimit }: MemoryUse): string {
	if (swapLimit === 0) return ", no swap";
	if (swapPeak === undefined || (swapPeak === 0 && swapLimit === undefined)) return "";
	return ` + ${printUse(swapPeak, swapLimit)} swap`;
}

/** `: ` and the numbers, or nothing. */
export function withNumbers(use: MemoryUse, kills: number): string {
	const text = numbers(use, kills);
	return text === "" ? "" : `: ${text}`;
}

/** What it rests on, a line each: counters first, words last. `failed`: it is about a step that failed, and how sure that is. */
export function memoryEvidence(
	aftermath: Aftermath,
	run: StepRun | undefined,
	failed: Diagnosis["certainty"] | false,
): readonly string[] {
	return [
		...counters(aftermath, run, failed !== false),
		...kernelLines(aftermath),
		...ends(aftermath, failed),
		...neighbours(aftermath, run),
		...pressure(aftermath),
		...machine(aftermath),
	];
}

function counters(aftermath: Aftermath, run: StepRun | undefined, failed: boolean): readonly string[] {
	const own = useOf(aftermath, run)?.oomKills ?? 0;
	const all = scopeKills(aftermath) ?? 0;
	const where = aftermath.held === undefined ? "" : ` under ${aftermath.held.where}`;
	const counted = failed && own + all === 0;
	const machine = counted ? (aftermath.watch.machine?.oomKills ?? 0) : 0;
	const logged = counted && machine === 0 ? machineKills(aftermath) : 0;
	const what = aftermath.watch.memory?.scope === "builder" ? "the whole builder" : "all RUN steps together";
	return [
		...(own > 0 ? [`${count(own, "OOM kill")} counted by the step's own cgroup`] : []),
		...(all > 0 ? [`${count(all, "OOM kill")} counted for ${what}${where}`] : []),
		...(machine > 0 ? [`${count(machine, "OOM kill")} on the whole machine (/proc/vmstat)`] : []),
		...(logged > 0 ? [`${count(logged, "OOM kill")} on the whole machine, by the kernel's log`] : []),
	];
}

function kernelLines(aftermath: Aftermath): readonly string[] {
	return ourKernelKills(aftermath)
		.slice(-3)
		.map(({ program, cgroup, bytes }) => {
			const held = bytes === undefined ? "" : `, which held ${printMemory(bytes)}`;
			return `the kernel's log: killed ${shorten(program, 20)}${held}, at the limit of ${cgroup ?? ""}`;
		});
}

const KILLED: Readonly<Record<Diagnosis["certainty"], string>> = {
	certain: " (SIGKILL)",
	likely: ": killed by signal 9; the counters of this machine do not say by whom",
};

function ends(aftermath: Aftermath, failed: Diagnosis["certainty"] | false): readonly string[] {
	if (failed === false) return [];
	const { failure } = aftermath;
	const code = exitCodeOf(failure);
	const line = killedLine(tailOf(aftermath));
	return [
		...(failure?.exitCode === 102 ? ["buildx ended with 102: BuildKit counted an OOM kill in the step's cgroup"] : []),
		...(code === undefined ? [] : [`the step ended with exit code ${code}${code === 137 ? KILLED[failed] : ""}`]),
		...(line === undefined ? [] : [`its log: ${quoted(line)}`]),
	];
}

function neighbours(aftermath: Aftermath, run: StepRun | undefined): readonly string[] {
	const others = run === undefined ? [] : besides(run, aftermath.timeline);
	return others.slice(0, 3).map((other) => `at the same time ran ${stepText(other)}`);
}

function pressure({ watch }: Aftermath): readonly string[] {
	const share = watch.memory?.pressure ?? 0;
	return share < 0.05 ? [] : [`${Math.round(share * 100)} % of the build's time everything waited for memory`];
}

function machine({ watch: { machine: seen } }: Aftermath): readonly string[] {
	if (seen?.lowestAvailable === undefined || seen.memory === undefined) return [];
	const swap = seen.swap === undefined ? "" : seen.swap === 0 ? ", no swap" : `, ${printMemory(seen.swap)} swap`;
	return [`the machine: ${printMemory(seen.lowestAvailable)} of ${printMemory(seen.memory)} left at the lowest${swap}`];
}
