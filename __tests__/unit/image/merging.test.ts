import { describe, expect, it } from "@jest/globals";
import { createAnalysis } from "../../../src/image/analysis.ts";
import type { EntryKind } from "../../../src/model/scan.ts";

interface Entry {
	readonly path: string;
	readonly kind: EntryKind;
	readonly bytes: number;
	readonly link?: string;
}
/** Lowest first. */
type Layers = readonly (readonly Entry[])[];

const file = (path: string, bytes: number, link?: string): Entry => ({
	path,
	kind: "file",
	bytes,
	...(link && { link }),
});
const of = (kind: EntryKind, path: string): Entry => ({ path, kind, bytes: 0 });

function analyse(layers: Layers) {
	const { sink, finish } = createAnalysis();
	for (const [index, entries] of [...layers.entries()].reverse()) {
		sink.layer(index);
		for (const { path, kind, bytes, link } of entries) sink.entry(path, kind, bytes, link);
	}
	return finish();
}

/** The same entries in the other order: folder by folder, from all layers that have it. */
function analyseFolders(layers: Layers) {
	const { sink, finish } = createAnalysis();
	const parentOf = (path: string) => path.slice(0, Math.max(0, path.lastIndexOf("/")));
	const isFolder = ({ kind }: Entry) => kind === "folder" || kind === "opaque-folder";
	const visit = (folder: string, having: readonly number[]) => {
		sink.folder(folder, having.at(-1) ?? 0);
		const below = new Map<string, number[]>();
		for (const index of having) {
			sink.layer(index);
			for (const entry of layers[index] ?? []) {
				if (parentOf(entry.path) !== folder) continue;
				sink.entry(entry.path, entry.kind, entry.bytes, entry.link);
				if (isFolder(entry)) below.set(entry.path, [...(below.get(entry.path) ?? []), index]);
			}
		}
		for (const [path, layersBelow] of below) visit(path, layersBelow);
	};
	visit("", [...layers.keys()].reverse());
	return finish();
}

/** Lays the layers over each other from below, as unpacking them would. */
function unpackAll(layers: Layers): number {
	const tree = new Map<string, Entry & { readonly inode: string }>();
	const drop = (path: string, self: boolean) => {
		for (const known of [...tree.keys()]) {
			if ((self && known === path) || known.startsWith(path === "" ? "" : `${path}/`)) tree.delete(known);
		}
	};
	for (const [index, entries] of layers.entries()) {
		for (const { path, kind } of entries) {
			if (kind === "whiteout") drop(path, true);
			if (kind === "opaque-folder") drop(path, false);
		}
		for (const entry of entries) {
			if (entry.kind === "whiteout") continue;
			const folder = entry.kind === "folder" || entry.kind === "opaque-folder";
			if (!folder || tree.get(entry.path)?.kind !== "folder") drop(entry.path, true);
			tree.set(entry.path, {
				...entry,
				kind: folder ? "folder" : entry.kind,
				inode: `${index} ${entry.link ?? entry.path}`,
			});
		}
	}
	const inodes = new Map(
		[...tree.values()].filter(({ kind }) => kind === "file").map(({ inode, bytes }) => [inode, bytes]),
	);
	return [...inodes.values()].reduce((sum, bytes) => sum + bytes, 0);
}

