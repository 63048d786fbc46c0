import { existsSync } from "node:fs";
import { describe, expect, it } from "@jest/globals";
import { parse } from "yaml";
import { filesBelow, ROOT, readProject } from "./project.ts";

describe("workflows", () => {
	const files = filesBelow(".github/workflows");

	it("use actions by their full commit, with the version beside it", () => {
		const lines = files
			.flatMap((path) => readProject(path).split("\n"))
			.filter((line) => /^\s*(-\s+)?uses:/.test(line));
		const foreign = lines.filter((line) => !/uses:\s*\.\//.test(line));
		expect(foreign.length).toBeGreaterThan(0);
		expect(foreign.filter((line) => !/uses:\s*[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(line))).toEqual([]);
	});

	it("start without any permission and give each job its own", () => {
		for (const path of files) {
			const { permissions, jobs } = parse(readProject(path)) as {
				readonly permissions: object;
				readonly jobs: Readonly<Record<string, { readonly permissions?: object }>>;
			};
			expect(permissions).toEqual({});
			expect(Object.values(jobs).filter((job) => job.permissions === undefined)).toEqual([]);
		}
	});
});

describe("package.json", () => {
	const { scripts, bin } = JSON.parse(readProject("package.json")) as {
		readonly scripts: Readonly<Record<string, string>>;
		readonly bin: Readonly<Record<string, string>>;
	};

	it("has the scripts a newcomer guesses", () => {
		expect(Object.keys(scripts)).toEqual(
			expect.arrayContaining(["demo", "test", "check", "build", "e2e", "bench", "engine"]),
		);
	});

	it("names files that are there", () => {
		const named = [...Object.values(scripts), ...Object.values(bin)].flatMap(
			(text) => text.match(/[\w./-]+\.(?:ts|js)\b/g) ?? [],
		);
		expect(named.length).toBeGreaterThan(0);
		expect(named.filter((path) => !existsSync(`${ROOT}/${path}`))).toEqual([]);
	});
});

describe("sources", () => {
	const sources = filesBelow("src").filter((path) => path.endsWith(".ts"));

	it("have at most 300 lines a file", () => {
		expect(sources.length).toBeGreaterThan(20);
		expect(sources.filter((path) => readProject(path).trimEnd().split("\n").length > 300)).toEqual([]);
	});

	it("have names in kebab case", () => {
		expect(sources.filter((path) => !/^src(\/[a-z0-9]+(-[a-z0-9]+)*)+\.ts$/.test(path))).toEqual([]);
	});
});
