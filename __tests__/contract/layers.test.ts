import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { ROOT } from "./project.ts";

const REFUSED: [path: string, from: string][] = [
	["src/model/a.ts", "node:fs/promises"],
	["src/model/b.ts", "pretty-bytes"],
	["src/model/c.ts", "../plan.ts"],
	["src/judge/assertions/a.ts", "@actions/core"],
	["src/judge/assertions/b.ts", "../../world/real-world.ts"],
	["src/build/engines/a.ts", "node:child_process"],
	["src/image/ways/a.ts", "node:fs"],
	["src/image/ways/b.ts", "node:fs/promises"],
	["src/space/components/a.ts", "node:fs"],
	["src/space/components/b.ts", "../../host/survey.ts"],
	["src/space/a.ts", "node:fs/promises"],
	["src/space/b.ts", "../world/files.ts"],
	["src/inputs/a.ts", "@actions/core"],
	["src/report/a.ts", "../world/files.ts"],
	["src/build/progress/a.ts", "node:path"],
	["src/build/watch/a.ts", "node:fs"],
	["src/plan.ts", "node:process"],
	["src/run.ts", "./world/shell.ts"],
	["src/host/a.ts", "node:os"],
	["src/host/b.ts", "node:fs/promises"],
	["src/world/a.ts", "../plan.ts"],
	["src/world/b.ts", "../judge/judge.ts"],
];

const ALLOWED: [path: string, from: string][] = [
	["src/model/good.ts", "./bytes.ts"],
	["src/judge/assertions/good.ts", "../../model/world.ts"],
	["src/report/good.ts", "pretty-bytes"],
	["src/run-good.ts", "./model/world.ts"],
	["src/space/good.ts", "../model/world.ts"],
	["src/world/good.ts", "node:child_process"],
	["src/world/fine.ts", "../model/plan.ts"],
];

/** Files that were refused and why, of a copy of the house in which each file has one import. */
function lint(folder: string): ReadonlyMap<string, string> {
	for (const name of ["biome.json", ".gitignore"]) copyFileSync(`${ROOT}/${name}`, `${folder}/${name}`);
	for (const [path, from] of [...REFUSED, ...ALLOWED]) {
		mkdirSync(dirname(`${folder}/${path}`), { recursive: true });
		writeFileSync(`${folder}/${path}`, `import { thing } from "${from}";\nthing;\n`);
	}
	const argv = ["lint", "--only=style/noRestrictedImports", "--reporter=github", "--max-diagnostics=200", "src"];
	const { stdout, stderr } = spawnSync(`${ROOT}/node_modules/.bin/biome`, argv, { cwd: folder, encoding: "utf8" });
	const found = [...stdout.matchAll(/title=lint\/style\/noRestrictedImports,file=[^,]*?(src\/[^,]+),.*?::(.*)/g)];
	if (found.length === 0) throw new Error(`the linter found nothing:\n${stdout}${stderr}`);
	return new Map(found.map(([, file = "", message = ""]) => [file, message]));
}

describe("the linter holds the import rule", () => {
	const folder = mkdtempSync(`${tmpdir()}/layers-`);
	let found: ReadonlyMap<string, string>;
	beforeAll(() => {
		found = lint(folder);
	});
	afterAll(() => rmSync(folder, { recursive: true, force: true }));

	it.each(REFUSED)("%s may not import %s, and is told why", (path) => {
		expect(found.get(path) ?? "imported without a word").toMatch(/[Ii]mport|Only through/);
	});

	it.each(ALLOWED)("%s may import %s", (path) => {
		expect(found.has(path)).toBe(false);
	});
});
