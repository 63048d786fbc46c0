import type { Bytes } from "./bytes.ts";

/** What an entry of a layer is. A whiteout hides the lower layers' entry of that path, an opaque folder all below it. */
export type EntryKind = "file" | "folder" | "opaque-folder" | "whiteout" | "link" | "other";

/**
 * What looks at an image's layers. Entries come layer by layer, highest first, in any order within a layer. Or they come
 * folder by folder, so that little must be remembered: after each call of `folder`, the entries that stand directly in
 * it, from all layers that have it, highest first; then its sub-folders with all that is below them, one by one.
 */
export interface ScanSink {
	/** What follows is of the layer with that index (0 is the lowest). */
	layer(index: number): void;
	/** What follows stands directly in that folder, no layer below `lowest` has it. The first one is the root, empty. */
	folder(path: string, lowest: number): void;
	/**
	 * One entry. `path` is relative to the image's root, without a leading slash; for a whiteout it is the hidden path.
	 * `bytes` counts for files only. Entries of one layer with the same `link` are hard links of one file.
	 */
	entry(path: string, kind: EntryKind, bytes: Bytes, link?: string): void;
	/**
	 * The text of a small file that was asked for, already cut at the size limit. A long one comes in pieces, one right after the other, which
	 * end where a line does, if one ends in them; `rest` marks all but the first.
	 */
	file(path: string, text: string, rest?: boolean): void;
	/** The merged view cannot be trusted (redirected folders, extended attributes not readable): why. */
	unsure(why: string): void;
}

/** A tree for {@link World.scanTrees}: one layer's folder on this machine. */
export interface TreeScan {
	/** A file that must hold exactly that text, or nothing is read: the proof that the folder is this engine's. */
	readonly proof: { readonly path: string; readonly text: string };
	/**
	 * Folder of the engine's containerd, where it does not lie beside the proof: read too, when it has containerd's database. What is looked up
	 * there is named by the digest of its content.
	 */
	readonly store?: string;
	/** Highest first. */
	readonly trees: readonly {
		readonly index: number;
		readonly path: string;
		/**
		 * An entry that equals the lower trees' is left out, as BuildKit leaves it out of a layer: a `chown` to the same owner copies
		 * a file up without changing it.
		 */
		readonly skipUnchanged?: boolean;
	}[];
	/** Single files to read besides, below the proven folders too, told whole under their absolute path. */
	readonly files?: readonly string[];
	/** Source of a regular expression on the relative path: small files whose text is wanted. */
	readonly wanted: string;
	/** Source of another one: of these all is told. Of the other wanted files only the first piece is read. Default: of none. */
	readonly whole?: string;
	/** Files longer than that are cut. */
	readonly maxFileBytes: Bytes;
	/** `latin1` keeps the bytes one by one, for the binary databases of image stores. Default `utf8`. */
	readonly encoding?: "utf8" | "latin1";
}

export type Outcome = { readonly ok: true } | { readonly ok: false; readonly why: string };
