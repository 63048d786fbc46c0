import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, it } from "@jest/globals";
import { createFiles } from "../../../src/world/files.ts";

let folder: string;
const at = (...names: string[]) => path.join(folder, ...names);
const files = () => createFiles({ temp: folder, home: folder, cwd: folder });

beforeEach(() => {
	folder = mkdtempSync(path.join(tmpdir(), "mlbuild-folders-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

it("makes what is missing above a file, and writes side by side", async () => {
	await Promise.all(["1", "2", "3"].map((name) => files().write(at("a", "b", "c", name), name)));
	expect(await files().list(at("a", "b", "c"))).toEqual(["1", "2", "3"]);
});

it("makes private folders, and takes those that are ours", async () => {
	expect([await files().makePrivate(at("p", "q")), await files().makePrivate(at("p", "q"))]).toEqual([
		undefined,
		undefined,
	]);
	expect([at("p"), at("p", "q")].map((name) => statSync(name).mode & 0o777)).toEqual([0o700, 0o700]);
});

it.each<[what: string, make: () => void, code: string]>([
	["a file stands in its place", () => writeFileSync(at("x"), ""), "ENOTDIR"],
	["a link stands in its place", () => symlinkSync(tmpdir(), at("x")), "EACCES"],
	["a link that leads nowhere stands in its place", () => symlinkSync(at("none"), at("x")), "EEXIST"],
	["a file stands above it", () => writeFileSync(at("x"), ""), "ENOTDIR"],
])("says why a folder cannot be a private one: %s", async (what, make, code) => {
	make();
	expect(await files().makePrivate(what.includes("above") ? at("x", "y") : at("x"))).toMatchObject({ code });
});

const onLinux = process.platform === "linux" ? it : it.skip;
onLinux("comes to an end where the kernel makes no folder", () => {
	// In a process of its own: what never ends cannot be given up.
	const program = `
		const { createFiles } = await import(${JSON.stringify(path.resolve("src/world/files.ts"))});
		const files = createFiles({ temp: "/tmp", home: "/proc", cwd: "/" });
		const written = await files.write("/proc/.local/state/x", "").catch((error) => error);
		const made = await files.makePrivate("/proc/.local/state");
		console.log(written.code, made.code);`;
	const { stdout, signal } = spawnSync(process.execPath, ["--input-type=module", "-e", program], {
		encoding: "utf8",
		timeout: 20_000,
		killSignal: "SIGKILL",
	});
	expect({ stdout: stdout.trim(), signal }).toEqual({ stdout: "ENOENT ENOENT", signal: null });
});
