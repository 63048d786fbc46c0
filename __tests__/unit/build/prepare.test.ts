import { expect, it } from "@jest/globals";
import { prepareBuild } from "../../../src/build/prepare.ts";
import { buildRequest } from "../../support/build-request.ts";
import { fakeWorld } from "../../support/fake-world.ts";

const here = {
	"app/Dockerfile": "FROM scratch\nCOPY a /a\n",
};

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

it("of a very large Dockerfile no lines are told, which a note says; its name still is", async () => {
	const large = `FROM scratch\n${"LABEL a=b\n".repeat(300_000)}`;
	const { world } = fakeWorld({ files: { "app/Dockerfile": large } });
	const { dockerfile, notes } = await prepareBuild(world, buildRequest({ context: "app" }), "/private");
	expect(dockerfile).toMatchObject({ file: "app/Dockerfile", stages: [] });
	expect(dockerfile?.at(2)).toBeUndefined();
	expect(notes).toEqual([
		"app/Dockerfile has more than 256 KiB: which of its lines made a step or a layer is not told, nor which layers its base image brought",
	]);
	const small = fakeWorld({ files: here });
	expect((await prepareBuild(small.world, buildRequest({ context: "app" }), "/private")).notes).toEqual([]);
});
