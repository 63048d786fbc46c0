import { describe, expect, it } from "@jest/globals";
import { createProgress } from "../../src/build/progress/index.ts";
import { buildFailed } from "../../src/run-explain.ts";

/** What is told of a call that buildx ended with 1, having written this. */
function told(call: string, lines: readonly string[], code: number | null = 1) {
	const progress = createProgress({});
	for (const line of lines) progress.line(line, 0);
	const failure = progress.failure(code);
	if (failure === undefined) throw new Error("it did not fail");
	return buildFailed(failure, call);
}

describe("a question to the Dockerfile that ends badly", () => {
	it("has findings when buildx gave no reason: they are its answer", () => {
		expect(told("check", []).message).toBe("call: check has findings: they are in the log");
	});

	it.each([
		["check", 'ERROR: target stage "nosuch" could not be found', 'target stage "nosuch" could not be found'],
		[
			"frob",
			"ERROR: failed to build: failed to solve: unsupported request frontend.frob",
			"unsupported request frontend.frob",
		],
		["check", 'ERROR: failed to build: network mode "x" not supported', 'network mode "x" not supported'],
	])("%s has failed when it gave one", (call, line, message) => {
		expect(told(call, [line]).message).toBe(message);
	});

	it("says what is wrong with the Dockerfile, and where", () => {
		const rule = "-".repeat(20);
		const excerpt = [rule, "   1 |     FROM a", "   2 | >>> RUNN true", rule];
		const found = told("check", [
			"ERROR: dockerfile parse error on line 2: unknown instruction: RUNN",
			"app/Dockerfile:2",
			...excerpt,
		]);
		expect(found.message).toBe("dockerfile parse error on line 2: unknown instruction: RUNN");
		expect(found.step).toMatchObject({ file: "app/Dockerfile", line: 2, text: "RUNN true" });
	});

	it("has no findings when it was ended by us", () => {
		expect(told("check", [], null).message).not.toContain("findings");
	});
});
