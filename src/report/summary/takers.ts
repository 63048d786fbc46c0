import type { Report } from "../../model/report.ts";
import type { PlaceUse } from "../../model/watch.ts";
import { code, prose } from "../escape.ts";
import { size } from "../format.ts";
import { placeLink } from "../place.ts";
import { details, table } from "./details.ts";
import { buildSteps } from "./steps.ts";

const MOST_STEPS = 8;
const LEAST = 1e6;

/** After a build that ran out of room: who took it, by step and by place. */
export function renderTakers(report: Report): string {
	const places = report.watch?.places;
	if (places === undefined) return "";
	const parts = [...stepTable(report), ...placeTable(places)];
	return parts.length === 0 ? "" : details("<b>Who took the space</b>", parts, true);
}

function stepTable(report: Report): readonly string[] {
	const uses = report.watch?.steps ?? {};
	const rows = buildSteps(report)
		.filter(({ cached }) => !cached)
		.map((step) => {
			const use = uses[step.id];
			return {
				step,
				most: Math.max(use?.diskMost ?? 0, use?.diskBytes ?? 0),
				left: use?.diskBytes,
				shared: use?.diskShared,
			};
		})
		.filter(({ most }) => most >= LEAST)
		.toSorted((one, other) => other.most - one.most)
		.slice(0, MOST_STEPS)
		.map(({ step, most, left, shared }) => [
			code(step.name, 120),
			placeLink(step.step, report.source),
			`${shared ? "≤ " : ""}${size(most)}`,
			left === undefined ? "" : size(Math.max(0, left)),
		]);
	if (rows.length === 0) return [];
	const columns = [
		{ title: "Step" },
		{ title: "Line" },
		{ title: "Took at most", align: "right" },
		{ title: "Left when it ended", align: "right" },
	] as const;
	return [...table(columns, rows), ""];
}

const KINDS: Readonly<Record<PlaceUse["kind"], string>> = {
	layers: "Layers of steps",
	"cache-mounts": "Cache mounts",
	contexts: "Build contexts",
	images: "Images",
	containers: "Containers",
	volumes: "Volumes",
	temp: "Temporary files",
	workspace: "Workspace",
};

function placeTable(places: readonly PlaceUse[]): readonly string[] {
	if (places.length === 0) return [];
	const rows = places.map(({ kind, where, bytes, newBytes }) => [
		KINDS[kind],
		where.startsWith("/") ? code(where) : prose(where),
		size(bytes),
		newBytes === undefined ? "" : size(newBytes),
	]);
	const columns = [
		{ title: "Place, when the build had ended" },
		{ title: "Where" },
		{ title: "Holds", align: "right" },
		{ title: "Of this build", align: "right" },
	] as const;
	return table(columns, rows);
}
