import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { chmodSync, existsSync, readdirSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, jest, test } from "@jest/globals";
import { runStep } from "../support/action.ts";
import { BASE, docker, dockerfile, folderWith, makeBuilder, REGISTRY, tryDocker, unique } from "./support/docker.ts";
import { imageId } from "./support/engine.ts";
import { registryManifest } from "./support/manifests.ts";
import { stored, tagDigest } from "./support/registry.ts";

jest.setTimeout(300_000);

let builder: string;
const names: string[] = [];

beforeAll(() => {
	builder = makeBuilder();
});
afterAll(() => void tryDocker("rmi", "--force", ...names));

const small = () => folderWith({ Dockerfile: `FROM scratch\nCOPY Dockerfile /${unique("x")}\n` });
const run = (cwd: string, inputs: Record<string, string>) =>
	runStep({ cwd, inputs: { context: ".", builder, ...inputs } });
/** Armed and green; armed and red; nothing armed. */
const GATES = [
	["green", { "max-image-size": "1MB" }],
	["red", { "max-image-size": "1B" }],
	["no", {}],
] as const;

function named(prefix: string): string {
	const name = `${unique(prefix)}:1`;
	names.push(name);
	return name;
}

/** Names inside an image archive. */
function archiveNames(file: string): string {
	return execFileSync("tar", ["-xOf", file, path.basename(file) === "docker.tar" ? "manifest.json" : "index.json"], {
		encoding: "utf8",
	});
}

describe.each(GATES)("%s gate", (gate, more) => {
	const red = gate === "red";

	test("load: the image is in the engine under its name", async () => {
		const tag = named("load");
		const result = await run(small(), { load: "true", tags: tag, ...more });
		expect(result.code).toBe(red ? 1 : 0);
		expect(imageId(tag)).toBe(red ? undefined : result.outputs["imageid"]);
	});

	test.each([
		["of the user's", () => ({ builder: makeBuilder("--driver-opt", "default-load=true") })],
		["of our own", () => ({ builder: "", "driver-opts": "default-load=true" })],
	])("a builder that loads by default, %s: in the engine under its name", async (_, made) => {
		const tag = named("default-load");
		const result = await run(small(), { ...made(), tags: tag, ...more });
		expect(result.code).toBe(red ? 1 : 0);
		expect(imageId(tag)).toBe(red ? undefined : result.outputs["imageid"]);
		expect(result.report.delivered).toMatchObject({ tags: red ? [] : [tag], loaded: !red, pushed: false });
	});

	test("load and push together", async () => {
		const tag = `${REGISTRY}/delivery/both:${unique("v")}`;
		names.push(tag);
		const result = await run(small(), { load: "true", push: "true", tags: tag, ...more });
		expect(result.code).toBe(red ? 1 : 0);
		expect(imageId(tag) !== undefined).toBe(!red);
		// Without a gate the digest is that of buildx's last output, which need not be the pushed one.
		if (gate === "no") expect(await tagDigest(tag)).toMatch(/^sha256:/);
		else expect(await tagDigest(tag)).toBe(red ? undefined : result.outputs["digest"]);
	});

	test.each([
		["type=image with a name and push=true", (name: string) => ({ outputs: `type=image,name=${name},push=true` })],
		[
			"type=image, two names",
			(name: string) => ({ outputs: `type=image,"name=${REGISTRY}/delivery/also:1,${name}",push=true` }),
		],
		["type=registry with tags", (name: string) => ({ outputs: "type=registry", tags: name })],
		[
			"type=image and push: true",
			(name: string) => ({ outputs: "type=image,oci-mediatypes=true", push: "true", tags: name }),
		],
	])("outputs: %s", async (_, inputsFor) => {
		const name = `${REGISTRY}/delivery/image:${unique("v")}`;
		const result = await run(small(), { ...inputsFor(name), ...more });
		expect(result.code).toBe(red ? 1 : 0);
		expect(await tagDigest(name)).toBe(red ? undefined : result.outputs["digest"]);
		if (!red) expect((await stored(name)).manifest).toBe(result.report.images[0].id);
	});

	test("outputs: push by digest leaves no tag", async () => {
		const repository = `delivery/${unique("bydigest")}`;
		const outputs = `type=image,name=${REGISTRY}/${repository},push-by-digest=true,name-canonical=true,push=true`;
		const result = await run(small(), { outputs, ...more });
		expect(result.code).toBe(red ? 1 : 0);
		const digest = result.outputs["digest"] ?? "";
		expect((await registryManifest(repository, "latest"))?.digest).toBeUndefined();
		if (!red) expect((await registryManifest(repository, digest))?.digest).toBe(digest);
		else expect(digest === "" || (await registryManifest(repository, digest)) === undefined).toBe(true);
	});

	test("files beside a push: the image is held all the same", async () => {
		const cwd = small();
		const tag = `${REGISTRY}/delivery/beside:${unique("v")}`;
		const result = await run(cwd, { outputs: "type=local,dest=files", push: "true", tags: tag, ...more });
		expect(result.code).toBe(red ? 1 : 0);
		expect((await tagDigest(tag)) !== undefined).toBe(!red);
		expect(existsSync(path.join(cwd, "files"))).toBe(!red);
		if (!red) expect((await stored(tag)).manifest).toBe(result.report.images[0].id);
	});

	test.each(["docker", "oci"])("outputs: type=%s,dest: the archive is written", async (type) => {
		const cwd = small();
		const tag = named("archive");
		const result = await run(cwd, { outputs: `type=${type},dest=${type}.tar`, tags: tag, ...more });
		expect(result.code).toBe(red ? 1 : 0);
		const file = path.join(cwd, `${type}.tar`);
		expect(existsSync(file)).toBe(!red);
		if (!red) expect(archiveNames(file)).toContain(tag);
	});
});

