import type { Problem } from "../../model/errors.ts";
import type { Failure, Report } from "../../model/report.ts";
import type { BuildFailure } from "../../model/timeline.ts";
import { code, fence, prose } from "../escape.ts";
import { duration } from "../format.ts";
import { placeLink } from "../place.ts";
import { details, table } from "./details.ts";

const LOG_LINES = 30;
const EXCERPT_LINES = 30;
const STACK_LINES = 40;

/** What went wrong and what to do; red verdicts are told by the checks, not here. */
export function renderFailure(report: Report): string {
	const failure = report.failure;
	if (failure === undefined || failure.kind === "assertion") return "";
	const parts = [
		...(failure.kind === "input" || failure.kind === "engine" ? [] : [prose(failure.message, 1000)]),
		...problems(failure),
		...build(failure, report.source),
		...bug(failure),
	];
	return parts.filter((part) => part !== "").join("\n\n");
}

function problems(failure: Failure): readonly string[] {
	if (failure.problems.length === 0)
		return failure.kind === "input" || failure.kind === "engine" ? [prose(failure.message, 1000)] : [];
	const inputs = failure.problems.some((problem) => problem.input !== undefined);
	const columns = [
		...(inputs ? [{ title: "Input" }, { title: "Value" }] : []),
		{ title: "Problem" },
		{ title: "What to do" },
	];
	const rows = failure.problems.map((problem) => [
		...(inputs ? inputCells(problem) : []),
		prose(problem.message),
		prose(problem.remedy),
	]);
	return [table(columns, rows).join("\n")];
}

function inputCells(problem: Problem): readonly string[] {
	return [
		problem.input === undefined ? "" : code(problem.input),
		problem.value === undefined ? "" : problem.value === "" ? "(empty)" : code(problem.value, 80),
	];
}

function build(failure: Failure, source: Report["source"]): readonly string[] {
	const broken: BuildFailure | undefined = failure.build;
	if (broken === undefined) return [];
	const tail = broken.run?.tail.slice(-LOG_LINES) ?? [];
	const excerpt = broken.excerpt.slice(0, EXCERPT_LINES);
	return [
		stepLine(failure, source),
		excerpt.length === 0 ? "" : fence(excerpt, "dockerfile"),
		tail.length === 0
			? ""
			: details(`<b>Last ${tail.length === 1 ? "line" : `${tail.length} lines`} of the step</b>`, [fence(tail)], true),
	];
}

function stepLine(failure: Failure, source: Report["source"]): string {
	const step = failure.step ?? failure.build?.step;
	const run = failure.build?.run;
	const name = run?.name ?? step?.text;
	const place = placeLink(step, source);
	const parts = [
		...(name === undefined ? [] : [`**Step** ${code(name)}`]),
		...(place === "" ? [] : [`at ${place}`]),
		...(run === undefined ? [] : [`after ${duration(run.ms)}`]),
	];
	return parts.join(" ");
}

function bug(failure: Failure): readonly string[] {
	if (failure.kind !== "internal") return [];
	const ask =
		"This is a bug in ml-image-build, not in your build. Please report it in the issues of its repository, with the lines below and the report JSON.";
	return [ask, ...(failure.stack === undefined ? [] : [fence(failure.stack.split("\n").slice(0, STACK_LINES))])];
}
