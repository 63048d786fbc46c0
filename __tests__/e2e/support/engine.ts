import { spawnSync } from "node:child_process";

/** The base image of the docker driver's tests, in the engine itself. */
export const BASE_IMAGE = process.env["MLBUILD_BASE_IMAGE"] ?? "python:3.12-slim";
/** DOCKER_HOST of a second engine with the containerd image store; none beside a machine's own engine. */
export const CONTAINERD_HOST = process.env["MLBUILD_CONTAINERD_HOST"];

/** Fails with the reason where there is no second engine: a test of the containerd store means nothing on another. */
export function needsContainerd(): string {
	if (CONTAINERD_HOST !== undefined) return CONTAINERD_HOST;
	throw new Error(
		"no engine with the containerd image store beside this machine's own: run as root on a Debian with MLBUILD_ENGINE_MODE=private",
	);
}

/** Runs docker on an engine, the tests' own when `host` is not given; throws what it said when it fails. */
export function dockerAt(host: string | undefined, ...argv: readonly string[]): string {
	const env = { ...process.env, ...(host !== undefined && { DOCKER_HOST: host }) };
	const { status, stdout, stderr } = spawnSync("docker", argv, { env, encoding: "utf8", maxBuffer: 64 << 20 });
	if (status !== 0) throw new Error(`docker ${argv.join(" ")}: ${stderr}`);
	return stdout;
}

/** Id of an image in the engine, or nothing when no image has that name. */
export function imageId(ref: string, host?: string): string | undefined {
	try {
		return dockerAt(host, "image", "inspect", "--format", "{{.Id}}", ref).trim();
	} catch {
		return undefined;
	}
}

/** Takes all tags of a repository away; the build cache keeps its layers. */
export function untag(repository: string, host?: string): void {
	const list = ["images", "--filter", `reference=${repository}`, "--format", "{{.Repository}}:{{.Tag}}"];
	const tags = dockerAt(host, ...list).split("\n");
	for (const tag of tags) if (tag !== "" && !tag.endsWith(":<none>")) dockerAt(host, "rmi", tag);
}
