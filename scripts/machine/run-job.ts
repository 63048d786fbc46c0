import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { EngineFailure } from "../engine/failure.ts";
import { isAlive, parseProcessFile, recordOf } from "../engine/process-file.ts";
import { run, tail } from "../engine/run.ts";
import { type Boot, boot } from "./boot.ts";
import { makeDisk } from "./fill-disk.ts";
import type { Places } from "./places.ts";
import type { Disks, Hardware } from "./qemu.ts";

/** A job for the machine. */
export interface Job {
	/** Its folder: `job`, an executable, is started in /job; `bin` is first on PATH. Read-only in the machine. */
	readonly folder: string;
	/** Folder on the host that receives what the job left in /out, and `.machine` with status, kernel log and engine log. */
	readonly out: string;
	readonly hardware: Hardware;
	readonly timeoutSeconds: number;
	readonly onConsole?: (text: string) => void;
}

/** How a job went. */
export interface JobEnd {
	/** Exit status of the job; undefined when the machine did not get as far. */
	readonly status: number | undefined;
	readonly boot: Boot;
}

/** The disk for results: sparse, so that its size costs nothing. */
const OUT_BYTES = 4 * 2 ** 30;

/** Room for a file system's own structures beside the job's files. */
const spare = (bytes: number): number => Math.ceil(bytes * 1.1) + 16 * 2 ** 20;

const bytesBelow = async (places: Places, folder: string): Promise<number> =>
	Number((await run(places.own, "disks", ["du", "-s", "--block-size=1", folder])).split("\t")[0]);

/** Removes what machines left behind whose process is gone. The folder's name says whose it is: pid, start time. */
const sweep = async (places: Places): Promise<void> => {
	for (const name of await readdir(places.runs)) {
		const owner = parseProcessFile(name.split("-").slice(0, 2).join(" "));
		if (!owner || !isAlive(owner)) await rm(join(places.runs, name), { recursive: true, force: true });
	}
};

const runFolder = async (places: Places): Promise<string> => {
	await mkdir(places.runs, { recursive: true });
	await mkdir(places.own.layout.logs, { recursive: true });
	await sweep(places);
	return mkdtemp(join(places.runs, `${process.pid}-${recordOf(process.pid)?.startTicks ?? 0}-`));
};

/** Reads the disk without mounting it, also when the machine was ended in the middle. */
const bringBack = async (places: Places, disk: string, out: string): Promise<void> => {
	await mkdir(out, { recursive: true });
	await run(places.own, "disks", ["debugfs", "-R", `rdump / "${out}"`, disk]);
	await rm(join(out, "lost+found"), { recursive: true, force: true });
};

const statusIn = async (out: string): Promise<number | undefined> => {
	const file = join(out, ".machine", "status");
	return existsSync(file) ? Number(await readFile(file, "utf8")) : undefined;
};

/** Starts a machine, runs the job in it, and brings its results back. */
export const runJob = async (places: Places, image: string, job: Job, keepRoot = false): Promise<JobEnd> => {
	const folder = await runFolder(places);
	try {
		const disks: Disks = {
			kernel: join(image, "vmlinux"),
			root: join(image, "root.img"),
			job: join(folder, "job.img"),
			out: join(folder, "out.img"),
			keepRoot,
		};
		await makeDisk(places.own, job.folder, disks.job, spare(await bytesBelow(places, job.folder)));
		await makeDisk(places.own, undefined, disks.out, OUT_BYTES);
		const { timeoutSeconds, onConsole } = job;
		const options = { timeoutSeconds, temporary: folder, ...(onConsole && { onConsole }) };
		const ended = await boot(places.own, job.hardware, disks, options);
		await bringBack(places, disks.out, job.out);
		return { status: await statusIn(job.out), boot: ended };
	} finally {
		await rm(folder, { recursive: true, force: true });
	}
};

/**
 * The machine's own kernel died before the job came to its end. No program in it can do that; a race of the emulator can, so it is worth
 * another start.
 */
export const kernelDied = ({ status, boot: { console: text, killed } }: JobEnd): boolean =>
	status === undefined && killed === undefined && text.includes("Kernel panic - not syncing");

const WHY: Readonly<Record<NonNullable<Boot["killed"]>, string>> = {
	timeout: "its time was over",
	cancel: "it was cancelled",
};

/** The failure of a machine that did not run its job to the end, with the end of its console. */
export const notEnded = ({ boot: { console: text, stderr, killed, seconds } }: JobEnd): EngineFailure =>
	new EngineFailure(
		`the machine ended before its job: ${killed ? WHY[killed] : "it stopped by itself"} after ${Math.round(seconds)} s`,
		tail(`${text}\n${stderr}`, 15) || "it said nothing",
		"run it again; when it happens every time, `npm run machine -- clean` and build it again",
	);
