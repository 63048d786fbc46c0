import { describe, expect, it } from "@jest/globals";
import type { Undo } from "../../src/model/plan.ts";
import type { Life } from "../../src/model/process.ts";
import type { World } from "../../src/model/world.ts";
import { openJournal, sweep, teardown } from "../../src/teardown.ts";
import { fakeWorld, SELF } from "../support/fake-world.ts";

/** A process of a group, as Linux tells of it. */
const running = (pid: number, group: number, mark: string) => ({
	[`/proc/${pid}/environ`]: `PATH=/bin\0ML_IMAGE_BUILD_PROCESS=${mark}\0HOME=/`,
	[`/proc/${pid}/stat`]: `${pid} (node (x) y) S 1 ${group} ${group} 0 -1`,
});
const folder = { kind: "remove-path", path: "/tmp/mine" } as const satisfies Undo;
/** The engine's answer to a look for what buildx has removed. */
const GONE = { status: 404, text: '{"message":"no such thing"}' };
const builder = { kind: "remove-builder", name: "mlbuild-1" } as const satisfies Undo;

describe("the undo journal", () => {
	it("is there before the thing is done, and gone when all is undone", async () => {
		const { world, files } = fakeWorld();
		const journal = openJournal(world, "/state");
		await journal.note(folder);
		expect(files.get(journal.path)).toContain("/tmp/mine");
		await journal.forget(folder);
		expect([...files.keys()]).toEqual([]);
	});

	it("does not wait for an engine that does not answer, and keeps the builder for the next run", async () => {
		const asked: (number | undefined)[] = [];
		const { world, files, ran, warnings } = fakeWorld({ endpoint: "tcp://far:2375", run: () => ({ code: 0 }) });
		const call = async ({ timeoutMs }: { readonly timeoutMs?: number }) => {
			asked.push(timeoutMs);
			return { status: 0, text: "no answer from the engine" };
		};
		const cut = { ...world, engine: { ...world.engine, call } };
		const journal = openJournal(cut, "/state");
		await journal.note(builder);
		await teardown(cut, journal.path);
		expect(ran).toEqual([]);
		expect(Math.max(...asked.map((ms) => ms ?? Number.POSITIVE_INFINITY))).toBeLessThan(5000);
		expect(files.get(journal.path)).toContain("mlbuild-1");
		expect(warnings.join()).toMatch(/remove-builder.*tcp:\/\/far:2375: no answer from the engine/);
	});

	it("is undone backwards", async () => {
		const { world, files, ran } = fakeWorld({
			files: { "/tmp/mine/secret": "x" },
			run: () => ({ code: 0 }),
			reply: () => GONE,
		});
		const journal = openJournal(world, "/state");
		await journal.note(folder);
		await journal.note(builder);
		await teardown(world, journal.path);
		expect(ran).toEqual(["docker buildx rm --force mlbuild-1"]);
		expect([...files.keys()]).toEqual([]);
	});

	it("waits for what the engine removes already, for a run that was killed in the middle of it", async () => {
		const BUSY = "removal of container buildx_buildkit_mlbuild-10 is already in progress";
		let busy = 2;
		const { world, files, warnings } = fakeWorld({
			run: () => ({ code: 1, stderr: `ERROR: Error response from daemon: ${BUSY}` }),
			reply: (path) =>
				path.startsWith("/containers/") && busy-- > 0 ? { status: 409, text: JSON.stringify({ message: BUSY }) } : GONE,
		});
		const journal = openJournal(world, "/state");
		await journal.note(builder);
		await teardown(world, journal.path);
		expect(warnings).toEqual([]);
		expect([...files.keys()]).toEqual([]);
	});

	it("does not wait for ever for a removal that does not end", async () => {
		let clock = 0;
		const { world, warnings } = fakeWorld({
			run: () => ({ code: 0 }),
			reply(path) {
				clock += 6000;
				if (!path.startsWith("/containers/")) return GONE;
				return { status: 409, text: '{"message":"removal of container x is already in progress"}' };
			},
		});
		const slow = { ...world, monotonic: () => clock };
		const journal = openJournal(slow, "/state");
		await journal.note(builder);
		await teardown(slow, journal.path);
		expect(warnings.join()).toMatch(/already in progress/);
	});

	it("stays, with a warning, when something could not be undone; the rest is undone all the same", async () => {
		const { world, files, warnings } = fakeWorld({
			files: { "/tmp/mine/secret": "x" },
			run: () => ({ code: 1, stderr: "ERROR: cannot connect" }),
			reply: () => GONE,
		});
		const journal = openJournal(world, "/state");
		await journal.note(folder);
		await journal.note(builder);
		await teardown(world, journal.path);
		expect(warnings.join()).toContain("cannot connect");
		expect([...files.keys()]).toEqual([journal.path]);
	});

	it("a builder that is gone already counts as removed", async () => {
		const { world, files } = fakeWorld({
			run: () => ({ code: 1, stderr: 'ERROR: no builder "mlbuild-1" found' }),
			reply: () => GONE,
		});
		const journal = openJournal(world, "/state");
		await journal.note(builder);
		await teardown(world, journal.path);
		expect(files.size).toBe(0);
	});

	it.each([
		["an engine that does not answer", { status: 0, text: "connect ENOENT /run/docker.sock" }],
		["a volume that is in use", { status: 409, text: "volume is in use" }],
	])("%s keeps the builder noted, though buildx calls it removed", async (_what, reply) => {
		const { world, files, warnings } = fakeWorld({ run: () => ({ code: 0 }), reply: () => reply });
		const journal = openJournal(world, "/state");
		await journal.note(builder);
		await teardown(world, journal.path);
		expect(warnings.join()).toContain(reply.text);
		expect([...files.keys()]).toEqual([journal.path]);
	});

	it("a builder behind TLS keeps its context until it is removed itself", async () => {
		let reached = false;
		const { world, files, ran } = fakeWorld({
			run: () => ({ code: 0 }),
			reply: () => (reached ? GONE : { status: 0, text: "no answer" }),
		});
		const journal = openJournal(world, "/state");
		await journal.note({ kind: "remove-context", name: "mlbuild-1-tls" });
		await journal.note(builder);
		await journal.note({ kind: "remove-context", name: "mlbuild-10-tls" });
		await journal.undo();
		expect(ran).toEqual(["docker context rm --force mlbuild-10-tls"]);
		reached = true;
		await teardown(world, journal.path);
		expect(ran.slice(1)).toEqual(["docker buildx rm --force mlbuild-1", "docker context rm --force mlbuild-1-tls"]);
		expect([...files.keys()]).toEqual([]);
	});

	it("a builder whose context is gone loses container and volume all the same, and buildx's refusal is told", async () => {
		const asked: string[] = [];
		const stderr = "ERROR: failed to load node mlbuild-10: unable to parse docker host `mlbuild-1-tls`";
		const { world, warnings } = fakeWorld({ run: () => ({ code: 1, stderr }), reply: () => GONE });
		const call: World["engine"]["call"] = async ({ method = "GET", path }) => {
			asked.push(`${method} ${path}`);
			return GONE;
		};
		const journal = openJournal(world, "/state");
		await journal.note(builder);
		await teardown({ ...world, engine: { ...world.engine, call } }, journal.path);
		expect(asked).toEqual([
			"GET /_ping",
			"DELETE /containers/buildx_buildkit_mlbuild-10?force=true",
			"DELETE /volumes/buildx_buildkit_mlbuild-10_state",
		]);
		expect(warnings.join()).toContain("unable to parse docker host");
	});

	it("what a killed removal has moved away is unlinked to the end", async () => {
		const { world, files, removals } = fakeWorld();
		const journal = openJournal(world, "/state");
		await journal.note({ kind: "finish-reclaim", run: "7-1", near: ["/opt/az"] });
		await teardown(world, journal.path);
		expect(removals).toEqual([{ finish: "7-1", near: ["/opt/az"] }]);
		expect([...files.keys()]).toEqual([]);
	});

	it("what of it cannot be unlinked is told, and tried again the next time", async () => {
		const { world, files, warnings } = fakeWorld({
			finishReclaim: () => ({ ok: false, why: "/.ml-image-build-trash-7-1 is not empty; pinned: EPERM" }),
		});
		const journal = openJournal(world, "/state");
		await journal.note({ kind: "finish-reclaim", run: "7-1", near: ["/opt/az"] });
		await teardown(world, journal.path);
		expect(warnings.join()).toContain("pinned: EPERM");
		expect([...files.keys()]).toEqual([journal.path]);
	});

	it("is told in one line of text, whatever the names of its files hold", async () => {
		const { world, warnings } = fakeWorld({
			finishReclaim: () => ({ ok: false, why: "/opt/f\u001b[31m\u0007\n::error::z: EPERM" }),
		});
		const journal = openJournal(world, "/state");
		await journal.note({ kind: "finish-reclaim", run: "7-1", near: ["/opt/az"] });
		await teardown(world, journal.path);
		expect(warnings).toEqual(['could not undo "finish-reclaim": /opt/f ::error::z: EPERM']);
	});

	it("of the processes only those are ended that were started with the mark, with their whole groups", async () => {
		const { world, ended } = fakeWorld({
			files: {
				...running(55, 55, "m1"),
				...running(56, 55, "m1"),
				...running(57, 57, "m2"),
				...running(58, 58, "m11"),
				// Its group is outside of what we see.
				...running(59, 0, "m1"),
				"/proc/60/environ": "",
				"/proc/meminfo": "MemTotal: 1 kB",
			},
		});
		const journal = openJournal(world, "/state");
		await journal.note({ kind: "end-process", mark: "m1" });
		await teardown(world, journal.path);
		expect(ended).toEqual([55]);
	});

	it("holds everything that is noted and forgotten at the same time, whichever writing is the slower one", async () => {
		const { world, files } = fakeWorld();
		const delays = [20, 0, 10, 0];
		const slow: typeof world.files = {
			...world.files,
			async write(path, text) {
				await new Promise((resolve) => setTimeout(resolve, delays.shift() ?? 0));
				await world.files.write(path, text);
			},
		};
		const journal = openJournal({ ...world, files: slow }, "/state");
		const process = { kind: "end-process", mark: "m1" } as const;
		await Promise.all([journal.note(folder), journal.note(builder), journal.note(process), journal.forget(folder)]);
		const lines = files.get(journal.path)?.split("\n").slice(1);
		expect(lines).toEqual([builder, process].map((undo) => JSON.stringify(undo)));
	});

	it.each(["null", "7", "[]", "{}", '"remove-path"', '{"kind":3}'])(
		"%s is no entry: it is told, and those beside it are undone",
		async (line) => {
			const { world, files, warnings } = fakeWorld({
				files: {
					"/state/a.journal": [JSON.stringify(SELF), JSON.stringify(folder), line].join("\n"),
					"/tmp/mine/x": "",
				},
			});
			await teardown(world, "/state/a.journal");
			expect(files.size).toBe(0);
			expect(warnings).toEqual(["the journal /state/a.journal holds a line that is no entry: it is left out"]);
		},
	);

	it("a half-written line is passed over", async () => {
		const { world, files } = fakeWorld({
			files: {
				"/state/a.journal": `${JSON.stringify(SELF)}\n${JSON.stringify(folder)}\n{"kind":"rem`,
				"/tmp/mine/x": "",
			},
		});
		await teardown(world, "/state/a.journal");
		expect(files.size).toBe(0);
	});
});

