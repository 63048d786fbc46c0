import type { Failure, Report } from "../model/report.ts";
import type { Conclusion, Verdict, VerdictStatus } from "../model/verdict.ts";

/** All of a report but what follows from the rest. */
export type ReportParts = Omit<Report, "schema" | "conclusion">;

/** Red: fails the run. What was asked for and could not be measured is red too. */
export function isRed(verdict: Verdict): boolean {
	return verdict.status === "fail" || verdict.status === "unknown";
}

const RANK: Readonly<Record<VerdictStatus, number>> = { fail: 0, unknown: 1, warn: 2, pass: 3 };

/** Failures before successes, each group in the order given. */
export function redFirst(verdicts: readonly Verdict[]): readonly Verdict[] {
	return verdicts.toSorted((one, other) => RANK[one.status] - RANK[other.status]);
}

/** `fail` when something failed or a verdict is red, `warn` when one warns, else `pass`. */
export function conclude(failure: Failure | undefined, verdicts: readonly Verdict[]): Conclusion {
	if (failure !== undefined || verdicts.some(isRed)) return "fail";
	return verdicts.some((verdict) => verdict.status === "warn") ? "warn" : "pass";
}

/** A red verdict as a failure: the first red one that knows its step gives the step. */
export function assertionFailure(verdicts: readonly Verdict[]): Failure | undefined {
	const red = redFirst(verdicts).filter(isRed);
	if (red.length === 0) return undefined;
	const step = red.find((verdict) => verdict.step !== undefined)?.step;
	const message = red.map((verdict) => verdictSentence(verdict)).join("; ");
	return { kind: "assertion", message, problems: [], ...(step && { step }) };
}

/** The verdict in one line of plain text: `torch is 2.8.0+cu128, expected >=2.6,<2.8`. */
export function verdictSentence(verdict: Verdict): string {
	const place = verdict.platform === undefined ? "" : ` (${verdict.platform})`;
	const detail = verdict.detail === undefined || verdict.detail.length > 80 ? "" : `: ${verdict.detail}`;
	const title = /^[A-Z][a-z]/.test(verdict.title)
		? verdict.title.charAt(0).toLowerCase() + verdict.title.slice(1)
		: verdict.title;
	if (verdict.status === "unknown") return `${title}${place} could not be measured${detail}`;
	return `${title}${place} is ${verdict.actual}, expected ${verdict.expected}${detail}`;
}

/** Makes the report: the conclusion from failure and verdicts, and a failure of kind `assertion` when verdicts are red. */
export function compose(parts: ReportParts): Report {
	const failure = parts.failure ?? assertionFailure(parts.verdicts);
	return { ...parts, ...(failure && { failure }), schema: 1, conclusion: conclude(failure, parts.verdicts) };
}
