import { describe, expect, it } from "@jest/globals";
import { lastStamp, readKills } from "../../../src/build/kernel-log.ts";

const STEP = "/docker/buildx/ac9b19fdd2f1/buildkit/o674pkvy7ave";

/** Both lines of one kill, as Linux 6.1 writes them. */
function kill(program: string, { pid = 14177, at = "17526.022211", cgroup = STEP, kb = 203776 } = {}): string {
	return [
		`[${at}] oom-kill:constraint=CONSTRAINT_MEMCG,nodemask=(null),cpuset=o674pkvy7ave,mems_allowed=0,oom_memcg=${cgroup},task_memcg=${cgroup}/x,task=${program},pid=${pid},uid=0`,
		`[${at}] Memory cgroup out of memory: Killed process ${pid} (${program}) total-vm:730684kB, anon-rss:${kb}kB, file-rss:5468kB, shmem-rss:0kB, UID:0 pgtables:472kB oom_score_adj:0`,
	].join("\n");
}

const GLOBAL = `[   88.100000] oom-kill:constraint=CONSTRAINT_NONE,nodemask=(null),cpuset=/,mems_allowed=0,global_oom,task_memcg=/user.slice,task=java,pid=41,uid=1000
[   88.100010] Out of memory: Killed process 41 (java) total-vm:9000000kB, anon-rss:8000000kB, file-rss:0kB, shmem-rss:0kB, UID:1000 pgtables:1kB oom_score_adj:0`;
const OLD = `[   12.000001] Task in /docker/0123/y killed as a result of limit of /docker/0123
[   12.000002] Memory cgroup out of memory: Kill process 9 (stress) score 998 or sacrifice child
[   12.000003] Killed process 9 (stress) total-vm:120kB, anon-rss:100kB, file-rss:0kB, shmem-rss:0kB`;
const GROUP = `${kill("sh", { pid: 5 })}
[17526.022290] Tasks in ${STEP} are going to be killed due to memory.oom.group set
[17526.022300] Memory cgroup out of memory: Killed process 6 (python3) total-vm:2kB, anon-rss:1kB, file-rss:0kB`;

describe("kills in the kernel's log", () => {
	it.each<[string, string, ReturnType<typeof readKills>]>([
		["at the limit of a cgroup", kill("python3"), [{ program: "python3", cgroup: STEP, bytes: 203776 * 1024 }]],
		["of the whole machine", GLOBAL, [{ program: "java", bytes: 8_192_000_000 }]],
		["of a kernel that writes no summary (4.18 and older)", OLD, [{ program: "stress", cgroup: "/docker/0123" }]],
		[
			"of a whole cgroup at once (memory.oom.group): one summary for all",
			GROUP,
			[
				{ program: "sh", cgroup: STEP, bytes: 203776 * 1024 },
				{ program: "python3", cgroup: STEP, bytes: 1024 },
			],
		],
		[
			"with log levels and callers",
			kill("dd").replaceAll(/^\[(\S+)\]/gm, "<4>[$1][ T14177]"),
			[{ program: "dd", cgroup: STEP, bytes: 203776 * 1024 }],
		],
		[
			"many at once: the kernel leaves out summaries, so nobody knows whose they were",
			kill("dd").split("\n").slice(1).join("\n"),
			[{ program: "dd", cgroup: "", bytes: 203776 * 1024 }],
		],
		["none", "[    1.000000] Linux version 6.1\n", []],
	])("%s", (_name, log, expected) => {
		expect(readKills(log, 0)).toEqual(expected);
	});

	it("before the build began are left out, with all lines of theirs", () => {
		const before = kill("a\nb", { at: "99.999999", pid: 1 });
		const log = [before, kill("new", { at: "100.000001", pid: 2 })].join("\n");
		expect(readKills(log, lastStamp(before)).map(({ program }) => program)).toEqual(["new"]);
	});

	it("are known by the log's own clock, which stood still while the machine slept", () => {
		// Ten hours since boot by /proc/uptime, nine of them asleep.
		const before = [kill("old", { at: "3500.000001", pid: 1 }), "[ 3600.000001] PM: suspend exit"].join("\n");
		const log = [before, kill("new", { at: "3605.000001", pid: 2 })].join("\n");
		expect(readKills(log, lastStamp(before)).map(({ program }) => program)).toEqual(["new"]);
	});

	it("all count when the log was empty, and none in a log without stamps", () => {
		expect(readKills(kill("dd"), lastStamp(""))).toHaveLength(1);
		expect(readKills(kill("dd").replaceAll(/^\[\S+\] /gm, ""), lastStamp(""))).toEqual([]);
	});

	it.each(["x,pid=1,uid=0", "a\nb", "\n", "a) b", ",task=", "x,uid=0\n", ") total-vm:1kB", "[1.5] Killed"])(
		"of a process that calls itself %j are one, of its cgroup",
		(program) => {
			expect(readKills(kill(program), 0)).toEqual([{ program, cgroup: STEP, bytes: 203776 * 1024 }]);
		},
	);
});
