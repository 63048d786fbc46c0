import type { DockerfileMap } from "./dockerfile.ts";
import { readMetadata } from "./metadata.ts";

type Env = Readonly<Record<string, string | undefined>>;

const PROVENANCE = "BUILDX_METADATA_PROVENANCE";
/** As docker/build-push-action sets it: the output `metadata` tells what the build checks found. */
const WARNINGS = "BUILDX_METADATA_WARNINGS";
const OFF = /^(disabled|0|f|false)$/i;

/**
 * What buildx is to write into its metadata file (https://docs.docker.com/reference/cli/docker/buildx/build/#metadata-file), beyond what the
 * user's own variables say. `dockerfile`: absent when it is not on this machine.
 */
export function metadataEnv(
	env: Env,
	dockerfile: Pick<DockerfileMap, "large"> | undefined,
	gated: boolean,
): Readonly<Record<string, string>> {
	// With every warning comes the whole Dockerfile.
	const warnings = env[WARNINGS] === undefined && !dockerfile?.large;
	return { ...(warnings && { [WARNINGS]: "true" }), ...provenance(env, dockerfile !== undefined, gated) };
}

/** The lines of a Dockerfile that is not here stand in the full provenance only, the sources in any. */
function provenance(env: Env, here: boolean, gated: boolean): Readonly<Record<string, string>> {
	if (!here) return { [PROVENANCE]: "max" };
	return gated && OFF.test(env[PROVENANCE] ?? "") ? { [PROVENANCE]: "min" } : {};
}

/** The metadata file as it would be had we not asked for more provenance than the user. */
export function publicMetadata(text: string, env: Env): string {
	const given = env[PROVENANCE] ?? "";
	const raw = readMetadata(text)?.raw;
	if (raw === undefined || given === "max") return text;
	const fields = Object.entries(raw).flatMap(([key, value]): [string, unknown][] => {
		if (!key.startsWith("buildx.build.provenance")) return [[key, value]];
		if (OFF.test(given)) return [];
		const { buildConfig: _config, metadata: _metadata, ...rest } = value as Record<string, unknown>;
		return [[key, rest]];
	});
	return JSON.stringify(Object.fromEntries(fields), undefined, 2);
}
