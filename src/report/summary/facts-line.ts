import type { ImageFacts, TorchFacts } from "../../model/facts.ts";
import type { Report } from "../../model/report.ts";
import { cacheText } from "../cache-text.ts";
import { contextText } from "../context-text.ts";
import { code, prose } from "../escape.ts";
import { duration, size } from "../format.ts";
import { isDryRun, known } from "../headline.ts";
import { filledDisk, peakOf } from "../watch-text.ts";
import { buildSteps } from "./steps.ts";

/** One line of facts: time, sizes, torch, cache, disk; and one that says which driver built and why. */
export function renderFacts(report: Report): string {
	if (isDryRun(report) || report.failure?.kind === "input") return "";
	const several = report.images.length > 1;
	const shared = [
		`**Time** ${duration(report.completed - report.started)}`,
		...cache(report),
		...context(report),
		...peak(report),
		...disk(report),
	];
	const lines = several
		? [
				shared.join(" · "),
				...report.images.map((image) => `${code(image.platform)} · ${imageParts(image).join(" · ")}`),
			]
		: [[shared[0] ?? "", ...report.images.flatMap(imageParts), ...shared.slice(1)].join(" · ")];
	return [...lines, ...driver(report)].join("<br>\n");
}

function imageParts(image: ImageFacts): readonly string[] {
	const unpacked = known(image.unpackedBytes);
	const compressed = known(image.compressedBytes);
	const torches = known(image.torch);
	return [
		`**unpacked** ${unpacked === undefined ? "unknown" : size(unpacked)}`,
		...(compressed === undefined ? [] : [`**compressed** ${size(compressed)}`]),
		...(torches === undefined
			? ["**torch** unknown"]
			: torches.length === 0
				? []
				: [`**torch** ${torches.slice(0, 3).map(torchText).join(", ")}`]),
	];
}

function torchText(torch: TorchFacts): string {
	const hip = typeof torch.hip === "string" ? `, ROCm ${prose(torch.hip, 40)}` : "";
	const cuda =
		torch.cuda === undefined
			? ""
			: torch.cuda === null
				? hip === ""
					? ", no CUDA"
					: ""
				: `, CUDA ${prose(torch.cuda, 40)}`;
	return `${prose(torch.version, 60)}${cuda}${hip}`;
}

function cache(report: Report): readonly string[] {
	const text = cacheText(report);
	return text === undefined ? [] : [`**cache** ${text}`];
}

function context(report: Report): readonly string[] {
	const text = contextText(report);
	return text === undefined ? [] : [`**context** ${text} (less with a .dockerignore)`];
}

function peak({ watch }: Report): readonly string[] {
	const text = watch?.memory === undefined ? undefined : peakOf(watch.memory);
	return text === undefined ? [] : [`**peak memory** ${text}`];
}

/** The fewest free bytes on the engine's disk, else what the survey saw of it; and the step that took most of it. */
function disk(report: Report): readonly string[] {
	const watched = filledDisk(report.watch);
	if (watched !== undefined) return [`**lowest free disk** ${size(watched.lowest)}`];
	const data = report.host?.disks.find((one) => one.role === "engine data" && one.free !== undefined);
	const most = Math.max(0, ...buildSteps(report).map((step) => step.diskBytes ?? 0));
	return [
		...(data?.free === undefined ? [] : [`**free disk** ${size(data.free)} at the start`]),
		...(most < 1e6 ? [] : [`**largest step on disk** ${size(most)}`]),
	];
}

function driver(report: Report): readonly string[] {
	const choice = report.plan?.driver;
	if (choice === undefined) return [];
	const name = choice.kind === "builder" ? `builder ${code(choice.builder?.name ?? "")}` : choice.kind;
	return [`**Driver** ${name}: ${prose(choice.why)}`];
}
