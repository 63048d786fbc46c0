import type { ChildProcessWithoutNullStreams } from "node:child_process";
import { beforeAll, expect, it, jest } from "@jest/globals";
import type { ReclaimRequest } from "../../src/model/reclaim.ts";
import { sendSignal } from "./support/processes.ts";
import { ALL, DRIVER, installDriver, isBelow, itemsOf } from "./support/removal.ts";
import { NODE, openRoom, type Room } from "./support/replica.ts";

jest.setTimeout(300_000);

/** Where it is killed: when its log shows that, and so much later. */
const MOMENTS = [
	[/./, 0],
	[/started/, 0],
	[/moved/, 0],
	[/moved/, 5],
	[/moved/, 30],
	[/moved(.|\n)*moved/, 0],
	[/freed/, 10],
	[/enough|end/, 0],
	[/enough|end/, 40],
] as const;

const PATHS = [
	"/usr/local/lib/android",
	"/opt/hostedtoolcache",
	"/usr/share/dotnet",
	"/usr/share/miniconda",
	"/opt/az",
];

/** Trash that was there when post began: the moments are worth nothing when they all miss it. */
const caught: string[] = [];

let before: ReadonlyMap<string, string>;

async function freshRoom(): Promise<Room> {
	const room = await openRoom();
	room.allowSudo(true);
	installDriver(room);
	before = room.list();
	return room;
}

beforeAll(async () => {
	(await freshRoom()).close();
});

const until = (child: ChildProcessWithoutNullStreams, when: RegExp) =>
	new Promise<void>((resolve) => {
		let said = "";
		child.stdout.on("data", (chunk) => {
			said += String(chunk);
			if (when.test(said)) resolve();
		});
		child.on("close", () => resolve());
	});
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Every path is whole at its place or wholly gone; nothing else has changed; no trash, and no process of ours. */
function expectNoHalf(room: Room, paths: readonly string[]): void {
	expect(room.trashes()).toEqual([]);
	const after = room.list();
	const gone = [...before].filter(([at, what]) => after.get(at) !== what).map(([at]) => at);
	const removed = paths.filter((at) => !after.has(at));
	expect(gone.filter((at) => !isBelow(removed)(at))).toEqual([]);
	expect([...after.keys()].filter((at) => !before.has(at))).toEqual([]);
}

async function untilNobody(room: Room): Promise<void> {
	for (let waited = 0; waited < 100 && room.pidsOf(/reclaim\.js|driver\.ts/).length > 0; waited += 1) await pause(100);
	expect(room.pidsOf(/reclaim\.js|driver\.ts/)).toEqual([]);
}

it.each(MOMENTS)(
	"SIGTERM when the log shows %s and %i ms later, SIGKILL soon after, then post",
	async (when, afterMs) => {
		const room = await freshRoom();
		// Enough after some components: both the fast and the slow part are met.
		const request = { run: "term", items: itemsOf(PATHS), until: [{ path: "/", free: room.free() + 150e6 }] };
		const main = room.start("runner", [NODE, `${DRIVER}/driver.ts`, "main", JSON.stringify(request)]);
		await until(main, when);
		await pause(afterMs);
		const [pid] = room.pidsOf(/^\S*node \S*driver\.ts main/);
		if (pid !== undefined) {
			sendSignal(pid, "SIGTERM");
			await pause(15);
			if (room.pidsOf(/^\S*node \S*driver\.ts main/).includes(pid)) sendSignal(pid, "SIGKILL");
		}
		caught.push(...room.trashes());
		const post = room.run("runner", [NODE, `${DRIVER}/driver.ts`, "post", JSON.stringify(request)]);
		expect(JSON.parse(post.stdout)).toMatchObject({ ok: true });
		await untilNobody(room);
		expectNoHalf(room, PATHS);
		room.close();
	},
);

it.each(MOMENTS)(
	"SIGKILL of the program itself when the log shows %s and %i ms later, then post",
	async (when, afterMs) => {
		const room = await freshRoom();
		const request: ReclaimRequest = { run: "kill", items: itemsOf(PATHS), until: [{ path: "/", free: ALL }] };
		const main = room.start("runner", [NODE, `${DRIVER}/driver.ts`, "main", JSON.stringify(request)]);
		await until(main, when);
		await pause(afterMs);
		for (const pid of room.pidsOf(/reclaim\.js|driver\.ts/)) sendSignal(pid, "SIGKILL");
		caught.push(...room.trashes());
		const post = room.run("runner", [NODE, `${DRIVER}/driver.ts`, "post", JSON.stringify(request)]);
		expect(JSON.parse(post.stdout)).toMatchObject({ ok: true });
		await untilNobody(room);
		expectNoHalf(room, PATHS);
		room.close();
	},
);

it("some of these moments left a trash to post", () => {
	process.stdout.write(`${caught.length} of ${2 * MOMENTS.length} moments left a trash to post\n`);
	expect(caught.length).toBeGreaterThan(1);
});

it("main ends after there is enough: the rest is unlinked slowly by itself, nothing more is moved", async () => {
	const room = await freshRoom();
	const request = { run: "leave", items: itemsOf(PATHS), until: [{ path: "/", free: room.free() + 20e6 }] };
	const main = room.run("runner", [NODE, `${DRIVER}/driver.ts`, "leave", JSON.stringify(request)]);
	expect(main.code).toBe(0);
	await untilNobody(room);
	expect([...room.list().keys()].filter((at) => isBelow(PATHS.slice(0, 1))(at))).toEqual([]);
	expectNoHalf(room, PATHS.slice(0, 1));
});
