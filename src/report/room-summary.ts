import type { PlanStep } from "../model/plan.ts";
import type { Failure } from "../model/report.ts";
import type { SpaceReport, SwapReport } from "../model/space.ts";
import { fence, logLine, oneLine, prose } from "./escape.ts";
import { size } from "./format.ts";
import { shortestDisk, spaceSentences } from "./space-text.ts";
import { spaceParts } from "./summary/space.ts";
import { swapSentences } from "./swap-text.ts";

/** All that the sub-action for disk space has to tell. */
export interface RoomReport {
	readonly dryRun: boolean;
	readonly steps: readonly PlanStep[];
	readonly notes: readonly string[];
	readonly failure?: Failure;
	readonly space?: SpaceReport;
	readonly swap?: SwapReport;
}

/** The job summary: what is free now, what was removed for it, what stays. */
export function renderRoomSummary(report: RoomReport): string {
	const { space, swap, failure, notes } = report;
	const icon = failure ? "❌" : report.dryRun ? "📋" : "✅";
	const problems = failure?.problems ?? [];
	const parts = [
		`## ${icon} Room on the disk: ${prose(headline(report), 300)}`,
		...(isTold(report) ? [] : [prose(failure?.message ?? "", 600)]),
		problems
			.map(
				({ input, message, remedy }) =>
					`- ${prose(`${input ? `${input} ` : ""}${message}`, 600)}. **To fix:** ${prose(remedy, 600)}`,
			)
			.join("\n"),
		...(report.dryRun && report.steps.length > 0 ? [fence(planLines(report.steps))] : []),
		...(space && !report.dryRun && !(failure && space.items.length === 0) ? spaceParts(space) : []),
		...(swap
			? [
					swapSentences(swap)
						.map((text) => `- ${prose(text, 600)}`)
						.join("\n"),
				]
			: []),
		notes.map((note) => `- ${prose(note, 600)}`).join("\n"),
	];
	return `${parts.filter((part) => part !== "").join("\n\n")}\n`;
}

/** The end of the log. */
export function renderRoomLog(report: RoomReport): readonly string[] {
	const { failure, swap, space, notes } = report;
	const mark = failure ? "✖" : report.dryRun ? "-" : "✔";
	const problems = (failure?.problems ?? []).flatMap(({ input, value, message, remedy }) => [
		`  ✖ ${input ? `${input}: ` : ""}${value === undefined ? "" : `"${value}" `}${message}`,
		`      fix: ${remedy}`,
	]);
	return [
		`${mark} Room on the disk: ${headline(report)}`,
		...(isTold(report) ? problems : [`  ${failure?.message}`]),
		...(failure?.stack
			? failure.stack
					.split("\n")
					.slice(0, 20)
					.map((line) => `  | ${line}`)
			: []),
		// What was missing in the end stands in the problem.
		...(space && space.items.length > 0 && failure?.kind !== "disk-full"
			? spaceSentences(space).map((text) => `  ${text}`)
			: []),
		...(swap ? swapSentences(swap).map((text) => `  ${text}`) : []),
		...notes.map((note) => `  note  ${note}`),
	].map((line) => logLine(line, 1000));
}

/** The plan as numbered lines. */
export function planLines(steps: readonly PlanStep[]): readonly string[] {
	return steps.map(({ title }, index) => logLine(`${index + 1}. ${title}`, 600));
}

/** The headline or the problems say all that the failure does. */
function isTold(report: RoomReport): boolean {
	const { failure } = report;
	return failure === undefined || failure.problems.length > 0 || failure.message === headline(report);
}

/** Ends where the reasons begin: they stand below it. */
function firstPart(message: string): string {
	return message.split(/[:;] /, 1)[0] ?? message;
}

function headline({ failure, dryRun, space, steps }: RoomReport): string {
	if (failure?.kind === "internal") return "a bug in ml-image-build ended the run";
	if (failure) {
		const [first, ...more] = failure.problems;
		if (!first) return oneLine(failure.message, 200);
		return more.length > 0
			? `${more.length + 1} problems in the inputs`
			: `${first.input ?? ""} ${firstPart(first.message)}`.trim();
	}
	const disk = shortestDisk(space);
	if (!disk) return "not looked at";
	if (dryRun)
		return steps.length === 0 ? `${size(disk.free)} free, nothing would be removed` : "dry run, nothing was removed";
	// Others write to the disk too: without a removal the difference is theirs.
	const removed = (space?.items.length ?? 0) > 0 && disk.after > disk.free;
	return `${size(disk.after)} free${removed ? ` (${size(disk.free)} before)` : ""}`;
}
