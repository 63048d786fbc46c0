import type { Bytes } from "../model/bytes.ts";
import type { ImageFacts } from "../model/facts.ts";
import type { Report } from "../model/report.ts";
import { oneLine } from "./escape.ts";
import { isDryRun, known } from "./headline.ts";
import { shortestDisk } from "./space-text.ts";
import { doubtOf, filledDisk } from "./watch-text.ts";

/** The action's outputs, in the order of action.yml. */
export const OUTPUTS = [
	"imageid",
	"digest",
	"metadata",
	"verdict",
	"failure-kind",
	"failure-step",
	"failure-line",
	"unpacked-bytes",
	"compressed-bytes",
	"torch-version",
	"cuda-version",
	"peak-memory-bytes",
	"memory-limit",
	"lowest-free-bytes",
	"free-bytes",
	"freed-bytes",
	"swap-bytes",
	"duration-seconds",
	"report-json",
] as const;

export type OutputName = (typeof OUTPUTS)[number];

/** What the report does not hold: buildx's metadata (JSON, several lines) and the path of the report file. */
interface OutputExtra {
	readonly metadata: string;
	readonly reportJson: string;
}

/**
 * The outputs of a run; empty where unknown. Sizes and versions are those of the first platform. Values are one line each,
 * except `metadata`, which is passed on as buildx wrote it.
 */
export function renderOutputs(report: Report, extra: OutputExtra): Readonly<Record<OutputName, string>> {
	const image = report.images[0];
	const step = report.failure?.step ?? report.failure?.build?.step;
	return {
		imageid: oneLine(report.delivered.imageId ?? ""),
		digest: oneLine(report.delivered.digest ?? ""),
		metadata: extra.metadata,
		// Nothing was built, so nothing passed.
		verdict: isDryRun(report) ? "" : report.conclusion,
		"failure-kind": report.failure?.kind ?? "",
		"failure-step": oneLine(failureStep(report)),
		"failure-line": step?.line === undefined ? "" : String(step.line),
		"unpacked-bytes": bytes(image?.unpackedBytes),
		"compressed-bytes": bytes(image?.compressedBytes),
		"torch-version": versionOnly(torch(image)?.version ?? ""),
		"cuda-version": versionOnly(cuda(image)),
		"peak-memory-bytes": whole(report.watch?.memory?.peak),
		"memory-limit": memoryLimit(report),
		"lowest-free-bytes": whole(filledDisk(report.watch)?.lowest),
		"free-bytes": whole(shortestDisk(report.space)?.after),
		"freed-bytes": whole(report.space?.freedBytes),
		"swap-bytes": String(report.swap?.made ?? 0),
		"duration-seconds": ((report.completed - report.started) / 1000).toFixed(1),
		"report-json": extra.reportJson,
	};
}

function whole(bytes: Bytes | undefined): string {
	return bytes === undefined ? "" : String(bytes);
}

/** As it was read back last; empty when no limit was asked for, none is enforced, or RUN steps may lie elsewhere. */
function memoryLimit({ limits }: Report): string {
	if (limits !== undefined && doubtOf(limits) !== undefined) return "";
	return String((limits?.atEnd ?? limits?.held)?.memory ?? "");
}

/** Text of the image goes into other people's scripts: what is no version stays out. */
function versionOnly(text: string): string {
	return /^[0-9A-Za-z.+!_-]{1,100}$/.test(text) ? text : "";
}

/** BuildKit's name of the step that failed, else its instruction as written. */
function failureStep(report: Report): string {
	const failure = report.failure;
	const step = failure?.step ?? failure?.build?.step;
	if (failure?.build?.run !== undefined) return failure.build.run.name;
	if (step === undefined) return "";
	return step.name === undefined ? step.text : `${step.name} ${step.text}`;
}

function bytes(measured: ImageFacts["unpackedBytes"] | undefined): string {
	return measured?.known ? String(measured.value) : "";
}

function torch(image: ImageFacts | undefined) {
	return image === undefined ? undefined : known(image.torch)?.[0];
}

/** `12.4`; `none` for a build without CUDA; empty when there is no torch or its build is unknown. */
function cuda(image: ImageFacts | undefined): string {
	const found = torch(image)?.cuda;
	return found === null ? "none" : (found ?? "");
}
