import { expect, it } from "@jest/globals";
import type { SpaceReport } from "../../../src/model/space.ts";
import { type RoomReport, renderRoomLog, renderRoomSummary } from "../../../src/report/room-summary.ts";

const SPACE: SpaceReport = {
	need: { bytes: 15e9, how: "min-free asks for 15 GB", from: "min-free" },
	disks: [{ roles: ["temp"], path: "/", device: "1", free: 9e9, total: 70e9, needed: 15e9, after: 12e9 }],
	items: [{ component: "swift", title: "Swift", state: "freed", bytes: 3e9, files: 1, seconds: 1 }],
	kept: [],
	freedBytes: 3e9,
	blockedMs: 1000,
	dangling: [],
};
const report = (change: Partial<RoomReport>): RoomReport => ({ dryRun: false, steps: [], notes: [], ...change });

it("tells once that it was cancelled, and what had gone by then", () => {
	const message = "cancelled by SIGINT";
	const cancelled = report({ space: SPACE, failure: { kind: "cancelled", message, problems: [] } });
	for (const text of [renderRoomLog(cancelled).join("\n"), renderRoomSummary(cancelled)]) {
		expect(text.split(message)).toHaveLength(2);
		expect(text).toContain("3 GB of 1 component were given back");
	}
});

it("has a short headline, and the whole story once below it", () => {
	const problem = {
		input: "min-free",
		value: "15 GB",
		message: "cannot be had at /: 12 GB are free there, after swift were removed",
		remedy: "ask for less",
	};
	const short = report({ space: SPACE, failure: { kind: "disk-full", message: "", problems: [problem] } });
	expect(renderRoomLog(short)).toEqual([
		"✖ Room on the disk: min-free cannot be had at /",
		`  ✖ min-free: "15 GB" ${problem.message}`,
		"      fix: ask for less",
	]);
	expect(renderRoomSummary(short)).toMatch(/^## ❌ Room on the disk: min-free cannot be had at \/\n/);
});
