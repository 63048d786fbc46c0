import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it, jest } from "@jest/globals";
import { folderWith, tryDocker } from "./support/docker.ts";
import { BASE } from "./support/dockerfiles.ts";
import { CONTAINERD_HOST, imageId, needsContainerd } from "./support/engine.ts";
import { newRepository, registryImages, registryTags } from "./support/manifests.ts";
import { savedTar } from "./support/oracle.ts";
import { recordDocker } from "./support/recorder.ts";
import { buildIn } from "./support/steps.ts";

jest.setTimeout(300_000);

const FILES = { Dockerfile: `${BASE}RUN echo made >/made.txt\nFROM scratch AS files\nCOPY --from=0 /made.txt /\n` };
const IMAGE = { Dockerfile: `${BASE}RUN echo made >/made.txt\n` };

describe("outputs that are no image", () => {
	it("come in one solve, without a gate", async () => {
		const recorder = recordDocker();
		const folder = folderWith(FILES);
		const result = await buildIn(folder, { outputs: "type=local,dest=out" }, { env: recorder.env });
		expect(result).toMatchObject({ code: 0, left: [], outputs: { verdict: "pass" } });
		expect(readFileSync(path.join(folder, "out/made.txt"), "utf8")).toBe("made\n");
		expect(recorder.solves()).toHaveLength(1);
		expect(result.report.delivered).toMatchObject({ tags: [], pushed: false, loaded: false });
	});

	it("hold back the image that is pushed beside them until it is judged", async () => {
		const { repo, ref } = newRepository("beside");
		const inputs = { push: "true", tags: `${ref}:1`, "max-image-size": "1B" };
		const folder = folderWith(FILES);
		const red = await buildIn(folder, { ...inputs, outputs: "type=local,dest=red" });
		expect(red).toMatchObject({ code: 1, left: [], outputs: { "failure-kind": "assertion", "unpacked-bytes": "5" } });
		expect([existsSync(path.join(folder, "red")), await registryTags(repo)]).toEqual([false, []]);
		const green = await buildIn(folder, { ...inputs, outputs: "type=local,dest=out", "max-image-size": "1MB" });
		expect(green).toMatchObject({ code: 0, left: [], outputs: { verdict: "pass", "unpacked-bytes": "5" } });
		expect(readFileSync(path.join(folder, "out/made.txt"), "utf8")).toBe("made\n");
		expect(await registryTags(repo)).toEqual(["1"]);
		const open = { ...inputs, outputs: "type=local,dest=open", "max-image-size": "1MB", gate: "off" };
		expect(await buildIn(folder, open)).toMatchObject({ code: 0, outputs: { verdict: "pass", "unpacked-bytes": "5" } });
	});

	it.each([
		["files", { outputs: "type=local,dest=out" }],
		["a tar", { outputs: "type=tar,dest=out.tar" }],
		["a question to the Dockerfile", { call: "check" }],
	])("refuse an assertion about an image before anything is built: %s", async (_, inputs) => {
		const recorder = recordDocker();
		const result = await buildIn(folderWith(FILES), { ...inputs, "max-image-size": "3GB" }, { env: recorder.env });
		expect(result).toMatchObject({ code: 1, outputs: { "failure-kind": "input" } });
		expect(result.summary).toContain("max-image-size");
		expect(recorder.solves()).toEqual([]);
	});

	it("answers a question to the Dockerfile", async () => {
		const result = await buildIn(folderWith(IMAGE), { call: "check" });
		expect(result.code).toBe(0);
		expect(result.log).toContain("Check complete, no warnings found");
		const bad = await buildIn(folderWith({ Dockerfile: `${BASE}MAINTAINER me\n` }), { call: "check" });
		expect(bad.log).toContain("MaintainerDeprecated");
		expect(bad.report.failure.message).toContain("has findings");
		expect(bad.code).toBe(1);
		const strange = await buildIn(folderWith(IMAGE), { call: "frob" });
		expect(strange.report.failure.message).toContain("unsupported request frontend.frob");
		expect(strange.code).toBe(1);
	});
});

