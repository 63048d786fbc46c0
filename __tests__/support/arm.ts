import { createReader } from "../../src/inputs/create-reader.ts";
import type { ArmedAssertion } from "../../src/judge/assertions/assertion.ts";
import { ASSERTIONS } from "../../src/judge/assertions/index.ts";
import { printProblem } from "../../src/model/errors.ts";

/** What these inputs arm, and the problems with them as the user reads them. */
export function arm(inputs: Readonly<Record<string, string>>): {
	readonly armed: readonly ArmedAssertion[];
	readonly problems: readonly string[];
} {
	const reader = createReader((name) => inputs[name]);
	const armed = ASSERTIONS.flatMap((assertion) => assertion.arm(reader) ?? []);
	return { armed, problems: reader.problems().map(printProblem) };
}
