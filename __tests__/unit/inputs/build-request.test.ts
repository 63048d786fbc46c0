import { describe, expect, it } from "@jest/globals";
import { readBuildRequest } from "../../../src/inputs/build-request.ts";
import { createReader } from "../../../src/inputs/create-reader.ts";
import type { InputContext } from "../../../src/inputs/git-context.ts";
import { printProblem } from "../../../src/model/errors.ts";

const SHA = "860c1904a1ce19322e91ac35af1ab07466440c37";
const DEFAULT = `https://github.com/team/model.git#${SHA}`;
const RUN: InputContext = {
	cli: false,
	env: { GITHUB_REPOSITORY: "team/model", GITHUB_SHA: SHA, GITHUB_REF: "refs/heads/main" },
};

function read(values: Readonly<Record<string, string>>, context = RUN) {
	const reader = createReader((name) => values[name]);
	const request = readBuildRequest(reader, context);
	return { request, problems: reader.problems().map(printProblem), notes: reader.notes() };
}

describe("the inputs of docker/build-push-action", () => {
	it("are none: this repository's commit is built and nothing else is asked", () => {
		const { request, problems, notes } = read({});
		expect({ problems, notes }).toEqual({ problems: [], notes: [] });
		expect(request).toMatchObject({
			context: DEFAULT,
			gitContext: true,
			push: false,
			load: false,
			noCache: false,
			pull: false,
			tags: [],
			provenance: "",
		});
	});

	it.each([
		["add-hosts", "docker:10.180.0.1,db:10.0.0.2", { addHosts: ["docker:10.180.0.1", "db:10.0.0.2"] }],
		["allow", "network.host,security.insecure", { allow: ["network.host", "security.insecure"] }],
		["annotations", "a=1,2\nindex:b=3", { annotations: ["a=1,2", "index:b=3"] }],
		[
			"attests",
			"type=sbom,generator=image\ntype=provenance,mode=max",
			{ attests: ["type=sbom,generator=image", "type=provenance,mode=max"] },
		],
		["build-args", "ARCH=8.0,9.0\nMAX_JOBS=4", { buildArgs: ["ARCH=8.0,9.0", "MAX_JOBS=4"] }],
		[
			"build-contexts",
			"weights=./w,1\nbase={{defaultContext}}:base",
			{ buildContexts: ["weights=./w,1", `base=${DEFAULT}:base`] },
		],
		["builder", "mine", { builder: "mine" }],
		["cache-from", "type=registry,ref=a/b:c\ntype=gha", { cacheFrom: ["type=registry,ref=a/b:c", "type=gha"] }],
		["cache-to", "type=gha,mode=max", { cacheTo: ["type=gha,mode=max"] }],
		["call", "check", { call: "check" }],
		["cgroup-parent", "builds", { cgroupParent: "builds" }],
		["context", ".", { context: ".", gitContext: false }],
		["context", "{{defaultContext}}:docker", { context: `${DEFAULT}:docker`, gitContext: true }],
		["file", "docker/Dockerfile", { file: "docker/Dockerfile" }],
		["labels", "a=1,2\nb=3", { labels: ["a=1,2", "b=3"] }],
		["load", "true", { load: true }],
		["network", "host", { network: "host" }],
		["no-cache", "true", { noCache: true }],
		["no-cache-filters", "base,final", { noCacheFilters: ["base", "final"] }],
		["outputs", 'type=image,"name=a/b,c/d",push=true', { outputs: ['type=image,"name=a/b,c/d",push=true'] }],
		["platforms", "linux/amd64,linux/arm64", { platforms: ["linux/amd64", "linux/arm64"] }],
		["provenance", "mode=max", { provenance: "mode=max" }],
		["pull", "true", { pull: true }],
		["sbom", "true", { sbom: "true" }],
		["shm-size", "2g", { shmSize: "2g" }],
		["ssh", "default,other=./key", { ssh: ["default", "other=./key"] }],
		[
			"tags",
			"user/app:1\nghcr.io/user/app:1.2,localhost:5000/a",
			{ tags: ["user/app:1", "ghcr.io/user/app:1.2", "localhost:5000/a"] },
		],
		["target", "final", { target: "final" }],
		["ulimit", "nofile=1024:1024\ncore=0", { ulimit: ["nofile=1024:1024", "core=0"] }],
	])("%s: %j", (name, value, expected) => {
		const { request, problems } = read({ [name]: value });
		expect(problems).toEqual([]);
		expect(request).toMatchObject(expected);
	});
});

