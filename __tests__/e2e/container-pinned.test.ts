import { execFileSync } from "node:child_process";
import { chmodSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, jest, test } from "@jest/globals";
import { runStep } from "../support/action.ts";
import { BASE, docker, dockerfile, folderWith, HOST_NETWORK, makeBuilder, REGISTRY, unique } from "./support/docker.ts";
import { imageId } from "./support/engine.ts";
import { serveGit } from "./support/git-server.ts";
import { stored, tagDigest } from "./support/registry.ts";

jest.setTimeout(300_000);

/** A step that gives something else each time it runs, and is in no cache yet. */
const stampStep = () => `RUN echo STAMP=$(cat /proc/sys/kernel/random/uuid) ${unique("run")} | tee /stamp`;
let builder: string;

beforeAll(() => {
	builder = makeBuilder("--buildkitd-flags", "--allow-insecure-entitlement network.host");
});

/** Every time the step ran it printed another value. */
const stamps = (log: string) => new Set([...log.matchAll(/STAMP=([0-9a-f-]{36})/g)].map(([, stamp]) => stamp));

describe("what is pushed is what was judged, though a second build would give something else", () => {
	test.each([
		["no-cache", { "no-cache": "true" }],
		["no-cache-filters", { "no-cache-filters": "anew" }],
		["pull", { pull: "true" }],
	])("%s", async (_, more) => {
		const tag = `${REGISTRY}/pinned/fresh:${unique("v")}`;
		const cwd = folderWith({
			Dockerfile: `FROM ${BASE} AS anew\n${stampStep()}\nFROM ${BASE}\nCOPY --from=anew /stamp /stamp\n`,
		});
		const inputs = { context: ".", builder, push: "true", tags: tag, "max-image-size": "400MB", ...more };
		const result = await runStep({ cwd, inputs });
		expect(result.code).toBe(0);
		expect(stamps(result.log).size).toBe(1);
		expect((await stored(tag)).manifest).toBe(result.report.images[0].id);
	});

	test("a second run with no-cache builds anew", async () => {
		const cwd = folderWith({ Dockerfile: dockerfile(stampStep()) });
		const inputs = { context: ".", builder, "no-cache": "true", "max-image-size": "400MB" };
		const [first, second] = [await runStep({ cwd, inputs }), await runStep({ cwd, inputs })];
		expect([first.code, second.code]).toEqual([0, 0]);
		expect(stamps(first.log + second.log).size).toBe(2);
	});
});

/** A `docker` first on PATH that runs `act` right before the n-th call of `buildx build`. */
function dockerThat(act: string, call: number): string {
	const real = execFileSync("sh", ["-c", "command -v docker"], { encoding: "utf8" }).trim();
	const folder = folderWith({
		docker: `#!/bin/sh
case "$*" in "buildx build "*)
	echo x >> "$0.calls"
	if [ "$(wc -l < "$0.calls")" -eq ${call} ]; then (${act}) > "$0.acted" 2>&1; fi ;;
esac
exec ${real} "$@"
`,
	});
	chmodSync(path.join(folder, "docker"), 0o755);
	return folder;
}

