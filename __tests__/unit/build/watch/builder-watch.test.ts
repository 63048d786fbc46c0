import { describe, expect, it } from "@jest/globals";
import { createBuilderWatch } from "../../../../src/build/watch/builder-watch.ts";
import { readLogFrames } from "../../../../src/build/watch/container-state.ts";
import { builderTarget } from "../../../../src/build/watch/options.ts";
import type { EngineReply } from "../../../../src/model/world.ts";
import { fakeWorld } from "../../../support/fake-world.ts";

const target = { kind: "container", what: "builder b", container: "buildx_buildkit_b0" } as const;

const container = (state: object, more: object = {}): EngineReply => ({
	status: 200,
	text: JSON.stringify({
		State: { Status: "running", StartedAt: "1", ExitCode: 0, OOMKilled: false, ...state },
		RestartCount: 0,
		...more,
	}),
});
const ALIVE = container({});
const MISSING: EngineReply = { status: 404, text: '{"message":"No such container: buildx_buildkit_b0"}' };
const CUT: EngineReply = { status: 0, text: "connect ECONNREFUSED /var/run/docker.sock" };

/** Looks once for each answer; gives the last one. */
async function looks(replies: readonly EngineReply[]) {
	const left = [...replies];
	const { world } = fakeWorld({ reply: () => left.shift() ?? CUT });
	const watch = createBuilderWatch(world, target);
	let last = await watch.look();
	while (left.length > 0) last = await watch.look();
	return last;
}

describe("a builder in a container", () => {
	it.each<readonly [string, readonly EngineReply[], object]>([
		["runs", [ALIVE, ALIVE], { state: "well" }],
		["is paused: it may go on", [ALIVE, container({ Status: "paused" })], { state: "well" }],
		[
			"was killed for memory",
			[ALIVE, container({ Status: "exited", ExitCode: 137, OOMKilled: true })],
			{ state: "lost", fate: { state: "exited", what: "builder b", exitCode: 137, oomKilled: true } },
		],
		[
			"was killed at the limit of its container",
			[
				ALIVE,
				container({ Status: "exited", OOMKilled: true }, { HostConfig: { Memory: 200 << 20, MemorySwap: 300 << 20 } }),
			],
			{ state: "lost", fate: { limit: { memory: 200 << 20, swap: 100 << 20 } } },
		],
		[
			"was killed at a limit with all the swap there is",
			[ALIVE, container({ Status: "exited" }, { HostConfig: { Memory: 200 << 20, MemorySwap: -1 } })],
			{ state: "lost", fate: { limit: { memory: 200 << 20, swap: "unlimited" } } },
		],
		["was started again", [ALIVE, container({ StartedAt: "2" })], { state: "lost", fate: { state: "restarted" } }],
		["was restarted", [ALIVE, container({}, { RestartCount: 1 })], { state: "lost", fate: { state: "restarted" } }],
		[
			"was removed",
			[ALIVE, MISSING],
			{ state: "lost", fate: { state: "gone", detail: expect.stringContaining("No such container") } },
		],
		[
			"is being removed",
			[ALIVE, container({ Status: "removing", ExitCode: 137 })],
			{ state: "lost", fate: { state: "gone", detail: expect.stringContaining("removing it") } },
		],
		[
			"could not be removed wholly",
			[ALIVE, container({ Status: "dead", ExitCode: 137 })],
			{ state: "lost", fate: { state: "gone" } },
		],
		["does not answer once", [ALIVE, CUT], { state: "unsure" }],
		["does not answer now and then", [ALIVE, CUT, CUT, ALIVE, CUT, CUT], { state: "unsure" }],
		[
			"does not answer three times",
			[ALIVE, CUT, CUT, CUT],
			{ state: "lost", fate: { state: "unreachable", detail: CUT.text } },
		],
		["has an engine that fails", [ALIVE, { status: 500, text: "panic" }], { state: "unsure" }],
		["is answered for in no JSON", [ALIVE, { status: 200, text: "<html>" }], { state: "unsure" }],
	])("%s", async (_what, replies, expected) => {
		expect(await looks(replies)).toMatchObject(expected);
	});

	describe("that lives again", () => {
		const events = [
			{ Action: "oom", Actor: { Attributes: {} } },
			{ Action: "die", Actor: { Attributes: { exitCode: "137" } } },
		]
			.map((event) => JSON.stringify(event))
			.join("\n");
		const LIVES = ["2026-11-27T01:30:46.123456789Z", "2026-11-27T01:30:48.5Z"] as const;
		const death = { state: "restarted", what: "builder b", exitCode: 137, oomKilled: true };

		it("is told of with how it had died, and what it printed until then, by the engine's own clock", async () => {
			let asked = 0;
			const { world } = fakeWorld({
				reply(path) {
					// A real engine takes seconds, and answers 400 to anything else.
					const since = new URL(path, "http://engine").searchParams.get("since");
					if (since !== null) return { status: /^[\d.]+$/.test(since) ? 200 : 400, text: events };
					asked += 1;
					return container({ StartedAt: LIVES[asked === 1 ? 0 : 1] });
				},
			});
			const log = Buffer.concat([Buffer.from([2, 0, 0, 0, 0, 0, 0, 5]), Buffer.from("bye!\n")]);
			const streamed: string[] = [];
			const stream = async ({ path }: { readonly path: string }) => {
				streamed.push(path);
				return (async function* () {
					yield log;
				})();
			};
			const watch = createBuilderWatch({ ...world, engine: { ...world.engine, stream } }, target);
			await watch.look();
			expect(await watch.fate(true)).toEqual({ ...death, tail: ["bye!"] });
			expect(streamed.join()).toMatch(/&until=1795743048\.5/);
		});

		it("is told of by the command line", async () => {
			let asked = 0;
			const { world, ran } = fakeWorld({
				endpoint: "ssh://far",
				run(line) {
					if (line.startsWith("docker events")) return { code: 0, stdout: events };
					if (line.startsWith("docker logs")) return { code: 0, stderr: "bye!" };
					asked += 1;
					const state = { State: { Status: "running", StartedAt: LIVES[asked === 1 ? 0 : 1] } };
					return { code: 0, stdout: JSON.stringify([state]) };
				},
			});
			const watch = createBuilderWatch({ ...world, engine: { ...world.engine, direct: false } }, target);
			await watch.look();
			expect(await watch.fate(false)).toEqual({ ...death, tail: ["bye!"] });
			expect(ran.filter((line) => /--until 1795743048\.5/.test(line))).toHaveLength(2);
		});
	});

	it("is asked for by the command line where the engine has no plain socket", async () => {
		let runs = true;
		const { world, ran } = fakeWorld({
			endpoint: "ssh://far",
			run: () =>
				runs
					? { code: 0, stdout: JSON.stringify([{ State: { Status: "running", StartedAt: "1" } }]) }
					: { code: 1, stderr: "Error: No such container: buildx_buildkit_b0" },
		});
		const watch = createBuilderWatch({ ...world, engine: { ...world.engine, direct: false } }, target);
		expect(await watch.look()).toEqual({ state: "well" });
		runs = false;
		expect(await watch.look()).toMatchObject({ state: "lost", fate: { state: "gone" } });
		expect(ran[0]).toBe("docker container inspect buildx_buildkit_b0");
		expect(watch.everyMs).toBe(10_000);
	});
});

