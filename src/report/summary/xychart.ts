import type { DiskWatch, MemoryWatch, SeriesPoint } from "../../model/watch.ts";
import { mermaidLabel } from "../escape.ts";

const POINTS = 60;
const FEWEST = 5;
/** A chart of less says no more than the line or table below it. */
const SHORTEST = 20_000;
const MOVES = 0.01;

interface Line {
	readonly color: string;
	readonly values: readonly number[];
}

const BLUE = "#2f81f7";
const RED = "#d1242f";
const ORANGE = "#bc4c00";

/** Memory over the build against its limit, in GiB or MiB. */
export function memoryChart(memory: MemoryWatch): string {
	if (!isTelling(memory.series, memory.swapSeries)) return "";
	const swap = memory.swapSeries.some(({ value }) => value > 0) ? memory.swapSeries : [];
	const highest = Math.max(memory.peak ?? 0, ...memory.series.map(({ value }) => value));
	const limit = typeof memory.limit === "number" && memory.limit <= highest * 20 ? memory.limit : undefined;
	const [unit, name] =
		Math.max(highest, limit ?? 0) >= 2 ** 30 ? ([2 ** 30, "GiB"] as const) : ([2 ** 20, "MiB"] as const);
	const used = resample(memory.series, Math.max);
	const span = { from: memory.series[0]?.at ?? 0, to: memory.series.at(-1)?.at ?? 0 };
	const lines: readonly Line[] = [
		{ color: BLUE, values: used.map((value) => value / unit) },
		...(swap.length < FEWEST
			? []
			: [{ color: ORANGE, values: resample(swap, Math.max, span).map((value) => value / unit) }]),
		...(limit === undefined ? [] : [{ color: RED, values: used.map(() => limit / unit) }]),
	];
	const legend = [swap.length < FEWEST ? "" : ", swap orange", limit === undefined ? "" : ", limit red"].join("");
	return chart(`Memory in ${name}, used blue${legend}`, name, span, lines);
}

/** Free bytes of a disk over the build, in GB or MB. */
export function diskChart(disk: DiskWatch): string {
	if (!isTelling(disk.series)) return "";
	const highest = Math.max(...disk.series.map(({ value }) => value));
	const [unit, name] = highest >= 1e9 ? ([1e9, "GB"] as const) : ([1e6, "MB"] as const);
	const values = resample(disk.series, Math.min).map((value) => value / unit);
	const span = { from: disk.series[0]?.at ?? 0, to: disk.series.at(-1)?.at ?? 0 };
	const title = mermaidLabel(`Free disk in ${name} ${disk.roles.join(" ")}`);
	return chart(title, name, span, [{ color: BLUE, values }]);
}

/** Long enough, looked at often enough, and something moved. */
function isTelling(main: readonly SeriesPoint[], ...others: readonly (readonly SeriesPoint[])[]): boolean {
	const lasted = (main.at(-1)?.at ?? 0) - (main[0]?.at ?? 0);
	return main.length >= FEWEST && lasted >= SHORTEST && [main, ...others].some(moves);
}

function moves(series: readonly SeriesPoint[]): boolean {
	const values = series.map(({ value }) => value);
	const highest = Math.max(0, ...values);
	return highest - Math.min(highest, ...values) > highest * MOVES;
}

interface Span {
	readonly from: number;
	readonly to: number;
}

/**
 * At most {@link POINTS} values at equal distances: mermaid puts them so, whatever their times are. Each is the highest (or lowest) of its
 * stretch of time; a stretch without a look has the value before it.
 */
function resample(
	series: readonly SeriesPoint[],
	worst: (...values: number[]) => number,
	span: Span = { from: series[0]?.at ?? 0, to: series.at(-1)?.at ?? 0 },
): readonly number[] {
	const number = Math.min(POINTS, Math.max(FEWEST, series.length));
	const width = Math.max(1, span.to - span.from) / number;
	const values: number[] = [];
	for (let index = 0; index < number; index++) {
		const from = span.from + index * width;
		const inside = series.filter(({ at }) => at >= from && (at < from + width || index === number - 1));
		const last = values.at(-1) ?? series[0]?.value ?? 0;
		values.push(inside.length === 0 ? last : worst(...inside.map(({ value }) => value)));
	}
	return values;
}

/** The axes are numbers of ours; titles hold letters only. Lines get colours that show on white and on black. */
function chart(title: string, unit: string, span: Span, lines: readonly Line[]): string {
	const length = Math.max(...lines.map(({ values }) => values.length));
	const highest = Math.max(...lines.flatMap(({ values }) => values), 0.1);
	const colors = { plotColorPalette: lines.map(({ color }) => color).join(", "), backgroundColor: "transparent" };
	const theme = { xyChart: { width: 700, height: 300 }, themeVariables: { xyChart: colors } };
	const seconds = Math.max(1, (span.to - span.from) / 1000);
	const [time, last] = seconds < 180 ? ["seconds", seconds] : ["minutes", seconds / 60];
	return [
		"```mermaid",
		`%%{init: ${JSON.stringify(theme)}}%%`,
		"xychart-beta",
		`  title "${title}"`,
		`  x-axis "${time}" 0 --> ${short(Number(last))}`,
		`  y-axis "${unit}" 0 --> ${short(highest * 1.08)}`,
		...lines.map(({ values }) => `  line [${stretch(values, length).map(short).join(", ")}]`),
		"```",
	].join("\n");
}

/** Lines of one chart have as many points each. */
function stretch(values: readonly number[], length: number): readonly number[] {
	return Array.from({ length }, (_, index) => values[Math.floor((index * values.length) / length)] ?? 0);
}

/** Never with an exponent, which mermaid cannot read. */
function short(value: number): string {
	return String(Number(value.toFixed(value >= 100 ? 0 : value >= 10 ? 1 : 2)));
}