describe("several outputs and names, with a gate", () => {
	const gate = { "max-image-size": "1MB" };

	test("a name that is only loaded is not pushed, and a pushed one is not loaded", async () => {
		const pushed = `${REGISTRY}/delivery/pushed:${unique("v")}`;
		const local = `${REGISTRY}/delivery/local:${unique("v")}`;
		names.push(local);
		const outputs = `type=image,name=${pushed},push=true\ntype=docker,name=${local}`;
		const result = await run(small(), { outputs, ...gate });
		expect(result.code).toBe(0);
		expect(await tagDigest(pushed)).toBe(result.outputs["digest"]);
		expect(await tagDigest(local)).toBeUndefined();
		expect(imageId(local)).toMatch(/^sha256:/);
		expect(imageId(pushed)).toBeUndefined();
		expect(result.report.delivered).toMatchObject({ tags: [local, pushed], pushedTags: [pushed], loaded: true });
	});

	test.each([
		["with a gate", gate],
		["without one", {}],
	])("tags win over the name of an output, %s", async (_, more) => {
		const tag = `${REGISTRY}/delivery/tags:${unique("v")}`;
		const other = `${REGISTRY}/delivery/name:${unique("v")}`;
		names.push(tag);
		const outputs = `type=image,name=${other},push=true\ntype=docker,name=${other}`;
		const result = await run(small(), { tags: tag, outputs, ...more });
		expect(result.code).toBe(0);
		expect(await tagDigest(tag)).toMatch(/^sha256:/);
		expect(await tagDigest(other)).toBeUndefined();
		expect([imageId(tag) !== undefined, imageId(other)]).toEqual([true, undefined]);
		expect(result.report.delivered).toMatchObject({ tags: [tag], pushedTags: [tag], loaded: true });
		expect(result.log).toContain(`${other} in outputs`);
	});

	test("push, archive, files and load in one run", async () => {
		const cwd = small();
		const tag = `${REGISTRY}/delivery/all:${unique("v")}`;
		names.push(tag);
		const outputs = "type=image,push=true\ntype=oci,dest=image.tar\ntype=local,dest=files\ntype=docker";
		const result = await run(cwd, { tags: tag, outputs, ...gate });
		expect(result.code).toBe(0);
		expect((await stored(tag)).manifest).toBe(result.report.images[0].id);
		expect(imageId(tag)).toMatch(/^sha256:/);
		expect(readdirSync(cwd).sort()).toEqual(["Dockerfile", "files", "image.tar"]);
	});

	test("a push by digest beside a push with a tag: only that tag moves", async () => {
		const tag = `${REGISTRY}/delivery/tagged:${unique("v")}`;
		const repository = `delivery/${unique("bare")}`;
		const outputs = [
			`type=image,name=${tag},push=true`,
			`type=image,name=${REGISTRY}/${repository},push-by-digest=true,name-canonical=true,push=true`,
		].join("\n");
		const result = await run(small(), { outputs, ...gate });
		expect(result.code).toBe(0);
		const digest = result.outputs["digest"] ?? "";
		expect(await tagDigest(tag)).toBe(digest);
		expect((await registryManifest(repository, digest))?.digest).toBe(digest);
		expect((await registryManifest(repository, "latest"))?.digest).toBeUndefined();
		expect(result.report.delivered.tags).toEqual([tag]);
	});

	test.each([
		["pushed images that differ", ["type=image,name=A,push=true", "type=image,name=B,compression=zstd,push=true"]],
		["an archive as a folder", ["type=oci,dest=layout,tar=false"]],
		["an archive to standard output", ["type=oci"]],
	])("refused before the build: %s", async (_, outputs) => {
		const cwd = small();
		const result = await run(cwd, { outputs: outputs.join("\n"), tags: "app:1", ...gate });
		expect(result).toMatchObject({ code: 1, outputs: { "failure-kind": "input" } });
		expect(result.log).toMatch(/outputs: [^\n]*\n[^\n]*gate: off/);
		expect(readdirSync(cwd)).toEqual(["Dockerfile"]);
	});

	test("a tag that cannot be moved: the report says which were and which was not", async () => {
		const moved = `${REGISTRY}/delivery/first:${unique("v")}`;
		const denied = `${REGISTRY}/delivery/denied:${unique("v")}`;
		const real = execFileSync("sh", ["-c", "command -v docker"], { encoding: "utf8" }).trim();
		const script = `#!/bin/sh\ncase "$*" in *"imagetools create"*denied*) echo "ERROR: denied" >&2; exit 1 ;; esac\nexec ${real} "$@"\n`;
		const folder = folderWith({ docker: script });
		chmodSync(path.join(folder, "docker"), 0o755);
		const result = await runStep({
			cwd: small(),
			inputs: { context: ".", builder, push: "true", tags: `${moved}\n${denied}`, ...gate },
			env: { PATH: `${folder}:${process.env["PATH"]}` },
		});
		expect(result.code).toBe(1);
		expect(await tagDigest(moved)).toMatch(/^sha256:/);
		expect(await tagDigest(denied)).toBeUndefined();
		expect(result.report.delivered).toMatchObject({ tags: [moved], pushed: true, pushedTags: [moved] });
		expect(result.summary).not.toContain("Nothing was pushed");
		expect(result.summary).toMatch(/\*\*Pushed\*\* .*first.*\*\*not pushed\*\* .*denied/);
	});
});

