import { describe, expect, it } from "@jest/globals";
import { type ProcessName, printHolder, readHolder } from "../../../src/model/process.ts";
import { lifeOf, nameSelf, type ProcFiles } from "../../../src/world/process-life.ts";

const FIRST = "4026531836";
const BOOT = "0".repeat(32);
const self: ProcessName = { pid: 1, startTime: "1", pidNamespace: FIRST, boot: BOOT, machine: "m" };
const who: ProcessName = { pid: 40, startTime: "900", pidNamespace: FIRST, boot: BOOT, machine: "m" };
const stat = (start: string, state = "S") =>
	`40 (node (x) y) ${state} ${Array.from({ length: 18 }, () => "0").join(" ")} ${start} 0 0`;

interface Seen {
	readonly start: string;
	readonly namespace: string | Error;
	readonly state?: string;
	/** Its number in every namespace from ours to its own. */
	readonly numbers: string;
}

const fail = (code: string) => Object.assign(new Error(code), { code });

/** What /proc shows: processes by the number they have for us. */
function proc(seen: Readonly<Record<string, Seen>>): ProcFiles {
	const find = (path: string) => {
		const found = seen[path.split("/")[2] ?? ""];
		if (!found) throw fail("ENOENT");
		return found;
	};
	return {
		list: () => ["sys", "self", ...Object.keys(seen)],
		read: (path) =>
			path.endsWith("/stat")
				? stat(find(path).start, find(path).state)
				: `Name:\tx\nNSpid:\t${find(path).numbers}\nFoo:\t1\n`,
		link(path) {
			const { namespace } = find(path);
			if (namespace instanceof Error) throw namespace;
			return `pid:[${namespace}]`;
		},
	};
}

/** The first process of the machine, which root sees. */
const first: Seen = { start: "1", namespace: FIRST, numbers: "1" };
const outside: Seen = { start: "900", namespace: FIRST, numbers: "40" };
const inside: Seen = { start: "900", namespace: "77", numbers: "812\t40" };

describe("whether a process lives", () => {
	it.each<[title: string, who: ProcessName, self: ProcessName, seen: Readonly<Record<string, Seen>>, life: string]>([
		["itself", who, self, { 40: outside }, "alive"],
		["gone", who, self, {}, "dead"],
		["ended, and not yet asked for by its parent", who, self, { 40: { ...outside, state: "Z" } }, "dead"],
		[
			"in a container, ended and not yet asked for by its parent",
			{ ...who, pidNamespace: "77" },
			self,
			{ 1: first, 812: { ...inside, state: "Z" } },
			"dead",
		],
		["its number given to another", who, self, { 40: { ...outside, start: "901" } }, "dead"],
		["before a reboot, its number used again at the same tick", { ...who, boot: "1" }, self, { 40: outside }, "dead"],
		["of another machine, as on a home that two share", { ...who, boot: "1", machine: "n" }, self, {}, "unknown"],
		["of a machine that nobody names", { ...who, boot: "1", machine: "" }, { ...self, machine: "" }, {}, "unknown"],
		[
			"in a container that we look into from outside",
			{ ...who, pidNamespace: "77" },
			self,
			{ 1: first, 812: inside },
			"alive",
		],
		[
			"in a container, where ours has the same number",
			{ ...who, pidNamespace: "77" },
			self,
			{ 1: first, 40: outside },
			"dead",
		],
		[
			"in a container that lives on without it",
			{ ...who, pidNamespace: "77" },
			self,
			{ 1: first, 812: { ...inside, start: "1" } },
			"dead",
		],
		[
			"in a container, where one of the same number and start may not be looked at",
			{ ...who, pidNamespace: "77" },
			self,
			{ 1: first, 812: { ...inside, namespace: fail("EACCES") } },
			"unknown",
		],
		[
			"in a container, where others may not be looked at",
			{ ...who, pidNamespace: "77" },
			self,
			{ 1: { ...first, namespace: fail("EACCES") }, 9: { ...inside, start: "1", namespace: fail("EACCES") } },
			"dead",
		],
		[
			"in a container, of which another one has the same number and start",
			{ ...who, pidNamespace: "77" },
			self,
			{ 1: first, 812: { ...inside, namespace: "78" } },
			"dead",
		],
		[
			"in a container, among processes that just end",
			{ ...who, pidNamespace: "77" },
			self,
			{ 1: first, 812: { ...inside, namespace: fail("ENOENT") } },
			"dead",
		],
		[
			"in a container, where /proc hides what is not ours",
			{ ...who, pidNamespace: "77" },
			self,
			{ 40: outside },
			"unknown",
		],
		["outside of the container that we are in", who, { ...self, pidNamespace: "77" }, { 40: outside }, "unknown"],
		["in another container than we", { ...who, pidNamespace: "78" }, { ...self, pidNamespace: "77" }, {}, "unknown"],
		["that could not name itself", { ...who, startTime: "" }, self, {}, "unknown"],
	])("%s", (_title, process, from, seen, life) => {
		expect(lifeOf(process, from, proc(seen))).toBe(life);
	});

	it("this one does", () => {
		const here = nameSelf();
		expect(lifeOf(here, here)).toBe("alive");
		expect(lifeOf({ ...here, startTime: "1" }, here)).toBe("dead");
	});
});

it("a holder is written as the name of a cgroup and read again", () => {
	const name = printHolder(who, 1_795_742_846_500);
	expect(name).toBe(`40-900-${FIRST}-${BOOT}-1795742846`);
	expect(readHolder(name)).toEqual({ process: { ...who, machine: "" }, since: new Date(1_795_742_846_000) });
	expect(readHolder("40-900")).toBeUndefined();
	expect(readHolder(`../${name}`)).toBeUndefined();
});
