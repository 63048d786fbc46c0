import { describe, expect, it } from "@jest/globals";
import { builderTarget } from "../../../../src/build/watch/options.ts";
import { whileAlive } from "../../../../src/build/watch/while-alive.ts";
import type { Command, CommandResult } from "../../../../src/model/command.ts";
import { BuilderLostError, CancelledError, UserError } from "../../../../src/model/errors.ts";
import type { EngineReply, World } from "../../../../src/model/world.ts";
import { fakeWorld } from "../../../support/fake-world.ts";

const own = {
	name: "b",
	driver: "docker-container",
	nodes: ["b0"],
	from: "made for this run",
	life: { startedAt: "1", restarts: 0 },
} as const;
const errand = { target: builderTarget(own, "unix:///x"), meanwhile: "the image was measured" };

const RUNS: EngineReply = { status: 200, text: '{"State":{"Status":"running","StartedAt":"1"}}' };
const PAUSED: EngineReply = { status: 200, text: '{"State":{"Status":"paused","StartedAt":"1"}}' };
const GONE: EngineReply = { status: 404, text: "No such container: buildx_buildkit_b0" };

/** An engine that answers so, the last answer for ever. */
function worldWith(...replies: readonly EngineReply[]): World {
	const left = [...replies];
	return fakeWorld({ reply: () => (left.length > 1 ? left.shift() : left[0]) ?? GONE }).world;
}

/** A program that ends when it is ended, and not before. */
function hanging(world: World): { readonly world: World; ended(): boolean } {
	let ended = false;
	const run = ({ enough }: Command) =>
		new Promise<CommandResult>((resolve) => {
			enough?.addEventListener("abort", () => {
				ended = true;
				resolve({ code: null, stdout: "", stderr: "", ms: 1 });
			});
		});
	return { world: { ...world, run }, ended: () => ended };
}

const caught = (promise: Promise<unknown>) => promise.catch((error: unknown) => error);
const undelivered = () => new UserError("engine", [{ message: "connection reset", remedy: "log in" }]);

describe("what needs a builder", () => {
	it("is ended with its commands when the builder goes, whatever hangs on it", async () => {
		const { world, ended } = hanging(worldWith(RUNS, GONE));
		const error = await caught(whileAlive(world, errand, (alive) => alive.run({ argv: ["docker", "x"] })));
		expect(ended()).toBe(true);
		expect(error).toBeInstanceOf(BuilderLostError);
		expect(error).toMatchObject({
			message: "builder b was lost while the image was measured: gone",
			loss: { fate: { state: "gone", what: "builder b" }, meanwhile: "the image was measured" },
		});
	}, 10_000);

	it("keeps for a command the end that it was given beside", async () => {
		const { world } = hanging(worldWith(RUNS));
		const late = new AbortController();
		const running = whileAlive(world, errand, (alive) => alive.run({ argv: ["docker", "x"], enough: late.signal }));
		late.abort();
		expect(await running).toMatchObject({ code: null });
	}, 10_000);

	it("leaves what outlasts it alone: a look that ends later ends nothing", async () => {
		let answer = (_reply: EngineReply) => {};
		const late = new Promise<EngineReply>((resolve) => {
			answer = resolve;
		});
		const { world } = fakeWorld();
		const asking = { ...world, engine: { ...world.engine, call: () => late } };
		const kept = await whileAlive(asking, errand, async (alive) => alive);
		answer(GONE);
		await new Promise((resolve) => setTimeout(resolve, 10));
		expect(kept.cancelled.aborted).toBe(false);
	});

	it("ends as by a cancelled run for what listens to that", async () => {
		const stopped = whileAlive(
			worldWith(RUNS, GONE),
			errand,
			({ cancelled }) =>
				new Promise((_resolve, reject) => cancelled.addEventListener("abort", () => reject(cancelled.reason))),
		);
		expect(await caught(stopped)).toBeInstanceOf(BuilderLostError);
	}, 10_000);

	it.each([
		["an error", GONE, undelivered, "gone"],
		["a bug", GONE, () => new SyntaxError("Unexpected end of JSON input"), "gone"],
		["an error", PAUSED, undelivered, "paused"],
	] as const)("%s of it is the builder's end when it is away (%j)", async (_what, reply, make, state) => {
		const cause = make();
		const failing = whileAlive(worldWith(reply), errand, async () => {
			throw cause;
		});
		expect(await caught(failing)).toMatchObject({ name: "BuilderLostError", loss: { fate: { state } }, cause });
	});

	it("keeps an error of its own below a builder that is well", async () => {
		const cause = undelivered();
		const failing = whileAlive(worldWith(RUNS), errand, async () => {
			throw cause;
		});
		expect(await caught(failing)).toBe(cause);
	}, 10_000);

	it("keeps the user's mistake, and a cancelled run, whatever became of the builder", async () => {
		const mistake = new UserError("input", [{ message: "is no folder", remedy: "check the path" }]);
		const wrong = whileAlive(worldWith(GONE), errand, async () => {
			throw mistake;
		});
		expect(await caught(wrong)).toBe(mistake);
		const cancelled = new CancelledError("SIGTERM");
		const stopped = whileAlive({ ...worldWith(GONE), cancelled: AbortSignal.abort(cancelled) }, errand, async () => {
			throw cancelled;
		});
		expect(await caught(stopped)).toBe(cancelled);
	});

	it("is asked about a doubtful result: believed below one that is well, else the builder's end", async () => {
		const doubtful = () => true;
		expect(await whileAlive(worldWith(RUNS), errand, async () => "unknown", doubtful)).toBe("unknown");
		const lost = whileAlive(worldWith(GONE), errand, async () => "unknown", doubtful);
		expect(await caught(lost)).toBeInstanceOf(BuilderLostError);
		expect(await whileAlive(worldWith(GONE), errand, async () => "6 GB")).toBe("6 GB");
	}, 10_000);

	it("is simply done where nobody can be asked", async () => {
		const none = { target: { kind: "none" }, meanwhile: "" } as const;
		expect(
			await whileAlive(
				worldWith(GONE),
				none,
				async () => "done",
				() => true,
			),
		).toBe("done");
	});
});
