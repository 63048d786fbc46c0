import { o as stepResources, t as runSolve } from "./run-solve.js";
// src/build/probe-programs.ts
/**
* A program of some 500 bytes that prints the memory limit a RUN step sees (`memory.max`, on cgroup v1 `memory.limit_in_bytes`), in
* base64, by TARGETARCH. It needs no image, shell or library. Its source and how it is assembled: scripts/probe.
*/
const PROBE_PROGRAMS = {
	amd64: "f0VMRgIBAQAAAAAAAAAAAAIAPgABAAAAeABAAAAAAABAAAAAAAAAACgBAAAAAAAAAAAAAEAAOAABAEAAAwACAAEAAAAFAAAAeAAAAAAAAAB4AEAAAAAAAHgAQAAAAAAAnAAAAAAAAACcAAAAAAAAAAEAAAAAAAAASI0dTgAAAIA7AHQ9uAIAAABIid8x9g8FhcB5C0j/w4B7/wB19+vgiccxwEiNdCSAukAAAAAPBYnCuAEAAAC/AQAAAA8FMf/rBb8BAAAAuDwAAAAPBS9zeXMvZnMvY2dyb3VwL21lbW9yeS5tYXgAL3N5cy9mcy9jZ3JvdXAvbWVtb3J5L21lbW9yeS5saW1pdF9pbl9ieXRlcwAAAC5zaHN0cnRhYgAudGV4dAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAACwAAAAEAAAAGAAAAAAAAAHgAQAAAAAAAeAAAAAAAAACcAAAAAAAAAAAAAAAAAAAAAQAAAAAAAAAAAAAAAAAAAAEAAAADAAAAAAAAAAAAAAAAAAAAAAAAABQBAAAAAAAAEQAAAAAAAAAAAAAAAAAAAAEAAAAAAAAAAAAAAAAAAAA=",
	arm64: "f0VMRgIBAQAAAAAAAAAAAAIAtwABAAAAeABAAAAAAABAAAAAAAAAAEABAAAAAAAAAAAAAEAAOAABAEAAAwACAAEAAAAFAAAAeAAAAAAAAAB4AEAAAAAAAHgAQAAAAAAAswAAAAAAAACzAAAAAAAAAAQAAAAAAAAAcwMAEGACQDnAAgA0YAyAkuEDE6oCAIDSCAeA0gEAANSAAPi2YBZAOOD//zX2//8X/wMB0eEDAJECCIDS6AeA0gEAANTiAwCq4QMAkSAAgNIICIDSAQAA1AAAgNICAAAUIACA0qgLgNIBAADUL3N5cy9mcy9jZ3JvdXAvbWVtb3J5Lm1heAAvc3lzL2ZzL2Nncm91cC9tZW1vcnkvbWVtb3J5LmxpbWl0X2luX2J5dGVzAAAALnNoc3RydGFiAC50ZXh0AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAACwAAAAEAAAAGAAAAAAAAAHgAQAAAAAAAeAAAAAAAAACzAAAAAAAAAAAAAAAAAAAABAAAAAAAAAAAAAAAAAAAAAEAAAADAAAAAAAAAAAAAAAAAAAAAAAAACsBAAAAAAAAEQAAAAAAAAAAAAAAAAAAAAEAAAAAAAAAAAAAAAAAAAA="
};
// src/build/step-limit.ts
/** A page is the least the kernel counts, at most 64 KiB. */
const PAGE = 65536;
/**
* Builds one RUN step of ours under the limit, which prints the limit it sees: older BuildKits take `--resource` and do nothing with
* it, so nothing else tells.
*/
async function probeStepMemory(world, journal, { builder, memory, folder, syntax }) {
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
	const resources = stepResources({
		stepMemory: memory,
		swapGiven: false,
		policy: "require"
	});
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
		...resources.flatMap((value) => ["--resource", value]),
		...[
			"--output",
			"type=cacheonly",
			"--progress=rawjson",
			context
		]
	];
	const { timeline, failure } = await runSolve(world, journal, {
		argv,
		env: {},
		live: false
	});
	if (failure) return { why: `a step of our own could not be run under it (${failure.message})` };
	const seen = timeline.steps.find(({ name }) => name.includes("RUN"))?.tail.at(-1)?.trim() ?? "";
	if (/^\d+$/.test(seen) && Math.abs(Number(seen) - memory) < PAGE) return {
		memory: Number(seen),
		method: "read by a RUN step of our own"
	};
	return { why: `this builder takes a limit for single steps and does nothing with it (a RUN step of our own saw ${seen === "max" || Number(seen) > 2 ** 62 ? "no limit" : seen === "" ? "nothing" : `${seen} bytes`})` };
}
/** The `# syntax=` of a Dockerfile: only in the comments at its top. */
function syntaxOf(text) {
	for (const line of text.split(/\r?\n/)) {
		const found = /^#\s*([\w-]+)\s*=\s*(\S+)\s*$/.exec(line.trim());
		if (!found) return void 0;
		if (found[1]?.toLowerCase() === "syntax") return found[2];
	}
}
export { probeStepMemory, syntaxOf };
