/** What matters here of Jest's `--json` (https://jestjs.io/docs/cli#--json). */
export interface JestResults {
	readonly success: boolean;
	readonly numPassedTests: number;
	readonly numFailedTests: number;
	readonly numTotalTests: number;
	/** Files that could not be run at all. */
	readonly numRuntimeErrorTestSuites: number;
	readonly testResults: readonly unknown[];
}

const NONE: JestResults = {
	success: true,
	numPassedTests: 0,
	numFailedTests: 0,
	numTotalTests: 0,
	numRuntimeErrorTestSuites: 0,
	testResults: [],
};

/** One result of several runs. A run without a result is one that could not be run. */
export const addUp = (runs: readonly (JestResults | undefined)[]): JestResults =>
	runs.reduce<JestResults>(
		(sum, run) => ({
			success: sum.success && run?.success === true,
			numPassedTests: sum.numPassedTests + (run?.numPassedTests ?? 0),
			numFailedTests: sum.numFailedTests + (run?.numFailedTests ?? 0),
			numTotalTests: sum.numTotalTests + (run?.numTotalTests ?? 0),
			numRuntimeErrorTestSuites: sum.numRuntimeErrorTestSuites + (run?.numRuntimeErrorTestSuites ?? 1),
			testResults: [...sum.testResults, ...(run?.testResults ?? [])],
		}),
		NONE,
	);
