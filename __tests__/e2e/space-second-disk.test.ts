import { existsSync, mkdirSync, readdirSync, readFileSync, statfsSync, statSync } from "node:fs";
import path from "node:path";
import { afterEach, beforeAll, describe, expect, it, jest } from "@jest/globals";
import { secondDiskCommands } from "../../src/space/second-disk.ts";
import { ROOT, runStep, type StepOptions } from "../support/action.ts";
import { docker, folderWith, HOST_NETWORK, tryDocker, unique } from "./support/docker.ts";
import { dockerAt } from "./support/engine.ts";
import { HELD, heldStep } from "./support/held-step.ts";
import { schemaErrors } from "./support/schema.ts";
import { makeSpareEngine, type SpareEngine } from "./support/spare-engine.ts";
import { SMALL_BASE_PUSHED } from "./support/spare-images.ts";

jest.setTimeout(120_000);

const name = unique("mlbuild-second");
afterEach(() => {
	tryDocker("buildx", "rm", "--force", name);
	tryDocker("volume", "rm", "--force", `buildx_buildkit_${name}0_state`);
});

it("a builder keeps its state where the commands put it, and gives the volume back when it goes", () => {
	const folder = folderWith({ "context/Dockerfile": "FROM scratch\nCOPY Dockerfile /\n" });
	const disk = path.join(folder, "disk");
	mkdirSync(disk);
	const second = {
		path: disk,
		device: "1",
		free: 1e12,
		total: 1e12,
		state: `${disk}/run/state`,
		temp: `${disk}/run/temp`,
	};
	for (const [program = "", ...args] of secondDiskCommands(second, `${name}0`, true)) {
		if (program === "docker") docker(...args);
		else mkdirSync(args.at(-1) ?? "", { recursive: true });
	}
	docker("buildx", "create", "--name", name, "--driver", "docker-container", "--bootstrap");
	docker("buildx", "build", "--builder", name, "--output", "type=cacheonly", path.join(folder, "context"));
	expect(readdirSync(second.state)).toEqual(expect.arrayContaining(["cache.db", "runc-overlayfs"]));
	docker("buildx", "rm", name);
	expect(docker("volume", "ls", "--quiet")).not.toContain(name);
	// The volume's folder is not the engine's, so it stays: the run removes it.
	expect(existsSync(second.state)).toBe(true);
});

const MB = 1e6;

/** Names of programs that run and put their temporary files there. */
function withTemp(folder: string): readonly string[] {
	const read = (pid: string, name: string) => {
		try {
			return readFileSync(`/proc/${pid}/${name}`, "utf8");
		} catch {
			return "";
		}
	};
	const pids = readdirSync("/proc").filter((entry) => /^\d+$/.test(entry));
	const users = pids.filter((pid) => read(pid, "environ").split("\0").includes(`TMPDIR=${folder}`));
	return users.map((pid) => read(pid, "comm").trim());
}

