import { describe, expect, it } from "@jest/globals";
import type { ListOptions } from "../../../src/inputs/reader.ts";
import { splitList } from "../../../src/inputs/split-list.ts";

const LINES = { ignoreComma: true } as const;
const SECRETS = { ignoreComma: true, trim: false } as const;
const RAW = { ignoreComma: true, quote: false } as const;

type Case = readonly [title: string, text: string, options: ListOptions, items: readonly string[]];

const cases: readonly Case[] = [
	["nothing", "", {}, []],
	["blanks only", " \n ", {}, []],
	["one item", "bar", {}, ["bar"]],
	["a line each", "bar\nbaz", {}, ["bar", "baz"]],
	["an empty line between", "bar\n\nbaz", {}, ["bar", "baz"]],
	["commas", "bar,baz", {}, ["bar", "baz"]],
	["a comma at the end", "bar,baz,", {}, ["bar", "baz"]],
	["blanks after commas", "linux/amd64, linux/arm64", {}, ["linux/amd64", "linux/arm64"]],
	["an item of blanks only", "a, ,b\n   \nc", {}, ["a", "b", "c"]],
	["Windows line ends and commas", "bar\r\nbaz,bat", {}, ["bar", "baz", "bat"]],
	[
		"commas that do not split",
		"user/app:cache\ntype=local,src=path/to/dir",
		LINES,
		["user/app:cache", "type=local,src=path/to/dir"],
	],
	[
		"Windows line ends, commas that do not split",
		"user/app:cache\r\ntype=local,src=dir",
		LINES,
		["user/app:cache", "type=local,src=dir"],
	],
	["a # is no comment", "foo=bar\nbar=qux#baz", {}, ["foo=bar", "bar=qux#baz"]],
	[
		"a lone quoted field is split at its commas",
		'linux/amd64\n"linux/arm64,linux/arm/v7"',
		{},
		["linux/amd64", "linux/arm64", "linux/arm/v7"],
	],
	["a quoted field beside others keeps its commas", 'a,"b,c",d', {}, ["a", "b,c", "d"]],
	["a build argument with commas", "ARCH=8.0,8.6,9.0+PTX\nMAX_JOBS=4", LINES, ["ARCH=8.0,8.6,9.0+PTX", "MAX_JOBS=4"]],
	["a quote inside of an item is text", 'OPTS=--flag="a b"\nX=1', LINES, ['OPTS=--flag="a b"', "X=1"]],
	["quotes around an item are taken away", '"A=b, c"', LINES, ["A=b, c"]],
	[
		"quotes kept on wish",
		'"env.no_proxy=localhost,127.0.0.1,.mydomain"',
		RAW,
		['"env.no_proxy=localhost,127.0.0.1,.mydomain"'],
	],
	["quotes inside kept on wish", 'type=image,"name=a/b,c/d",push=true', RAW, ['type=image,"name=a/b,c/d",push=true']],
	[
		"a quoted value of several lines",
		'T=ab,c=0\n"KEY=aaa\nbbb\nccc"\nFOO=bar',
		LINES,
		["T=ab,c=0", "KEY=aaa\nbbb\nccc", "FOO=bar"],
	],
	["an empty line inside of a quoted value", '"KEY=aaaa\n\nbbbb"\nFOO=bar', LINES, ["KEY=aaaa\n\nbbbb", "FOO=bar"]],
	["doubled quotes inside of quotes", '"KEY=aaa\nbb""bb"\nFOO=bar', LINES, ['KEY=aaa\nbb"bb', "FOO=bar"]],
	["several lines without quotes fall apart", "KEY=aaa\nbbb\nFOO=bar", LINES, ["KEY=aaa", "bbb", "FOO=bar"]],
	["newlines at the end of a secret", '"KEY=aaa\nbbb\n\n"\n', SECRETS, ["KEY=aaa\nbbb\n\n"]],
	["blanks around a secret", "KEY= a b \n", SECRETS, ["KEY= a b "]],
];

describe("a list", () => {
	it.each(cases)("%s", (_title, text, options, items) => {
		expect(splitList(text, options)).toEqual({ items });
	});

	it("whose quote is never closed is refused", () => {
		expect(splitList('A=1\n"B=2\nC=3', LINES)).toEqual({ unclosed: true });
	});
});
