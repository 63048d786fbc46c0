/** A process by what names it for good: its number alone is used again, after a reboot and in every container. */
export interface ProcessName {
	readonly pid: number;
	/** Field 22 of /proc/<pid>/stat: clock ticks since boot. Empty: not known. */
	readonly startTime: string;
	/** Inode of /proc/<pid>/ns/pid, in which the number counts. */
	readonly pidNamespace: string;
	/** /proc/sys/kernel/random/boot_id without its dashes: one start of one machine. */
	readonly boot: string;
	/** /etc/machine-id, which stays the same over reboots. Empty: there is none. */
	readonly machine: string;
}

/** Variable that programs which must not outlive a run are started with, and pass on to their children. */
export const PROCESS_MARK = "ML_IMAGE_BUILD_PROCESS";

/** `unknown`: it runs on another machine, or in a container that cannot be looked into from here. It may be alive. */
export type Life = "alive" | "dead" | "unknown";

const NO_BOOT = "0".repeat(32);

/** Who holds a limit, as the name of a cgroup: process, and since when (epoch seconds). */
export function printHolder({ pid, startTime, pidNamespace, boot }: ProcessName, now: number): string {
	return [pid, startTime || 0, pidNamespace || 0, boot || NO_BOOT, Math.floor(now / 1000)].join("-");
}

/** The same for people. A name that is not understood may come from anybody, and is not repeated. */
export function heldBy(holder: string): string {
	const named = readHolder(holder);
	const who =
		named === undefined
			? "an unknown run"
			: `another run (process ${named.process.pid}, since ${named.since.toISOString().slice(0, 19)}Z)`;
	return `${who} has limits on this builder, which hold for all that is built there`;
}

const HOLDER = /^(\d{1,10})-(\d{1,20})-(\d{1,20})-([0-9a-f]{32})-(\d{1,12})$/;

/** Nothing for what is no holder of ours. */
export function readHolder(text: string): { readonly process: ProcessName; readonly since: Date } | undefined {
	const [, pid = "", startTime = "", pidNamespace = "", boot = "", seconds = ""] = HOLDER.exec(text) ?? [];
	if (pid === "") return undefined;
	return {
		process: { pid: Number(pid), startTime, pidNamespace, boot, machine: "" },
		since: new Date(Number(seconds) * 1000),
	};
}
