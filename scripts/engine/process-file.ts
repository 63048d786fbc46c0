import { readFileSync, rmSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";

/** A process we started: its id, and its start time in clock ticks since boot, which no later process with that id shares. */
export interface StartedProcess {
	readonly pid: number;
	readonly startTicks: string;
}

/** Reads "pid start-ticks"; anything else is no record. */
export const parseProcessFile = (text: string): StartedProcess | undefined => {
	const match = /^([1-9]\d*) (\d+)\s*$/.exec(text);
	return match?.[1] && match[2] ? { pid: Number(match[1]), startTicks: match[2] } : undefined;
};

/** Field 22 of /proc/PID/stat; the command name before it may hold spaces and parentheses (proc(5)). */
export const startTicksOf = (stat: string): string | undefined => stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19];

/** State of a process by the same text: a zombie has ended. */
const hasEnded = (stat: string): boolean =>
	"ZX".includes(stat.slice(stat.lastIndexOf(")") + 2, stat.lastIndexOf(")") + 3));

/** True when the process is the one we started: same start time, and one of its arguments is `mark`, a path only ours has. */
export const isSameProcess = (record: StartedProcess, stat: string, cmdline: string, mark: string): boolean =>
	!hasEnded(stat) && startTicksOf(stat) === record.startTicks && cmdline.split("\0").includes(mark);

const readProc = (pid: number, name: string): string => {
	try {
		return readFileSync(`/proc/${pid}/${name}`, "utf8");
	} catch {
		return "";
	}
};

/** The process behind a pid file when it still runs and is ours; otherwise undefined. */
export const findStarted = async (file: string, mark: string): Promise<StartedProcess | undefined> => {
	const record = parseProcessFile(await readFile(file, "utf8").catch(() => ""));
	if (!record) return undefined;
	return isSameProcess(record, readProc(record.pid, "stat"), readProc(record.pid, "cmdline"), mark)
		? record
		: undefined;
};

/** The record of a process that runs now. */
export const recordOf = (pid: number): StartedProcess | undefined => {
	const ticks = startTicksOf(readProc(pid, "stat"));
	return ticks ? { pid, startTicks: ticks } : undefined;
};

/** Is this exact process (not a later one with its id) still alive? */
export const isAlive = (record: StartedProcess): boolean => {
	const stat = readProc(record.pid, "stat");
	return stat !== "" && !hasEnded(stat) && startTicksOf(stat) === record.startTicks;
};

const send = (record: StartedProcess, signal: NodeJS.Signals): void => {
	if (!isAlive(record)) return;
	try {
		process.kill(record.pid, signal);
	} catch {
		// it ended between the look and the signal
	}
};

const gone = async (record: StartedProcess, milliseconds: number): Promise<boolean> => {
	const until = performance.now() + milliseconds;
	while (isAlive(record)) {
		if (performance.now() > until) return false;
		await sleep(25);
	}
	return true;
};

/** Ends one process of ours: politely, then by force after `patience` ms. */
export const end = async (record: StartedProcess, patience = 20_000): Promise<void> => {
	send(record, "SIGTERM");
	if (await gone(record, patience)) return;
	send(record, "SIGKILL");
	await gone(record, 5_000);
};

/** Ends the process behind a pid file if it is ours, and forgets the file. True when there was one. */
export const endStarted = async (file: string, mark: string): Promise<boolean> => {
	const record = await findStarted(file, mark);
	if (record) await end(record);
	rmSync(file, { force: true });
	return record !== undefined;
};
