import { type ChildProcessByStdio, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import path from "node:path";
import { createInterface } from "node:readline";
import type { Readable, Writable } from "node:stream";
import { fileURLToPath } from "node:url";
import type {
	ReclaimEvent,
	ReclaimFinish,
	ReclaimFinished,
	Reclaiming,
	ReclaimOrder,
	ReclaimRequest,
} from "../model/reclaim.ts";
import { parseLine } from "./reclaim-request.ts";

/** The whole of a trash is unlinked in far less; a disk that is that slow goes on alone. */
const FINISH_MS = 120_000;

type Program = ChildProcessByStdio<Writable, Readable, Readable>;

/** How to start the program: as root, when that is allowed, else as ourselves. */
const COMMANDS = (root: boolean): readonly (readonly string[])[] => {
	const own = [process.execPath, program()];
	return root ? [own] : [["sudo", "-n", "--", ...own], own];
};

/** Its bundle lies beside the entries, this code in one of them or in a chunk one folder below. */
function program(): string {
	const here = path.dirname(fileURLToPath(import.meta.url));
	const beside = path.join(here, "reclaim.js");
	return existsSync(beside) ? beside : path.join(path.dirname(here), "reclaim.js");
}

/** In a session of its own, so that no signal for us reaches it. */
function start(argv: readonly string[], request: ReclaimRequest | ReclaimFinish): Program {
	const [file = "", ...args] = argv;
	const child = spawn(file, args, { detached: true, cwd: "/", stdio: ["pipe", "pipe", "pipe"] });
	child.stdin.on("error", () => {});
	child.stdin.write(`${JSON.stringify(request)}\n`);
	return child;
}

/** What a program says until it ends: nothing at all when it never came to our code. */
interface Heard {
	readonly lines: number;
	readonly why: string | undefined;
}

function hear(child: Program, on: (said: object) => void): Promise<Heard> {
	let lines = 0;
	let said = "";
	child.stderr.on("data", (chunk) => {
		said = (said + String(chunk)).slice(-2000);
	});
	createInterface({ input: child.stdout }).on("line", (line) => {
		const message = parseLine(line);
		if (message === undefined) return;
		lines += 1;
		on(message);
	});
	return new Promise((resolve) => {
		child.on("error", (error) => resolve({ lines, why: error.message }));
		child.on("close", (code, signal) => {
			const how = `${path.basename(child.spawnfile)} ended with ${code ?? signal}`;
			resolve({ lines, why: code === 0 ? undefined : `${how}: ${said.trim().slice(-300)}` });
		});
	});
}

/** Removes trees in a process of its own (`dist/reclaim.js`). Where sudo refuses, the same program runs with our own rights. */
export function reclaim(request: ReclaimRequest, on: (event: ReclaimEvent) => void): Reclaiming {
	const problems: string[] = [];
	const enough = Promise.withResolvers<Awaited<Reclaiming["enough"]>>();
	const done = Promise.withResolvers<Awaited<Reclaiming["done"]>>();
	const orders: ReclaimOrder[] = [];
	let child: Program | undefined;
	let started: { readonly pid: number } | undefined;
	let left = false;
	let unfinished = false;

	const take = (event: ReclaimEvent) => {
		if (event.kind === "started") {
			started = event;
			for (const order of orders.splice(0)) send(order);
		}
		if (event.kind === "moved") unfinished = true;
		if (event.kind === "enough") enough.resolve({ free: event.free });
		if (event.kind === "end") {
			problems.splice(0, problems.length, ...event.problems);
			unfinished = event.left.length > 0;
			enough.resolve({ free: event.free, why: "all that may be removed is gone" });
		}
		on(event);
	};
	const send = (order: ReclaimOrder) => {
		if (left) return;
		if (started) child?.stdin.write(`${JSON.stringify(order)}\n`);
		else orders.push(order);
	};
	const run = async () => {
		let refusal: string | undefined;
		for (const argv of COMMANDS(process.getuid?.() === 0)) {
			child = start(argv, request);
			const { lines, why } = await hear(child, (said) => take(said as ReclaimEvent));
			refusal ??= why;
			if (lines > 0 || left) break;
		}
		if (refusal !== undefined && !left) problems.push(refusal);
		const never = started === undefined && { neverRan: true as const };
		enough.resolve({ free: [], why: refusal ?? "it ended before there was enough", ...never });
		done.resolve({ problems, unfinished });
	};
	void run();
	return {
		enough: enough.promise,
		done: done.promise,
		get pid() {
			return started?.pid;
		},
		hurry: (until) => send({ order: "hurry", ...(until && { until }) }),
		finish: () => send({ order: "finish" }),
		leave() {
			left = true;
			for (const stream of [child?.stdin, child?.stdout, child?.stderr]) stream?.destroy();
			child?.unref();
			enough.resolve({ free: [], why: "it was left" });
			done.resolve({ problems, unfinished });
		},
	};
}

/** Unlinks what a run that is no more has left. Goes on alone when that takes too long. */
export async function finishReclaim(request: ReclaimFinish): Promise<ReclaimFinished> {
	let refusal: string | undefined;
	for (const argv of COMMANDS(process.getuid?.() === 0)) {
		const child = start(argv, request);
		child.stdin.end();
		let answer: ReclaimFinished | undefined;
		const heard = hear(child, (said) => {
			answer = said as ReclaimFinished;
		});
		const late = Promise.withResolvers<Heard>();
		const timer = setTimeout(
			() => late.resolve({ lines: 1, why: `it takes longer than ${FINISH_MS / 1000} s` }),
			FINISH_MS,
		);
		const { lines, why } = await Promise.race([heard, late.promise]);
		clearTimeout(timer);
		if (answer) return answer;
		refusal ??= why;
		if (lines > 0) {
			for (const stream of [child.stdout, child.stderr]) stream.destroy();
			child.unref();
			break;
		}
	}
	return { ok: false, why: refusal ?? "it gave no answer" };
}
