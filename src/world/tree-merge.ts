import type { BytePath } from "./byte-paths.ts";

/** A folder of several trees: its path below their roots (empty: the roots themselves). */
export interface MergedFolder<T> {
	readonly path: BytePath;
	/** The trees that have it, in the given order; a link to a folder is none. */
	readonly having: readonly T[];
}

/**
 * Names of a folder's sub-folders, sorted, in one string: a hundred thousand strings would take four times the memory.
 * Made by {@link packNames}.
 */
export type PackedNames = string;

/** Lists a folder in the trees that have it; gives the names of its sub-folders, tree by tree. Pauses where it yields. */
export type ListMerged<T> = (folder: MergedFolder<T>) => Generator<void, readonly PackedNames[]>;

/** A folder whose sub-folders are being visited. */
interface Level<T> {
	readonly prefix: BytePath;
	readonly waiting: readonly Waiting<T>[];
}

/** The sub-folders of one tree. */
interface Waiting<T> {
	readonly tree: T;
	readonly names: PackedNames;
	/** Where the next name starts. */
	at: number;
}

/**
 * Visits every folder of the trees once, depth first, whichever of them have it. Remembers only names of folders that wait,
 * on the way to the current one.
 */
export function* walkMerged<T>(trees: readonly T[], list: ListMerged<T>): Generator<void> {
	const levels: Level<T>[] = [];
	let folder: MergedFolder<T> | undefined = { path: "", having: trees };
	while (folder) {
		const names = yield* list(folder);
		yield;
		// Layers that touch all of a folder have the same names: one string does for all of them.
		const same = (name: PackedNames) => names.find((other) => other === name) ?? name;
		const waiting = folder.having.map((tree, i) => ({ tree, names: same(names[i] ?? ""), at: 0 }));
		levels.push({
			prefix: folder.path === "" ? "" : `${folder.path}/`,
			waiting: waiting.filter((one) => one.names !== ""),
		});
		folder = nextFolder(levels);
	}
}

/** Sorts the names where they are. */
export function packNames(names: BytePath[]): PackedNames {
	return names.length > 1 ? names.sort().join("/") : (names[0] ?? "");
}

function nextFolder<T>(levels: Level<T>[]): MergedFolder<T> | undefined {
	for (let level = levels.at(-1); level; level = levels.at(-1)) {
		const { prefix, waiting } = level;
		let first: BytePath | undefined;
		for (const one of waiting) {
			const name = nextName(one);
			if (name !== undefined && (first === undefined || name < first)) first = name;
		}
		if (first !== undefined) return { path: prefix + first, having: take(waiting, first) };
		levels.pop();
	}
	return undefined;
}

function nextName<T>({ names, at }: Waiting<T>): BytePath | undefined {
	if (at >= names.length) return undefined;
	const end = names.indexOf("/", at);
	return names.slice(at, end < 0 ? names.length : end);
}

/** The trees whose next name it is; they go on to their following one. */
function take<T>(waiting: readonly Waiting<T>[], name: BytePath): T[] {
	const having = waiting.filter((one) => nextName(one) === name);
	for (const one of having) one.at += name.length + 1;
	return having.map(({ tree }) => tree);
}
