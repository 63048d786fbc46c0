import { describe, expect, it } from "@jest/globals";
import { overlap, parseSpecifier, type Specifier } from "../../../src/judge/pep440.ts";

function specifier(text: string): Specifier {
	const parsed = parseSpecifier(text);
	if (!parsed.ok) throw new Error(`${text} ${parsed.why}`);
	return parsed.spec;
}

describe("a specifier that is none", () => {
	it.each<[given: string, why: string, better: string]>([
		["2.6.0", "without an operator", "==2.6.0"],
		["2.6.0+cu124", "without an operator", "==2.6.0+cu124"],
		["2.6", "without an operator", "==2.6.*"],
		["2.6.0rc1", "without an operator", "==2.6.0rc1"],
		["2.6.x", '"*"', "==2.6.*"],
		["2.x.x", '"*"', "==2.*"],
		["==2.6.X", '"*"', "==2.6.*"],
		["2.6.*", "operator is missing", "==2.6.*"],
		["^2.6", "npm and Poetry", ">=2.6,<3"],
		["^0.4.1", "npm and Poetry", ">=0.4.1,<0.5"],
		["~2.6", "npm and Poetry", "==2.6.*"],
		["~2.6.1", "npm and Poetry", "~=2.6.1"],
		[">=2.6 <2.8", "comma is missing", ">=2.6,<2.8"],
		[">=2.6<2.8", "comma is missing", ">=2.6,<2.8"],
		[">=2.6 !=2.7.0 <2.8", "comma is missing", ">=2.6,!=2.7.0,<2.8"],
		["~=2", "at least two components", "==2.*"],
		[">=2.6.0+cu118", "local part", ">=2.6.0"],
		["~=2.6.0+cu118", "local part", "~=2.6.0"],
		["==2.6.*+cu124", "local part", "==2.6.*"],
		[">=2.6.*", 'only == and != allow ".*"', ">=2.6"],
		["<=2.6.*", 'only == and != allow ".*"', "<2.7"],
		[">2.6.*", 'only == and != allow ".*"', ">=2.7"],
		["~=2.6.*", 'only == and != allow ".*"', "==2.6.*"],
		["=2.6.0", 'two "="', "==2.6.0"],
		["=>2.6", "wrong way round", ">=2.6"],
		["≥2.6", "mathematical", ">=2.6"],
		["'>=2.6'", "quotes", ">=2.6"],
		["torch>=2.6", "names the package", ">=2.6"],
		["torch >=2.6 <2.8", "names the package", ">=2.6,<2.8"],
		["torch==2.6.0+cu124", "names the package", "==2.6.0+cu124"],
		["(>=2.6,<2.8)", "parentheses", ">=2.6,<2.8"],
		[">=2.6,2.7.0", "without an operator", ">=2.6,==2.7.0"],
	])("%s: says why and offers what is meant", (given, why, better) => {
		const parsed = parseSpecifier(given);
		expect(parsed).toMatchObject({ ok: false, why: expect.stringContaining(why), remedy: `write "${better}"` });
		expect(parseSpecifier(better)).toMatchObject({ ok: true });
	});

	it.each([
		"latest",
		">=",
		">=2.6 || <2.0",
		'>=2.6; python_version > "3.9"',
		"==2.6.0rc1.*",
		">=two",
		"==",
		"!",
		"2.6.0 cu124",
		"=== ",
	])("%s: shows examples where nothing can be guessed", (given) => {
		expect(parseSpecifier(given)).toMatchObject({ ok: false, remedy: expect.stringContaining('">=2.6,<2.8"') });
	});

	it("is refused in linear time", () => {
		const started = performance.now();
		parseSpecifier(`>=${"2.".repeat(200_000)}x`);
		parseSpecifier(`${"a".repeat(200_000)} !`);
		parseSpecifier(`==${"*.".repeat(200_000)}`);
		expect(performance.now() - started).toBeLessThan(20_000);
	});
});

describe("whether two specifiers leave a common version", () => {
	it.each<[one: string, other: string, common: boolean]>([
		[">=2.6,<2.8", "==2.8.0", false],
		[">=2.6,<2.8", "==2.7.1", true],
		[">=2.6,<2.8", ">=2.8", false],
		[">=2.6,<2.8", ">=2.7.1", true],
		[">=2.6,<2.8", "<2.6", false],
		[">=2.6,<2.8", "<=2.6", true],
		[">=2.6,<2.8", "", true],
		[">=2.6,<2.8", ">1.10,!=2.7.0", true],
		["==2.6.0+cu124", "==2.6.0", true],
		["==2.6.0", "!=2.6.0", false],
		["==2.6.*", ">2.6", true],
		["==2.6.*", "~=2.7.0", false],
		["==2.6.*", ">=2.6.3,<2.6.4", true],
		["==2.*", "!=2.6.*,>=2.6", true],
		["==2.6.*", "!=2.6.*", false],
		["<2", ">=1.13.1", true],
	])("%s and %s: %s", (one, other, common) => {
		expect([overlap(specifier(one), specifier(other)), overlap(specifier(other), specifier(one))]).toEqual([
			common,
			common,
		]);
	});
});
