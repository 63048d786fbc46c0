import { type ChildProcessByStdio, spawn } from "node:child_process";
import { once } from "node:events";
import { readdir, readFile } from "node:fs/promises";
import type { Readable } from "node:stream";
import { describe, expect, it } from "@jest/globals";
import { followTracked } from "../../../src/build/tracked.ts";
import type { Command, CommandResult } from "../../../src/model/command.ts";
import type { Streamed, World } from "../../../src/model/world.ts";
import { openJournal, teardown } from "../../../src/teardown.ts";
import { endProcess } from "../../../src/world/shell.ts";
import { fakeWorld } from "../../support/fake-world.ts";

const ENDED: CommandResult = { code: 0, stdout: "", stderr: "", ms: 1 };
const MARK = "ML_IMAGE_BUILD_PROCESS";

/** A world that starts programs by `start`, and whether the journal named each by then. */
function arrange(start: (command: Command) => Streamed) {
	const { world, files } = fakeWorld();
	const journal = openJournal(world, "/state");
	const started: { readonly mark: string; readonly noted: boolean }[] = [];
	const stream: World["stream"] = (command) => {
		const mark = command.env?.[MARK] ?? "";
		started.push({ mark, noted: mark !== "" && (files.get(journal.path) ?? "").includes(mark) });
		return start(command);
	};
	return { world: { ...world, stream }, journal, files, started };
}

function isGroup(pid: number): boolean {
	try {
		return process.kill(-pid, 0);
	} catch {
		return false;
	}
}

/** State and session of a process, as field 3 and 6 of its stat; a dead one is a zombie until somebody asks for it. */
async function stateOf(pid: number): Promise<{ readonly isAlive: boolean; readonly session: number }> {
	const stat = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => "0 (gone) Z 0 0 0");
	const [state, , , session] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
	return { isAlive: state !== "Z", session: Number(session) };
}

describe("a program that must not outlive the run", () => {
	it("is in the journal before it starts, by a mark of its own, and no more when it has ended", async () => {
		const { world, journal, files, started } = arrange(() => ({ done: Promise.resolve(ENDED), pid: 7, end() {} }));
		const build = () => followTracked(world, journal, { argv: ["docker"], env: { A: "b" } }, {}, 10);
		await Promise.all([build(), build()]);
		expect(started.map(({ noted }) => noted)).toEqual([true, true]);
		expect(new Set(started.map(({ mark }) => mark)).size).toBe(2);
		expect([...files.keys()]).toEqual([]);
	});

	it("is not started when it cannot be noted", async () => {
		const { world, started } = arrange(() => ({ done: Promise.resolve(ENDED), pid: 7, end() {} }));
		const full = async () => {
			throw new Error("ENOSPC: no space left on device");
		};
		const journal = openJournal({ ...world, files: { ...world.files, write: full } }, "/state");
		await expect(followTracked(world, journal, { argv: ["docker"] }, {}, 10)).rejects.toThrow("ENOSPC");
		expect(started).toEqual([]);
	});

	it.each([
		["at the moment of its start, before its number was known", false],
		["later, but not what it has started for others, which has a session of its own", true],
	])("is ended with its children by the post step of a run that was killed %s", async (_when, isKnown) => {
		const children: ChildProcessByStdio<null, Readable, null>[] = [];
		const { world, journal, files } = arrange((command) => {
			// The shell waits for its child, which is of the same group.
			const child = spawn("sh", ["-c", "setsid sleep 61 & echo $!; sleep 60; true"], {
				detached: true,
				env: { ...process.env, ...command.env },
				stdio: ["ignore", "pipe", "ignore"],
			});
			children.push(child);
			return { done: new Promise(() => {}), pid: isKnown ? child.pid : undefined, end() {} };
		});
		void followTracked(world, journal, { argv: ["docker"] }, {}, 10);
		while (children.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
		const [child] = children as [ChildProcessByStdio<null, Readable, null>];
		const [daemon] = (await once(child.stdout, "data")).map(Number) as [number];
		// Until its own first act it is still in the session of who started it.
		while ((await stateOf(daemon)).session !== daemon) await new Promise((resolve) => setTimeout(resolve, 5));
		const real: World = {
			...world,
			endProcess,
			files: {
				...world.files,
				list: (path) => readdir(path),
				read: async (path) => (path.startsWith("/proc/") ? readFile(path, "utf8") : files.get(path)),
			},
		};
		const over = once(child, "exit");
		await teardown(real, journal.path);
		await over;
		// Until somebody asks for it, what was killed counts as a process of its group.
		while (isGroup(child.pid ?? 0)) await new Promise((resolve) => setTimeout(resolve, 20));
		if (!isKnown) while ((await stateOf(daemon)).isAlive) await new Promise((resolve) => setTimeout(resolve, 20));
		expect([...files.keys()]).toEqual([]);
		expect((await stateOf(daemon)).isAlive).toBe(isKnown);
		if (isKnown) process.kill(daemon);
	});
});
