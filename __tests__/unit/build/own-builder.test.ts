import { describe, expect, it } from "@jest/globals";
import { createBuilder } from "../../../src/build/own-builder.ts";
import { BuilderLostError, CancelledError } from "../../../src/model/errors.ts";
import type { SecondDisk } from "../../../src/model/space.ts";
import type { EngineReply, World } from "../../../src/model/world.ts";
import { openJournal } from "../../../src/teardown.ts";
import { fakeWorld } from "../../support/fake-world.ts";

const SECOND: SecondDisk = {
	path: "/mnt",
	device: "2",
	free: 60e9,
	total: 70e9,
	state: "/mnt/ml-image-build-r1/state",
	temp: "/mnt/ml-image-build-r1/temp",
};

/** A builder whose state is to lie on a second disk; `works`: programs that do. What the journal held when each began. */
async function create(works: (line: string) => boolean) {
	const held: string[] = [];
	const fake = fakeWorld({
		run(line) {
			held.push([...fake.files.values()].join("\n"));
			return works(line) ? { code: 0 } : { code: 1, stderr: "read-only file system" };
		},
	});
	const done = Promise.resolve({ code: 0, stdout: "", stderr: "", ms: 1 });
	const world: World = { ...fake.world, stream: () => ({ done, pid: undefined, end() {} }) };
	const options = {
		driverOpts: [],
		allow: [],
		limits: { swapGiven: false, policy: "require" } as const,
		second: SECOND,
	};
	const builder = await createBuilder(world, openJournal(world, "/state"), "/tmp/run", options);
	return { ...fake, builder, held };
}

/** buildx fails with these words; `there`: the builder's container, as the engine answers. */
async function failToCreate(stderr: string, driverOpts: readonly string[], there: EngineReply) {
	const fake = fakeWorld({ run: () => ({ code: 0 }), reply: (path) => (path === "/_ping" ? RUNS : there) });
	const stream: World["stream"] = (_command, on) => {
		on.stderr?.(stderr);
		return { done: Promise.resolve({ code: 1, stdout: "", stderr: "", ms: 1 }), pid: undefined, end() {} };
	};
	const options = { driverOpts, allow: [], limits: { swapGiven: false, policy: "require" } as const };
	const made = createBuilder({ ...fake.world, stream }, openJournal(fake.world, "/state"), "/tmp/run", options);
	const error: unknown = await made.then(
		() => undefined,
		(thrown: unknown) => thrown,
	);
	return { ...fake, error };
}

const NAME = `mlbuild-100-${(1_000_000).toString(36)}`;
const RUNS: EngineReply = { status: 200, text: '{"State":{"Status":"running","StartedAt":"1"}}' };
const MISSING: EngineReply = { status: 404, text: "No such container" };

describe("privileges of a builder", () => {
	const flagsFor = async (allow: readonly string[]) => {
		const fake = fakeWorld({ run: () => ({ code: 0 }) });
		let called: readonly string[] = [];
		const stream: World["stream"] = ({ argv }) => {
			called = argv;
			return { done: Promise.resolve({ code: 0, stdout: "", stderr: "", ms: 1 }), pid: undefined, end() {} };
		};
		const options = { driverOpts: [], allow, limits: { swapGiven: false, policy: "require" } as const };
		await createBuilder({ ...fake.world, stream }, openJournal(fake.world, "/state"), "/tmp/run", options);
		const at = called.indexOf("--buildkitd-flags");
		return at < 0 ? undefined : called[at + 1];
	};

	it.each([[[]], [["network.host"]], [["buildx.local.delete"]]])("stay as buildx gives them: %j", async (allow) => {
		expect(await flagsFor(allow)).toBeUndefined();
	});

	it.each<[allow: readonly string[], named: string]>([
		[["security.insecure"], "security.insecure"],
		[["network.host", "device=vendor.com/gpu=0"], "device"],
	])("are what the build is allowed, and the host's network as ever: %j", async (allow, named) => {
		expect(await flagsFor(allow)).toBe(
			`--allow-insecure-entitlement network.host --allow-insecure-entitlement ${named}`,
		);
	});
});

