import { describe, expect, it } from "@jest/globals";
import { saidDiskFull } from "../../../../src/judge/diagnoses/disk-facts.ts";
import { diagnose, failureKind } from "../../../../src/judge/diagnoses/index.ts";
import type { Aftermath } from "../../../../src/model/diagnosis.ts";
import type { BuilderFate, Ended } from "../../../../src/model/watch.ts";
import { aftermath, disk, failure, GIB, HOSTED, MACHINE, memory, run } from "./aftermaths.ts";

const PIP = run(4, "RUN pip install -r requirements.txt", 100, 1900, {
	tail: ["  Downloading torch-2.6.0.whl (766.7 MB)"],
});
const ended = (by: Ended["by"], afterMs: number): Ended => ({ by, at: PIP.completed, afterMs, during: [PIP.name] });
const told = (scene: Aftermath) =>
	diagnose(scene).map(({ id, shape, level, certainty }) => [id, shape, level, certainty].join(" "));
const CANCELLED = { message: "context canceled", exitCode: null, excerpt: [] };

describe("a build that we ended", () => {
	it("for its time names step, line and how long", () => {
		const [found] = diagnose(aftermath({ steps: [PIP], failure: CANCELLED, ended: ended("build-timeout", 3_600_000) }));
		expect(found?.message).toBe("the build was ended after 1 h while step 4/9 ran (Dockerfile:23)");
		expect(found?.evidence[1]).toBe(
			"RUN pip install -r requirements.txt (Dockerfile:23) had run for 30 min; its last line: `Downloading torch-2.6.0.whl (766.7 MB)`",
		);
		expect(found?.remedies[0]).toContain("build-timeout: 90m");
		expect(found).toMatchObject({ id: "timeout", shape: "build-timeout", certainty: "certain", stepId: PIP.id });
	});

	it.each<[string, Partial<Parameters<typeof aftermath>[0]>, string]>([
		["a download", {}, "pip install --timeout 60"],
		["a question", { steps: [{ ...PIP, tail: ["Do you want to continue? [Y/n] "] }] }, "nobody can type in a build"],
		["a paused builder", { builder: { state: "paused", what: "builder b" } }, "docker unpause"],
		["a machine that only swapped", { memory: memory({ pressure: 0.7 }) }, "70 % of the time"],
		["anything else", {}, "stall-timeout: 20m"],
	])("for silence advises about %s", (_name, more, remedy) => {
		const scene = aftermath({ steps: [PIP], failure: CANCELLED, ended: ended("stall-timeout", 600_000), ...more });
		expect(told(scene)).toEqual(["timeout stall-timeout failure certain"]);
		expect(diagnose(scene)[0]?.message).toContain("nothing had moved for 10 min while step 4/9 ran (Dockerfile:23)");
		expect(diagnose(scene)[0]?.remedies.join("\n")).toContain(remedy);
	});

	it("before the disk was full names the disk, the step, what it took, and numbers to set", () => {
		const low = { path: "/var/lib/docker", free: 1.9e9, below: 2e9 };
		const scene = aftermath({
			steps: [PIP],
			failure: CANCELLED,
			ended: { ...ended("stop-below", 600_000), disk: low },
			disks: [disk({ start: 14e9, lowest: 1.8e9, end: 13.9e9, total: 20e9 })],
			uses: { [PIP.id]: { shared: false, diskBytes: 0, diskMost: 12.1e9 } },
			builder: { state: "exited", exitCode: 137, what: "builder b" },
		});
		expect(told(scene)).toEqual(["disk-full stopped-below failure certain"]);
		const [found] = diagnose(scene);
		expect(found?.message).toBe(
			"the build was ended before the disk was full while step 4/9 ran (Dockerfile:23): 1.9 GB left at /var/lib/docker, stop-below is 2 GB",
		);
		expect(found?.evidence.slice(0, 2)).toEqual([
			"stop-below: 2 GB was reached 10 min after the build began, which had taken 12.1 GB by then",
			"RUN pip install -r requirements.txt (Dockerfile:23) had taken 12.1 GB in 30 min",
		]);
		const remedies = found?.remedies.join("\n");
		for (const part of ["--no-cache-dir", "more than 15 GB free", "min-free: 18GB", "larger disk", "stop-below: 1GB"])
			expect(remedies).toContain(part);
		expect(found).toMatchObject({ stepId: PIP.id, step: { line: 23 } });
		const off = diagnose({ ...scene, room: { ...HOSTED, asked: { ...HOSTED.asked, freeDisk: "off" } } })[0];
		expect(off?.remedies.join("\n")).toContain("before the build: leave out free-disk: off, and min-free: 18GB frees");
	});

	it("for silence says that it only thrashed", () => {
		const scene = aftermath({ steps: [PIP], failure: CANCELLED, ended: ended("stall-timeout", 600_000) });
		const thrash = { method: "swap-traffic", at: 1, ms: 700_000, during: [PIP.name] } as const;
		const [found] = diagnose({ ...scene, watch: { ...scene.watch, thrash } });
		expect(found?.evidence.join("\n")).toContain("it thrashed for 12 min: swap was busy and the programs were not");
		expect(found?.remedies.join("\n")).toContain("it moved memory instead of working");
	});

	it("names the bookkeeping that hung when nothing else ran", () => {
		const name = "[internal] load metadata for registry.example/never:1";
		const { step: _, ...bare } = run(1, "", 100, 160, { internal: true });
		const scene = aftermath({
			steps: [{ ...bare, name }],
			failure: CANCELLED,
			ended: { ...ended("build-timeout", 60_000), during: [name] },
		});
		expect(diagnose(scene)[0]?.message).toContain(`while ${name}`.slice(0, 60));
	});

	it("stays a timeout when a child was killed, which is told as a warning", () => {
		const scene = aftermath({
			steps: [PIP],
			failure: CANCELLED,
			ended: ended("stall-timeout", 600_000),
			memory: memory({ peak: 12 * GIB, oomKills: 1 }),
			uses: { [PIP.id]: { oomKills: 1, shared: false } },
		});
		expect(told(scene)).toEqual(["timeout stall-timeout failure certain", "out-of-memory hidden warning certain"]);
		expect(failureKind(diagnose(scene))).toBe("timeout");
	});
});

