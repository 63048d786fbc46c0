import { describe, expect, it } from "@jest/globals";
import { renderAnnotations } from "../../../src/report/annotations.ts";
import { renderHost } from "../../../src/report/host-text.ts";
import { renderJson } from "../../../src/report/json.ts";
import { renderOutputs } from "../../../src/report/outputs.ts";
import { renderPlan } from "../../../src/report/plan-text.ts";
import { renderSummary } from "../../../src/report/summary.ts";
import { renderTerminal } from "../../../src/report/terminal.ts";
import "../../support/golden.ts";
import { REPORTS } from "./reports.ts";
import { HOST, PLAN } from "./runs.ts";

describe.each(Object.entries(REPORTS))("%s", (name, report) => {
	it("has the summary people have read and liked", () => {
		expect(renderSummary(report, { maxBytes: 900 * 1024 })).toMatchGolden(`${name}.md`);
	});

	it("has the terminal text people have read and liked", () => {
		expect(renderTerminal(report, { color: false, reportPath: "/tmp/ml-image-build/report.json" })).toMatchGolden(
			`${name}.txt`,
		);
	});

	it("has its annotations and outputs", () => {
		const outputs = renderOutputs(report, { metadata: "{}", reportJson: "/tmp/ml-image-build/report.json" });
		expect(`${JSON.stringify({ annotations: renderAnnotations(report), outputs }, null, "\t")}\n`).toMatchGolden(
			`${name}.published.json`,
		);
	});
});

it("renders the report as JSON", () => {
	expect(renderJson(REPORTS["drift"] as (typeof REPORTS)[string])).toMatchGolden("drift.report.json");
});

it("renders survey and plan for the log", () => {
	expect(`${[...renderHost(HOST), "", ...renderPlan(PLAN)].join("\n")}\n`).toMatchGolden("survey-and-plan.txt");
});
