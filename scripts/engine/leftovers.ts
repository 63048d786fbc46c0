import { readdirSync, readFileSync } from "node:fs";
import { readFile, rm } from "node:fs/promises";
import { parseMounts } from "../../src/model/mounts.ts";
import { isWithin } from "../../src/model/paths.ts";
import type { Context } from "./context.ts";
import type { DaemonLayout } from "./layout.ts";
import { end, recordOf } from "./process-file.ts";
import { attempt } from "./run.ts";

/** Mount points at and below a folder, innermost first. */
export const mountsIn = (mountinfo: string, folder: string): readonly string[] =>
	parseMounts(mountinfo)
		.map(({ path }) => path)
		.filter((point) => isWithin(point, folder))
		.toSorted((a, b) => b.length - a.length);

/** Does an argument of a process lie in a folder of ours (also as `--flag=/path`)? */
export const worksIn = (cmdline: string, folder: string): boolean =>
	cmdline.split("\0").some((argument) => argument.replace(/^--?[\w-]+=/, "").startsWith(`${folder}/`));

const commandLine = (pid: string): string => {
	try {
		return readFileSync(`/proc/${pid}/cmdline`, "utf8");
	} catch {
		return "";
	}
};

/** What a daemon that was killed by force leaves running: its containerd and shims, known by the exec root in their arguments. */
const endLeftovers = async (daemon: DaemonLayout): Promise<void> => {
	const pids = readdirSync("/proc").filter((name) => /^\d+$/.test(name) && worksIn(commandLine(name), daemon.execRoot));
	const records = pids.flatMap((pid) => recordOf(Number(pid)) ?? []);
	await Promise.all(records.map((record) => end(record, 5_000)));
};

const unmountIn = async (context: Context, folder: string): Promise<void> => {
	for (const point of mountsIn(await readFile("/proc/self/mountinfo", "utf8"), folder))
		await attempt(context, ["umount", "--lazy", point]);
};

/** Clears the place of a daemon that runs no more: processes, mounts, runtime files. Images and configuration stay. */
export const clearAfter = async (context: Context, daemon: DaemonLayout): Promise<void> => {
	await endLeftovers(daemon);
	await unmountIn(context, daemon.execRoot);
	await unmountIn(context, daemon.dataRoot);
	const files = [daemon.execRoot, daemon.socket, daemon.ownPidFile];
	await Promise.all(files.map((file) => rm(file, { recursive: true, force: true })));
};
