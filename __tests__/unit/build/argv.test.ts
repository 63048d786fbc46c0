import { describe, expect, it } from "@jest/globals";
import {
	type AttestationContext,
	attestationAsked,
	attestations,
	builderId,
} from "../../../src/build/engines/attestations.ts";
import { solveArgv } from "../../../src/build/engines/buildx.ts";
import { askedSolve, deliverySolve, heldSolve, type SolveSetup } from "../../../src/build/engines/solves.ts";
import type { BuildRequest } from "../../../src/model/build-request.ts";
import { buildRequest, plainSolve } from "../../support/build-request.ts";

const SETUP: SolveSetup = {
	attests: [],
	secretFiles: {},
	compression: "",
	ownEngine: false,
	iidFile: "/t/iid",
	metadataFile: "/t/meta.json",
};
const CONTEXT: AttestationContext = { repositoryPrivate: false, builderSupports: true, builderId: "https://g/r/1" };

describe("the command of one solve", () => {
	it("is docker/build-push-action's with raw progress when everything is as asked", () => {
		const request = buildRequest({ tags: ["a:1", "a:2"], push: true, file: "./Dockerfile.gpu", buildArgs: ["A=1, 2"] });
		expect(solveArgv(askedSolve(request, SETUP))).toEqual([
			...["docker", "buildx", "build", "--build-arg", "A=1, 2", "--file", "./Dockerfile.gpu", "--iidfile", "/t/iid"],
			...["--tag", "a:1", "--tag", "a:2", "--metadata-file", "/t/meta.json", "--push", "--progress=rawjson", "."],
		]);
	});

	const FLAGS: [string, Partial<BuildRequest>, string[]][] = [
		["add-hosts", { addHosts: ["h:1.2.3.4"] }, ["--add-host", "h:1.2.3.4"]],
		["allow", { allow: ["network.host"] }, ["--allow", "network.host"]],
		["annotations", { annotations: ["a=b"] }, ["--annotation", "a=b"]],
		["build-contexts", { buildContexts: ["w=./weights"] }, ["--build-context", "w=./weights"]],
		["cache-from", { cacheFrom: ["type=gha"] }, ["--cache-from", "type=gha"]],
		["call", { call: "check" }, ["--call", "check"]],
		["cgroup-parent", { cgroupParent: "/ml" }, ["--cgroup-parent", "/ml"]],
		["labels", { labels: ["x=y z"] }, ["--label", "x=y z"]],
		["network", { network: "none" }, ["--network", "none"]],
		["no-cache", { noCache: true }, ["--no-cache"]],
		["no-cache-filters", { noCacheFilters: ["base"] }, ["--no-cache-filter", "base"]],
		["platforms", { platforms: ["linux/amd64", "linux/arm64"] }, ["--platform", "linux/amd64,linux/arm64"]],
		["pull", { pull: true }, ["--pull"]],
		["shm-size", { shmSize: "2g" }, ["--shm-size", "2g"]],
		["ssh", { ssh: ["default"] }, ["--ssh", "default"]],
		["target", { target: "app" }, ["--target", "app"]],
		["ulimit", { ulimit: ["nofile=1:1"] }, ["--ulimit", "nofile=1:1"]],
	];
	it.each(FLAGS)("says %s", (_name, given, flags) => {
		const base = ["docker", "buildx", "build", "--progress=rawjson", "."];
		const argv = solveArgv(plainSolve(given));
		expect(argv).toEqual(expect.arrayContaining([...flags, ...base]));
		expect(argv).toHaveLength(base.length + flags.length);
	});

	it("reads secrets from variables and files, and never holds their values", () => {
		const solve = plainSolve(
			{
				secrets: [
					{ kind: "value", id: "hf", value: "hf_very_secret" },
					{ kind: "env", id: "pip", variable: "PIP_TOKEN" },
					{ kind: "file", id: "net", path: "/home/a,b/.netrc" },
				],
			},
			{ secretFiles: { hf: "/t/s0" }, gitToken: { id: "GIT_AUTH_TOKEN.github.com", path: "/t/git" } },
		);
		const argv = solveArgv(solve);
		expect(argv.filter((_word, index) => argv[index - 1] === "--secret")).toEqual([
			"id=pip,env=PIP_TOKEN",
			"id=hf,src=/t/s0",
			'id=net,"src=/home/a,b/.netrc"',
			"id=GIT_AUTH_TOKEN.github.com,src=/t/git",
		]);
		expect(argv.join(" ")).not.toContain("hf_very_secret");
	});
});

