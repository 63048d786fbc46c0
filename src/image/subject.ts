import type { Engine } from "../model/host.ts";
import type { Outcome } from "../model/scan.ts";

/**
 * Solves a Dockerfile of ours whose context `img` is the user's target. What it copies lies in the folder that it gives (below
 * `linux_amd64/`… when the build has several platforms), a private one of this run's; who asked removes it.
 */
export type CopyFiles = (dockerfile: string) => Promise<{ readonly ok: true; readonly folder: string } | Refused>;

type Refused = Extract<Outcome, { readonly ok: false }>;

interface AnyImage {
	readonly engine: Engine;
	/** The platforms that were asked for; empty: the engine's or the builder's own. */
	readonly platforms: readonly string[];
	readonly copy?: CopyFiles;
	/** Who solves it, where that is the engine itself: its version then tells what its builder knows. */
	readonly copier?: "engine";
}

/** An image in the store of an engine on this machine. */
export interface EngineImage extends AnyImage {
	readonly kind: "engine-image";
	/** `sha256:…`: of the config (overlay2), of the manifest or index (containerd). */
	readonly id: string;
}

/** An image in the store of a builder, neither loaded nor pushed. */
export interface BuilderImage extends AnyImage {
	readonly kind: "builder-image";
	/** Digest of its manifest or index. */
	readonly digest: string;
	/** The builder's container, `buildx_buildkit_<node>`; absent for builders that are no container of this engine. */
	readonly container?: string;
	/** The text of a blob by other means, where there is no container. */
	readonly attachment?: (digest: string) => Promise<string | undefined>;
}

/** What is looked at. */
export type Subject = EngineImage | BuilderImage;
