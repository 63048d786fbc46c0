import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from "@jest/globals";
import { runStep } from "../support/action.ts";
import { docker, folderWith, HOST_NETWORK, BASE as REGISTRY_BASE, tracesOf, tryDocker } from "./support/docker.ts";
import { BASE, BASE_ARG } from "./support/dockerfiles.ts";
import { type EngineProxy, proxyEngine } from "./support/engine-proxy.ts";
import { expectInTime, runFaulted } from "./support/faults.ts";
import { hog } from "./support/hogs.ts";
import { schemaErrors } from "./support/schema.ts";
import { sleepingRun } from "./support/sleepers.ts";
import { SMALL_BASE_PUSHED } from "./support/spare-images.ts";
import { type SshEngine, serveEngineBySsh } from "./support/ssh-engine.ts";
import { makeTlsKeys, type TlsKeys } from "./support/tls-keys.ts";

jest.setTimeout(300_000);

const MIB = 2 ** 20;

let proxy: EngineProxy;

beforeEach(async () => {
	proxy = await proxyEngine(process.env["DOCKER_HOST"] ?? "unix:///var/run/docker.sock");
});
afterEach(() => proxy.close());

const CONTAINER = { driver: "docker-container", "driver-opts": HOST_NETWORK };

describe.each<[string, Readonly<Record<string, string>>]>([
	["docker", { driver: "docker" }],
	// Limits are looked after from inside of the builder: that must not make its end any longer.
	["docker-container", { ...CONTAINER, memory: "300m" }],
])("the wire to an engine elsewhere is cut during a RUN, %s", (driver, inputs) => {
	/**
	 * Nothing says that a wire is silent but time: up to 2 s until the first question, three without an answer of 2.5 s each, and 1.5 s for buildx to
	 * go. On a busy machine each takes longer; docker itself knows after 30 s or never.
	 */
	it.each([
		["reset", 0],
		["silence", 10_000],
	] as const)("%s: ends in time, says so, and post only warns", async (fault, more) => {
		const asleep = sleepingRun();
		const cwd = folderWith({ Dockerfile: `FROM ${SMALL_BASE_PUSHED}\nRUN true\n${asleep.line}\n` });
		const env = { DOCKER_HOST: proxy.host };
		const faults = [() => proxy[fault]()];
		const result = await runFaulted({ cwd, env, asleep, faults, inputs: { context: ".", ...inputs } });
		proxy.close();
		// A builder cannot be removed over a wire that is cut: it stays noted for the next run.
		for (const builder of result.builders.filter((name) => name !== "default")) {
			docker("rm", "--force", "--volumes", `buildx_buildkit_${builder}0`);
			tryDocker("volume", "rm", `buildx_buildkit_${builder}0_state`);
			tryDocker("buildx", "rm", "--force", builder);
			expect(tracesOf(builder)).toEqual([]);
		}
		expectInTime(`${driver}, ${fault} of the wire`, result, more);
		expect(result.code).toBe(1);
		expect(result.outputs).toMatchObject({ "failure-kind": "builder-lost", "failure-line": "3" });
		expect(result.report.diagnoses[0]).toMatchObject({ id: "builder-lost", shape: "unreachable" });
		expect(result.report.diagnoses[0].message).toMatch(
			/could no longer be reached while step 3\/3 ran \(Dockerfile:3\)/,
		);
		expect(result.report.diagnoses[0].remedies.join()).toMatch(/network between/);
		if ("memory" in inputs) {
			expect(result.report.limits.atEnd).toBeUndefined();
			expect(result.report.limits.problems.join()).toMatch(/at the end is not known: the builder was lost/);
		}
		expect(schemaErrors(result.report)).toBeNull();
		expect(result.postCode).toBe(0);
		expect(result.postLog).not.toMatch(/^::error/m);
		expect(result.left).toEqual(driver === "docker" ? [] : [expect.stringMatching(/\.journal$/)]);
	});
});

