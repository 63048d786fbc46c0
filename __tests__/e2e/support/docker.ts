import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll } from "@jest/globals";
import { pushedBases } from "../../../scripts/engine/spare-images.ts";

/** What `scripts/e2e.ts` says about the engine under test. */
function given(name: string): string {
	const value = process.env[name];
	if (!value) throw new Error(`${name} is not set: run these tests by "npm run e2e"`);
	return value;
}

/** `127.0.0.1:PORT` of the local registry. */
export const REGISTRY = given("MLBUILD_REGISTRY");

/** An image of coreutils and Python in the local registry, where a docker-container builder can reach it. */
export const BASE = pushedBases(REGISTRY).lean;

/** The base image there, with pip and all that a Debian has. A new builder takes up to ten seconds to unpack it. */
export const FULL_BASE = pushedBases(REGISTRY).full;

/** A docker-container builder is in a network of its own; the registry listens on this machine's loopback. */
export const HOST_NETWORK = "network=host";

/** Runs docker and gives what it printed; throws with its complaint when it fails. */
export function docker(...args: readonly string[]): string {
	return execFileSync("docker", args, { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"], maxBuffer: 64e6 }).trim();
}

/** Runs docker and does not mind when it fails. */
export function tryDocker(...args: readonly string[]): string {
	return spawnSync("docker", args, { encoding: "utf8" }).stdout?.trim() ?? "";
}

/** A name nobody else uses. */
export function unique(prefix: string): string {
	return `${prefix}-${process.pid}-${Math.random().toString(36).slice(2, 8)}`;
}

const folders: string[] = [];

/** A folder with these files, removed after the tests of this file. */
export function folderWith(files: Readonly<Record<string, string>>): string {
	const folder = mkdtempSync(path.join(tmpdir(), "mlbuild-e2e-"));
	folders.push(folder);
	for (const [name, text] of Object.entries(files)) {
		mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
		writeFileSync(path.join(folder, name), text);
	}
	return folder;
}

/** A Dockerfile on the base image in the registry. */
export function dockerfile(...lines: readonly string[]): string {
	return [`FROM ${BASE}`, ...lines, ""].join("\n");
}

/** The builder that a run made for itself, as its log names it. */
export function ownBuilder(log: string): string {
	const name = /--builder (mlbuild-[\w-]+)/.exec(log)?.[1];
	if (!name) throw new Error(`no builder of our own in the log:\n${log}`);
	return name;
}

/** What there still is of a builder: its instance, containers and volumes. */
export function tracesOf(builder: string): readonly string[] {
	const all = [
		docker("buildx", "ls", "--format", "{{.Name}}"),
		docker("ps", "--all", "--format", "container {{.Names}}"),
		docker("volume", "ls", "--format", "volume {{.Name}}"),
	];
	return all.flatMap((text) => text.split("\n")).filter((line) => line.includes(builder));
}

const builders: string[] = [];

/** A docker-container builder as a user's earlier step makes it, removed after the tests of this file. */
export function makeBuilder(...flags: readonly string[]): string {
	const name = unique("user");
	builders.push(name);
	docker(
		"buildx",
		"create",
		"--name",
		name,
		"--driver",
		"docker-container",
		"--driver-opt",
		HOST_NETWORK,
		"--bootstrap",
		...flags,
	);
	return name;
}

afterAll(() => {
	for (const name of builders) tryDocker("buildx", "rm", "--force", name);
	for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});