describe("a builder that was lost", () => {
	const fate = (state: BuilderFate["state"], more: Partial<BuilderFate> = {}): BuilderFate => ({
		state,
		what: "builder mlbuild-1",
		...more,
	});
	const LOST = ended("builder-lost", 2000);
	const EOF = {
		message: "failed to receive status: rpc error: code = Unavailable desc = error reading from server: EOF",
		exitCode: 1,
		excerpt: [],
	};

	it.each<[string, Partial<Aftermath>, string, string]>([
		[
			"kill -9 of buildkitd",
			{ builder: fate("exited", { exitCode: 137, oomKilled: false }), ended: LOST, failure: EOF },
			"exited failure certain",
			"died while step 4/9 ran (Dockerfile:23): killed from outside (SIGKILL)",
		],
		[
			"restarted by its policy",
			{
				builder: fate("restarted", { exitCode: 2, tail: ["panic: runtime error: index out of range"] }),
				ended: LOST,
				failure: EOF,
			},
			"restarted failure certain",
			"it crashed",
		],
		[
			"docker rm -f",
			{ builder: fate("gone"), ended: ended("builder-lost", 2000) },
			"gone failure certain",
			"was removed while step 4/9 ran (Dockerfile:23): somebody removed its container",
		],
		[
			"the engine stopped",
			{
				builder: fate("unreachable", { what: "Docker Engine at unix:///var/run/docker.sock" }),
				ended: ended("builder-lost", 2000),
			},
			"unreachable failure certain",
			"Docker Engine at unix:///var/run/docker.sock could no longer be reached",
		],
		[
			"paused, and given up",
			{ builder: fate("paused"), ended: ended("builder-lost", 2000) },
			"paused failure certain",
			"was paused",
		],
		[
			"its disk full",
			{
				builder: fate("exited", { exitCode: 1, tail: ["write /var/lib/buildkit/x: no space left on device"] }),
				ended: LOST,
				failure: EOF,
			},
			"exited failure certain",
			"its disk was full",
		],
		[
			"buildx that ended by itself in the middle of a step",
			{ builder: fate("exited", { exitCode: 137, oomKilled: false }), failure: EOF, unfinished: [PIP.name] },
			"exited failure certain",
			"died while step 4/9 ran (Dockerfile:23): killed from outside (SIGKILL)",
		],
		["words only", { failure: EOF }, "connection failure likely", "the builder broke off the connection"],
		[
			"words only, the builder runs",
			{
				builder: fate("running"),
				failure: {
					...EOF,
					message:
						'closing transport due to: connection error: desc = "error reading from server: EOF", received prior goaway: code: NO_ERROR, debug data: "graceful_stop"',
				},
			},
			"connection failure likely",
			"broke off the connection",
		],
		["lost once, and green afterwards", { builder: fate("restarted") }, "restarted warning certain", "was restarted"],
	])("%s", (_name, more, expected, message) => {
		const scene = aftermath({ steps: [PIP], ...more });
		expect(told(scene)).toEqual([`builder-lost ${expected}`]);
		expect(diagnose(scene)[0]?.message).toContain(message);
	});

	const FULL = "write /var/lib/x: no space left on device";
	it.each<[string, Partial<Aftermath>, boolean]>([
		["the builder", { builder: fate("exited", { tail: [FULL, "exiting"] }), ended: LOST, failure: EOF }, true],
		["BuildKit", { builder: fate("exited"), failure: { ...EOF, message: `${EOF.message}: ${FULL}` } }, true],
		[
			"the step that ran",
			{
				builder: fate("exited"),
				failure: EOF,
				steps: [{ ...PIP, tail: ["OSError: [Errno 28] No space left on device"] }],
				unfinished: [PIP.name],
			} as Partial<Aftermath>,
			true,
		],
		["nobody", { builder: fate("exited", { tail: ["exiting"] }), ended: LOST, failure: EOF }, false],
	])("may have been for a disk that no look found full: %s speaks of one", (_who, more, said) => {
		const scene = aftermath({ steps: [PIP], ...more });
		expect(saidDiskFull(scene)).toBe(said);
		expect(told(scene)).toEqual(["builder-lost exited failure certain"]);
	});

	it.each([
		[
			"a registry that refuses",
			"failed to resolve source metadata for localhost:5000/x: dial tcp 127.0.0.1:5000: connect: connection refused",
		],
		["a registry without service", "unexpected status from HEAD request to https://r/v2/x: 503 Service Unavailable"],
		["an image that is not there", "docker.io/library/nope:latest: not found"],
	])("is not %s", (_name, message) => {
		expect(
			told(aftermath({ steps: [PIP], failure: { message, exitCode: 1, excerpt: [] }, builder: fate("running") })),
		).toEqual([]);
	});

	it("tells its last words without those of every day", () => {
		const tail = ['time="2026" level=info msg="running server"', 'time="2026" level=error msg="disk I/O error"'];
		const scene = aftermath({ steps: [PIP], builder: fate("exited", { exitCode: 1, tail }), failure: EOF });
		const words = diagnose(scene)[0]?.evidence.filter((line) => line.startsWith("its last words"));
		expect(words).toEqual([`its last words: \`${tail[1]}\``]);
	});

	it("is not a step whose own command lost a connection", () => {
		const step = { ...PIP, tail: ["rpc error: code = Unavailable desc = error reading from server: EOF"] };
		expect(
			told(aftermath({ steps: [step], failure: failure(step, "exit code: 1"), builder: fate("running") })),
		).toEqual([]);
	});
});

