import { describe, expect, it } from "@jest/globals";
import { diagnose } from "../../../../src/judge/diagnoses/index.ts";
import type { Aftermath } from "../../../../src/model/diagnosis.ts";
import type { MachineWatch } from "../../../../src/model/watch.ts";
import { aftermath, failure, GIB, MACHINE, MIB, memory, run } from "./aftermaths.ts";

const TORCH = run(3, "RUN pip install torch==2.6.0", 10, 90);
const FLASH = run(4, "RUN pip install flash-attn --no-build-isolation", 90, 900);
const HOG = run(4, "RUN hog 600", 90, 120);
const told = (scene: Aftermath) =>
	diagnose(scene).map(({ id, shape, level, certainty }) => [id, shape, level, certainty].join(" "));
const V1 = { cgroup: "1" } as const;

describe("the builder itself", () => {
	const builder = { state: "exited", exitCode: 137, oomKilled: true, what: "builder mlbuild-1" } as const;
	const ended = { by: "builder-lost", at: FLASH.completed, afterMs: 3000, during: [FLASH.name] } as const;

	it("killed by the kernel is out of memory, not a lost builder", () => {
		const [found, ...others] = diagnose(
			aftermath({ steps: [FLASH], builder, ended, memory: memory({ scope: "builder" }) }),
		);
		expect(found).toMatchObject({ id: "out-of-memory", shape: "builder-killed", level: "failure", stepId: FLASH.id });
		expect(found?.message).toBe(
			"the kernel killed the builder for want of memory while step 4/9 ran (Dockerfile:23): peak 3.0 of 12 GiB, no swap",
		);
		expect(others).toEqual([]);
	});

	it("is told with the limit of its own container, and how to keep it out of the way", () => {
		const limited = { ...builder, limit: { memory: 8 * GIB, swap: 0 } };
		const { held: _held, ...bare } = aftermath({ steps: [FLASH], builder: limited, ended });
		const asked = { swapGiven: false, policy: "require" } as const;
		const [ours] = diagnose({ ...bare, asked });
		expect(ours?.message).toMatch(/\(Dockerfile:23\): its container is limited to 8 GiB, no swap$/);
		expect(ours?.remedies[0]).toBe(
			"limit the RUN steps and not the whole builder, memory: 8g instead of memory=… in driver-opts: BuildKit then has room of its own, and a step that wants more is ended and named",
		);
		const [users] = diagnose({ ...bare, asked, shared: true });
		expect(users?.remedies[0]).toBe(
			"limit the RUN steps below it, memory: 7g, so that a step is ended and named instead of the builder",
		);
		expect(users?.remedies).toContain(
			"the limit of 8 GiB is the builder's own: make it larger where the builder is made",
		);
		expect([...(ours?.remedies ?? []), ...(users?.remedies ?? [])].join()).not.toMatch(/the machine has|swap first/);
	});

	it("is told what its steps kept in memory", () => {
		const tmpfs = run(4, "RUN --mount=type=tmpfs,target=/t make", 90, 900);
		const scene = aftermath({ steps: [tmpfs], builder, ended: { ...ended, during: [tmpfs.name] } });
		expect(diagnose(scene)[0]?.remedies.join()).toMatch(/what it writes to a tmpfs .* is memory/);
	});

	it("is not told what BuildKit says at each start", () => {
		const tail = ['level=info msg="running server"', "fatal error: runtime: out of memory"];
		const scene = aftermath({ steps: [FLASH], builder: { ...builder, tail }, ended });
		const words = diagnose(scene)[0]?.evidence.filter((line) => line.startsWith("its last words"));
		expect(words).toEqual(["its last words: `fatal error: runtime: out of memory`"]);
	});

	it("that still runs with OOMKilled had a step killed, and is not blamed", () => {
		const scene = aftermath({
			steps: [HOG],
			builder: { ...builder, state: "running" },
			failure: failure(HOG, "cannot allocate memory", 102),
		});
		expect(told(scene)).toEqual(["out-of-memory step-killed failure certain"]);
	});
});

it("steps in turn shared nothing, however short they are", () => {
	const [first, second] = [run(3, "RUN true", 0, 0.2), run(4, "RUN hog 600", 0.3, 0.6)];
	const scene = aftermath({
		steps: [first, second],
		failure: failure(second, "cannot allocate memory", 102),
		memory: memory({ peak: 12 * GIB, oomKills: 1 }),
	});
	expect(diagnose(scene)[0]?.remedies.join()).not.toMatch(/max-parallelism/);
	expect(diagnose(scene)[0]?.evidence.join()).not.toMatch(/at the same time/);
});

describe("kills that were counted for all RUN steps together", () => {
	const many = { steps: [TORCH, FLASH], memory: memory({ oomKills: 1 }) };
	it.each<[string, Aftermath, readonly string[]]>([
		[
			"are of the failed step when it stood at the limit",
			aftermath({
				...many,
				failure: failure(FLASH, "exit code: 1"),
				uses: { [FLASH.id]: { peakMemory: 12 * GIB, shared: false } },
			}),
			["out-of-memory child-killed failure certain"],
		],
		[
			"are of another one when it used little and says nothing of a kill",
			aftermath({
				...many,
				failure: failure(FLASH, "exit code: 1"),
				uses: { [FLASH.id]: { peakMemory: GIB, shared: false } },
			}),
			["out-of-memory hidden warning certain"],
		],
		[
			"are likely of the failed step when nothing is known of it",
			aftermath({ ...many, failure: failure(FLASH, "exit code: 1") }),
			["out-of-memory child-killed failure likely"],
		],
	])("%s", (_name, scene, expected) => {
		expect(told(scene)).toEqual(expected);
	});
});

