import { describe, expect, it } from "@jest/globals";
import type { RunningStep } from "../../../../src/build/progress/index.ts";
import { lookCloser, processMs, readStats } from "../../../../src/build/watch/activity.ts";
import { type Activity, besidesSwapping, createClock } from "../../../../src/build/watch/deadlines.ts";
import { fakeWorld } from "../../../support/fake-world.ts";

type At = (second: number) => number;
const flat: At = () => 5;

/** Seconds until the build is ended, and by what; `never` within ten minutes. */
function play(
	limits: { build?: number; stall?: number },
	{
		events = flat,
		cheap = () => ({}),
		deep = () => ({}),
	}: { events?: At; cheap?: (second: number) => Activity; deep?: (second: number) => Activity } = {},
) {
	const clock = createClock(
		{
			...(limits.build !== undefined && { buildMs: limits.build * 1000 }),
			...(limits.stall !== undefined && { stallMs: limits.stall * 1000 }),
		},
		0,
	);
	let looks = 0;
	for (let second = 0; second <= 600; second += 1) {
		const verdict = clock.judge(second * 1000, events(second), cheap(second));
		if (verdict.kind === "over") return { second, by: verdict.by, looks };
		if (verdict.kind !== "look-closer") continue;
		looks += 1;
		clock.closer(second * 1000, deep(second));
	}
	return "never";
}

describe("build-timeout", () => {
	it("ends any build in time, busy or not", () => {
		expect(play({ build: 90, stall: 30 }, { events: (second) => second })).toMatchObject({
			second: 90,
			by: "build-timeout",
		});
	});

	it("does not exist without a limit", () => {
		expect(play({})).toBe("never");
	});
});

describe("stall-timeout", () => {
	const stall = 60;
	it.each<readonly [string, Parameters<typeof play>[1]]>([
		["events", { events: (second) => Math.floor(second / 50) }],
		["processor time of the RUN steps", { cheap: (second) => ({ cpuMs: second * 20 }) }],
		["reads and writes", { cheap: (second) => ({ ioBytes: Math.floor(second / 40) * 4096 }) }],
		["processor time of the builder", { deep: (second) => ({ cpuMs: second * 50 }) }],
		["the network", { deep: (second) => ({ netBytes: second * 100_000 }) }],
	])("does not end a build with %s", (_what, activity) => {
		expect(play({ stall }, activity)).toBe("never");
	});

	it.each<readonly [string, Parameters<typeof play>[1]]>([
		["nothing can be measured and no event comes", {}],
		["all counters stand still", { cheap: () => ({ cpuMs: 7, ioBytes: 0 }), deep: () => ({ cpuMs: 9, netBytes: 5 }) }],
		["there is less than 1 % of a processor", { cheap: (second) => ({ cpuMs: second * 5 }) }],
		["the network only chatters", { deep: (second) => ({ netBytes: second * 50 }) }],
	])("ends a build when %s", (_what, activity) => {
		const end = play({ stall }, activity);
		expect(end).toMatchObject({ by: "stall-timeout", looks: 2 });
		expect(end).toHaveProperty("second", expect.closeTo(64, -1.2));
	});

	it("ends a build that only thrashes, counted from when that is known", () => {
		const activity = (second: number): Activity => {
			const done = { cpuMs: second * 900, ioBytes: second * 4096 };
			return second < 120 ? done : besidesSwapping(done);
		};
		expect(play({ stall }, { cheap: activity, deep: activity })).toMatchObject({
			by: "stall-timeout",
			second: expect.closeTo(120 + 60, -1.2),
		});
	});

	it("does not end a build that thrashes and loads something", () => {
		const deep = (second: number) => besidesSwapping({ cpuMs: second * 900, netBytes: second * 100_000 });
		expect(play({ stall }, { deep })).toBe("never");
	});

	it("compares with nothing but what was measured: what is known late is watched for half a window", () => {
		const late = (work: number) => (second: number) => (second < 45 ? {} : { cpuMs: second * work });
		expect(play({ stall }, { deep: late(900) })).toBe("never");
		expect(play({ stall }, { deep: late(0) })).toMatchObject({ second: 91, by: "stall-timeout" });
	});

	it("compares with what was measured first, also when more is measured later", () => {
		const deep = (second: number): Activity => ({ netBytes: second * 3000, ...(second >= 45 && { cpuMs: 7 }) });
		expect(play({ stall }, { deep })).toMatchObject({ second: expect.any(Number), by: "stall-timeout" });
		expect(play({ stall }, { deep })).not.toMatchObject({ second: 91 });
	});

	it("begins anew with each event", () => {
		expect(play({ stall }, { events: (second) => Math.min(second, 100) })).toMatchObject({
			by: "stall-timeout",
			second: expect.closeTo(163, -1.2),
		});
	});

	it("does not count the time in which we were stopped ourselves", () => {
		const clock = createClock({ stallMs: 60_000 }, 0);
		clock.judge(1000, 1, {});
		expect(clock.judge(3_600_000, 1, {})).toEqual({ kind: "go-on" });
	});

	it("knows what it could measure", () => {
		const clock = createClock({ stallMs: 60_000 }, 0);
		clock.judge(0, 1, {});
		expect(clock.measured()).toEqual([]);
		clock.judge(1000, 1, { cpuMs: 1 });
		expect(clock.measured()).toEqual(["cpuMs"]);
	});
});

