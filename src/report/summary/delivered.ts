import type { Report } from "../../model/report.ts";
import { code } from "../escape.ts";
import { count } from "../format.ts";
import { isDryRun, isUndelivered } from "../headline.ts";

const MAX_TAGS = 10;

/** Where the image went; after a red run, that it went nowhere. */
export function renderDelivered(report: Report): string {
	const { tags, pushed, loaded, digest } = report.delivered;
	if (isDryRun(report) || report.failure?.kind === "input") return "";
	const digestText = digest === undefined ? "" : ` · digest ${code(digest)}`;
	if (tags.length > 0) return `**${pushed ? "Pushed" : loaded ? "Loaded" : "Tagged"}** ${tagList(tags)}${digestText}`;
	if (pushed) return `**Pushed** by digest${digestText}`;
	return isUndelivered(report) ? "**Nothing was pushed and no tag was moved.**" : "";
}

function tagList(tags: readonly string[]): string {
	const shown = tags
		.slice(0, MAX_TAGS)
		.map((tag) => code(tag))
		.join(", ");
	return tags.length <= MAX_TAGS ? shown : `${shown} and ${count(tags.length - MAX_TAGS, "more tag")}`;
}
