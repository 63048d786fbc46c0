import { describe, expect, it } from "@jest/globals";
import { cgroupValues, printLeftOver, readValues, shortfall } from "../../../../src/build/limits/values.ts";
import type { HeldLimit, LimitsAsked } from "../../../../src/model/limits.ts";

const GIB = 2 ** 30;
const asked = (more: Partial<LimitsAsked>): LimitsAsked => ({ swapGiven: true, policy: "require", ...more });

describe("limits as the kernel takes them", () => {
	it.each<[title: string, limits: LimitsAsked, v2: object, v1: object]>([
		[
			"memory and swap",
			asked({ memory: 12 * GIB, memorySwap: 20 * GIB }),
			{ "memory.max": "12884901888", "memory.swap.max": "8589934592" },
			{ "memory.limit_in_bytes": "12884901888", "memory.memsw.limit_in_bytes": "21474836480" },
		],
		[
			"no swap",
			asked({ memory: GIB, memorySwap: GIB }),
			{ "memory.max": "1073741824", "memory.swap.max": "0" },
			{ "memory.limit_in_bytes": "1073741824", "memory.memsw.limit_in_bytes": "1073741824" },
		],
		[
			"all the swap there is",
			asked({ memory: GIB, memorySwap: "unlimited" }),
			{ "memory.max": "1073741824", "memory.swap.max": "max" },
			{ "memory.limit_in_bytes": "1073741824", "memory.memsw.limit_in_bytes": "-1" },
		],
		["processors", asked({ cpus: 1.5 }), { "cpu.max": "150000 100000" }, { "cpu.cfs_quota_us": "150000" }],
	])("%s", (_title, limits, v2, v1) => {
		expect(cgroupValues("2", limits, true)).toEqual(v2);
		expect(cgroupValues("1", limits, true)).toEqual(v1);
	});

	it("leave swap out where the kernel does not count it", () => {
		const limits = asked({ memory: GIB, memorySwap: GIB });
		expect(Object.keys(cgroupValues("1", limits, false))).toEqual(["memory.limit_in_bytes"]);
		expect(Object.keys(cgroupValues("2", limits, false))).toEqual(["memory.max"]);
	});
});

describe("limits read back", () => {
	it.each<[version: "1" | "2", texts: Record<string, string>, held: object]>([
		[
			"2",
			{ "memory.max": "209715200\n", "memory.swap.max": "0\n", "cpu.max": "max 100000\n" },
			{ memory: 209715200, memorySwap: 209715200, cpus: "unlimited" },
		],
		["2", { "memory.max": "209715200", "memory.swap.max": "max" }, { memory: 209715200, memorySwap: "unlimited" }],
		[
			"2",
			{ "memory.max": "max", "memory.swap.max": "max", "cpu.max": "150000 100000" },
			{ memory: "unlimited", memorySwap: "unlimited", cpus: 1.5 },
		],
		["2", { "memory.max": "209715200" }, { memory: 209715200 }],
		["2", {}, {}],
		["2", { "memory.max": "" }, {}],
		[
			"1",
			{
				"memory.limit_in_bytes": "9223372036854771712",
				"memory.memsw.limit_in_bytes": "9223372036854771712",
				"cpu.cfs_quota_us": "-1",
			},
			{ memory: "unlimited", memorySwap: "unlimited", cpus: "unlimited" },
		],
		[
			"1",
			{ "memory.limit_in_bytes": "314572800", "memory.memsw.limit_in_bytes": "629145600", "cpu.cfs_quota_us": "50000" },
			{ memory: 314572800, memorySwap: 629145600, cpus: 0.5 },
		],
		["1", { "cpu.cfs_quota_us": "50000", "cpu.cfs_period_us": "50000" }, { cpus: 1 }],
	])("v%s %j", (version, texts, held) => {
		expect(readValues(version, texts)).toEqual(held);
	});

	const held = (more: Partial<HeldLimit>): HeldLimit => ({ way: "engine-cgroup", where: "/x", ...more });
	const limits = asked({ memory: 300 * 2 ** 20, memorySwap: 600 * 2 ** 20 });

	it.each<[title: string, now: HeldLimit, counts: boolean, lost: RegExp[]]>([
		["as written", held({ memory: 314572800, memorySwap: 629145600 }), true, []],
		["less than a page apart", held({ memory: 314572800 - 4096, memorySwap: 629145600 }), true, []],
		[
			"swap taken away by a daemon-reload",
			held({ memory: 314572800, memorySwap: "unlimited" }),
			true,
			[/memory plus swap is unlimited where 629145600/],
		],
		[
			"nothing written at all",
			held({ memory: "unlimited", memorySwap: "unlimited" }),
			true,
			[/memory is unlimited/, /memory plus swap/],
		],
		["not to be read", held({}), true, [/memory is not to be read/, /memory plus swap is not to be read/]],
		["swap not counted by this kernel", held({ memory: 314572800 }), false, []],
	])("%s", (_title, now, counts, lost) => {
		expect(shortfall(limits, now, counts)).toEqual(lost.map((text) => expect.stringMatching(text)));
	});

	it("know processors too", () => {
		expect(shortfall(asked({ cpus: 2 }), held({ memory: "unlimited", cpus: "unlimited" }), true)).toHaveLength(1);
		expect(shortfall(asked({ cpus: 2 }), held({ memory: "unlimited", cpus: 2 }), true)).toEqual([]);
	});
});

describe("limits that a run left which died", () => {
	it.each<[left: Partial<HeldLimit>, told: RegExp | undefined]>([
		[
			{ memory: 333 * 2 ** 20, memorySwap: 2 * GIB, cpus: 0.5 },
			/still stood there: memory 333 MiB, memory plus swap 2 GiB, cpus 0\.5\./,
		],
		[{ memory: "unlimited", memorySwap: "unlimited", cpus: 33_333 / 70_000 }, /still stood there: cpus 0\.476\./],
		[{ memory: "unlimited", memorySwap: "unlimited", cpus: "unlimited" }, undefined],
		[{}, undefined],
	])("%j", (left, told) => {
		const text = printLeftOver(left);
		if (told === undefined) expect(text).toBeUndefined();
		else expect(text).toMatch(told);
	});
});
