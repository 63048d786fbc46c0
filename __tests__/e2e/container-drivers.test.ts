import { execFileSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { homedir } from "node:os";
import path from "node:path";
import { beforeAll, describe, expect, jest, test } from "@jest/globals";
import { runStep } from "../support/action.ts";
import {
	docker,
	dockerfile,
	folderWith,
	HOST_NETWORK,
	makeBuilder,
	ownBuilder,
	REGISTRY,
	tracesOf,
	unique,
} from "./support/docker.ts";
import { recordDocker } from "./support/recorder.ts";
import { stored } from "./support/registry.ts";

jest.setTimeout(300_000);

const context = () => folderWith({ Dockerfile: dockerfile(`RUN echo ${unique("x")} > /x`) });

const PLUGINS = path.join(process.env["DOCKER_CONFIG"] ?? path.join(homedir(), ".docker"), "cli-plugins");

/** What the plan says about the driver. */
const driverLine = (log: string) => /^\s*Driver\s+(.*)$/m.exec(log)?.[1] ?? "";

describe("a builder that is there is used as it is and stays", () => {
	test("named by the input", async () => {
		const builder = makeBuilder();
		const before = docker("inspect", "--format", "{{.Id}} {{.State.StartedAt}}", `buildx_buildkit_${builder}0`);
		const result = await runStep({ cwd: context(), inputs: { context: ".", builder, "max-image-size": "400MB" } });
		expect(result.code).toBe(0);
		expect(driverLine(result.log)).toContain(`builder ${builder} (docker-container): used as it is`);
		expect(docker("inspect", "--format", "{{.Id}} {{.State.StartedAt}}", `buildx_buildkit_${builder}0`)).toBe(before);
	});

	test("made current by an earlier step", async () => {
		// Folder of its own: the builder of other tests on this machine must stay the current one for them.
		const env = { BUILDX_CONFIG: folderWith({}) };
		const builder = unique("current");
		const buildx = (...args: string[]) =>
			execFileSync("docker", ["buildx", ...args], { encoding: "utf8", env: { ...process.env, ...env } });
		try {
			buildx("create", "--use", "--name", builder, "--driver", "docker-container", "--driver-opt", HOST_NETWORK);
			const tag = `${REGISTRY}/drivers/current:${unique("v")}`;
			const inputs = { context: ".", push: "true", tags: tag, "max-image-size": "400MB" };
			const result = await runStep({ cwd: context(), inputs, env });
			expect(result.code).toBe(0);
			expect(driverLine(result.log)).toContain(
				`builder ${builder} (docker-container): used as it is (current builder)`,
			);
			expect((await stored(tag)).manifest).toBe(result.report.images[0].id);
			expect(tracesOf(builder).length).toBeGreaterThan(0);
			expect(buildx("inspect")).toContain(builder);
		} finally {
			buildx("rm", "--force", builder);
		}
	});

	test("a builder that does not exist is refused before the build", async () => {
		const result = await runStep({ cwd: context(), inputs: { context: ".", builder: "nobody-made-me" } });
		expect(result.code).toBe(1);
		expect(result.outputs["failure-kind"]).toBe("engine");
		expect(result.log).toContain("docker buildx create --name");
	});

	test("another driver than the builder's is refused", async () => {
		const builder = makeBuilder();
		const result = await runStep({ cwd: context(), inputs: { context: ".", builder, driver: "docker" } });
		expect(result.code).toBe(1);
		expect(result.outputs["failure-kind"]).toBe("input");
		expect(result.log).toContain(`contradicts the builder "${builder}"`);
	});
});

describe("a Docker context that an earlier step has made current", () => {
	const name = "team";
	const env = {
		DOCKER_CONFIG: folderWith({ "config.json": JSON.stringify({ cliPluginsExtraDirs: [PLUGINS] }) }),
		DOCKER_HOST: undefined,
		DOCKER_CONTEXT: undefined,
	};
	const inContext = (...args: string[]) =>
		execFileSync("docker", args, { encoding: "utf8", stdio: "pipe", env: { ...process.env, ...env } });
	const small = () => folderWith({ Dockerfile: "FROM scratch\nCOPY Dockerfile /x\n" });

	beforeAll(() => {
		const host = process.env["DOCKER_HOST"] ?? "unix:///var/run/docker.sock";
		inContext("context", "create", name, "--docker", `host=${host}`);
		inContext("context", "use", name);
	});

	test.each([
		["docker", /--builder team /],
		["docker-container", /--builder mlbuild-/],
	])("driver: %s builds there", async (driver, called) => {
		const result = await runStep({ cwd: small(), inputs: { context: ".", driver, "max-image-size": "1MB" }, env });
		expect(result).toMatchObject({ code: 0, postCode: 0, left: [] });
		expect(result.log).toMatch(called);
		expect(inContext("buildx", "ls", "--format", "{{.Name}}")).not.toContain("mlbuild-");
	});

	test("a builder made current there is used, and is on this machine", async () => {
		const builder = unique("context");
		const argv = ["buildx", "create", "--use", "--name", builder, "--driver", "docker-container"];
		try {
			inContext(...argv, "--driver-opt", HOST_NETWORK);
			for (const asked of ["", builder]) {
				const inputs = { context: ".", builder: asked, "max-image-size": "1MB" };
				const result = await runStep({ cwd: small(), inputs, env });
				expect(result.code).toBe(0);
				expect(driverLine(result.log)).toContain(`builder ${builder} (docker-container): used as it is`);
				expect(result.report.plan.driver.builder.elsewhere).toBeUndefined();
			}
		} finally {
			inContext("buildx", "rm", "--force", builder);
		}
	});
});

describe("driver: auto decides by what was asked", () => {
	const dryRun = async (inputs: Record<string, string>) => {
		const recorder = recordDocker();
		const all = { context: ".", "dry-run": "true", ...inputs };
		const result = await runStep({ cwd: context(), inputs: all, env: recorder.env });
		expect(result.code).toBe(0);
		expect(recorder.solves()).toEqual([]);
		expect(recorder.calls().filter((argv) => argv[1] === "create")).toEqual([]);
		return driverLine(result.log);
	};

	test.each([
		["attests", "type=sbom"],
		["provenance", "mode=max"],
		["sbom", "true"],
		["cache-to", "type=local,dest=/tmp/nowhere"],
		["platforms", "linux/amd64,linux/arm64"],
		["outputs", "type=oci,dest=/tmp/nowhere.tar"],
		["max-compressed-size", "1GB"],
		["compression", "zstd"],
		["driver-opts", "network=host"],
		["allow", "security.insecure"],
	])("%s: %s needs a builder of our own on overlay2, and the plan says why", async (name, value) => {
		const line = await dryRun({ [name]: value });
		expect(line).toMatch(/^docker-container: made and removed by this action, because /);
		expect(line).toContain(name);
	});

	test.each([
		["nothing special", {}],
		["an inline cache", { "cache-to": "type=inline" }],
		["provenance switched off", { provenance: "false" }],
		["push", { push: "true", tags: "example.com/app:1" }],
		["load", { load: "true", tags: "app:1" }],
		["a local output", { outputs: "type=local,dest=out" }],
		["size assertions", { "max-image-size": "1GB", "max-layer-size": "1GB" }],
	])("%s does not: the engine's own BuildKit builds", async (_, inputs) => {
		expect(await dryRun(inputs)).toMatch(/^docker: the engine's own BuildKit can do what was asked/);
	});

	test("a builder of our own gives the privileges that are allowed", async () => {
		const cwd = folderWith({ Dockerfile: dockerfile("RUN --security=insecure grep CapEff /proc/self/status") });
		const inputs = { context: ".", allow: "security.insecure", "driver-opts": HOST_NETWORK };
		const result = await runStep({ cwd, inputs });
		expect(result.code).toBe(0);
		const effective = BigInt(`0x${/CapEff:\s+([0-9a-f]+)/.exec(result.log)?.[1]}`);
		const SYS_ADMIN = 21n;
		expect((effective >> SYS_ADMIN) & 1n).toBe(1n);
	});

	test("a builder made for cache-to is gone afterwards", async () => {
		const cache = folderWith({});
		const cwd = folderWith({ Dockerfile: "FROM scratch\nCOPY Dockerfile /x\n" });
		const result = await runStep({
			cwd,
			inputs: { context: ".", "cache-to": `type=local,dest=${cache}/c`, "max-image-size": "1MB" },
		});
		expect(result.code).toBe(0);
		expect(tracesOf(ownBuilder(result.log))).toEqual([]);
		expect(readdirSync(path.join(cache, "c"))).toContain("index.json");
	});
});

describe("an explicit driver: docker that cannot do it is refused before the build, with the remedy", () => {
	test.each([
		["max-compressed-size", "1GB"],
		["cache-to", "type=local,dest=/tmp/nowhere"],
		["sbom", "true"],
	])("%s", async (name, value) => {
		const recorder = recordDocker();
		const inputs = { context: ".", driver: "docker", [name]: value };
		const result = await runStep({ cwd: context(), inputs, env: recorder.env });
		expect(result.code).toBe(1);
		expect(result.outputs["failure-kind"]).toBe("input");
		expect(recorder.solves()).toEqual([]);
		expect(result.log).toContain(name);
		expect(result.log).toContain('use "driver: auto" or "driver: docker-container"');
	});
});

test("a base image that is not there fails the build at its line, and the builder is removed", async () => {
	const cwd = folderWith({ Dockerfile: `FROM ${REGISTRY}/drivers/nothing:here\nRUN true\n` });
	const result = await runStep({
		cwd,
		inputs: { context: ".", driver: "docker-container", "driver-opts": HOST_NETWORK },
	});
	expect(result.code).toBe(1);
	expect(result.outputs).toMatchObject({ "failure-kind": "build", "failure-line": "1" });
	expect(tracesOf(ownBuilder(result.log))).toEqual([]);
});
