import type { ImageFacts, LayerFacts } from "../../model/facts.ts";
import type { Report } from "../../model/report.ts";
import { code } from "../escape.ts";
import { count, size, thousands } from "../format.ts";
import { known } from "../headline.ts";
import { placeLink } from "../place.ts";
import { details, html, table } from "./details.ts";

/** The layers of each image, largest first, with the step that made them or the base image they came with. */
export function renderLayers(report: Report): string {
	const several = report.images.length > 1;
	return report.images
		.map((image) => layers(image, several, report.source))
		.filter((text) => text !== "")
		.join("\n");
}

function layers(image: ImageFacts, several: boolean, source: Report["source"]): string {
	const all = known(image.layers) ?? [];
	if (all.length === 0) return "";
	const number = { align: "right" as const };
	const columns = [
		{ title: "Made by" },
		{ title: "Line" },
		{ title: "Unpacked", ...number },
		{ title: "Compressed", ...number },
		{ title: "Files", ...number },
	];
	const base = all.filter((layer) => layer.base).length;
	const rows = all.toSorted((one, other) => weight(other) - weight(one)).map((layer) => cells(layer, source));
	const place = several ? ` of ${html(image.platform)}` : "";
	const origin = base === 0 ? "" : `, ${base} from the base image`;
	return details(
		`<b>Layers</b>${place} (${all.length}${origin})`,
		table(columns, rows, (hidden) => `… and ${count(hidden, "smaller layer")}`),
	);
}

function weight(layer: LayerFacts): number {
	return layer.unpackedBytes ?? layer.compressedBytes ?? 0;
}

function cells(layer: LayerFacts, source: Report["source"]): readonly string[] {
	return [
		layer.base
			? layer.createdBy === ""
				? "base image"
				: `base image: ${code(createdBy(layer.createdBy), 100)}`
			: code(layer.step?.text ?? createdBy(layer.createdBy), 120),
		placeLink(layer.step, source),
		layer.unpackedBytes === undefined ? "" : size(layer.unpackedBytes),
		layer.compressedBytes === undefined ? "" : size(layer.compressedBytes),
		layer.files === undefined ? "" : thousands(layer.files),
	];
}

/** The history's text without what the builders wrap around it. */
function createdBy(text: string): string {
	const bare = text.replace(/^\/bin\/sh -c (?:#\(nop\)\s*)?/, "").replace(/\s*# buildkit$/, "");
	return bare === "" ? "unknown" : bare;
}
