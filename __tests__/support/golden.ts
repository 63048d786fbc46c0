import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect } from "@jest/globals";

const FOLDER = join(import.meta.dirname, "..", "golden");

/** Compares a text with `__tests__/golden/<name>`. `jest -u` rewrites it, a missing one is written, but not under `--ci`. */
function toMatchGolden(this: unknown, received: unknown, name: string) {
	const path = join(FOLDER, name);
	const mode = (this as { snapshotState?: { _updateSnapshot?: string } }).snapshotState?._updateSnapshot ?? "none";
	if (typeof received !== "string") throw new TypeError(`golden/${name}: expected a text`);
	const expected = existsSync(path) ? readFileSync(path, "utf8") : undefined;
	if (expected !== received && (mode === "all" || (mode === "new" && expected === undefined))) {
		mkdirSync(dirname(path), { recursive: true });
		writeFileSync(path, received);
		return { pass: true, message: () => "" };
	}
	return { pass: expected === received, message: () => difference(expected, received, name) };
}

function difference(expected: string | undefined, received: string, name: string): string {
	if (expected === undefined) return `golden/${name} does not exist; run the tests with -u to write it`;
	const lines = expected.split("\n");
	const at = received.split("\n").findIndex((line, index) => line !== lines[index]);
	return `golden/${name} differs in line ${at + 1}; if that is meant, run with -u and read the diff\n- ${lines[at]}\n+ ${received.split("\n")[at]}`;
}

declare module "expect" {
	interface Matchers<R> {
		toMatchGolden(name: string): R;
	}
}

expect.extend({ toMatchGolden });
