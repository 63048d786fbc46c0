import { runStep, type StepOptions, type StepResult } from "../../support/action.ts";
import { BASE_ARG } from "./dockerfiles.ts";

type Inputs = Readonly<Record<string, string>>;

/** For tests of annotations: else a machine that is short of disk has a warning more. */
export const UNWARNED = { "free-disk": "off" };

/** Runs the action in a folder that is its context, on the engine's base image. */
export function buildIn(folder: string, inputs: Inputs, more: Partial<StepOptions> = {}): Promise<StepResult> {
	return runStep({ cwd: folder, inputs: { context: ".", "build-args": BASE_ARG, ...inputs }, ...more });
}

/** All that a run tells anybody: logs, summary, outputs and report. */
export function everythingTold(result: StepResult): string {
	const { log, postLog, summary, outputs, report } = result;
	return [log, postLog, summary, JSON.stringify(outputs), JSON.stringify(report)].join("\n");
}

/** The log without the masks that only the runner hears: `::add-mask::VALUE` is how a secret is named to it. */
export function withoutMasks(text: string): string {
	return text.replace(/^::add-mask::.*$/gm, "");
}
