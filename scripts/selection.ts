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
const isInMachine = (file: string): boolean => file.startsWith(`${FOLDER}v2-`);

/**
 * Files that can do with any engine, or have one of their own, or a disk: they leave alone what the others change or measure, which is users,
 * swap and cgroups of this machine. They run on an engine beside the others', one after the other like those.
 */
const BESIDE =
	/\/(container-|faults-(?!memory)|old-engine|space-(action|file-systems|killed|property|removal|replica|second-disk|users)\.)/;

/** Files that run one after the other, and on which engine; `machine`: none of this machine. */
export interface Lane {
	readonly on: "main" | "beside" | "machine";
	readonly files: readonly string[];
}

/** What runs at the same time. Without an engine beside the first there is one lane for both. */
export const lanesOf = (files: readonly string[], beside: boolean): readonly Lane[] => {
	const on = (file: string): Lane["on"] =>
		isInMachine(file) ? "machine" : beside && BESIDE.test(file) ? "beside" : "main";
	return (["main", "beside", "machine"] as const)
		.map((lane) => ({ on: lane, files: files.filter((file) => on(file) === lane) }))
		.filter((lane) => lane.files.length > 0);
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
