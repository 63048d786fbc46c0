import { cut } from "../../model/kept-text.ts";
import { formatTime } from "./amounts.ts";
import type { LogEvent } from "./log-event.ts";
import { busy, firstStart, type StepState } from "./steps.ts";

/** A step that prints nothing gets its group after that time, milliseconds; internal steps are shown from then on. */
const PATIENCE_MS = 2000;
/** Lines of a step kept while another one is in the foreground. */
const HELD_LINES = 400;
/** Characters kept for all waiting steps together; beyond it each keeps only its last {@link LEAST_LINES}. */
const HELD_CHARACTERS = 2_000_000;
const LEAST_LINES = 20;
/** A step that ends again is shown again when it worked that much longer, milliseconds. */
const AGAIN_MS = 1000;
const MAX_TITLE = 140;
const MAX_LINE = 2000;

interface Waiting {
	readonly state: StepState;
	lines: string[];
	dropped: number;
	/**
	 * The step has ended and was told of: BuildKit sends what is more than 1 MiB of log behind the step's end. `more`: since the last turn.
	 * https://github.com/moby/buildkit/blob/master/client/status.go
	 */
	late?: { more: boolean };
}

/** Decides what people see when several steps run at once: one in the foreground, the others when it is their turn. */
export interface Live {
	lines(state: StepState, lines: readonly string[]): void;
	started(state: StepState): void;
	completed(state: StepState, at: number): void;
	/** Gives a step that has waited long enough its group. */
	turn(at: number): void;
	/** A line that belongs to no step. */
	say(lines: readonly string[]): void;
	/** Closes what is open and shows what waits. */
	finish(at: number): void;
}

