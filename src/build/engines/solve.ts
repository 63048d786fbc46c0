import type { BuildRequest } from "../../model/build-request.ts";

/** The token for Git contexts as a build secret: its id (`GIT_AUTH_TOKEN.github.com`) and the private file that holds it. */
export interface SecretFile {
	readonly id: string;
	readonly path: string;
}

/**
 * One call of the engine: what the user asked for (`request`) and what this call does with it. Everything here wins over the
 * same thing in `request`; what is not here is taken from there.
 */
export interface Solve {
	readonly request: BuildRequest;
	/** Name of the builder; absent: the current one. */
	readonly builder?: string;
	readonly tags: readonly string[];
	/** As for `--output`. */
	readonly outputs: readonly string[];
	readonly push: boolean;
	readonly load: boolean;
	/** Complete values for `--attest`, see `attestations`. */
	readonly attests: readonly string[];
	readonly cacheTo: readonly string[];
	/** False drops `no-cache`, `no-cache-filters` and `pull`, so that a second solve finds the first one's results. */
	readonly fresh: boolean;
	/** Absent when buildx can write none (outputs `local` and `tar`). */
	readonly iidFile?: string;
	readonly metadataFile?: string;
	/** Private files with the values of secrets of kind `value`, by id. */
	readonly secretFiles: Readonly<Record<string, string>>;
	readonly gitToken?: SecretFile;
	/** Limits of every single RUN step, `memory=…`; no part of the cache key. */
	readonly resources?: readonly string[];
}
