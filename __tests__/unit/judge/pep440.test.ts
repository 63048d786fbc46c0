import { readFileSync } from "node:fs";
import { describe, expect, it } from "@jest/globals";
import { matches, parseSpecifier } from "../../../src/judge/pep440.ts";

type Answer = "yes" | "no" | "invalid-spec" | "invalid-version";

function answer(version: string, specifier: string): Answer {
	const parsed = parseSpecifier(specifier);
	if (!parsed.ok) return "invalid-spec";
	const result = matches(version, parsed.spec);
	if (typeof result !== "boolean") return "invalid-version";
	return result ? "yes" : "no";
}

describe("versions as they stand in real images", () => {
	it.each<[version: string, specifier: string, answer: Answer]>([
		["2.6.0+cu124", ">=2.6,<2.8", "yes"],
		["2.6.0+cu124", "==2.6.0", "yes"],
		["2.6.0+cu124", "==2.6.0+cu124", "yes"],
		["2.6.0+cu121", "==2.6.0+cu124", "no"],
		["2.6.0", "==2.6.0+cu124", "no"],
		["2.6.0+CU124", "==2.6.0+cu124", "yes"],
		["2.6.0+cu124", "===2.6.0", "no"],
		["2.6.0+cu124", "===2.6.0+cu124", "yes"],
		["2.6.0+cu124", "~=2.6", "yes"],
		["2.7.1+cu126", "~=2.6", "yes"],
		["2.7.1+cu126", "~=2.6.0", "no"],
		["2.6.0+cu124", ">2.6.0", "no"],
		["2.6.0+cu124", "<=2.6.0", "yes"],
		["2.6.0+cu124", "<2.6.0", "no"],
		["2.6.0+cu124", "==2.6.*", "yes"],
		["2.6.0+cu124", "!=2.6.*", "no"],
		["2.6.0+cpu", "!=2.6.0", "no"],
		["2.6.0+cpu", "!=2.6.0+cu124", "yes"],
		["2.6.0+cu124", ">=2.6.0+cu118", "invalid-spec"],
		["2.6.0+cu124", "==2.6.*+cu124", "invalid-spec"],
		["2.6.0+cu124", "~=2", "invalid-spec"],
		["2.6.0+cu124", "2.6.0", "invalid-spec"],
		["2.6.0+cu124", "^2.6", "invalid-spec"],
		["2.6.0+cu124", ">=2.6 <2.8", "invalid-spec"],
		["2.6.0+cu124", "", "yes"],
		["2.6.0.post1+cu124", ">2.6.0", "no"],
		["2.6.1+cu124", ">2.6.0", "yes"],
		["2.8.0+cu128", ">=2.6.0,<2.8.0", "no"],
		["2.8.0+cu128", "<=2.8", "yes"],
		["2.8.0.dev20250601+cu128", "<2.8.0", "no"],
		["2.8.0.dev20250601+cu128", ">=2.8.0", "no"],
		["2.9.0.dev20250901+cu129", ">=2.8", "yes"],
		["2.9.0.dev20250901+cu129", "==2.9.*", "yes"],
		["2.8.0rc3", "<2.8.0", "no"],
		["2.8.0rc1", "<2.8.0rc2", "yes"],
		["2.8.0rc3", ">=2.8.0rc1", "yes"],
		["2.6.0a0+ecf3bae40a.nv25.1", ">=2.6", "no"],
		["2.6.0a0+ecf3bae40a.nv25.1", "==2.6.0a0", "yes"],
		["2.6.0a0+ecf3bae40a.nv25.1", "==2.6.*", "yes"],
		["2.6.0a0+ecf3bae40a.nv25.01", "==2.6.0a0+ecf3bae40a.nv25.1", "yes"],
		["2.6.0+rocm6.2.4", "==2.6.0", "yes"],
		["2.6.0+rocm6.2.4", "==2.6.0+rocm6.2", "no"],
		["2.8.0+xpu", ">=2.7", "yes"],
		["2.6", "==2.6.0.*", "yes"],
		["2.6.0", "==2.6", "yes"],
		["2.5.1.post303", "==2.5.1", "no"],
		["2.5.1.post303", ">=2.5.1", "yes"],
		["2.5.1.post303", "<=2.5.1", "no"],
		["2.10.0+cpu", ">2.9", "yes"],
		["2.10.0+cpu", "<2.9", "no"],
		["2.7.0a0+gitc2b5d29", ">=2.7", "no"],
		["2.7.0a0+gitc2b5d29", ">=2.7.0a0", "yes"],
		["1.13.0a0", ">=1.13", "no"],
		["v2.6.0", "==2.6.0", "yes"],
		["2.6.0-1", ">=2.6.0", "yes"],
		["1!2.6.0", "<3", "no"],
		["12.4", "==12.4", "yes"],
		["12.4", "==12.4.*", "yes"],
		["12.4.1", "==12.4.*", "yes"],
		["12.4", ">=12.4.1", "no"],
		["unknown", ">=2", "invalid-version"],
		["2.6.0+cu124", "!=2.6.0+cu124", "no"],
		["2.13.0", ">=2.9", "yes"],
	])("%s against %s: %s", (version, asked, expected) => {
		expect(answer(version, asked)).toBe(expected);
	});
});

describe("the same answers as Python's packaging", () => {
	const oracle = JSON.parse(readFileSync(new URL("./pep440-oracle.fixture.json", import.meta.url), "utf8")) as {
		readonly versions: readonly string[];
		readonly specifiers: readonly string[];
		readonly answers: readonly string[];
	};
	const letters: Readonly<Record<string, Answer>> = { y: "yes", n: "no", v: "invalid-version" };
	const rows = oracle.specifiers.map((asked, index) => [asked, oracle.answers[index] ?? ""] as const);

	it("knows enough of them", () => {
		expect(rows.filter(([, answers]) => answers !== "-").length * oracle.versions.length).toBeGreaterThan(20_000);
	});

	it.each(rows)("%j", (asked, answers) => {
		const expected = oracle.versions.map((version, index) => [
			version,
			answers === "-" ? "invalid-spec" : letters[answers[index] ?? ""],
		]);
		expect(oracle.versions.map((version) => [version, answer(version, asked)])).toEqual(expected);
	});
});
