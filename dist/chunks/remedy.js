import { t as readIf } from "./read-if.js";
// src/space/dockerfile-images.ts
/** Images that the Dockerfile names; nothing when it is not on this machine. */
async function readDockerfileImages(world, { asked: { build } }) {
	if (build.gitContext || /^[a-z]+:\/\//i.test(build.context)) return void 0;
	const text = await readIf(world, build.file || `${build.context.replace(/\/+$/, "")}/Dockerfile`);
	if (text === void 0) return void 0;
	const { baseImages } = await import("./base-images.js");
	return baseImages(text, build.buildArgs, build.buildContexts);
}
// src/space/remedy.ts
/** Why a component stays that only root may remove. */
const NEEDS_ROOT = "removing it needs root, and sudo without a password does not work";
/** What helps where a target given by hand is not reached: first what stands in the way. */
function remedyOf(kept) {
	const others = kept.filter(({ why }) => why !== NEEDS_ROOT).map(({ component }) => component);
	return [
		...others.length < kept.length ? ["allow this user sudo without a password"] : [],
		...others.length > 0 ? [`name more in remove (kept: ${others.slice(0, 5).join(", ")})`] : [],
		"ask for less, or take a runner with a larger disk"
	].join(", ");
}
export { remedyOf as n, readDockerfileImages as r, NEEDS_ROOT as t };
