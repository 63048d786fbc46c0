import { describe, expect, it } from "@jest/globals";
import { missingSources } from "../../../src/build/local-sources.ts";
import type { BuildRequest } from "../../../src/model/build-request.ts";
import { printProblem } from "../../../src/model/errors.ts";
import { buildRequest } from "../../support/build-request.ts";
import { fakeWorld } from "../../support/fake-world.ts";

const STAGES = "FROM a AS base\nRUN true\nFROM base AS final\n";
const here = {
	"app/Dockerfile": STAGES,
	"app/note.txt": "x",
	"other/dockerfile": STAGES,
	"own/Dockerfile": `# syntax=example/frontend:1\n${STAGES}`,
	"dockers/Dockerfile": `# syntax=docker/dockerfile:1.9\n${STAGES}`,
	"bare/Dockerfile": "FROM a\n",
	"quoted/Dockerfile": "FROM a AS one\nRUN bash -c 'cat <<EOF > /x'\nfrom a as Two\n",
	"weights/model.bin": "x",
};

async function problems(build: Partial<BuildRequest>, env: Readonly<Record<string, string>> = {}) {
	const found = await missingSources(fakeWorld({ files: here, env }).world, buildRequest(build));
	return found.map(printProblem);
}

const CHECKOUT = "check the path, and that actions/checkout ran before this step";
const IMAGE = 'check the path; an image is written as "docker-image://python:3.12"';

describe("what a build takes from this machine must be there", () => {
	it.each<[Partial<BuildRequest>, string]>([
		[{ context: "nothere" }, `context: "nothere" is no folder in /work; ${CHECKOUT}`],
		[{ context: "/nothere" }, `context: "/nothere" is no folder of this machine; ${CHECKOUT}`],
		[
			{ context: "app/note.txt" },
			'context: "app/note.txt" is a file, not a folder; give its folder as context and the file as file',
		],
		[
			{ context: "weights" },
			'context: "weights" has no Dockerfile (weights/Dockerfile is not there); name the Dockerfile with the input file',
		],
		[
			{ context: "app", file: "docker/Dockerfile" },
			'file: "docker/Dockerfile" has no Dockerfile (docker/Dockerfile is not there); name the Dockerfile with the input file',
		],
		[
			{ context: "app", target: "fina" },
			'target: "fina" is no stage of app/Dockerfile; did you mean "final"? Its stages are base, final',
		],
		[
			{ context: "other", target: "nosuch" },
			'target: "nosuch" is no stage of other/dockerfile; its stages are base, final',
		],
		[
			{ context: "app", target: "nosuch", call: "check" },
			'target: "nosuch" is no stage of app/Dockerfile; its stages are base, final',
		],
		[
			{ context: "dockers", target: "nosuch" },
			'target: "nosuch" is no stage of dockers/Dockerfile; its stages are base, final',
		],
		[
			{ context: "bare", target: "final" },
			'target: "final" is no stage of bare/Dockerfile; none of its stages has a name',
		],
		[
			{ context: "app", buildContexts: ["extra=/nonexistent"] },
			`build-contexts: "extra=/nonexistent" is no folder of this machine; ${IMAGE}`,
		],
		[
			{ context: "app", buildContexts: ["extra=app/note.txt"] },
			`build-contexts: "extra=app/note.txt" is a file, not a folder; ${IMAGE}`,
		],
		[
			{ context: "app", buildContexts: ["extra=oci-layout:///nonexistent:1"] },
			`build-contexts: "extra=oci-layout:///nonexistent:1" is no folder of this machine; ${IMAGE}`,
		],
		[
			{ context: "app", outputs: ["type=local,dest=app/note.txt"] },
			'outputs: "type=local,dest=app/note.txt" cannot be written: app/note.txt is no folder; name another place, or remove that file',
		],
		[
			{ context: "app", outputs: ["type=oci,dest=weights"] },
			'outputs: "type=oci,dest=weights" cannot be written: weights is a folder; name a file, for example "dest=image.tar"',
		],
	])("%j", async (build, problem) => {
		expect(await problems(build)).toEqual([problem]);
	});

	it("all of it at once", async () => {
		const build = { context: "app", target: "x", buildContexts: ["a=/x", "b=/y"], outputs: ["type=tar,dest=app"] };
		expect(await problems(build)).toHaveLength(4);
	});
});

describe("nothing is refused", () => {
	it.each<[string, Partial<BuildRequest>]>([
		["in a folder with a Dockerfile", { context: "app" }],
		["with a Dockerfile in lower case", { context: "other" }],
		["with a Dockerfile in lower case that is named", { context: "app", file: "other/Dockerfile", target: "final" }],
		[
			"without a Dockerfile, for a frontend that may need none",
			{ context: "weights", buildArgs: ["BUILDKIT_SYNTAX=a/b"] },
		],
		["of a stage behind what only looks like a here-document", { context: "quoted", target: "two" }],
		["with a Dockerfile elsewhere", { context: "other", file: "app/Dockerfile" }],
		["with a Dockerfile behind a URL", { context: "weights", file: "https://example.com/Dockerfile", target: "x" }],
		["of a Git context, whose stages are not known", { context: "https://a/b.git", gitContext: true, target: "x" }],
		["of an archive behind a URL", { context: "https://example.com/a.tar.gz", target: "x" }],
		["of a stage by its name in other letters", { context: "app", target: "BASE" }],
		["of a stage by its number", { context: "app", target: "0" }],
		["of a frontend that may name stages otherwise", { context: "own", target: "x" }],
		["of a frontend named by an argument", { context: "app", target: "x", buildArgs: ["BUILDKIT_SYNTAX=a/b"] }],
		["when targets are listed", { context: "app", target: "x", call: "targets" }],
		[
			"of named contexts that are folders or fetched",
			{
				context: "app",
				buildContexts: [
					...["a=weights", "b=docker-image://python:3.12", "c=target:base", "d=https://example.com/a.tar"],
					...[
						"e=git@example.com:a/b.git",
						"f=github.com/a/b",
						"g=oci-layout://weights",
						"h=ssh://git@example.com/a",
						"i=oci-layout://weights:1",
						"j=oci-layout://weights:1@sha256:0",
					],
				],
			},
		],
		[
			"of outputs that can be written",
			{ context: "app", outputs: ["type=local,dest=out", "type=local,dest=app", "type=oci,dest=new.tar", "-", "app"] },
		],
	])("%s", async (_, build) => {
		expect(await problems(build)).toEqual([]);
	});
});