const { oomKills: _, ...uncounted } = memory({ peak: 12 * GIB });

describe("a child killed at the limit where only the machine counts", () => {
	const scene = aftermath({
		...V1,
		steps: [FLASH],
		failure: failure(FLASH, "exit code: 1"),
		memory: uncounted,
		machine: { memory: 24 * GIB, swap: 0, lowestAvailable: 10 * GIB, oomKills: 1 },
	});

	it("is likely out of memory, with remedies for that limit", () => {
		expect(told(scene)).toEqual(["out-of-memory child-killed failure likely"]);
		const [found] = diagnose(scene);
		expect(found?.evidence).toContain("1 OOM kill on the whole machine (/proc/vmstat)");
		expect(found?.remedies).toContain("raise the limit, memory: 21g and memory-swap: 21g (the machine has 24 GiB)");
	});

	it("says no more than it knows", () => {
		const killed = diagnose({ ...scene, failure: failure(FLASH, "exit code: 137") })[0];
		expect(killed?.message).toMatch(/^step 4\/9 likely ran out of memory \(Dockerfile:23\): peak 12\.0 of 12 GiB/);
		expect(killed?.evidence).toContain(
			"the step ended with exit code 137: killed by signal 9; the counters of this machine do not say by whom",
		);
	});

	it.each<[string, Partial<Aftermath>]>([
		["the kernel's log names another cgroup", { kernel: [{ program: "java", cgroup: "/docker/0123" }] }],
		["another machine killed", { elsewhere: true }],
	])("is not, when %s", (_name, more) => {
		expect(told({ ...scene, ...more })).toEqual([]);
	});

	it.each<[string, Partial<Aftermath>]>([
		["leaves out whose the kill was", { kernel: [{ program: "cc1plus", cgroup: "" }] }],
		["misses a kill that was counted", { kernel: [] }],
	])("is still likely when the kernel's log %s", (_name, more) => {
		expect(told({ ...scene, ...more })).toEqual(["out-of-memory child-killed failure likely"]);
	});
});

describe("a machine without limits and counters of its steps", () => {
	const { held: _held, ...bare } = aftermath({
		steps: [HOG],
		failure: failure(HOG, "exit code: 137"),
		asked: { swapGiven: false, policy: "require" },
	});
	it.each<[string, Partial<MachineWatch>, readonly string[]]>([
		[
			"that was empty and killed",
			{ oomKills: 1, lowestAvailable: 50 * MIB },
			["out-of-memory machine-short failure certain"],
		],
		[
			"that killed something, and had memory at every look",
			{ oomKills: 1 },
			["out-of-memory machine-short failure likely"],
		],
		["that killed nothing", { oomKills: 0, lowestAvailable: 50 * MIB }, []],
	])("%s", (_name, machine, expected) => {
		expect(told({ ...bare, watch: { ...bare.watch, machine: { ...MACHINE, ...machine } } })).toEqual(expected);
	});

	it("that killed after its counter was read for the last time: the kernel's log tells", () => {
		const machine = { ...MACHINE, oomKills: 0, lowestAvailable: 50 * MIB };
		const late = { ...bare, kernel: [{ program: "python3" }], watch: { ...bare.watch, machine } };
		expect(told(late)).toEqual(["out-of-memory machine-short failure certain"]);
	});

	it("is told with what the machine had left, where nothing counts the step", () => {
		const machine = { ...MACHINE, oomKills: 1, lowestAvailable: 0 };
		expect(diagnose({ ...bare, watch: { ...bare.watch, machine } })[0]?.message).toBe(
			"step 4/9 ran out of memory of the whole machine (Dockerfile:23): 0 B of 15.6 GiB left at the lowest, 1 OOM kill",
		);
	});
});

describe("a builder that other builds use as well", () => {
	const scene = aftermath({ steps: [TORCH], memory: memory({ scope: "builder", oomKills: 1 }), shared: true });

	it("may have lost a process of theirs", () => {
		expect(told(scene)).toEqual(["out-of-memory hidden warning likely"]);
		expect(diagnose(scene)[0]?.message).toMatch(/^builds on this builder, perhaps not this one, lost 1 process/);
	});

	it("is no proof that a step failed of it", () => {
		const failed = { ...scene, failure: failure(TORCH, "exit code: 1") };
		expect(told(failed)).toEqual(["out-of-memory child-killed failure likely"]);
	});
});

it("believes nothing this machine counts when another one builds", () => {
	const scene = aftermath({
		steps: [HOG],
		cgroup: "unknown",
		elsewhere: true,
		failure: failure(HOG, "exit code: 137"),
		memory: memory({ scope: "builder", peak: 12 * GIB }),
		machine: { ...MACHINE, oomKills: 0 },
		kernel: [],
	});
	expect(told(scene)).toEqual(["out-of-memory step-killed failure likely"]);
	const text = JSON.stringify(diagnose(scene));
	expect(text).not.toMatch(/the machine has|the machine:|15\.6 GiB|make swap|runner/);
});

it("says nothing of a neighbour's container that hit its own limit", () => {
	expect(told(aftermath({ steps: [TORCH], memory: memory(), machine: { ...MACHINE, oomKills: 1 } }))).toEqual([]);
	expect(told(aftermath({ ...V1, steps: [TORCH], memory: memory(), machine: { ...MACHINE, oomKills: 1 } }))).toEqual(
		[],
	);
});
