// src/build/last-error.ts
/** The line of a program's output that says what went wrong. */
function lastError(output) {
	const lines = output.trim().split("\n");
	return (lines.findLast((line) => /^error|denied|unauthorized/i.test(line)) ?? lines.at(-1) ?? "").slice(0, 500) || "no reason given";
}
export { lastError as t };