describe("secrets", () => {
	it("come as values, variables and files", () => {
		const context = { ...RUN, env: { ...RUN.env, HF: "hf_123" } };
		const values = {
			secrets: 'TOKEN=a,b=c\n"KEY=line 1\nline 2\n"',
			"secret-envs": "hf=HF",
			"secret-files": "netrc=./a,b.netrc",
		};
		const { request, problems, notes } = read(values, context);
		expect({ problems, notes }).toEqual({ problems: [], notes: [] });
		expect(request.secrets).toEqual([
			{ kind: "value", id: "TOKEN", value: "a,b=c" },
			{ kind: "value", id: "KEY", value: "line 1\nline 2\n" },
			{ kind: "env", id: "hf", variable: "HF" },
			{ kind: "file", id: "netrc", path: "./a,b.netrc" },
		]);
	});

	it.each([
		["no =", "hunter2", 'secrets: it is not written as "id=value"'],
		["no id", "=hunter2", 'secrets: it has no id before "="'],
		["no value, as in a pull request of a fork", "hunter2=", 'secrets: it is empty after "="'],
		["an id that is none", "hunter2 x=1", "secrets: its id holds a blank"],
		["lines of a key without quotes", "KEY=aaa\nhunter2\nX=1", 'secrets, item 2 of 3: it is not written as "id=value"'],
	])("with %s are left out with a note that does not show them", (_title, secrets, note) => {
		const { request, problems, notes } = read({ secrets });
		expect(problems).toEqual([]);
		expect(notes).toEqual([expect.stringContaining(note)]);
		expect(JSON.stringify([notes, request.secrets])).not.toContain("hunter2");
	});

	it("from a variable that is not set are empty, with a note", () => {
		const { request, notes } = read({ "secret-envs": "hf=HF_TOKEN" });
		expect(request.secrets).toEqual([{ kind: "env", id: "hf", variable: "HF_TOKEN" }]);
		expect(notes).toEqual(['secret-envs: the variable HF_TOKEN is not set, so the secret "hf" is empty']);
	});

	it("are not shown when their quotes do not match", () => {
		const { problems } = read({ secrets: '"TOKEN=hunter2' });
		expect(problems).toEqual([expect.stringMatching(/^secrets: a quote is opened and not closed/)]);
		expect(problems.join()).not.toContain("hunter2");
	});
});

describe("the token for Git contexts", () => {
	const token = { "github-token": "ghs_1" };
	const own = { id: "GIT_AUTH_TOKEN.github.com", value: "ghs_1" };
	it.each([
		["the default context", {}, own],
		["a folder of it", { context: "{{defaultContext}}:docker" }, own],
		["a path", { context: "." }, undefined],
		["another repository", { context: "https://github.com/other/repo.git" }, undefined],
		["no token", { "github-token": "" }, undefined],
		["a token of the user's", { secrets: "GIT_AUTH_TOKEN=mine" }, undefined],
		["a token of the user's in a variable", { "secret-envs": "GIT_AUTH_TOKEN=HOME" }, undefined],
		["a token of the user's in a file", { "secret-files": "GIT_AUTH_TOKEN.github.com=token.txt" }, undefined],
		["a token of the user's for that host", { secrets: "GIT_AUTH_TOKEN.github.com=mine" }, undefined],
		["a token of the user's for another host", { secrets: "GIT_AUTH_TOKEN.example.org=mine" }, own],
	])("with %s", (_title, values, expected) => {
		expect(read({ ...token, ...values }).request.gitToken).toEqual(expected);
	});

	it.each([
		["", "github.com"],
		["https://ghe.example", "ghe.example"],
		["http://127.0.0.1:3000", "127.0.0.1:3000"],
	])("is for the server of the repository: %j", (server, host) => {
		const context = { ...RUN, env: { ...RUN.env, GITHUB_SERVER_URL: server } };
		expect(read(token, context).request.gitToken?.id).toBe(`GIT_AUTH_TOKEN.${host}`);
	});

	it("is not used on the command line", () => {
		expect(read(token, { ...RUN, cli: true }).request.gitToken).toBeUndefined();
	});
});

