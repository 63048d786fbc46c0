import { isRed } from "../judge/judge.ts";
import type { Diagnosis } from "../model/diagnosis.ts";
import type { ImageFacts, Measured } from "../model/facts.ts";
import type { Failure, Report } from "../model/report.ts";
import type { VerdictStatus } from "../model/verdict.ts";
import { redFirst, verdictSentence } from "./compose.ts";
import { count, size } from "./format.ts";
import { placeOf } from "./place.ts";

/** Icon and word of a status: never colour alone. */
export const STATUS: Readonly<
	Record<VerdictStatus, { readonly icon: string; readonly word: string; readonly mark: string }>
> = {
	pass: { icon: "✅", word: "passed", mark: "✔" },
	warn: { icon: "⚠️", word: "warning", mark: "!" },
	fail: { icon: "❌", word: "failed", mark: "✖" },
	unknown: { icon: "❓", word: "unknown", mark: "?" },
};

/** True when the run printed its plan and did nothing. */
export function isDryRun(report: Report): boolean {
	return (
		report.plan !== undefined &&
		report.failure === undefined &&
		report.timeline === undefined &&
		report.images.length === 0
	);
}

/** True when a red run kept back all that should have been pushed, loaded or tagged. */
export function isUndelivered(report: Report): boolean {
	const delivery = report.plan?.delivery;
	const { tags, pushed } = report.delivered;
	return (
		report.conclusion === "fail" &&
		delivery !== undefined &&
		(delivery.push || delivery.tags.length > 0) &&
		tags.length === 0 &&
		!pushed &&
		!isUncertain(report)
	);
}

/** True when one solve builds and publishes, and it ended while it may have been publishing: nobody told how far it came. */
export function isUncertain({ plan, failure, phases }: Report): boolean {
	if (plan === undefined || plan.gated || !plan.delivery.push || failure === undefined) return false;
	if (failure.kind === "cancelled" || failure.kind === "timeout" || failure.kind === "builder-lost")
		return phases.some(({ id }) => id === "build");
	return isBuildFailure(failure) && /^(?:exporting|pushing)\b/.test(failure.build?.run?.name ?? "");
}

/** Where the names are, and what is missing because the delivery ended in the middle. */
export interface Whereabouts {
	/** In a registry. */
	readonly pushed: readonly string[];
	/** Should be in a registry and are not. */
	readonly notPushed: readonly string[];
	/** In the engine only. */
	readonly local: readonly string[];
	/** Should be in the engine and are nowhere. */
	readonly notLocal: readonly string[];
}

/** True when the build did not come to its end, whatever it failed of. */
function isBuildFailure({ kind }: Failure): boolean {
	return kind === "build" || kind in DIAGNOSED;
}

const DIAGNOSED: Readonly<Record<Diagnosis["id"], true>> = {
	"out-of-memory": true,
	"disk-full": true,
	timeout: true,
	"builder-lost": true,
};

/** Names by where the image really went. */
export function whereabouts({ delivered, conclusion, plan }: Report): Whereabouts {
	const { tags, pushedTags } = delivered;
	const pushed = pushedTags ?? (delivered.pushed ? tags : []);
	const planned = conclusion === "fail" ? plan?.delivery : undefined;
	const notPushed = (planned?.pushTags ?? []).filter((tag) => !pushed.includes(tag));
	return {
		pushed,
		notPushed,
		local: tags.filter((tag) => !pushed.includes(tag)),
		notLocal: (planned?.engineTags ?? []).filter((tag) => !tags.includes(tag) && !notPushed.includes(tag)),
	};
}

/** The icon that opens the headline. */
export function headlineIcon(report: Report): string {
	return isDryRun(report) ? "📋" : STATUS[report.conclusion].icon;
}

/** The verdict in words and numbers, plain text, without the image's name: `unpacked size is 6.42 GB, expected ≤ 6 GB`. */
export function headline(report: Report): string {
	if (report.failure !== undefined) return failed(report, report.failure);
	if (isDryRun(report)) return "dry run, nothing was built";
	return succeeded(report);
}

