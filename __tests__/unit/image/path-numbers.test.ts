import { expect, it } from "@jest/globals";
import { createNumberList } from "../../../src/image/number-list.ts";
import { createPathNumbers } from "../../../src/image/path-numbers.ts";

it("gives numbers from 0 on, the same at each call, also many", () => {
	const numbers = createPathNumbers();
	const many = 70_000;
	for (let i = 0; i < many; i++) if (numbers.number("s", `${i}`) !== i) throw new Error(`${i}`);
	expect([0, 65_535, 65_536, 69_999].map((i) => numbers.find("s", `${i}`))).toEqual([0, 65_535, 65_536, 69_999]);
	expect(numbers.number("s", "65536")).toBe(65_536);
	expect(numbers.count()).toBe(many);
});

it("tells names of different folders apart, and gives nothing a number by looking", () => {
	const numbers = createPathNumbers();
	expect(numbers.find("a", "x")).toBeUndefined();
	expect([numbers.number("a", "x"), numbers.number("b", "x"), numbers.number("a", "y")]).toEqual([0, 1, 2]);
	expect(numbers.count()).toBe(3);
});

it("says when not all can have one, and keeps those it gave", () => {
	const numbers = createPathNumbers(2);
	numbers.number("a", "x");
	numbers.number("a", "y");
	expect(numbers.isFull()).toBe(false);
	expect(numbers.number("a", "z")).toBeUndefined();
	expect(numbers.isFull()).toBe(true);
	expect(numbers.number("a", "y")).toBe(1);
});

it("is a list of zeros where nothing was set", () => {
	const list = createNumberList();
	list.set(5000, 3);
	list.set(2, 1);
	expect([list.at(5000), list.at(2), list.at(4), list.at(1e9)]).toEqual([3, 1, 0, 0]);
});
