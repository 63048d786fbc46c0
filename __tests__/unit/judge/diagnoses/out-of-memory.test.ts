import { describe, expect, it } from "@jest/globals";
import { diagnose, failureKind } from "../../../../src/judge/diagnoses/index.ts";
import type { Aftermath } from "../../../../src/model/diagnosis.ts";
import { aftermath, failure, GIB, MACHINE, MIB, memory, run } from "./aftermaths.ts";

const TORCH = run(3, "RUN pip install torch==2.6.0", 10, 90);
const FLASH = run(4, "RUN pip install flash-attn --no-build-isolation", 90, 900);
const HOG = run(4, "RUN hog 600", 90, 120);
const FULL = memory({ peak: 12 * GIB, oomKills: 3 });
const tail = (...lines: readonly string[]) => ({ ...FLASH, tail: lines });
const told = (scene: Aftermath) =>
	diagnose(scene).map(({ id, shape, level, certainty }) => [id, shape, level, certainty].join(" "));
const [V1, UNSEEN] = [{ cgroup: "1" }, { memory: 16_757_342_208, swap: 0 }] as const;
const { oomKills: _, ...UNCOUNTED } = memory({ peak: 12 * GIB });

describe("a step that fails of memory, by counters", () => {
	it.each<[string, Aftermath, string]>([
		[
			"buildx 102 and BuildKit's words, with no counters of ours",
			aftermath({ steps: [HOG], failure: failure(HOG, "cannot allocate memory", 102) }),
			"step-killed failure certain",
		],
		[
			"137 on the docker driver, where BuildKit looks into the wrong cgroup",
			aftermath({ steps: [HOG], failure: failure(HOG, "exit code: 137"), memory: FULL }),
			"step-killed failure certain",
		],
		[
			"a compiler was killed and ninja ended with 1",
			aftermath({
				steps: [TORCH, FLASH],
				failure: failure(tail("c++: fatal error: Killed signal terminated program cc1plus"), "exit code: 1"),
				memory: FULL,
			}),
			"child-killed failure certain",
		],
		[
			"cmake says returned non-zero exit status 9 and ends with 2",
			aftermath({
				steps: [FLASH],
				failure: failure(
					tail("subprocess.CalledProcessError: Command returned non-zero exit status 9."),
					"exit code: 2",
				),
				uses: { [FLASH.id]: { oomKills: 1, shared: false } },
			}),
			"child-killed failure certain",
		],
		[
			"on cgroup v1 the step's own cgroup counted, its parent did not",
			aftermath({
				...V1,
				steps: [FLASH],
				failure: failure(FLASH, "exit code: 137"),
				memory: memory({ peak: 12 * GIB, oomKills: 0 }),
				uses: { [FLASH.id]: { oomKills: 1, shared: false } },
				machine: { ...MACHINE, oomKills: 1 },
			}),
			"step-killed failure certain",
		],
		[
			"on cgroup v1 the kernel's log names our cgroup",
			aftermath({
				...V1,
				steps: [FLASH],
				failure: failure(FLASH, "exit code: 1"),
				memory: memory({ peak: 12 * GIB, oomKills: 0 }),
				held: { way: "engine-cgroup", where: "/sys/fs/cgroup/memory/mlbuild", memory: 12 * GIB },
				kernel: [{ program: "cc1plus", cgroup: "/mlbuild/buildkit/x1", bytes: 3 * GIB }],
				machine: { ...MACHINE, oomKills: 1 },
			}),
			"child-killed failure certain",
		],
		[
			"the kernel's log names our builder's container",
			aftermath({
				...V1,
				steps: [HOG],
				failure: failure(HOG, "exit code: 137"),
				groups: ["/docker/buildx/0123abcd"],
				kernel: [{ program: "hog", cgroup: "/docker/buildx/0123abcd/buildkit" }],
				machine: UNSEEN,
			}),
			"step-killed failure certain",
		],
		[
			"no limit at all, and the machine was empty",
			aftermath({
				steps: [HOG],
				failure: failure(HOG, "exit code: 137"),
				held: { way: "engine-cgroup", where: "/sys/fs/cgroup/mlbuild", memory: "unlimited" },
				memory: memory({ limit: "unlimited", peak: 15 * GIB, oomKills: 1 }),
				machine: { ...MACHINE, lowestAvailable: 60 * MIB, oomKills: 1 },
			}),
			"machine-short failure certain",
		],
		[
			"a limit above the machine",
			aftermath({
				steps: [HOG],
				failure: failure(HOG, "cannot allocate memory", 102),
				memory: memory({ limit: 16 * GIB, peak: 15 * GIB, oomKills: 1 }),
				machine: { ...MACHINE, lowestAvailable: 60 * MIB, oomKills: 1 },
			}),
			"machine-short failure certain",
		],
	])("%s", (_name, scene, expected) => {
		expect(told(scene)).toEqual([`out-of-memory ${expected}`]);
		expect(failureKind(diagnose(scene))).toBe("out-of-memory");
	});
});

describe("where nothing counts", () => {
	const v1 = (end: string, peak: number, lines: readonly string[] = []) =>
		aftermath({
			...V1,
			steps: [FLASH],
			failure: failure(tail(...lines), end),
			memory: { ...UNCOUNTED, peak },
			machine: UNSEEN,
		});

	it.each<[string, Aftermath, readonly string[]]>([
		["137 and the peak at the limit", v1("exit code: 137", 12 * GIB), ["out-of-memory step-killed failure likely"]],
		[
			"a killed compiler and the peak at the limit",
			v1("exit code: 1", 12 * GIB, ["c++: fatal error: Killed signal terminated program cc1plus"]),
			["out-of-memory child-killed failure likely"],
		],
		[
			"137 and a peak a sampler saw just below the limit",
			v1("exit code: 137", 12 * GIB * 0.996),
			["out-of-memory step-killed failure likely"],
		],
		["a kill by hand: 137 far below the limit", v1("exit code: 137", 3 * GIB), []],
		[
			"another error with the peak at the limit: cached files",
			v1("exit code: 1", 12 * GIB, ["error: No matching distribution"]),
			[],
		],
	])("%s", (_name, scene, expected) => {
		expect(told(scene)).toEqual(expected);
	});
});

