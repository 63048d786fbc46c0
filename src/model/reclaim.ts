import type { Bytes } from "./bytes.ts";

/** One piece of the work: trees to remove, in order. */
export interface ReclaimItem {
	readonly id: string;
	/** Absolute and plain. A path that is not there, is a link, a mount point or on another file system than its parent is told and left alone. */
	readonly paths: readonly string[];
}

/** What is to be removed, and when it is enough. */
export interface ReclaimRequest {
	/** Names the trash folders: `<mount point>/.ml-image-build-trash-<run>`. Letters, digits and hyphens. */
	readonly run: string;
	readonly items: readonly ReclaimItem[];
	/** Nothing more is moved away once all of these have so many bytes free (statfs); what is moved already is still unlinked. */
	readonly until: readonly { readonly path: string; readonly free: Bytes }[];
}

/** What happens, as it happens. */
export type ReclaimEvent =
	/** Its paths are out of the way. */
	| { readonly kind: "moved"; readonly item: string }
	/** A path stays where it is. */
	| { readonly kind: "skipped"; readonly item: string; readonly path: string; readonly why: string }
	/** All of it is unlinked: bytes are those of its blocks, each hard link's once and only when its last name went. */
	| {
			readonly kind: "freed";
			readonly item: string;
			readonly bytes: Bytes;
			readonly files: number;
			readonly seconds: number;
			readonly problems: readonly string[];
	  }
	/** The disks have what was asked for. From now on it goes on slowly, so that the build's own writes are not held up. */
	| { readonly kind: "enough"; readonly free: readonly Bytes[] }
	/** Everything is unlinked that could be. */
	| { readonly kind: "end"; readonly problems: readonly string[] };

/** A removal that runs in a process of its own and outlives the run when that is killed. */
export interface Reclaiming {
	/** When the disks have enough, or all is done, or it failed (`why`). Never rejects. */
	readonly enough: Promise<{ readonly free: readonly Bytes[]; readonly why?: string }>;
	/** When nothing is left to do. */
	readonly done: Promise<{ readonly problems: readonly string[] }>;
	readonly pid: number | undefined;
	/** The disk is about to fill: full speed, and the next items too. */
	hurry(): void;
}
