import { count, isJson, type Json, rows, text } from "../../model/json.ts";

/** Events of one line of `--progress=rawjson` (BuildKit's SolveStatus). Times are epoch milliseconds. */
export interface SolveEvents {
	readonly vertexes: readonly VertexEvent[];
	readonly statuses: readonly StatusEvent[];
	readonly logs: readonly LogChunk[];
	readonly warnings: readonly WarningEvent[];
}

/** A step's state. The same step comes many times, and may run several times. */
export interface VertexEvent {
	readonly digest: string;
	readonly name: string;
	readonly started?: number;
	readonly completed?: number;
	readonly cached: boolean;
	readonly error: string;
}

/** A part of a step's work: `sha256:…` with bytes for a download, `extracting sha256:…`, `exporting layers`. */
export interface StatusEvent {
	readonly id: string;
	readonly vertex: string;
	readonly current: number;
	readonly total: number;
	readonly started?: number;
	readonly completed?: number;
}

/** Output of a step as bytes; a character may be split over two of them. */
export interface LogChunk {
	readonly vertex: string;
	readonly stream: number;
	readonly data: Uint8Array;
	readonly at?: number;
}

export interface WarningEvent {
	readonly short: string;
	readonly detail: readonly string[];
	readonly url: string;
	readonly file: string;
	readonly line?: number;
}

/** Reads one line; nothing when it is not such an event (plain text of buildx). */
export function readEvents(line: string): SolveEvents | undefined {
	if (!line.startsWith("{")) return undefined;
	let value: unknown;
	try {
		value = JSON.parse(withoutSources(line));
	} catch {
		return undefined;
	}
	if (!isJson(value)) return undefined;
	return {
		vertexes: rows(value, "vertexes").map(vertex),
		statuses: rows(value, "statuses").map(status),
		logs: rows(value, "logs").map(chunk),
		warnings: rows(value, "warnings").map(warning),
	};
}

const LONG_LINE = 1e6;

/** With every warning comes the whole Dockerfile, in base64. */
export function withoutSources(line: string): string {
	return line.length < LONG_LINE ? line : line.replace(/("sourceInfo":\{[^{}]*?"data":")[^"]*/g, "$1");
}

function vertex(row: Json): VertexEvent {
	return {
		digest: text(row, "digest"),
		name: text(row, "name"),
		...span(row),
		cached: row["cached"] === true,
		error: text(row, "error"),
	};
}

function status(row: Json): StatusEvent {
	return {
		id: text(row, "id"),
		vertex: text(row, "vertex"),
		current: count(row, "current"),
		total: count(row, "total"),
		...span(row),
	};
}

function chunk(row: Json): LogChunk {
	const at = time(row, "timestamp");
	return {
		vertex: text(row, "vertex"),
		stream: count(row, "stream"),
		data: Buffer.from(text(row, "data"), "base64"),
		...(at === undefined ? {} : { at }),
	};
}

function warning(row: Json): WarningEvent {
	const details = Array.isArray(row["detail"]) ? row["detail"] : [];
	const source = isJson(row["sourceInfo"]) ? row["sourceInfo"] : {};
	const first = rows(row, "range")[0];
	const start = first && isJson(first["start"]) ? count(first["start"], "line") : 0;
	return {
		short: decode(row["short"]),
		detail: details.map(decode),
		url: text(row, "url"),
		file: text(source, "filename"),
		...(start > 0 ? { line: start } : {}),
	};
}

function span(row: Json): { readonly started?: number; readonly completed?: number } {
	const started = time(row, "started");
	const completed = time(row, "completed");
	return { ...(started === undefined ? {} : { started }), ...(completed === undefined ? {} : { completed }) };
}

function time(row: Json, key: string): number | undefined {
	const [, seconds, fraction = ""] = /^(.*:\d\d)(\.\d+)?(?:Z|[+-]\d\d:\d\d)$/.exec(text(row, key)) ?? [];
	if (seconds === undefined) return undefined;
	const zone = text(row, key).slice(seconds.length + fraction.length);
	const ms = Date.parse(seconds + zone);
	// Steps may start twice within a millisecond: the fraction tells their runs apart.
	return Number.isNaN(ms) ? undefined : ms + Number(`0${fraction}`) * 1000;
}

function decode(value: unknown): string {
	return typeof value === "string" ? Buffer.from(value, "base64").toString("utf8") : "";
}
