import { describe, expect, it } from "@jest/globals";
import { namesFromEnv, rawFromEnv } from "../../../src/inputs/raw-env.ts";
import { printUnknown, unknownInputs } from "../../../src/inputs/unknown.ts";

const KNOWN = ["tags", "build-args", "max-image-size", "secrets", "secret-envs", "ssh", "file", "push"];

describe("an unknown input", () => {
	it.each([
		["tag", "tags"],
		["build_args", "build-args"],
		["BUILD-ARG", "build-args"],
		["max-imagesize", "max-image-size"],
		["secret", "secrets"],
		["psuh", "push"],
		["memory", undefined],
	])("%s: %s is meant", (name, nearest) => {
		const [unknown] = unknownInputs([name], KNOWN);
		expect(unknown?.nearest).toBe(nearest);
	});

	it("is told once, and known ones are not, in whatever case", () => {
		expect(unknownInputs(["TAGS", "Push", "memory", "MEMORY"], KNOWN)).toEqual([{ name: "memory" }]);
	});

	it.each([
		[{ name: "tag", nearest: "tags" }, 'There is no input "tag", so it was ignored; did you mean "tags"?'],
		[{ name: "memory" }, 'There is no input "memory", so it was ignored'],
	])("is told as a sentence: %j", (unknown, text) => {
		expect(printUnknown(unknown)).toBe(text);
	});
});

describe("inputs of a workflow step", () => {
	const env = { "INPUT_BUILD-ARGS": " A=1 ", INPUT_TAGS: "a/b", INPUT_MY_OWN: "x", INPUT_: "", PATH: "/bin" };

	it("are found under their names and not trimmed", () => {
		const raw = rawFromEnv(env);
		expect(["build-args", "tags", "my own", "push"].map(raw)).toEqual([" A=1 ", "a/b", "x", undefined]);
	});

	it("have the names the runner was given", () => {
		expect(namesFromEnv(env)).toEqual(["build-args", "tags", "my_own"]);
	});
});
