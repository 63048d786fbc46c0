import type { Report } from "../../model/report.ts";
import { fence, prose } from "../escape.ts";
import { hostRows } from "../host-text.ts";
import { planRows, planSteps } from "../plan-text.ts";
import { details, table } from "./details.ts";

type Rows = readonly (readonly [name: string, value: string])[];

function rows(title: string, all: Rows): string {
	return table(
		[{ title }, { title: " " }],
		all.map(([name, value]) => [`**${name}**`, prose(value)]),
	).join("\n");
}

function commands(report: Report): readonly string[] {
	const lines = report.plan === undefined ? [] : planSteps(report.plan);
	return lines.length === 0 ? [] : [fence(lines)];
}

/** Survey and plan: where it ran and what was decided. Open, it is all there is to say after a dry run; else folded. */
export function renderMachine(report: Report, open: boolean): string {
	const plan = report.plan === undefined ? [] : [rows("Plan", planRows(report.plan)), ...commands(report)];
	const host = report.host === undefined ? [] : [rows("Machine", hostRows(report.host))];
	const body = [...plan, ...host].join("\n\n");
	if (body === "") return "";
	return open ? body : details("<b>Plan and machine</b>", [body]);
}
