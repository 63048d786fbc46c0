import type { Report } from "../../model/report.ts";
import type { Verdict } from "../../model/verdict.ts";
import { redFirst } from "../compose.ts";
import { code, prose } from "../escape.ts";
import { STATUS } from "../headline.ts";
import { placeLink } from "../place.ts";
import { table } from "./details.ts";
import { failurePage } from "./failure.ts";
import { type Say, sayOf } from "./say.ts";

/** Evidence lines shown of one verdict. */
const MAX_EVIDENCE = 12;

/** The table of all checks, red ones first, then for each that did not pass its evidence and what to do. */
export function renderChecks(report: Report): string {
	const verdicts = redFirst(report.verdicts);
	if (verdicts.length === 0) return "";
	const say = sayOf(report);
	const columns = [
		{ title: " ", align: "center" as const },
		{ title: "Check" },
		{ title: "Expected" },
		{ title: "Actual" },
		{ title: " " },
	];
	const rows = verdicts.map((verdict) => [
		STATUS[verdict.status].icon,
		name(verdict),
		prose(verdict.expected, 200),
		actual(verdict),
		say(verdict.detail ?? "", 300),
	]);
	const explained = verdicts
		.filter((verdict) => verdict.status !== "pass")
		.map((verdict) => explain(verdict, report.source, say));
	const page = report.failure?.kind === "assertion" ? failurePage(report) : "";
	return [table(columns, rows).join("\n"), ...explained, page].filter((text) => text !== "").join("\n\n");
}

function name(verdict: Verdict): string {
	return verdict.platform === undefined ? prose(verdict.title) : `${prose(verdict.title)} (${prose(verdict.platform)})`;
}

function actual(verdict: Verdict): string {
	const text = prose(verdict.actual, 200);
	return verdict.status === "pass" || text.includes("*") ? text : `**${text}**`;
}

function explain(verdict: Verdict, source: Report["source"], say: Say): string {
	const lines = [
		...step(verdict, source),
		...(verdict.evidence ?? []).slice(0, MAX_EVIDENCE).map((text) => `- ${say(text)}`),
		...(verdict.remedy === undefined ? [] : [`- **To fix:** ${say(verdict.remedy, 1000)}`]),
	];
	return lines.length === 0 ? "" : [`**${name(verdict)}: ${STATUS[verdict.status].word}**`, "", ...lines].join("\n");
}

function step(verdict: Verdict, source: Report["source"]): readonly string[] {
	if (verdict.step === undefined) return [];
	const place = placeLink(verdict.step, source);
	return [`- Step ${code(verdict.step.text)}${place === "" ? "" : ` at ${place}`}`];
}