describe("outputs that are no image", () => {
	test.each([
		["type=local,dest=out", "out"],
		["type=tar,dest=out.tar", "out.tar"],
	])("%s is written", async (outputs, name) => {
		const cwd = small();
		const result = await run(cwd, { outputs });
		expect(result.code).toBe(0);
		expect(readdirSync(cwd)).toContain(name);
		expect(result.outputs["unpacked-bytes"]).toBe("");
	});

	test("an assertion about the image is refused before the build", async () => {
		const cwd = small();
		const result = await run(cwd, { outputs: "type=local,dest=out", "max-image-size": "1MB" });
		expect(result.code).toBe(1);
		expect(result.outputs["failure-kind"]).toBe("input");
		expect(result.log).toContain("no image to check");
		expect(readdirSync(cwd)).toEqual(["Dockerfile"]);
	});
});

describe("call: check", () => {
	test.each([
		["a good Dockerfile", "FROM scratch AS one\nCOPY x /x\n", 0, "no warnings found"],
		["a doubtful one", "FROM scratch as one\nCOPY x /x\n", 1, "FromAsCasing"],
	])("%s", async (_, text, code, said) => {
		const result = await run(folderWith({ Dockerfile: text, x: "x" }), { call: "check" });
		expect(result.log).toContain(said);
		expect(result.code).toBe(code);
	});
});

test("secrets reach the step and stand nowhere else; a missing file is left out with a warning", async () => {
	const [value, lines, env, file] = [
		unique("value"),
		`${unique("line")}\nsecond ${unique("line")}`,
		unique("env"),
		unique("file"),
	];
	const sum = (text: string) => createHash("sha256").update(text).digest("hex");
	const mounts = ["value", "lines", "env", "file"].map((id) => `--mount=type=secret,id=${id}`).join(" ");
	const cwd = folderWith({
		Dockerfile: dockerfile(
			`RUN ${mounts} --mount=type=secret,id=absent cd /run/secrets && sha256sum * && echo leak $(cat value env file) && ls /run/secrets | wc -l`,
		),
		"token.txt": file,
	});
	const result = await runStep({
		cwd,
		env: { FROM_ENV: env },
		inputs: {
			context: ".",
			builder,
			"max-image-size": "400MB",
			secrets: `value=${value}\n"lines=${lines}"`,
			"secret-envs": "env=FROM_ENV",
			"secret-files": "file=token.txt\nabsent=not-there.txt",
		},
	});
	expect(result.code).toBe(0);
	for (const text of [value, lines, env, file]) expect(result.log).toContain(sum(text));
	expect(result.log).toMatch(/warning.*not-there\.txt/);
	// The runner itself hides what add-mask tells it; everything else must be without them.
	const said = result.log.replaceAll(/^::add-mask::.*$/gm, "");
	for (const text of [value, env, file, ...lines.split("\n")]) {
		expect(said).not.toContain(text);
		expect(result.summary + JSON.stringify(result.report) + JSON.stringify(result.outputs)).not.toContain(text);
	}
	expect(result.left).toEqual([]);
});

test("a named build context replaces the base image", async () => {
	const tag = `${REGISTRY}/delivery/replaced:${unique("v")}`;
	const cwd = folderWith({ Dockerfile: `FROM python:3.12-slim\nRUN echo ${unique("x")} > /x\n` });
	const inputs = {
		"build-contexts": `python:3.12-slim=docker-image://${BASE}`,
		push: "true",
		tags: tag,
		"max-image-size": "400MB",
	};
	const result = await run(cwd, inputs);
	expect(result.code).toBe(0);
	expect((await stored(tag)).manifest).toBe(result.report.images[0].id);
	expect((await stored(tag)).diffIds[0]).toBe((await stored(BASE)).diffIds[0]);
	expect(docker("images", "--quiet", "python:3.12-slim")).toBe("");
});
