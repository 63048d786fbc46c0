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
export { readDockerfileImages as t };
