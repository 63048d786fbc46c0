import { createLargeTable, EMPTY_HASH, extendHash } from "./path-table.ts";

/**
 * Numbers for the groups of files in site-packages folders, from 0 on: what is known of a group stands in arrays, and its name need not be
 * remembered. An image may have any number of groups, and a run must do with little memory.
 */
export interface GroupNumbers {
	/** The group's number, the same at each call; nothing for what comes when very many have one. */
	of(site: string, group: string): number | undefined;
	/** So many were given. */
	count(): number;
}

/** A large image has some ten thousand groups. */
const MOST_GROUPS = 200_000;
/** A table's columns have 16 bits each. */
const HALF = 1 << 16;

export function createGroupNumbers(): GroupNumbers {
	const table = createLargeTable();
	let count = 0;
	return {
		of(site, group) {
			const hash = extendHash(extendHash(EMPTY_HASH, site), `\n${group}`);
			const known = table.find(hash);
			if (known >= 0) return table.second(known) * HALF + table.first(known);
			if (count === MOST_GROUPS) return undefined;
			const slot = table.put(hash);
			table.setFirst(slot, count % HALF);
			table.setSecond(slot, Math.floor(count / HALF));
			return count++;
		},
		count: () => count,
	};
}

/** An array of numbers that grows; what was never set is 0. */
export interface Numbers {
	at(index: number): number;
	set(index: number, value: number): void;
}

export function createNumbers(): Numbers {
	let values = new Float64Array(1 << 10);
	return {
		at: (index) => values[index] ?? 0,
		set(index, value) {
			if (index >= values.length) {
				const more = new Float64Array(Math.max(index + 1, 2 * values.length));
				more.set(values);
				values = more;
			}
			values[index] = value;
		},
	};
}
