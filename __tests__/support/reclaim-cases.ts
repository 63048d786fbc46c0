import { lstatSync, mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect } from "@jest/globals";
import { isPlainPath } from "../../src/model/paths.ts";
import type { ReclaimEvent, ReclaimItem } from "../../src/model/reclaim.ts";
import { createHere } from "../../src/world/reclaim-lanes.ts";
import { startReclaim } from "../../src/world/reclaim-run.ts";
import { below, blocksOf, listAll, makeRandomTree, oneOf, type Random, randomFrom } from "./random-tree.ts";

/** The first seed; each case has one more. */
export const SEED = Number(process.env["MLBUILD_SEED"] ?? Date.now() % 2 ** 31);
/** Its trash is one for the whole machine, where others may run this too. */
const RUN = `property-${process.pid}`;

/** A request can only hold text: paths with other bytes are in planned folders, but are not planned themselves. */
const isText = (latin1: string) => !/[\x80-\xff]/.test(latin1);

/** What can be named in the folder that a link leads to. */
function childrenThroughLink(at: string): readonly string[] {
	const follow = lstatSync(at).isSymbolicLink() && statSync(at, { throwIfNoEntry: false })?.isDirectory();
	return follow ? readdirSync(at).map((name) => `${at}/${name}`) : [];
}

/** Some of what is there, and paths that are wrong in ways a catalog or a glob could get them wrong. */
function plan(random: Random, top: string, all: readonly string[]): readonly ReclaimItem[] {
	const some = () => oneOf(random, all.filter(isText));
	const through = all.filter(isText).flatMap(childrenThroughLink);
	const wrong = (one: string) =>
		oneOf(random, [
			`${one}/none`,
			`${one}/..`,
			`${one}/../../..`,
			`${one}/`,
			`/${one}`,
			top,
			path.dirname(top),
			"/",
			"",
		]);
	return Array.from({ length: 1 + below(random, 4) }, (_, index) => ({
		id: `item-${index}`,
		paths: [
			...new Set(
				Array.from({ length: 1 + below(random, 3) }, () =>
					oneOf(random, [some(), some(), some(), wrong(some()), ...through.slice(0, 3)]),
				),
			),
		],
	}));
}

/** Gives how many paths were removed. */
async function runCase(seed: number, base: string): Promise<number> {
	const random = randomFrom(seed);
	const top = path.join(base, `case-${seed}`);
	const inside = path.join(top, "in");
	const outside = path.join(top, "out");
	mkdirSync(inside, { recursive: true });
	mkdirSync(path.join(outside, "a0/b0"), { recursive: true });
	for (const name of ["a1", "a0/a1", "a0/b0/a1"]) writeFileSync(path.join(outside, name), name);
	const all = makeRandomTree(random, inside, outside, 5 + below(random, 40));
	if (!all.some(isText)) return 0;
	const items = plan(random, inside, all);
	const before = listAll(top);
	const events = await removeAll(items, [path.dirname(top), top, inside], below(random, 6));

	const moved = new Set(events.flatMap((event) => (event.kind === "moved" ? [event.item] : [])));
	const skipped = new Set(events.flatMap((event) => (event.kind === "skipped" ? [`${event.item} ${event.path}`] : [])));
	const planned = items
		.filter(({ id }) => moved.has(id))
		.flatMap(({ id, paths }) => paths.filter((at) => !skipped.has(`${id} ${at}`)));
	const isPlanned = (at: string) => planned.some((one) => at === one || at.startsWith(`${one}/`));
	const texts = (entries: ReturnType<typeof listAll>) => [...entries].map(([at, { text }]) => `${at}\n${text}`);
	expect(texts(listAll(top))).toEqual(texts(new Map([...before].filter(([at]) => !isPlanned(at)))));

	const freed = events.filter((event) => event.kind === "freed");
	const sum = (of: "bytes" | "files") => freed.reduce((total, event) => total + event[of], 0);
	const gone = blocksOf([...before].filter(([at]) => isPlanned(at)).map(([, seen]) => seen));
	expect({ bytes: sum("bytes"), files: sum("files") }).toEqual(gone);
	expect(freed.flatMap(({ problems }) => problems)).toEqual([]);
	return planned.length;
}

/** The disk has enough when so many items are gone. */
async function removeAll(
	items: readonly ReclaimItem[],
	keep: readonly string[],
	enoughAfter: number,
): Promise<readonly ReclaimEvent[]> {
	const events: ReclaimEvent[] = [];
	const on = (event: ReclaimEvent) => {
		events.push(event);
		if (event.kind === "enough") queueMicrotask(run.leave);
	};
	const run = startReclaim({ run: RUN, items, until: [{ path: "/", free: 1 }] }, on, {
		lanes: createHere,
		free: () => (events.filter(({ kind }) => kind === "freed").length >= enoughAfter ? 1 : 0),
		refuse: (at) => (isPlainPath(at) && !keep.includes(at) ? undefined : "not plain"),
	});
	await run.done;
	return events;
}

/** For random trees and plans: nothing but what was planned changes, the bytes told are those of the blocks, no trash is left. */
export async function checkRandomRemovals(cases: number): Promise<void> {
	const base = realpathSync(mkdtempSync(path.join(tmpdir(), "mlbuild-property-")));
	try {
		let removed = 0;
		for (let at = 0; at < cases; at += 1) {
			const seed = (SEED + at) % 2 ** 31;
			removed += await runCase(seed, base).catch((error: Error) => {
				throw new Error(`MLBUILD_SEED=${seed} fails: ${error.message}`, { cause: error });
			});
		}
		expect(removed).toBeGreaterThan(cases);
		expect(readdirSync("/").filter((name) => name.endsWith(RUN))).toEqual([]);
	} finally {
		rmSync(base, { recursive: true, force: true });
	}
}
