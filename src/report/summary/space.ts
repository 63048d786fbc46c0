import type { Report } from "../../model/report.ts";
import type { Kept, ReclaimedItem, SpaceReport } from "../../model/space.ts";
import { code, prose } from "../escape.ts";
import { count, duration, size, thousands } from "../format.ts";
import { isDryRun } from "../headline.ts";
import { spaceSentences } from "../space-text.ts";
import { details, html, table } from "./details.ts";

/** How room was made on the disk: in a sentence, and a row for each component. Nothing where there was enough. */
export function renderSpace(report: Report): string {
	const { space } = report;
	if (space === undefined || isDryRun(report) || isIdle(space)) return "";
	return ["### Room", ...spaceParts(space)].join("\n\n");
}

/** The parts of it, without a heading. */
export function spaceParts(space: SpaceReport): readonly string[] {
	const lines = spaceSentences(space).map((text) => `- ${prose(text, 600)}`);
	return [lines.join("\n"), removed(space.items), stays(space), kept(space.kept)].filter((text) => text !== "");
}

/** There was enough, and nobody asked for anything. */
function isIdle({ items, refused, disks, second }: SpaceReport): boolean {
	const enough = disks.every(({ free, needed }) => free >= needed);
	return items.length === 0 && refused === undefined && second === undefined && enough;
}

const STATES: Readonly<Record<ReclaimedItem["state"], string>> = {
	freed: "removed",
	later: "removed in the background",
	"in-part": "removed in part",
	failed: "stayed",
};

function removed(items: readonly ReclaimedItem[]): string {
	if (items.length === 0) return "";
	const columns = [
		{ title: "Removed" },
		{ title: "Bytes", align: "right" as const },
		{ title: "Files", align: "right" as const },
		{ title: "Time", align: "right" as const },
		{ title: "" },
	];
	const rows = items.map(({ component, title, state, bytes, files, seconds }) => [
		`${prose(title, 80)} ${code(component, 40)}`,
		bytes === 0 ? "" : size(bytes),
		files === 0 ? "" : thousands(files),
		state === "failed" || seconds === 0 ? "" : duration(seconds * 1000),
		STATES[state],
	]);
	return table(columns, rows).join("\n");
}

/** What no longer leads anywhere. */
function stays({ dangling }: SpaceReport): string {
	if (dangling.length === 0) return "";
	const shown = dangling.slice(0, 10).map((name) => code(name, 120));
	const more = dangling.length > shown.length ? ` and ${thousands(dangling.length - shown.length)} more` : "";
	return `<sub>Leads nowhere now: ${shown.join(", ")}${more}</sub>`;
}

function kept(all: readonly Kept[]): string {
	if (all.length === 0) return "";
	const rows = all.map(({ component, why }) => [code(component, 40), prose(why, 200)]);
	const title = `<b>Kept</b> (${html(count(all.length, "component"))})`;
	return details(title, table([{ title: "Component" }, { title: "Why" }], rows));
}
