import { describe, expect, it } from "@jest/globals";
import { defaultContext, expandContext, type InputContext, isGitContext } from "../../../src/inputs/git-context.ts";

const SHA = "860c1904a1ce19322e91ac35af1ab07466440c37";
const HEAD = "f11797113e5a9b86bd976329c5dbb8a8bfdfadfa";
const REPOSITORY = "https://github.com/team/model.git";

function context(env: Readonly<Record<string, string>>, more: Partial<InputContext> = {}): InputContext {
	return {
		cli: false,
		env: { GITHUB_REPOSITORY: "team/model", GITHUB_SHA: SHA, GITHUB_REF: "refs/heads/main", ...env },
		...more,
	};
}

const HEAD_WANTED = { DOCKER_DEFAULT_GIT_CONTEXT_PR_HEAD_REF: "true" };
const QUERY_WANTED = { BUILDX_SEND_GIT_QUERY_AS_INPUT: "true" };
const PULL = { GITHUB_REF: "refs/pull/15/merge" };

describe("the default context", () => {
	it.each([
		["a branch", context({}), `${REPOSITORY}#${SHA}`],
		["a branch without refs/", context({ GITHUB_REF: "main" }), `${REPOSITORY}#${SHA}`],
		["a tag", context({ GITHUB_REF: "refs/tags/v1.0.0" }), `${REPOSITORY}#${SHA}`],
		["no commit known", context({ GITHUB_SHA: "", GITHUB_REF: "main" }), `${REPOSITORY}#refs/heads/main`],
		["a pull request: its merge commit", context(PULL), `${REPOSITORY}#${SHA}`],
		[
			"a pull request, its head wanted",
			context({ ...PULL, ...HEAD_WANTED }, { pullRequestHead: HEAD }),
			`${REPOSITORY}#${HEAD}`,
		],
		[
			"a pull request, its head wanted and unknown",
			context({ ...PULL, ...HEAD_WANTED }),
			`${REPOSITORY}#refs/pull/15/head`,
		],
		[
			"a branch, heads of pull requests wanted",
			context(HEAD_WANTED, { pullRequestHead: HEAD }),
			`${REPOSITORY}#${SHA}`,
		],
		["the query form is the same commit", context(QUERY_WANTED), `${REPOSITORY}#${SHA}`],
		[
			"another server",
			context({ GITHUB_SERVER_URL: "https://git.example.org" }),
			`https://git.example.org/team/model.git#${SHA}`,
		],
		["no repository", context({ GITHUB_REPOSITORY: "" }), undefined],
		["the command line", context({}, { cli: true }), "."],
	])("%s", (_title, given, expected) => {
		expect(defaultContext(given)).toBe(expected);
	});
});

describe("{{defaultContext}}", () => {
	const fragment = `${REPOSITORY}#${SHA}`;
	const query = `${REPOSITORY}?ref=${SHA}`;
	it.each([
		["{{defaultContext}}", fragment, fragment],
		["{{ defaultContext }}", fragment, fragment],
		["{{{defaultContext}}}", query, query],
		["{{defaultContext}}:docker/train", fragment, `${fragment}:docker/train`],
		["{{defaultContext}}:docker/train", query, `${query}&subdir=docker/train`],
		["{{defaultContext}}&subdir=docker", query, `${query}&subdir=docker`],
		["weights={{defaultContext}}:weights", fragment, `weights=${fragment}:weights`],
		["{{defaultContext}}", ".", "."],
		["{{defaultContext}}:docker/train", ".", "./docker/train"],
		["./docker", fragment, "./docker"],
	])("%s with %s", (text, base, expected) => {
		expect(expandContext(text, base)).toBe(expected);
	});
});

describe("a Git context", () => {
	it.each([
		["https://github.com/team/model.git#main:docker", true],
		["https://github.com/team/model.git?ref=main", true],
		["https://github.com/team/model.git", true],
		["git://example.org/model", true],
		["ssh://git@example.org/model", true],
		["git@github.com:team/model.git", true],
		["github.com/team/model", true],
		["https://example.org/context.tar.gz", false],
		["https://example.org/model.github.io/context.tar", false],
		["./github.com/team/model", false],
		[".", false],
		["-", false],
		["/srv/model.git", false],
	])("%s: %s", (text, expected) => {
		expect(isGitContext(text)).toBe(expected);
	});
});
