import type { Diagnosis } from "../../model/diagnosis.ts";
import type { FailureKind, Problem } from "../../model/errors.ts";
import type { Failure, Report } from "../../model/report.ts";
import type { BuildFailure } from "../../model/timeline.ts";
import { code, fence, prose, quote } from "../escape.ts";
import { duration } from "../format.ts";
import { headline } from "../headline.ts";
import { pageLink } from "../pages.ts";
import { placeLink } from "../place.ts";
import { firstError } from "../telling.ts";
import { details, table } from "./details.ts";
import { explain } from "./diagnosis.ts";
import { sayOf } from "./say.ts";

const CLAIM = 300;
const LOG_LINES = 30;
const EXCERPT_LINES = 30;
const STACK_LINES = 40;

/** What went wrong and what to do; red verdicts are told by the checks, not here. */
export function renderFailure(report: Report): string {
	const failure = report.failure;
	if (failure === undefined || failure.kind === "assertion") return "";
	const why = report.diagnoses.find(({ level }) => level === "failure");
	const parts = [
		why === undefined ? claim(failure) : "",
		...(failure.kind === "input" || failure.kind === "engine" ? [] : [sentence(report, failure, why)]),
		...(why === undefined ? [] : explain(why, sayOf(report))),
		...problems(failure),
		...build(failure, report.source),
		...bug(failure),
		failurePage(report),
	];
	return parts.filter((part) => part !== "").join("\n\n");
}

const PAGE_TITLE: Readonly<Record<FailureKind, string>> = {
	input: "What is wrong with the inputs, and where they are explained",
	build: "What a failed build means, and what to look at",
	"out-of-memory": "How running out of memory is known, and what helps",
	"disk-full": "How a full disk is known, and what helps",
	timeout: "How the time limits work, and what helps",
	"builder-lost": "How a lost builder is known, and what helps",
	assertion: "What a red check means, and what to do",
	engine: "What the machine lacks, and what helps",
	internal: "What to do about a bug of ours",
	cancelled: "What a cancelled run leaves behind",
};

/** The page of what it failed of, at the heading of the shape. */
export function failurePage({ failure, diagnoses, pages }: Report): string {
	if (failure === undefined) return "";
	const why = diagnoses.find(({ level }) => level === "failure");
	return pageLink(PAGE_TITLE[failure.kind], failure.kind, why?.shape, pages);
}

/** Not repeated when the headline has said all of it. */
function sentence(report: Report, failure: Failure, why: Diagnosis | undefined): string {
	if (why !== undefined && headline(report) === failure.message) return "";
	// BuildKit's words, but for those of a diagnosis.
	const text = failure.kind === "build" ? quote(failure.message, 1000) : sayOf(report)(failure.message, 1000);
	return why === undefined || text.includes("*") ? text : `**${text}**`;
}

/** The first error of the step's log, always quoted: it is what the log says, not what is known. */
function claim({ kind, build: broken }: Failure): string {
	const error = kind === "build" ? firstError(broken?.run?.tail ?? []) : undefined;
	return error === undefined ? "" : `**${code(error, CLAIM)}**`;
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
