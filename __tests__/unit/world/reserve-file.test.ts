import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "@jest/globals";
import type { Command, CommandResult } from "../../../src/model/command.ts";
import { reserveFile } from "../../../src/world/reserve-file.ts";
import { runShort } from "../../../src/world/shell.ts";

const MIB = 2 ** 20;
let folder: string;
beforeAll(() => {
	folder = mkdtempSync(path.join(tmpdir(), "reserve-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const real = (command: Command) => runShort(command, process.env);
const missing = async (): Promise<CommandResult> => ({ code: null, error: "ENOENT", stdout: "", stderr: "", ms: 1 });

it.each([
	["by fallocate", real],
	["by writing where there is no fallocate", missing],
])("takes real room in a private file, %s", async (name, run) => {
	const file = path.join(folder, name.replaceAll(" ", "-"));
	const bytes = await reserveFile(file, 5 * MIB + 1, run);
	const { blocks, mode, size } = statSync(file);
	expect(bytes).toBe(blocks * 512);
	expect(bytes).toBeGreaterThanOrEqual(5 * MIB);
	expect(size).toBe(5 * MIB + 1);
	expect(mode & 0o777).toBe(0o600);
});

it("takes less where it has to be written", async () => {
	expect(await reserveFile(path.join(folder, "much"), 128 * MIB, missing)).toBeLessThan(40 * MIB);
});

it("does not touch a file that is there", async () => {
	const file = path.join(folder, "theirs");
	writeFileSync(file, "theirs");
	expect(await reserveFile(file, MIB, real)).toBe(0);
	expect(readFileSync(file, "utf8")).toBe("theirs");
});

it("leaves nothing where there is no room or no right", async () => {
	expect(await reserveFile(path.join(folder, "not", "there"), MIB, real)).toBe(0);
	const full = path.join(folder, "full");
	const broken = async (): Promise<CommandResult> => {
		rmSync(full);
		return missing();
	};
	expect(await reserveFile(full, MIB, broken)).toBe(0);
	expect(() => statSync(full)).toThrow("ENOENT");
});