describe("the sweep of killed runs", () => {
	const other = { ...SELF, pid: 200 };
	const journal = (owner: unknown, ...undos: readonly Undo[]) =>
		[owner, ...undos].map((line) => JSON.stringify(line)).join("\n");

	it.each<[title: string, owner: unknown, life: Life]>([
		["that lives", other, "alive"],
		["of which nobody can tell, as in a container or on another machine", other, "unknown"],
		["that does not say whose it is", {}, "unknown"],
	])("leaves a run alone %s", async (_title, owner, life) => {
		const { world, files } = fakeWorld({
			files: { "/state/a.journal": journal(owner, folder), "/tmp/mine/x": "" },
			lives: () => life,
		});
		expect(await sweep(world, "/state")).toBe(0);
		expect(files.has("/tmp/mine/x")).toBe(true);
		expect(files.has("/state/a.journal")).toBe(true);
	});

	it("does not wait for what a step of the same job still removes: its post step does, or nobody is left to", async () => {
		const life: { parent: Life } = { parent: "alive" };
		const parts = {
			files: { "/tmp/mine/x": "" },
			lives: (who: { readonly pid: number }) => (who.pid === 50 ? life.parent : "dead"),
		};
		const first = fakeWorld(parts);
		const journal = openJournal(first.world, "/state");
		await journal.note(folder);
		await journal.note({ kind: "finish-reclaim", run: "7-1", near: ["/opt/az"] });
		await journal.undo(({ kind }) => kind === "finish-reclaim", first.world.machine.parent);
		// The first step has ended; the second one is another process.
		const text = (first.files.get(journal.path) ?? "").replaceAll('"pid":100', '"pid":99');
		const second = fakeWorld({ ...parts, files: { [journal.path]: text } });
		expect(await sweep(second.world, "/state")).toBe(0);
		expect(second.removals).toEqual([]);
		life.parent = "dead";
		expect(await sweep(second.world, "/state")).toBe(1);
		expect(second.removals).toEqual([{ finish: "7-1", near: ["/opt/az"] }]);
		await teardown(first.world, journal.path);
		expect(first.removals).toEqual([{ finish: "7-1", near: ["/opt/az"] }]);
		expect([...first.files.keys()]).toEqual([]);
	});

	it("finishes what a step removed whose job nobody can tell of", async () => {
		const lives = (who: { readonly pid: number }): Life => (who.pid === 50 ? "unknown" : "dead");
		const first = fakeWorld({ lives });
		const journal = openJournal(first.world, "/state");
		await journal.note({ kind: "finish-reclaim", run: "7-1", near: ["/opt/az"] });
		await journal.undo(({ kind }) => kind === "finish-reclaim", first.world.machine.parent);
		const text = (first.files.get(journal.path) ?? "").replaceAll('"pid":100', '"pid":99');
		const next = fakeWorld({ files: { [journal.path]: text }, lives });
		expect(await sweep(next.world, "/state")).toBe(1);
		expect(next.removals).toEqual([{ finish: "7-1", near: ["/opt/az"] }]);
	});

	it("undoes one that is dead", async () => {
		const { world, files } = fakeWorld({
			files: { "/state/old.journal": journal(other, folder), "/tmp/mine/x": "" },
			lives: () => "dead",
		});
		expect(await sweep(world, "/state")).toBe(1);
		expect([...files.keys()]).toEqual([]);
	});
});
