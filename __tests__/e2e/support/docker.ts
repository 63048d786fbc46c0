import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll } from "@jest/globals";

/** What `scripts/e2e.ts` says about the engine under test. */
function given(name: string): string {
	const value = process.env[name];
	if (!value) throw new Error(`${name} is not set: run these tests by "npm run e2e"`);
	return value;
}

/** `127.0.0.1:PORT` of the local registry. */
export const REGISTRY = given("MLBUILD_REGISTRY");

/** The base image in the local registry, where a docker-container builder can reach it. */
export const BASE = `${REGISTRY}/base:bookworm`;

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

/** Puts the base image into the local registry. */
export function pushBase(): void {
	docker("tag", given("MLBUILD_BASE_IMAGE"), BASE);
	docker("push", "--quiet", BASE);
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

/** All that a builder can leave on this machine: instances, containers, volumes. */
export interface Builders {
	readonly instances: readonly string[];
	readonly containers: readonly string[];
	readonly volumes: readonly string[];
}

/** Builders as they are now. A builder of ours is named `mlbuild-…`. */
export function listBuilders(matching: RegExp = /./): Builders {
	const keep = (text: string) => text.split("\n").filter((line) => line !== "" && matching.test(line));
	return {
		instances: keep(docker("buildx", "ls", "--format", "{{.Builder.Name}}")).filter((name) => !name.includes(" ")),
		containers: keep(docker("ps", "--all", "--format", "{{.Names}}")),
		volumes: keep(docker("volume", "ls", "--format", "{{.Name}}")),
	};
}

/** What there is when no run of ours left anything. */
export const NO_BUILDERS: Builders = { instances: [], containers: [], volumes: [] };

const builders: string[] = [];

/** A docker-container builder as a user's earlier step makes it, removed after the tests of this file. */
export function makeBuilder(...flags: readonly string[]): string {
	const name = unique("user");
	builders.push(name);
	docker("buildx", "create", "--name", name, "--driver", "docker-container", "--driver-opt", HOST_NETWORK, "--bootstrap", ...flags);
	return name;
}

afterAll(() => {
	for (const name of builders) tryDocker("buildx", "rm", "--force", name);
	for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});
