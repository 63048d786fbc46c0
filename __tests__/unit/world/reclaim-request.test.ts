import { describe, expect, it } from "@jest/globals";
import type { ReclaimFinish, ReclaimRequest } from "../../../src/model/reclaim.ts";
import { checkFinish, checkOrder, checkRequest, parseLine } from "../../../src/world/reclaim-request.ts";

const GOOD = { run: "7-1", items: [{ id: "az", paths: ["/opt/az"] }], until: [{ path: "/", free: 1e9 }] };
const check = (change: object | null) => checkRequest((change && { ...GOOD, ...change }) as ReclaimRequest);

describe("a request from a process with fewer rights", () => {
	it("is taken when it is whole", () => {
		expect(check({})).toBeUndefined();
		expect(check({ keep: ["/mnt/work"] })).toBeUndefined();
		expect(check({ items: [{ ...GOOD.items[0], frees: ["/"] }] })).toBeUndefined();
	});

	it.each([
		["nothing", null, "object"],
		["a run that names a path", { run: "../x" }, "letters"],
		["a run with a slash", { run: "a/b" }, "letters"],
		["no items", { items: undefined }, "items"],
		["items that are no list", { items: { 0: GOOD.items[0], length: 1 } }, "items"],
		["paths that are no texts", { items: [{ id: "az", paths: [["/opt/az"]] }] }, "items"],
		["more items than there can be", { items: Array.from({ length: 10_001 }, () => GOOD.items[0]) }, "items"],
		["an item for no plain path", { items: [{ id: "az", paths: ["/opt/az"], frees: ["x"] }] }, "items"],
		["a target without a number", { until: [{ path: "/", free: "1" }] }, "target"],
		["a target that nothing can reach, as JSON has it", { until: [{ path: "/", free: null }] }, "target"],
		["a target that is no plain path", { until: [{ path: "/a/..", free: 1 }] }, "target"],
		["something to keep that is no plain path", { keep: ["work"] }, "keep"],
	])("%s is refused", (_what, change, why) => {
		expect(check(change)).toMatch(why);
	});
});

it.each([
	[{ order: "hurry" }, undefined],
	[{ order: "hurry", until: [{ path: "/", free: 1 }] }, undefined],
	[{ order: "finish" }, undefined],
	[{ order: "hurry", until: [{ path: "x", free: 1 }] }, "target"],
	[{ order: "remove", paths: ["/"] }, "hurry or finish"],
	[null, "object"],
])("the order %j", (order, why) => {
	if (why === undefined) expect(checkOrder(order)).toBeUndefined();
	else expect(checkOrder(order)).toMatch(why);
});

it("the end of a removal names a run and where it was", () => {
	expect(checkFinish({ finish: "7-1", near: ["/opt/az"] })).toBeUndefined();
	expect(checkFinish({ finish: "/", near: [] })).toMatch("letters");
	expect(checkFinish({ finish: "7-1", near: ["../x"] })).toMatch("near");
	expect(checkFinish({ finish: "7-1" } as unknown as ReclaimFinish)).toMatch("near");
});

it.each([
	["half a line, as of a program that was killed", '{"kind":"freed","item":"swi'],
	["what a login prints", "Welcome to this machine"],
	["a text", '"text"'],
	["nothing", "null"],
	["an empty line", ""],
])("%s is no message", (_what, line) => {
	expect(parseLine(line)).toBeUndefined();
});

it("a message is what stands in its line", () => {
	expect(parseLine('{"order":"finish"}')).toEqual({ order: "finish" });
});