it("a builder that is dying is waited for anew in each state on its way", async () => {
	// Four looks a second: it runs for 1.5 s more, and is removed half a second after its end.
	const left = [...Array<EngineReply>(7).fill(ALIVE), ...Array<EngineReply>(2).fill(container({ Status: "exited" }))];
	const { world } = fakeWorld({ reply: () => left.shift() ?? MISSING });
	const watch = createBuilderWatch(world, target);
	await watch.look();
	expect(await watch.fate(true)).toMatchObject({ state: "gone" });
});

it("a builder that dies far away, where each answer takes a second, is told of as it was seen last", async () => {
	let clock = 0;
	const left = [ALIVE, ALIVE, ALIVE];
	const { world } = fakeWorld({
		reply: () => left.shift() ?? container({ Status: "exited", ExitCode: 137, OOMKilled: true }),
	});
	const call: typeof world.engine.call = (request) => {
		clock += 1300;
		return world.engine.call(request);
	};
	const watch = createBuilderWatch({ ...world, monotonic: () => clock, engine: { ...world.engine, call } }, target);
	await watch.look();
	expect(await watch.fate(true)).toMatchObject({ state: "exited", exitCode: 137, oomKilled: true });
	expect(clock).toBeLessThan(8000);
});

describe("an engine behind a network", () => {
	/** Answers come after so many milliseconds, or never. */
	async function lookAt(endpoint: string, answers: readonly (EngineReply | "silence")[]) {
		const left = [...answers];
		let clock = 0;
		const { world } = fakeWorld({ endpoint });
		const call = async ({ timeoutMs = 0 }: { readonly timeoutMs?: number }): Promise<EngineReply> => {
			const answer = left.shift() ?? CUT;
			if (answer !== "silence") return answer;
			clock += timeoutMs;
			return { status: 0, text: "no answer from the engine" };
		};
		const watch = createBuilderWatch(
			{ ...world, monotonic: () => clock, engine: { ...world.engine, call } },
			builderTarget(undefined, endpoint),
		);
		const look = await watch.look();
		return { state: look.state, seconds: clock / 1000, left: left.length };
	}
	const OK: EngineReply = { status: 200, text: "OK" };

	it("that is silent is asked again at once, and given up within eight seconds", async () => {
		expect(await lookAt("tcp://far:2375", ["silence", "silence", "silence", OK])).toEqual({
			state: "lost",
			seconds: 7.5,
			left: 1,
		});
	});

	it("that was slow once is well", async () => {
		expect(await lookAt("tcp://far:2375", ["silence", OK])).toEqual({ state: "well", seconds: 2.5, left: 0 });
	});

	it("that refuses may be starting: it is asked again at the next look", async () => {
		expect(await lookAt("tcp://far:2375", [CUT, CUT, CUT])).toEqual({ state: "unsure", seconds: 0, left: 2 });
	});
});

