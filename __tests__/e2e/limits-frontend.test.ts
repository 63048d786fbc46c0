import { existsSync, readdirSync } from "node:fs";
import { beforeAll, describe, expect, it, jest } from "@jest/globals";
import { runStep } from "../support/action.ts";
import { folderWith } from "./support/docker.ts";
import { BASE, BASE_ARG } from "./support/dockerfiles.ts";
import { pushFrontend } from "./support/frontends.ts";
import { serveGit } from "./support/git-server.ts";
import { hog } from "./support/hogs.ts";
import { newRepository, registryTags } from "./support/manifests.ts";
import { buildIn } from "./support/steps.ts";

jest.setTimeout(300_000);

const MIB = 2 ** 20;
const ROOT = existsSync("/sys/fs/cgroup/memory") ? "/sys/fs/cgroup/memory" : "/sys/fs/cgroup";
const slots = () => readdirSync(ROOT).filter((name) => name.startsWith("mlbuild"));
const limits = { driver: "docker", memory: "256m", "memory-swap": "256m", "no-cache": "true" };
const PROBE = "does a RUN step of our own lie under the limit?";
const ELSEWHERE = /the frontend \S+\/e2e\/dockerfile:old puts RUN steps elsewhere than it is told/;

const frontends = { old: "", new: "" };
const on = (syntax: string, ...lines: readonly string[]) =>
	folderWith({ Dockerfile: `# syntax=${syntax}\n${BASE}${lines.join("\n")}\n` });

beforeAll(async () => {
	for (const which of ["old", "new"] as const) frontends[which] = await pushFrontend(which);
});

describe("a frontend that drops the parent of the RUN steps' cgroups", () => {
	it.each([
		["in the Dockerfile", () => on(frontends.old, "RUN true"), () => BASE_ARG],
		[
			"as a build argument",
			() => folderWith({ Dockerfile: `${BASE}RUN true\n` }),
			() => `${BASE_ARG}\nBUILDKIT_SYNTAX=${frontends.old}`,
		],
	])("%s: the run fails before the build, and nothing is pushed", async (_title, folder, args) => {
		const { ref, repo } = newRepository("frontend");
		const inputs = { ...limits, "build-args": args(), push: "true", tags: `${ref}:1` };
		const refused = await buildIn(folder(), inputs);
		expect(refused.code).toBe(1);
		expect(refused.outputs["failure-kind"]).toBe("engine");
		expect(refused.log).toMatch(ELSEWHERE);
		expect(refused.summary).toContain("driver: docker-container");
		expect(refused.log).not.toMatch(/^\$ docker buildx build/m);
		expect(refused.outputs["memory-limit"]).toBe("");
		expect(await registryTags(repo)).toEqual([]);
		expect(slots()).toEqual([]);
		expect(refused.left).toEqual([]);
	});

	it("under best-effort: it is built, and told that there is no limit", async () => {
		const told = await buildIn(on(frontends.old, hog(60, 1)), { ...limits, limits: "best-effort" });
		expect(told.code).toBe(0);
		expect(told.log).toMatch(ELSEWHERE);
		expect(told.summary).toMatch(/not enforced/);
		expect(told.outputs["memory-limit"]).toBe("");
		expect(told.report.limits.held).toBeUndefined();
		expect(slots()).toEqual([]);
	});

	it("in a Git repository, whose Dockerfile is read before the build", async () => {
		const server = await serveGit({
			"old/Dockerfile": `# syntax=${frontends.old}\n${BASE}RUN true\n`,
			"plain/docker/file": `${BASE}${hog(60, 6)}\n`,
		});
		const place = { GITHUB_SERVER_URL: server.url, GITHUB_REPOSITORY: server.repository, GITHUB_SHA: server.sha };
		const build = (folder: string, more: Readonly<Record<string, string>> = {}) =>
			runStep({
				cwd: folderWith({}),
				env: place,
				inputs: { context: `{{defaultContext}}:${folder}`, "build-args": BASE_ARG, ...limits, ...more },
			});
		const refused = await build("old");
		expect(refused.outputs["failure-kind"]).toBe("engine");
		expect(refused.log).toMatch(ELSEWHERE);
		const plain = await build("plain", { file: "docker/file" });
		expect(plain.code).toBe(0);
		expect(plain.log).not.toContain(PROBE);
		expect(plain.report.limits).toMatchObject({ held: { memory: 256 * MIB }, problems: [], seenOutside: [] });
		expect(plain.report.limits.seenInside).toBeGreaterThan(0);
	});
});

it("a frontend that does as it is told is proven, and the limit holds", async () => {
	const green = await buildIn(on(frontends.new, hog(60, 6)), limits);
	expect(green.code).toBe(0);
	expect(green.log).toContain(PROBE);
	expect(green.report.limits).toMatchObject({ held: { memory: 256 * MIB }, problems: [], seenOutside: [] });
	expect(green.report.limits.seenInside).toBeGreaterThan(0);
	const red = await buildIn(on(frontends.new, hog(400)), limits);
	expect(red.outputs["failure-kind"]).toBe("out-of-memory");
});

it("without a frontend in the Dockerfile nothing is tried", async () => {
	const plain = await buildIn(folderWith({ Dockerfile: `${BASE}RUN true\n` }), limits);
	expect(plain.code).toBe(0);
	expect(plain.log).not.toContain(PROBE);
});
