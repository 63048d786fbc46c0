import { r as createCgroupSource } from "./cgroup-source.js";
// src/build/parent-proof.ts
/** Looks at the cgroup under which the RUN steps are to lie; nothing is in it before the first one. */
async function readUsed(world, { counters }) {
	if (counters.by !== "files") return {};
	const { version, path, steps } = counters;
	const sample = await createCgroupSource(world, {
		version,
		path,
		steps: `${path}${steps}`
	}).sample();
	const peak = sample?.total.peak ?? sample?.total.current;
	return {
		...peak !== void 0 && { peak },
		...sample?.cpuMs !== void 0 && { cpuMs: sample.cpuMs }
	};
}
/**
* Whether a step of ours really lay under the limit: then its cgroup counted it. A frontend gets the parent's name as an option and is free
* to drop it; that of docker/dockerfile 1.2 does. Nothing: it is proven.
*/
function whyNotUnder(frontend, probed, before, after) {
	if (frontend.kind === "unknown") return {
		why: `${UNREAD} (${frontend.why}), and a frontend that it may name can put RUN steps outside of the limit`,
		outside: false
	};
	const { syntax } = frontend;
	if ("why" in probed) return {
		why: `the frontend ${syntax} may put RUN steps outside of the limit, and a step of our own could not be run through it (${probed.why})`,
		outside: false
	};
	if (grew(before.peak, after.peak) || grew(before.cpuMs, after.cpuMs)) return void 0;
	return {
		why: `the frontend ${syntax} puts RUN steps elsewhere than it is told: the limit's cgroup counted nothing of a step of our own`,
		outside: true
	};
}
/** The beginning of a sentence. */
const UNREAD = "the Dockerfile could not be read before the build";
function grew(before, after) {
	return after !== void 0 && after > (before ?? 0);
}
export { UNREAD, readUsed, whyNotUnder };
