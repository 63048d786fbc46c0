import type { EntryKind } from "../model/scan.ts";
import { createLargeTable, createPathTable, EMPTY_HASH, extendHash, type PathHash } from "./path-table.ts";
import { type SitePlace, siteBelow } from "./site-place.ts";

/** A folder of the layer that is being read. */
interface Folder {
	readonly hash: PathHash;
	/** A higher layer hides everything in it. */
	readonly hidden: boolean;
	/** A higher layer has this folder too: its entries must be looked up one by one. */
	readonly shared: boolean;
	/** Set in and below a site-packages folder. */
	readonly site: SitePlace | undefined;
}

/** Which entries of the layers are seen in the merged file system. Layers come highest first, here or in each folder. */
export interface MergedView {
	/** Starts a layer. The lowest one (index 0) hides nothing, so nothing of it is remembered. */
	layer(index: number): void;
	/** Notes an entry and says whether it is visible. Whiteouts and opaque folders never count for their own layer. */
	see(path: string, kind: EntryKind): boolean;
	/** Whether a file of the current layer is visible. */
	visible(path: string): boolean;
	/** The highest layer that hides this path of the current layer; nothing when it is visible. */
	hiderOf(path: string): number | undefined;
	/** Where the folder that holds an entry stands in a site-packages folder. */
	siteOf(path: string): SitePlace | undefined;
}

/** Folders of one layer that are remembered; a walk in any sensible order needs a few dozen. */
const REMEMBERED = 4096;
/** Marks in the tables are layer index + 1, in 16 bits; 0 is "never". */
const LAST_MARK = 0xffff;
const NEVER = 0;

/**
 * For entries that come layer by layer: all of the upper layers are remembered, by hash.
 *
 * The rules of OCI layers and overlayfs: an entry is hidden when a higher layer has a whiteout or anything else at its
 * path (two folders merge), or when one of its folders is hidden, opaque or no folder in a higher layer.
 * https://github.com/opencontainers/image-spec/blob/main/layer.md
 */
export function createMergedView(): MergedView {
	/** first: highest layer with a whiteout or a non-folder there; second: highest layer with a folder there. */
	const table = createLargeTable();
	/** Highest layer in which the folder is opaque. */
	const opaque = createPathTable();
	let mark = 1;
	let folders = new Map<string, Folder>();
	let lastPath = "";
	let last: Folder | undefined;

	function folderAt(path: string): Folder {
		if (last && path === lastPath) return last;
		let folder = folders.get(path);
		if (!folder) {
			folder = path === "" ? rootFolder() : enter(path);
			if (folders.size >= REMEMBERED) folders = new Map();
			folders.set(path, folder);
		}
		lastPath = path;
		last = folder;
		return folder;
	}

	function rootFolder(): Folder {
		const slot = opaque.find(EMPTY_HASH);
		return { hash: EMPTY_HASH, hidden: slot >= 0 && opaque.first(slot) > mark, shared: true, site: undefined };
	}

	function enter(path: string): Folder {
		const cut = path.lastIndexOf("/");
		const parent = folderAt(cut < 0 ? "" : path.slice(0, cut));
		const hash = extendHash(parent.hash, path, Math.max(cut, 0));
		const { hidden, shared } = judge(parent, hash);
		if (!hidden) note(hash, "second");
		return { hash, hidden, shared, site: siteBelow(parent.site, path, cut + 1) };
	}

	function judge(parent: Folder, hash: PathHash): { hidden: boolean; shared: boolean } {
		if (parent.hidden) return { hidden: true, shared: false };
		if (!parent.shared) return { hidden: false, shared: false };
		const slot = table.find(hash);
		if (slot < 0) return { hidden: false, shared: false };
		const over = opaque.find(hash);
		return {
			hidden: table.first(slot) > mark || (over >= 0 && opaque.first(over) > mark),
			shared: table.second(slot) > mark,
		};
	}

	function note(hash: PathHash, column: "first" | "second"): void {
		if (mark === 1) return;
		const slot = table.put(hash);
		if (column === "first") {
			if (table.first(slot) === NEVER) table.setFirst(slot, mark);
		} else if (table.second(slot) === NEVER) table.setSecond(slot, mark);
	}

	function noteOpaque(hash: PathHash): void {
		const slot = opaque.put(hash);
		if (opaque.first(slot) === NEVER) opaque.setFirst(slot, mark);
	}

	function opaqueAt(hash: PathHash): number {
		const slot = opaque.find(hash);
		return slot < 0 ? NEVER : opaque.first(slot);
	}

	function hashOf(parent: Folder, path: string): PathHash {
		return extendHash(parent.hash, path, Math.max(path.lastIndexOf("/"), 0));
	}

	function leafVisible(parent: Folder, hash: PathHash): boolean {
		if (parent.hidden) return false;
		if (!parent.shared) return true;
		const slot = table.find(hash);
		return slot < 0 || (table.first(slot) <= mark && table.second(slot) <= mark);
	}

	return {
		layer(index) {
			mark = index + 1;
			if (mark > LAST_MARK) throw new Error(`layer ${index}: no image has that many layers`);
			folders = new Map();
			last = undefined;
		},
		see(path, kind) {
			if (kind === "folder" || kind === "opaque-folder") {
				const folder = folderAt(path);
				if (kind === "opaque-folder") noteOpaque(folder.hash);
				return !folder.hidden;
			}
			const parent = folderAt(parentOf(path));
			if (mark === 1 && !parent.shared) return !parent.hidden;
			const hash = hashOf(parent, path);
			const seen = leafVisible(parent, hash);
			if (!parent.hidden) note(hash, "first");
			return seen;
		},
		visible(path) {
			const parent = folderAt(parentOf(path));
			return leafVisible(parent, hashOf(parent, path));
		},
		hiderOf(path) {
			let hash = EMPTY_HASH;
			let hider = opaqueAt(hash);
			for (let end = 0; end < path.length && hider <= mark; ) {
				const from = end;
				const cut = path.indexOf("/", end + 1);
				end = cut < 0 ? path.length : cut;
				hash = extendHash(hash, path.slice(from, end));
				const slot = table.find(hash);
				const leaf = end === path.length;
				if (slot >= 0) hider = Math.max(hider, table.first(slot), leaf ? table.second(slot) : NEVER);
				if (!leaf) hider = Math.max(hider, opaqueAt(hash));
			}
			return hider > mark ? hider - 1 : undefined;
		},
		siteOf: (path) => folderAt(parentOf(path)).site,
	};
}

function parentOf(path: string): string {
	const cut = path.lastIndexOf("/");
	return cut < 0 ? "" : path.slice(0, cut);
}
