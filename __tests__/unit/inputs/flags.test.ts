import { describe, expect, it } from "@jest/globals";
import { parseFlags } from "../../../src/inputs/flags.ts";
import type { KnownInput } from "../../../src/inputs/reader.ts";
import { printProblem } from "../../../src/model/errors.ts";

const KNOWN: readonly KnownInput[] = [
	{ name: "tags", kind: "list" },
	{ name: "build-args", kind: "list" },
	{ name: "file", kind: "text" },
	{ name: "context", kind: "text" },
	{ name: "push", kind: "flag" },
	{ name: "gate", kind: "choice" },
	{ name: "max-image-size", kind: "bytes" },
	{ name: "secrets", kind: "list" },
];

function parse(...argv: readonly string[]) {
	const { values, problems } = parseFlags(argv, KNOWN);
	return { values: Object.fromEntries(values), problems: problems.map(printProblem) };
}

describe("flags", () => {
	it.each<[readonly string[], Readonly<Record<string, string>>]>([
		[[], {}],
		[["."], { context: "." }],
		[["-"], { context: "-" }],
		[["--file", "a/Dockerfile", "."], { file: "a/Dockerfile", context: "." }],
		[["--file=a=b"], { file: "a=b" }],
		[["--file="], { file: "" }],
		[["--file", "-"], { file: "-" }],
		[["--tags", "a", "--tags=b,c", "."], { tags: "a\nb,c", context: "." }],
		[["--file", "a", "--file", "b"], { file: "b" }],
		[["--push", "."], { push: "true", context: "." }],
		[["--push=false", "."], { push: "false", context: "." }],
		[["--context", "app"], { context: "app" }],
		[[".", "--gate", "off"], { context: ".", gate: "off" }],
		[["--push", "--", "--odd-folder"], { push: "true", context: "--odd-folder" }],
		[["--build-args", "-O3=1"], { "build-args": "-O3=1" }],
	])("%j", (argv, values) => {
		expect(parse(...argv)).toEqual({ values, problems: [] });
	});

	it.each<[readonly string[], string]>([
		[["--tag", "a/b", "."], "--tag is not a flag; did you mean --tags?"],
		[["--secret=TOKEN=hunter2", "."], "--secret is not a flag; did you mean --secrets?"],
		[["-t", "a/b", "."], "-t is not a flag; --help lists the flags"],
		[["--nonsense", "."], "--nonsense is not a flag; --help lists the flags"],
		[["--file"], "file: has no value; write --file=VALUE"],
		[["--file", "--push", "."], "file: has no value; write --file=VALUE"],
		[
			["a", "b"],
			'context: "a b" is more than one context; give one path or URL, for example "."; a value belongs to its flag as in --push=false',
		],
		[
			["https://u:hunter2@h/a.git", "b"],
			'context: "https://u:***@h/a.git b" is more than one context; give one path or URL, for example "."; a value belongs to its flag as in --push=false',
		],
		[
			["--context", "a", "b"],
			'context: "a b" is more than one context; give one path or URL, for example "."; a value belongs to its flag as in --push=false',
		],
	])("%j is refused", (argv, problem) => {
		expect(parse(...argv).problems).toEqual([problem]);
	});

	it("shows all problems together and keeps what is right", () => {
		const { values, problems } = parse("--tgas", "x", "--push", "--gaet", "off", "--max-image-size", "6GB", ".");
		expect(values).toEqual({ push: "true", "max-image-size": "6GB", context: "." });
		expect(problems).toEqual([
			"--tgas is not a flag; did you mean --tags?",
			"--gaet is not a flag; did you mean --gate?",
		]);
	});

	it("are what the reader reads", () => {
		const { raw } = parseFlags(["--tags", "a", "."], KNOWN);
		expect([raw("tags"), raw("context"), raw("push")]).toEqual(["a", ".", undefined]);
	});
});