const FOREIGN = [{ program: "java", cgroup: "/docker/0123" }];

describe("what is not out of memory", () => {
	it.each<[string, Aftermath]>([
		[
			"137 at the limit that cached files fill, on cgroup v1, when the kernel's log names another cgroup",
			aftermath({
				...V1,
				steps: [HOG],
				failure: failure(tail("Killed"), "exit code: 137"),
				memory: { ...UNCOUNTED, peak: 12 * GIB },
				machine: { ...MACHINE, oomKills: 1 },
				kernel: FOREIGN,
			}),
		],
		[
			"a command that speaks of BuildKit's limit for messages",
			aftermath({
				steps: [HOG],
				failure: failure(
					run(4, 'RUN echo "did not complete successfully: cannot allocate memory"', 1, 2),
					"exit code: 1",
				),
				memory: memory(),
			}),
		],
		[
			"137 and no kill counted on cgroup v2",
			aftermath({ steps: [HOG], failure: failure(HOG, "exit code: 137"), memory: memory({ peak: 12 * GIB }) }),
		],
		[
			"137 at the limit on cgroup v1, when the whole machine killed nothing",
			aftermath({ ...V1, steps: [HOG], failure: failure(HOG, "exit code: 137"), memory: memory({ peak: 12 * GIB }) }),
		],
		[
			"a log that prints Killed and cannot allocate memory",
			aftermath({
				steps: [FLASH],
				failure: failure(tail("Killed", "did not complete successfully: cannot allocate memory"), "exit code: 1"),
				memory: memory(),
			}),
		],
		[
			"a message that was too large for gRPC, which ends buildx with 102 as well",
			aftermath({
				steps: [],
				failure: {
					message: "ResourceExhausted: grpc: received message larger than max (18 vs 16)",
					exitCode: 102,
					excerpt: [],
				},
				memory: memory(),
			}),
		],
		["a green step whose peak stood at the limit", aftermath({ steps: [TORCH], memory: memory({ peak: 12 * GIB }) })],
		[
			"kills in somebody else's cgroup",
			aftermath({ ...V1, steps: [TORCH], kernel: [{ program: "java", cgroup: "/mlbuild-2/buildkit/y" }] }),
		],
	])("%s", (_name, scene) => {
		expect(told(scene)).toEqual([]);
		expect(failureKind(diagnose(scene))).toBe("build");
	});
});

it("102 counts whatever the command says", () => {
	const step = run(4, 'RUN hog || echo "larger than max"', 90, 120);
	expect(told(aftermath({ steps: [step], failure: failure(step, "exit code: 1", 102) }))).toEqual([
		"out-of-memory step-killed failure certain",
	]);
});

describe("what a build survives", () => {
	const lost = { uses: { [TORCH.id]: { oomKills: 2, peakMemory: 12 * GIB, shared: false } } };
	it.each<[string, Aftermath, readonly string[]]>([
		[
			"a child of a green step",
			aftermath({ steps: [TORCH], memory: memory({ oomKills: 2 }), ...lost }),
			["out-of-memory hidden warning certain"],
		],
		[
			"kills of no known step",
			aftermath({ steps: [TORCH], memory: memory({ oomKills: 1 }) }),
			["out-of-memory hidden warning certain"],
		],
		[
			"kills of a green step, while another one fails by itself",
			aftermath({
				steps: [TORCH, FLASH],
				failure: failure(FLASH, "exit code: 1"),
				memory: memory({ oomKills: 2 }),
				...lost,
			}),
			["out-of-memory hidden warning certain"],
		],
		[
			"kills of a green step, before another one is killed",
			aftermath({
				steps: [TORCH, FLASH],
				failure: failure(FLASH, "cannot allocate memory", 102),
				memory: memory({ oomKills: 5 }),
				...lost,
			}),
			["out-of-memory step-killed failure certain", "out-of-memory hidden warning certain"],
		],
		[
			"on cgroup v1, by the kernel's log",
			aftermath({
				...V1,
				steps: [TORCH],
				memory: memory(),
				kernel: [{ program: "python", cgroup: "/mlbuild/buildkit/x" }],
			}),
			["out-of-memory hidden warning certain"],
		],
		[
			"kills of something else on the machine",
			aftermath({
				steps: [TORCH],
				memory: memory(),
				machine: { ...MACHINE, oomKills: 1 },
				kernel: [{ program: "java" }],
			}),
			["out-of-memory machine-short warning certain"],
		],
	])("%s", (_name, scene, expected) => {
		expect(told(scene)).toEqual(expected);
	});

	it("names the step, its line and the numbers", () => {
		const [found] = diagnose(aftermath({ steps: [TORCH], memory: memory({ oomKills: 2 }), ...lost }));
		expect(found?.message).toBe(
			"step 3/9 lost 2 processes to the kernel for want of memory and ended green (Dockerfile:22): peak 12.0 of 12 GiB, no swap, 2 OOM kills",
		);
		expect(found).toMatchObject({ stepId: TORCH.id, step: { line: 22 } });
	});
});
