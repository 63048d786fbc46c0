import { conclude, isRed } from "../judge/judge.ts";
import type { Diagnosis } from "../model/diagnosis.ts";
import type { Failure, Report } from "../model/report.ts";
import type { Conclusion, Verdict, VerdictStatus } from "../model/verdict.ts";

/** All of a report but what follows from the rest. */
export type ReportParts = Omit<Report, "schema" | "conclusion" | "diagnoses"> & {
	/** As `diagnose` gives them. Absent: none. */
	readonly diagnoses?: readonly Diagnosis[];
};

const RANK: Readonly<Record<VerdictStatus, number>> = { fail: 0, unknown: 1, warn: 2, pass: 3 };

/** Failures before successes, each group in the order given. */
export function redFirst(verdicts: readonly Verdict[]): readonly Verdict[] {
	return verdicts.toSorted((one, other) => RANK[one.status] - RANK[other.status]);
}

/** `fail` when something failed or a verdict is red, `warn` when one warns or the build survived something, else `pass`. */
function concludeRun(
	failure: Failure | undefined,
	verdicts: readonly Verdict[],
	diagnoses: readonly Diagnosis[],
): Conclusion {
	if (failure !== undefined) return "fail";
	const conclusion = conclude(verdicts);
	return conclusion === "pass" && diagnoses.length > 0 ? "warn" : conclusion;
}

/** A failed build is of the kind that its diagnosis names; so is one that we ended before BuildKit could say anything. */
function explained(failure: Failure | undefined, diagnoses: readonly Diagnosis[]): Failure | undefined {
	const why = diagnoses.find(({ level }) => level === "failure");
	if (why === undefined || (failure !== undefined && failure.kind !== "build")) return failure;
	const step = why.step ?? failure?.step;
	return { problems: [], ...failure, kind: why.id, message: why.message, ...(step && { step }) };
}

/** A red verdict as a failure: the first red one that knows its step gives the step. */
function assertionFailure(verdicts: readonly Verdict[]): Failure | undefined {
	const red = redFirst(verdicts).filter(isRed);
	if (red.length === 0) return undefined;
	const step = red.find((verdict) => verdict.step !== undefined)?.step;
	const message = red.map((verdict) => verdictSentence(verdict)).join("; ");
	return { kind: "assertion", message, problems: [], ...(step && { step }) };
}

/** The verdict in one line of plain text: `unpacked size is 6.42 GB, expected ≤ 6 GB: 420 MB over (107 % of budget)`. */
export function verdictSentence(verdict: Verdict): string {
	const place = verdict.platform === undefined ? "" : ` (${verdict.platform})`;
	const subject = `${lowerFirst(verdict.title)}${place}`;
	const detail = verdict.detail ?? "";
	if (verdict.status === "unknown")
		return `${subject} ${/^(?:could|can)/.test(detail) ? detail : `is unknown${detail && `: ${detail}`}`}`;
	// What is not there is nothing: "torch version is no torch" would read as its value.
	if (/^no /.test(verdict.actual)) return `${subject}: ${verdict.actual} in the image, expected ${verdict.expected}`;
	const repeats = detail.includes(verdict.actual) && detail.includes(verdict.expected);
	const more = detail === "" || repeats || detail.length > 80 ? "" : `: ${detail}`;
	return `${subject} is ${verdict.actual}, expected ${verdict.expected}${more}`;
}

/** `Unpacked size` → `unpacked size`; names such as `CUDA` stay. */
function lowerFirst(title: string): string {
	return /^[A-Z][a-z]/.test(title) ? title.charAt(0).toLowerCase() + title.slice(1) : title;
}

/**
 * Makes the report: the conclusion from failure, verdicts and diagnoses; a failure of kind `build` gets kind, message and step of its
 * diagnosis, and red verdicts become a failure of kind `assertion`.
 */
export function compose(parts: ReportParts): Report {
	const diagnoses = parts.diagnoses ?? [];
	const failure = explained(parts.failure, diagnoses) ?? assertionFailure(parts.verdicts);
	return {
		...parts,
		diagnoses,
		...(failure && { failure }),
		schema: 1,
		conclusion: concludeRun(failure, parts.verdicts, diagnoses),
	};
}