describe("the solves of a gated run", () => {
	const request = buildRequest({
		tags: ["a:1"],
		push: true,
		noCache: true,
		noCacheFilters: ["x"],
		pull: true,
		cacheTo: ["type=gha", "type=inline"],
	});

	it("names and pushes nothing before the verdicts, but exports the cache", () => {
		expect(heldSolve(request, SETUP)).toMatchObject({
			...{
				tags: [],
				push: false,
				load: false,
				outputs: ["type=image,push=false"],
				cacheTo: ["type=gha", "type=inline"],
				fresh: true,
			},
		});
	});

	it("takes no cache-breaking flag and no second cache export to the delivery", () => {
		const argv = solveArgv(deliverySolve(request, SETUP));
		expect(argv).not.toEqual(expect.arrayContaining(["--no-cache"]));
		expect(argv.filter((word) => /no-cache|--pull|type=gha/.test(word))).toEqual([]);
		expect(argv).toEqual(expect.arrayContaining(["--cache-to", "type=inline", "--tag", "a:1", "--push"]));
	});

	it("needs no output where the engine's own store takes the image", () => {
		expect(heldSolve(request, { ...SETUP, ownEngine: true }).outputs).toEqual([]);
	});

	it("keeps the form of an output that was asked for, but not its name or its push", () => {
		const outputs = ["type=registry,name=a:1,compression=estargz,oci-mediatypes=true", "type=local,dest=out"];
		expect(heldSolve(buildRequest({ outputs }), SETUP).outputs).toEqual([
			"type=image,push=false,compression=estargz,oci-mediatypes=true",
		]);
	});

	it.each<[title: string, outputs: string[], push: boolean, held: string]>([
		[
			"the pushed one of several",
			["type=oci,dest=x", "type=image,a=1", "type=registry,a=2"],
			false,
			"type=image,push=false,a=2",
		],
		["the stored one beside an archive", ["type=oci,dest=x", "type=image,a=1"], false, "type=image,push=false,a=1"],
		["the archive's form when there is nothing else", ["type=oci,dest=x,a=1"], false, "type=image,push=false,a=1"],
		["the one that push adds to a docker output", ["type=docker,name=l,a=1"], true, "type=image,push=false"],
		["the one that push adds to files", ["type=local,dest=out"], true, "type=image,push=false"],
	])("judges one image: %s", (_, outputs, push, held) => {
		expect(heldSolve(buildRequest({ outputs, push }), SETUP).outputs).toEqual([held]);
	});

	it("compresses the image that push adds to other outputs, too", () => {
		const outputs = ["type=local,dest=out"];
		const solve = askedSolve(buildRequest({ outputs, push: true }), { ...SETUP, compression: "zstd" });
		expect(solve.outputs).toEqual([...outputs, "type=image,compression=zstd,oci-mediatypes=true"]);
	});

	it("uses the same compression in both solves", () => {
		const setup: SolveSetup = { ...SETUP, compression: "zstd" };
		expect(heldSolve(request, setup).outputs).toEqual(["type=image,push=false,compression=zstd,oci-mediatypes=true"]);
		expect(deliverySolve(request, setup).outputs).toEqual(["type=image,compression=zstd,oci-mediatypes=true"]);
	});

	it.each(["type=local,dest=out", "type=tar,dest=x.tar", "./out", "-"])(
		"writes no id file for the output %s",
		(output) => {
			expect(askedSolve(buildRequest({ outputs: [output] }), SETUP).iidFile).toBeUndefined();
		},
	);
});

describe("attestations", () => {
	const MAX = ["type=provenance,mode=max,builder-id=https://g/r/1"];
	const CASES: [string, Partial<BuildRequest>, Partial<AttestationContext>, string[]][] = [
		["a public repository", {}, {}, MAX],
		[
			"a private repository",
			{},
			{ repositoryPrivate: true },
			["type=provenance,mode=min,inline-only=true,builder-id=https://g/r/1"],
		],
		["a builder that cannot", {}, { builderSupports: false }, []],
		["BUILDX_NO_DEFAULT_ATTESTATIONS=1", {}, { noDefault: "1" }, []],
		["BUILDX_NO_DEFAULT_ATTESTATIONS=false", {}, { noDefault: "false" }, MAX],
		["load", { load: true }, {}, []],
		["a docker output", { outputs: ["type=docker,dest=x.tar"] }, {}, []],
		["provenance: false", { provenance: "false" }, {}, ["type=provenance,disabled=true"]],
		["provenance: true", { provenance: "true" }, {}, ["type=provenance,builder-id=https://g/r/1"]],
		["provenance: mode=min", { provenance: "mode=min" }, {}, ["type=provenance,mode=min,builder-id=https://g/r/1"]],
		["an own builder-id", { provenance: "mode=max,builder-id=me" }, {}, ["type=provenance,mode=max,builder-id=me"]],
		["sbom: true", { sbom: "true" }, { noDefault: "1" }, ["type=sbom,disabled=false"]],
		["sbom with a generator", { sbom: "generator=img" }, { noDefault: "1" }, ["type=sbom,generator=img"]],
		[
			"attests with a provenance",
			{ attests: ["type=provenance,mode=min"] },
			{},
			["type=provenance,mode=min,builder-id=https://g/r/1"],
		],
		["attests overruled by the input", { attests: ["type=provenance,mode=min"], provenance: "mode=max" }, {}, MAX],
	];
	it.each(CASES)("%s", (_name, given, context, expected) => {
		expect(attestations(buildRequest(given), { ...CONTEXT, ...context })).toEqual(expected);
	});

	it.each([
		[{ provenance: "false" }, false],
		[{ provenance: "mode=max" }, true],
		[{ sbom: "true" }, true],
		[{ attests: ["type=sbom,disabled=true"] }, false],
		[{ attests: ["type=sbom"] }, true],
		[{ attests: ["type=sbom"], sbom: "false" }, false],
		[{ attests: ["type=sbom"], provenance: "false" }, true],
		[{}, false],
	])("%j asks for one: %s", (given, expected) => {
		expect(attestationAsked(buildRequest(given)) !== undefined).toBe(expected);
	});

	it("names this attempt of the run", () => {
		const place = { serverUrl: "https://github.com", repository: "o/r", runId: "7", attempt: "2" };
		expect(builderId(place)).toBe("https://github.com/o/r/actions/runs/7/attempts/2");
	});
});
