import type { Aftermath } from "../../model/diagnosis.ts";
import type { StepRef } from "../../model/facts.ts";
import type { StepRun, Timeline } from "../../model/timeline.ts";
import type { BuilderFate } from "../../model/watch.ts";

/** As the inputs of time take it: `90m`, `45s`, `8h`. */
export function inputDuration(ms: number): string {
	const minutes = Math.ceil(ms / 60_000);
	if (ms < 120_000) return `${Math.ceil(ms / 1000)}s`;
	return minutes % 60 === 0 && minutes >= 120 ? `${minutes / 60}h` : `${minutes}m`;
}

/** `12 s`, `42 min`, `2 h 5 min`. */
export function printDuration(ms: number): string {
	const seconds = Math.round(ms / 1000);
	if (seconds < 60) return `${Math.max(0, seconds)} s`;
	if (seconds < 600)
		return seconds % 60 === 0 ? `${seconds / 60} min` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
	const minutes = Math.round(seconds / 60);
	if (minutes < 60) return `${minutes} min`;
	return minutes % 60 === 0 ? `${minutes / 60} h` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** `1 OOM kill`, `3 OOM kills`. */
export function count(number: number, noun: string, plural = `${noun}s`): string {
	return `${number} ${number === 1 ? noun : plural}`;
}

const NUMBERED = /^\[([^\]]*?)\s*(\d+\/\d+)\]/;

/**
 * `step 4/9`, of several stages or platforms `step 4/9 of builder`; the name of what has no number, such as `exporting to image`; `the build`
 * when nothing is known.
 */
export function stepName({ steps }: Timeline, run: Pick<StepRun, "name"> | undefined, step?: StepRef): string {
	const name = run?.name ?? step?.name ?? "";
	const [, stage = "", number] = NUMBERED.exec(name) ?? [];
	const several = steps.some((other) => (NUMBERED.exec(other.name)?.[1] ?? stage) !== stage);
	if (number !== undefined) return `step ${number}${several && stage !== "" ? ` of ${shorten(stage, 60)}` : ""}`;
	if (name !== "") return shorten(name, 60);
	return step === undefined ? "the build" : "a step";
}

/** ` (Dockerfile:23)`, or nothing. */
export function inPlace(step: StepRef | undefined): string {
	return step?.line === undefined ? "" : ` (${step.file ?? "Dockerfile"}:${step.line})`;
}

/** `RUN pip install torch`, at most 100 characters of the instruction. */
export function shortInstruction(run: Pick<StepRun, "name" | "step">): string {
	const said = run.step?.text ?? run.name.replace(/^\[[^\]]*\]\s*/, "");
	return shorten(said.replace(/(@sha256:[0-9a-f]{12})[0-9a-f]+/g, "$1…"), 100);
}

/** `RUN pip install torch (Dockerfile:9)`. */
export function stepText(run: StepRun): string {
	return `${shortInstruction(run)}${inPlace(run.step)}`;
}

/** The last lines of a builder, as evidence. What BuildKit says of its own when it starts and works explains no end. */
export function lastWords(builder: BuilderFate | undefined, most: number): readonly string[] {
	return (builder?.tail ?? [])
		.filter((text) => !/\blevel=(?:info|debug)\b/.test(text))
		.slice(-most)
		.map((text) => `its last words: ${quoted(text)}`);
}

export function shorten(text: string, max: number): string {
	return text.length <= max ? text : `${text.slice(0, max - 1).trimEnd()}…`;
}

/** The steps people wrote or wait for, that did something. */
export function realSteps(timeline: Timeline): readonly StepRun[] {
	return timeline.steps.filter((step) => !step.internal && !step.cached);
}

/** The step that failed, else the last one that ran when the build was ended or broke off. */
export function runAtEnd({ timeline, failure, ended, unfinished }: Aftermath): StepRun | undefined {
	const names = ended?.during ?? unfinished ?? [];
	return failure?.run ?? timeline.steps.findLast(({ name, cached }) => !cached && names.includes(name));
}

export function isRun(run: Pick<StepRun, "name" | "step">): boolean {
	return /^(?:\[[^\]]*\]\s*)?RUN\b/.test(run.name) || /^RUN\b/.test(run.step?.text ?? "");
}

/** RUN steps that ran beside `run` until its end: they end with it, or a moment later, when BuildKit cancels them. */
export function besides(run: StepRun, timeline: Timeline): readonly StepRun[] {
	return realSteps(timeline).filter(
		(other) =>
			other.id !== run.id &&
			isRun(other) &&
			other.started < run.completed &&
			other.completed > run.started &&
			other.completed >= run.completed - 1000,
	);
}

/** What another program said, as one piece. */
export function quoted(text: string): string {
	return `\`${shorten(text.trim(), 200).replaceAll("`", "'")}\``;
}
