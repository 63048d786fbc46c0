import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { beforeAll, describe, expect, it, jest } from "@jest/globals";
import { runStep, type StepResult } from "../support/action.ts";
import { holderOf } from "./support/cgroups.ts";
import {
	docker,
	folderWith,
	HOST_NETWORK,
	makeBuilder,
	ownBuilder,
	BASE as REGISTRY_BASE,
	tracesOf,
	unique,
} from "./support/docker.ts";
import { BASE } from "./support/dockerfiles.ts";
import { imageId } from "./support/engine.ts";
import { hog } from "./support/hogs.ts";
import { schemaErrors } from "./support/schema.ts";
import { hear, OR_WOKEN, sleepingHog, sleepingRun } from "./support/sleepers.ts";
import { buildIn } from "./support/steps.ts";

jest.setTimeout(300_000);

const MIB = 2 ** 20;
const V1 = existsSync("/sys/fs/cgroup/memory/memory.limit_in_bytes");
const ROOT = V1 ? "/sys/fs/cgroup/memory" : "/sys/fs/cgroup";
const LIMIT = V1 ? "memory.limit_in_bytes" : "memory.max";
const SWAP = V1 ? "memory.memsw.limit_in_bytes" : "memory.swap.max";

/** Cgroups of ours that any run on this machine has now. */
const slots = () => readdirSync(ROOT).filter((name) => name.startsWith("mlbuild"));
const OWN_PLACE = "RUN grep -E '^0::|:memory:' /proc/self/cgroup";

describe("the engine's own BuildKit under a limit", () => {
	let result: StepResult;

	beforeAll(async () => {
		const folder = folderWith({ Dockerfile: `${BASE}${hog(60, 6)}\n${OWN_PLACE}\n` });
		result = await buildIn(folder, { driver: "docker", memory: "256m", "memory-swap": "256m", "no-cache": "true" });
	});

	it("is held by a cgroup of ours, read back before the build and after it", () => {
		expect(result.code).toBe(0);
		const held = { way: "engine-cgroup", where: `${ROOT}/mlbuild`, memory: 256 * MIB, memorySwap: 256 * MIB };
		expect(result.report.limits).toMatchObject({ held, atEnd: held, problems: [] });
		expect(schemaErrors(result.report)).toBeNull();
	});

	it("runs its steps in it, and they were seen there", () => {
		if (V1) expect(result.log).toMatch(/:memory:\/mlbuild\/buildkit\/\w+/);
		expect(result.report.limits.seenInside).toBeGreaterThan(0);
		expect(result.report.limits.seenOutside).toEqual([]);
	});

	it("leaves no cgroup behind", () => {
		expect(slots()).toEqual([]);
		expect(result.left).toEqual([]);
	});

	it("kills the step that wants more", async () => {
		const folder = folderWith({ Dockerfile: `${BASE}${hog(400)}\n` });
		const over = await buildIn(folder, { driver: "docker", memory: "200m", "memory-swap": "200m", "no-cache": "true" });
		expect(over.code).toBe(1);
		expect(over.outputs).toMatchObject({
			"failure-kind": "out-of-memory",
			"failure-line": "3",
			"memory-limit": String(200 * MIB),
		});
		expect(slots()).toEqual([]);
	});

	it("takes over what a killed run left, when that run is no more", async () => {
		const slot = `${ROOT}/mlbuild`;
		for (const folder of [slot, `${slot}/lease`, `${slot}/lease/${holderOf("self", "1")}`]) mkdirSync(folder);
		const folder = folderWith({ Dockerfile: `${BASE}${OWN_PLACE}\n` });
		const after = await buildIn(folder, { driver: "docker", memory: "300m", "no-cache": "true" });
		expect(after.report.limits.held).toMatchObject({ where: slot, memory: 300 * MIB, memorySwap: 600 * MIB });
		expect(slots()).toEqual([]);
	});

	it("gives two runs side by side a limit each", async () => {
		const run = (memory: string, onLog: (log: string) => void, ...lines: readonly string[]) => {
			const folder = folderWith({ Dockerfile: `${BASE}${lines.join("\n")}\n` });
			const inputs = { driver: "docker", memory, "memory-swap": memory, "no-cache": "true" };
			return buildIn(folder, inputs, { onLog });
		};
		// Both have their limit before one of them is killed, and the other is still there then.
		const [holds, waits] = [sleepingHog(150), sleepingRun()];
		const [held, waiting] = [hear(holds.says), hear(waits.says)];
		const runs = [
			run("400m", held.onLog, holds.line),
			run("100m", waiting.onLog, `${waits.line} ${OR_WOKEN}`, hog(150)),
		] as const;
		await Promise.race([Promise.all([held.heard, waiting.heard]), ...runs]);
		await waits.wake();
		const small = await runs[1];
		await holds.wake();
		const big = await runs[0];
		expect(big.code).toBe(0);
		expect(small.outputs["failure-kind"]).toBe("out-of-memory");
		const places = [big, small].map(({ report }) => report.limits.held.where);
		expect(places.toSorted()).toEqual([`${ROOT}/mlbuild`, `${ROOT}/mlbuild-2`]);
		expect(big.report.limits.held.memory).toBe(400 * MIB);
		expect(small.report.limits.held.memory).toBe(100 * MIB);
		const second = [big, small].find(({ report }) => report.limits.held.where.endsWith("-2"));
		expect(second?.log).toMatch(/another run.*cache/i);
		expect(slots()).toEqual([]);
	});
});

