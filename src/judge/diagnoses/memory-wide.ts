import type { Aftermath, Diagnosis } from "../../model/diagnosis.ts";
import type { Ceiling } from "../../model/limits.ts";
import type { BuilderFate, MachineWatch } from "../../model/watch.ts";
import { printMemory } from "../memory-sizes.ts";
import {
	globalKills,
	isAtLimit,
	isLogClean,
	isMachineEmpty,
	type MemoryUse,
	machineKills,
	memoryUse,
	ourKernelKills,
	scopeKills,
} from "./memory-facts.ts";
import { builderRemedies, machineRemedies, memoryRemedies } from "./memory-remedies.ts";
import { memoryEvidence, withNumbers } from "./memory-words.ts";
import { count, inPlace, lastWords, runAtEnd, shorten, stepName } from "./words.ts";

/** The kernel killed BuildKit itself. The engine's `OOMKilled` of a container that still runs tells of a step, not of it. */
export function builderKilled(aftermath: Aftermath): Diagnosis | undefined {
	const { builder, failure, ended } = aftermath;
	if (builder === undefined || !["exited", "restarted", "gone"].includes(builder.state)) return undefined;
	const killed = builder.exitCode === 137 && killsAround(aftermath) > 0;
	if (builder.oomKilled !== true && !killed) return undefined;
	const run = runAtEnd(aftermath);
	const step = failure?.step ?? run?.step;
	const use = builderUse(aftermath, builder);
	const code = builder.exitCode === undefined ? "" : `, exit code ${builder.exitCode}`;
	const meanwhile = aftermath.meanwhile === undefined ? "" : ` while ${aftermath.meanwhile}`;
	const during =
		run === undefined ? meanwhile : ` while ${stepName(aftermath.timeline, run, step)} ran${inPlace(step)}`;
	return {
		id: "out-of-memory",
		shape: "builder-killed",
		level: failure === undefined && ended === undefined ? "warning" : "failure",
		certainty: "certain",
		message: `the kernel killed the builder for want of memory${during}${containerText(builder, use) ?? withNumbers(use, scopeKills(aftermath) ?? 0)}`,
		evidence: [
			`${builder.what}: ${builder.state}${code}${builder.oomKilled === true ? ", the engine says OOMKilled" : ""}`,
			...memoryEvidence(aftermath, undefined, false),
			...lastWords(builder, 3),
		],
		remedies: builderRemedies(aftermath, run, use),
		...(step && { step }),
		...(run && { stepId: run.id }),
	};
}

/** What killed it: the limit of its whole container, unless the machine has less. */
function builderUse(aftermath: Aftermath, { limit }: BuilderFate): MemoryUse {
	const seen = memoryUse(aftermath, undefined);
	const machine = aftermath.watch.machine?.memory ?? Number.POSITIVE_INFINITY;
	if (limit === undefined || limit.memory > machine || typeof seen.limit === "number") return seen;
	return { limit: limit.memory, ...(limit.swap !== undefined && { swapLimit: limit.swap }), holder: "builder" };
}

/** What counts steps says nothing of the whole container, which holds BuildKit as well. */
function containerText({ limit }: BuilderFate, use: MemoryUse): string | undefined {
	if (limit === undefined || use.holder !== "builder" || use.peak !== undefined) return undefined;
	const swap =
		limit.swap === undefined ? "" : limit.swap === 0 ? ", no swap" : ` + ${printCeiling(limit.swap)} of swap`;
	return `: its container is limited to ${printMemory(limit.memory)}${swap}`;
}

function printCeiling(bytes: Ceiling): string {
	return bytes === "unlimited" ? "any amount" : printMemory(bytes);
}

/** Kills that can have hit a builder: of its own scope, or by the kernel's log. */
function killsAround(aftermath: Aftermath): number {
	const own = aftermath.watch.memory?.scope === "builder" ? (aftermath.watch.memory.oomKills ?? 0) : 0;
	const logged = (aftermath.kernel ?? []).filter(({ program }) => /^(?:buildkitd|dockerd)$/.test(program)).length;
	return own + logged;
}

/** The kernel killed on this machine, and not by a limit of ours. `told`: a failure is explained by memory already. */
export function machineShort(aftermath: Aftermath, told: boolean): Diagnosis | undefined {
	const { watch, failure, ended, builder } = aftermath;
	const counted = watch.machine?.oomKills ?? 0;
	const all = machineKills(aftermath);
	const ours = ourKills(aftermath);
	const global = globalKills(aftermath);
	const blind = scopeKills(aftermath) === undefined || (aftermath.cgroup !== "2" && aftermath.kernel === undefined);
	const died = builder?.exitCode === 137 && builder.state !== "running";
	const lost = died && (failure !== undefined || ended?.by === "builder-lost");
	const short = isMachineEmpty(aftermath) || global.length > 0;
	const use = memoryUse(aftermath, undefined);
	// Limits of other people's containers kill too: their kills are none of our business.
	const others = !blind || isLogClean(aftermath) || (typeof use.limit === "number" && !isAtLimit(use));
	const foreign = !short && !lost && others;
	if (all <= ours || foreign || (told && (blind || isMachineEmpty(aftermath)))) return undefined;
	const what = short ? "the machine ran short of memory: the kernel killed" : "the kernel killed for want of memory:";
	const where = blind ? "on this machine during the build" : "outside of the build's RUN steps";
	const names = [...new Set(global.map(({ program }) => program))].join(", ");
	const who = names === "" ? "" : ` (${shorten(names, 100)})`;
	return {
		id: "out-of-memory",
		shape: "machine-short",
		level: lost ? "failure" : "warning",
		certainty: blind && names === "" ? "likely" : "certain",
		message: `${what} ${count(all - ours, "process", "processes")} ${where}${who}${leftText(aftermath)}`,
		evidence: [
			`${count(all, "OOM kill")} on the whole machine (${counted < all ? "the kernel's log" : "/proc/vmstat"}), ${blind ? "those of the build cannot be told apart here" : `${ours} of them in the build's RUN steps`}`,
			...(lost ? [`${builder.what}: ${builder.state}, exit code 137`] : []),
			...memoryEvidence(aftermath, undefined, false),
		],
		remedies: isAtLimit(use) ? memoryRemedies(aftermath, undefined, use) : machineRemedies(aftermath),
	};
}

function ourKills(aftermath: Aftermath): number {
	const steps = Object.values(aftermath.watch.steps).reduce((sum, use) => sum + (use.oomKills ?? 0), 0);
	return Math.max(scopeKills(aftermath) ?? 0, ourKernelKills(aftermath).length, steps);
}

/** `: 0 B of 15.6 GiB left at the lowest, 1 OOM kill`, or what is known of it. */
export function leftOfMachine(aftermath: Aftermath): string {
	const kills = machineKills(aftermath);
	const parts = [...leftWords(aftermath.watch.machine), ...(kills > 0 ? [count(kills, "OOM kill")] : [])];
	return parts.length === 0 ? "" : `: ${parts.join(", ")}`;
}

function leftText({ watch: { machine } }: Aftermath): string {
	return leftWords(machine)
		.map((text) => `, ${text}`)
		.join("");
}

function leftWords(machine: MachineWatch | undefined): readonly string[] {
	if (machine?.lowestAvailable === undefined || machine.memory === undefined) return [];
	return [`${printMemory(machine.lowestAvailable)} of ${printMemory(machine.memory)} left at the lowest`];
}