describe("a closer look", () => {
	it("reads the engine's statistics of a container", () => {
		const stats = {
			cpu_stats: { cpu_usage: { total_usage: 259_751_161 } },
			networks: { eth0: { rx_bytes: 10, tx_bytes: 5 }, eth1: { rx_bytes: 1, tx_bytes: 0 } },
			blkio_stats: {
				io_service_bytes_recursive: [
					{ major: 8, minor: 0, op: "Read", value: 7 },
					{ major: 8, minor: 0, op: "write", value: 2 },
					{ major: 8, minor: 0, op: "Total", value: 9 },
				],
			},
		};
		expect(readStats(JSON.stringify(stats))).toEqual({ cpuMs: 259.751_161, ioBytes: 9, netBytes: 16 });
	});

	it.each(["", "[]", "{}", '{"networks":null,"blkio_stats":{"io_service_bytes_recursive":null}}'])(
		"takes %s for nothing",
		(text) => {
			expect(readStats(text)).toEqual({});
		},
	);

	it.each([
		["1023 (dockerd) S 1 1023 1023 0 -1 4194560 1 2 3 4 250 150 0 0 20 0", 4000],
		["9 (a) b) c) S 1 9 9 0 -1 4194560 1 2 3 4 1 2 0 0 20 0", 30],
		["", undefined],
		[undefined, undefined],
	])("reads the processor time of a process (%#)", (stat, expected) => {
		expect(processMs(stat)).toBe(expected);
	});
});

describe("a closer look at the engine's own BuildKit", () => {
	const engine = { kind: "engine", what: "Docker Engine" } as const;
	const look = (files: Readonly<Record<string, string>>, counted = false) =>
		lookCloser(fakeWorld({ files }).world, engine, { steps: [], counted });

	it.each<[string, Readonly<Record<string, string>>, Activity]>([
		[
			"cgroup v1",
			{
				"/sys/fs/cgroup/cpuacct/docker/buildkit/cpuacct.usage": "4000000000\n",
				"/sys/fs/cgroup/blkio/docker/buildkit/blkio.throttle.io_service_bytes_recursive": "8:0 Read 4096\nTotal 4096\n",
			},
			{ cpuMs: 4000, ioBytes: 4096 },
		],
		["cgroup v2", { "/sys/fs/cgroup/docker/buildkit/cpu.stat": "usage_usec 4000000\n" }, { cpuMs: 4000 }],
		[
			"cgroup v2 with systemd, each step apart",
			{
				"/sys/fs/cgroup/system.slice/system.slice:docker:a/cpu.stat": "usage_usec 1000000\n",
				"/sys/fs/cgroup/system.slice/system.slice:docker:b/cpu.stat": "usage_usec 3000000\n",
				"/sys/fs/cgroup/system.slice/runner.service/cpu.stat": "usage_usec 7000000\n",
			},
			{ cpuMs: 4000 },
		],
		["none of them", {}, {}],
	])("sees the work of its RUN steps: %s", async (_what, files, expected) => {
		expect(await look(files)).toEqual(expected);
	});

	it("leaves them to the counters that know the steps of this build alone", async () => {
		expect(await look({ "/sys/fs/cgroup/docker/buildkit/cpu.stat": "usage_usec 4000000\n" }, true)).toEqual({});
	});
});

