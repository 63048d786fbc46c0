import { type ChildProcess, execFileSync, type StdioOptions, spawn } from "node:child_process";
import { closeSync, fsyncSync, mkdtempSync, openSync, rmdirSync, rmSync, statfsSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { parseArgs } from "node:util";
import { ensureImage } from "../scripts/replica/image.ts";
import type { ReclaimEvent, ReclaimOrder } from "../src/model/reclaim.ts";

/**
 * How long it takes until a hosted runner's disk has 15 GB more, against `rm -rf`, and what the part in the background does to
 * the fsync of a build. On a replica at a scale (files and bytes; the 15 GB too), each trial on a fresh copy with cold caches, in turn.
 * Prints; judges nothing.
 *
 *   node bench/space.ts [--scale 0.2] [--rounds 3] [--program FILE]
 */
const { values } = parseArgs({
	options: {
		scale: { type: "string", default: "0.2" },
		rounds: { type: "string", default: "3" },
		program: { type: "string", default: path.resolve(import.meta.dirname, "../dist/reclaim.js") },
	},
});
const scale = Number(values.scale);
const rounds = Number(values.rounds);
const more = 15e9 * scale;
const ANDROID = "/usr/local/lib/android";
const CACHE = "/opt/hostedtoolcache";

/** Ours: most bytes for a second first. */
const CHEAPEST_FIRST = [
	"/usr/local/.ghcup",
	"/usr/share/swift",
	`${CACHE}/CodeQL`,
	"/usr/local/share/powershell",
	"/usr/share/dotnet",
	`${ANDROID}/sdk/ndk`,
	"/usr/local/julia1.12.0",
	"/usr/share/miniconda",
	`${ANDROID}/sdk/build-tools`,
	`${ANDROID}/sdk/platforms`,
];
/** The order of the most used action: https://github.com/jlumbroso/free-disk-space (without its packages and images, which take minutes more). */
const MOST_USED = [ANDROID, "/usr/share/dotnet", "/usr/local/.ghcup", CACHE, "/usr/share/swift"];

const PIPES = ["ignore", "pipe", "pipe"] as const satisfies StdioOptions;
const place = mkdtempSync(path.join(tmpdir(), "mlbuild-bench-"));
/** Mounted now. */
const open = new Set<string>();
const image = await ensureImage(scale);

interface Disk {
	readonly root: string;
	free(): number;
	close(): void;
}

/** A fresh copy, mounted past the page cache, so that every read is the disk's. */
function openDisk(): Disk {
	const copy = path.join(place, "disk.img");
	const root = mkdtempSync(path.join(place, "root-"));
	execFileSync("cp", ["--sparse=always", image, copy]);
	execFileSync("sync", [copy]);
	const loop = execFileSync("losetup", ["--direct-io=on", "--find", "--show", copy], {
		encoding: "utf8",
		stdio: PIPES,
	}).trim();
	execFileSync("mount", [loop, root]);
	open.add(root);
	return {
		root,
		free() {
			const { bavail, bsize } = statfsSync(root);
			return bavail * bsize;
		},
		close() {
			execFileSync("umount", [root], { stdio: PIPES });
			open.delete(root);
			execFileSync("losetup", ["--detach", loop]);
			rmdirSync(root);
		},
	};
}

/** Seconds until the disk has that much more, seen from outside every 5 ms. */
async function untilFree(disk: Disk, start: () => ChildProcess): Promise<number> {
	const target = disk.free() + more;
	const started = performance.now();
	const child = start();
	const ended = new Promise((resolve) => child.on("close", resolve));
	let over = false;
	void ended.then(() => {
		over = true;
	});
	while (disk.free() < target) {
		if (over && disk.free() < target) throw new Error("all is gone and the target is not reached");
		await pause(5);
	}
	const seconds = (performance.now() - started) / 1000;
	child.stdin?.end();
	child.kill("SIGKILL");
	await ended;
	return seconds;
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** One `rm -rf` after the other, as scripts do; one shell, so that starting programs costs nothing. */
const rm = (disk: Disk, paths: readonly string[]) => () =>
	spawn("rm", ["-rf", "--", ...paths.map((one) => path.join(disk.root, one))], { stdio: "ignore" });

function reclaim(disk: Disk, paths: readonly string[], target: number): ChildProcess {
	const child = spawn(process.execPath, [values.program], { stdio: ["pipe", "pipe", "inherit"] });
	const items = paths.map((one) => ({ id: one, paths: [path.join(disk.root, one)] }));
	child.stdin.write(`${JSON.stringify({ run: "bench", items, until: [{ path: disk.root, free: target }] })}\n`);
	return child;
}

async function compare(): Promise<void> {
	const ways: Readonly<Record<string, (disk: Disk) => () => ChildProcess>> = {
		"reclaim, cheapest first": (disk) => () => reclaim(disk, CHEAPEST_FIRST, disk.free() + more),
		"rm -rf, the same order": (disk) => rm(disk, CHEAPEST_FIRST),
		"rm -rf, the most used action's order": (disk) => rm(disk, MOST_USED),
		"reclaim, the most used action's order": (disk) => () => reclaim(disk, MOST_USED, disk.free() + more),
	};
	const took: Record<string, number[]> = {};
	for (let round = 0; round < rounds; round += 1) {
		for (const [name, start] of Object.entries(ways)) {
			const disk = openDisk();
			const seconds = await untilFree(disk, start(disk));
			took[name] = [...(took[name] ?? []), seconds];
			await closeSoon(disk);
		}
	}
	const ours = median(took["reclaim, cheapest first"] ?? []);
	for (const [name, all] of Object.entries(took)) {
		const each = all.map((seconds) => seconds.toFixed(2)).join(", ");
		print(`${name}: median ${median(all).toFixed(2)} s (${each}), ${(median(all) / ours).toFixed(1)} times ours`);
	}
}

/** A killed process may hold the disk for a moment. */
async function closeSoon(disk: Disk): Promise<void> {
	for (let tries = 0; ; tries += 1) {
		try {
			return disk.close();
		} catch (error) {
			if (tries > 50) throw error;
			await pause(100);
		}
	}
}

/** Milliseconds that each fsync of 4 KiB took, as a database of a build does them, for so long. */
async function fsyncs(disk: Disk, ms: number, over: () => boolean = () => false): Promise<readonly number[]> {
	const file = path.join(disk.root, "tmp/fsync");
	const to = openSync(file, "w");
	const block = Buffer.alloc(4096, 1);
	const took: number[] = [];
	const end = performance.now() + ms;
	while (performance.now() < end && !over()) {
		writeSync(to, block);
		const started = performance.now();
		fsyncSync(to);
		took.push(performance.now() - started);
		await pause(10);
	}
	closeSync(to);
	rmSync(file);
	return took;
}

async function latency(): Promise<void> {
	const took: Record<"idle" | "paced" | "full speed", number[]> = { idle: [], paced: [], "full speed": [] };
	for (let round = 0; round < rounds; round += 1) {
		const disk = openDisk();
		took.idle.push(...(await fsyncs(disk, 4000)));
		const child = reclaim(disk, [ANDROID, CACHE], disk.free() + 1e6);
		let ended = false;
		await new Promise<void>((resolve) => {
			createInterface({ input: child.stdout as NodeJS.ReadableStream }).on("line", (line) => {
				const { kind } = JSON.parse(line) as ReclaimEvent;
				if (kind === "enough") resolve();
				if (kind === "end") ended = true;
			});
		});
		took.paced.push(...(await fsyncs(disk, 4000, () => ended)));
		if (ended) print("the background part ended early: take a larger scale");
		child.stdin?.write(
			`${JSON.stringify({ order: "hurry", until: [{ path: disk.root, free: 2 ** 52 }] } satisfies ReclaimOrder)}\n`,
		);
		took["full speed"].push(...(await fsyncs(disk, 4000, () => ended)));
		child.kill("SIGKILL");
		await closeSoon(disk);
	}
	const idle = { p50: quantile(took.idle, 0.5), p99: quantile(took.idle, 0.99) };
	for (const [name, all] of Object.entries(took)) {
		const [p50, p99] = [quantile(all, 0.5), quantile(all, 0.99)];
		print(
			`fsync, ${name}: p50 ${p50.toFixed(2)} ms (${(p50 / idle.p50).toFixed(2)} of idle), p99 ${p99.toFixed(1)} ms (${(p99 / idle.p99).toFixed(2)}), ${all.length} times`,
		);
	}
}

const quantile = (all: readonly number[], share: number) =>
	all.toSorted((a, b) => a - b)[Math.floor(all.length * share)] ?? Number.NaN;
const median = (all: readonly number[]) => quantile(all, 0.5);
const print = (text: string) => process.stdout.write(`${text}\n`);

try {
	print(`scale ${scale}: until ${(more / 1e9).toFixed(1)} GB more are free; medians of ${rounds}`);
	await compare();
	await latency();
} finally {
	for (const root of open) execFileSync("umount", ["--lazy", root]);
	rmSync(place, { recursive: true, force: true });
}
