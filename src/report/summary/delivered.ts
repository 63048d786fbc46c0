import type { Report } from "../../model/report.ts";
import { code } from "../escape.ts";
import { count } from "../format.ts";
import { isDryRun, isUncertain, isUndelivered, whereabouts } from "../headline.ts";

const MAX_TAGS = 10;

/** Where the image went, and where it did not; after a red run, that it went nowhere. */
export function renderDelivered(report: Report): string {
	const { tags, pushed, loaded, digest } = report.delivered;
	if (isDryRun(report) || report.failure?.kind === "input") return "";
	if (isUndelivered(report)) return "**Nothing was pushed and no tag was moved.**";
	if (isUncertain(report)) return "**The build ended while it pushed: look into the registry for what arrived.**";
	const where = whereabouts(report);
	const parts = [
		...(where.pushed.length > 0 ? [`**Pushed** ${tagList(where.pushed)}`] : pushed ? ["**Pushed** by digest"] : []),
		...(where.notPushed.length > 0 ? [`**not pushed** ${tagList(where.notPushed)}`] : []),
		...(where.local.length > 0 ? [`**${loaded ? "Loaded" : "Tagged"}** ${tagList(where.local)}`] : []),
		...(where.notLocal.length > 0 ? [`**not tagged** ${tagList(where.notLocal)}`] : []),
	];
	if (!pushed && tags.length === 0) return "";
	return [...parts, ...(digest === undefined ? [] : [`digest ${code(digest)}`])].join(" · ");
}

function tagList(tags: readonly string[]): string {
	const shown = tags
		.slice(0, MAX_TAGS)
		.map((tag) => code(tag))
		.join(", ");
	return tags.length <= MAX_TAGS ? shown : `${shown} and ${count(tags.length - MAX_TAGS, "more tag")}`;
}
