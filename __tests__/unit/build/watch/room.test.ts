import { describe, expect, it } from "@jest/globals";
import { createRoom, lowMark, type RoomDisk, type RoomEvent } from "../../../../src/build/watch/room.ts";
import { step } from "./ticks.ts";

const GB = 1e9;
const DISK: RoomDisk = { roles: ["engine data"], path: "/data", total: 100 * GB };

/** One look: seconds, free GB, steps. */
type Look = readonly [second: number, free: number | undefined, ...steps: readonly string[]];

function play(disk: RoomDisk, looks: readonly Look[]): readonly string[] {
	const room = createRoom([disk]);
	return looks.flatMap(([second, free, ...steps]) =>
		room
			.take(second * 1000, [free === undefined ? undefined : free * GB], steps.map(step))
			.map((event) => `${second} ${print(event)}`),
	);
}

function print(event: RoomEvent): string {
	const soon =
		event.kind === "low" && event.fullInMs !== undefined ? ` full in ${Math.round(event.fullInMs / 1000)}` : "";
	return `${event.kind}${soon}`;
}

describe("the mark of little room", () => {
	it.each([
		[100 * GB, 2 * GB],
		[40 * GB, 2 * GB],
		[3 * GB, 0.15 * GB],
		[undefined, 2 * GB],
	])("of a disk of %p is %p", (total, mark) => {
		expect(lowMark(total)).toBe(mark);
	});
});

describe("little room", () => {
	it.each<readonly [string, readonly Look[], readonly string[]]>([
		[
			"is not told of a disk that has room",
			[
				[0, 50, "a"],
				[1, 49, "a"],
				[20, 48, "b"],
			],
			[],
		],
		[
			"is told once when it falls below the mark",
			[
				[0, 3, "a"],
				[1, 1.9, "a"],
				[2, 1.8, "a"],
				[3, 1.7, "a"],
			],
			["1 low"],
		],
		[
			"is told again of the next step that takes some",
			[
				[0, 3, "a"],
				[1, 1.9, "a"],
				[2, 1.9, "b"],
				[3, 1.5, "b"],
			],
			["1 low", "3 low"],
		],
		[
			"is not told again of a step that takes nothing",
			[
				[0, 3, "a"],
				[1, 1.9, "a"],
				[2, 1.9, "b"],
				[30, 1.9, "b"],
			],
			["1 low"],
		],
		[
			"is told of a disk that is low from the start, once",
			[
				[0, 1, "a"],
				[1, 1, "a"],
				[2, 1, "b"],
			],
			["0 low"],
		],
		[
			"is told when no step runs",
			[
				[0, 3],
				[1, 1.9],
				[2, 1.8],
			],
			["1 low"],
		],
		[
			"does not count bookkeeping",
			[
				[0, 3, "a"],
				[1, 1.9, "a"],
				[2, 1.8, "internal x"],
				[3, 1.5, "internal x"],
			],
			["1 low"],
		],
		[
			"is told of a disk with room that will be full within half a minute",
			Array.from({ length: 12 }, (_, at): Look => [at, 40 - at, "a"]),
			["11 low full in 29"],
		],
		[
			"is not told of a burst",
			[
				[0, 40, "a"],
				[1, 38, "a"],
				[2, 20, "a"],
				[3, 20, "a"],
				[13, 20, "a"],
				[14, 20, "a"],
			],
			[],
		],
		[
			"waits for a disk that does not answer",
			[
				[0, undefined, "a"],
				[1, undefined, "a"],
			],
			[],
		],
	])("%s", (_name, looks, events) => {
		expect(play(DISK, looks)).toEqual(events);
	});

	it("is told ten times at most, however many steps there are", () => {
		const looks = Array.from({ length: 200 }, (_, at): Look => [at, 1.9 - at * 0.005, `s${Math.floor(at / 10)}`]);
		expect(play(DISK, looks).length).toBe(10);
	});
});

describe("marks", () => {
	it.each<readonly [string, Partial<RoomDisk>, readonly Look[], readonly string[]]>([
		[
			"end the build once, below the mark",
			{ stopBelow: 10 * GB },
			[
				[0, 12],
				[1, 10],
				[2, 9.9],
				[3, 8],
			],
			["2 stop"],
		],
		["end it also when the disk was below from the first look", { stopBelow: 10 * GB }, [[0, 9]], ["0 stop"]],
		[
			"give back what is kept once",
			{ reserve: 0.25 * GB, total: 4 * GB },
			[
				[0, 3],
				[1, 0.24],
				[2, 0.5],
				[3, 0.1],
			],
			["1 give-back", "3 low"],
		],
		[
			"end the build first",
			{ reserve: 0.25 * GB, stopBelow: GB, total: 4 * GB },
			[[0, 0.1]],
			["0 stop", "0 give-back", "0 low"],
		],
	])("%s", (_name, more, looks, events) => {
		expect(play({ ...DISK, ...more }, looks)).toEqual(events);
	});
});

describe("a look besides the one a second", () => {
	it.each<readonly [string, Partial<RoomDisk>, number, number | undefined]>([
		["is soon near a mark", { stopBelow: 10 * GB }, 13, 250],
		["is not needed far above it", { stopBelow: 10 * GB }, 15, undefined],
		["is soon where little is left", {}, 3, 250],
		["is not needed where there is room", {}, 5, undefined],
		["is soon where something is kept", { reserve: 0.2 * GB }, 1, 250],
	])("%s", (_name, more, free, ms) => {
		const room = createRoom([{ ...DISK, ...more }]);
		room.take(0, [free * GB], []);
		expect(room.nextMs()).toBe(ms);
	});
});
