import { describe, expect, it } from "@jest/globals";
import { prepareBuild } from "../../../src/build/prepare.ts";
import type { BuildRequest } from "../../../src/model/build-request.ts";
import { UserError } from "../../../src/model/errors.ts";
import { buildRequest } from "../../support/build-request.ts";
import { fakeWorld } from "../../support/fake-world.ts";

const here = {
	"app/Dockerfile": "FROM scratch\nCOPY a /a\n",
	"app/note.txt": "x",
	"other/dockerfile": "FROM scratch\n",
};

async function problemOf(build: Partial<BuildRequest>) {
	try {
		await prepareBuild(fakeWorld({ files: here }).world, buildRequest(build), "/private");
		return undefined;
	} catch (error) {
		if (!(error instanceof UserError)) throw error;
		return { kind: error.kind, ...error.problems[0] };
	}
}

describe("what lies on this machine must be there before anything is built", () => {
	it.each<[title: string, build: Partial<BuildRequest>, input: string, text: string]>([
		["a context that is not there", { context: "nothere" }, "context", "is no folder"],
		["a context that is a file", { context: "app/note.txt" }, "context", "is a file"],
		["no Dockerfile", { context: "app/note.txt/..", file: "" }, "context", "is no folder"],
		["a Dockerfile that is not there", { context: "app", file: "docker/Dockerfile" }, "file", "has no Dockerfile"],
	])("%s is the user's mistake, with the place", async (_, build, input, text) => {
		expect(await problemOf(build)).toMatchObject({ kind: "input", input, message: expect.stringContaining(text) });
	});

	it.each<[title: string, build: Partial<BuildRequest>]>([
		["a folder with a Dockerfile", { context: "app" }],
		["one in lower case", { context: "other" }],
		["a Dockerfile elsewhere", { context: "other", file: "app/Dockerfile" }],
		["a Git context", { context: "https://github.com/a/b.git#main", gitContext: true }],
		["an archive behind a URL", { context: "https://example.com/a.tar.gz" }],
	])("%s is fine", async (_, build) => {
		expect(await problemOf(build)).toBeUndefined();
	});
});

it("the value of a secret goes into a private file and not into the request's command", async () => {
	const { world, files } = fakeWorld({ files: here });
	const secrets = [{ kind: "value", id: "token", value: "hunter2" }] as const;
	const prepared = await prepareBuild(world, buildRequest({ context: "app", secrets }), "/private");
	expect(prepared.secretFiles).toEqual({ token: "/private/secret-0" });
	expect(files.get("/private/secret-0")).toBe("hunter2");
});

it("the token for Git contexts goes into a private file too, and is masked", async () => {
	const { world, files } = fakeWorld();
	const masked: string[] = [];
	const log = { ...world.log, secret: (value: string) => void masked.push(value) };
	const gitToken = { id: "GIT_AUTH_TOKEN.github.com", value: "ghs_1" };
	const request = buildRequest({ context: "https://github.com/o/r.git#c0ffee", gitContext: true, gitToken });
	const prepared = await prepareBuild({ ...world, log }, request, "/private");
	expect(prepared.gitToken).toEqual({ id: gitToken.id, path: "/private/git-token" });
	expect(files.get("/private/git-token")).toBe("ghs_1");
	expect(masked).toEqual(["ghs_1"]);
});

it("a secret file that is not there is left out, with a warning that names it", async () => {
	const { world, warnings } = fakeWorld({ files: here });
	const secrets = [{ kind: "file", id: "netrc", path: "gone" }] as const;
	const prepared = await prepareBuild(world, buildRequest({ context: "app", secrets }), "/private");
	expect(prepared.request.secrets).toEqual([]);
	expect(warnings.join()).toContain('"gone"');
});
