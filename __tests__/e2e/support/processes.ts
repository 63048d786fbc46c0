import { readdirSync, readFileSync } from "node:fs";

/** Command lines of all processes of this machine that contain the text; those in containers are among them. */
export function processesWith(text: string): readonly string[] {
	return found(text).map(({ line }) => line);
}

/** Ids of the same. */
export function processIds(text: string): readonly number[] {
	return found(text).map(({ pid }) => pid);
}

function found(text: string): readonly { readonly pid: number; readonly line: string }[] {
	return readdirSync("/proc")
		.filter((name) => /^\d+$/.test(name))
		.flatMap((pid) => {
			try {
				const line = readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ").trim();
				return line.includes(text) ? [{ pid: Number(pid), line }] : [];
			} catch {
				return [];
			}
		});
}

/** What is still there of it after some seconds: the engine takes a moment to end a step. */
export async function remaining(list: () => readonly string[], seconds = 15): Promise<readonly string[]> {
	const end = Date.now() + seconds * 1000;
	while (list().length > 0 && Date.now() < end) await new Promise((resolve) => setTimeout(resolve, 200));
	return list();
}

/** All processes that descend from that one. */
export function processesUnder(pid: number): readonly number[] {
	const parents = readdirSync("/proc")
		.filter((name) => /^\d+$/.test(name))
		.flatMap((name) => {
			try {
				const stat = readFileSync(`/proc/${name}/stat`, "utf8");
				return [{ pid: Number(name), parent: Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]) }];
			} catch {
				return [];
			}
		});
	const below = (top: number): readonly number[] =>
		parents.filter(({ parent }) => parent === top).flatMap((child) => [child.pid, ...below(child.pid)]);
	return below(pid);
}

/** A process that has just ended by itself is as good. */
export function sendSignal(pid: number, signal: NodeJS.Signals): void {
	try {
		process.kill(pid, signal);
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
	}
}
