import { r as whyFailed } from "./own-solve2.js";
import { t as runSolve } from "./run-solve.js";
// src/build/probe-programs.ts
/**
* A program of some 500 bytes that prints the memory limit a RUN step sees (`memory.max`, on cgroup v1 `memory.limit_in_bytes`), in
* base64, by TARGETARCH. It needs no image, shell or library. Its source and how it is assembled: scripts/probe.
*/
const PROBE_PROGRAMS = {
	amd64: "f0VMRgIBAQAAAAAAAAAAAAIAPgABAAAAeABAAAAAAABAAAAAAAAAACgBAAAAAAAAAAAAAEAAOAABAEAAAwACAAEAAAAFAAAAeAAAAAAAAAB4AEAAAAAAAHgAQAAAAAAAnAAAAAAAAACcAAAAAAAAAAEAAAAAAAAASI0dTgAAAIA7AHQ9uAIAAABIid8x9g8FhcB5C0j/w4B7/wB19+vgiccxwEiNdCSAukAAAAAPBYnCuAEAAAC/AQAAAA8FMf/rBb8BAAAAuDwAAAAPBS9zeXMvZnMvY2dyb3VwL21lbW9yeS5tYXgAL3N5cy9mcy9jZ3JvdXAvbWVtb3J5L21lbW9yeS5saW1pdF9pbl9ieXRlcwAAAC5zaHN0cnRhYgAudGV4dAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAACwAAAAEAAAAGAAAAAAAAAHgAQAAAAAAAeAAAAAAAAACcAAAAAAAAAAAAAAAAAAAAAQAAAAAAAAAAAAAAAAAAAAEAAAADAAAAAAAAAAAAAAAAAAAAAAAAABQBAAAAAAAAEQAAAAAAAAAAAAAAAAAAAAEAAAAAAAAAAAAAAAAAAAA=",
	arm64: "f0VMRgIBAQAAAAAAAAAAAAIAtwABAAAAeABAAAAAAABAAAAAAAAAAEABAAAAAAAAAAAAAEAAOAABAEAAAwACAAEAAAAFAAAAeAAAAAAAAAB4AEAAAAAAAHgAQAAAAAAAswAAAAAAAACzAAAAAAAAAAQAAAAAAAAAcwMAEGACQDnAAgA0YAyAkuEDE6oCAIDSCAeA0gEAANSAAPi2YBZAOOD//zX2//8X/wMB0eEDAJECCIDS6AeA0gEAANTiAwCq4QMAkSAAgNIICIDSAQAA1AAAgNICAAAUIACA0qgLgNIBAADUL3N5cy9mcy9jZ3JvdXAvbWVtb3J5Lm1heAAvc3lzL2ZzL2Nncm91cC9tZW1vcnkvbWVtb3J5LmxpbWl0X2luX2J5dGVzAAAALnNoc3RydGFiAC50ZXh0AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAACwAAAAEAAAAGAAAAAAAAAHgAQAAAAAAAeAAAAAAAAACzAAAAAAAAAAAAAAAAAAAABAAAAAAAAAAAAAAAAAAAAAEAAAADAAAAAAAAAAAAAAAAAAAAAAAAACsBAAAAAAAAEQAAAAAAAAAAAAAAAAAAAAEAAAAAAAAAAAAAAAAAAAA="
};
// src/build/step-probe.ts
/** Builds one RUN step, a program of some 500 bytes on an empty image. Nothing is exported. */
async function probeStep(world, journal, probe) {
	const { builder, folder, syntax, resources, cgroupParent, watch } = probe;
	const context = `${folder}/step-probe`;
	for (const [arch, program] of Object.entries(PROBE_PROGRAMS)) await world.files.write(`${context}/probe-${arch}`, program, 493, "base64");
	const lines = [
		"FROM scratch",
		"ARG TARGETARCH",
		"COPY probe-$TARGETARCH /probe",
		"RUN [\"/probe\"]",
		""
	];
	await world.files.write(`${context}/Dockerfile`, [...syntax ? [`# syntax=${syntax}`] : [], ...lines].join("\n"));
	const argv = [
		...[
			"docker",
			"buildx",
			"build",
			"--builder",
			builder,
			"--no-cache",
			"--network",
			"none"
		],
		...cgroupParent === void 0 ? [] : ["--cgroup-parent", cgroupParent],
		...resources.flatMap((value) => ["--resource", value]),
		...[
			"--output",
			"type=cacheonly",
			"--progress=rawjson",
			context
		]
	];
	const end = await runSolve(world, journal, {
		argv,
		env: {},
		watch,
		live: false
	});
	const why = whyFailed(end, "a step of our own was tried");
	if (why !== void 0) return { why };
	return { printed: end.timeline.steps.find(({ name }) => name.includes("RUN"))?.tail.at(-1)?.trim() ?? "" };
}
export { probeStep };
