import type { Engine } from "../model/host.ts";
import type { Outcome } from "../model/scan.ts";

/**
 * Solves a Dockerfile of ours whose context `img` is the user's target; what it copies comes to lie in `<folder>/out`
 * (below `linux_amd64/`… when the build has several platforms).
 */
export type CopyFiles = (dockerfile: string, folder: string) => Promise<Outcome>;

/** An image in the store of an engine on this machine. */
export interface EngineImage {
	readonly kind: "engine-image";
	/** `sha256:…`: of the config (overlay2), of the manifest or index (containerd). */
	readonly id: string;
	readonly engine: Engine;
	readonly copy?: CopyFiles;
}

/** An image in the store of a builder, neither loaded nor pushed. */
export interface BuilderImage {
	readonly kind: "builder-image";
	/** Digest of its manifest or index. */
	readonly digest: string;
	readonly engine: Engine;
	/** The builder's container, `buildx_buildkit_<node>`; absent for builders that are no container of this engine. */
	readonly container?: string;
	/** The platforms that were asked for; empty: the builder's own. */
	readonly platforms: readonly string[];
	/** The text of a blob by other means, where there is no container. */
	readonly attachment?: (digest: string) => Promise<string | undefined>;
	readonly copy?: CopyFiles;
}

/** What is looked at. */
export type Subject = EngineImage | BuilderImage;
