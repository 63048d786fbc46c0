import type { Bytes } from "../../model/bytes.ts";
import type { RunningStep } from "../progress/index.ts";
import type { WatchedDisk } from "./disks.ts";

/** A disk, and what there is to do when it fills. */
export interface RoomDisk extends WatchedDisk {
	/** The build is ended when less is free. */
	readonly stopBelow?: Bytes;
	/** Bytes that are kept back on it. */
	readonly reserve?: Bytes;
}

/** What has to be done now. `disk`: index of the disk. */
export type RoomEvent =
	/** Little is left, or it fills so fast that it will be full soon (`fullInMs`): told once for each step. */
	| { readonly kind: "low"; readonly disk: number; readonly free: Bytes; readonly fullInMs?: number }
	/** The runner needs what is kept back. */
	| { readonly kind: "give-back"; readonly disk: number; readonly free: Bytes }
	/** The build has to be ended. */
	| { readonly kind: "stop"; readonly disk: number; readonly free: Bytes; readonly below: Bytes };

/** Watches the room that is left. Pure: decides, does nothing. */
export interface Room {
	/** One look: `free` in the order of the disks, `steps` those that run. */
	take(at: number, free: readonly (Bytes | undefined)[], steps: readonly RunningStep[]): readonly RoomEvent[];
	/** Little is left above its mark, or at all: it is worth a look besides the one a second. */
	isNear(disk: number): boolean;
	/** Milliseconds until the next look at those that are near; nothing while none is. */
	nextMs(): number | undefined;
}

const LOW_SHARE = 0.05;
const LOW_MOST = 2e9;
/** A disk that will be full so soon is told of, whatever is left. */
const SOON_MS = 30_000;
/** Filling counts when it goes on for so long: a layer that is unpacked takes gigabytes in seconds, and is over. */
const TREND_MS = 10_000;
/** A step that took no more than that from a disk that was low before is not told of. */
const NOTHING = 16 * 2 ** 20;
const MOST_WARNINGS = 10;

/** A fast disk takes a gigabyte in a second: with that much left above a mark the next look may wait. */
const FAR = 4e9;
const NEAR_MS = 250;

/** Little is left of a disk below this: 5 % of it, of a large one 2 GB. */
export function lowMark(total: Bytes | undefined): Bytes {
	return Math.min(LOW_MOST, (total ?? Number.POSITIVE_INFINITY) * LOW_SHARE);
}

interface Account {
	/** Looks of the last {@link TREND_MS}, oldest first. */
	looks: { readonly at: number; readonly free: Bytes }[];
	/** What was free when a step was first seen. */
	readonly begun: Map<string, Bytes>;
	readonly told: Set<string>;
	warnings: number;
	wasLow: boolean;
	stopped: boolean;
	givenBack: boolean;
	free: Bytes;
}

export function createRoom(disks: readonly RoomDisk[]): Room {
	const accounts = disks.map(openAccount);
	const isNear = (index: number): boolean => {
		const { stopBelow = 0, reserve = 0 } = disks[index] ?? {};
		return (accounts[index]?.free ?? Number.POSITIVE_INFINITY) - Math.max(stopBelow, reserve) < FAR;
	};
	return {
		take(at, free, steps) {
			return disks.flatMap((disk, index) => {
				const [left, account] = [free[index], accounts[index]];
				if (left === undefined || account === undefined) return [];
				account.free = left;
				return [...marks(disk, account, index), ...warnings(disk, account, index, at, steps)];
			});
		},
		isNear,
		nextMs: () => (disks.some((_disk, index) => isNear(index)) ? NEAR_MS : undefined),
	};
}

function openAccount(): Account {
	return {
		looks: [],
		begun: new Map(),
		told: new Set(),
		warnings: 0,
		wasLow: false,
		stopped: false,
		givenBack: false,
		free: Number.POSITIVE_INFINITY,
	};
}

function marks({ stopBelow, reserve = 0 }: RoomDisk, account: Account, disk: number): readonly RoomEvent[] {
	const { free } = account;
	const events: RoomEvent[] = [];
	if (stopBelow !== undefined && free < stopBelow && !account.stopped) {
		account.stopped = true;
		events.push({ kind: "stop", disk, free, below: stopBelow });
	}
	if (free < reserve && !account.givenBack) {
		account.givenBack = true;
		events.push({ kind: "give-back", disk, free });
	}
	return events;
}

function warnings(
	{ total }: RoomDisk,
	account: Account,
	disk: number,
	at: number,
	steps: readonly RunningStep[],
): readonly RoomEvent[] {
	const { free } = account;
	const real = steps.filter(({ internal }) => !internal);
	for (const { id } of real) if (!account.begun.has(id)) account.begun.set(id, free);
	const fullInMs = trend(account, at);
	const low = free < lowMark(total);
	const crossed = low && !account.wasLow;
	account.wasLow = low;
	const soon = fullInMs !== undefined && fullInMs < SOON_MS;
	if (!low && !soon) return [];
	const took = (id: string) => (account.begun.get(id) ?? free) - free > NOTHING;
	const fresh = real.filter(({ id }) => !account.told.has(id) && (crossed || soon || took(id)));
	if ((fresh.length === 0 && !(crossed && real.length === 0)) || account.warnings >= MOST_WARNINGS) return [];
	account.warnings += 1;
	for (const { id } of real) account.told.add(id);
	return [{ kind: "low", disk, free, ...(soon && { fullInMs }) }];
}

/** When it is full if it goes on as in the last seconds; nothing when it does not fill, or was not seen for so long. */
function trend(account: Account, at: number): number | undefined {
	const { looks, free } = account;
	looks.push({ at, free });
	while (looks[1] !== undefined && at - looks[1].at >= TREND_MS) looks.shift();
	const first = looks[0];
	if (first === undefined || at - first.at < TREND_MS || first.free <= free) return undefined;
	return (free * (at - first.at)) / (first.free - free);
}
