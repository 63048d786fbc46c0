import type { Report } from "../../model/report.ts";
import { count } from "../format.ts";
import { sayOf } from "./say.ts";

const MAX_NOTES = 10;

/** Things worth a line that are no failure. */
export function renderNotes(report: Report): string {
	const say = sayOf(report);
	const lines = report.notes.slice(0, MAX_NOTES).map((note) => `> ${say(note)}`);
	const hidden = report.notes.length - MAX_NOTES;
	const more = hidden > 0 ? [`> … and ${count(hidden, "more note")}`] : [];
	return lines.length === 0 ? "" : ["> [!NOTE]", [...lines, ...more].join("\\\n")].join("\n");
}
