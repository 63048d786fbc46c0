import { createCommandKeeper, cut } from "../../model/kept-text.ts";
import type { BuildFailure, BuildWarning, StepRun, Timeline } from "../../model/timeline.ts";
import type { DockerfileMap } from "../dockerfile.ts";
import { cleanLine } from "./clean.ts";
import {
	type LogChunk,
	readEvents,
	type SolveEvents,
	type StatusEvent,
	type VertexEvent,
	type WarningEvent,
} from "./events.ts";
import { readFailure } from "./failure.ts";
import { showLive, title } from "./live.ts";
import type { LogEvent } from "./log-event.ts";
import { type RunningStep, toRunning } from "./running.ts";
import {
	type BakeTargets,
	firstStart,
	keepTail,
	openStep,
	reader,
	renameStep,
	type StepState,
	toRun,
	updateStep,
} from "./steps.ts";

export type { LogEvent } from "./log-event.ts";
export { renderTo } from "./render.ts";
export type { RunningStep } from "./running.ts";
export type { BakeTargets } from "./steps.ts";

/** Plain lines of buildx that are kept: its excerpt and error come last. */
const PLAIN_LINES = 200;
const STATUS_MS = 200;
const MAX_WARNINGS = 100;
/** As the kernel's words for ENOSPC are printed, with and without a capital. */
const FULL = "o space left on device";
/** Ended steps that wait to be taken. */
const MAX_ENDED = 1000;

/** What the progress of a build needs to know beforehand. */
export interface ProgressOptions {
	/** The Dockerfile that is built, when it could be read. */
	readonly dockerfile?: DockerfileMap;
	/** Set when the build runs as a bake of two targets. */
	readonly bake?: BakeTargets;
	/** Hides the secrets in what the build prints, before anything of it is cut. */
	readonly mask?: (text: string) => string;
}

/** Follows one run of buildx. `at` are epoch milliseconds of our own clock. */
export interface Progress {
	/** One line of buildx's error stream: what the live log shows for it. */
	line(text: string, at: number): readonly LogEvent[];
	/** To be called now and then while nothing comes, so that a silent step is shown too. */
	tick(at: number): readonly LogEvent[];
	/** After the last line: closes what is open and shows what was held back. */
	finish(at: number): readonly LogEvent[];
	/** Lines of buildx so far. */
	events(): number;
	/** How often a step failed or printed that a disk is full. */
	troubles(): number;
	/** The steps that run now. */
	running(): readonly RunningStep[];
	/** The steps that have ended since the last call and were not in the cache: who looks once a second would miss the short ones. */
	takeEnded(): readonly RunningStep[];
	timeline(): Timeline;
	/** Nothing when the exit code is 0. */
	failure(exitCode: number | null): BuildFailure | undefined;
}

