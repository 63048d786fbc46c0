import type { Diagnosis } from "../../model/diagnosis.ts";
import type { Report } from "../../model/report.ts";
import { pageLink } from "../pages.ts";
import { type Say, sayOf } from "./say.ts";

const MAX_EVIDENCE = 15;
const MAX_REMEDIES = 10;
const MAX_WARNINGS = 5;

/** What a diagnosis rests on, and what to do, numbered. */
export function explain(found: Diagnosis, say: Say): readonly string[] {
	const likely = found.certainty === "likely" ? ["- Likely: what was measured does not prove it"] : [];
	const evidence = found.evidence.slice(0, MAX_EVIDENCE).map((text) => `- ${say(text)}`);
	const remedies = found.remedies.slice(0, MAX_REMEDIES).map((text, index) => `${index + 1}. ${say(text, 1000)}`);
	return [
		[...likely, ...evidence].join("\n"),
		...(remedies.length === 0 ? [] : [`**What to do**\n\n${remedies.join("\n")}`]),
	];
}

/** What the build got over, with its counters: a green build can lack what a killed process should have made. */
export function renderSurvived(report: Report): string {
	const say = sayOf(report);
	const warnings = report.diagnoses.filter(({ level }) => level === "warning");
	const shown = warnings.slice(0, MAX_WARNINGS).map((found) => {
		const text = say(found.message, 1000);
		const page = pageLink("How that is known, and what helps", found.id, found.shape, report.pages);
		return [`⚠️ ${text.includes("*") ? text : `**${text}**`}`, ...explain(found, say), page].join("\n\n");
	});
	return shown.join("\n\n");
}
