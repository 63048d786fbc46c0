import { describe, expect, it } from "@jest/globals";
import type { Undo } from "../../src/model/plan.ts";
import { openJournal, startTime, sweep, teardown } from "../../src/teardown.ts";
import { fakeWorld } from "../support/fake-world.ts";

const stat = (start: string) => `100 (node (x) y) S ${Array.from({ length: 18 }, () => "0").join(" ")} ${start} 0 0`;
const folder = { kind: "remove-path", path: "/tmp/mine" } as const satisfies Undo;
/** The engine's answer to a look for what buildx has removed. */
const GONE = { status: 404, text: '{"message":"no such thing"}' };
const builder = { kind: "remove-builder", name: "mlbuild-1" } as const satisfies Undo;

describe("the undo journal", () => {
	it("is there before the thing is done, and gone when all is undone", async () => {
		const { world, files } = fakeWorld();
		const journal = openJournal(world, "/state", { pid: 100, startTime: "7" });
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
		const journal = openJournal(cut, "/state", { pid: 100, startTime: "7" });
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
		const journal = openJournal(world, "/state", { pid: 100, startTime: "7" });
		await journal.note(folder);
		await journal.note(builder);
		await teardown(world, journal.path);
		expect(ran).toEqual(["docker buildx rm --force mlbuild-1"]);
		expect([...files.keys()]).toEqual([]);
	});

	it("stays, with a warning, when something could not be undone; the rest is undone all the same", async () => {
		const { world, files, warnings } = fakeWorld({
			files: { "/tmp/mine/secret": "x" },
			run: () => ({ code: 1, stderr: "ERROR: cannot connect" }),
			reply: () => GONE,
		});
		const journal = openJournal(world, "/state", { pid: 100, startTime: "7" });
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
		const journal = openJournal(world, "/state", { pid: 100, startTime: "7" });
		await journal.note(builder);
		await teardown(world, journal.path);
		expect(files.size).toBe(0);
	});

	it.each([
		["an engine that does not answer", { status: 0, text: "connect ENOENT /run/docker.sock" }],
		["a volume that is in use", { status: 409, text: "volume is in use" }],
	])("%s keeps the builder noted, though buildx calls it removed", async (_what, reply) => {
		const { world, files, warnings } = fakeWorld({ run: () => ({ code: 0 }), reply: () => reply });
		const journal = openJournal(world, "/state", { pid: 100, startTime: "7" });
		await journal.note(builder);
		await teardown(world, journal.path);
		expect(warnings.join()).toContain(reply.text);
		expect([...files.keys()]).toEqual([journal.path]);
	});

	it("a process is ended only while it is the one that was noted", async () => {
		const { world, ended } = fakeWorld({ files: { "/proc/55/stat": stat("900"), "/proc/56/stat": stat("901") } });
		const journal = openJournal(world, "/state", { pid: 100, startTime: "7" });
		await journal.note({ kind: "end-process", pid: 55, startTime: "900" });
		await journal.note({ kind: "end-process", pid: 56, startTime: "900" });
		await teardown(world, journal.path);
		expect(ended).toEqual([55]);
	});

	it("a half-written line is passed over", async () => {
		const { world, files } = fakeWorld({
			files: {
				"/state/a.journal": `{"pid":1,"startTime":"1"}\n${JSON.stringify(folder)}\n{"kind":"rem`,
				"/tmp/mine/x": "",
			},
		});
		await teardown(world, "/state/a.journal");
		expect(files.size).toBe(0);
	});
});

describe("the sweep of killed runs", () => {
	it("leaves a run that lives alone", async () => {
		const journal = `${JSON.stringify({ pid: 100, startTime: "7" })}\n${JSON.stringify(folder)}`;
		const { world, files } = fakeWorld({
			files: { "/proc/100/stat": stat("7"), "/state/live.journal": journal, "/tmp/mine/x": "" },
		});
		expect(await sweep(world, "/state")).toBe(0);
		expect(files.has("/tmp/mine/x")).toBe(true);
	});

	it("undoes one whose process is gone, or whose number another process has now", async () => {
		const journal = (start: string) => `${JSON.stringify({ pid: 100, startTime: start })}\n${JSON.stringify(folder)}`;
		const { world, files } = fakeWorld({
			files: { "/proc/100/stat": stat("7"), "/state/old.journal": journal("3"), "/tmp/mine/x": "" },
		});
		expect(await sweep(world, "/state")).toBe(1);
		expect(files.has("/tmp/mine/x")).toBe(false);
	});
});

it("start times are read behind a name with blanks and parentheses", async () => {
	const { world } = fakeWorld({ files: { "/proc/100/stat": stat("12345") } });
	expect(await startTime(world, 100)).toBe("12345");
	expect(await startTime(world, 101)).toBeUndefined();
});
