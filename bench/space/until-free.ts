import { type ChildProcess, spawn } from "node:child_process";
import path from "node:path";
import type { ReclaimRequest } from "../../src/model/reclaim.ts";
import type { Disk, Disks } from "./disk.ts";
import { median, pause, print, ratios } from "./numbers.ts";
import type { Item, Order } from "./orders.ts";

interface Way {
	readonly name: string;
	readonly start: (disk: Disk, more: number) => ChildProcess;
}

/** Starts the program that removes, as main does; bench and tests close its input when they are done. */
export function startReclaim(program: string, disk: Disk, items: readonly Item[], more: number): ChildProcess {
	const child = spawn(process.execPath, [program], { stdio: ["pipe", "pipe", "inherit"] });
	const request: ReclaimRequest = {
		run: "bench",
		items: items.map(({ id, paths }) => ({ id, paths: paths.map((one) => path.join(disk.root, one)) })),
		until: [{ path: disk.root, free: disk.free() + more }],
	};
	child.stdin.write(`${JSON.stringify(request)}\n`);
	return child;
}

const reclaim = (program: string, { name, items }: Order): Way => ({
	name: `reclaim, ${name}`,
	start: (disk, more) => startReclaim(program, disk, items, more),
});

/** As scripts do; one program for all, so that starting programs costs nothing. */
const rm = ({ name, items }: Order): Way => ({
	name: `rm -rf, ${name}`,
	start: (disk) =>
		spawn("rm", ["-rf", "--", ...items.flatMap(({ paths }) => paths.map((one) => path.join(disk.root, one)))], {
			stdio: "ignore",
		}),
});

/** All ways in each round, each on a fresh disk; which one is first changes from round to round. */
export async function compareWays(
	disks: Disks,
	program: string,
	{ planned, others }: { readonly planned: Order; readonly others: readonly Order[] },
	{ more, rounds }: { readonly more: number; readonly rounds: number },
): Promise<void> {
	const [most] = others;
	const ours = reclaim(program, planned);
	const ways = [ours, rm(planned), ...others.map(rm), ...(most ? [reclaim(program, most)] : [])];
	const took = new Map<Way, number[]>(ways.map((way) => [way, []]));
	for (let round = 0; round < rounds; round += 1) {
		const first = round % ways.length;
		for (const way of [...ways.slice(first), ...ways.slice(0, first)]) {
			const disk = disks.open();
			took.get(way)?.push(await untilFree(disk, more, way));
			await disk.close();
		}
	}
	const base = took.get(ours) ?? [];
	for (const [way, all] of took) {
		print(`${way.name}: median ${median(all).toFixed(2)} s (${all.map((one) => one.toFixed(2)).join(", ")})`);
		if (way !== ours) print(`  of ours: ${ratios(all, base)}`);
	}
}

/** Seconds until the disk has that much more, seen from outside every 5 ms. */
async function untilFree(disk: Disk, more: number, { name, start }: Way): Promise<number> {
	const target = disk.free() + more;
	const started = performance.now();
	const child = start(disk, more);
	let over = false;
	const ended = new Promise<void>((resolve) => {
		child.on("close", () => {
			over = true;
			resolve();
		});
	});
	while (disk.free() < target) {
		if (over && disk.free() < target)
			throw new Error(`${name}: all is gone and ${target - disk.free()} bytes are missing`);
		await pause(5);
	}
	const seconds = (performance.now() - started) / 1000;
	child.kill("SIGKILL");
	await ended;
	return seconds;
}
