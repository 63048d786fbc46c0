const FOLDER = "__tests__/e2e/";

/** What was asked of `npm run e2e`: words before the first flag name test files (`docker-` or `container-gate`), flags go on to Jest. */
export interface Selection {
	/** Paths of the test files. */
	readonly files: readonly string[];
	readonly flags: readonly string[];
}

/** Of all files in the tests' folder those that one of the words names; without a word all. */
export const selectTests = (given: readonly string[], files: readonly string[]): Selection => {
	const firstFlag = given.findIndex((word) => word.startsWith("-"));
	const names = firstFlag < 0 ? given : given.slice(0, firstFlag);
	const patterns = names.map((name) => new RegExp(name, "i"));
	const named = (file: string) => patterns.length === 0 || patterns.some((pattern) => pattern.test(file));
	return {
		files: files.filter((file) => file.endsWith(".test.ts") && named(file)).map((file) => FOLDER + file),
		flags: given.slice(names.length),
	};
};

/** A test in the emulated machine. Its disk takes a minute or two to make, so that it is made only for them. */
export const isInMachine = (file: string): boolean => file.startsWith(`${FOLDER}v2-`);

/**
 * Files that neither use what others do (the engine, its builders, the user of the tests, swap and cgroups of this machine) nor measure it:
 * they have an engine, a disk or a machine of their own. They run beside the others, one after the other like those.
 */
const APART =
	/\/(v2-|faults-disk|faults-engine|old-engine|rootless-engine|space-(action|file-systems|killed|property|removal|replica|second-disk|swap-files|users)\.)/;

/** What runs at the same time. */
export const lanesOf = (files: readonly string[]): readonly (readonly string[])[] =>
	[files.filter((file) => !APART.test(file)), files.filter((file) => APART.test(file))].filter(
		(lane) => lane.length > 0,
	);