describe("the merged view", () => {
	it.each<[string, Layers, number, number]>([
		["one layer", [[of("folder", "a"), file("a/x", 5)]], 5, 5],
		["a file replaced", [[file("x", 5)], [file("x", 7)]], 12, 7],
		["a file removed", [[file("x", 5)], [of("whiteout", "x")]], 5, 0],
		["a folder removed", [[of("folder", "a"), of("folder", "a/b"), file("a/b/x", 5)], [of("whiteout", "a")]], 5, 0],
		[
			"an opaque folder",
			[
				[of("folder", "a"), file("a/x", 5)],
				[of("opaque-folder", "a"), file("a/y", 3)],
			],
			8,
			3,
		],
		[
			"an opaque root",
			[
				[of("folder", "a"), file("a/x", 5)],
				[of("opaque-folder", ""), file("y", 3)],
			],
			8,
			3,
		],
		[
			"folders merge",
			[
				[of("folder", "a"), file("a/x", 5)],
				[of("folder", "a"), file("a/y", 3)],
			],
			8,
			8,
		],
		["a folder by a file", [[of("folder", "a"), file("a/x", 5)], [file("a", 3)]], 8, 3],
		["a file by a folder", [[file("a", 5)], [of("folder", "a"), file("a/x", 3)]], 8, 3],
		["a file by a link", [[file("a", 5)], [of("link", "a")]], 5, 0],
		[
			"folder, file, folder",
			[[of("folder", "a"), file("a/x", 5)], [file("a", 7)], [of("folder", "a"), file("a/y", 3)]],
			15,
			3,
		],
		["removed and made again", [[file("x", 5)], [of("whiteout", "x")], [file("x", 2)]], 7, 2],
		["a whiteout of its own layer's file", [[file("x", 5)], [of("whiteout", "x"), file("x", 2)]], 7, 2],
		[
			"a folder removed and made again in one layer",
			[
				[of("folder", "a"), file("a/x", 5)],
				[of("folder", "a"), file("a/y", 3), of("whiteout", "a")],
			],
			8,
			3,
		],
		["hard links once", [[file("a", 5, "1:2"), file("b", 5, "1:2")]], 5, 5],
		[
			"a hard link whose first name is hidden",
			[[file("a", 5, "1:2"), file("b", 5, "1:2")], [of("whiteout", "a")]],
			5,
			5,
		],
		["the same inode number in two layers", [[file("a", 5, "1:2")], [file("b", 6, "1:2")]], 11, 11],
		["an archive's hard link", [[file("a", 5), file("b", 0, "=a")]], 5, 5],
		["an archive's hard link, first name hidden", [[file("a", 5), file("b", 0, "=a")], [file("a", 1)]], 6, 6],
		["siblings with a common start", [[file("ab", 5), file("a", 2)], [of("whiteout", "a")]], 7, 5],
	])("%s", (_name, layers, unpacked, rootfs) => {
		const result = analyse(layers);
		expect(result.layers.reduce((sum, layer) => sum + (layer?.unpackedBytes ?? 0), 0)).toBe(unpacked);
		expect(result.rootfsBytes).toBe(rootfs);
		expect(result.unsure).toEqual([]);
	});

	it("is what unpacking the layers one over the other gives", () => {
		const random = createRandom(42);
		for (let round = 0; round < 3000; round++) {
			const layers = randomLayers(random);
			const result = analyse(layers);
			expect([layers, result.rootfsBytes]).toEqual([layers, unpackAll(layers)]);
			if (round < 1000) expect([layers, analyseFolders(layers)]).toEqual([layers, result]);
		}
	});
});

/** Layers of a tiny tree, each entry with its folders, as engines write them. */
function randomLayers(random: () => number): Layers {
	const names = ["a", "b", "c"];
	return Array.from({ length: 1 + Math.floor(random() * 4) }, (_, index) => {
		const entries = new Map<string, Entry>();
		const pick = () => names[Math.floor(random() * names.length)] ?? "a";
		for (let i = 0; i < 1 + random() * 6; i++) {
			const parts = Array.from({ length: 1 + Math.floor(random() * 3) }, pick);
			const path = parts.join("/");
			const folders = parts.slice(0, -1).map((_part, depth) => parts.slice(0, depth + 1).join("/"));
			const blocked = folders.some((folder) => entries.has(folder) && !entries.get(folder)?.kind.endsWith("folder"));
			const occupied = [...entries.keys()].some((known) => known === path || known.startsWith(`${path}/`));
			if (blocked || occupied) continue;
			for (const folder of folders)
				if (!entries.has(folder)) entries.set(folder, of(random() < 0.2 ? "opaque-folder" : "folder", folder));
			const kind =
				(["file", "file", "file", "folder", "whiteout", "link"] as const)[Math.floor(random() * 6)] ?? "file";
			const linked = random() < 0.3;
			if (kind === "file")
				entries.set(path, linked ? file(path, 1000 + index, "8:1") : file(path, 1 + Math.floor(random() * 100)));
			else entries.set(path, of(kind === "whiteout" && index === 0 ? "folder" : kind, path));
		}
		return [...entries.values()];
	});
}

/** A small generator of equal numbers for equal seeds. */
function createRandom(seed: number): () => number {
	let state = seed;
	return () => {
		state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
		return state / 2 ** 32;
	};
}
