import fs from "node:fs";
import type { Life, ProcessName } from "../model/process.ts";

/** Where processes are looked at; a test passes one in. Each throws as `node:fs` does. */
export interface ProcFiles {
	read(path: string): string;
	link(path: string): string;
	list(path: string): readonly string[];
}

const PROC: ProcFiles = {
	read: (path) => fs.readFileSync(path, "utf8"),
	link: (path) => fs.readlinkSync(path),
	list: (path) => fs.readdirSync(path),
};

/** The inode of the first PID namespace of a machine, from which all processes are seen (`PROC_PID_INIT_INO` in Linux's proc_ns.h). */
const FIRST_NAMESPACE = "4026531836";

/** This process. What the machine does not tell is empty: then nobody can prove that it is dead. */
export function nameSelf(files: ProcFiles = PROC): ProcessName {
	return name(files, process.pid, "self");
}

/** Who started this process: for a step of a workflow the runner's worker, which lives as long as the job. */
export function nameParent(files: ProcFiles = PROC): ProcessName {
	return name(files, process.ppid, String(process.ppid));
}

/** `at`: its folder below /proc. */
function name(files: ProcFiles, pid: number, at: string): ProcessName {
	return {
		pid,
		startTime: tell(() => startTimeOf(files, at)),
		pidNamespace: tell(() => namespaceOf(files, at)),
		boot: tell(() => files.read("/proc/sys/kernel/random/boot_id").trim().replaceAll("-", "")),
		machine: tell(() => files.read("/etc/machine-id").trim()),
	};
}

function tell(look: () => string): string {
	try {
		return look();
	} catch {
		return "";
	}
}

/** Whether a process still runs, as far as `self` can tell: `dead` is proven. */
export function lifeOf(who: ProcessName, self: ProcessName, files: ProcFiles = PROC): Life {
	if (who.boot === "" || who.startTime === "" || who.pidNamespace === "" || self.pidNamespace === "") return "unknown";
	if (who.boot !== self.boot) return who.machine !== "" && who.machine === self.machine ? "dead" : "unknown";
	if (who.pidNamespace === self.pidNamespace) return hereAndNow(files, who);
	return self.pidNamespace === FIRST_NAMESPACE ? searchAll(files, who) : "unknown";
}

function hereAndNow(files: ProcFiles, { pid, startTime }: ProcessName): Life {
	try {
		return startTimeOf(files, String(pid)) === startTime ? "alive" : "dead";
	} catch (error) {
		return isGone(error) ? "dead" : "unknown";
	}
}

/** Looks for a process of another namespace among all of this machine, by its number in there and its start. Both may be read by everybody. */
function searchAll(files: ProcFiles, who: ProcessName): Life {
	const names = files.list("/proc");
	// Mounted with hidepid it shows an ordinary user nobody else's.
	if (!names.includes("1")) return "unknown";
	let blind = false;
	for (const name of names) {
		if (!/^\d+$/.test(name)) continue;
		try {
			const life = compare(files, name, who);
			if (life === "alive") return life;
			blind ||= life === "unknown";
		} catch (error) {
			blind ||= !isGone(error);
		}
	}
	return blind ? "unknown" : "dead";
}

/** `dead`: it is another one. */
function compare(files: ProcFiles, name: string, who: ProcessName): Life {
	const numbers = /^NSpid:\s*(.*)$/m
		.exec(files.read(`/proc/${name}/status`))?.[1]
		?.trim()
		.split(/\s+/);
	if (!numbers) return "unknown";
	// One number: it is in our own namespace.
	if (numbers.length === 1 || numbers.at(-1) !== String(who.pid)) return "dead";
	if (startTimeOf(files, name) !== who.startTime) return "dead";
	return namespaceOf(files, name) === who.pidNamespace ? "alive" : "dead";
}

/** `pid:[4026531836]` */
function namespaceOf(files: ProcFiles, process: string): string {
	return /\[(\d+)\]/.exec(files.link(`/proc/${process}/ns/pid`))?.[1] ?? "";
}

/** Empty for one that has ended and is kept as a zombie until its parent asks for it, which in a container may be never. */
function startTimeOf(files: ProcFiles, process: string): string {
	const stat = files.read(`/proc/${process}/stat`);
	// The name in parentheses may hold spaces and parentheses itself: counted from the last one.
	const [state = "", ...fields] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
	return /^[ZXx]/.test(state) ? "" : (fields[18] ?? "");
}

function isGone(error: unknown): boolean {
	return ["ENOENT", "ESRCH"].includes((error as NodeJS.ErrnoException).code ?? "");
}