describe("several at once", () => {
	const step = { ...PIP, tail: ["Killed", "OSError: [Errno 28] No space left on device"] };
	const full = disk({ lowest: 0, lowestAt: step.completed, lowestDuring: [step.name] });

	it("counters of memory win over a full disk, which is kept as a warning", () => {
		const scene = aftermath({
			steps: [step],
			failure: failure(step, "exit code: 137"),
			memory: memory({ oomKills: 1 }),
			disks: [full],
		});
		expect(told(scene)).toEqual(["out-of-memory step-killed failure certain", "disk-full run warning certain"]);
	});

	it("a full disk by statfs wins over memory by words", () => {
		const scene = aftermath({
			cgroup: "1",
			steps: [step],
			failure: failure(step, "exit code: 137"),
			memory: { scope: "steps", limit: 12 * GIB, peak: 12 * GIB, series: [], swapSeries: [] },
			machine: { memory: 16 * GIB },
			disks: [full],
		});
		expect(told(scene)).toEqual(["disk-full run failure certain"]);
	});
});

describe("whatever is not known", () => {
	const step = { ...PIP, tail: ["nvcc x.cu", "Killed", "No space left on device"] };
	const scenes: readonly Aftermath[] = (["exit code: 137", "exit code: 1", "cannot allocate memory"] as const).flatMap(
		(end) =>
			[undefined, "builder-lost", "stall-timeout", "build-timeout"].map((by) =>
				aftermath({
					steps: [step, run(5, "RUN make", 90, 1900)],
					failure: failure(step, end),
					...(by !== undefined && { ended: ended(by as Ended["by"], 5000) }),
					builder: { state: "exited", exitCode: 137, oomKilled: true, what: "builder b", tail: ["x"] },
					kernel: [{ program: "cc1plus", cgroup: "/mlbuild/x", bytes: GIB }, { program: "java" }],
					memory: memory({ peak: 12 * GIB, oomKills: 2, swapPeak: GIB, swapLimit: GIB, pressure: 0.5 }),
					machine: { ...MACHINE, swap: 4 * GIB, oomKills: 3 },
					uses: { [step.id]: { peakMemory: GIB, peakSwap: GIB, oomKills: 1, diskBytes: 1e9, shared: true } },
					disks: [disk({ lowest: 0, lowestInodes: 5 }), disk({ path: "/mnt", lowest: 90e9 })],
				}),
			),
	);

	/** Copies with one field left out, at any depth, where the model allows it. */
	function* thinned(scene: Aftermath): Generator<Aftermath> {
		const { watch } = scene;
		for (const field of ["failure", "held", "kernel", "builder", "ended"] as const) yield without(scene, field);
		for (const field of ["memory", "machine"] as const) yield { ...scene, watch: without(watch, field) };
		for (const field of ["limit", "swapLimit", "peak", "swapPeak", "oomKills", "pressure"] as const)
			yield { ...scene, watch: { ...watch, ...(watch.memory && { memory: without(watch.memory, field) }) } };
		for (const field of ["memory", "swap", "lowestAvailable", "oomKills"] as const)
			yield { ...scene, watch: { ...watch, ...(watch.machine && { machine: without(watch.machine, field) }) } };
		for (const field of ["exitCode", "oomKilled", "tail"] as const)
			yield { ...scene, ...(scene.builder && { builder: without(scene.builder, field) }) };
		yield { ...scene, watch: { ...watch, steps: {}, disks: [] } };
		yield { ...scene, timeline: { ...scene.timeline, steps: [] } };
		yield { ...scene, failure: CANCELLED };
	}

	function without<T extends object, K extends keyof T>(whole: T, field: K): Omit<T, K> & T {
		return Object.fromEntries(Object.entries(whole).filter(([name]) => name !== field)) as Omit<T, K> & T;
	}

	it("is left out of the words, and never two failures are told", () => {
		const once = scenes.flatMap((scene) => [scene, ...thinned(scene)]);
		const twice = once.slice(0, 24).flatMap((scene) => [...thinned(scene)]);
		const all = [...once, ...twice];
		expect(all.length).toBeGreaterThan(500);
		const found = all.map((scene) => diagnose(scene));
		const texts = found.flat().flatMap(({ message, evidence, remedies }) => [message, ...evidence, ...remedies]);
		expect(texts.filter((text) => /undefined|NaN|Infinity|null|\[object|: $|-\d+ B/.test(text))).toEqual([]);
		expect(found.filter((ones) => ones.filter(({ level }) => level === "failure").length > 1)).toEqual([]);
		expect(found.flat().filter(({ remedies }) => remedies.length === 0)).toEqual([]);
	});
});
