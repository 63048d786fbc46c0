// biome-ignore-all lint/suspicious/noTemplateCurlyInString: variables of Dockerfiles and of bake
import { describe, expect, it } from "@jest/globals";
import { bakeDefinition } from "../../../src/build/engines/bake.ts";
import type { Solve } from "../../../src/build/engines/solve.ts";
import { plainSolve } from "../../support/build-request.ts";

const FACTS = { factsDockerfile: "FROM scratch\nCOPY --from=img /a /", folder: "/t/bake", build: "both" as const };

function main(solve: Solve): Readonly<Record<string, unknown>> {
	const baked = bakeDefinition(solve, FACTS);
	if (!baked.ok) throw new Error("refused");
	return JSON.parse(baked.json).target.main;
}

describe("a build as a bake", () => {
	it("links our target to the user's result", () => {
		const baked = bakeDefinition(
			plainSolve({ platforms: ["linux/arm64"] }, { builder: "b", metadataFile: "/t/m" }),
			FACTS,
		);
		expect(baked).toMatchObject({ ok: true, file: "/t/bake/bake.json", output: "/t/bake/out" });
		expect(baked.ok && JSON.parse(baked.json).target.facts).toEqual({
			context: "/t/bake",
			"dockerfile-inline": FACTS.factsDockerfile,
			contexts: { img: "target:main" },
			platforms: ["linux/arm64"],
			output: ["type=local,dest=/t/bake/out"],
		});
		expect(baked.ok && baked.argv.join(" ")).toBe(
			"docker buildx bake --file /t/bake/bake.json --allow fs=* --builder b --metadata-file /t/m --progress=rawjson main facts",
		);
	});

	it.each([
		["build-args", { buildArgs: ["A=1=2"] }, { args: { A: "1=2" } }],
		["texts that look like bake's language", { buildArgs: ["A=${HOME} %{if}"] }, { args: { A: "$${HOME} %%{if}" } }],
		["add-hosts", { addHosts: ["h:::1"] }, { "extra-hosts": { h: "::1" } }],
		["labels", { labels: ["a=b", "c"] }, { labels: { a: "b", c: "" } }],
		["build-contexts", { buildContexts: ["w=./x"] }, { contexts: { w: "./x" } }],
		["file", { file: "docker/Dockerfile" }, { dockerfile: "cwd://docker/Dockerfile" }],
		["file in a Git context", { file: "Dockerfile.gpu", gitContext: true }, { dockerfile: "Dockerfile.gpu" }],
		[
			"file in an archive behind a URL",
			{ file: "docker/Dockerfile", context: "https://example.com/ctx.tar.gz" },
			{ dockerfile: "docker/Dockerfile" },
		],
		["add-hosts in bake's own order", { addHosts: ["a:1.1.1.1", "b:2.2.2.2"] }, { "extra-hosts": { a: "1.1.1.1" } }],
		["the last of two build-args", { buildArgs: ["A=1", "A=2"] }, { args: { A: "2" } }],
		[
			"the last of two build-args, the first from the environment",
			{ buildArgs: ["A", "A=${x}"] },
			{ args: { A: "$${x}" } },
		],
		["the last of two labels", { labels: ["a=1", "a"] }, { labels: { a: "" } }],
		["the last of two ulimits", { ulimit: ["nofile=1", "nofile=2", "nofile=1"] }, { ulimits: ["nofile=1"] }],
		[
			"the last of two secrets",
			{ secrets: ["/a", "/b", "/a"].map((path) => ({ kind: "file" as const, id: "x", path })) },
			{ secret: ["id=x,src=/a"] },
		],
		[
			"names of build-contexts as buildx reads them",
			{
				buildContexts: ["docker.io/library/python:3.12=./a", "library/alpine:latest=./b", "ghcr.io/me/app:latest=./c"],
			},
			{ contexts: { "python:3.12": "./a", alpine: "./b", "ghcr.io/me/app": "./c" } },
		],
		["platforms as they were written", { platforms: ["Linux/ARM64"] }, { platforms: ["Linux/ARM64"] }],
		["no-cache", { noCache: true, pull: true }, { "no-cache": true, pull: true }],
		["target", { target: "app" }, { target: "app" }],
	])("says %s", (_name, given, expected) => {
		expect(main(plainSolve(given))).toMatchObject(expected);
	});

	it("takes a build argument without value from the environment", () => {
		const baked = bakeDefinition(plainSolve({ buildArgs: ["HTTP_PROXY"] }), FACTS);
		expect(baked.ok && JSON.parse(baked.json)).toMatchObject({
			variable: { HTTP_PROXY: { default: null } },
			target: { main: { args: { HTTP_PROXY: "${HTTP_PROXY}" } } },
		});
	});

	it.each([
		["an agent", { ssh: ["default"] }, ["fs=*", "ssh"]],
		[
			"the agent that a Git context by ssh takes",
			{ context: "git@example.com:a/b.git", gitContext: true },
			["fs=*", "ssh"],
		],
		["the host's network, which needs no word in a build", { network: "host" }, ["fs=*", "network.host"]],
		["what the user allows", { network: "host", allow: ["network.host"] }, ["fs=*", "network.host"]],
	])("may use %s", (_name, given, allowed) => {
		const baked = bakeDefinition(plainSolve(given), FACTS);
		const argv = baked.ok ? baked.argv : [];
		expect(argv.filter((_, i) => argv[i - 1] === "--allow")).toEqual(allowed);
	});

	it.each([
		[{ push: true }, ["type=image,push=true"]],
		[{ push: true, outputs: ["type=image,compression=zstd"] }, ["type=image,compression=zstd,push=true"]],
		[{ load: true }, ["type=docker"]],
	])("pushes and loads the user's target only: %j", (given, output) => {
		expect(main(plainSolve({}, given))["output"]).toEqual(output);
	});

	it.each([
		["cgroup-parent", { cgroupParent: "/ml" }],
		["context", { context: "-" }],
		["build-args", { buildArgs: ["not-a-name"] }],
		["build-args", { buildArgs: ["A=1", "A"] }],
		["add-hosts", { addHosts: ["a=1.1.1.1", "a=2.2.2.2"] }],
		["add-hosts", { addHosts: ["b=1.1.1.1", "a=2.2.2.2"] }],
		["file", { file: "-" }],
		["file", { file: "https://example.com/Dockerfile" }],
		["file", { file: "https://example.com/Dockerfile", context: "https://example.com/ctx.tar.gz" }],
	])("says which input it has no word for: %s", (input, given) => {
		expect(bakeDefinition(plainSolve(given), FACTS)).toMatchObject({ ok: false, problems: [{ input }] });
	});
});
