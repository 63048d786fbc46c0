import { describe, expect, it } from "@jest/globals";
import { syntaxArgument, syntaxOf } from "../../../src/build/syntax.ts";

describe("the frontend that a Dockerfile asks for", () => {
	it.each([
		["# syntax=docker/dockerfile:1\nFROM x", "docker/dockerfile:1"],
		["#syntax = docker/dockerfile:1.2 \nFROM x", "docker/dockerfile:1.2"],
		["# SYNTAX=docker/dockerfile:1 --with arguments\r\nFROM x", "docker/dockerfile:1"],
		["# escape=`\n# check=skip=all\n# syntax=a/b\nFROM x", "a/b"],
		["\uFEFF# syntax=a/b\nFROM x", "a/b"],
		["#!/usr/bin/env docker\n# syntax=a/b\nFROM x", "a/b"],
		["// syntax=a/b\n{}", "a/b"],
		['{ "syntax": "a/b", "steps": [] }', "a/b"],
		["FROM x\n# syntax=a/b", undefined],
		["# a comment\n# syntax=a/b\nFROM x", undefined],
		["# author=me\n# syntax=a/b\nFROM x", undefined],
		["\n# syntax=a/b\nFROM x", undefined],
		['{ "syntax": 1 }', undefined],
		["{ broken", undefined],
		["", undefined],
	])("%j", (text, syntax) => {
		expect(syntaxOf(text)).toBe(syntax);
	});

	it.each<[readonly string[], Record<string, string>, string | undefined]>([
		[["A=1", "BUILDKIT_SYNTAX=a/b args"], {}, "a/b"],
		[["BUILDKIT_SYNTAX=a/b", "BUILDKIT_SYNTAX=c/d"], {}, "c/d"],
		[["BUILDKIT_SYNTAX"], { BUILDKIT_SYNTAX: "a/b" }, "a/b"],
		[["BUILDKIT_SYNTAX"], {}, undefined],
		[["BUILDKIT_SYNTAX=a\nRUN x"], {}, "a"],
		[["MY_BUILDKIT_SYNTAX=a/b"], { BUILDKIT_SYNTAX: "a/b" }, undefined],
	])("beside it: %j", (buildArgs, env, syntax) => {
		expect(syntaxArgument({ buildArgs }, env)).toBe(syntax);
	});
});
