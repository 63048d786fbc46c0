import type { Report } from "../../model/report.ts";
import type { StepRun } from "../../model/timeline.ts";
import { code } from "../escape.ts";
import { count, delta, duration, size } from "../format.ts";
import { placeLink } from "../place.ts";
import { details, MAX_ROWS, table } from "./details.ts";

/** The steps people wrote or wait for: without BuildKit's bookkeeping. */
export function buildSteps(report: Report): readonly StepRun[] {
	return (report.timeline?.steps ?? []).filter((step) => !step.internal);
}

/** All build steps in order; of very many the longest. */
export function renderSteps(report: Report): string {
	const steps = buildSteps(report);
	if (steps.length === 0) return "";
	const cached = steps.filter((step) => step.cached).length;
	const longest = new Set(steps.toSorted((one, other) => other.ms - one.ms).slice(0, MAX_ROWS));
	const rows = steps.filter((step) => longest.has(step)).map((step) => cells(step, report.source));
	const columns = [
		{ title: "Step" },
		{ title: "Line" },
		{ title: "Time", align: "right" as const },
		{ title: "Pulled", align: "right" as const },
		{ title: "Disk", align: "right" as const },
	];
	const hidden = steps.length - rows.length;
	const more = hidden > 0 ? ["", `… and ${count(hidden, "shorter step")}`] : [];
	const title = `<b>Build steps</b> (${steps.length}, ${cached} cached)`;
	return details(title, [...table(columns, rows), ...more]);
}

function cells(step: StepRun, source: Report["source"]): readonly string[] {
	return [
		`${step.error === undefined ? "" : "❌ "}${code(shortDigests(step.name), 120)}`,
		placeLink(step.step, source),
		step.cached ? "cached" : duration(step.ms),
		step.pulledBytes > 0 ? size(step.pulledBytes) : "",
		step.diskBytes === undefined || Math.abs(step.diskBytes) < 1e5 ? "" : delta(step.diskBytes),
	];
}

/** `python:3.12@sha256:5dc6f84b5e97…`: a whole digest would hide the rest of the line. */
function shortDigests(text: string): string {
	return text.replace(/(@sha256:[0-9a-f]{12})[0-9a-f]+/g, "$1…");
}