describe("a source that moves between judging and pushing", () => {
	test.each([["a builder that is there"], ["a builder of our own"]])("a base tag, %s", async (which) => {
		const base = `${REGISTRY}/pinned/base:${unique("v")}`;
		const other = `${REGISTRY}/pinned/other:${unique("v")}`;
		for (const [name, text] of [
			[base, "old"],
			[other, "new"],
		] as const) {
			const source = folderWith({ Dockerfile: dockerfile(`RUN echo ${text} > /which`) });
			docker("buildx", "build", "--builder", builder, "--output", `type=image,name=${name},push=true`, source);
		}
		const real = execFileSync("sh", ["-c", "command -v docker"], { encoding: "utf8" }).trim();
		const PATH = `${dockerThat(`${real} buildx imagetools create --tag ${base} ${other}`, 2)}:${process.env["PATH"]}`;
		const old = await stored(base);
		const tag = `${REGISTRY}/pinned/moved:${unique("v")}`;
		const cwd = folderWith({ Dockerfile: `FROM ${base}\n${stampStep()}\n` });
		const on = which.includes("own") ? { driver: "docker-container", "driver-opts": HOST_NETWORK } : { builder };
		const inputs = { context: ".", ...on, push: "true", tags: tag, pull: "true", "max-image-size": "400MB" };
		const result = await runStep({ cwd, inputs, env: { PATH } });
		expect(result.code).toBe(0);
		expect(await tagDigest(base)).toBe(await tagDigest(other));
		expect(stamps(result.log).size).toBe(1);
		expect((await stored(tag)).manifest).toBe(result.report.images[0].id);
		const pushed = await stored(tag);
		expect(pushed.diffIds.slice(0, old.diffIds.length)).toEqual(old.diffIds);
	});

	test("the branch of a Git context", async () => {
		const server = await serveGit({ Dockerfile: dockerfile("COPY which /which", stampStep()), which: "old" });
		const clone = folderWith({});
		const who = ["-c", "user.name=e2e", "-c", "user.email=e2e@example.org"];
		const git = (...argv: string[]) => execFileSync("git", ["-C", clone, ...who, ...argv], { stdio: "pipe" });
		git("clone", "--quiet", server.folder, ".");
		writeFileSync(path.join(clone, "which"), "new");
		git("commit", "--quiet", "--all", "--message", "moved");
		const wrapper = dockerThat(`git -C ${clone} push ${server.folder} HEAD:main`, 2);
		const tag = `${REGISTRY}/pinned/branch:${unique("v")}`;
		const inputs = {
			context: `${server.url}/${server.repository}.git#main`,
			builder,
			push: "true",
			tags: tag,
			"max-image-size": "400MB",
		};
		const env = { PATH: `${wrapper}:${process.env["PATH"]}` };
		const result = await runStep({ cwd: folderWith({}), inputs, env });
		expect(result.code).toBe(0);
		const main = execFileSync("git", ["-C", server.folder, "rev-parse", "main"], { encoding: "utf8" });
		expect(main.trim()).not.toBe(server.sha);
		expect(stamps(result.log).size).toBe(1);
		expect((await stored(tag)).manifest).toBe(result.report.images[0].id);
	});

	describe("a builder that loses its cache in between builds something else: red", () => {
		const losing = async (inputs: Record<string, string>) => {
			const mine = makeBuilder();
			const real = execFileSync("sh", ["-c", "command -v docker"], { encoding: "utf8" }).trim();
			const wrapper = dockerThat(`${real} buildx prune --all --force --builder ${mine}`, 2);
			const cwd = folderWith({ Dockerfile: dockerfile(stampStep()) });
			const all = { context: ".", builder: mine, "max-image-size": "400MB", ...inputs };
			return runStep({ cwd, inputs: all, env: { PATH: `${wrapper}:${process.env["PATH"]}` } });
		};

		test("push: no tag is moved", async () => {
			const tag = `${REGISTRY}/pinned/lost:${unique("v")}`;
			const result = await losing({ push: "true", tags: tag });
			expect(stamps(result.log).size).toBe(2);
			expect(result.code).toBe(1);
			expect(result.outputs["failure-kind"]).toBe("engine");
			expect(result.log).toContain("is not what was judged");
			expect(await tagDigest(tag)).toBeUndefined();
		});

		test("load: the name stays where it was", async () => {
			const name = `${unique("lost")}:1`;
			docker("tag", BASE, name);
			const before = imageId(name);
			const result = await losing({ load: "true", tags: name });
			const after = imageId(name);
			docker("rmi", name);
			expect(stamps(result.log).size).toBe(2);
			expect(result.code).toBe(1);
			expect(result.log).toContain("what was loaded is not what was judged");
			expect(after).toBe(before);
			expect(result.report.delivered).toMatchObject({ tags: [], loaded: false });
		});

		test.each(["oci", "docker"])(
			"an archive (%s): the one that was there stays, and nothing lies beside it",
			async (type) => {
				const folder = folderWith({ "image.tar": "old" });
				const result = await losing({ outputs: `type=${type},dest=${folder}/image.tar` });
				expect(stamps(result.log).size).toBe(2);
				expect(result.code).toBe(1);
				expect(result.log).toContain("what was written is not what was judged");
				expect(readdirSync(folder)).toEqual(["image.tar"]);
				expect(readFileSync(path.join(folder, "image.tar")).subarray(0, 8).toString("latin1")).toBe("old");
			},
		);
	});

	describe("a download", () => {
		let server: Server;
		let url: string;
		let content = "";

		beforeAll(async () => {
			server = createServer((question, answer) => {
				if (question.url === "/change") content = unique("second");
				if (question.url?.startsWith("/tagged")) answer.setHeader("ETag", `"${content}"`);
				answer.end(content);
			});
			await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
			url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
		});
		afterAll(() => void server.close());

		test.each([
			["unchanged", "plain", "true"],
			["changed", "plain", "change"],
			["changed, with an ETag", "tagged", "change"],
		])("%s: the judged manifest is pushed", async (_, kind, act) => {
			const tag = `${REGISTRY}/pinned/download:${unique("v")}`;
			content = unique("first");
			const cwd = folderWith({
				Dockerfile: dockerfile(`ADD ${url}/${kind}/${unique("weights")} /weights`, stampStep()),
			});
			const inputs = { context: ".", builder, push: "true", tags: tag, "max-image-size": "400MB" };
			const wrapper = dockerThat(act === "change" ? `${process.execPath} -e "fetch('${url}/change')"` : act, 2);
			const result = await runStep({ cwd, inputs, env: { PATH: `${wrapper}:${process.env["PATH"]}` } });
			expect(content).toContain(act === "change" ? "second" : "first");
			if (result.code) console.log(result.log);
			expect(result.code).toBe(0);
			expect((await stored(tag)).manifest).toBe(result.report.images[0].id);
		});
	});
});
