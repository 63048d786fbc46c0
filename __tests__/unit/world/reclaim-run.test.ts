import { existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import type { ReclaimEvent, ReclaimRequest } from "../../../src/model/reclaim.ts";
import { createHere, type LaneEars, type Lanes } from "../../../src/world/reclaim-lanes.ts";
import { startReclaim } from "../../../src/world/reclaim-run.ts";

let top: string;
const tools = ["a", "b", "c"];
const at = (name: string) => path.join(top, name);
const here = (name: string) => existsSync(at(name));

beforeEach(() => {
	top = realpathSync(mkdtempSync(path.join(tmpdir(), "mlbuild-reclaim-")));
	for (const name of tools) {
		mkdirSync(at(name));
		writeFileSync(path.join(at(name), "file"), "x");
	}
});
afterEach(() => rmSync(top, { recursive: true, force: true }));

const request = (until: ReclaimRequest["until"]): ReclaimRequest => ({
	run: `unit-${process.pid}`,
	items: tools.map((name) => ({ id: name, paths: [at(name)] })),
	until,
});

/** The guard has tests of its own; these trees lie where no software does. */
const anywhere = () => undefined;

/** Waits for what comes at once, on a busy machine a little later; what never comes fails what is expected next. */
async function until(there: () => boolean): Promise<void> {
	for (const end = Date.now() + 5000; !there() && Date.now() < end; )
		await new Promise((resolve) => setTimeout(resolve, 2));
}

/** Until it has told its end so many times. */
const ended = (events: readonly ReclaimEvent[], times = 1) =>
	until(() => events.filter(({ kind }) => kind === "end").length >= times);

/** Starts it on a disk that has as many bytes free as items are gone. */
function start(room: ReclaimRequest["until"], free?: (where: string) => number | undefined) {
	const events: ReclaimEvent[] = [];
	const gone = () => events.filter(({ kind }) => kind === "freed").length;
	const run = startReclaim(request(room), (event) => void events.push(event), {
		lanes: createHere,
		refuse: anywhere,
		free: free ?? gone,
	});
	const kinds = () => events.map((event) => ("item" in event ? `${event.kind} ${event.item}` : event.kind));
	return { run, events, kinds };
}

describe("a removal", () => {
	it("moves item after item, and none after the disk has enough", async () => {
		const { run, kinds, events } = start([{ path: "/", free: 2 }]);
		await ended(events);
		expect(kinds()).toEqual(["moved a", "freed a", "moved b", "freed b", "enough", "end"]);
		expect(here("c")).toBe(true);
		run.leave();
		await run.done;
	});

	it("takes no more from a file system that gives bytes back late: it is told to do so first", async () => {
		const events: ReclaimEvent[] = [];
		const asked: { readonly where: string; readonly least: number | undefined }[] = [];
		let back = 0;
		const run = startReclaim(request([{ path: "/", free: 2 }]), (event) => void events.push(event), {
			lanes: createHere,
			refuse: anywhere,
			free: () => back,
			async settle(where, least) {
				asked.push({ where, least });
				await new Promise((resolve) => setTimeout(resolve, 1));
				back = events.filter(({ kind }) => kind === "freed").length;
			},
		});
		await ended(events);
		expect(tools.filter(here)).toEqual(["c"]);
		const [first = 0, second = 0] = events.flatMap((event) => (event.kind === "freed" ? [event.bytes] : []));
		// Nothing was free before the first one, and a byte before the second.
		expect(asked).toEqual([
			{ where: "/", least: first * 0.95 },
			{ where: "/", least: 1 + second * 0.95 },
		]);
		expect(events.map(({ kind }) => kind)).toEqual(["moved", "freed", "moved", "freed", "enough", "end"]);
		run.leave();
		await run.done;
	});

	it("is told enough also when the disk gets it between two looks", async () => {
		const events: ReclaimEvent[] = [];
		let looks = Number.NaN;
		const run = startReclaim(request([{ path: "/", free: 2 }]), (event) => void events.push(event), {
			lanes: createHere,
			refuse: anywhere,
			free() {
				looks += 1;
				return looks > 1 ? 9 : 0;
			},
			async settle() {
				looks = 0;
			},
		});
		await ended(events);
		run.leave();
		await run.done;
		expect(events.map(({ kind }) => kind)).toContain("enough");
	});

	it("waits for all disks", async () => {
		const { run, events } = start([
			{ path: "/", free: 0 },
			{ path: "/mnt", free: 1 },
		]);
		await ended(events);
		expect(tools.filter(here)).toEqual(["b", "c"]);
		run.leave();
		await run.done;
	});

	it("takes nothing for a disk that it gives no room to", async () => {
		const events: ReclaimEvent[] = [];
		const given = request([
			{ path: "/", free: 1 },
			{ path: "/work", free: 9 },
		]);
		const items = given.items.map((item) => ({ ...item, frees: ["/"] }));
		const gone = () => events.filter(({ kind }) => kind === "freed").length;
		const run = startReclaim({ ...given, items }, (event) => void events.push(event), {
			lanes: createHere,
			refuse: anywhere,
			free: (where) => (where === "/" ? gone() : 0),
		});
		await ended(events);
		expect(tools.filter(here)).toEqual(["b", "c"]);
		expect(events.map(({ kind }) => kind)).toEqual(["moved", "freed", "end"]);
		run.order({ order: "hurry", until: [{ path: "/", free: 2 }] });
		await ended(events, 2);
		expect(tools.filter(here)).toEqual(["c"]);
		run.leave();
		await run.done;
	});

	it("tells what is gone by then of an item that is enough before all of it is", async () => {
		const events: ReclaimEvent[] = [];
		let finish = () => {};
		const slow = (ears: LaneEars): Lanes => {
			const lanes = createHere(ears);
			const start: Lanes["start"] = (job) => {
				finish = () => lanes.start(job);
			};
			return { ...lanes, start, freed: () => (events.length === 0 ? 0 : 4096) };
		};
		const free = () => events.length;
		const all = request([{ path: "/", free: 1 }]);
		const run = startReclaim(all, (event) => void events.push(event), { lanes: slow, free, refuse: anywhere });
		await until(() => events.length >= 3);
		expect(events.slice(1)).toEqual([
			{ kind: "part", item: "a", bytes: 4096 },
			{ kind: "enough", free: [2] },
		]);
		finish();
		await until(() => events.length >= 4);
		expect(events[3]).toMatchObject({ kind: "freed", item: "a", files: 1 });
		run.leave();
		await run.done;
	});

	it("ends by itself when nothing is left to move, with what the disks have", async () => {
		const { run, kinds, events } = start([{ path: "/", free: 9 }]);
		await run.done;
		expect(kinds().slice(-2)).toEqual(["freed c", "end"]);
		expect(events.at(-1)).toEqual({ kind: "end", free: [3], problems: [], left: [] });
		expect(tools.filter(here)).toEqual([]);
	});

	it("takes more in a hurry, until what is asked then holds", async () => {
		const { run, kinds, events } = start([{ path: "/", free: 1 }]);
		await ended(events);
		run.order({ order: "hurry", until: [{ path: "/", free: 2 }] });
		await ended(events, 2);
		expect(kinds()).toEqual(["moved a", "freed a", "enough", "end", "moved b", "freed b", "enough", "end"]);
		run.order({ order: "finish" });
		await run.done;
		expect(here("c")).toBe(true);
	});

	it("moves nothing more when nobody listens any more", async () => {
		const { run, kinds } = start([{ path: "/", free: 9 }]);
		run.leave();
		await run.done;
		expect(kinds()).toEqual(["end"]);
		expect(tools.filter(here)).toEqual(tools);
	});

	it("removes nothing for a disk that cannot be asked, and says so", async () => {
		const { run, events } = start([{ path: "/gone", free: 9 }], () => undefined);
		await ended(events);
		expect(tools.filter(here)).toEqual(tools);
		expect(events.find((event) => event.kind === "end")?.problems).toEqual([
			"the free bytes of /gone cannot be read: nothing is removed for it",
		]);
		run.leave();
		await run.done;
	});

	it("tells when a thread breaks, and ends", async () => {
		const broken = (ears: LaneEars): Lanes => ({
			start: () => ears.broken("out of memory"),
			freed: () => 0,
			setPaced() {},
			trim() {},
			close: async () => {},
		});
		const events: ReclaimEvent[] = [];
		const all = request([{ path: "/", free: 9 }]);
		const run = startReclaim(all, (event) => void events.push(event), {
			lanes: broken,
			free: () => 0,
			refuse: anywhere,
		});
		await run.done;
		const end = events.findLast((event) => event.kind === "end");
		expect(end?.problems[0]).toBe("a thread of the removal ended: out of memory");
		for (const name of end?.problems.slice(1) ?? []) rmSync(name.replace(/ is not empty$/, ""), { recursive: true });
	});
});