/** A runner with two disks: the engine's, on which an image of 2 GB would be short, and a larger one at /mnt. */
describe("a whole run on a hosted runner with a real second disk", () => {
	const FILL = "dd if=/dev/zero of=/big bs=1M count=300";
	/** The watch looks once a second. */
	const WATCHED_MS = 3000;
	let engine: SpareEngine;
	let pid: number;

	beforeAll(async () => {
		engine = await makeSpareEngine({ diskMiB: 3000, secondMiB: 8000, buildkit: true });
		pid = await engine.pid();
	});

	const freeOf = (folder: string) => {
		const { bavail, bsize } = statfsSync(folder);
		return bavail * bsize;
	};
	const onSecond = (...names: readonly string[]) =>
		readdirSync(path.join(engine.second.disk, ...names)).filter((file) => file !== "lost+found");

	/** Both disks while the builder holds something: what is on the second one, and what each has less than before. */
	function look(before: { readonly first: number; readonly second: number }) {
		const [folder = "", ...more] = onSecond();
		return {
			folders: [...more, ...onSecond(folder)].toSorted(),
			state: onSecond(folder, "state"),
			programs: withTemp(`/mnt/${folder}/temp`),
			first: before.first - freeOf(engine.disk),
			second: before.second - freeOf(engine.second.disk),
		};
	}

	const build = (line: string, inputs: Readonly<Record<string, string>> = {}, more: Partial<StepOptions> = {}) => {
		const own = { context: ".", driver: "docker-container", "driver-opts": HOST_NETWORK, "no-cache": "true" };
		return runStep({
			cwd: folderWith({ Dockerfile: `FROM ${SMALL_BASE_PUSHED}\n${line}\n` }),
			inputs: { ...own, "max-image-size": "2GB", ...inputs },
			env: { ...engine.env, RUNNER_ENVIRONMENT: "github-hosted", ImageOS: "ubuntu24" },
			program: { node: engine.second.node, dist: path.join(ROOT, "dist") },
			...more,
		});
	};

	/** A build that holds 300 MiB until they were looked at, by us and by the watch. */
	async function buildHeld(signal?: StepOptions["signal"]) {
		const before = { first: freeOf(engine.disk), second: freeOf(engine.second.disk) };
		const held = heldStep(FILL);
		let seen: ReturnType<typeof look> | undefined;
		const onLog = (log: string) => {
			if (seen || !HELD.test(log)) return;
			seen = look(before);
			if (!signal) setTimeout(held.end, WATCHED_MS);
		};
		const result = await build(held.line, {}, { onLog, ...(signal && { signal }) });
		return { ...result, seen };
	}

	function expectNothingLeft(): void {
		expect(onSecond()).toEqual([]);
		expect(dockerAt(engine.host, "volume", "ls", "--quiet")).toBe("");
		expect(dockerAt(engine.host, "ps", "--all", "--quiet")).toBe("");
	}

	it("keeps the builder's state there, copies and removes nothing, and leaves nothing", async () => {
		expect(statSync(engine.second.disk).dev).not.toBe(statSync(engine.disk).dev);
		const { code, log, report, summary, seen, postCode } = await buildHeld();
		if (code !== 0) process.stdout.write(log);
		expect({ code, postCode }).toEqual({ code: 0, postCode: 0 });
		expect(log).toMatch(/1\. keep the builder's state on the disk at \/mnt, where 8\.\d+ GB are free: .* about 6 GB/);
		expect(summary).toMatch(/About 6 GB of disk are needed .* put on the disk at .*\/mnt/);
		expect(seen).toMatchObject({ folders: ["state", "temp"] });
		expect(seen?.programs).toContain("docker-buildx");
		expect(seen?.state).toEqual(expect.arrayContaining(["cache.db", "runc-overlayfs"]));
		expect(seen?.second).toBeGreaterThan(300 * MB);
		expect(seen?.first).toBeLessThan(20 * MB);
		expect(report.space).toMatchObject({ items: [], freedBytes: 0, second: { path: "/mnt" } });
		expectNothingLeft();
		expect(await engine.pid()).toBe(pid);
	});

	it("is watched there: the lowest moment, and what each step took", async () => {
		const { report, outputs } = await buildHeld();
		const disk = report.watch.disks.find((each: { readonly path: string }) => each.path === "/mnt");
		expect(disk).toMatchObject({ roles: ["builder data"], total: expect.any(Number) });
		expect(disk.start - disk.lowest).toBeGreaterThan(300 * MB);
		expect(outputs["lowest-free-bytes"]).toBe(String(disk.lowest));
		const taken = Object.values<{ readonly diskBytes: number }>(report.watch.steps).map(({ diskBytes }) => diskBytes);
		expect(Math.max(...taken)).toBeGreaterThan(300 * MB);
		expect(schemaErrors(report)).toBeNull();
	});

	it("is given back by the post step of a run that was killed", async () => {
		const { seen, postCode } = await buildHeld({ name: "SIGKILL", when: HELD, afterMs: 500 });
		expect(seen).toMatchObject({ folders: ["state", "temp"] });
		expect(postCode).toBe(0);
		expectNothingLeft();
		expect(await engine.pid()).toBe(pid);
	});

	it("stop-below counts there, though the engine's disk has less", async () => {
		const below = freeOf(engine.second.disk) - 400 * MB;
		expect(below).toBeGreaterThan(freeOf(engine.disk));
		const loop = "while [ $i -lt 30 ]; do i=$((i+1)); dd if=/dev/zero of=/big-$i bs=1M count=50; sleep 0.2; done";
		const { code, report, log } = await build(`RUN i=0; ${loop}`, { "stop-below": `${below}B` });
		if (!report?.diagnoses?.length) process.stdout.write(log);
		expect(code).toBe(1);
		expect(report.diagnoses[0]).toMatchObject({ id: "disk-full", shape: "stopped-below" });
		expect(report.diagnoses[0].message).toContain("/mnt");
		expectNothingLeft();
	});
});
