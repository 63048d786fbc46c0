const FOLDER = "__tests__/e2e/";

/** Jest's words for ours: those before the first flag name test files (`docker-` or `container-gate`), flags go on as they are. */
export const jestWords = (given: readonly string[]): readonly string[] => {
	const flags = given.findIndex((word) => word.startsWith("-"));
	const names = flags < 0 ? given : given.slice(0, flags);
	const patterns = names.length > 0 ? names.map((name) => `${FOLDER}.*${name}`) : [FOLDER];
	return ["--testPathPatterns", ...patterns, ...given.slice(names.length)];
};

/**
 * Is one of the chosen files a test in the emulated machine (`v2-…`)? Its disk takes a minute or two to make, so that it is made
 * only for them.
 */
export const wantsMachine = (words: readonly string[], files: readonly string[]): boolean => {
	const patterns = words.filter((word) => word.startsWith(FOLDER)).map((word) => new RegExp(word, "i"));
	return files.some((file) => file.startsWith("v2-") && patterns.some((pattern) => pattern.test(FOLDER + file)));
};
