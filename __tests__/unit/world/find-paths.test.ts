import {
	mkdirSync,
	mkdtempSync,
	realpathSync,
	rmSync,
	statSync,
	symlinkSync,
	utimesSync,
	writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "@jest/globals";
import { findPaths } from "../../../src/world/find-paths.ts";

const ROOT = realpathSync(mkdtempSync(path.join(tmpdir(), "mlbuild-find-")));
const TIME = 1_700_000_000;

beforeAll(() => {
	mkdirSync(`${ROOT}/julia1.11/bin`, { recursive: true });
	mkdirSync(`${ROOT}/julia1.12`);
	mkdirSync(`${ROOT}/lib`);
	writeFileSync(`${ROOT}/julia1.11/bin/julia`, "x");
	utimesSync(`${ROOT}/julia1.11/bin/julia`, TIME, TIME);
	symlinkSync("julia1.11/bin/julia", `${ROOT}/julia`);
	symlinkSync(`${ROOT}/julia`, `${ROOT}/again`);
	symlinkSync("nowhere/else", `${ROOT}/broken`);
	symlinkSync(`${ROOT}/julia1.11`, `${ROOT}/shortcut`);
	writeFileSync(`${ROOT}/.hidden_list`, "");
	writeFileSync(`${ROOT}/a+b(c)`, "");
});
afterAll(() => rmSync(ROOT, { recursive: true, force: true }));

const find = async (...patterns: string[]) =>
	(await findPaths(patterns.map((pattern) => `${ROOT}/${pattern}`))).map(({ path }) => path.slice(ROOT.length + 1));

it("finds by patterns of single names, in order", async () => {
	expect(await find("lib", "julia*", "*/bin/*", "*_list", "missing", "missing/*")).toEqual([
		"lib",
		...["julia", "julia1.11", "julia1.12"],
		...["julia1.11/bin/julia", "shortcut/bin/julia"],
		".hidden_list",
	]);
	expect(await find("a+b(*)", "julia1.1")).toEqual(["a+b(c)"]);
});

it("tells what is there without following links", async () => {
	const [file] = await findPaths([`${ROOT}/julia1.11/bin/julia`]);
	const { dev, uid } = statSync(ROOT);
	expect(file).toMatchObject({ kind: "file", device: String(dev), uid, modifiedMs: TIME * 1000, real: file?.path });
	const links = await findPaths([`${ROOT}/julia`, `${ROOT}/again`, `${ROOT}/broken`, `${ROOT}/shortcut/bin`]);
	expect(links.map(({ kind, target, real }) => ({ kind, target, real }))).toEqual([
		{ kind: "link", target: `${ROOT}/julia1.11/bin/julia`, real: `${ROOT}/julia` },
		{ kind: "link", target: `${ROOT}/julia1.11/bin/julia`, real: `${ROOT}/again` },
		{ kind: "link", target: `${ROOT}/nowhere/else`, real: `${ROOT}/broken` },
		{ kind: "folder", target: undefined, real: `${ROOT}/julia1.11/bin` },
	]);
});

it("has nothing that cannot be looked at", async () => {
	symlinkSync("loop", `${ROOT}/loop`);
	expect(await find("loop", "loop/*", "loop/x", "julia1.11/bin/julia/x")).toEqual(["loop"]);
});
