import { describe, expect, it } from "@jest/globals";
import type { Log, World } from "../../src/model/world.ts";
import { run } from "../../src/run.ts";
import type { RunRequest } from "../../src/run-inputs.ts";
import { fakeWorld } from "../support/fake-world.ts";

const info = { ID: "one", ServerVersion: "28.0.4", DockerRootDir: "/var/lib/docker", Driver: "overlay2" };

/** A machine with an engine, a root user and buildx, on which nothing was built yet. */
function machine(more: { readonly mask?: Log["mask"]; readonly full?: boolean; readonly context?: string } = {}) {
	const fake = fakeWorld({
		uid: 0,
		...(more.context && { context: more.context }),
		files: {
			"/var/lib/docker/engine-id": "one",
			"./Dockerfile": "FROM scratch\n",
			...(more.context && { "/home/me/.docker/contexts/meta/1/meta.json": JSON.stringify({ Name: more.context }) }),
		},
		reply: () => ({ status: 200, text: JSON.stringify(info) }),
		run: (line) =>
			line === "docker buildx version" ? { code: 0, stdout: "github.com/docker/buildx v0.36.1 x" } : undefined,
	});
	const outputs = new Map<string, string>();
	const told: string[] = [];
	const { files, log } = fake.world;
	const world: World = {
		...fake.world,
		setOutput: (name, value) => void outputs.set(name, value),
		log: { ...log, ...(more.mask && { mask: more.mask }), data: (lines) => void told.push(...lines) },
		files: {
			...files,
			async write(path, text) {
				if (more.full && path.endsWith(".journal")) {
					throw Object.assign(new Error(`ENOSPC: no space left on device, write '${path}'`), { code: "ENOSPC", path });
				}
				await files.write(path, text);
			},
		},
	};
	return { ...fake, world, outputs, told };
}

function request(inputs: Readonly<Record<string, string>>, cli = false): RunRequest {
	return {
		raw: (name) => inputs[name],
		given: Object.keys(inputs),
		problems: [],
		cli,
		journals: ["/state"],
		reportFile: "/tmp/report.json",
	};
}

describe("the exit code", () => {
	it.each([
		["a workflow step", false, 1],
		["a command line that was not understood", true, 2],
	])("%s", async (_, cli, code) => {
		const { world, outputs } = machine();
		expect(await run(world, request({ context: ".", "max-image-size": "10 GBB" }, cli))).toBe(code);
		expect(outputs.get("failure-kind")).toBe("input");
	});

	it.each(["fail", "input", "pass", "docker", "linux"])(
		"does not depend on a secret that is called %s",
		async (secret) => {
			const { world, outputs, told } = machine({ mask: (text) => text.replaceAll(secret, "***") });
			expect(await run(world, request({ context: ".", "max-image-size": "10 GBB" }))).toBe(1);
			expect(outputs.get("verdict")).toBe("fail");
			expect(outputs.get("failure-kind")).toBe("input");
			expect(told.join("\n")).toContain("GBB");
		},
	);
});

describe("a disk on which nothing can be written any more", () => {
	it("is the machine's trouble, with a remedy, and nothing was begun", async () => {
		const { world, outputs, ran, told } = machine({ full: true });
		expect(await run(world, request({ context: "." }))).toBe(1);
		expect(outputs.get("failure-kind")).toBe("disk-full");
		expect(told.join("\n")).toMatch(/no space left[\s\S]*free disk space/);
		expect(told.join("\n")).not.toContain("bug");
		expect(ran.some((line) => line.includes("buildx build"))).toBe(false);
	});
});

it("a dry run passes nothing and does nothing", async () => {
	const { world, outputs, files, ran } = machine();
	expect(await run(world, request({ context: ".", "dry-run": "true" }))).toBe(0);
	expect(outputs.get("verdict")).toBe("");
	expect([...files.keys()].filter((name) => name.startsWith("/state"))).toEqual([]);
	expect(ran.some((line) => line.includes("buildx build"))).toBe(false);
});

it.each([[{}], [{ "dry-run": "true" }]])(
	"what is not there is told with what is wrong else, before anything is done: %j",
	async (more) => {
		const { world, ran, told } = machine();
		const wrong = { context: "/nonexistent", "max-image-size": "9", ulimit: "x" };
		expect(await run(world, request({ ...wrong, ...more }, true))).toBe(2);
		const text = told.join("\n");
		for (const part of ['"9" is a number without a unit', '"x" is not a limit', '"/nonexistent" is no folder'])
			expect(text).toContain(part);
		expect(ran).toEqual([]);
	},
);

it("credentials in a context or a cache stand nowhere in what is told", async () => {
	const secrets: string[] = [];
	const { world, files, outputs, told } = machine({
		mask: (text) => secrets.reduce((masked, secret) => masked.replaceAll(secret, "***"), text),
	});
	const log = { ...world.log, secret: (value: string) => void secrets.push(value) };
	const inputs = {
		context: "https://user:ctxsekret@127.0.0.1:1/x.git",
		"cache-from": "type=s3,bucket=b,access_key_id=AKIAsekret,secret_access_key=s3sekret",
		"dry-run": "true",
	};
	expect(await run({ ...world, log }, request(inputs))).toBe(0);
	expect(files.get("/tmp/report.json")).toContain("https://user:***@127.0.0.1:1/x.git");
	expect(JSON.stringify([...files, ...outputs, secrets.length, told])).not.toContain("sekret");
});

it("the engine's own builder has the name of Docker's context, and answers to no other", async () => {
	const { world, told, ran } = machine({ context: "team" });
	for (const builder of ["", "default", "team"]) {
		expect(await run(world, request({ context: ".", builder, "dry-run": "true" }))).toBe(0);
		expect(told.splice(0).join("\n")).toMatch(/docker buildx build .*--builder team /);
	}
	expect(ran.filter((line) => line.includes("inspect")).every((line) => line.endsWith(" team"))).toBe(true);
});

describe("stop-below", () => {
	const free = async () => ({ bytes: 10e9 });

	it.each([
		["a dry run", { "dry-run": "true" }],
		["a run", {}],
	])("above what is free now is refused before anything is begun: %s", async (_name, more) => {
		const { world, outputs, ran, told } = machine();
		const full = { ...world, files: { ...world.files, free } };
		expect(await run(full, request({ context: ".", "stop-below": "20GB", ...more }))).toBe(1);
		expect(outputs.get("failure-kind")).toBe("input");
		expect(told.join("\n")).toMatch(/stop-below: "20GB" is no less than what is free.*10 GB at \/var\/lib\/docker/);
		expect(ran.some((line) => line.includes("buildx build"))).toBe(false);
	});

	it("stands in the plan of a dry run", async () => {
		const { world, told } = machine();
		const roomy = { ...world, files: { ...world.files, free } };
		expect(await run(roomy, request({ context: ".", "stop-below": "2GB", "dry-run": "true" }))).toBe(0);
		expect(told.join("\n")).toContain("watch that 2 GB of disk stay free");
	});
});
