import { createLargeTable, EMPTY_HASH, extendHash, type PathHash } from "./path-table.ts";

/**
 * Numbers for what stands in folders, from 0 on: what is known of it is kept in arrays, and names need not be remembered. An image may have
 * any number of packages and files, and a run must do with little memory.
 */
export interface PathNumbers {
	/** Its number, given at the first call; nothing when very many have one. */
	number(folder: string, name: string): number | undefined;
	/** Its number, where it has one. */
	find(folder: string, name: string): number | undefined;
	/** So many were given. */
	count(): number;
	/** Not all could be given a number. */
	isFull(): boolean;
}

/** A large image has some ten thousand groups of files in its site-packages folders. */
const MOST = 200_000;
/** A table's columns have 16 bits each. */
const HALF = 1 << 16;

export function createPathNumbers(most = MOST): PathNumbers {
	const table = createLargeTable();
	let count = 0;
	let full = false;

	function known(hash: PathHash): number | undefined {
		const slot = table.find(hash);
		return slot < 0 ? undefined : table.second(slot) * HALF + table.first(slot);
	}

	function give(hash: PathHash): number | undefined {
		full ||= count === most;
		if (full) return undefined;
		const slot = table.put(hash);
		table.setFirst(slot, count % HALF);
		table.setSecond(slot, Math.floor(count / HALF));
		return count++;
	}

	return {
		number(folder, name) {
			const hash = hashOf(folder, name);
			return known(hash) ?? give(hash);
		},
		find: (folder, name) => known(hashOf(folder, name)),
		count: () => count,
		isFull: () => full,
	};
}

function hashOf(folder: string, name: string): PathHash {
	return extendHash(extendHash(EMPTY_HASH, folder), `\n${name}`);
}
