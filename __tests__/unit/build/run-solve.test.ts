import { expect, it } from "@jest/globals";
import { runSolve } from "../../../src/build/run-solve.ts";
import { openJournal } from "../../../src/teardown.ts";
import { fakeWorld } from "../../support/fake-world.ts";

const NO_SPACE = "No space left on device";
const vertex = (more: object) =>
	JSON.stringify({
		vertexes: [{ digest: "sha256:1", name: "[1/1] RUN x", started: "2026-01-01T00:00:00Z", ...more }],
	});
const END = vertex({ completed: "2026-01-01T00:00:02Z", error: "exit code: 1" });
const LOG = JSON.stringify({ logs: [{ vertex: "sha256:1", stream: 2, data: btoa(`head: ${NO_SPACE}\n`) }] });
const pause = () => new Promise((resolve) => setTimeout(resolve, 20));

it.each([
	["fails", [END], []],
	["prints that the disk is full, and tidies up before it fails", [LOG], [END]],
])("looks at the disks in the moment a step %s: what did not fit is soon taken back", async (_when, full, after) => {
	const { world } = fakeWorld();
	let free = 5e9;
	const stream: typeof world.stream = (_command, on) => {
		const tell = (lines: readonly string[]) => {
			for (const line of lines) on.stderr?.(line);
		};
		const build = async () => {
			tell([vertex({})]);
			await pause();
			free = 0;
			tell(full);
			await pause();
			free = 5e9;
			tell(after);
			return { code: 1, stdout: "", stderr: "", ms: 40 };
		};
		return { pid: undefined, end() {}, done: build() };
	};
	const watched = { ...world, stream, files: { ...world.files, free: async () => ({ bytes: free }) } };
	const { failure, seen } = await runSolve(watched, openJournal(world, "/state"), {
		argv: ["docker"],
		env: {},
		live: false,
		watch: {
			disks: [{ role: "engine data", path: "/data", device: "1", free, total: 80e9 }],
			builder: { kind: "none" },
			deadlines: {},
		},
	});
	expect(failure?.message).toContain("exit code: 1");
	expect(seen.watch.disks).toMatchObject([{ start: 5e9, lowest: 0, end: 5e9 }]);
});
