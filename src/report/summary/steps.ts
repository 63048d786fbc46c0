import type { Report } from "../../model/report.ts";
import type { StepRun } from "../../model/timeline.ts";
import type { StepUse } from "../../model/watch.ts";
import { cacheText } from "../cache-text.ts";
import { code } from "../escape.ts";
import { count, delta, duration, memory, size } from "../format.ts";
import { placeLink } from "../place.ts";
import { details, MAX_ROWS, table } from "./details.ts";
import { inDockerfileOrder } from "./step-order.ts";

/** The steps people wrote or wait for: without BuildKit's bookkeeping. */
export function buildSteps(report: Report): readonly StepRun[] {
	return (report.timeline?.steps ?? []).filter((step) => !step.internal);
}

/** All build steps in the order of the Dockerfile; of very many the longest. */
export function renderSteps(report: Report): string {
	const steps = buildSteps(report);
	if (steps.length === 0) return "";
	const longest = new Set(steps.toSorted((one, other) => other.ms - one.ms).slice(0, MAX_ROWS));
	const shown = inDockerfileOrder(steps.filter((step) => longest.has(step)));
	const uses = report.watch?.steps ?? {};
	const columns = COLUMNS.filter(
		({ always, text }) => always || shown.some((step) => text(step, uses[step.id], report.source) !== ""),
	);
	const rows = shown.map((step) => columns.map(({ text }) => text(step, uses[step.id], report.source)));
	const legend = legendOf(
		columns.some(({ title }) => title === "Memory"),
		rows.some(([, ...numbers]) => numbers.some((cell) => cell.startsWith("≤"))),
	);
	const hidden = steps.length - rows.length;
	const more = hidden > 0 ? ["", `… and ${count(hidden, "shorter step")}`] : [];
	const cached = cacheText(report);
	const title = `<b>Build steps</b> (${cached === undefined ? count(steps.length, "step") : `${cached} cached`})`;
	return details(title, [...table(columns, rows), ...more, ...legend]);
}

function legendOf(memory: boolean, shared: boolean): readonly string[] {
	const words = [
		...(memory ? ["Memory and swap: the highest moment of the step."] : []),
		...(shared ? ["≤: steps ran side by side, the number is of all of them."] : []),
	];
	return words.length === 0 ? [] : ["", `<sub>${words.join(" ")}</sub>`];
}

/** A column of the table, shown when it is not empty or people look for it. */
interface StepColumn {
	readonly title: string;
	readonly align?: "right";
	readonly always?: true;
	text(step: StepRun, use: StepUse | undefined, source: Report["source"]): string;
}

const COLUMNS: readonly StepColumn[] = [
	{ title: "Step", always: true, text: (step, use) => `${mark(step, use)}${code(shortDigests(step.name), 120)}` },
	{ title: "Line", always: true, text: (step, _, source) => placeLink(step.step, source) },
	{ title: "Time", align: "right", always: true, text: (step) => (step.cached ? "cached" : duration(step.ms)) },
	{
		title: "Pulled",
		align: "right",
		always: true,
		text: (step) => (step.pulledBytes > 0 ? size(step.pulledBytes) : ""),
	},
	{ title: "Memory", align: "right", text: (step, use) => memoryText(step, use?.peakMemory, use) },
	{
		title: "Swap",
		align: "right",
		text: (step, use) => (use?.peakSwap ? memoryText(step, use.peakSwap, use) : ""),
	},
	{ title: "Disk", align: "right", always: true, text: diskText },
];

function mark(step: StepRun, use: StepUse | undefined): string {
	if (step.error !== undefined) return "❌ ";
	return (use?.oomKills ?? 0) > 0 ? "⚠️ " : "";
}

function memoryText(step: StepRun, bytes: number | undefined, use: StepUse | undefined): string {
	if (step.cached || bytes === undefined) return "";
	return `${use?.shared ? "≤ " : ""}${memory(bytes)}`;
}

function diskText(step: StepRun, use: StepUse | undefined): string {
	const bytes = use?.diskBytes ?? step.diskBytes;
	if (bytes === undefined || Math.abs(bytes) < 1e5) return "";
	return `${use?.diskBytes !== undefined && use.diskShared ? "≤ " : ""}${delta(bytes)}`;
}

/** `python:3.12@sha256:5dc6f84b5e97…`: a whole digest would hide the rest of the line. */
function shortDigests(text: string): string {
	return text.replace(/(@sha256:[0-9a-f]{12})[0-9a-f]+/g, "$1…");
}