it("an engine that is reached by a program of its own is given the time to log in", async () => {
	const { world } = fakeWorld({ endpoint: "ssh://far" });
	const asked: (number | undefined)[] = [];
	const run: typeof world.run = async ({ timeoutMs }) => {
		asked.push(timeoutMs);
		return { code: 1, stdout: "", stderr: "no route to host", ms: 1 };
	};
	await createBuilderWatch(
		{ ...world, run, engine: { ...world.engine, direct: false } },
		builderTarget(undefined, "ssh://far"),
	).look();
	expect(asked).toEqual([10_000]);
});

describe("a builder that nobody has seen running", () => {
	it.each<[title: string, reply: EngineReply]>([
		["was never started", { status: 404, text: "No such container" }],
		["is being removed", container({ Status: "removing" })],
		["was stopped", { status: 200, text: JSON.stringify({ State: { Status: "exited", ExitCode: 1 } }) }],
	])("%s: buildx starts it when it needs it, so it is not lost", async (_title, reply) => {
		const { world } = fakeWorld({ reply: () => reply });
		const watch = createBuilderWatch(world, target);
		expect(await watch.look()).toEqual({ state: "unsure" });
		expect(await watch.look()).toEqual({ state: "unsure" });
		expect(await watch.fate(false)).toBeUndefined();
	});
});

it.each<[title: string, reply: EngineReply, state: string]>([
	["is not there", { status: 404, text: "No such container" }, "gone"],
	["does not run", container({ Status: "exited", ExitCode: 1 }), "exited"],
	["is another one in its place", container({ StartedAt: "2" }), "restarted"],
])("a builder that this run has started and that %s is lost", async (_title, reply, state) => {
	const { world } = fakeWorld({ reply: () => reply });
	const own = {
		name: "b",
		driver: "docker-container",
		nodes: ["b0"],
		from: "made for this run",
		life: { startedAt: "1", restarts: 0 },
	} as const;
	const watch = createBuilderWatch(world, builderTarget(own, "unix:///x"));
	expect(await watch.look()).toMatchObject({ state: "lost", fate: { state } });
});

describe("the engine's own builder", () => {
	it.each([
		[[{ status: 200, text: "OK" }], { state: "well" }],
		[[CUT, CUT, CUT], { state: "lost", fate: { state: "unreachable", what: "Docker Engine at unix:///x" } }],
	] as const)("is the engine (%#)", async (replies, expected) => {
		const left: EngineReply[] = [...replies];
		const { world } = fakeWorld({ reply: () => left.shift() ?? CUT });
		const watch = createBuilderWatch(world, builderTarget(undefined, "unix:///x"));
		let last = await watch.look();
		while (left.length > 0) last = await watch.look();
		expect(last).toMatchObject(expected);
	});
});

it.each([
	["docker-container", ["n0"], { kind: "container", container: "buildx_buildkit_n0", what: "builder b" }],
	["docker-container", ["n0", "n1"], { kind: "none" }],
	["docker", ["default"], { kind: "engine", what: "Docker Engine at unix:///x" }],
	["kubernetes", ["k0"], { kind: "none" }],
	["remote", ["r0"], { kind: "none" }],
])("a builder of the driver %s with nodes %j is looked after as it can be", (driver, nodes, expected) => {
	expect(builderTarget({ name: "b", driver, nodes, from: "input builder" }, "unix:///x")).toEqual(expected);
});

it.each([
	["frames", [1, 0, 0, 0, 0, 0, 0, 2, 97, 10, 2, 0, 0, 0, 0, 0, 0, 1, 98], ["a", "b"]],
	["a terminal without frames", [97, 10, 98, 10, 99, 10, 100, 101, 102], ["b", "c", "def"]],
	["a frame that is cut", [1, 0, 0, 0, 0, 0, 1, 0, 97, 98], ["ab"]],
	["nothing", [], []],
])("a container's log is read from %s", (_what, bytes, expected) => {
	expect(readLogFrames(Uint8Array.from(bytes), (line) => line, 3)).toEqual(expected);
});