/** Turns `--progress=rawjson` of buildx into a live log and a timeline. Memory stays bounded however much the build prints. */
export function createProgress(options: ProgressOptions): Progress {
	const steps = new Map<string, StepState>();
	const warnings = new Map<string, BuildWarning>();
	const plain: string[] = [];
	const ended: RunningStep[] = [];
	const out: LogEvent[] = [];
	const live = showLive((event) => out.push(event));
	const mask = options.mask ?? ((text: string) => text);
	const naming = { map: options.dockerfile, bake: options.bake, keep: createCommandKeeper() };
	let last = 0;
	let lastStatus = 0;
	let lines = 0;
	let troubles = 0;

	const takeVertex = (event: VertexEvent): void => {
		const state = steps.get(event.digest) ?? openStep(event, naming);
		steps.set(event.digest, state);
		renameStep(state, event, naming);
		const change = updateStep(state, { ...event, error: mask(event.error) });
		if (event.error !== "") troubles += 1;
		if (change === "started") {
			state.seen = last;
			live.started(state);
		}
		if (change !== "completed") return;
		if (!state.cached && ended.length < MAX_ENDED) ended.push(toRunning(state, state.seen === 0 ? last : state.seen));
		showRest(state);
		live.completed(state, last);
	};
	const showRest = (state: StepState): void => {
		const rest = [...state.readers.values()].flatMap((lines) => lines.rest());
		state.readers.clear();
		show(state, rest, last);
	};
	const show = (state: StepState, lines: readonly string[], at: number): void => {
		if (lines.length === 0) return;
		state.printed = true;
		if (lines.some((line) => line.includes(FULL))) troubles += 1;
		keepTail(state, lines);
		const stamp = elapsed(state, at);
		live.lines(
			state,
			lines.map((line) => stamp + line),
		);
	};
	const tellTransfers = (state: StepState, lines: readonly string[]): void => {
		const stamp = elapsed(state, last);
		live.lines(
			state,
			lines.map((line) => stamp + cleanLine(line)),
		);
	};
	const takeStatus = (event: StatusEvent): void => {
		const state = steps.get(event.vertex);
		if (!state) return;
		tellTransfers(state, [...state.transfers.update(event, last), ...state.transfers.report(last)]);
	};
	const takeLog = (chunk: LogChunk): void => {
		const state = steps.get(chunk.vertex);
		if (state) show(state, reader(state, chunk.stream, mask).push(chunk.data, last), chunk.at ?? last);
	};
	const takeWarning = (event: WarningEvent): void => {
		const warning = toWarning(event, options.dockerfile?.file);
		const key = `${warning.file}:${warning.line}:${warning.message}`;
		if (warnings.has(key) || warnings.size >= MAX_WARNINGS) return;
		warnings.set(key, warning);
		const place = warning.line === undefined ? "" : ` (${warning.file ?? "Dockerfile"}:${warning.line})`;
		live.say([`WARNING: ${warning.message.replace(/ \(line \d+\)$/, "")}${place}`]);
	};
	const takePlain = (text: string): void => {
		const line = mask(cleanLine(text));
		plain.push(cut(line, 4000));
		if (plain.length > PLAIN_LINES) plain.shift();
		if (/^WARN/i.test(line)) live.say([line]);
	};
	const take = (events: SolveEvents): void => {
		// A step's end is shown after what it printed in the same line of events.
		const lastOf = new Map(events.vertexes.map((event) => [event.digest, event]));
		const ends = (event: VertexEvent): boolean => event.completed !== undefined && lastOf.get(event.digest) === event;
		for (const event of events.vertexes) if (!ends(event)) takeVertex(event);
		for (const event of events.statuses) takeStatus(event);
		for (const chunk of events.logs) takeLog(chunk);
		for (const event of events.warnings) takeWarning(event);
		for (const event of events.vertexes) if (ends(event)) takeVertex(event);
	};
	const drain = (): readonly LogEvent[] => {
		if (last - lastStatus >= STATUS_MS) {
			lastStatus = last;
			const text = statusText([...steps.values()], last);
			if (text !== "") out.push({ kind: "status", text });
		}
		return out.splice(0);
	};
	const runs = (states: readonly StepState[]): readonly StepRun[] =>
		states.flatMap((state) => toRun(state, last) ?? []).sort((a, b) => a.started - b.started);

	return {
		line(text, at) {
			last = at;
			lines += 1;
			const events = readEvents(text);
			if (events) take(events);
			else if (text.trim() !== "" || plain.length > 0) takePlain(text);
			live.turn(at);
			return drain();
		},
		tick(at) {
			last = at;
			for (const state of steps.values()) {
				if (state.running !== undefined) tellTransfers(state, state.transfers.report(at));
			}
			live.turn(at);
			return drain();
		},
		finish(at) {
			last = at;
			for (const state of steps.values()) showRest(state);
			live.finish(at);
			return out.splice(0);
		},
		events: () => lines,
		troubles: () => troubles,
		running: () =>
			[...steps.values()].flatMap((state) => (state.running === undefined ? [] : [toRunning(state, state.seen)])),
		takeEnded: () => ended.splice(0),
		timeline() {
			const all = runs([...steps.values()]);
			return {
				started: Math.min(...all.map((run) => run.started), all.length === 0 ? last : Number.POSITIVE_INFINITY),
				completed: Math.max(...all.map((run) => run.completed), all.length === 0 ? last : 0),
				steps: all,
				warnings: [...warnings.values()],
			};
		},
		failure: (exitCode) =>
			exitCode === 0 ? undefined : readFailure(plain, runs([...steps.values()]), exitCode, options.dockerfile),
	};
}

/** Seconds since the step's start, as a column in front of its lines. */
function elapsed(state: StepState, at: number): string {
	const seconds = Math.max(0, at - (firstStart(state) ?? at)) / 1000;
	return `${seconds.toFixed(1).padStart(6)} `;
}

/** BuildKit names the file by its base name; `file` is its path as the user gave it. */
function toWarning(event: WarningEvent, file: string | undefined): BuildWarning {
	return {
		message: cut(cleanLine(event.short), 500),
		detail: event.detail.map((line) => cut(cleanLine(line), 500)),
		...(event.url === "" ? {} : { url: event.url }),
		...((file ?? event.file) === "" ? {} : { file: file ?? event.file }),
		...(event.line === undefined ? {} : { line: event.line }),
	};
}

/** `2 running, 5 of 9 done: [2/5] RUN pip install torch · Dockerfile:7 (12 s)`. */
function statusText(states: readonly StepState[], at: number): string {
	const running = states.filter((state) => state.running !== undefined && !state.internal);
	const first = running[0];
	if (!first) return "";
	const done = states.filter((state) => state.running === undefined && state.spans.length > 0).length;
	const seconds = Math.round((at - (first.running ?? at)) / 1000);
	const moving = first.transfers.now();
	return `${running.length} running, ${done} of ${states.length} done: ${title(first)} (${moving === "" ? "" : `${moving}, `}${Math.max(0, seconds)} s)`;
}
