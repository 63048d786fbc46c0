import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "@jest/globals";
import { addUp } from "../../scripts/jest-results.ts";
import { lanesOf, selectTests, takeOutput } from "../../scripts/selection.ts";
import { ROOT } from "../support/action.ts";

const FILES = ["cli-build.test.ts", "support", "v2-limits.test.ts", "v2-machine.test.ts"];
const paths = (...names: readonly string[]) => names.map((name) => `__tests__/e2e/${name}.test.ts`);

describe("npm run e2e", () => {
	it.each<[words: readonly string[], files: readonly string[], flags: readonly string[]]>([
		[[], paths("cli-build", "v2-limits", "v2-machine"), []],
		[["--ci", "v2-"], paths("cli-build", "v2-limits", "v2-machine"), ["--ci", "v2-"]],
		[["v2-"], paths("v2-limits", "v2-machine"), []],
		[["machine", "CLI", "-t", "green"], paths("cli-build", "v2-machine"), ["-t", "green"]],
		[["nothing"], [], []],
	])("%j", (words, files, flags) => {
		expect(selectTests(words, FILES)).toEqual({ files, flags });
	});

	it.each<[flags: readonly string[], output: string | undefined, others: readonly string[]]>([
		[["--ci", "--json", "--outputFile=/tmp/a.json", "-t", "green"], "/tmp/a.json", ["--ci", "--json", "-t", "green"]],
		[["--json", "--outputFile", "/tmp/a.json", "--ci"], "/tmp/a.json", ["--json", "--ci"]],
		[["-t", "one two"], undefined, ["-t", "one two"]],
	])("%j has one output for all", (flags, output, others) => {
		expect(takeOutput(flags)).toEqual({ output, others });
	});

	it("refuses to print several results at once", () => {
		expect(() => takeOutput(["--json"])).toThrow("add --outputFile=FILE");
	});

	it("runs every file once, and at the same time what shares nothing", () => {
		const { files } = selectTests([], readdirSync(path.join(ROOT, "__tests__/e2e")));
		const lanes = lanesOf(files);
		expect(lanes.map(({ name }) => name)).toEqual(["machine", "alone", "beside", "main"]);
		expect(lanes.flatMap((lane) => lane.files).toSorted()).toEqual(files.toSorted());
		const of = (name: string) => lanes.find((lane) => lane.name === name)?.files ?? [];
		expect(of("machine")).toEqual(paths("v2-limits", "v2-machine", "v2-swap"));
		const using = (what: RegExp, which: readonly string[]) =>
			which.filter((file) => what.test(readFileSync(path.join(ROOT, file), "utf8")));
		// Kills and swap are counted for the whole machine.
		const counted = /support\/hogs\.ts|\/proc\/swaps/;
		expect(using(counted, of("alone"))).toEqual(expect.arrayContaining(paths("limits-held", "space-swap-files")));
		expect(using(counted, [...of("main"), ...of("beside")])).toEqual([]);
		// There is one user of the tests, and one tree of cgroups.
		const shared = /support\/(users|rootless-engine|cgroups)\.ts/;
		expect(using(shared, of("main"))).toEqual(expect.arrayContaining(paths("many-files", "user-ordinary")));
		expect(using(shared, of("beside"))).toEqual([]);
	});

	it("has no lane without files", () => {
		expect(lanesOf(paths("cli-build", "v2-swap"))).toEqual([
			{ name: "machine", files: paths("v2-swap") },
			{ name: "main", files: paths("cli-build") },
		]);
		expect(lanesOf([])).toEqual([]);
	});
});

describe("the results of several runs", () => {
	const run = { success: true, numPassedTests: 3, numFailedTests: 0, numTotalTests: 3, numRuntimeErrorTestSuites: 0 };

	it("are added up", () => {
		const failed = { ...run, success: false, numFailedTests: 1, numTotalTests: 4, testResults: ["b"] };
		expect(addUp([{ ...run, testResults: ["a"] }, failed])).toEqual({
			success: false,
			numPassedTests: 6,
			numFailedTests: 1,
			numTotalTests: 7,
			numRuntimeErrorTestSuites: 0,
			testResults: ["a", "b"],
		});
	});

	it("are a failure where one is missing", () => {
		expect(addUp([{ ...run, testResults: [] }, undefined])).toMatchObject({
			success: false,
			numPassedTests: 3,
			numRuntimeErrorTestSuites: 1,
		});
	});
});
