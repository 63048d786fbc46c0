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

/** Files that run one after the other. */
export interface Lane {
	readonly name: keyof typeof LANES;
	readonly files: readonly string[];
}

/** Which files run in which lane; the first that fits. */
const LANES = {
	/** In the emulated machine, which computes all the time. Its disk takes a minute or two to make, so that it is made only for them. */
	machine: /\/v2-/,
	/**
	 * They wait until nothing moves any more on this machine's network, or make the kernel kill and swap, which the whole machine counts: when
	 * all but the emulated machine is done.
	 */
	alone: /\/(faults-(beside|builder|memory|network|stall|time)|limits-[^/]*|rootless-engine|space-swap[^/]*)\./,
	/**
	 * They have builders, an engine or a disk of their own, and leave alone what the others change or measure: the tests' user, and cgroups of this
	 * machine. Two steps of `containerd-green` run in the engine's own BuildKit all the same: they have no limit, and a run counts nothing there
	 * but its own steps under one.
	 */
	beside:
		/\/(container-(delivery|gate|pinned|torch)|containerd-green|faults-disk|faults-engine|old-engine|space-(action|file-systems|killed|property|removal|replica|second-disk|users))\./,
	main: /^/,
} as const;

/** The lanes that have files, in the order of {@link LANES}. */
export const lanesOf = (files: readonly string[]): readonly Lane[] => {
	const names = Object.keys(LANES) as (keyof typeof LANES)[];
	const laneOf = (file: string) => names.find((name) => LANES[name].test(file));
	return names
		.map((name) => ({ name, files: files.filter((file) => laneOf(file) === name) }))
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
