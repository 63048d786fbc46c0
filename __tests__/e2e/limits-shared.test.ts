import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmdirSync, writeFileSync } from "node:fs";
import { connect, createServer, type Server } from "node:net";
import path from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from "@jest/globals";
import { ROOT as REPOSITORY, runStep } from "../support/action.ts";
import { holderOf } from "./support/cgroups.ts";
import { docker, folderWith, HOST_NETWORK, BASE as REGISTRY_BASE, tryDocker, unique } from "./support/docker.ts";
import { BASE } from "./support/dockerfiles.ts";
import { hear, sleepingHog } from "./support/sleepers.ts";
import { buildIn } from "./support/steps.ts";

jest.setTimeout(300_000);

const MIB = 2 ** 20;
const V1 = existsSync("/sys/fs/cgroup/memory/memory.limit_in_bytes");
const ROOT = V1 ? "/sys/fs/cgroup/memory" : "/sys/fs/cgroup";
const SLOT = `${ROOT}/mlbuild`;
const inputs = { driver: "docker", memory: "300m", "no-cache": "true" };
const here = () => folderWith({ Dockerfile: `${BASE}RUN true\n` });

/** Takes the first slot as a run does that has not begun to build. */
function hold(holder: string): () => void {
	const folders = [SLOT, `${SLOT}/lease`, `${SLOT}/lease/${holder}`];
	for (const folder of folders) mkdirSync(folder);
	return () => {
		for (const folder of folders.toReversed()) if (existsSync(folder)) rmdirSync(folder);
	};
}

const holders = () =>
	readdirSync(`${SLOT}/lease`, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? [entry.name] : []));

/** Ended also when a test is not: a child that lives on would keep Jest from its end. */
const started = new Set<ChildProcess>();
afterEach(() => {
	for (const child of started) child.kill("SIGKILL");
	started.clear();
});

/** A process in a PID namespace of its own, as in a container, by the number that it has here. */
async function contained(): Promise<{ readonly pid: number; end(): Promise<void> }> {
	const outer = spawn("unshare", ["--pid", "--fork", "--kill-child", "--mount-proc", "sleep", "1000"]);
	started.add(outer);
	const ended = new Promise((resolve) => outer.on("close", resolve));
	const children = () => readFileSync(`/proc/${outer.pid}/task/${outer.pid}/children`, "utf8").trim();
	while (children() === "") await new Promise((resolve) => setTimeout(resolve, 20));
	return {
		pid: Number(children()),
		async end() {
			outer.kill("SIGKILL");
			await ended;
		},
	};
}

describe("a cgroup that a run in another PID namespace has", () => {
	let undo = () => {};
	afterEach(() => undo());

	it("is left to it while it lives, and taken over when it is proven to be no more", async () => {
		const other = await contained();
		const holder = holderOf(other.pid);
		undo = hold(holder);
		const beside = await buildIn(here(), inputs);
		expect(beside.report.limits.held).toMatchObject({ where: `${SLOT}-2`, memory: 300 * MIB });
		expect(holders()).toEqual([holder]);
		await other.end();
		const after = await buildIn(here(), inputs);
		expect(after.report.limits.held).toMatchObject({ where: SLOT });
		expect(existsSync(SLOT)).toBe(false);
	});

	it("is left to it also by a run in a container, which sees nothing of it", async () => {
		const holder = holderOf("self");
		undo = hold(holder);
		const node = path.join(folderWith({}), "node");
		// No shell: it drops variables like INPUT_BUILD-ARGS.
		const flags = JSON.stringify(["--pid", "--fork", "--kill-child", "--mount-proc", process.execPath]);
		const lines = [
			`#!${process.execPath}`,
			'const { spawnSync } = require("node:child_process");',
			`process.exitCode = spawnSync("unshare", [...${flags}, ...process.argv.slice(2)], { stdio: "inherit" }).status;`,
		];
		writeFileSync(node, `${lines.join("\n")}\n`, { mode: 0o755 });
		const inside = await buildIn(here(), inputs, { program: { node, dist: path.join(REPOSITORY, "dist") } });
		if (inside.code !== 0) throw new Error(inside.log);
		expect(inside.report.limits.held).toMatchObject({ where: `${SLOT}-2` });
		expect(holders()).toEqual([holder]);
	});
});

describe("a builder of the user's on an engine elsewhere", () => {
	let relay: Server;
	let host = "";
	const builder = unique("user");

	beforeAll(async () => {
		const socket = (process.env["DOCKER_HOST"] ?? "").replace(/^unix:\/\//, "") || "/var/run/docker.sock";
		// What runs in a container goes on talking when nobody has more to tell it.
		relay = createServer({ allowHalfOpen: true }, (client) => {
			const engine = connect({ path: socket, allowHalfOpen: true });
			client.pipe(engine).pipe(client);
			for (const end of [client, engine]) end.on("error", () => end.destroy());
		});
		await new Promise<void>((resolve) => relay.listen(0, "127.0.0.1", resolve));
		const address = relay.address();
		host = `tcp://127.0.0.1:${typeof address === "object" ? address?.port : ""}`;
		const create = [
			"buildx",
			"create",
			"--name",
			builder,
			"--driver",
			"docker-container",
			"--driver-opt",
			HOST_NETWORK,
		];
		// In a process of its own: this one has to pass on what it says.
		await new Promise((resolve) =>
			spawn("docker", [...create, "--bootstrap"], { env: { ...process.env, DOCKER_HOST: host } }).on("close", resolve),
		);
	});
	afterAll(() => {
		tryDocker("rm", "--force", "--volumes", `buildx_buildkit_${builder}0`);
		tryDocker("buildx", "rm", "--force", "--keep-daemon", builder);
		relay.close();
	});

	it("is limited by one run at a time, and put back to what it was", async () => {
		const run = (line: string, memory: string, onLog?: (log: string) => void) =>
			runStep({
				cwd: folderWith({ Dockerfile: `${BASE}${line}\n` }),
				inputs: { context: ".", builder, "build-args": `BASE=${REGISTRY_BASE}`, memory },
				env: { DOCKER_HOST: host },
				...(onLog && { onLog }),
			});
		const holds = sleepingHog(60);
		const { heard, onLog } = hear(holds.says);
		const running = run(holds.line, "300m", onLog);
		await Promise.race([heard, running]);
		const refused = await run("RUN true", "900m");
		await holds.wake();
		const first = await running;
		if (first.code !== 0) throw new Error(first.log);
		expect(first.report.limits).toMatchObject({
			held: { way: "builder-exec", memory: 300 * MIB },
			atEnd: { memory: 300 * MIB },
		});
		expect(refused.outputs["failure-kind"]).toBe("engine");
		expect(refused.log).toMatch(/another run \(process \d+, since \S+\) has limits on this builder/);
		const shown = `cd ${ROOT}; ls; cat buildkit/${V1 ? "memory.limit_in_bytes" : "memory.max"}`;
		const inside = docker("exec", `buildx_buildkit_${builder}0`, "sh", "-c", shown);
		expect(inside).toMatch(/^(?:max|9223372036854771712)$/m);
		expect(inside).not.toContain("mlbuild");
	});
});