describe("what buildx would refuse", () => {
	it.each<[Readonly<Record<string, string>>, string]>([
		[
			{ "no-cache": "true", "no-cache-filters": "a,b" },
			'no-cache-filters: "a, b" cannot stand beside no-cache: true, which covers all stages; leave out one of the two',
		],
		[{ tags: "user/App:1" }, 'tags: "user/App:1" is not an image name; names are written in lower case: "user/app:1"'],
		[
			{ tags: "user/app:" },
			'tags: "user/app:" is not an image name; nothing follows the ":", so a variable may be empty; write for example "user/app:1.2"',
		],
		[{ tags: "a b" }, 'tags: "a b" is not an image name; write for example "user/app:1.2" or "ghcr.io/user/app:1.2"'],
		[{ push: "true" }, 'push: an image is to be pushed, but it has no name; give tags, for example "user/app:1.2"'],
		[
			{ push: "true", outputs: "type=local,dest=out" },
			'push: an image is to be pushed, but it has no name; give tags, for example "user/app:1.2"',
		],
		[
			{ outputs: "type=registry" },
			'outputs: an image is to be pushed, but it has no name; give tags, for example "user/app:1.2"',
		],
		[
			{ tags: "user/app:1", push: "true", call: "check" },
			'call: "check" cannot stand beside push: it builds nothing, so an empty image would be delivered; leave out one of the two',
		],
		[
			{ push: "true", call: "check" },
			'call: "check" cannot stand beside push: it builds nothing, so an empty image would be delivered; leave out one of the two',
		],
		[
			{ tags: "user/app:1", load: "true", call: "outline" },
			'call: "outline" cannot stand beside load: it builds nothing, so an empty image would be delivered; leave out one of the two',
		],
		[
			{ tags: "user/app:1", outputs: "type=docker", call: "targets" },
			'call: "targets" cannot stand beside outputs: it builds nothing, so an empty image would be delivered; leave out one of the two',
		],
		[
			{ tags: "user/app:1", outputs: "type=image,push-by-digest=true,push=true" },
			'tags: "user/app:1" has a tag, and what is pushed by its digest gets none; write "user/app", or leave out push-by-digest',
		],
		[
			{ outputs: "type=image,name=user/app:1,push-by-digest=true,push=true" },
			'outputs: "user/app:1" has a tag, and what is pushed by its digest gets none; write "user/app", or leave out push-by-digest',
		],
		[
			{ outputs: "dest=out,compression=zstd" },
			'outputs: "dest=out,compression=zstd" is not an output: it is no list of key=value with a type; write for example "type=local,dest=out"',
		],
		[
			{ "build-contexts": "./weights" },
			'build-contexts: "./weights" is not a named context; write name=path, for example "weights=./weights"',
		],
		[
			{ "add-hosts": "docker" },
			'add-hosts: "docker" is not a host with its address; write for example "docker:10.180.0.1"',
		],
		[{ "shm-size": "2 cups" }, 'shm-size: "2 cups" is not a size of shared memory; write for example "2g"'],
		[
			{ context: "{{defaultcontext}}" },
			'context: "{{defaultcontext}}" has the placeholder {{defaultcontext}}, which does not exist; the only one is {{defaultContext}}',
		],
		[
			{ tags: `user/app:1@sha256:${"0".repeat(64)}` },
			`tags: "user/app:1@sha256:${"0".repeat(64)}" holds a digest, which no image can be given; leave out the digest: "user/app:1"`,
		],
		[{ load: "yes" }, 'load: "yes" is neither true nor false; write "true" or "false"'],
	])("%j", (values, problem) => {
		expect(read(values).problems).toEqual([problem]);
	});

	it.each<[Readonly<Record<string, string>>]>([
		[{ push: "true", tags: "user/app:1" }],
		[{ push: "true", load: "true", tags: "user/app:1" }],
		[{ push: "true", outputs: "type=image,name=user/app,push-by-digest=true" }],
		[{ tags: "user/app:1", call: "check" }],
		[{ tags: "user/app:1", call: "build", push: "true" }],
		[{ outputs: "type=local,dest=out", call: "outline" }],
		[{ tags: "user/app", outputs: "type=image,push-by-digest=true,push=true" }],
		[{ tags: "user/app:1", outputs: "type=image,push-by-digest=true" }],
		[{ outputs: "out" }],
		[{ outputs: "type=image,push=false" }],
		[{ outputs: "type=cacheonly" }],
		[{ tags: "Registry.example.org:5000/team/a__b/c-d.e:V1.2" }],
		[{ "add-hosts": "host=[2001:db8::1]" }],
		[{ "shm-size": "512MB" }],
		[{ "no-cache-filters": "a" }],
	])("is not %j", (values) => {
		expect(read(values).problems).toEqual([]);
	});
});

describe("without a repository", () => {
	const nowhere: InputContext = { cli: false, env: {} };

	it("the default context is a problem with its remedy", () => {
		const problem = `needs the default context, this repository's commit, but GITHUB_REPOSITORY and GITHUB_SHA are not set; write a path, for example "."`;
		expect(read({}, nowhere).problems).toEqual([`context: ${problem}`]);
		expect(read({ context: "{{defaultContext}}:a" }, nowhere).problems).toEqual([
			`context: "{{defaultContext}}:a" ${problem}`,
		]);
	});

	it("a path is enough", () => {
		expect(read({ context: "./app" }, nowhere)).toMatchObject({ problems: [], request: { context: "./app" } });
	});

	it("the command line builds the current folder", () => {
		expect(read({}, { cli: true, env: {} })).toMatchObject({
			problems: [],
			request: { context: ".", gitContext: false },
		});
	});
});
