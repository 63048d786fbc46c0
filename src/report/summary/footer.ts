import type { ImageFacts, Measured } from "../../model/facts.ts";
import type { Report } from "../../model/report.ts";
import { prose } from "../escape.ts";
import { duration } from "../format.ts";

type Metric = "unpackedBytes" | "compressedBytes" | "rootfsBytes" | "layers" | "distributions" | "torch";
const METRICS: Readonly<Record<Metric, string>> = {
	unpackedBytes: "unpacked",
	compressedBytes: "compressed",
	rootfsBytes: "root filesystem",
	layers: "layers",
	distributions: "packages",
	torch: "torch",
};

/** What the numbers mean, how they were measured and which could not be, in small print. */
export function renderFooter(report: Report): string {
	const image = report.images[0];
	const parts = [
		...(image === undefined ? [] : [...definitions(image), ...methods(image), ...missing(image)]),
		...run(report),
		"ml-image-build",
	];
	return `<sub>${parts.join(" · ")}</sub>`;
}

function definitions(image: ImageFacts): readonly string[] {
	return [
		...(image.unpackedBytes.known ? ["unpacked: bytes of the regular files of all layers, hard links once"] : []),
		...(image.compressedBytes.known ? ["compressed: layer blobs of the manifest"] : []),
		"GB = 10⁹ bytes",
	];
}

/** `measured by overlay2 layer folders (unpacked, layers; 0.3 s), …`: one entry a method, the longest time of its metrics. */
function methods(image: ImageFacts): readonly string[] {
	const found = metrics(image).flatMap(([name, measured]) =>
		measured.known ? [{ name, method: measured.method, seconds: measured.seconds }] : [],
	);
	const groups = [...Map.groupBy(found, (one) => one.method)];
	const texts = groups.map(
		([method, ones]) =>
			`${prose(method, 120)} (${ones.map((one) => one.name).join(", ")}; ${duration(Math.max(...ones.map((one) => one.seconds)) * 1000)})`,
	);
	return texts.length === 0 ? [] : [`measured by ${texts.join(", ")}`];
}

function missing(image: ImageFacts): readonly string[] {
	return metrics(image).flatMap(([name, measured]) =>
		measured.known ? [] : [`${name} not measured: ${prose(measured.why, 300)}`],
	);
}

function metrics(image: ImageFacts): readonly (readonly [string, Measured<unknown>])[] {
	return (Object.keys(METRICS) as readonly Metric[]).map((metric) => [METRICS[metric], image[metric]] as const);
}

function run(report: Report): readonly string[] {
	const address = report.source?.runUrl;
	return address !== undefined && /^https:\/\/[\w./:-]+$/.test(address) ? [`[this run](${address})`] : [];
}