/** One foldable group per step that has something to show, one line for the others; nothing for quick internal ones. */
export function showLive(emit: (event: LogEvent) => void): Live {
	const waiting = new Map<string, Waiting>();
	const ended: (readonly LogEvent[])[] = [];
	/** One-line results that are taken back when the step runs again (a look-up before the work). */
	const results = new Map<string, string>();
	/** How long a step had worked when its result was shown: both targets of a bake report the steps they share. */
	const told = new Map<string, number>();
	/** Errors that were shown: BuildKit tries some sources again, and they fail again. */
	const failed = new Map<string, string>();
	let front: Waiting | undefined;
	let held = 0;

	const data = (lines: readonly string[]): LogEvent => ({ kind: "data", lines });
	const settle = (): void => {
		if (front) return;
		if (results.size > 0) emit(data([...results.values()]));
		results.clear();
		for (const events of ended.splice(0)) for (const event of events) emit(event);
	};
	const hold = (entry: Waiting, lines: readonly string[]): void => {
		for (const line of lines) {
			entry.lines.push(line);
			held += line.length;
		}
		while (entry.lines.length > HELD_LINES || (held > HELD_CHARACTERS && entry.lines.length > LEAST_LINES)) {
			held -= entry.lines.shift()?.length ?? 0;
			entry.dropped += 1;
		}
	};
	const release = (entry: Waiting): readonly LogEvent[] => {
		const { lines, dropped } = entry;
		for (const line of lines) held -= line.length;
		entry.lines = [];
		entry.dropped = 0;
		const left: readonly LogEvent[] =
			dropped === 0 ? [] : [{ kind: "info", text: `(${dropped} earlier lines left out)` }];
		return [...left, ...(lines.length === 0 ? [] : [data(lines)])];
	};
	const bring = (entry: Waiting): void => {
		results.delete(entry.state.id);
		settle();
		front = entry;
		emit({ kind: "open", title: title(entry.state) });
		for (const event of release(entry)) emit(event);
	};

	const openLate = (state: StepState): Waiting => {
		const entry: Waiting = { state, lines: [], dropped: 0, late: { more: true } };
		waiting.set(state.id, entry);
		return entry;
	};
	/** Nobody says that a step which has ended has nothing more to show. */
	const closeLate = (): void => {
		if (!front?.late) return;
		if (!front.late.more) leave(front);
		else front.late.more = false;
	};
	const leave = (entry: Waiting): void => {
		emit({ kind: "close" });
		if (waiting.get(entry.state.id) === entry) waiting.delete(entry.state.id);
		front = undefined;
		settle();
	};

	return {
		started(state) {
			waiting.set(state.id, { state, lines: [], dropped: 0 });
		},
		lines(state, lines) {
			if (lines.length === 0) return;
			const entry = waiting.get(state.id) ?? openLate(state);
			if (entry.late) entry.late.more = true;
			if (entry.late && !front) bring(entry);
			const shown = lines.map((line) => cut(line, MAX_LINE));
			if (front === entry) emit(data(shown));
			else hold(entry, shown);
		},
		completed(state, at) {
			const entry = waiting.get(state.id);
			waiting.delete(state.id);
			const ending = end(state, at);
			const worked = busy(state, at);
			const repeats = state.error !== undefined && failed.get(state.id) === state.error;
			if (state.error !== undefined) failed.set(state.id, state.error);
			const again = worked - (told.get(state.id) ?? Number.NEGATIVE_INFINITY) < AGAIN_MS;
			if (entry !== undefined && front === entry) {
				for (const event of ending) emit(event);
				emit({ kind: "close" });
				front = undefined;
				told.set(state.id, worked);
				settle();
			} else if (repeats && (entry?.lines.length ?? 0) === 0) {
				results.delete(state.id);
			} else if (state.error !== undefined || (entry && entry.lines.length > 0 && shownInternal(state, at))) {
				results.delete(state.id);
				const body = entry ? release(entry) : [];
				ended.push([{ kind: "open", title: title(state) }, ...body, ...ending, { kind: "close" }]);
			} else if (shownInternal(state, at) && (!again || results.has(state.id))) {
				told.set(state.id, worked);
				results.set(state.id, `${title(state)}: ${state.cached ? "cached" : `done ${formatTime(busy(state, at))}`}`);
			}
			if (!front && ended.length > 0) settle();
		},
		turn(at) {
			closeLate();
			if (front) return;
			const next = [...waiting.values()].find(({ state, lines }) => {
				const start = state.running ?? at;
				return at - start > PATIENCE_MS || (lines.length > 0 && !state.internal);
			});
			if (next) bring(next);
		},
		say(lines) {
			if (front) emit(data(lines));
			else {
				settle();
				emit(data(lines));
			}
		},
		finish(at) {
			if (front) {
				for (const event of front.late ? [] : end(front.state, at)) emit(event);
				leave(front);
			}
			settle();
			for (const entry of waiting.values()) {
				if (entry.lines.length === 0 && !shownInternal(entry.state, at)) continue;
				emit({ kind: "open", title: title(entry.state) });
				for (const event of [...release(entry), ...(entry.late ? [] : end(entry.state, at))]) emit(event);
				emit({ kind: "close" });
			}
			waiting.clear();
		},
	};
}

/** The step's name and where it stands: `[2/5] RUN pip install torch · Dockerfile:7`. */
export function title(state: StepState): string {
	const { step } = state;
	const place = step?.line === undefined ? "" : ` · ${step.file ?? "Dockerfile"}:${step.line}`;
	return `${cut(state.name, MAX_TITLE)}${place}`;
}

function shownInternal(state: StepState, at: number): boolean {
	return !state.internal || state.error !== undefined || busy(state, at) > PATIENCE_MS;
}

function end(state: StepState, at: number): readonly LogEvent[] {
	const time = formatTime(busy(state, at));
	if (state.error !== undefined) {
		const cancelled = isCancelled(state.error);
		const said: LogEvent = { kind: "info", text: cancelled ? `cancelled after ${time}` : `failed after ${time}` };
		return cancelled ? [said] : [{ kind: "data", lines: [cut(state.error, MAX_LINE)] }, said];
	}
	if (state.running !== undefined) return [{ kind: "info", text: `not finished after ${time}` }];
	if (firstStart(state) === undefined) return [];
	return [{ kind: "info", text: state.cached ? "cached" : `done ${time}` }];
}

/** The step was ended because another one failed or the run was cancelled. */
export function isCancelled(error: string): boolean {
	return /context canceled\s*$/i.test(error);
}
