import { shortInstruction } from "../../judge/diagnoses/words.ts";
import { historyCommand } from "../../judge/places.ts";
import type { StepRef } from "../../model/facts.ts";
import type { Report } from "../../model/report.ts";
import type { StepRun } from "../../model/timeline.ts";
import { oneLine, prose } from "../escape.ts";
import { known } from "../headline.ts";

const LONGEST = 500;

/** As `prose`, for what is said of one report. */
export type Say = (text: string, max?: number) => string;

/** Sentences about a report as Markdown: an instruction of it that stands in one, whole or as the judges shorten it, is one code span. */
export function sayOf(report: Report): Say {
	const whole = instructions(report);
	return (text, max) => prose(text, max, whole);
}

function instructions({ verdicts, diagnoses, failure, images, timeline }: Report): readonly string[] {
	const runs: readonly StepRun[] = [...(timeline?.steps ?? []), ...(failure?.build?.run ? [failure.build.run] : [])];
	const layers = images.flatMap((image) => known(image.layers) ?? []);
	const refs = [failure?.step, failure?.build?.step, ...[...verdicts, ...diagnoses, ...layers, ...runs].map(stepOf)];
	const texts = [
		...refs.flatMap((ref) => (ref === undefined ? [] : [ref.text, shortInstruction({ name: "", step: ref })])),
		...runs.filter(({ name }) => name.startsWith("[")).flatMap((run) => [run.name, shortInstruction(run)]),
		...layers.map(historyCommand),
	];
	// One word is no instruction: `build` would be code wherever it is said.
	return [...new Set(texts.map((text) => oneLine(text, LONGEST)))].filter((text) => text.includes(" "));
}

const stepOf = ({ step }: { readonly step?: StepRef }): StepRef | undefined => step;
