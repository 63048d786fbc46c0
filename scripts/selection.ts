import { parseArgs } from "node:util";

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
 * Files that have an engine, a disk or a machine of their own, and leave alone what the others change or measure: users, swap, cgroups of this
 * machine, and the engine's builders and images but for some of their own names. They run beside the others, one after the other like those.
 */
const APART =
	/\/(v2-|faults-disk|faults-engine|old-engine|space-(action|file-systems|killed|property|removal|replica|second-disk|users)\.)/;

/** What runs at the same time. The emulated machine takes longest, and is a lane of its own. */
export const lanesOf = (files: readonly string[]): readonly (readonly string[])[] => {
	const beside = files.filter((file) => APART.test(file));
	return [
		files.filter((file) => !APART.test(file)),
		beside.filter((file) => !isInMachine(file)),
		beside.filter(isInMachine),
	].filter((lane) => lane.length > 0);
};

/** Jest's `--outputFile`, in one word or two, and the other flags. Throws where `--json` would print the results of several at once. */
export const takeOutput = (
	flags: readonly string[],
): { readonly output: string | undefined; readonly others: readonly string[] } => {
	const { values, tokens } = parseArgs({
		args: [...flags],
		options: { outputFile: { type: "string" } },
		strict: false,
		tokens: true,
	});
	const output = typeof values.outputFile === "string" ? values.outputFile : undefined;
	if (output === undefined && flags.includes("--json"))
		throw new Error("--json: several runs of Jest have no one output; add --outputFile=FILE");
	const taken = tokens.flatMap((token) =>
		token.kind === "option" && token.name === "outputFile"
			? [token.index, ...(token.inlineValue ? [] : [token.index + 1])]
			: [],
	);
	return { output, others: flags.filter((_, index) => !taken.includes(index)) };
};
