/**
 * What the threads of a removal share: how fast to go, how many of them have nothing to do, and whose turn it is when only
 * one may work.
 */
export type Shared = Int32Array<SharedArrayBuffer>;

const [MODE, HUNGRY, TURN, NAMES, FREED] = [0, 1, 2, 3, 4];
const [FULL, PACED] = [0, 1];

/**
 * In pace: so many entries, then a pause. Half a second of eight threads at full speed raises a build's fsync tenfold; this
 * keeps it at idle. A big file counts as more entries: its blocks are given back in one journal transaction.
 */
const BATCH = 400;
const PAUSE_MS = 50;
const ENTRY_BYTES = 1 << 20;
/** At full speed: entries between two looks at the mode. */
const STRIDE = 64;
/** What `stat` counts blocks in. */
const BLOCK = 512;

export const createShared = (): Shared => new Int32Array(new SharedArrayBuffer(20));

export function setPaced(shared: Shared, paced: boolean): void {
	Atomics.store(shared, MODE, paced ? PACED : FULL);
	Atomics.notify(shared, MODE);
	Atomics.notify(shared, TURN);
}

export const setHungry = (shared: Shared, lanes: number): void => void Atomics.store(shared, HUNGRY, lanes);
export const isHungry = (shared: Shared): boolean => Atomics.load(shared, HUNGRY) > 0;
/** Something was handed over. Two may do so at once for the same one; the second waits in a queue then. */
export const fed = (shared: Shared): void => void Atomics.sub(shared, HUNGRY, 1);

/** A number for a name in the trash that no thread has used. */
export const nextName = (shared: Shared): number => Atomics.add(shared, NAMES, 1);

/** Bytes that all threads have freed so far; wraps at 2 TiB. */
export const freedBytes = (shared: Shared): number => (Atomics.load(shared, FREED) >>> 0) * BLOCK;

/** Slows one thread down. */
export interface Pace {
	/** Something was unlinked, and so much is free for it. Waits here when it is paced. */
	beat(bytes: number): void;
	/** The thread has nothing to do now: others may. */
	rest(): void;
}

export function createPace(shared: Shared): Pace {
	let budget = STRIDE;
	let mine = false;
	const giveBack = () => {
		if (!mine) return;
		mine = false;
		Atomics.store(shared, TURN, 0);
		Atomics.notify(shared, TURN, 1);
	};
	return {
		beat(bytes) {
			if (bytes > 0) Atomics.add(shared, FREED, bytes / BLOCK);
			budget -= 1 + bytes / ENTRY_BYTES;
			if (budget > 0) return;
			if (mine) Atomics.wait(shared, MODE, PACED, PAUSE_MS);
			giveBack();
			while (!mine && Atomics.load(shared, MODE) === PACED) {
				mine = Atomics.compareExchange(shared, TURN, 0, 1) === 0;
				if (!mine) Atomics.wait(shared, TURN, 1, PAUSE_MS);
			}
			budget = mine ? BATCH : STRIDE;
		},
		rest: giveBack,
	};
}