describe("a builder that is not made", () => {
	it.each([
		["by its name", `ERROR: Error response from daemon: No such container: buildx_buildkit_${NAME}0`],
		["by its id", `ERROR: Error response from daemon: No such container: ${"a1".repeat(32)}`],
	])("because somebody removed its container (told %s) is lost, and what is left of it goes", async (_by, words) => {
		const { error, ran, files } = await failToCreate(words, ["network=host"], MISSING);
		expect(error).toBeInstanceOf(BuilderLostError);
		expect(error).toMatchObject({
			loss: { fate: { state: "gone", what: `builder ${NAME}`, detail: words }, meanwhile: "the builder was made" },
		});
		expect(ran).toContain(`docker buildx rm --force ${NAME}`);
		expect([...files.keys()].filter((path) => path.endsWith(".journal"))).toEqual([]);
	});

	it.each<[title: string, words: string, driverOpts: readonly string[], there: EngineReply]>([
		["a container that the user named", "ERROR: No such container: db", ["network=container:db"], MISSING],
		[
			"a word for an option",
			"ERROR: invalid driver option colour for docker-container driver",
			["colour=red"],
			MISSING,
		],
		["what an option was set to", "ERROR: pull access denied for corp/buildkit", ["image=corp/buildkit"], MISSING],
	])("for %s is the mistake of driver-opts", async (_title, words, driverOpts, there) => {
		const { error } = await failToCreate(words, driverOpts, there);
		expect(error).toMatchObject({
			kind: "engine",
			problems: [{ input: "driver-opts", value: driverOpts.join(","), message: expect.stringContaining(words) }],
		});
	});

	it("for want of a registry is not blamed on driver-opts", async () => {
		const words = "ERROR: dial tcp: lookup registry-1.docker.io: no such host";
		const { error } = await failToCreate(words, ["network=host"], MISSING);
		expect(error).toMatchObject({ kind: "engine", problems: [{ message: expect.stringContaining("no such host") }] });
		expect(String(error)).not.toMatch(/driver-opts/);
	});

	it.each([
		["while the engine makes it, so that it can be removed", 3, 100, 3],
		["for a second only when the engine makes none", 1000, 0, 10],
		["for a second only where each answer takes most of it", 1000, 900, 2],
	])("by a run that is cancelled is waited for %s", async (_how, there, answerMs, expected) => {
		const cancel = new AbortController();
		let asked = 0;
		let clock = 0;
		const fake = fakeWorld({
			run: () => ({ code: 0 }),
			reply(path) {
				if (!path.startsWith(`/containers/buildx_buildkit_${NAME}0/`)) return RUNS;
				asked += 1;
				clock += answerMs;
				return asked < there ? MISSING : RUNS;
			},
		});
		const stream: World["stream"] = () => {
			cancel.abort(new CancelledError("SIGINT"));
			return { done: Promise.resolve({ code: null, stdout: "", stderr: "", ms: 1 }), pid: undefined, end() {} };
		};
		const world = { ...fake.world, stream, cancelled: cancel.signal, monotonic: () => clock };
		const options = { driverOpts: [], allow: [], limits: { swapGiven: false, policy: "require" } as const };
		await expect(createBuilder(world, openJournal(world, "/state"), "/tmp/run", options)).rejects.toThrow(
			CancelledError,
		);
		expect(asked).toBe(expected);
	});

	it("is not lost while its container is there", async () => {
		const words = `ERROR: No such container: buildx_buildkit_${NAME}0`;
		const { error } = await failToCreate(words, [], RUNS);
		expect(error).toMatchObject({ name: "UserError", kind: "engine" });
	});
});

describe("a builder whose state goes to a second disk", () => {
	it("says where it keeps what it builds, and is in the journal before anything is made", async () => {
		const { builder, ran, held } = await create(() => true);
		expect(builder.store).toEqual({
			disk: { role: "builder data", path: "/mnt", device: "2", free: 60e9, total: 70e9 },
			temp: SECOND.temp,
		});
		expect(ran[0]).toBe(`sudo -n -- mkdir -p -m 0700 ${SECOND.state}`);
		expect(held[0]).toContain('"folder":"/mnt/ml-image-build-r1"');
	});

	it("is made beside the engine's data when the disk cannot take it, and says so", async () => {
		const { builder, warnings } = await create((line) => !line.includes("mkdir"));
		expect(builder.store).toBeUndefined();
		expect(warnings).toEqual([
			"the disk at /mnt cannot take the builder's state (read-only file system): it is kept beside the engine's data",
		]);
	});
});
