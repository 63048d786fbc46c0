import type { MergedView } from "./merged-view.ts";
import { createPathTable, EMPTY_HASH, extendHash, type PathHash, type PathTable } from "./path-table.ts";
import { type SitePlace, siteBelow } from "./site-place.ts";

/** A view of entries that come folder by folder, from all layers at once. */
export interface FolderView extends MergedView {
	/** Starts a folder; no layer below `lowest` has it. Depth first: only the folders that hold it are still remembered. */
	enter(path: string, lowest: number): void;
}

/** Marks are layer index + 1; 0 is "never". */
const NEVER = 0;

interface Frame {
	readonly path: string;
	readonly site: SitePlace | undefined;
	/** Highest layer that hides what the layers below it have in this folder. */
	readonly hider: number;
	/** Entries of this layer and those below it hide nothing: no other layer has the folder. */
	readonly lowest: number;
	/** first: highest layer with a whiteout or a non-folder there; second: highest layer with a folder there. */
	entries?: PathTable;
	/** first: highest layer in which that folder is opaque. */
	opaque?: PathTable;
}

/** The same rules as the view of entries that come layer by layer; remembers only the folders on the way to the current one. */
export function createFolderView(): FolderView {
	const frames: Frame[] = [];
	let here: Frame = { path: "", site: undefined, hider: NEVER, lowest: NEVER };
	let mark = 1;

	const nameOf = (path: string): PathHash => extendHash(EMPTY_HASH, path, path.lastIndexOf("/") + 1);

	/** The highest layer that hides an entry of `frame` from the layers below; two folders merge. */
	function hiderIn(frame: Frame, name: PathHash, kind: "folder" | "leaf"): number {
		const slot = frame.entries?.find(name) ?? -1;
		if (!frame.entries || slot < 0) return frame.hider;
		const over = kind === "folder" ? opaqueIn(frame, name) : frame.entries.second(slot);
		return Math.max(frame.hider, frame.entries.first(slot), over);
	}

	function opaqueIn({ opaque }: Frame, name: PathHash): number {
		const slot = opaque?.find(name) ?? -1;
		return opaque && slot >= 0 ? opaque.first(slot) : NEVER;
	}

	function note(name: PathHash, kind: "folder" | "leaf"): void {
		if (mark <= here.lowest) return;
		here.entries ??= createPathTable();
		const { entries } = here;
		const slot = entries.put(name);
		if (kind === "leaf") {
			if (entries.first(slot) === NEVER) entries.setFirst(slot, mark);
		} else if (entries.second(slot) === NEVER) entries.setSecond(slot, mark);
	}

	function noteOpaque(name: PathHash): void {
		if (mark <= here.lowest) return;
		here.opaque ??= createPathTable();
		const slot = here.opaque.put(name);
		if (here.opaque.first(slot) === NEVER) here.opaque.setFirst(slot, mark);
	}

	return {
		enter(path, lowest) {
			let parent = frames.at(-1);
			for (; parent && !holds(parent.path, path); parent = frames.at(-1)) {
				frames.pop();
				parent.entries?.clear();
				parent.opaque?.clear();
			}
			here = {
				path,
				site: parent && siteBelow(parent.site, path, path.lastIndexOf("/") + 1),
				hider: parent ? hiderIn(parent, nameOf(path), "folder") : NEVER,
				lowest: lowest + 1,
			};
			frames.push(here);
		},
		layer(index) {
			mark = index + 1;
		},
		see(path, kind) {
			const name = nameOf(path);
			const isFolder = kind === "folder" || kind === "opaque-folder";
			const seen = hiderIn(here, name, isFolder ? "folder" : "leaf") <= mark;
			note(name, isFolder ? "folder" : "leaf");
			if (kind === "opaque-folder") noteOpaque(name);
			return seen;
		},
		visible: (path) => hiderIn(here, nameOf(path), "leaf") <= mark,
		hiderOf(path) {
			const hider = hiderIn(here, nameOf(path), "leaf");
			return hider > mark ? hider - 1 : undefined;
		},
		siteOf: () => here.site,
	};
}

/** Whether `path` stands directly in `folder`. */
function holds(folder: string, path: string): boolean {
	const cut = path.lastIndexOf("/");
	return path !== "" && folder === (cut < 0 ? "" : path.slice(0, cut));
}
