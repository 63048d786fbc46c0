import type { Bytes } from "../model/bytes.ts";
import { createLargeTable, EMPTY_HASH, extendHash } from "./path-table.ts";

/** What one layer adds up to. */
export interface LayerSum {
	/** Its regular files' bytes, hard links once. */
	readonly unpackedBytes: Bytes;
	/** Its regular files, hard links counted by name. */
	readonly files: number;
}

/** Sums of layers and of the merged view, hard links once per layer. */
export interface LayerSums {
	/** What follows is of that layer; its hard links tell inodes, or the path of an earlier entry of the same layer. */
	layer(index: number, links: "inodes" | "paths"): void;
	file(path: string, bytes: Bytes, link: string | undefined, visible: boolean): void;
	/** By layer index; a layer that was never started is absent. */
	layers(): readonly (LayerSum | undefined)[];
	rootfsBytes(): Bytes;
	/** Set when a hard link's bytes could not be placed. */
	unsure(): string | undefined;
}

/** A link that names an earlier entry of its archive (`=usr/bin/perl`) instead of an inode; it carries no bytes. */
const BY_PATH = "=";
/** Hidden files remembered per layer, for visible hard links to them. */
const MOST_HIDDEN = 50_000;
const SEEN = 1;

export function createLayerSums(): LayerSums {
	const sums: { unpackedBytes: Bytes; files: number }[] = [];
	let current = { unpackedBytes: 0, files: 0 };
	let rootfs = 0;
	const inodes = createLargeTable();
	let layerHash = EMPTY_HASH;
	let byPath = true;
	let hidden = new Map<string, Bytes>();
	let forgotten = false;
	let doubt: string | undefined;

	/** One inode under several names: counted at its first name, and in the merged view at its first visible one. */
	function linked(link: string, bytes: Bytes, visible: boolean): void {
		const slot = inodes.put(extendHash(layerHash, link));
		if (inodes.first(slot) === 0) current.unpackedBytes += bytes;
		inodes.setFirst(slot, SEEN);
		if (!visible || inodes.second(slot) === SEEN) return;
		inodes.setSecond(slot, SEEN);
		rootfs += bytes;
	}

	function linkedByPath(target: string): void {
		const bytes = hidden.get(target);
		if (bytes !== undefined) {
			rootfs += bytes;
			hidden.delete(target);
		} else if (forgotten) doubt = "too many hidden files to place the bytes of a hard link";
	}

	function single(path: string, bytes: Bytes, visible: boolean): void {
		current.unpackedBytes += bytes;
		if (visible) rootfs += bytes;
		else if (!byPath) return;
		else if (hidden.size < MOST_HIDDEN) hidden.set(path, bytes);
		else forgotten = true;
	}

	return {
		layer(index, links) {
			current = sums[index] ?? { unpackedBytes: 0, files: 0 };
			sums[index] = current;
			layerHash = extendHash(EMPTY_HASH, `${index}:`);
			byPath = links === "paths";
			if (hidden.size > 0) hidden = new Map();
			forgotten = false;
		},
		file(path, bytes, link, visible) {
			current.files++;
			if (link === undefined) single(path, bytes, visible);
			else if (!link.startsWith(BY_PATH)) linked(link, bytes, visible);
			else if (visible) linkedByPath(link.slice(BY_PATH.length));
		},
		layers: () => sums,
		rootfsBytes: () => rootfs,
		unsure: () => doubt,
	};
}