describe("image outputs, with a gate", () => {
	it("writes the judged image into a file (containerd image store)", async () => {
		needsContainerd();
		const folder = folderWith(IMAGE);
		const { ref } = newRepository("tar");
		const inputs = { outputs: "type=docker,dest=image.tar", tags: `${ref}:1`, "max-image-size": "3GB" };
		const env = { DOCKER_HOST: CONTAINERD_HOST };
		const result = await buildIn(folder, inputs, { env });
		expect(result).toMatchObject({ code: 0, left: [], outputs: { verdict: "pass" } });
		expect(result.report.plan.driver.kind).toBe("docker");
		expect(result.outputs["unpacked-bytes"]).toBe(String(savedTar(path.join(folder, "image.tar")).unpacked));
		const red = await buildIn(
			folder,
			{ ...inputs, outputs: "type=docker,dest=red.tar", "max-image-size": "1MB" },
			{ env },
		);
		expect(red.code).toBe(1);
		expect(existsSync(path.join(folder, "red.tar"))).toBe(false);
	});

	it("refuses a file of the image where the docker driver can write none (overlay2)", async () => {
		const inputs = { outputs: "type=docker,dest=image.tar", "max-image-size": "3GB", driver: "docker" };
		const result = await buildIn(folderWith(IMAGE), inputs);
		expect(result).toMatchObject({ code: 1, outputs: { "failure-kind": "input" } });
		expect(result.summary).toMatch(/driver: docker-container/);
	});

	it("writes the files that are asked for together with an image, when it is green", async () => {
		const folder = folderWith(FILES);
		const { ref } = newRepository("both");
		const inputs = { outputs: "type=image\ntype=local,dest=out", tags: `${ref}:1`, "max-image-size": "1MB" };
		const result = await buildIn(folder, inputs);
		expect(result).toMatchObject({ code: 0, left: [], outputs: { verdict: "pass", "unpacked-bytes": "5" } });
		expect(readFileSync(path.join(folder, "out/made.txt"), "utf8")).toBe("made\n");
		expect(imageId(`${ref}:1`)).toBe(result.report.images[0].id);
		const red = await buildIn(folder, {
			...inputs,
			outputs: "type=image\ntype=local,dest=red",
			"max-image-size": "1B",
		});
		expect(red.code).toBe(1);
		expect(existsSync(path.join(folder, "red"))).toBe(false);
	});

	it.each([["type=registry"], ["type=image,push=true"]])("pushes what was judged by %s", async (output) => {
		const { repo, ref } = newRepository("output");
		const result = await buildIn(folderWith(IMAGE), { outputs: output, tags: `${ref}:1`, "max-image-size": "3GB" });
		expect(result).toMatchObject({ code: 0, left: [] });
		const [manifest] = await registryImages(repo, "1");
		expect(manifest?.config?.digest).toBe(result.report.images[0].id);
		expect(result.outputs["digest"]).toBe(manifest?.digest);
	});

	it("takes the names of an output", async () => {
		const { repo, ref } = newRepository("named");
		const inputs = { outputs: `type=image,"name=${ref}:a,${ref}:b",push=true`, "max-image-size": "3GB" };
		const result = await buildIn(folderWith(IMAGE), inputs);
		expect(result).toMatchObject({ code: 0 });
		expect([...(await registryTags(repo))].sort()).toEqual(["a", "b"]);
		expect(imageId(`${ref}:a`)).toBe(result.report.images[0].id);
		const red = newRepository("named-red");
		const over = await buildIn(folderWith(IMAGE), {
			outputs: `type=image,name=${red.ref}:a,push=true`,
			"max-image-size": "1MB",
		});
		expect(over.code).toBe(1);
		expect(await registryTags(red.repo)).toEqual([]);
		expect(imageId(`${red.ref}:a`)).toBeUndefined();
	});

	it("says that nothing was pushed when the registry does not answer, and which", async () => {
		const result = await buildIn(folderWith(IMAGE), {
			tags: "127.0.0.1:1/nobody/app:1",
			push: "true",
			"max-image-size": "3GB",
		});
		expect(result).toMatchObject({ code: 1, left: [], outputs: { verdict: "fail", "failure-kind": "engine" } });
		expect(result.summary).toContain("127.0.0.1:1/nobody/app:1");
		expect(result.report.delivered.pushed).toBe(false);
	});

	it.each([["type=docker"], ["type=image,push=false"]])(
		"keeps a name that %s only gives to the engine out of the registry",
		async (output) => {
			const { repo, ref } = newRepository("apart");
			const local = newRepository("local");
			const pushed = output === "type=docker";
			const outputs = [`${output},name=${local.ref}:dev`, ...(pushed ? [`type=image,name=${ref}:1,push=true`] : [])];
			const result = await buildIn(folderWith(IMAGE), { outputs: outputs.join("\n"), "max-image-size": "3GB" });
			expect(result).toMatchObject({ code: 0, left: [] });
			expect(await registryTags(repo)).toEqual(pushed ? ["1"] : []);
			expect(await registryTags(local.repo)).toEqual([]);
			expect(imageId(`${local.ref}:dev`)).toBe(result.report.images[0].id);
		},
	);

	it.each([
		["with a gate", { "max-image-size": "3GB" }],
		["without one", {}],
	])("gives the tags, as buildx does, and not the name of an output beside them, %s", async (_, more) => {
		const { repo, ref } = newRepository("tags");
		const other = newRepository("name");
		const inputs = { tags: `${ref}:1`, outputs: `type=image,name=${other.ref}:2,push=true`, ...more };
		const result = await buildIn(folderWith(IMAGE), inputs);
		expect(result).toMatchObject({ code: 0, left: [] });
		expect([await registryTags(repo), await registryTags(other.repo)]).toEqual([["1"], []]);
		expect(imageId(`${other.ref}:2`)).toBeUndefined();
		expect(result.report.delivered).toMatchObject({ tags: [`${ref}:1`], pushedTags: [`${ref}:1`] });
	});

	it("never pushes a tag when a push by digest was asked for, which the docker driver cannot do", async () => {
		const { repo, ref } = newRepository("bydigest");
		const outputs = `type=image,name=${ref},push-by-digest=true,name-canonical=true,push=true`;
		for (const more of [{ "max-image-size": "3GB" }, {}]) {
			const refused = await buildIn(folderWith(IMAGE), { outputs, driver: "docker", ...more });
			expect(refused).toMatchObject({ code: 1, outputs: { "failure-kind": "input" } });
			expect(refused.summary).toContain("push-by-digest");
			const auto = await buildIn(folderWith(IMAGE), { outputs, "dry-run": "true", ...more });
			expect(auto.report.plan.driver.kind).toBe("docker-container");
		}
		expect(await registryTags(repo)).toEqual([]);
	});

	it("says what was pushed and what was not when a push in the middle fails", async () => {
		const { repo, ref } = newRepository("middle");
		const tags = `${ref}:1\n127.0.0.1:1/nobody/app:1`;
		const result = await buildIn(folderWith(IMAGE), { tags, push: "true", "max-image-size": "3GB" });
		tryDocker("rmi", "127.0.0.1:1/nobody/app:1");
		expect(result).toMatchObject({ code: 1, left: [], outputs: { "failure-kind": "engine" } });
		expect(await registryTags(repo)).toEqual(["1"]);
		expect(result.report.delivered).toMatchObject({ pushed: true, pushedTags: [`${ref}:1`] });
		expect(result.summary).not.toContain("Nothing was pushed");
		expect(result.summary).toMatch(/\*\*Pushed\*\* .*middle.*\*\*not pushed\*\* .*nobody/);
		expect(result.log).toMatch(/pushed .*middle[^\n]*\n\s+not pushed 127\.0\.0\.1:1\/nobody\/app:1/);
	});
});
