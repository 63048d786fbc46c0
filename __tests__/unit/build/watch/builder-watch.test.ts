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
		["was started again", [ALIVE, container({ StartedAt: "2" })], { state: "lost", fate: { state: "restarted" } }],
		["was restarted", [ALIVE, container({}, { RestartCount: 1 })], { state: "lost", fate: { state: "restarted" } }],
		[
			"was removed",
			[ALIVE, MISSING],
			{ state: "lost", fate: { state: "gone", detail: expect.stringContaining("No such container") } },
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

	it("tells how it died although it lives again, and what it printed", async () => {
		const events = [
			{ Action: "oom", Actor: { Attributes: {} } },
			{ Action: "die", Actor: { Attributes: { exitCode: "137" } } },
		];
		let asked = 0;
		const { world } = fakeWorld({
			reply(path) {
				if (path.startsWith("/events"))
					return { status: 200, text: events.map((event) => JSON.stringify(event)).join("\n") };
				asked += 1;
				return asked === 1 ? ALIVE : container({ StartedAt: "2" });
			},
		});
		const log = Buffer.concat([Buffer.from([2, 0, 0, 0, 0, 0, 0, 5]), Buffer.from("bye!\n")]);
		const engine = {
			...world.engine,
			stream: async () =>
				(async function* () {
					yield log;
				})(),
		};
		const watch = createBuilderWatch({ ...world, engine }, target);
		await watch.look();
		expect(await watch.fate(true)).toEqual({
			state: "restarted",
			what: "builder b",
			exitCode: 137,
			oomKilled: true,
			tail: ["bye!"],
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

describe("a builder that nobody has seen running", () => {
	it.each<[title: string, reply: EngineReply]>([
		["was never started", { status: 404, text: "No such container" }],
		["was stopped", { status: 200, text: JSON.stringify({ State: { Status: "exited", ExitCode: 1 } }) }],
	])("%s: buildx starts it when it needs it, so it is not lost", async (_title, reply) => {
		const { world } = fakeWorld({ reply: () => reply });
		const watch = createBuilderWatch(world, target);
		expect(await watch.look()).toEqual({ state: "unsure" });
		expect(await watch.look()).toEqual({ state: "unsure" });
		expect(await watch.fate(false)).toBeUndefined();
	});
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
