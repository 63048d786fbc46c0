import { expect, it } from "@jest/globals";
import { maskTexts } from "../../../src/report/masked.ts";

const mask = (text: string) => text.replaceAll("geheim", "***");

it("masks every free text, however deep, and leaves what was given as it was", () => {
	const shared = { text: "a geheim" };
	const given = { notes: ["geheim", "b"], deep: [[{ why: "geheim!" }]], one: shared, other: shared, n: 1, no: null };
	const before = structuredClone(given);
	expect(maskTexts(given, mask)).toEqual({
		notes: ["***", "b"],
		deep: [[{ why: "***!" }]],
		one: { text: "a ***" },
		other: { text: "a ***" },
		n: 1,
		no: null,
	});
	expect(given).toEqual(before);
});

it("keeps lists lists", () => {
	expect(maskTexts(["geheim"], mask)).toStrictEqual(["***"]);
});

it("leaves our own words alone, but not in lists", () => {
	expect(maskTexts({ status: "geheim", id: "geheim", title: "geheim", ids: ["geheim"] }, mask)).toEqual({
		status: "geheim",
		id: "geheim",
		title: "***",
		ids: ["***"],
	});
});

it("is the same object where no secret is in it", () => {
	const given = { notes: ["a"], deep: { list: [1, "b"] } };
	expect(maskTexts(given, mask)).toBe(given);
	const other = { kept: { a: "b" }, changed: "geheim" };
	expect(maskTexts(other, mask).kept).toBe(other.kept);
});
