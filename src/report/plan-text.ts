import { printCommand } from "../model/command.ts";
import type { Instead, Plan } from "../model/plan.ts";
import { logLine } from "./escape.ts";

/** The plan for log and terminal: decisions with their reasons, then numbered steps with their commands. */
export function renderPlan(plan: Plan): readonly string[] {
	const decisions = planRows(plan).map(([name, value]) => logLine(`${name.padEnd(8)} ${value}`, 600));
	return [...decisions, ...planSteps(plan)];
}

/** The decisions as rows of name and value, plain text. */
export function planRows(plan: Plan): readonly (readonly [name: string, value: string])[] {
	return [
		["Driver", `${driverName(plan)}: ${plan.driver.why}`],
		["Gate", `${plan.gated ? "judge before tag and push" : "off"}: ${plan.whyGate}`],
		["Delivery", deliveryText(plan)],
		["Look by", plan.ways.length === 0 ? "there will be no image to look at" : plan.ways.join(", then ")],
	];
}

/** The steps as numbered lines, each followed by its commands, ready to be pasted into a shell. */
export function planSteps(plan: Plan): readonly string[] {
	return plan.steps.flatMap((step, index) => [
		logLine(`${index + 1}. ${step.title}`),
		...step.commands.map((command) => logLine(`   $ ${printCommand(command)}`, 4000)),
	]);
}

function driverName(plan: Plan): string {
	const { kind, builder } = plan.driver;
	return kind === "builder" && builder !== undefined ? `builder ${builder.name} (${builder.driver})` : kind;
}

function deliveryText(plan: Plan): string {
	if (plan.instead !== undefined) return insteadText(plan.instead);
	const { push, load, tags } = plan.delivery;
	const verbs = [...(push ? ["push"] : []), ...(load ? ["load into the engine"] : [])];
	const what = verbs.length === 0 ? (tags.length === 0 ? nowhere(plan) : "tag") : verbs.join(" and ");
	return tags.length === 0 ? what : `${what}: ${tags.join(", ")}`;
}

function insteadText({ call, outputs = [] }: Instead): string {
	return call === undefined ? `no image, but ${outputs.join(" and ")}` : `no image, but the answer to call: ${call}`;
}

function nowhere({ driver }: Plan): string {
	return driver.kind === "docker" ? "an image without a name in the engine" : "stays in the builder";
}
