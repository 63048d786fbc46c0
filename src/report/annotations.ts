import { isRed } from "../judge/judge.ts";
import type { Diagnosis } from "../model/diagnosis.ts";
import { printProblem } from "../model/errors.ts";
import type { StepRef } from "../model/facts.ts";
import { cut } from "../model/kept-text.ts";
import type { Annotation, Report } from "../model/report.ts";
import type { BuildWarning } from "../model/timeline.ts";
import type { Verdict } from "../model/verdict.ts";
import { redFirst, verdictSentence } from "./compose.ts";
import { block, cutMiddle, oneLine, rawLine } from "./escape.ts";
import { headline } from "./headline.ts";
import { fromFirstError, tellingLines } from "./telling.ts";

/** GitHub shows ten annotations of each level for a step. */
const PER_LEVEL = 10;
const MESSAGE = 2000;
/** Of BuildKit's sentence, which holds the whole command, and of a line of the log: so that none leaves the others no room. */
const SENTENCE = 300;
const LOG_LINE = 200;
/** Lines of the log: of a failure that nobody could explain, and of one that was. */
const LOG_LINES = 8;
const FEW_LINES = 5;
const EXPLAINED_LINES = 2;

/**
 * Lines beside code: the failed step on its Dockerfile line, red and warning verdicts on the line of their step, build
 * warnings on theirs unless they are not wanted. At most ten of a level; texts are plain.
 */
export function renderAnnotations(
	report: Report,
	asked: { readonly checksAnnotations?: boolean } = {},
): readonly Annotation[] {
	const all = [
		...failure(report),
		...redFirst(report.verdicts).flatMap(verdict),
		...report.diagnoses.filter(({ level }) => level === "warning").map(survived),
		...(asked.checksAnnotations === false ? [] : (report.timeline?.warnings ?? []).map(warning)),
	];
	const levels = ["error", "warning", "notice"] as const;
	return levels.flatMap((level) => all.filter((annotation) => annotation.level === level).slice(0, PER_LEVEL));
}

function at(place: Pick<StepRef, "file" | "line"> | undefined): Pick<Annotation, "file" | "line"> {
	if (place?.file === undefined) return {};
	return { file: oneLine(place.file), ...(place.line !== undefined && { line: place.line }) };
}

function lines(texts: readonly (string | undefined)[]): string {
	return cut(block(texts.filter((text) => text !== undefined && text !== "").join("\n")), MESSAGE);
}

function failure(report: Report): readonly Annotation[] {
	const failed = report.failure;
	if (failed === undefined || failed.kind === "assertion") return [];
	const title = oneLine(`${report.name}: ${headline(report)}`, 200);
	const problems = failed.problems.map(printProblem);
	const why = report.diagnoses.find(({ level }) => level === "failure");
	const tail = failed.build?.run?.tail ?? [];
	const log =
		why === undefined ? fromFirstError(tail, LOG_LINES, FEW_LINES) : tellingLines(tail).lines.slice(-EXPLAINED_LINES);
	const more = why === undefined ? [] : [...why.evidence, ...remedies(why)];
	const said = failed.kind === "build" ? cutMiddle(failed.message, SENTENCE) : failed.message;
	const told = log.map((line) => rawLine(line, LOG_LINE));
	const message = lines([said, ...(failed.problems.length > 1 ? problems : []), ...more, ...told]);
	return [{ level: "error", title, message, ...at(failed.step ?? failed.build?.step) }];
}

function remedies(found: Diagnosis): readonly string[] {
	return found.remedies.map((text, index) => `${index === 0 ? "To fix" : "or"}: ${text}`);
}

/** What the build got over, on the line where it happened. */
function survived(found: Diagnosis): Annotation {
	const [title = ""] = found.message.split(": ");
	const message = lines([found.message, ...found.evidence, ...remedies(found)]);
	return { level: "warning", title: oneLine(title, 200), message, ...at(found.step) };
}

function verdict(found: Verdict): readonly Annotation[] {
	if (found.status === "pass") return [];
	const message = lines([`${verdictSentence(found)}.`, ...(found.evidence ?? []), found.remedy]);
	return [{ level: isRed(found) ? "error" : "warning", title: oneLine(found.title, 200), message, ...at(found.step) }];
}

function warning(found: BuildWarning): Annotation {
	const message = lines([...found.detail, found.url]);
	return {
		level: "warning",
		title: oneLine(found.message, 200),
		message: message || oneLine(found.message),
		...at(found),
	};
}
