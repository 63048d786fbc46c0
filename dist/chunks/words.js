import { i as prettyBytes, n as SIZE_FORMAT, t as MEMORY_FORMAT } from "./bytes.js";
// src/judge/memory-sizes.ts
const GIB = 2 ** 30;
const MIB = 2 ** 20;
/** `15.6 GiB`: as memory is printed everywhere. */
function printMemory(bytes) {
	return prettyBytes(bytes, MEMORY_FORMAT);
}
/** `12.0 of 12 GiB`, `200 of 200 MiB`; without a limit `12 GiB`. */
function printUse(used, limit) {
	if (typeof limit !== "number" || limit === 0) return printMemory(used);
	const [unit, name, digits] = limit >= GIB ? [
		GIB,
		"GiB",
		1
	] : [
		MIB,
		"MiB",
		0
	];
	return `${(used / unit).toFixed(digits)} of ${Number((limit / unit).toFixed(1))} ${name}`;
}
/** As the memory inputs take it, in whole MiB and never more than `bytes`: `12g`, `1536m`. */
function inputMemory(bytes) {
	return bytes % GIB === 0 ? `${bytes / GIB}g` : `${Math.floor(bytes / MIB)}m`;
}
/** The same for people, so that what they make of it is no less: `12 GiB`, `1536 MiB`. */
function printExact(bytes) {
	return bytes % GIB === 0 ? `${bytes / GIB} GiB` : `${Math.floor(bytes / MIB)} MiB`;
}
/** Whole GiB, of less 64 MiB, of very little MiB: numbers that people write. */
function roundMemory(bytes, round) {
	const unit = bytes >= 2 * GIB ? GIB : bytes >= 512 * MIB ? 64 * MIB : MIB;
	return Math.max(0, round(bytes / unit) * unit);
}
// src/judge/sizes.ts
/** `6.42 GB`: as sizes are printed everywhere. */
function printSize(bytes) {
	return prettyBytes(bytes, SIZE_FORMAT);
}
/** How a size stands to its budget: `420 MB over (107 % of budget)`, or `95 % of budget`. */
function compareWithBudget(bytes, budget) {
	const percent = bytes * 100 / budget;
	if (bytes <= budget) return `${Math.floor(percent)} % of budget`;
	const share = Math.round(percent) > 100 ? `${Math.round(percent)} %` : "just over 100 %";
	return `${printSize(bytes - budget)} over (${share} of budget)`;
}
// src/judge/diagnoses/words.ts
/** As the inputs of time take it: `90m`, `45s`, `8h`. */
function inputDuration(ms) {
	const minutes = Math.ceil(ms / 6e4);
	if (ms < 12e4) return `${Math.ceil(ms / 1e3)}s`;
	return minutes % 60 === 0 && minutes >= 120 ? `${minutes / 60}h` : `${minutes}m`;
}
/** `12 s`, `42 min`, `2 h 5 min`. */
function printDuration(ms) {
	const seconds = Math.round(ms / 1e3);
	if (seconds < 60) return `${Math.max(0, seconds)} s`;
	if (seconds < 600) return seconds % 60 === 0 ? `${seconds / 60} min` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
	const minutes = Math.round(seconds / 60);
	if (minutes < 60) return `${minutes} min`;
	return minutes % 60 === 0 ? `${minutes / 60} h` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
/** `1 OOM kill`, `3 OOM kills`. */
function count(number, noun, plural = `${noun}s`) {
	return `${number} ${number === 1 ? noun : plural}`;
}
const NUMBERED = /^\[([^\]]*?)\s*(\d+\/\d+)\]/;
/**
* `step 4/9`, of several stages or platforms `step 4/9 of builder`; the name of what has no number, such as `exporting to image`; `the build`
* when nothing is known.
*/
function stepName({ steps }, run, step) {
	const name = run?.name ?? step?.name ?? "";
	const [, stage = "", number] = NUMBERED.exec(name) ?? [];
	const several = steps.some((other) => (NUMBERED.exec(other.name)?.[1] ?? stage) !== stage);
	if (number !== void 0) return `step ${number}${several && stage !== "" ? ` of ${shorten(stage, 60)}` : ""}`;
	if (name !== "") return shorten(name, 60);
	return step === void 0 ? "the build" : "a step";
}
/** ` (Dockerfile:23)`, or nothing. */
function inPlace(step) {
	return step?.line === void 0 ? "" : ` (${step.file ?? "Dockerfile"}:${step.line})`;
}
/** `RUN pip install torch`, at most 100 characters of the instruction. */
function shortInstruction(run) {
	return shorten((run.step?.text ?? run.name.replace(/^\[[^\]]*\]\s*/, "")).replace(/(@sha256:[0-9a-f]{12})[0-9a-f]+/g, "$1…"), 100);
}
/** `RUN pip install torch (Dockerfile:9)`. */
function stepText(run) {
	return `${shortInstruction(run)}${inPlace(run.step)}`;
}
/** The last lines of a builder, as evidence. What BuildKit says of its own when it starts and works explains no end. */
function lastWords(builder, most) {
	return (builder?.tail ?? []).filter((text) => !/\blevel=(?:info|debug)\b/.test(text)).slice(-most).map((text) => `its last words: ${quoted(text)}`);
}
function shorten(text, max) {
	return text.length <= max ? text : `${text.slice(0, max - 1).trimEnd()}…`;
}
/** The steps people wrote or wait for, that did something. */
function realSteps(timeline) {
	return timeline.steps.filter((step) => !step.internal && !step.cached);
}
/** The step that failed, else the last one that ran when the build was ended or broke off. */
function runAtEnd({ timeline, failure, ended, unfinished }) {
	const names = ended?.during ?? unfinished ?? [];
	return failure?.run ?? timeline.steps.findLast(({ name, cached }) => !cached && names.includes(name));
}
function isRun(run) {
	return /^(?:\[[^\]]*\]\s*)?RUN\b/.test(run.name) || /^RUN\b/.test(run.step?.text ?? "");
}
/** RUN steps that ran beside `run` until its end: they end with it, or a moment later, when BuildKit cancels them. */
function besides(run, timeline) {
	return realSteps(timeline).filter((other) => other.id !== run.id && isRun(other) && other.started < run.completed && other.completed > run.started && other.completed >= run.completed - 1e3);
}
/** What another program said, as one piece. */
function quoted(text) {
	return `\`${shorten(text.trim(), 200).replaceAll("`", "'")}\``;
}
export { roundMemory as S, GIB as _, isRun as a, printMemory as b, quoted as c, shortInstruction as d, shorten as f, printSize as g, compareWithBudget as h, inputDuration as i, realSteps as l, stepText as m, count as n, lastWords as o, stepName as p, inPlace as r, printDuration as s, besides as t, runAtEnd as u, inputMemory as v, printUse as x, printExact as y };
