/** State of a running hash: two independent 32-bit halves, so that a path's hash continues its folder's. */
export interface PathHash {
	readonly high: number;
	readonly low: number;
}

export const EMPTY_HASH: PathHash = { high: 0x9e3779b9 | 0, low: 0x41c6ce57 | 0 };

/** The hash continued by the characters of `text` from `from` on. */
export function extendHash(hash: PathHash, text: string, from = 0): PathHash {
	let { high, low } = hash;
	for (let i = from; i < text.length; i++) {
		const code = text.charCodeAt(i);
		high = Math.imul(high ^ code, 0x9e3779b1);
		low = Math.imul(low ^ code, 0x5f356495);
		low ^= low >>> 15;
	}
	return { high, low };
}

/**
 * A map from path hashes (64 bit) to small numbers, 12 bytes per slot: a million paths take 20 MB, where a Map of strings
 * takes 150 MB. Two paths with one hash are taken for one: with a million paths, one chance in 30 million.
 */
export interface PathTable {
	/** The slot of that hash, or -1. */
	find(hash: PathHash): number;
	/** The slot of that hash, made when there is none. Slots are valid until the next `put`. */
	put(hash: PathHash): number;
	first(slot: number): number;
	second(slot: number): number;
	setFirst(slot: number, value: number): void;
	setSecond(slot: number, value: number): void;
	/** Forgets all, and gives the memory back at once: waiting for the garbage collector would pile up many tables. */
	clear(): void;
}

interface Slots {
	readonly highs: Int32Array;
	readonly lows: Int32Array;
	readonly firsts: Uint16Array;
	readonly seconds: Uint16Array;
	readonly count: number;
}

/** Memory is dearer than time: a table is seventy to eighty-five per cent full, and growing needs room for both. */
const GROWTH = 1.2;
const FULL = 0.85;

function makeSlots(count: number): Slots {
	return {
		highs: new Int32Array(count),
		lows: new Int32Array(count),
		firsts: new Uint16Array(count),
		seconds: new Uint16Array(count),
		count,
	};
}

function probe(slots: Slots, high: number, low: number): number {
	const mixed = Math.imul(high ^ (low >>> 7), 0x27d4eb2f) ^ Math.imul(low, 0x165667b1);
	let slot = Math.floor(((mixed >>> 0) / 2 ** 32) * slots.count);
	while (slots.lows[slot] !== 0 && (slots.highs[slot] !== high || slots.lows[slot] !== low)) {
		slot = slot + 1 === slots.count ? 0 : slot + 1;
	}
	return slot;
}

function grow(old: Slots): Slots {
	const slots = makeSlots(Math.ceil(old.count * GROWTH));
	for (let from = 0; from < old.count; from++) {
		const high = old.highs[from] ?? 0;
		const low = old.lows[from] ?? 0;
		if (low === 0) continue;
		const slot = probe(slots, high, low);
		slots.highs[slot] = high;
		slots.lows[slot] = low;
		slots.firsts[slot] = old.firsts[from] ?? 0;
		slots.seconds[slot] = old.seconds[from] ?? 0;
	}
	release(old);
	return slots;
}

function release({ highs, lows, firsts, seconds }: Slots): void {
	for (const { buffer } of [highs, lows, firsts, seconds]) (buffer as ArrayBuffer).transfer(0);
}

const SMALLEST = 32;

export function createPathTable(smallest = SMALLEST): PathTable {
	let slots = makeSlots(smallest);
	let size = 0;
	return {
		find({ high, low }) {
			const slot = probe(slots, high, low || 1);
			return slots.lows[slot] === 0 ? -1 : slot;
		},
		put({ high, low }) {
			if (size > slots.count * FULL) slots = grow(slots);
			const slot = probe(slots, high, low || 1);
			if (slots.lows[slot] === 0) {
				slots.highs[slot] = high;
				slots.lows[slot] = low || 1;
				size++;
			}
			return slot;
		},
		first: (slot) => slots.firsts[slot] ?? 0,
		second: (slot) => slots.seconds[slot] ?? 0,
		setFirst(slot, value) {
			slots.firsts[slot] = value;
		},
		setSecond(slot, value) {
			slots.seconds[slot] = value;
		},
		clear() {
			release(slots);
			slots = makeSlots(smallest);
			size = 0;
		},
	};
}

/** Parts of a large table. They grow one by one, so that room for two is needed for one part only. */
const PARTS = 64;

/** A table for very many paths. */
export function createLargeTable(): PathTable {
	const parts: (PathTable | undefined)[] = Array(PARTS).fill(undefined);
	// The high half's lowest bits: where a path stands in its part is decided by other bits.
	const partOf = (hash: PathHash) => (hash.high ^ (hash.low >>> 16)) & (PARTS - 1);
	const partAt = (part: number) => {
		// Of different sizes, so that they do not all grow at the same time.
		const known = parts[part] ?? createPathTable(Math.ceil(SMALLEST * GROWTH ** (part / PARTS)));
		parts[part] = known;
		return known;
	};
	const at = (slot: number) => partAt(slot % PARTS);
	const inside = (slot: number) => Math.floor(slot / PARTS);
	return {
		find(hash) {
			const part = partOf(hash);
			const slot = parts[part]?.find(hash) ?? -1;
			return slot < 0 ? -1 : slot * PARTS + part;
		},
		put(hash) {
			const part = partOf(hash);
			return partAt(part).put(hash) * PARTS + part;
		},
		first: (slot) => at(slot).first(inside(slot)),
		second: (slot) => at(slot).second(inside(slot)),
		setFirst: (slot, value) => at(slot).setFirst(inside(slot), value),
		setSecond: (slot, value) => at(slot).setSecond(inside(slot), value),
		clear() {
			for (const part of parts) part?.clear();
		},
	};
}

/** Very many paths, by hash. */
export interface PathSet {
	add(path: string): void;
	has(path: string): boolean;
	clear(): void;
}

export function createPathSet(): PathSet {
	const table = createLargeTable();
	return {
		add: (path) => void table.put(extendHash(EMPTY_HASH, path)),
		has: (path) => table.find(extendHash(EMPTY_HASH, path)) >= 0,
		clear: table.clear,
	};
}
