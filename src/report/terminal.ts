import type { Diagnosis } from "../model/diagnosis.ts";
import type { ImageFacts } from "../model/facts.ts";
import type { Failure, Report } from "../model/report.ts";
import type { Verdict, VerdictStatus } from "../model/verdict.ts";
import { cacheText } from "./cache-text.ts";
import { redFirst } from "./compose.ts";
import { contextText } from "./context-text.ts";
import { logLine } from "./escape.ts";
import { duration, size } from "./format.ts";
import { headline, isDryRun, isUncertain, isUndelivered, known, STATUS, whereabouts } from "./headline.ts";
import { hostRows } from "./host-text.ts";
import { placeOf } from "./place.ts";
import { planRows, planSteps } from "./plan-text.ts";
import { spaceSentences } from "./space-text.ts";
import { swapSentences } from "./swap-text.ts";
import { lastWithError } from "./telling.ts";
import { filledDisk, isSwapless, limitSentences, peakOf } from "./watch-text.ts";

/** `reportPath`: where the report JSON lies, told in the last line. */
interface TerminalOptions {
	readonly color: boolean;
	readonly reportPath?: string;
}

type Paint = (text: string, style: keyof typeof STYLES) => string;
const STYLES = { bold: 1, dim: 2, red: 31, green: 32, yellow: 33 } as const;
const COLORS: Readonly<Record<VerdictStatus, keyof typeof STYLES>> = {
	pass: "green",
	warn: "yellow",
	fail: "red",
	unknown: "red",
};

/** Lines of the failed step's log: the last few, and more where the first error stands among them. */
const FEW_LINES = 15;
const LOG_LINES = 30;

/** The report for a log or a terminal: verdict first, no line can become a workflow command. Ends with a newline. */
export function renderTerminal(report: Report, options: TerminalOptions): string {
	const paint: Paint = (text, style) => (options.color ? `\u001b[${STYLES[style]}m${text}\u001b[0m` : text);
	const lines = [
		title(report, paint),
		...verdicts(report.verdicts, paint),
		...(report.failure === undefined ? [] : failureLines(report.failure, report, paint)),
		...report.diagnoses.filter(({ level }) => level === "warning").flatMap((found) => survived(found, paint)),
		...(isDryRun(report) ? dryRun(report) : facts(report)),
		...report.notes.map((note) => `  ${paint("note", "dim")}  ${logLine(note, 600)}`),
		...(options.reportPath === undefined ? [] : [`  ${paint("report", "dim")}  ${logLine(options.reportPath, 1000)}`]),
	];
	return `${lines.join("\n")}\n`;
}

function title(report: Report, paint: Paint): string {
	const mark = isDryRun(report) ? "-" : STATUS[report.conclusion].mark;
	const text = `${mark} ${logLine(`${report.name}: ${headline(report)}`)}`;
	return paint(paint(text, COLORS[report.conclusion]), "bold");
}

function verdicts(all: readonly Verdict[], paint: Paint): readonly string[] {
	const names = all.map(checkName);
	const widths = [width(names), width(all.map((verdict) => logLine(verdict.actual)))] as const;
	return redFirst(all).flatMap((verdict) => verdictLines(verdict, widths, paint));
}

function width(texts: readonly string[]): number {
	return Math.min(40, Math.max(0, ...texts.map((text) => text.length)));
}

function checkName(verdict: Verdict): string {
	return logLine(verdict.platform === undefined ? verdict.title : `${verdict.title} (${verdict.platform})`);
}

function verdictLines(verdict: Verdict, widths: readonly [number, number], paint: Paint): readonly string[] {
	const mark = paint(STATUS[verdict.status].mark, COLORS[verdict.status]);
	const expected = `expected ${logLine(verdict.expected)}`;
	const detail = verdict.detail === undefined ? "" : ` · ${logLine(verdict.detail)}`;
	const first = `  ${mark} ${checkName(verdict).padEnd(widths[0])}  ${logLine(verdict.actual).padEnd(widths[1])}  ${expected}${detail}`;
	if (verdict.status === "pass") return [first];
	const place = placeOf(verdict.step);
	const step = verdict.step === undefined ? [] : [`${place === "" ? "step" : place}: ${verdict.step.text}`];
	const evidence = [...step, ...(verdict.evidence ?? [])].slice(0, 20).map((text) => `      ${logLine(text)}`);
	return [
		first,
		...evidence,
		...(verdict.remedy === undefined ? [] : [`      ${paint("fix:", "bold")} ${logLine(verdict.remedy, 1000)}`]),
	];
}

function failureLines(failure: Failure, report: Report, paint: Paint): readonly string[] {
	if (failure.kind === "assertion") return [];
	const problems = failure.problems.flatMap((problem) => {
		const value = problem.value === undefined ? "" : ` "${problem.value}"`;
		return [
			`  ${paint("✖", "red")} ${logLine(`${problem.input === undefined ? "" : `${problem.input}:${value} `}${problem.message}`, 600)}`,
			`      ${paint("fix:", "bold")} ${logLine(problem.remedy, 600)}`,
		];
	});
	const said = report.diagnoses.length > 0 && headline(report) === failure.message;
	const message = problems.length > 0 ? problems : said ? [] : [`  ${logLine(failure.message, 600)}`];
	const why = report.diagnoses.filter(({ level }) => level === "failure").flatMap((found) => reasons(found, paint));
	return [...message, ...why, ...buildLines(failure, paint), ...stackLines(failure)];
}

