import type { Report } from "../../model/report.ts";
import type { BuildWarning } from "../../model/timeline.ts";
import { code, prose } from "../escape.ts";
import { placeLink } from "../place.ts";
import { details, table } from "./details.ts";

/** What the Dockerfile frontend warned about. */
export function renderWarnings(report: Report): string {
	const warnings = report.timeline?.warnings ?? [];
	if (warnings.length === 0) return "";
	const rows = warnings.map((warning) => [message(warning), placeLink(warning, report.source), reference(warning)]);
	return details(
		`<b>Build warnings</b> (${warnings.length})`,
		table([{ title: "Warning" }, { title: "Line" }, { title: "More" }], rows),
	);
}

function message(warning: BuildWarning): string {
	const detail = warning.detail.filter((line) => line.trim() !== "").join(" ");
	return detail === "" ? prose(warning.message) : `${prose(warning.message)} – ${prose(detail, 300)}`;
}

/** A link to Docker's own page of the rule; any other address is shown, not linked. */
function reference(warning: BuildWarning): string {
	const url = warning.url ?? "";
	const rule = /^https:\/\/docs\.docker\.com\/go\/dockerfile\/rule\/([a-z-]+)\/?$/.exec(url)?.[1];
	if (rule !== undefined) return `[${rule}](${url})`;
	return url === "" ? "" : code(url);
}
