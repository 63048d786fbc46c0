import type { ChildProcess } from "node:child_process";
import { closeSync, fsyncSync, openSync, rmSync, writeSync } from "node:fs";
import path from "node:path";
import { createInterface } from "node:readline";
import type { ReclaimEvent, ReclaimOrder } from "../../src/model/reclaim.ts";
import type { Disk, Disks } from "./disk.ts";
import { median, pause, print, quantile, ratios } from "./numbers.ts";
import { MANY_FILES } from "./orders.ts";
import { startReclaim } from "./until-free.ts";

const LOOK_MS = 4000;
const SPEEDS = ["idle", "in pace", "at full speed"] as const;
type Speed = (typeof SPEEDS)[number];

/** What a removal does to the fsync of a build: in each round the same disk idle, then with the part in the background, then at full speed. */
export async function measureFsync(disks: Disks, program: string, rounds: number): Promise<void> {
	const p50: Record<Speed, number[]> = { idle: [], "in pace": [], "at full speed": [] };
	const p99: Record<Speed, number[]> = { idle: [], "in pace": [], "at full speed": [] };
	/** One entry a round, so that rounds are pairs. */
	const keep = (speed: Speed, took: readonly number[]) => {
		p50[speed].push(quantile(took, 0.5));
		p99[speed].push(quantile(took, 0.99));
	};
	for (let round = 0; round < rounds; round += 1) {
		const disk = disks.open();
		keep("idle", await fsyncs(disk));
		const items = MANY_FILES.map((one) => ({ id: one, paths: [one] }));
		const child = startReclaim(program, disk, items, 1e6);
		const said = listen(child);
		await said.enough;
		keep("in pace", await fsyncs(disk, said.ended));
		const hurry: ReclaimOrder = { order: "hurry", until: [{ path: disk.root, free: 2 ** 52 }] };
		child.stdin?.write(`${JSON.stringify(hurry)}\n`);
		keep("at full speed", await fsyncs(disk, said.ended));
		if (said.ended()) print("the removal ended before the fsyncs did: take a larger scale");
		const gone = new Promise((resolve) => child.on("close", resolve));
		child.kill("SIGKILL");
		await gone;
		await disk.close();
	}
	for (const speed of SPEEDS.filter((one) => p50[one].some(Number.isFinite))) {
		const told = `fsync ${speed}: p50 ${median(p50[speed].filter(Number.isFinite)).toFixed(2)} ms, p99 ${median(p99[speed].filter(Number.isFinite)).toFixed(1)} ms`;
		print(
			speed === "idle"
				? told
				: `${told}\n  of idle: p50 ${ratios(p50[speed], p50.idle)}, p99 ${ratios(p99[speed], p99.idle)}`,
		);
	}
}

function listen(child: ChildProcess): { readonly enough: Promise<void>; readonly ended: () => boolean } {
	let ended = false;
	const enough = new Promise<void>((resolve) => {
		createInterface({ input: child.stdout as NodeJS.ReadableStream }).on("line", (line) => {
			const { kind } = JSON.parse(line) as ReclaimEvent;
			if (kind === "enough") resolve();
			if (kind === "end") ended = true;
		});
	});
	return { enough, ended: () => ended };
}

/** Milliseconds that each fsync of 4 KiB took, as a database of a build does them. */
async function fsyncs(disk: Disk, over: () => boolean = () => false): Promise<readonly number[]> {
	const file = path.join(disk.root, "tmp/fsync");
	const to = openSync(file, "w");
	const block = Buffer.alloc(4096, 1);
	const took: number[] = [];
	const end = performance.now() + LOOK_MS;
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
