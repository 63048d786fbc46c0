import { describe, expect, it } from "@jest/globals";
import { readFields } from "../../../src/build/engines/attributes.ts";
import { isArchive, isLoad, parseOutput, readOutput } from "../../../src/build/engines/output.ts";

describe("the fields of one line", () => {
	it.each([
		["type=local,dest=out", ["type=local", "dest=out"]],
		['type=image,"name=a,b"', ["type=image", "name=a,b"]],
		["out", ["out"]],
		["two\nlines", undefined],
		['"open', undefined],
	])("%j", (line, fields) => {
		expect(readFields(line)).toEqual(fields);
	});
});

describe("an item of outputs, as buildx reads it", () => {
	it.each([
		["type=local,dest=out", { type: "local", attrs: { dest: "out" } }],
		["./out", { type: "local", attrs: { dest: "./out" } }],
		["./cuda=12", { type: "local", attrs: { dest: "./cuda=12" } }],
		["-", { type: "tar", attrs: { dest: "-" } }],
		['type=image,"name=a:1,b:1", Push=true', { type: "image", attrs: { name: "a:1,b:1", push: "true" } }],
		["type=registry,name=a:1", { type: "registry", attrs: { name: "a:1" } }],
		["dest=out,compression=zstd", undefined],
		["type=image,push", undefined],
		['type=image,name="a"b', undefined],
	])("%s", (item, output) => {
		expect(parseOutput(item)).toEqual(output);
	});

	it("is pushed when it is a registry", () => {
		expect(readOutput("type=registry,name=a:1")).toEqual({ type: "image", attrs: { name: "a:1", push: "true" } });
	});

	it.each([
		["type=docker", "loaded"],
		["type=docker,dest=", "loaded"],
		["type=docker,dest=x.tar", "archive"],
		["type=oci,dest=x.tar", "archive"],
		["type=image", "neither"],
	])("%s: %s", (item, kind) => {
		const output = readOutput(item);
		expect(isLoad(output) ? "loaded" : isArchive(output) ? "archive" : "neither").toBe(kind);
	});
});
