import type { Report } from "../model/report.ts";
import { count } from "./format.ts";

/** A step of a Dockerfile: `[builder 2/7] RUN …`. Exports and look-ups have no number and are never cached. */
const STEP = /^\[[^\]]*\d+\/\d+\]/;

/** `1 of 2 steps`: how many steps of the Dockerfile came from the cache; nothing when there were none. */
export function cacheText({ timeline }: Report): string | undefined {
	const steps = (timeline?.steps ?? []).filter((step) => !step.internal && STEP.test(step.name));
	if (steps.length === 0) return undefined;
	return `${steps.filter((step) => step.cached).length} of ${count(steps.length, "step")}`;
}
