import { expect, it } from "@jest/globals";
import { runSolve } from "../../../src/build/run-solve.ts";
import { openJournal } from "../../../src/teardown.ts";
import { fakeWorld } from "../../support/fake-world.ts";

it("looks at the disks in the moment a step fails: what did not fit is taken back before the build has ended", async () => {
	const { world } = fakeWorld();
	let free = 85e6;
	const event = (more: object) =>
		JSON.stringify({
			vertexes: [{ digest: "sha256:1", name: "exporting to image", started: "2026-01-01T00:00:00Z", ...more }],
		});
	const stream: typeof world.stream = (_command, on) => ({
		pid: undefined,
		end() {},
		done: (async () => {
			on.stderr?.(event({}));
			await new Promise((resolve) => setTimeout(resolve, 20));
			free = 0;
			on.stderr?.(event({ completed: "2026-01-01T00:00:02Z", error: "write /x: no space left on device" }));
			await new Promise((resolve) => setTimeout(resolve, 20));
			free = 86e6;
			return { code: 1, stdout: "", stderr: "", ms: 40 };
		})(),
	});
	const watched = { ...world, stream, files: { ...world.files, free: async () => ({ bytes: free }) } };
	const { failure, seen } = await runSolve(watched, openJournal(world, "/state"), {
		argv: ["docker"],
		env: {},
		live: false,
		watch: {
			disks: [{ role: "engine data", path: "/data", device: "1", free, total: 284e6 }],
			builder: { kind: "none" },
			deadlines: {},
		},
	});
	expect(failure?.message).toContain("no space left on device");
	expect(seen.watch.disks).toMatchObject([{ start: 85e6, lowest: 0, end: 86e6 }]);
});