describe("the network of what is running", () => {
	const device = (name: string, received: number, sent: number) =>
		`  ${name}: ${received} 1 0 0 0 0 0 0 ${sent} 1 0 0 0 0 0 0`;
	const MACHINE = [
		"Inter-|   Receive",
		" face |bytes",
		device("lo", 1, 1),
		device("eth0", 500, 50),
		device("br0", 9, 9),
	].join("\n");
	const ALONE = [device("lo", 0, 0), device("eth0", 70, 7)].join("\n");
	const ID = "abcdefghijklmnopqrstuvwxy";
	const step = (name: string): RunningStep => ({
		id: name,
		name,
		started: 0,
		printed: false,
		isRun: name.includes("RUN"),
		internal: false,
	});
	const RUN = step("[1/2] RUN pip download");
	const process = (pid: number, devices: string) => ({ [`/proc/${pid}/net/dev`]: devices });
	const ours = { [`/sys/fs/cgroup/mlbuild/buildkit/${ID}/cgroup.procs`]: "7\n8\n" };
	const place = { version: "2", path: "/mlbuild", steps: "/mlbuild/buildkit" } as const;

	it.each<readonly [string, RunningStep, Readonly<Record<string, string>>, number | undefined]>([
		["a RUN with a network of its own", RUN, { ...ours, ...process(7, ALONE) }, 77],
		["a RUN with the machine's network", RUN, { ...ours, ...process(7, MACHINE) }, 570],
		["a RUN whose processes are not known", RUN, {}, undefined],
		["an ADD from a server, by the engine itself", step("http://127.0.0.1:80/model.bin"), {}, 570],
		["what tells how it gets on: a pull", step("[1/2] FROM docker.io/library/python"), {}, undefined],
	])("is measured: %s", async (_what, running, files, expected) => {
		const { world } = fakeWorld({ files: { "/proc/net/dev": MACHINE, ...files } });
		const engine = { kind: "engine", what: "Docker Engine" } as const;
		expect((await lookCloser(world, engine, { steps: [running], place, counted: true }))?.netBytes).toBe(expected);
	});

	it.each<readonly [string, string]>([
		["cgroup v1", `/sys/fs/cgroup/memory/docker/buildkit/${ID}`],
		["cgroup v2", `/sys/fs/cgroup/docker/buildkit/${ID}`],
		["cgroup v2 with systemd", `/sys/fs/cgroup/system.slice/system.slice:docker:${ID}`],
	])("is measured without a limit: %s", async (_what, folder) => {
		const files = { "/proc/net/dev": MACHINE, [`${folder}/cgroup.procs`]: "7\n", ...process(7, ALONE) };
		const engine = { kind: "engine", what: "Docker Engine" } as const;
		const seen = await lookCloser(fakeWorld({ files }).world, engine, { steps: [RUN], counted: true });
		expect(seen?.netBytes).toBe(77);
	});

	it("is the machine's for a builder that has no other, and is not asked for when that is elsewhere", async () => {
		const files = { "/proc/net/dev": MACHINE, ...ours, ...process(7, MACHINE) };
		const reply = () => ({ status: 200, text: "{}" });
		const target = { kind: "container", what: "builder b", container: "c" } as const;
		const look = (endpoint: string) =>
			lookCloser(fakeWorld({ files, reply, endpoint }).world, target, { steps: [RUN], place, counted: true });
		expect(await look("unix:///x")).toEqual({ netBytes: 570 });
		expect(await look("tcp://far:2375")).toEqual({});
	});

	it("is nothing when the engine does not answer this time", async () => {
		const reply = () => ({ status: 0, text: "no answer from the engine" });
		const { world } = fakeWorld({ reply, endpoint: "tcp://far:2375" });
		const target = { kind: "container", what: "builder b", container: "c" } as const;
		expect(await lookCloser(world, target, { steps: [RUN], counted: true })).toBeUndefined();
	});

	it("is no work below 4 KiB a second, whatever the window", () => {
		const download = (perSecond: number) =>
			play({ stall: 100 }, { deep: (second) => ({ netBytes: second * perSecond }) });
		expect(download(3000)).toMatchObject({ by: "stall-timeout" });
		expect(download(6000)).toBe("never");
	});
});
