import { describe, expect, it } from "@jest/globals";
import { createCgroupSource } from "../../../../src/build/watch/cgroup-source.ts";
import { DIALECTS } from "../../../../src/build/watch/counters.ts";
import { groupDisks } from "../../../../src/build/watch/disks.ts";
import { createExecSource, execArgv, parsePrinted } from "../../../../src/build/watch/exec-source.ts";
import type { CommandResult } from "../../../../src/model/command.ts";
import { openJournal } from "../../../../src/teardown.ts";
import { fakeWorld } from "../../../support/fake-world.ts";
import { groupId } from "./ticks.ts";

const ROOT = "/sys/fs/cgroup/mlbuild";
const STEP = `${ROOT}/buildkit/${groupId("r")}`;
const FILES = {
	[`${ROOT}/memory.current`]: "100\n",
	[`${ROOT}/memory.max`]: "max\n",
	[`${ROOT}/memory.events`]: "max 0\noom_kill 2\n",
	[`${ROOT}/cpu.stat`]: "usage_usec 5000\n",
	[`${ROOT}/io.stat`]: "8:0 rbytes=1 wbytes=2\n",
	[`${STEP}/memory.current`]: "60\n",
	[`${STEP}/cgroup.events`]: "populated 1\n",
	[`${ROOT}/buildkit/cgroup.procs`]: "",
};
const SAMPLE = {
	total: { current: 100, limit: "unlimited", oomKills: 2, limitHits: 0 },
	steps: [{ id: groupId("r"), counters: { current: 60 }, populated: true }],
	cpuMs: 5,
	ioBytes: 3,
};
const place = { version: "2", path: "/mlbuild", steps: "/mlbuild/buildkit" } as const;

describe("a cgroup on this machine", () => {
	it("is read with its steps", async () => {
		expect(await createCgroupSource(fakeWorld({ files: FILES }).world, place).sample()).toEqual(SAMPLE);
	});

	it("is nothing as long as it is not there, and read once it is", async () => {
		const { world, files } = fakeWorld();
		const source = createCgroupSource(world, place);
		expect(await source.sample()).toBeUndefined();
		for (const [path, text] of Object.entries(FILES)) files.set(path, text);
		expect(await source.sample()).toEqual(SAMPLE);
	});

	it("is not asked again for files that this kernel does not have", async () => {
		const { world } = fakeWorld({ files: FILES });
		const asked: string[] = [];
		const read = (path: string) => {
			asked.push(path);
			return world.files.read(path);
		};
		const source = createCgroupSource({ files: { ...world.files, read } }, place);
		await source.sample();
		asked.length = 0;
		expect(await source.sample()).toEqual(SAMPLE);
		expect(asked.filter((path) => !(path in FILES))).toEqual([]);
	});

	it("may vanish while it is read", async () => {
		const { world } = fakeWorld({ files: FILES });
		const read = async (path: string) => {
			if (path.startsWith(STEP)) throw new Error("ENODEV");
			return world.files.read(path);
		};
		const found = await createCgroupSource({ files: { ...world.files, read } }, place).sample();
		expect(found).toMatchObject({ total: { current: 100 }, steps: [{ populated: false, counters: {} }] });
	});
});

describe("a cgroup inside a builder's container", () => {
	it("is read from what the command prints", () => {
		const lines = Object.entries(FILES).flatMap(([path, text]) =>
			text
				.trim()
				.split("\n")
				.map((line) => `${path}:${line}`),
		);
		expect(parsePrinted(DIALECTS[2], `${ROOT}/buildkit`, lines)).toEqual(SAMPLE);
		expect(parsePrinted(DIALECTS[2], `${ROOT}/buildkit`, [])).toBeUndefined();
	});

	it("is asked for with the container's name as an argument of its own, and a script that never changes", () => {
		const one = execArgv("a$(b)", place);
		const two = execArgv("c", { version: "1", path: "/buildkit", steps: "/buildkit" });
		expect(one.slice(0, 4)).toEqual(["docker", "exec", "-i", "a$(b)"]);
		expect(one[6]).toBe(two[6]);
	});
});

it("file systems on one device are watched once", () => {
	const disks = [
		{ role: "engine data", path: "/var/lib/docker", device: "8", total: 5, free: 1 },
		{ role: "workspace", path: "/w", device: "9" },
		{ role: "temp", path: "/t", device: "8" },
		{ role: "mnt", path: "/mnt" },
	];
	expect(groupDisks(disks)).toEqual([
		{ roles: ["engine data", "temp"], path: "/var/lib/docker", total: 5 },
		{ roles: ["workspace"], path: "/w" },
		{ roles: ["mnt"], path: "/mnt" },
	]);
});

describe("counters read by a long docker exec", () => {
	const place = { version: "2", path: "/b", steps: "/b/buildkit" } as const;
	const CURRENT = "/sys/fs/cgroup/b/memory.current:7";

	/** One sample, and the program ends then if it is to. */
	async function lastLook(ends: boolean) {
		const { world } = fakeWorld();
		let end = () => {};
		const stream: typeof world.stream = (_command, on) => {
			const done = new Promise<CommandResult>((resolve) => {
				end = () => resolve({ code: 137, stdout: "", stderr: "", ms: 1 });
			});
			for (const line of [CURRENT, "."]) on.stdout?.(line);
			if (!ends) setTimeout(() => on.stdout?.("."), 1700);
			return { done, pid: undefined, end: () => end() };
		};
		const source = createExecSource({ ...world, stream }, openJournal(world, "/state"), "c", place);
		await source.sample(false);
		if (ends) end();
		await new Promise((resolve) => setTimeout(resolve, 5));
		const began = performance.now();
		await source.sample(true);
		const ms = performance.now() - began;
		await source.stop();
		return ms;
	}

	it("are waited for at the end, as they come once a second", async () => {
		expect(await lastLook(false)).toBeGreaterThan(1600);
	});

	it("are not waited for when the program has ended", async () => {
		expect(await lastLook(true)).toBeLessThan(1000);
	});
});
