import type { StepRef } from "../../model/facts.ts";
import { cut } from "../../model/kept-text.ts";
import type { StepRun } from "../../model/timeline.ts";
import type { DockerfileMap } from "../dockerfile.ts";
import { cleanLine } from "./clean.ts";
import type { VertexEvent } from "./events.ts";
import { type LineReader, readLines } from "./output.ts";
import { followTransfers, type Transfers } from "./transfers.ts";

const TAIL_LINES = 50;
const TAIL_CHARACTERS = 500;

/** Bookkeeping that nobody asked for. */
const INTERNAL =
	/^\[(?:\S+ )*(?:internal|auth)\]|^resolving provenance for metadata file|^\[(?:\S+ )*context \S+\] load metadata/;

/** All that is known about one step while it runs. Changed in place: there are up to millions of events. */
export interface StepState {
	readonly id: string;
	name: string;
	step: StepRef | undefined;
	internal: boolean;
	/** It belongs to our own target only, as far as was seen. */
	ours: boolean;
	/** Finished runs, in order, not overlapping. */
	readonly spans: { start: number; end: number }[];
	/** Start of the run that goes on. */
	running: number | undefined;
	/** When our own clock saw that run start. */
	seen: number;
	/** It has printed something. */
	printed: boolean;
	cached: boolean;
	error: string | undefined;
	readonly readers: Map<number, LineReader>;
	readonly transfers: Transfers;
	readonly tail: string[];
}

/** Targets of a bake run: the user's and ours. Their names stand in front of their steps' names. */
export interface BakeTargets {
	readonly user: string;
	readonly ours: string;
}

/** What names of steps are read with. */
export interface Naming {
	readonly map: DockerfileMap | undefined;
	readonly bake: BakeTargets | undefined;
	/** Names hold the whole command, which may be very long. */
	readonly keep: (command: string) => string;
}

/** A new step, its name without the bake target. */
export function openStep(event: VertexEvent, naming: Naming): StepState {
	return {
		id: event.digest,
		...identify(event, naming),
		spans: [],
		running: undefined,
		seen: 0,
		printed: false,
		cached: false,
		error: undefined,
		readers: new Map(),
		transfers: followTransfers(),
		tail: [],
	};
}

/** A step that both targets share comes under either name: the user's is the one that counts. */
export function renameStep(state: StepState, event: VertexEvent, naming: Naming): void {
	if (!state.ours) return;
	const found = identify(event, naming);
	if (!found.ours) Object.assign(state, found);
}

type Identity = Pick<StepState, "name" | "step" | "internal" | "ours">;

function identify(event: VertexEvent, { map, bake, keep }: Naming): Identity {
	const given = cleanLine(event.name);
	const ours = bake !== undefined && prefixed(given, bake.ours);
	const name = bake === undefined ? given : withoutTarget(given, bake.user);
	const step = ours ? undefined : map?.resolve(name);
	return { name: keep(name), step, internal: ours || INTERNAL.test(name), ours };
}

/** What an event changed. */
export type Change = "started" | "completed" | "none";

/** Takes an event in. A step may run several times (a look-up first, then the work): each run is one span. */
export function updateStep(state: StepState, event: VertexEvent): Change {
	if (event.error !== "") state.error = event.error;
	if (event.started === undefined) return "none";
	if (event.completed === undefined) {
		if (state.running !== undefined || known(state, event.started)) return "none";
		state.running = event.started;
		return "started";
	}
	if (event.cached) state.cached = true;
	if (state.running !== undefined && state.running <= event.started) state.running = undefined;
	if (known(state, event.started)) {
		const span = state.spans.at(-1);
		if (!span || span.end >= event.completed) return "none";
		span.end = event.completed;
		return "completed";
	}
	state.spans.push({ start: event.started, end: Math.max(event.started, event.completed) });
	return "completed";
}

/** Takes lines into the step's tail. */
export function keepTail(state: StepState, lines: readonly string[]): void {
	for (const line of lines) state.tail.push(cut(line, TAIL_CHARACTERS));
	if (state.tail.length > TAIL_LINES) state.tail.splice(0, state.tail.length - TAIL_LINES);
}

/** The reader of one of the step's streams. */
export function reader(state: StepState, stream: number, mask: (text: string) => string): LineReader {
	const found = state.readers.get(stream);
	if (found) return found;
	const made = readLines(mask);
	state.readers.set(stream, made);
	return made;
}

/** Milliseconds in which the step was busy, up to `at` when it still runs. */
export function busy(state: StepState, at: number): number {
	let ms = state.running === undefined ? 0 : Math.max(0, at - state.running);
	let until = Number.NEGATIVE_INFINITY;
	for (const { start, end } of [...state.spans].sort((a, b) => a.start - b.start)) {
		ms += Math.max(0, end - Math.max(start, until));
		until = Math.max(until, end);
	}
	return ms;
}

/** First start, or nothing when it never started. */
export function firstStart(state: StepState): number | undefined {
	const starts = state.spans.map((span) => span.start);
	if (state.running !== undefined) starts.push(state.running);
	return starts.length === 0 ? undefined : Math.min(...starts);
}

/** The step as plain data; nothing when it never started. `at`: the end of a step that still runs. */
export function toRun(state: StepState, at: number): StepRun | undefined {
	const started = firstStart(state);
	if (started === undefined) return undefined;
	const sent = state.transfers.sent();
	return {
		id: state.id,
		name: state.name,
		...(state.step ? { step: state.step } : {}),
		started: Math.round(started),
		completed: Math.round(
			state.running === undefined ? Math.max(...state.spans.map((span) => span.end)) : Math.max(at, started),
		),
		ms: Math.round(busy(state, at)),
		cached: state.cached,
		...(state.error === undefined ? {} : { error: state.error }),
		pulledBytes: state.transfers.pulled(),
		...(sent > 0 && { sentBytes: sent }),
		internal: state.internal,
		tail: [...state.tail],
	};
}

function known(state: StepState, started: number): boolean {
	return state.spans.some((span) => span.start === started);
}

function prefixed(name: string, target: string): boolean {
	return name.startsWith(`[${target} `) || name.startsWith(`[${target}]`);
}

function withoutTarget(name: string, target: string): string {
	if (name.startsWith(`[${target}] `)) return name.slice(target.length + 3);
	return name.startsWith(`[${target} `) ? `[${name.slice(target.length + 2)}` : name;
}
