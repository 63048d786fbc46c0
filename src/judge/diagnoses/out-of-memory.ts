import type { Aftermath, Diagnosis } from "../../model/diagnosis.ts";
import type { StepRun } from "../../model/timeline.ts";
import type { Diagnoser } from "./diagnosis.ts";
import { buildkitCounted, exitCodeOf, killedLine, tailOf } from "./log.ts";
import {
	globalKills,
	isAtLimit,
	isMachineEmpty,
	isProvenClean,
	isUnbounded,
	killsIn,
	machineKills,
	memoryUse,
	ourKernelKills,
	scopeKills,
	stepsWithKills,
	unclaimedKills,
	useOf,
} from "./memory-facts.ts";
import { memoryRemedies } from "./memory-remedies.ts";
import { builderKilled, leftOfMachine, machineShort } from "./memory-wide.ts";
import { memoryEvidence, withNumbers } from "./memory-words.ts";
import { besides, count, inPlace, isRun, realSteps, stepName } from "./words.ts";

/** The kernel killed for want of memory: named by counters, on machines that have none by the peak together with how it ended. */
export const outOfMemory: Diagnoser = {
	id: "out-of-memory",
	shapes: ["step-killed", "child-killed", "hidden", "builder-killed", "machine-short"],
	diagnose(aftermath) {
		const builder = builderKilled(aftermath);
		const step = builder === undefined ? failedStep(aftermath) : undefined;
		const blamed = step === undefined ? undefined : aftermath.failure?.run;
		const told = builder !== undefined || step !== undefined;
		return [builder, step, ...hidden(aftermath, blamed, told), machineShort(aftermath, told)].filter(
			(found) => found !== undefined,
		);
	},
};

interface Proof {
	readonly kills: number;
	readonly certainty: Diagnosis["certainty"];
}

/** The step that failed, when it was memory that it failed of. A build that we ended ourselves has none. */
function failedStep(aftermath: Aftermath): Diagnosis | undefined {
	const { failure, ended } = aftermath;
	if (failure === undefined || ended !== undefined) return undefined;
	const { run } = failure;
	const proof = prove(aftermath, run);
	if (proof === undefined) return undefined;
	const use = memoryUse(aftermath, run);
	const step = failure.step ?? run?.step;
	const machine = isUnbounded(aftermath, use) && (isMachineEmpty(aftermath) || isOfMachine(aftermath));
	const whole = buildkitCounted(failure) || exitCodeOf(failure) === 137;
	const shape = machine ? "machine-short" : whole ? "step-killed" : "child-killed";
	const likely = proof.certainty === "likely" ? " likely" : "";
	const what = `${stepName(aftermath.timeline, run, step)}${likely} ran out of memory${machine ? " of the whole machine" : ""}${inPlace(step)}`;
	const bare = machine && use.peak === undefined;
	const numbers = bare ? leftOfMachine(aftermath) : withNumbers(use, proof.kills);
	const child = shape === "child-killed" ? childText(exitCodeOf(failure)) : "";
	return {
		id: "out-of-memory",
		shape,
		level: "failure",
		certainty: proof.certainty,
		message: `${what}${numbers}${child}`,
		evidence: memoryEvidence(aftermath, run, proof.certainty),
		remedies: memoryRemedies(aftermath, run, use),
		...(step && { step }),
		...(run && { stepId: run.id }),
	};
}

function childText(code: number | undefined): string {
	return code === undefined ? "" : `; the step itself ended with exit code ${code}`;
}

/** Counters, then the kernel's log, then the peak together with how it ended. Nothing when the counters speak against it. */
function prove(aftermath: Aftermath, run: StepRun | undefined): Proof | undefined {
	const { failure } = aftermath;
	if (buildkitCounted(failure)) {
		const kills = run === undefined ? unclaimedKills(aftermath) : killsIn(aftermath, run);
		return { kills, certainty: "certain" };
	}
	if (run === undefined || !isRun(run)) return undefined;
	const killed = exitCodeOf(failure) === 137 || killedLine(tailOf(aftermath)) !== undefined;
	return byCounters(aftermath, run, killed) ?? bySigns(aftermath, run, killed);
}

