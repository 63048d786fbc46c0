import { r as UserError } from "./errors.js";
import { a as size, i as memory } from "./format.js";
import { i as readDockerfile, n as findDockerfile } from "./dockerfile-place.js";
// src/model/build-request.ts
/** The context is a Git repository or an archive behind a URL: BuildKit fetches it, and the Dockerfile with it. */
function isFetched({ gitContext, context }) {
	return gitContext || /^[a-z]+:\/\//i.test(context);
}
// src/space/dockerfile-images.ts
/** Images that the Dockerfile names; nothing when it is not on this machine. */
async function readDockerfileImages(world, { asked: { build } }) {
	if (isFetched(build)) return void 0;
	const path = await findDockerfile(world, build);
	const text = path === void 0 ? void 0 : await readDockerfile(world, path);
	if (text === void 0) return void 0;
	const { baseImages } = await import("./base-images.js");
	return baseImages(text, build.buildArgs, build.buildContexts);
}
// src/space/remedy.ts
/** Why a component stays that only root may remove. */
const NEEDS_ROOT = "removing it needs root, and sudo without a password does not work";
/** What helps where a target given by hand is not reached: first what stands in the way. */
function remedyOf({ kept, remedy }) {
	if (remedy !== void 0) return `${remedy}, or ask for less`;
	const others = kept.filter(({ why }) => why !== NEEDS_ROOT).map(({ component }) => component);
	return [
		...others.length < kept.length ? ["allow this user sudo without a password"] : [],
		...others.length > 0 ? [`name more in remove (kept: ${others.slice(0, 5).join(", ")})`] : [],
		"ask for less, or take a runner with a larger disk"
	].join(", ");
}
// src/space/out-of-reach.ts
/** What the runner itself needs of a disk that swap is made on. */
const RUNNER_NEEDS = 1e9;
/** The first target that a disk cannot have with `most` bytes free; nothing when all may be had. */
function outOfReach({ need, disks, swap }, limit, most) {
	const minFree = need.from === "min-free" ? need.bytes : 0;
	for (const disk of disks) {
		const at = {
			path: disk.path,
			most: most(disk),
			limit
		};
		if (minFree > at.most) return {
			input: "min-free",
			value: minFree,
			...at
		};
		const beside = Math.max(minFree, RUNNER_NEEDS);
		if (swap?.device === disk.device && swap.bytes + beside > at.most) return {
			input: "swap",
			value: swap.asked,
			beside,
			...at
		};
	}
}
/** Why nothing goes for it: goes on after "not done". */
function whyBeyond({ limit, path, most }) {
	return limit === "disk" ? `the whole disk at ${path} has ${size(most)}` : `at most about ${size(most)} could be free at ${path}, with all that may go`;
}
/** The run's end: it is told before anything is removed, as that would be for nothing. */
function refuseBeyond(beyond, kept) {
	const told = `${whyBeyond(beyond)}; nothing was removed`;
	const what = beyond.input === "swap" ? {
		value: memory(beyond.value),
		message: `cannot be made beside the ${size(beyond.beside)} that must stay free: ${told}`
	} : {
		value: size(beyond.value),
		message: `cannot be had: ${told}`
	};
	const remedy = remedyOf({ kept: beyond.limit === "disk" ? [] : kept });
	return new UserError("disk-full", [{
		input: beyond.input,
		...what,
		remedy
	}]);
}
export { remedyOf as a, NEEDS_ROOT as i, refuseBeyond as n, readDockerfileImages as o, whyBeyond as r, isFetched as s, outOfReach as t };
