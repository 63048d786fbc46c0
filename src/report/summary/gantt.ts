import type { Report } from "../../model/report.ts";
import type { Phase, StepRun } from "../../model/timeline.ts";
import { mermaidLabel } from "../escape.ts";
import { count, duration } from "../format.ts";
import { isDryRun } from "../headline.ts";
import { buildSteps } from "./steps.ts";

const MAX_BARS = 25;
/** Runs and bars shorter than that say nothing as a chart. */
const SHORTEST_RUN = 3_000;
const SHORTEST_SHARE = 0.004;

interface Bar {
	readonly label: string;
	readonly tag: "" | "done, " | "active, " | "crit, ";
	readonly started: number;
	readonly completed: number;
}

/** Phases of the run and the longest build steps on a time axis (mermaid), with the times in the labels. */
export function renderGantt(report: Report): string {
	const total = report.completed - report.started;
	if (isDryRun(report) || total < SHORTEST_RUN) return "";
	const shortest = Math.max(50, total * SHORTEST_SHARE);
	const steps = buildSteps(report);
	const phases = report.phases.filter(
		(phase) => (phase.id !== "build" || steps.length === 0) && phase.completed - phase.started >= shortest,
	);
	const shown = longest(steps, MAX_BARS - phases.length, shortest);
	const begin =
		report.phases.find((phase) => phase.id === "build")?.started ?? steps[0]?.started ?? Number.POSITIVE_INFINITY;
	const sections = [
		section("Prepare", phases.filter((phase) => phase.started < begin).map(phaseBar)),
		section("Build", stepBars(shown)),
		section("After", phases.filter((phase) => phase.started >= begin).map(phaseBar)),
	].flat();
	if (sections.length === 0) return "";
	return [
		"```mermaid",
		"gantt",
		`  title Where ${duration(total)} went`,
		"  dateFormat x",
		...axis(total),
		...sections,
		"```",
		...others(steps, shown),
	].join("\n");
}

function section(title: string, bars: readonly Bar[]): readonly string[] {
	if (bars.length === 0) return [];
	return [
		`  section ${title}`,
		...bars.map(
			({ label, tag, started, completed }) =>
				`  ${label} : ${tag}${Math.round(started)}, ${Math.round(Math.max(completed, started + 1))}`,
		),
	];
}

function phaseBar(phase: Phase): Bar {
	return {
		label: mermaidLabel(`${phase.title} ${duration(phase.completed - phase.started)}`),
		tag: "",
		started: phase.started,
		completed: phase.completed,
	};
}

/** The longest steps in order of their start; a failed one is always among them. */
function longest(steps: readonly StepRun[], number: number, shortest: number): readonly StepRun[] {
	const chosen = steps
		.toSorted((one, other) => rank(other) - rank(one))
		.filter((step) => step.error !== undefined || step.ms >= shortest);
	const kept = new Set(chosen.slice(0, number));
	return steps.filter((step) => kept.has(step));
}

function rank(step: StepRun): number {
	return step.error === undefined ? step.ms : Number.POSITIVE_INFINITY;
}

function stepBars(steps: readonly StepRun[]): readonly Bar[] {
	const most = Math.max(...steps.map((step) => step.ms));
	return steps.map((step) => {
		const tag = step.error !== undefined ? "crit, " : step.cached ? "done, " : step.ms === most ? "active, " : "";
		return { label: stepLabel(step), tag, started: step.started, completed: step.completed };
	});
}

/** `4/9 RUN pip install torch 10 min 31 s`: at most 60 characters, the time always whole. */
function stepLabel(step: StepRun): string {
	const match = /^\[(?:[^\]]*\s)?(\d+\/\d+)\]\s*(.*)$/s.exec(step.name);
	const time = duration(step.ms);
	const name = match === null ? step.name : `${match[1]} ${match[2]}`;
	return `${mermaidLabel(name, 58 - time.length)} ${time}`;
}

/** Clock times of the axis: seconds are shown only where minutes would repeat. */
function axis(total: number): readonly string[] {
	const seconds = total / 1000;
	const steps: readonly (readonly [number, string])[] = [
		[10, "1second"],
		[60, "10second"],
		[180, "30second"],
		[600, "1minute"],
		[2400, "5minute"],
		[7200, "15minute"],
		[21600, "60minute"],
	];
	const interval = steps.find(([limit]) => seconds <= limit)?.[1] ?? "120minute";
	return [`  axisFormat ${interval.endsWith("second") ? "%H:%M:%S" : "%H:%M"}`, `  tickInterval ${interval}`];
}

function others(steps: readonly StepRun[], shown: readonly StepRun[]): readonly string[] {
	const rest = steps.filter((step) => !shown.includes(step));
	if (rest.length === 0) return [];
	const time = rest.reduce((sum, step) => sum + step.ms, 0);
	const together = time < 1 ? "" : `, ${duration(time)} together`;
	return [
		"",
		`<sub>Not drawn: ${count(rest.length, rest.every((step) => step.cached) ? "cached step" : "shorter step")}${together}. Clock times are in your time zone.</sub>`,
	];
}
