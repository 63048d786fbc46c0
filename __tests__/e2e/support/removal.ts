import type { ChildProcessWithoutNullStreams } from "node:child_process";
import { cpSync, mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { createInterface } from "node:readline";
import type { ReclaimEvent, ReclaimOrder, ReclaimRequest } from "../../../src/model/reclaim.ts";
import { ROOT } from "../../support/action.ts";
import { DIST, NODE, type Room, type Who } from "./replica.ts";

/** More than any disk has. */
export const ALL = 2 ** 52;

export const itemsOf = (paths: readonly string[]) => paths.map((at) => ({ id: at, paths: [at] }));

export interface Removal {
	readonly events: readonly ReclaimEvent[];
	/** The next event of that kind, also one that has come already. */
	until(kind: ReclaimEvent["kind"]): Promise<void>;
	order(order: ReclaimOrder): void;
	/** As when main dies. */
	close(): void;
	readonly ended: Promise<{ readonly code: number | null; readonly stderr: string }>;
}

/** Starts `dist/reclaim.js` inside, as main does. */
export function startRemoval(room: Room, who: Who, request: ReclaimRequest): Removal {
	const argv = [...(who === "root" ? [] : ["sudo", "-n", "--"]), NODE, `${DIST}/reclaim.js`];
	return sendRemoval(room.start(who, argv), request);
}

/** The same of a program that was just started. */
export function sendRemoval(child: ChildProcessWithoutNullStreams, request: ReclaimRequest): Removal {
	const events: ReclaimEvent[] = [];
	const waiting: { readonly kind: string; readonly resolve: () => void }[] = [];
	let stderr = "";
	child.stderr.on("data", (chunk) => {
		stderr += String(chunk);
	});
	createInterface({ input: child.stdout }).on("line", (line) => {
		const event = JSON.parse(line) as ReclaimEvent;
		events.push(event);
		for (const { kind, resolve } of waiting) if (kind === event.kind) resolve();
	});
	child.stdin.on("error", () => {});
	child.stdin.write(`${JSON.stringify(request)}\n`);
	const ended = new Promise<{ code: number | null; stderr: string }>((resolve) =>
		child.on("close", (code) => resolve({ code, stderr })),
	);
	return {
		events,
		until: (kind) =>
			Promise.race([
				new Promise<void>((resolve) => {
					if (events.some((event) => event.kind === kind)) resolve();
					else waiting.push({ kind, resolve });
				}),
				ended.then(({ code }) => {
					if (!events.some((event) => event.kind === kind))
						throw new Error(`no "${kind}", it ended with ${code}: ${stderr}`);
				}),
			]),
		order: (order) => void child.stdin.write(`${JSON.stringify(order)}\n`),
		close: () => child.stdin.end(),
		ended,
	};
}

/** Removes to the end: all that is asked or until the disk has enough, and what was moved. */
export function removeAll(room: Room, who: Who, request: ReclaimRequest): Promise<readonly ReclaimEvent[]> {
	return allEvents(startRemoval(room, who, request));
}

/** Of a removal to its end: its input stays open until then, as main's does. */
export async function allEvents(removal: Removal): Promise<readonly ReclaimEvent[]> {
	await Promise.race([removal.until("end"), removal.until("enough")]);
	removal.close();
	const { code, stderr } = await removal.ended;
	if (code !== 0) throw new Error(`reclaim.js ended with ${code}: ${stderr}`);
	return removal.events;
}

export const skippedOf = (events: readonly ReclaimEvent[]): Readonly<Record<string, string>> =>
	Object.fromEntries(events.flatMap((event) => (event.kind === "skipped" ? [[event.path, event.why]] : [])));

export const freedOf = (events: readonly ReclaimEvent[]) => events.filter((event) => event.kind === "freed");

export const problemsOf = (events: readonly ReclaimEvent[]): readonly string[] =>
	events.findLast((event) => event.kind === "end")?.problems ?? [];

/** What is at one of the paths or inside of it. */
export const isBelow = (paths: readonly string[]) => (at: string) =>
	paths.some((one) => at === one || at.startsWith(`${one}/`));

/** Where the program that stands for main is, inside. */
export const DRIVER = "/home/runner/driver";

/**
 * Puts our client of the program into the room, with a main and a post as thin as can be: `driver.ts main` removes and, when it is told to
 * end, undoes as the journal does; `driver.ts post` undoes.
 */
export function installDriver(room: Room): void {
	const folder = path.join(room.root, DRIVER);
	mkdirSync(folder, { recursive: true });
	cpSync(path.join(ROOT, "dist/reclaim.js"), path.join(folder, "reclaim.js"));
	cpSync(path.join(ROOT, "dist/chunks"), path.join(folder, "chunks"), { recursive: true });
	for (const name of ["world/reclaim-process.ts", "world/reclaim-request.ts", "model/paths.ts"])
		cpSync(path.join(ROOT, "src", name), path.join(folder, name));
	writeFileSync(path.join(folder, "package.json"), '{"type":"module"}');
	writeFileSync(
		path.join(folder, "driver.ts"),
		`import { finishReclaim, reclaim } from "./world/reclaim-process.ts";
const [, , what, text = ""] = process.argv;
const request = JSON.parse(text);
const undo = () => finishReclaim({ finish: request.run, near: request.items.flatMap(({ paths }) => paths) });
const say = (value) => process.stdout.write(JSON.stringify(value) + "\\n");
if (what === "post") say(await undo());
else {
	process.on("SIGTERM", async () => {
		say(await undo());
		process.exit(1);
	});
	const reclaiming = reclaim(request, say);
	say({ waited: await reclaiming.enough });
	if (what === "leave") reclaiming.leave();
	else if (what === "finish") reclaiming.finish();
	say({ done: await reclaiming.done });
}
`,
	);
}
