import { describe, expect, it } from "@jest/globals";
import { createReader, knownInputs } from "../../../src/inputs/create-reader.ts";
import { printProblem } from "../../../src/model/errors.ts";

function readerOf(values: Readonly<Record<string, string>>) {
	return createReader((name) => values[name]);
}

describe("a flag", () => {
	it.each([
		["true", true],
		["True", true],
		["TRUE", true],
		[" true ", true],
		["false", false],
		["False", false],
		["FALSE", false],
	])("%j is %s", (value, expected) => {
		const reader = readerOf({ push: value });
		expect(reader.flag("push", !expected)).toBe(expected);
		expect(reader.problems()).toEqual([]);
	});

	it.each([undefined, "", "  "])("%j is not given", (value) => {
		const reader = readerOf(value === undefined ? {} : { push: value });
		expect([reader.flag("push"), reader.flag("push", true)]).toEqual([false, true]);
		expect(reader.problems()).toEqual([]);
	});

	it.each(["yes", "1", "tRUE", "on"])("%j is refused", (value) => {
		const reader = readerOf({ push: value });
		expect(reader.flag("push")).toBe(false);
		expect(reader.problems().map(printProblem)).toEqual([
			`push: "${value}" is neither true nor false; write "true" or "false"`,
		]);
	});
});

describe("a choice", () => {
	const read = (value: string) => {
		const reader = readerOf({ driver: value });
		return {
			choice: reader.choice("driver", ["auto", "docker", "docker-container"]),
			problems: reader.problems().map(printProblem),
		};
	};

	it.each([
		["docker", "docker"],
		[" docker-container ", "docker-container"],
		["", "auto"],
	])("%j gives %j", (value, choice) => {
		expect(read(value)).toEqual({ choice, problems: [] });
	});

	it("that is misspelt is refused with what was meant", () => {
		expect(read("dokcer")).toEqual({
			choice: "auto",
			problems: [
				'driver: "dokcer" is not one of its values; did you mean "docker"? write one of: auto, docker, docker-container',
			],
		});
	});

	it("from another world is refused with the choices", () => {
		expect(read("podman").problems).toEqual([
			'driver: "podman" is not one of its values; write one of: auto, docker, docker-container',
		]);
	});
});

describe("a size", () => {
	it.each([
		["9.5GB", 9_500_000_000],
		["9GiB", 9_663_676_416],
		["750 mb", 750_000_000],
		["", undefined],
	])("%j is %s bytes", (value, bytes) => {
		const reader = readerOf({ "max-image-size": value });
		expect(reader.bytes("max-image-size")).toBe(bytes);
		expect(reader.problems()).toEqual([]);
	});

	const remedy = 'write for example "9.5GB" or "9GiB"';
	it.each([
		["10 GBB", `is not a size; ${remedy}`],
		["big", `is not a size; ${remedy}`],
		["1,000MB", `is not a size; ${remedy}`],
		["6000000000", `is a number without a unit; ${remedy}`],
		["9.5", `is a number without a unit; ${remedy}`],
		["9G", `is not a size: its unit can be read as 1000 or as 1024; ${remedy}`],
		["9Gb", `is not a size: a small b means bits; ${remedy}`],
		["-1GB", `is not a size: it is negative; ${remedy}`],
		["0GB", `is a size of zero, which nothing can meet; ${remedy}, or leave it empty`],
		["0.0 MiB", `is a size of zero, which nothing can meet; ${remedy}, or leave it empty`],
		["0", `is a number without a unit; ${remedy}`],
	])("%j is refused", (value, text) => {
		const reader = readerOf({ "max-image-size": value });
		expect(reader.bytes("max-image-size")).toBeUndefined();
		expect(reader.problems().map(printProblem)).toEqual([`max-image-size: "${value}" ${text}`]);
	});
});

describe("the reader", () => {
	it("collects all problems instead of stopping at the first", () => {
		const reader = readerOf({ push: "maybe", gate: "later", "max-image-size": "huge", secrets: '"TOKEN=s3cr3t' });
		reader.flag("push");
		reader.choice("gate", ["before-push", "off"]);
		reader.bytes("max-image-size");
		reader.list("secrets", { ignoreComma: true });
		expect(reader.problems().map(({ input }) => input)).toEqual(["push", "gate", "max-image-size", "secrets"]);
		expect(reader.problems().map(printProblem).join("\n")).not.toContain("s3cr3t");
	});

	it("shows a long value of several lines as one short line", () => {
		const reader = readerOf({ push: `first\nsecond ${"x".repeat(500)}` });
		reader.flag("push");
		const value = reader.problems()[0]?.value ?? "";
		expect(value).toMatch(/^first second x+…$/);
		expect(value.length).toBe(120);
	});

	it("trims text and tells whether it was given", () => {
		const reader = readerOf({ file: " Dockerfile \n", target: "  " });
		expect([reader.text("file"), reader.text("target"), reader.text("name")]).toEqual(["Dockerfile", "", ""]);
		expect([reader.given("file"), reader.given("target"), reader.given("name")]).toEqual([true, false, false]);
	});

	it("remembers each name once, with its kind", () => {
		const known = knownInputs((reader) => {
			reader.given("tags");
			reader.list("tags");
			reader.flag("push");
			reader.text("file");
			reader.given("push");
		});
		expect(known).toEqual([
			{ name: "tags", kind: "list" },
			{ name: "push", kind: "flag" },
			{ name: "file", kind: "text" },
		]);
	});
});