/** Kills that were counted for the step, or for all RUN steps together when nothing says that it was another one. */
function byCounters(aftermath: Aftermath, run: StepRun, killed: boolean): Proof | undefined {
	const kills = killsIn(aftermath, run);
	const own = useOf(aftermath, run);
	const use = memoryUse(aftermath, run);
	const others = besides(run, aftermath.timeline);
	if ((own?.oomKills ?? 0) > 0 && (killed || own?.shared !== true || others.length === 0))
		return { kills, certainty: "certain" };
	const modest = own?.peakMemory !== undefined && typeof use.limit === "number" && own.peakMemory < use.limit * 0.9;
	if (kills > 0 && (killed || !modest)) {
		const only = realSteps(aftermath.timeline).filter(isRun).length === 1;
		const sure = killed || (aftermath.shared !== true && (only || isAtLimit(use)));
		return { kills, certainty: sure ? "certain" : "likely" };
	}
	const logged = ourKernelKills(aftermath).length;
	return logged > 0 && (killed || isAtLimit(use)) ? { kills: logged, certainty: "certain" } : undefined;
}

/** How it ended, and how high the memory stood: likely, where the counters do not speak against it. */
function bySigns(aftermath: Aftermath, run: StepRun, killed: boolean): Proof | undefined {
	if (isProvenClean(aftermath)) return undefined;
	const use = memoryUse(aftermath, run);
	const counted = machineKills(aftermath) > 0;
	if (isAtLimit(use) && (killed || counted)) return { kills: 0, certainty: "likely" };
	if (!killed || !isUnbounded(aftermath, use)) return undefined;
	const empty = isMachineEmpty(aftermath);
	if (isOfMachine(aftermath)) {
		const kills = machineKills(aftermath);
		return { kills, certainty: empty || (kills > 0 && globalKills(aftermath).length > 0) ? "certain" : "likely" };
	}
	return empty ? { kills: 0, certainty: "likely" } : undefined;
}

/** The machine counted kills, and nobody can say that they were of another cgroup. */
function isOfMachine(aftermath: Aftermath): boolean {
	const blind = scopeKills(aftermath) === undefined || aftermath.cgroup !== "2";
	return blind && machineKills(aftermath) > 0;
}

/** RUN steps that ended green with a child of theirs killed; kills that no step could be found for come last. */
function hidden(aftermath: Aftermath, blamed: StepRun | undefined, told: boolean): readonly Diagnosis[] {
	const steps = stepsWithKills(aftermath, blamed).filter((step) => !(blamed && isSameCount(aftermath, step, blamed)));
	const counted = unclaimedKills(aftermath, blamed);
	const rest = Math.max(counted, steps.length === 0 ? ourKernelKills(aftermath).length : 0);
	return [
		...steps.slice(0, 5).map((step) => survived(aftermath, step, useOf(aftermath, step)?.oomKills ?? 0)),
		...(rest > 0 && !told ? [survived(aftermath, undefined, rest)] : []),
	];
}

/** Steps side by side whose counters could not be told apart: the kills are told once, with the step that failed of them. */
function isSameCount(aftermath: Aftermath, step: StepRun, blamed: StepRun): boolean {
	const overlap = step.started < blamed.completed && blamed.started < step.completed;
	return overlap && useOf(aftermath, step)?.shared === true && useOf(aftermath, blamed)?.shared === true;
}

function survived(aftermath: Aftermath, run: StepRun | undefined, kills: number): Diagnosis {
	const use = memoryUse(aftermath, run);
	const step = run?.step;
	const lost = `lost ${count(kills, "process", "processes")} to the kernel for want of memory`;
	const { failure, ended } = aftermath;
	const finished =
		run === undefined
			? failure === undefined && ended === undefined
			: run.error === undefined && !ended?.during.includes(run.name);
	const any = aftermath.shared ? "builds on this builder, perhaps not this one," : "RUN steps";
	const green = finished && !(run === undefined && aftermath.shared) ? " and ended green" : "";
	const who = `${run === undefined ? any : stepName(aftermath.timeline, run, step)} ${lost}${green}`;
	return {
		id: "out-of-memory",
		shape: "hidden",
		level: "warning",
		certainty: aftermath.shared ? "likely" : "certain",
		message: `${who}${inPlace(step)}${withNumbers(use, kills)}`,
		evidence: memoryEvidence(aftermath, run, false),
		remedies: memoryRemedies(aftermath, run, use),
		...(step && { step }),
		...(run && { stepId: run.id }),
	};
}