describe("limits and facts on an engine elsewhere", () => {
	const run = (lines: string, inputs: Readonly<Record<string, string>>) =>
		runStep({
			cwd: folderWith({ Dockerfile: `${BASE}${lines}\n` }),
			env: { DOCKER_HOST: proxy.host },
			inputs: { context: ".", "no-cache": "true", memory: "200m", "memory-swap": "200m", ...inputs },
		});
	const container = { ...CONTAINER, "build-args": `BASE=${REGISTRY_BASE}` };

	it("a builder of ours is limited and counted from inside of it, and nothing of this machine's is believed", async () => {
		const result = await run(hog(60, 6), { ...container, "max-image-size": "1GB" });
		expect(result.code).toBe(0);
		expect(result.outputs["verdict"]).toBe("pass");
		const held = { way: "builder-exec", memory: 200 * MIB, memorySwap: 200 * MIB };
		expect(result.report.limits).toMatchObject({ held, atEnd: held, problems: [], seenOutside: [] });
		expect(result.report.limits.held.where).toMatch(/ in buildx_buildkit_/);
		expect(result.report.limits.seenInside).toBe(1);
		expect(result.report.watch.memory).toMatchObject({ scope: "steps", limit: 200 * MIB });
		expect(result.report.watch.memory.peak).toBeGreaterThan(60 * MIB);
		expect(result.report.watch.machine).toEqual({});
		expect(result.report.watch.disks.flatMap(({ roles }: { roles: string[] }) => roles)).not.toContain("engine data");
		expect(JSON.stringify(result.report.images)).not.toMatch(/builder-snapshots|overlay2/);
		process.stdout.write(
			`facts by ${JSON.stringify(result.report.images?.[0]?.unpacked ?? result.report.images?.[0])?.slice(0, 300)}\n`,
		);
		expect(schemaErrors(result.report)).toBeNull();
		expect(result.left).toEqual([]);
	});

	it("a step that wants more is ended and named", async () => {
		const result = await run(hog(400), container);
		expect(result.outputs).toMatchObject({ "failure-kind": "out-of-memory", "failure-line": "3" });
		expect(result.summary).not.toMatch(/the machine has|left at the lowest/);
	});

	it("the engine's own BuildKit is refused a limit, or told under best-effort", async () => {
		const refused = await run("RUN true", { driver: "docker", "build-args": BASE_ARG });
		expect(refused.outputs["failure-kind"]).toBe("input");
		expect(refused.log).toMatch(/the engine is not on this machine \(tcp:\/\/127\.0\.0\.1:\d+\)/);
		expect(refused.log).not.toContain("$ docker buildx build");
		const told = await run("RUN true", { driver: "docker", limits: "best-effort", "build-args": BASE_ARG });
		expect(told.code).toBe(0);
		expect(told.summary).toMatch(/not enforced.*the engine is not on this machine/);
		expect(told.outputs["memory-limit"]).toBe("");
	});
});

describe("an engine behind TLS", () => {
	let keys: TlsKeys;
	let secured: EngineProxy;

	beforeAll(async () => {
		keys = makeTlsKeys();
		secured = await proxyEngine(process.env["DOCKER_HOST"] ?? "unix:///var/run/docker.sock", keys.server);
	});
	afterAll(() => secured.close());

	const env = () => ({ DOCKER_HOST: secured.host, DOCKER_TLS_VERIFY: "1", DOCKER_CERT_PATH: keys.folder });

	it.each<[string, Readonly<Record<string, string>>]>([
		["docker", { driver: "docker", "build-args": BASE_ARG }],
		["docker-container", { ...CONTAINER, "build-args": `BASE=${REGISTRY_BASE}`, "max-image-size": "1GB" }],
	])("is built on, and nothing of it stays: %s", async (_driver, inputs) => {
		const cwd = folderWith({ Dockerfile: `${BASE}RUN echo ${Date.now()} > /made\n` });
		const result = await runStep({ cwd, env: env(), inputs: { context: ".", ...inputs } });
		expect(result.log).not.toMatch(/::(error|warning)/);
		expect(result.code).toBe(0);
		if ("max-image-size" in inputs) expect(result.outputs["verdict"]).toBe("pass");
		expect(docker("context", "ls", "--format", "{{.Name}}")).not.toMatch(/mlbuild/);
		expect(schemaErrors(result.report)).toBeNull();
		expect(result.left).toEqual([]);
	});

	it("that cannot prove who it is is not believed", async () => {
		const stranger = makeTlsKeys();
		const cwd = folderWith({ Dockerfile: "FROM scratch\n" });
		const result = await runStep({
			cwd,
			env: { ...env(), DOCKER_CERT_PATH: stranger.folder },
			inputs: { context: ".", driver: "docker" },
		});
		expect(result.code).toBe(1);
		expect(result.outputs["failure-kind"]).toBe("engine");
		expect(result.log).toMatch(/tcp:\/\/127\.0\.0\.1:\d+.*(certificate|signature)/i);
	});
});

describe("an engine by ssh", () => {
	let ssh: SshEngine | undefined;

	beforeAll(async () => {
		ssh = await serveEngineBySsh();
	});
	afterAll(() => ssh?.stop());

	it("a builder of ours is limited and counted there", async () => {
		const result = await runStep({
			cwd: folderWith({ Dockerfile: `${BASE}${hog(60, 6)}\n` }),
			env: { ...ssh?.env },
			inputs: {
				context: ".",
				...CONTAINER,
				"build-args": `BASE=${REGISTRY_BASE}`,
				memory: "200m",
				"memory-swap": "200m",
			},
		});
		expect(result.code).toBe(0);
		expect(result.report.limits).toMatchObject({ held: { way: "builder-exec", memory: 200 * MIB }, problems: [] });
		expect(result.report.watch.memory.peak).toBeGreaterThan(60 * MIB);
		expect(result.report.watch.machine).toEqual({});
		expect(result.left).toEqual([]);
	});

	it("that ends in the middle of a RUN: told in time", async () => {
		const asleep = sleepingRun();
		const cwd = folderWith({ Dockerfile: `FROM ${SMALL_BASE_PUSHED}\nRUN true\n${asleep.line}\n` });
		const inputs = { context: ".", driver: "docker" };
		const result = await runFaulted({ cwd, env: { ...ssh?.env }, asleep, faults: [() => ssh?.cut()], inputs });
		expectInTime("docker, the ssh server is gone", result);
		expect(result.outputs).toMatchObject({ "failure-kind": "builder-lost", "failure-line": "3" });
		expect(result.postCode).toBe(0);
	});
});
