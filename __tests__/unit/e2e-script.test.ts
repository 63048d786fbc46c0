import { readdirSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "@jest/globals";
import { addUp } from "../../scripts/jest-results.ts";
import { isInMachine, lanesOf, selectTests } from "../../scripts/selection.ts";
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

	it("needs the emulated machine for its tests only", () => {
		expect(paths("v2-limits", "cli-v2-build").map(isInMachine)).toEqual([true, false]);
	});

	it("runs every file once, and beside the others those that share nothing with them", () => {
		const { files } = selectTests([], readdirSync(path.join(ROOT, "__tests__/e2e")));
		const lanes = lanesOf(files);
		expect(lanes).toHaveLength(2);
		expect(lanes.flat().toSorted()).toEqual(files.toSorted());
		expect(lanes[1]).toEqual(expect.arrayContaining(paths("v2-swap", "faults-engine", "space-users")));
		// Swap, cgroups and the tests' user are this machine's own.
		expect(lanes[0]).toEqual(expect.arrayContaining(paths("space-swap-users", "limits-held", "space-watch")));
		expect(lanesOf(paths("cli-build"))).toEqual([paths("cli-build")]);
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
