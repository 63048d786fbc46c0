import type { Report } from "../../../src/model/report.ts";
import type { Verdict } from "../../../src/model/verdict.ts";
import { compose, type ReportParts } from "../../../src/report/compose.ts";
import { IMAGE } from "./images.ts";
import { HOST, PHASES, PLAN, START, TIMELINE } from "./runs.ts";

export const SIZE: Verdict = {
	id: "max-image-size",
	title: "Unpacked size",
	status: "pass",
	expected: "≤ 6.5 GB",
	actual: "6.14 GB",
	detail: "94 % of budget",
};
export const COMPRESSED: Verdict = {
	id: "max-compressed-size",
	title: "Compressed size",
	status: "pass",
	expected: "≤ 3.5 GB",
	actual: "3 GB",
	detail: "85 % of budget",
};
export const TORCH_OK: Verdict = {
	id: "torch-version",
	title: "torch version",
	status: "pass",
	expected: ">=2.6,<2.8",
	actual: "2.6.0+cu124",
};
const SOURCE = {
	server: "https://github.com",
	repository: "acme/trainer",
	sha: "9f8e7d6c5b4a39281706f5e4d3c2b1a09f8e7d6c",
	runUrl: "https://github.com/acme/trainer/actions/runs/1234567890",
};

const BASE: ReportParts = {
	name: "trainer",
	started: START,
	completed: START + 1_226_300,
	host: HOST,
	plan: PLAN,
	phases: PHASES,
	timeline: TIMELINE,
	images: [IMAGE],
	verdicts: [SIZE, COMPRESSED, TORCH_OK],
	delivered: {
		tags: PLAN.delivery.tags,
		pushed: true,
		loaded: false,
		digest: `sha256:${"a".repeat(64)}`,
		imageId: `sha256:${"b".repeat(64)}`,
	},
	notes: [],
	source: SOURCE,
};
export const NOTHING = { tags: [], pushed: false, loaded: false };

/** The parts of a run that ended before its plan. */
export const EARLY: ReportParts = {
	name: BASE.name,
	started: START,
	completed: START + 120,
	phases: [],
	images: [],
	verdicts: [],
	delivered: NOTHING,
	notes: [],
	source: SOURCE,
};

/** A report with some of its parts replaced. */
export function report(more: Partial<ReportParts> = {}): Report {
	return compose({ ...BASE, ...more });
}
