import { describe, expect, it } from "@jest/globals";
import { type CgroupFiles, DIALECTS } from "../../../../src/build/watch/counters.ts";
import { parseMachine } from "../../../../src/build/watch/machine.ts";

/** As Linux 6.12 prints them, of a cgroup in which a step was killed. */
const V2_FILES = {
	"memory.current": "1249280\n",
	"memory.swap.current": "0\n",
	"memory.peak": "209715200\n",
	"memory.swap.peak": "52428800\n",
	"memory.max": "209715200\n",
	"memory.swap.max": "52428800\n",
	"memory.events": "low 0\nhigh 0\nmax 19\noom 1\noom_kill 1\noom_group_kill 0\n",
	"memory.pressure":
		"some avg10=4.95 avg60=1.09 avg300=0.22 total=712074\nfull avg10=4.80 avg60=1.00 avg300=0.20 total=698112\n",
	"cgroup.events": "populated 1\nfrozen 0\n",
} satisfies CgroupFiles;

/** As Linux 6.18 prints them on v1, of a step that holds 300 MiB. */
const V1_FILES = {
	"memory.usage_in_bytes": "323260416\n",
	"memory.max_usage_in_bytes": "323522560\n",
	"memory.memsw.usage_in_bytes": "333746176\n",
	"memory.memsw.max_usage_in_bytes": "344494080\n",
	"memory.limit_in_bytes": "419430400\n",
	"memory.memsw.limit_in_bytes": "629145600\n",
	"memory.failcnt": "12\n",
	"memory.oom_control": "oom_kill_disable 0\nunder_oom 0\noom_kill 2\n",
	"cgroup.procs": "11838\n11849\n",
} satisfies CgroupFiles;

const NO_LIMIT = "9223372036854771712\n";

describe("memory counters", () => {
	it("are read on v2", () => {
		expect(DIALECTS[2].memory(V2_FILES)).toEqual({
			current: 1_249_280,
			swap: 0,
			peak: 209_715_200,
			swapPeak: 52_428_800,
			limit: 209_715_200,
			swapLimit: 52_428_800,
			oomKills: 1,
			limitHits: 19,
			pressureUs: 698_112,
		});
	});

	it("are read on v1, where swap is the sum without memory", () => {
		expect(DIALECTS[1].memory(V1_FILES)).toEqual({
			current: 323_260_416,
			swap: 10_485_760,
			peak: 323_522_560,
			swapPeak: 20_971_520,
			limit: 419_430_400,
			swapLimit: 209_715_200,
			oomKills: 2,
			limitHits: 12,
		});
	});

	it.each<readonly [string, "1" | "2", CgroupFiles, object]>([
		["nothing where there is nothing", "2", {}, {}],
		["nothing where there is nothing", "1", {}, {}],
		["no peak before Linux 5.19", "2", { "memory.current": "5\n" }, { current: 5 }],
		[
			"no limit",
			"2",
			{ "memory.max": "max\n", "memory.swap.max": "max\n" },
			{ limit: "unlimited", swapLimit: "unlimited" },
		],
		["swap that is shut", "2", { "memory.swap.max": "0\n" }, { swapLimit: 0 }],
		[
			"no limit",
			"1",
			{ "memory.limit_in_bytes": NO_LIMIT, "memory.memsw.limit_in_bytes": NO_LIMIT },
			{ limit: "unlimited", swapLimit: "unlimited" },
		],
		[
			"no limit with pages of 64 KiB",
			"1",
			{ "memory.limit_in_bytes": "9223372036854710272\n" },
			{ limit: "unlimited" },
		],
		[
			"a limit on memory alone",
			"1",
			{ "memory.limit_in_bytes": "5\n", "memory.memsw.limit_in_bytes": NO_LIMIT },
			{ limit: 5, swapLimit: "unlimited" },
		],
		["a kernel that does not count swap", "1", { "memory.usage_in_bytes": "5\n" }, { current: 5 }],
		[
			"counters that were read one after the other",
			"1",
			{ "memory.usage_in_bytes": "5\n", "memory.memsw.usage_in_bytes": "4\n" },
			{ current: 5, swap: 0 },
		],
		["old v1 without a count of kills", "1", { "memory.oom_control": "oom_kill_disable 0\nunder_oom 0\n" }, {}],
		["what is no number", "2", { "memory.current": "many\n", "memory.events": "oom_kill -\n" }, {}],
	])("tell of %s (v%s)", (_what, version, files, expected) => {
		expect(DIALECTS[version].memory(files)).toEqual(expected);
	});
});

it.each([
	["2", V2_FILES, true],
	["2", { "cgroup.events": "populated 0\nfrozen 0\n" }, false],
	["2", {}, false],
	["1", V1_FILES, true],
	["1", { "cgroup.procs": "" }, false],
] as const)("a cgroup of v%s is populated while processes are in it (%#)", (version, files, expected) => {
	expect(DIALECTS[version].populated(files)).toBe(expected);
});

it.each([
	["2", "usage_usec 259751\nuser_usec 200000\nsystem_usec 59751\n", 259.751],
	["1", "259751161\n", 259.751_161],
	["2", "", undefined],
] as const)("processor time of v%s (%#)", (version, text, expected) => {
	expect(DIALECTS[version].cpuMs(text)).toBe(expected);
});

it.each([
	["2", "8:0 rbytes=4096 wbytes=1000 rios=1 wios=1 dbytes=7 dios=0\n259:1 rbytes=5 wbytes=0 rios=1 wios=0\n", 5101],
	["2", "", 0],
	["1", "8:0 Read 4096\n8:0 Write 100\n8:0 Sync 4196\n8:0 Async 0\n8:0 Total 4196\nTotal 4196\n", 4196],
	["1", "Total 0\n", 0],
] as const)("bytes read and written of v%s (%#)", (version, text, expected) => {
	expect(DIALECTS[version].ioBytes(text)).toBe(expected);
});

describe("the machine", () => {
	const meminfo = "MemTotal:       24684084 kB\nMemFree:        10833276 kB\nMemAvailable:   22075196 kB\n";

	it("is read from its three files", () => {
		const found = parseMachine({
			meminfo: `${meminfo}SwapTotal:       4194300 kB\nSwapFree:        4000000 kB\n`,
			vmstat: "nr_free_pages 1\noom_kill 3\nthp_x 1\n",
			pressure:
				"some avg10=0.00 avg60=0.00 avg300=0.00 total=756646\nfull avg10=0.00 avg60=0.00 avg300=0.00 total=513875\n",
		});
		expect(found).toEqual({
			memory: 24_684_084 * 1024,
			swap: 4_194_300 * 1024,
			available: 22_075_196 * 1024,
			swapFree: 4_000_000 * 1024,
			oomKills: 3,
			pressureUs: 513_875,
		});
	});

	it("is told of as far as it is known", () => {
		expect(parseMachine({ meminfo })).toEqual({ memory: 24_684_084 * 1024, available: 22_075_196 * 1024 });
		expect(parseMachine({})).toEqual({});
	});
});