describe("a docker-container builder under a limit", () => {
	const on = { driver: "docker-container", "driver-opts": HOST_NETWORK, "build-args": `BASE=${REGISTRY_BASE}` };
	const text = (...lines: string[]) =>
		folderWith({ Dockerfile: [`${BASE}${lines[0]}`, ...lines.slice(1), ""].join("\n") });

	it("of ours: all steps together, with the whole container as a backstop, and nothing is left", async () => {
		const result = await runStep({
			cwd: text(hog(60, 6)),
			inputs: { context: ".", ...on, memory: "256m", "memory-swap": "256m" },
		});
		expect(result.code).toBe(0);
		const held = { way: "builder-cgroup", memory: 256 * MIB, memorySwap: 256 * MIB };
		expect(result.report.limits).toMatchObject({
			held,
			atEnd: held,
			backstop: { memory: 256 * MIB + 2 ** 30, memorySwap: 256 * MIB + 2 ** 30 },
			maxParallelism: 1,
			problems: [],
		});
		expect(result.report.limits.held.where).toMatch(/\/buildkit$/);
		expect(result.report.limits.seenInside).toBeGreaterThan(0);
		expect(schemaErrors(result.report)).toBeNull();
		expect(tracesOf(ownBuilder(result.log))).toEqual([]);
	});

	it("of ours: two steps that run at once share the limit", async () => {
		const run = (parallel: string, seconds: number) => {
			const stages = ["one", "two"].map(
				(name) => `FROM \${BASE} AS ${name}\nENV STAGE=${name}\n${hog(120, seconds)}\nRUN echo ${name} > /${name}`,
			);
			const cwd = folderWith({
				Dockerfile: `ARG BASE\n${stages.join("\n")}\nFROM \${BASE}\nCOPY --from=one /one /\nCOPY --from=two /two /\n`,
			});
			const inputs = { context: ".", ...on, memory: "200m", "memory-swap": "200m", "max-parallelism": parallel };
			return runStep({ cwd, inputs });
		};
		// The first one holds its memory until the second one wants as much: the kill ends both.
		const together = await run("2", 120);
		expect(together.outputs["failure-kind"]).toBe("out-of-memory");
		const inTurn = await run("1", 8);
		expect(inTurn.code).toBe(0);
	});

	it("of ours: single steps, proven by a step of our own", async () => {
		const result = await runStep({ cwd: text(hog(60)), inputs: { context: ".", ...on, "step-memory": "100m" } });
		expect(result.code).toBe(0);
		expect(result.report.limits.step).toEqual({ memory: 100 * MIB, method: expect.any(String) });
		const over = await runStep({ cwd: text(hog(250)), inputs: { context: ".", ...on, "step-memory": "100m" } });
		expect(over.outputs["failure-kind"]).toBe("out-of-memory");
	});

	it("of the user, not started yet: built on without a limit, and started for one", async () => {
		for (const limits of [{}, { memory: "200m" }] as const) {
			const builder = makeBuilder();
			docker("buildx", "stop", builder);
			const inputs = { context: ".", builder, "build-args": `BASE=${REGISTRY_BASE}`, ...limits };
			const result = await runStep({ cwd: text("RUN sleep 3"), inputs });
			expect({ code: result.code, kind: result.outputs["failure-kind"] }).toEqual({ code: 0, kind: "" });
			if ("memory" in limits) expect(result.report.limits.held).toMatchObject({ memory: 200 * MIB });
		}
	});

	it("of the user: a limit that somebody takes away in the middle is no limit, and nothing is delivered", async () => {
		const builder = makeBuilder();
		const id = docker("inspect", "--format", "{{.Id}}", `buildx_buildkit_${builder}0`);
		const where = `${ROOT}/docker/buildx/${id}/buildkit`;
		const name = unique("untaken");
		const inputs = {
			context: ".",
			builder,
			"max-image-size": "10GB",
			load: "true",
			tags: name,
			"build-args": `BASE=${REGISTRY_BASE}`,
			memory: "200m",
			"memory-swap": "200m",
		};
		const running = runStep({ cwd: text(hog(60, 6)), inputs });
		const seen = () =>
			existsSync(where) && readdirSync(where, { withFileTypes: true }).some((entry) => entry.isDirectory());
		while (!seen()) await new Promise((resolve) => setTimeout(resolve, 100));
		// Again and again: it is written anew when it is seen to be gone.
		const files = [SWAP, LIMIT].map((file) => `${where}/${file}`);
		const script = 'while :; do echo "$1" > "$2"; echo "$1" > "$3"; done';
		const taker = spawn("sh", ["-c", script, "sh", V1 ? "-1" : "max", ...files], { stdio: "ignore", timeout: 240_000 });
		const result = await running.finally(() => taker.kill("SIGKILL"));
		expect(result.code).toBe(1);
		expect(result.log).toMatch(/did not hold: at the end memory is unlimited/);
		expect(result.outputs["memory-limit"]).toBe("unlimited");
		expect(result.report.images).toEqual([]);
		expect(imageId(name)).toBeUndefined();
	});

	it("of the user: only one run at a time has a limit there", async () => {
		const builder = makeBuilder();
		const inputs = { context: ".", builder, "build-args": `BASE=${REGISTRY_BASE}`, memory: "300m" };
		const holds = sleepingHog(60);
		const { heard, onLog } = hear(holds.says);
		const first = runStep({ cwd: text(holds.line), inputs, onLog });
		await Promise.race([heard, first]);
		const second = await runStep({ cwd: text("RUN true"), inputs: { ...inputs, memory: "900m" } });
		await holds.wake();
		expect(second.outputs["failure-kind"]).toBe("engine");
		expect(second.log).toMatch(/another run \(process \d+, since \S+\) has limits on this builder/);
		expect((await first).report.limits.atEnd).toMatchObject({ memory: 300 * MIB });
	});

	it("of the user: limited, and put back to what it was", async () => {
		const builder = makeBuilder();
		const id = docker("inspect", "--format", "{{.Id}}", `buildx_buildkit_${builder}0`);
		const where = `${ROOT}/docker/buildx/${id}/buildkit`;
		const read = (file: string) =>
			existsSync(`${where}/${file}`) ? readFileSync(`${where}/${file}`, "utf8").trim() : undefined;
		const inputs = {
			context: ".",
			builder,
			"build-args": `BASE=${REGISTRY_BASE}`,
			memory: "200m",
			"memory-swap": "200m",
		};
		const result = await runStep({ cwd: text(hog(60, 2)), inputs });
		expect(result.code).toBe(0);
		expect(result.report.limits.held).toMatchObject({ way: "builder-cgroup", where, memory: 200 * MIB });
		const none = V1 ? "9223372036854771712" : "max";
		expect([read(LIMIT), read(SWAP)]).toEqual([none, none]);
		const killed = await runStep({
			cwd: text(hog(60, 30)),
			inputs,
			signal: { name: "SIGKILL", when: /held 60 MiB/ },
		});
		expect(killed.postCode).toBe(0);
		expect([read(LIMIT), read(SWAP)]).toEqual([none, none]);
	});

	it("of the user: what a run left that died is told to the next one, which puts it back", async () => {
		const builder = makeBuilder();
		const id = docker("inspect", "--format", "{{.Id}}", `buildx_buildkit_${builder}0`);
		const where = `${ROOT}/docker/buildx/${id}/buildkit`;
		const inputs = { context: ".", builder, "build-args": `BASE=${REGISTRY_BASE}` };
		const signal = { name: "SIGKILL", when: /held 60 MiB/ } as const;
		await runStep({ cwd: text(hog(60, 6)), inputs: { ...inputs, memory: "333m" }, signal, noPost: true });
		const next = await runStep({ cwd: text("RUN true"), inputs: { ...inputs, memory: "222m" } });
		expect(next.report.limits.held).toMatchObject({ way: "builder-cgroup", memory: 222 * MIB });
		const told = /a run that died had limits on this builder.*memory 333 MiB.*restart the builder/;
		expect(next.report.notes.join()).toMatch(told);
		expect(next.log).toMatch(told);
		expect(readFileSync(`${where}/${LIMIT}`, "utf8").trim()).toBe(String(333 * MIB));
		docker("restart", `buildx_buildkit_${builder}0`);
		const after = await runStep({ cwd: text("RUN true"), inputs: { ...inputs, memory: "222m" } });
		expect(after.report.notes.join()).not.toMatch(/died/);
	});
});
