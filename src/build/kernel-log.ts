import type { KernelKill } from "../model/watch.ts";

interface Kill {
	program: string;
	cgroup?: string;
	bytes?: number;
}

/** `[17526.022211]`, in front of it perhaps the level. */
const STAMP = /^(?:<\d+>)?\[\s*(\d+\.\d+)\]/;

/**
 * `oom-kill:constraint=CONSTRAINT_MEMCG,…,oom_memcg=/mlbuild,task_memcg=/mlbuild/x,task=dd,pid=7,uid=0` (mm/oom_kill.c). A process calls
 * itself as it likes, also `x,pid=1,uid=0` or by two lines: the last pid is the kernel's.
 */
const SUMMARY = /\boom-kill:(constraint=.*?),task=(.*),pid=(\d+),uid=\d+\s*$/s;

/** `Memory cgroup out of memory: Killed process 7 (dd) total-vm:…kB, anon-rss:…kB, …`. */
const VICTIM =
	/\b(Memory cgroup out of memory|Out of memory)[^:]*: Kill(?:ed)? process (\d+) \((.*)\)(?=,? (?:total-vm|UID|score)\b)/s;

/** Kills without a summary: up to Linux 4.18, and those of the rest of a cgroup with `memory.oom.group`. */
const LIMIT =
	/\bTask in .* killed as a result of limit of (\/.*?)\s*$|\bTasks in (\/.*?) are going to be killed due to memory\.oom\.group/s;

/**
 * The latest stamp in the log, to tell later what is new. The log counts seconds by a clock of its own, which stands still while the machine
 * sleeps and runs a little faster or slower than others, so it is compared with nothing but itself.
 */
export function lastStamp(log: string): number {
	let last = Number.NEGATIVE_INFINITY;
	for (const line of log.split("\n")) last = Math.max(last, stampOf(line) ?? last);
	return last;
}

function stampOf(line: string): number | undefined {
	const text = STAMP.exec(line)?.[1];
	return text === undefined ? undefined : Number(text);
}

/** The kills for want of memory that the kernel's log tells of after `since`, its {@link lastStamp} at that time. */
export function readKills(log: string, since: number): readonly KernelKill[] {
	const kills = new Map<string, Kill>();
	let cgroup: string | undefined;
	for (const record of recordsOf(log)) {
		if (!((stampOf(record) ?? Number.NaN) > since)) continue;
		const [, old, group] = LIMIT.exec(record) ?? [];
		cgroup = old ?? group ?? (takeSummary(kills, record) ? undefined : cgroup);
		takeVictim(kills, record, cgroup);
	}
	return [...kills.values()];
}

/** A line without a time stamp goes on with the one before it. */
function recordsOf(log: string): readonly string[] {
	const records: string[] = [];
	for (const line of log.split("\n")) {
		if (STAMP.test(line) || records.length === 0) records.push(line);
		else records.push(`${records.pop()}\n${line}`);
	}
	return records;
}

/** True when it is one. */
function takeSummary(kills: Map<string, Kill>, record: string): boolean {
	const [, fields = "", program = "", pid] = SUMMARY.exec(record) ?? [];
	if (pid === undefined) return false;
	const cgroup = /,oom_memcg=(.+?),task_memcg=/s.exec(fields)?.[1];
	kills.set(pid, { program, ...(cgroup !== undefined && { cgroup }) });
	return true;
}

/** `limited`: the cgroup that the log named for kills without a summary. */
function takeVictim(kills: Map<string, Kill>, record: string, limited: string | undefined): void {
	const [, scope = "", pid, program = ""] = VICTIM.exec(record) ?? [];
	if (pid === undefined) return;
	const kib = /.*\banon-rss:(\d+)kB/s.exec(record)?.[1];
	const cgroup = scope.startsWith("Memory") ? (kills.get(pid)?.cgroup ?? limited ?? "") : undefined;
	kills.set(pid, {
		program,
		...(cgroup !== undefined && { cgroup }),
		...(kib !== undefined && { bytes: Number(kib) * 1024 }),
	});
}
