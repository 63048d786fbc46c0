import fs from "node:fs";
import type { ScanSink } from "../model/scan.ts";
import { type BytePath, listNames, toNative, toText } from "./byte-paths.ts";

/** One layer's folder on this machine. */
export interface Tree {
	readonly root: BytePath;
	/** The layer's index; none for a merged view. */
	readonly index?: number;
	/** An entry that equals the lower trees' is no part of this layer. */
	readonly skipUnchanged?: boolean;
}

/** With what a folder of a layer is compared. */
export interface Compared {
	/** Roots of the layers below whose folder of that path is seen from this one, the highest first. */
	readonly lower: readonly BytePath[];
	/** The folder is opaque, or one above it is. */
	readonly alone: boolean;
}

const NOTHING: Compared = { lower: [], alone: false };

/** Remembers, for the folders on the way to the current one, with what each layer's is compared. */
export function createComparison(trees: readonly Tree[], opaque: ReadonlySet<BytePath>) {
	const way: { readonly path: BytePath; readonly compared: ReadonlyMap<Tree, Compared> }[] = [];

	function compare(tree: Tree, path: BytePath, parent: Compared): Compared {
		const alone = parent.alone || opaque.has(`${tree.root}/${path}`);
		const lower = parent.lower.length === 0 ? [] : lowerFolders(parent.lower, path, opaque);
		return lower.length === 0 && !alone ? NOTHING : { lower, alone };
	}
	return {
		/** To be asked once for each folder, a folder before those in it. */
		enter(path: BytePath, having: readonly Tree[]): (tree: Tree) => Compared {
			const parent = path === "" ? undefined : path.slice(0, Math.max(0, path.lastIndexOf("/")));
			while (way.length > 0 && way.at(-1)?.path !== parent) way.pop();
			const above = way.at(-1)?.compared;
			const compared = new Map<Tree, Compared>();
			for (const tree of having) {
				if (tree.skipUnchanged !== true) continue;
				const below = trees.slice(trees.indexOf(tree) + 1).map(({ root }) => root);
				const found =
					parent === undefined ? { lower: below, alone: false } : compare(tree, path, above?.get(tree) ?? NOTHING);
				if (found !== NOTHING) compared.set(tree, found);
			}
			way.push({ path, compared });
			return (tree) => compared.get(tree) ?? NOTHING;
		},
		/** Whether a sub-folder that is opaque hides all that lies below it: nothing there is compared. */
		hidesAll(path: BytePath, lower: readonly BytePath[]): boolean {
			return lower.length === 0 || lowerFolders(lower, path, opaque).length === 0;
		},
	};
}

/** Those of the trees whose folder of that path is seen below this layer: an opaque one hides those below it. */
function lowerFolders(lower: readonly BytePath[], path: BytePath, opaque: ReadonlySet<BytePath>): BytePath[] {
	const seen: BytePath[] = [];
	for (const root of lower) {
		const stat = fs.lstatSync(toNative(`${root}/${path}`), { throwIfNoEntry: false });
		if (!stat) continue;
		if (!stat.isDirectory()) break;
		seen.push(root);
		if (opaque.has(`${root}/${path}`)) break;
	}
	return seen;
}

/**
 * An opaque folder of a layer that is compared hides only what it does not have itself: what is equal in both stays out
 * of the layer, and the lower one is seen.
 */
export function hideOthers(root: BytePath, folder: BytePath, lower: readonly BytePath[], sink: ScanSink): void {
	if (lower.length === 0) return;
	const own = new Set(listNames(`${root}/${folder}`));
	for (const tree of lower) {
		for (const name of listNames(`${tree}/${folder}`)) {
			if (own.has(name)) continue;
			own.add(name);
			sink.entry(toText(`${folder}/${name}`), "whiteout", 0);
		}
	}
}
