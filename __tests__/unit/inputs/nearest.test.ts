import { expect, it } from "@jest/globals";
import { nearest } from "../../../src/inputs/nearest.ts";

it.each([
	["*", undefined],
	["a", undefined],
	["gp", undefined],
	["R", "r"],
	["jkd", "jdk"],
	["haskel", "haskell"],
])("%s: %s was meant, as a mark or two letters are no misspelt name", (word, meant) => {
	expect(nearest(word, ["r", "go", "jdk", "haskell"])).toBe(meant);
});
