import { describe, expect, it } from "@jest/globals";
import { matchesCuda, parseCuda } from "../../../src/judge/cuda.ts";

function answer(cuda: string, asked: string): boolean | { readonly invalid: string } {
	const parsed = parseCuda(asked);
	if (!parsed.ok) throw new Error(`${asked} ${parsed.why}`);
	return matchesCuda(cuda, parsed.wish);
}

describe("CUDA versions", () => {
	it.each<[cuda: string, asked: string, expected: boolean]>([
		["12.4", "12.4", true],
		["12.4.1", "12.4", true],
		["12.10", "12.1", false],
		["12.1", "12.10", false],
		["12.8", "12", true],
		["12.8", "12.*", true],
		["12.8", "1", false],
		["12.8", "cu128", true],
		["13.0", "cu130", true],
		["11.8", "cu118", true],
		["9.2", "cu92", true],
		["12.6", "cu12", true],
		["12.4", "CU124", true],
		["12.4.1", "12.4.*", true],
		["12.4", ">=12.4,<13", true],
		["12.8", ">=12.4,<13", true],
		["13.0", ">=12.4,<13", false],
		["12.1", ">=12.4,<13", false],
		["12.4", "==12.4", true],
		["12.4.1", "==12.4", false],
		["12.4", "cpu", false],
		["12.4", "none", false],
	])("%s against %s: %s", (cuda, asked, expected) => {
		expect(answer(cuda, asked)).toBe(expected);
	});

	it.each(["12.4", ">=12"])("a version that is none is not a mismatch (%s)", (asked) => {
		expect(answer("twelve", asked)).toEqual({ invalid: expect.stringContaining("twelve") });
	});

	it.each<[given: string, why: string, remedy: string]>([
		["12.x", '"*"', 'write "12.*"'],
		["CUDA 12.4", "only the number", 'write "12.4"'],
		["v12.4", "only the number", 'write "12.4"'],
		["124", "point is missing", 'write "12.4"'],
		["12,4", "comma for a point", 'write "12.4"'],
		[">=12.4 <13", "comma is missing", 'write ">=12.4,<13"'],
		["rocm", "only CUDA", "torch-version"],
		["xpu", "only CUDA", "torch-version"],
		["^12", "npm", '"12.4"'],
		["latest", "is not a CUDA version", '"12.4", "12.*", ">=12.4,<13" or "none"'],
		[">=latest", "is not a CUDA version", '"12.4", "12.*", ">=12.4,<13" or "none"'],
	])("%s is refused", (given, why, remedy) => {
		expect(parseCuda(given)).toMatchObject({
			ok: false,
			why: expect.stringContaining(why),
			remedy: expect.stringContaining(remedy),
		});
	});
});
