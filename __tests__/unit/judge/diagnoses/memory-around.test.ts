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

	it("that still runs with OOMKilled had a step killed, and is not blamed", () => {
		const scene = aftermath({
			steps: [HOG],
			builder: { ...builder, state: "running" },
			failure: failure(HOG, "cannot allocate memory", 102),
		});
		expect(told(scene)).toEqual(["out-of-memory step-killed failure certain"]);
	});
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
});

it("says nothing of a neighbour's container that hit its own limit", () => {
	expect(told(aftermath({ steps: [TORCH], memory: memory(), machine: { ...MACHINE, oomKills: 1 } }))).toEqual([]);
	expect(told(aftermath({ ...V1, steps: [TORCH], memory: memory(), machine: { ...MACHINE, oomKills: 1 } }))).toEqual(
		[],
	);
});
