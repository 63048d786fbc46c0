import { describe, expect, it } from "@jest/globals";
import { createReader } from "../../../src/inputs/create-reader.ts";
import { readSwapAsked } from "../../../src/inputs/swap.ts";
import { printProblem } from "../../../src/model/errors.ts";

const GIB = 2 ** 30;

function read(values: Readonly<Record<string, string>>) {
	const reader = createReader((name) => values[name]);
	return { ...readSwapAsked(reader), problems: reader.problems().map(printProblem) };
}

describe("swap", () => {
	it.each<[value: string, swap: unknown]>([
		["", "auto"],
		["auto", "auto"],
		["off", "off"],
		["8g", 8 * GIB],
		["8GiB", 8 * GIB],
		["512m", 512 * 2 ** 20],
	])("%j", (value, swap) => {
		expect(read({ swap: value })).toEqual({ swap, problems: [] });
	});

	it.each([
		["8GB", /swap: "8GB" can be read as 1000 or as 1024.*write "8g", which is 8 GiB.*or "auto" or "off"/],
		["lots", /swap: "lots" is no amount of memory.*or "auto" or "off"/],
		["0", /"0" is no swap at all, and swap that is there is never switched off; write.*"off"/],
		["0g", /is no swap at all/],
		["8", /did you mean "8g"/],
		["-1", /no amount/],
		["OFF", /no amount/],
	])("%s is refused with what to write", (value, text) => {
		expect(read({ swap: value })).toEqual({ swap: "auto", problems: [expect.stringMatching(text)] });
	});
});

describe("swappiness", () => {
	it.each<[value: string, swappiness: number | undefined]>([
		["", undefined],
		["0", 0],
		["10", 10],
		["200", 200],
	])("%j", (value, swappiness) => {
		expect(read({ swappiness: value })).toEqual({
			swap: "auto",
			...(swappiness !== undefined && { swappiness }),
			problems: [],
		});
	});

	it.each(["201", "-1", "ten", "10%", "1.5"])("%s is refused with what to write", (value) => {
		expect(read({ swappiness: value }).problems).toEqual([
			expect.stringMatching(/is no value of vm.swappiness; write a whole number from 0 \(swap last\) to 200/),
		]);
	});
});
