import type { KernelKill } from "../model/watch.ts";

interface Kill {
	program: string;
	cgroup?: string;
	bytes?: number;
}

/**
 * The kills for want of memory that the kernel's log tells of, those after `since` (seconds since boot). Both lines of one kill carry
 * the process id: `oom-kill:constraint=CONSTRAINT_MEMCG,…,oom_memcg=/mlbuild,…,task=dd,pid=7,…` and
 * `Memory cgroup out of memory: Killed process 7 (dd) total-vm:…kB, anon-rss:…kB, …` (mm/oom_kill.c).
 */
export function readKills(log: string, since: number): readonly KernelKill[] {
	const kills = new Map<string, Kill>();
	for (const line of log.split("\n")) {
		const at = Number(/^(?:<\d+>)?\[\s*(\d+\.\d+)\]/.exec(line)?.[1] ?? Number.NaN);
		if (!(at >= since)) continue;
		takeSummary(kills, line);
		takeVictim(kills, line);
	}
	return [...kills.values()];
}

function takeSummary(kills: Map<string, Kill>, line: string): void {
	const [, fields = ""] = /\boom-kill:(constraint=.*)$/.exec(line) ?? [];
	const pid = /,pid=(\d+)/.exec(fields)?.[1];
	if (pid === undefined) return;
	const cgroup = /,oom_memcg=([^,]+)/.exec(fields)?.[1];
	const program = /,task=([^,]*)/.exec(fields)?.[1] ?? "";
	const limited = /constraint=CONSTRAINT_MEMCG/.test(fields) && cgroup !== undefined;
	kills.set(pid, { ...kills.get(pid), program, ...(limited && { cgroup }) });
}

function takeVictim(kills: Map<string, Kill>, line: string): void {
	const [, pid, program = ""] =
		/\b[Oo]ut of memory[^:]*: Kill(?:ed)? process (\d+) \((.*?)\)(?:[ ,]|$)/.exec(line) ?? [];
	if (pid === undefined) return;
	const kib = /anon-rss:(\d+)kB/.exec(line)?.[1];
	kills.set(pid, { ...kills.get(pid), program, ...(kib !== undefined && { bytes: Number(kib) * 1024 }) });
}
