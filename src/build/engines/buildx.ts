import type { SecretSource } from "../../model/build-request.ts";
import { writeAttributes } from "./attributes.ts";
import type { Solve } from "./solve.ts";

/**
 * The command that does this solve: flags in the order in which docker/build-push-action 7 gives them, and
 * `--progress=rawjson`. Values of secrets are never in it.
 */
export function solveArgv(solve: Solve): readonly string[] {
	return [
		"docker",
		"buildx",
		"build",
		...buildFlags(solve),
		...commonFlags(solve),
		"--progress=rawjson",
		solve.request.context,
	];
}

/** The values of `--secret` in their order: variables, texts (by their private files), files, the token for Git contexts. */
export function secretFlags(solve: Solve): {
	readonly environment: readonly string[];
	readonly files: readonly string[];
} {
	const { secrets } = solve.request;
	const of = (kind: SecretSource["kind"]): readonly string[] =>
		secrets.filter((secret) => secret.kind === kind).map((secret) => secretFlag(secret, solve.secretFiles));
	const token = solve.gitToken;
	return {
		environment: of("env"),
		files: [...of("value"), ...of("file"), ...(token ? [fileSecret(token.id, token.path)] : [])],
	};
}

function buildFlags(solve: Solve): readonly string[] {
	const { request, fresh } = solve;
	const secrets = secretFlags(solve);
	return [
		...each("--add-host", request.addHosts),
		...each("--allow", request.allow),
		...each("--annotation", request.annotations),
		...each("--build-arg", request.buildArgs),
		...each("--build-context", request.buildContexts),
		...each("--cache-from", request.cacheFrom),
		...each("--cache-to", solve.cacheTo),
		...text("--call", request.call),
		...text("--cgroup-parent", request.cgroupParent),
		...each("--secret", secrets.environment),
		...text("--file", request.file),
		...text("--iidfile", solve.iidFile),
		...each("--label", request.labels),
		...each("--no-cache-filter", fresh ? request.noCacheFilters : []),
		...each("--output", solve.outputs),
		...text("--platform", request.platforms.join(",")),
		...each("--resource", solve.resources ?? []),
		...each("--attest", solve.attests),
		...each("--secret", secrets.files),
		...text("--shm-size", request.shmSize),
		...each("--ssh", request.ssh),
		...each("--tag", solve.tags),
		...text("--target", request.target),
		...each("--ulimit", request.ulimit),
	];
}

function commonFlags(solve: Solve): readonly string[] {
	const { request, fresh } = solve;
	return [
		...text("--builder", solve.builder),
		...flag("--load", solve.load),
		...text("--metadata-file", solve.metadataFile),
		...text("--network", request.network),
		...flag("--no-cache", fresh && request.noCache),
		...flag("--pull", fresh && request.pull),
		...flag("--push", solve.push),
	];
}

function secretFlag(secret: SecretSource, files: Readonly<Record<string, string>>): string {
	if (secret.kind === "env") {
		return writeAttributes([
			{ key: "id", value: secret.id },
			{ key: "env", value: secret.variable },
		]);
	}
	const path = secret.kind === "file" ? secret.path : files[secret.id];
	if (path === undefined) throw new Error(`the secret "${secret.id}" has no file to be read from`);
	return fileSecret(secret.id, path);
}

function fileSecret(id: string, path: string): string {
	return writeAttributes([
		{ key: "id", value: id },
		{ key: "src", value: path },
	]);
}

function each(name: string, values: readonly string[]): readonly string[] {
	return values.flatMap((value) => [name, value]);
}

function text(name: string, value: string | undefined): readonly string[] {
	return value === undefined || value === "" ? [] : [name, value];
}

function flag(name: string, on: boolean): readonly string[] {
	return on ? [name] : [];
}
