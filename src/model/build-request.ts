/** A secret for a build, already validated. The value is never in argv: it is read by buildx from a file or our environment. */
export type SecretSource =
	/** `id=value` given as text: written to a private file before the build. */
	| { readonly kind: "value"; readonly id: string; readonly value: string }
	/** `id=VARIABLE`: the environment variable holds the value. */
	| { readonly kind: "env"; readonly id: string; readonly variable: string }
	/** `id=path`: a file of the user's. */
	| { readonly kind: "file"; readonly id: string; readonly path: string };

/** The inputs of `docker/build-push-action`, under its names in camelCase, with its meanings. Lists are already split. */
export interface BuildRequest {
	readonly addHosts: readonly string[];
	readonly allow: readonly string[];
	readonly annotations: readonly string[];
	/** As given: `type=sbom,generator=…`, `type=provenance,mode=max`. */
	readonly attests: readonly string[];
	readonly buildArgs: readonly string[];
	readonly buildContexts: readonly string[];
	readonly builder: string;
	readonly cacheFrom: readonly string[];
	readonly cacheTo: readonly string[];
	/** Empty: `build`. */
	readonly call: string;
	readonly cgroupParent: string;
	/** A path, a Git or HTTP URL, or `-`; `{{defaultContext}}` already replaced. */
	readonly context: string;
	/** Empty: `Dockerfile` in the context. */
	readonly file: string;
	readonly labels: readonly string[];
	readonly load: boolean;
	readonly network: string;
	readonly noCache: boolean;
	readonly noCacheFilters: readonly string[];
	readonly outputs: readonly string[];
	readonly platforms: readonly string[];
	/** As given (`true`, `false`, `mode=max`, …); empty: not given. */
	readonly provenance: string;
	readonly pull: boolean;
	readonly push: boolean;
	/** As given; empty: not given. */
	readonly sbom: string;
	readonly secrets: readonly SecretSource[];
	readonly shmSize: string;
	readonly ssh: readonly string[];
	readonly tags: readonly string[];
	readonly target: string;
	readonly ulimit: readonly string[];
	/** The token that fetches this repository, and the id of the secret as which BuildKit takes it; absent: not needed. Never in argv. */
	readonly gitToken?: { readonly id: string; readonly value: string };
	/** True when the default context (this repository's Git URL) or another remote Git context is built. */
	readonly gitContext: boolean;
}

/** The context is a Git repository or an archive behind a URL: BuildKit fetches it, and the Dockerfile with it. */
export function isFetched({ gitContext, context }: Pick<BuildRequest, "gitContext" | "context">): boolean {
	return gitContext || /^[a-z]+:\/\//i.test(context);
}

/** Layer compression of the image we export. Empty: BuildKit's default (gzip). */
export type Compression = "" | "gzip" | "zstd" | "estargz" | "uncompressed";
