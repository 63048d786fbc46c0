import type { Distribution, ImageFacts } from "../../model/facts.ts";
import type { Report } from "../../model/report.ts";
import { code } from "../escape.ts";
import { count, size, thousands } from "../format.ts";
import { known } from "../headline.ts";
import { details, html, MAX_ROWS, table } from "./details.ts";

/** The Python distributions of each image, largest first. */
export function renderPackages(report: Report): string {
	const several = report.images.length > 1;
	return report.images
		.map((image) => packages(image, several))
		.filter((text) => text !== "")
		.join("\n");
}

function packages(image: ImageFacts, several: boolean): string {
	const all = known(image.distributions) ?? [];
	const leftOut = image.distributionsLeftOut ?? 0;
	if (all.length === 0) return "";
	const sorted = all.toSorted((one, other) => (other.bytes ?? 0) - (one.bytes ?? 0) || (one.key < other.key ? -1 : 1));
	const columns = [
		{ title: "Package" },
		{ title: "Version" },
		{ title: "Environment" },
		{ title: "Size", align: "right" as const },
	];
	const rows = sorted.map((one) => [
		code(one.name, 80),
		code(one.version, 60),
		`${one.environment} ${code(one.prefix, 80)}`,
		one.bytes === undefined ? "" : size(one.bytes),
	]);
	const place = several ? ` of ${html(image.platform)}` : "";
	return details(
		`<b>Packages</b>${place} (${thousands(all.length + leftOut)})`,
		table(columns, rows, () => rest(sorted.slice(MAX_ROWS), leftOut)),
	);
}

function rest(hidden: readonly Distribution[], leftOut: number): string {
	const bytes = hidden.reduce((sum, one) => sum + (one.bytes ?? 0), 0);
	return `… and ${count(hidden.length + leftOut, "more package")}${bytes === 0 ? "" : `, ${size(bytes)} together`}`;
}
