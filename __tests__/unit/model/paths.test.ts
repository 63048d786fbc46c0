import { describe, expect, it } from "@jest/globals";
import { isPlainPath, isWithin, matchName, placeOf, shortest, workspaceOf } from "../../../src/model/paths.ts";

describe("patterns", () => {
	it.each<[pattern: string, path: string, place: ReturnType<typeof placeOf>]>([
		["/usr/local/julia*", "/usr/local/julia1.12.7", "at"],
		["/usr/local/julia*", "/usr/local/julia", "at"],
		["/usr/local/julia*", "/usr/local/lib", undefined],
		["/usr/local/julia*", "/usr/local/julia1/bin", "below"],
		["/usr/local/julia*", "/usr/local", "above"],
		["/usr/local/julia*", "/", "above"],
		["/", "/usr", "below"],
		["/home/*/.cargo", "/home/me", "above"],
		["/home/*/.cargo", "/home/me/.cargos", undefined],
		["/var/lib/apt/lists/*_*", "/var/lib/apt/lists/lock", undefined],
		["/var/lib/apt/lists/*_*", "/var/lib/apt/lists/a.com_x_y", "at"],
		["/opt/*/a*b*c", "/opt/x/a1b2c", "at"],
		["/opt/*/a*b*c", "/opt/x/abc", "at"],
		["/opt/*/a*b*c", "/opt/x/acb", undefined],
		["/opt/*/a*b*c", "/opt/x/abbc/d", "below"],
	])("of %s, %s is %s", (pattern, path, place) => {
		expect(placeOf(path, pattern)).toBe(place);
	});

	it.each([
		["a*a", "a", false],
		["a*a", "aa", true],
		["*ab*ab", "ab", false],
		["*ab*ab", "abab", true],
		["a*bc*c", "abc", false],
		["*", "", true],
		["a+(b)*", "a+(b).1", true],
		["a.b*", "axb", false],
		["plain", "plainer", false],
		["line*", "line\nbreak", true],
	])("%s fits the name %j: %s", (pattern, name, fits) => {
		expect(matchName(pattern, name)).toBe(fits);
	});
});

it.each([
	["/usr", "/usr", true],
	["/usr/share", "/usr", true],
	["/usrs", "/usr", false],
	["/usr", "/usr/share", false],
	["/usr", "/", true],
	["/", "/", true],
])("%s is within %s: %s", (path, folder, within) => {
	expect(isWithin(path, folder)).toBe(within);
});

it.each([
	...["", "a", "a/b", "/a/", "//a", "/a//b", "/a/./b", "/a/..", "/..", "/a\0b", `/${"x".repeat(5000)}`].map(
		(path): [unknown, boolean] => [path, false],
	),
	...[undefined, null, 7, ["/a"], {}].map((path): [unknown, boolean] => [path, false]),
	...["/", "/a", "/a/.b", "/a/..b", "/a b/ü"].map((path): [unknown, boolean] => [path, true]),
])("%j is a plain absolute path: %s", (path, plain) => {
	expect(isPlainPath(path)).toBe(plain);
});

describe("the shortest form", () => {
	it.each([
		["/work/trainer/", "/work/trainer"],
		["/work//trainer/./", "/work/trainer"],
		["/home/runner/work/../work/a", "/home/runner/work/a"],
		["/../..", "/"],
		["/", "/"],
		["../temp", "/home/temp"],
		["", "/home/me"],
	])("of %j is %s", (path, short) => {
		expect(shortest(path, "/home/me")).toBe(short);
		expect(isPlainPath(short)).toBe(true);
	});

	it("is how the workspace is named, also a relative one, and where there is none", () => {
		expect(workspaceOf({ GITHUB_WORKSPACE: "/w/../w/a/" }, "/work")).toBe("/w/a");
		expect(workspaceOf({ GITHUB_WORKSPACE: "a" }, "/work")).toBe("/work/a");
		expect(workspaceOf({ GITHUB_WORKSPACE: "" }, "/work")).toBe("/work");
	});
});
