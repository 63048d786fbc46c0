import { execFileSync } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, it } from "@jest/globals";
import { createFiles } from "../../../src/world/files.ts";

let folder: string;
const at = (name: string) => path.join(folder, name);
const readOwn = (name: string) => createFiles({ temp: folder, home: folder, cwd: folder }).readOwn(at(name));

beforeEach(() => {
	folder = mkdtempSync(path.join(tmpdir(), "mlbuild-files-"));
	writeFileSync(at("own"), "mine", { mode: 0o600 });
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

it("reads a file of our own that nobody else may write", async () => {
	expect(await readOwn("own")).toBe("mine");
});

it.each<[what: string, make: (name: string) => void]>([
	["a link to one", (name) => symlinkSync("own", name)],
	["one that others may write", (name) => [writeFileSync(name, "x"), chmodSync(name, 0o622)]],
	["a pipe, which would never end", (name) => void execFileSync("mkfifo", [name])],
	["a folder", (name) => void execFileSync("mkdir", [name])],
	["nothing", () => {}],
])("does not read %s", async (_what, make) => {
	make(at("other"));
	expect(await readOwn("other")).toBeUndefined();
});
