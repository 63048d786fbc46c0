import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterEach, describe, expect, it, jest } from "@jest/globals";
import { ROOT as REPOSITORY } from "../support/action.ts";
import { holderOf } from "./support/cgroups.ts";
import { folderWith } from "./support/docker.ts";
import { BASE } from "./support/dockerfiles.ts";
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

/** A process in a PID namespace of its own, as in a container, by the number that it has here. */
async function contained(): Promise<{ readonly pid: number; end(): Promise<void> }> {
	const outer = spawn("unshare", ["--pid", "--fork", "--kill-child", "--mount-proc", "sleep", "1000"]);
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
		const wrapped = `exec unshare --pid --fork --kill-child --mount-proc ${process.execPath} "$@"`;
		writeFileSync(node, `#!/bin/sh\n${wrapped}\n`, { mode: 0o755 });
		const inside = await buildIn(here(), inputs, { program: { node, dist: path.join(REPOSITORY, "dist") } });
		if (inside.code !== 0) throw new Error(inside.log);
		expect(inside.report.limits.held).toMatchObject({ where: `${SLOT}-2` });
		expect(holders()).toEqual([holder]);
	});
});
