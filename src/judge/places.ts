import type { LayerFacts, StepRef } from "../model/facts.ts";

/** `Dockerfile:9`; BuildKit's own name of the step where there is no line. */
export function printPlace(step: StepRef): string | undefined {
	return step.line === undefined ? step.name : `${step.file ?? "Dockerfile"}:${step.line}`;
}

/** `RUN pip install torch (Dockerfile:9)`. */
export function printStep(step: StepRef): string {
	const place = printPlace(step);
	return place === undefined ? step.text : `${step.text} (${place})`;
}

/** Who made a layer: its step, or `the base image: …`, or the command of the image's history. */
export function printOrigin(layer: LayerFacts): string {
	if (layer.step) return printStep(layer.step);
	const command = historyCommand(layer);
	if (layer.base) return command === "" ? "the base image" : `the base image: ${command}`;
	return command === "" ? "an unnamed step" : command;
}

/** The command of the image's history, as it is told of. */
export function historyCommand({ createdBy }: Pick<LayerFacts, "createdBy">): string {
	return createdBy.trim().slice(0, 200);
}
