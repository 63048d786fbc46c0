import type { StepRun } from "../../model/timeline.ts";

/** A stage of a platform, or a step outside of the Dockerfile. */
interface Group {
	readonly steps: StepRun[];
	readonly numbered: boolean;
}

const NUMBERED = /^\[(.*?)\s*(\d+)\/\d+\]/;

/**
 * Stage by stage, each in the order of the Dockerfile: BuildKit looks up a cached stage from its end, all of it within a moment. Stages stand
 * as they do in the Dockerfile where their lines are known, else as they began; what comes from no Dockerfile before or after them.
 */
export function inDockerfileOrder(steps: readonly StepRun[]): readonly StepRun[] {
	const groups = groupsOf(steps);
	const stages = groups.filter(({ numbered }) => numbered);
	const began = Math.min(...stages.map(startOf));
	const others = groups.filter(({ numbered }) => !numbered).toSorted(byStart);
	const lined = stages.every((group) => Number.isFinite(lineOf(group)));
	const ordered = stages.toSorted((one, other) => (lined ? lineOf(one) - lineOf(other) : 0) || byStart(one, other));
	return [
		...others.filter((group) => startOf(group) < began),
		...ordered,
		...others.filter((group) => startOf(group) >= began),
	].flatMap((group) => group.steps.toSorted((one, other) => numberOf(one) - numberOf(other)));
}

function groupsOf(steps: readonly StepRun[]): readonly Group[] {
	const groups = new Map<string, Group>();
	for (const step of steps) {
		const stage = NUMBERED.exec(step.name)?.[1];
		const key = stage ?? `\n${groups.size}`;
		const group = groups.get(key) ?? { steps: [], numbered: stage !== undefined };
		group.steps.push(step);
		groups.set(key, group);
	}
	return [...groups.values()];
}

function byStart(one: Group, other: Group): number {
	return startOf(one) - startOf(other);
}

function startOf({ steps }: Group): number {
	return Math.min(...steps.map(({ started }) => started));
}

function lineOf({ steps }: Group): number {
	return Math.min(...steps.map(({ step }) => step?.line ?? Number.POSITIVE_INFINITY));
}

function numberOf({ name }: StepRun): number {
	return Number(NUMBERED.exec(name)?.[2] ?? 0);
}
