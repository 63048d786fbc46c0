import "./little-memory.ts";
import os from "node:os";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { isMainThread } from "node:worker_threads";
import type { ReclaimFinish, ReclaimOrder, ReclaimRequest } from "../model/reclaim.ts";
import { finishTrash } from "./reclaim-finish.ts";
import { createGuard, homeOfCaller } from "./reclaim-guard.ts";
import { createThreads, type LaneEars, workAsLane } from "./reclaim-lanes.ts";
import { checkFinish, checkOrder, checkRequest, parseLine } from "./reclaim-request.ts";
import { startReclaim } from "./reclaim-run.ts";

/**
 * The program that removes (`sudo -n node dist/reclaim.js`): reads a request as one line of JSON from standard input, then orders, one
 * a line, and writes events, one a line. It takes no arguments, starts no program, and removes nothing but the
 * paths of the request that its guard lets pass (`reclaim-guard.ts`), or what is in the trash folder of a run.
 *
 * It outlives who started it: when its input ends it moves nothing more away, unlinks what it has moved, and ends.
 */
function main(): void {
	process.umask(0o077);
	process.on("SIGHUP", () => {});
	for (const stream of [process.stdout, process.stderr]) stream.on("error", () => {});
	const lines = createInterface({ input: process.stdin, crlfDelay: Number.POSITIVE_INFINITY });
	let order: ((said: unknown) => void) | undefined;
	let leave = () => {};
	lines.on("line", (line) => {
		const said = parseLine(line);
		if (order) return order(said);
		order = () => {};
		if (said && "finish" in said) void finish(said as ReclaimFinish);
		else ({ order, leave } = remove(said as ReclaimRequest));
	});
	lines.on("close", () => leave());
}

const print = (value: unknown) => process.stdout.write(`${JSON.stringify(value)}\n`);

const threads = (ears: LaneEars) =>
	createThreads(new URL(import.meta.url), Math.min(8, 2 * os.availableParallelism()), ears);

function remove(request: ReclaimRequest): { order(said: unknown): void; leave(): void } {
	const problem = checkRequest(request);
	if (problem !== undefined) {
		process.stderr.write(`${problem}\n`);
		process.exit(2);
	}
	print({ kind: "started", root: process.getuid?.() === 0, pid: process.pid });
	const own = [process.execPath, fileURLToPath(import.meta.url)];
	const run = startReclaim({ ...request, keep: [...(request.keep ?? []), ...own] }, print, {
		lanes: threads,
		refuse: createGuard(homeOfCaller()),
	});
	void run.done.then(() => process.exit());
	return {
		order(said) {
			if (checkOrder(said) === undefined) run.order(said as ReclaimOrder);
		},
		leave: run.leave,
	};
}

async function finish(request: ReclaimFinish): Promise<void> {
	const problem = checkFinish(request);
	print(problem === undefined ? await finishTrash(request, threads) : { ok: false, why: problem });
}

if (isMainThread) main();
else workAsLane();