/** Evidence and remedies of a diagnosis. */
function reasons(found: Diagnosis, paint: Paint): readonly string[] {
	const likely =
		found.certainty === "likely" ? [`      ${paint("likely: what was measured does not prove it", "dim")}`] : [];
	return [
		...likely,
		...found.evidence.slice(0, 20).map((text) => `      ${logLine(text)}`),
		...found.remedies.slice(0, 10).map((text) => `      ${paint("fix:", "bold")} ${logLine(text, 600)}`),
	];
}

function survived(found: Diagnosis, paint: Paint): readonly string[] {
	return [`  ${paint(STATUS.warn.mark, COLORS.warn)} ${logLine(found.message, 600)}`, ...reasons(found, paint)];
}

function buildLines(failure: Failure, paint: Paint): readonly string[] {
	const step = failure.step ?? failure.build?.step;
	const run = failure.build?.run;
	const name = run?.name ?? step?.text;
	const place = placeOf(step);
	const where =
		name === undefined ? [] : [`  ${paint("step", "dim")}  ${logLine(`${name}${place === "" ? "" : ` (${place})`}`)}`];
	const excerpt = (failure.build?.excerpt ?? []).slice(0, 20).map((line) => `  ${logLine(line)}`);
	const tail = lastWithError(run?.tail ?? [], LOG_LINES, FEW_LINES).map(
		(line) => `  ${paint("|", "red")} ${logLine(line)}`,
	);
	return [...where, ...excerpt, ...(tail.length === 0 ? [] : ["  last lines of the step:", ...tail])];
}

function stackLines(failure: Failure): readonly string[] {
	if (failure.stack === undefined) return [];
	return [
		"  Please report it with these lines:",
		...failure.stack
			.split("\n")
			.slice(0, 20)
			.map((line) => `  | ${logLine(line)}`),
	];
}

function facts(report: Report): readonly string[] {
	const took = `time ${duration(report.completed - report.started)}`;
	const images = report.images.map((image) => imageText(image, report.images.length > 1));
	const cached = cacheText(report);
	const context = contextText(report);
	const line = [
		took,
		...(cached === undefined ? [] : [`${cached} cached`]),
		...(context === undefined ? [] : [`context ${context}`]),
		...watched(report),
	].join(" · ");
	const limits = report.limits === undefined ? [] : limitSentences(report.limits, isSwapless(report));
	return [
		...images.map((text) => `  ${text}`),
		`  ${line}`,
		...room(report).map((text) => `  ${logLine(text, 600)}`),
		...[...limits, ...(report.swap ? swapSentences(report.swap) : [])].map((text) => `  ${logLine(text, 600)}`),
		...delivered(report),
	];
}

/** Where there was enough, the log has said so. */
function room({ space }: Report): readonly string[] {
	return space !== undefined && (space.items.length > 0 || space.second) ? spaceSentences(space) : [];
}

/** `peak memory 11.2 of 12 GiB`, `lowest free disk 6.2 GB`. */
function watched({ watch }: Report): readonly string[] {
	const peak = watch?.memory === undefined ? undefined : peakOf(watch.memory);
	const disk = filledDisk(watch);
	return [
		...(peak === undefined ? [] : [`peak memory ${peak}`]),
		...(disk === undefined ? [] : [`lowest free disk ${size(disk.lowest)}`]),
	];
}

function imageText(image: ImageFacts, several: boolean): string {
	const unpacked = known(image.unpackedBytes);
	const compressed = known(image.compressedBytes);
	const torch = known(image.torch)?.[0];
	const cuda = torch?.cuda === null ? " without CUDA" : torch?.cuda === undefined ? "" : ` (CUDA ${torch.cuda})`;
	const parts = [
		...(several ? [image.platform] : []),
		unpacked === undefined ? "unpacked size unknown" : `${size(unpacked)} unpacked`,
		...(compressed === undefined ? [] : [`${size(compressed)} compressed`]),
		...(torch === undefined ? [] : [`torch ${torch.version}${cuda}`]),
	];
	return logLine(parts.join(" · "));
}

function delivered(report: Report): readonly string[] {
	if (isUndelivered(report)) return ["  nothing was pushed and no tag was moved"];
	if (isUncertain(report)) return ["  the build ended while it pushed: look into the registry for what arrived"];
	const { loaded, pushed, digest } = report.delivered;
	const where = whereabouts(report);
	const rows = [
		["pushed", where.pushed],
		["not pushed", where.notPushed],
		[loaded ? "loaded" : "tagged", where.local],
		["not tagged", where.notLocal],
	] as const;
	const names = rows.filter(([, tags]) => tags.length > 0);
	return [
		...(pushed && where.pushed.length === 0 ? ["  pushed by digest"] : []),
		...names.map(([verb, tags]) => `  ${logLine(`${verb} ${tags.join(", ")}`, 1000)}`),
		...(digest === undefined ? [] : [`  digest ${logLine(digest)}`]),
	];
}

function dryRun(report: Report): readonly string[] {
	const rows = [
		...(report.host === undefined ? [] : hostRows(report.host)),
		...(report.plan === undefined ? [] : planRows(report.plan)),
	];
	const steps = report.plan === undefined ? [] : planSteps(report.plan);
	return [
		...rows.map(([name, value]) => `  ${logLine(`${name.padEnd(8)} ${value}`, 600)}`),
		...steps.map((line) => `  ${line}`),
	];
}
