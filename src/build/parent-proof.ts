import type { World } from "../model/world.ts";
import type { Frontend } from "./frontend.ts";
import type { Hold } from "./limits/way.ts";
import type { Probed } from "./step-probe.ts";
import { createCgroupSource } from "./watch/cgroup-source.ts";

/** What the counters of the limit's cgroup say. */
export interface Used {
	readonly peak?: number;
	readonly cpuMs?: number;
}

/** Looks at the cgroup under which the RUN steps are to lie; nothing is in it before the first one. */
export async function readUsed(world: World, { counters }: Hold): Promise<Used> {
	if (counters.by !== "files") return {};
	const { version, path, steps } = counters;
	const sample = await createCgroupSource(world, { version, path, steps: `${path}${steps}` }).sample();
	const peak = sample?.total.peak ?? sample?.total.current;
	return { ...(peak !== undefined && { peak }), ...(sample?.cpuMs !== undefined && { cpuMs: sample.cpuMs }) };
}

/** `outside`: it was seen not to be there. */
export interface Unproven {
	readonly why: string;
	readonly outside: boolean;
}

/**
 * Whether a step of ours really lay under the limit: then its cgroup counted it. A frontend gets the parent's name as an option and is free
 * to drop it; that of docker/dockerfile 1.2 does. Nothing: it is proven.
 */
export function whyNotUnder(
	frontend: Exclude<Frontend, { readonly kind: "own" }>,
	probed: Probed,
	before: Used,
	after: Used,
): Unproven | undefined {
	if (frontend.kind === "unknown") {
		const why = `${UNREAD} (${frontend.why}), and a frontend that it may name can put RUN steps outside of the limit`;
		return { why, outside: false };
	}
	const { syntax } = frontend;
	if ("why" in probed) {
		const why = `the frontend ${syntax} may put RUN steps outside of the limit, and a step of our own could not be run through it (${probed.why})`;
		return { why, outside: false };
	}
	if (grew(before.peak, after.peak) || grew(before.cpuMs, after.cpuMs)) return undefined;
	const why = `the frontend ${syntax} puts RUN steps elsewhere than it is told: the limit's cgroup counted nothing of a step of our own`;
	return { why, outside: true };
}

/** The beginning of a sentence. */
export const UNREAD = "the Dockerfile could not be read before the build";

function grew(before: number | undefined, after: number | undefined): boolean {
	return after !== undefined && after > (before ?? 0);
}
