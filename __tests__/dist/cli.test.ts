import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, expect, test } from "@jest/globals";
import { ROOT } from "../support/action.ts";

const home = mkdtempSync(path.join(tmpdir(), "mlbuild-cli-"));
afterAll(() => rmSync(home, { recursive: true, force: true }));

function cli(argv: readonly string[], node: readonly string[] = []) {
	return spawnSync(process.execPath, [...node, path.join(ROOT, "dist", "cli.js"), ...argv], {
		encoding: "utf8",
		env: { ...process.env, DOCKER_HOST: "unix:///nowhere/docker.sock", HOME: home, TMPDIR: home },
	});
}

test("an older Node is told so in one sentence", () => {
	const old = "data:text/javascript,Object.defineProperty(process.versions,'node',{value:'20.1.0'})";
	const { status, stderr } = cli(["build", "."], ["--import", old]);
	expect(status).toBe(2);
	expect(stderr).toContain("needs Node 24");
	expect(stderr.trim().split("\n")).toHaveLength(1);
});

test.each([
	[["frobnicate"], "is not a command"],
	[[], "ml-image-build build"],
])("%j is not understood: usage and exit code 2", (argv, text) => {
	const { status, stdout } = cli(argv);
	expect(status).toBe(2);
	expect(stdout).toContain(text);
});

test("help lists the inputs as flags", () => {
	const { status, stdout } = cli(["--help"]);
	expect(status).toBe(0);
	expect(stdout).toContain("--max-image-size");
	expect(stdout).toContain("--torch-version");
});

test("a flag that does not exist is refused with the nearest one, exit code 2", () => {
	const { status, stderr, stdout } = cli(["build", ".", "--max-imagesize", "9GB"]);
	expect(status).toBe(2);
	expect(stderr + stdout).toContain("--max-image-size");
	expect(stderr + stdout).not.toContain("\u001b[");
});

test("no engine is no misunderstanding: exit code 1", () => {
	writeFileSync(path.join(home, "Dockerfile"), "FROM scratch\n");
	expect(cli(["build", home]).status).toBe(1);
});
