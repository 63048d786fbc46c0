import type { Bytes } from "../../model/bytes.ts";
import type { Ceiling } from "../../model/limits.ts";
import type { MemoryCounters } from "../../model/watch.ts";

/** Texts of a cgroup's files by their names; what is not there is absent. */
export type CgroupFiles = Readonly<Record<string, string | undefined>>;

/** What one version of cgroups calls its counters, and how they are read. */
export interface CgroupDialect {
	/** Files that say how much is used; the first is always there. Cheap ones only: `memory.stat` makes the kernel add up. */
	readonly use: readonly string[];
	/** Files that seldom change. */
	readonly limits: readonly string[];
	/** Files of a single RUN step. */
	readonly step: readonly string[];
	/** Files of other controllers; on v1 they lie in hierarchies of their own. */
	readonly cpu: string;
	/** The programs' own part of it; may be the same file. */
	readonly user: string;
	readonly io: readonly string[];
	memory(files: CgroupFiles): MemoryCounters;
	populated(files: CgroupFiles): boolean;
	cpuMs(text: string): number | undefined;
	userMs(text: string): number | undefined;
	ioBytes(text: string): Bytes | undefined;
}

/** https://docs.kernel.org/admin-guide/cgroup-v2.html (`memory.peak` since Linux 5.19, `memory.swap.peak` since 6.5). */
const V2: CgroupDialect = {
	use: ["memory.current", "memory.swap.current", "memory.peak", "memory.swap.peak", "memory.events", "memory.pressure"],
	limits: ["memory.max", "memory.swap.max"],
	step: ["memory.current", "memory.swap.current", "memory.peak", "memory.swap.peak", "memory.events", "cgroup.events"],
	cpu: "cpu.stat",
	user: "cpu.stat",
	io: ["io.stat"],
	memory: (files) =>
		defined({
			current: number(files["memory.current"]),
			swap: number(files["memory.swap.current"]),
			peak: number(files["memory.peak"]),
			swapPeak: number(files["memory.swap.peak"]),
			limit: ceiling(files["memory.max"]),
			swapLimit: ceiling(files["memory.swap.max"]),
			oomKills: field(files["memory.events"], "oom_kill"),
			limitHits: field(files["memory.events"], "max"),
			pressureUs: fullPressure(files["memory.pressure"]),
		}),
	populated: (files) => field(files["cgroup.events"], "populated") === 1,
	cpuMs: (text) => scaled(field(text, "usage_usec"), 1000),
	userMs: (text) => scaled(field(text, "user_usec"), 1000),
	ioBytes: (text) => sum([...text.matchAll(/\b[rw]bytes=(\d+)/g)].map(([, bytes]) => Number(bytes))),
};

/** https://docs.kernel.org/admin-guide/cgroup-v1/memory.html */
const V1: CgroupDialect = {
	use: [
		"memory.usage_in_bytes",
		"memory.memsw.usage_in_bytes",
		"memory.max_usage_in_bytes",
		"memory.memsw.max_usage_in_bytes",
		"memory.failcnt",
		"memory.oom_control",
	],
	limits: ["memory.limit_in_bytes", "memory.memsw.limit_in_bytes"],
	step: [
		"memory.usage_in_bytes",
		"memory.memsw.usage_in_bytes",
		"memory.max_usage_in_bytes",
		"memory.memsw.max_usage_in_bytes",
		"memory.oom_control",
		"cgroup.procs",
	],
	cpu: "cpuacct.usage",
	user: "cpuacct.stat",
	// The plain file leaves out what is below a cgroup; old kernels have only that one.
	io: ["blkio.throttle.io_service_bytes_recursive", "blkio.throttle.io_service_bytes"],
	memory(files) {
		const [current, peak] = [number(files["memory.usage_in_bytes"]), number(files["memory.max_usage_in_bytes"])];
		const both = number(files["memory.memsw.usage_in_bytes"]);
		const highest = number(files["memory.memsw.max_usage_in_bytes"]);
		const [limit, sum] = [ceiling(files["memory.limit_in_bytes"]), ceiling(files["memory.memsw.limit_in_bytes"])];
		return defined({
			current,
			// Read one after the other, so their difference may be a little below nothing.
			swap: difference(both, current),
			peak,
			// At least that much: memory and the sum have their peaks at different moments.
			swapPeak: difference(highest, peak),
			limit,
			swapLimit: sum === "unlimited" ? sum : limit === "unlimited" ? undefined : difference(sum, limit),
			oomKills: field(files["memory.oom_control"], "oom_kill"),
			limitHits: number(files["memory.failcnt"]),
		});
	},
	populated: (files) => /\d/.test(files["cgroup.procs"] ?? ""),
	cpuMs: (text) => scaled(number(text), 1e6),
	// In clock ticks: USER_HZ is 100 on all that Docker runs on.
	userMs: (text) => scaled(field(text, "user"), 0.1),
	// `8:0 Read 4096`, and a line `Total` at the end.
	ioBytes: (text) => sum([...text.matchAll(/^\d+:\d+ (?:Read|Write) (\d+)$/gm)].map(([, bytes]) => Number(bytes))),
};

export const DIALECTS: Readonly<Record<"1" | "2", CgroupDialect>> = { "1": V1, "2": V2 };

/** The largest number of pages, in bytes: what v1 says when there is no limit; it depends on the size of a page. */
const UNLIMITED = 2 ** 62;

function ceiling(text: string | undefined): Ceiling | undefined {
	if (text?.trim() === "max") return "unlimited";
	const bytes = number(text);
	return bytes !== undefined && bytes >= UNLIMITED ? "unlimited" : bytes;
}

/** A file that holds one whole number. */
function number(text: string | undefined): number | undefined {
	const found = /^(\d+)\s*$/.exec(text ?? "")?.[1];
	return found === undefined ? undefined : Number(found);
}

/** The number behind a word at the begin of a line: `oom_kill 3`. */
export function field(text: string | undefined, name: string): number | undefined {
	const found = new RegExp(`^${name} (\\d+)$`, "m").exec(text ?? "")?.[1];
	return found === undefined ? undefined : Number(found);
}

/** Microseconds in which all tasks waited: `full avg10=0.00 avg60=0.00 avg300=0.00 total=513875`. */
export function fullPressure(text: string | undefined): number | undefined {
	const found = /^full .*\btotal=(\d+)/m.exec(text ?? "")?.[1];
	return found === undefined ? undefined : Number(found);
}

function scaled(value: number | undefined, by: number): number | undefined {
	return value === undefined ? undefined : value / by;
}

function difference(from: number | undefined, take: number | undefined): number | undefined {
	return from === undefined || take === undefined ? undefined : Math.max(0, from - take);
}

function sum(values: readonly number[]): number {
	return values.reduce((total, value) => total + value, 0);
}

/** The object without what is undefined. */
export function defined<T extends object>(value: { [K in keyof T]: T[K] | undefined }): T {
	return Object.fromEntries(Object.entries(value).filter(([, found]) => found !== undefined)) as T;
}