function failed(report: Report, failure: Failure): string {
	switch (failure.kind) {
		case "input":
			return `${inputProblems(failure)}, nothing was built`;
		case "build":
			return `the build failed${failedWhere(failure)}`;
		case "disk-full":
			// Room that was asked for and cannot be had ends a run before its build.
			if (failure.problems.length > 0) return `${inputProblems(failure)}, nothing was built`;
			return failure.message.replace(/: .*$/s, "");
		case "out-of-memory":
		case "timeout":
		case "builder-lost":
			// The numbers stand below it.
			return failure.message.replace(/: .*$/s, "");
		case "engine":
			return failure.problems.length === 1 ? inputProblems(failure) : failure.message;
		case "internal":
			return "a bug in ml-image-build ended the run";
		case "cancelled":
			return "cancelled";
		case "assertion":
			return redVerdicts(report) || failure.message;
	}
}

function inputProblems(failure: Failure): string {
	const [first, ...others] = failure.problems;
	if (first === undefined) return failure.message;
	if (others.length > 0) return `${count(failure.problems.length, "problem")} in the inputs`;
	const value = first.value === undefined ? "" : `"${first.value}" `;
	return first.input === undefined ? first.message : `${first.input}: ${value}${first.message}`;
}

function failedWhere(failure: Failure): string {
	const step = failure.step ?? failure.build?.step;
	const place = placeOf(step);
	if (place !== "") return ` at ${place}`;
	const name = failure.build?.run?.name ?? step?.text;
	return name === undefined ? "" : ` in ${name}`;
}

function redVerdicts(report: Report): string {
	const [first, ...others] = redFirst(report.verdicts).filter(isRed);
	if (first === undefined) return "";
	const more = others.length === 0 ? "" : `; ${count(others.length, "more check")} failed`;
	return `${verdictSentence(first)}${more}`;
}

function succeeded(report: Report): string {
	const checks = report.verdicts.length;
	const warnings = report.verdicts.filter((verdict) => verdict.status === "warn").length;
	const outcome =
		warnings > 0
			? `${count(warnings, "warning")} in ${count(checks, "check")}`
			: checks > 0
				? `${count(checks, "check")} passed`
				: outcomeOf(report);
	return [...sizes(report.images), outcome, ...survived(report)].join(", ");
}

/** What was done where nothing is checked. */
function outcomeOf({ plan }: Report): string {
	const { call, outputs = [] } = plan?.instead ?? {};
	if (call !== undefined) return `call: ${call} done, nothing was built`;
	return outputs.some((output) => !output.startsWith("type=cacheonly")) ? "files written" : "built";
}

/** What a green build got over. */
function survived({ diagnoses }: Report): readonly string[] {
	const words: Readonly<Record<Diagnosis["id"], string>> = {
		"out-of-memory": "processes killed for want of memory",
		"disk-full": "a disk ran full",
		timeout: "a time limit was hit",
		"builder-lost": "the builder was lost once",
	};
	return [...new Set(diagnoses.map(({ id }) => words[id]))];
}

function sizes(images: readonly ImageFacts[]): readonly string[] {
	const [only, ...others] = images;
	if (only === undefined) return [];
	if (others.length === 0) return [...imageSize(only), ...torchOf(only)];
	return images.flatMap((image) => imageSize(image).map((text) => `${text} (${image.platform})`)).slice(0, 4);
}

function imageSize(image: ImageFacts): readonly string[] {
	if (image.unpackedBytes.known) return [`${size(image.unpackedBytes.value)} unpacked`];
	return image.compressedBytes.known ? [`${size(image.compressedBytes.value)} compressed`] : [];
}

function torchOf(image: ImageFacts): readonly string[] {
	const version = known(image.torch)?.[0]?.version;
	return version === undefined ? [] : [`torch ${version}`];
}

/** The value when it is known. */
export function known<T>(measured: Measured<T>): T | undefined {
	return measured.known ? measured.value : undefined;
}
