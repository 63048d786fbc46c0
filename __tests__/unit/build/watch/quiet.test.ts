import { afterEach, beforeEach, describe, expect, it, jest } from "@jest/globals";
import { watchQuiet } from "../../../../src/build/watch/quiet.ts";
import { fakeWorld } from "../../../support/fake-world.ts";

const MINUTE = 60_000;

beforeEach(() => {
	jest.useFakeTimers();
});
afterEach(() => {
	jest.useRealTimers();
});

/** Minutes until a command is ended; `each`: what happens in each of them. */
async function minutes(
	{ stallMs, endpoint = "unix:///x", engine = true }: { stallMs?: number; endpoint?: string; engine?: boolean },
	each: (files: Map<string, string>, heard: () => void, minute: number) => void = () => {},
): Promise<number | undefined> {
	const { world, files } = fakeWorld({
		endpoint,
		files: {
			"/proc/net/dev": device(0),
			...(engine && { "/proc/7/comm": "dockerd\n", "/proc/7/stat": stat(0) }),
		},
	});
	let now = 0;
	const quiet = watchQuiet({ ...world, monotonic: () => now }, stallMs);
	try {
		for (let minute = 1; minute <= 70; minute += 1) {
			each(files, quiet.heard, minute);
			for (let second = 0; second < 60; second += 1) {
				now += 1000;
				await jest.advanceTimersByTimeAsync(1000);
				if (quiet.over.aborted) return Math.round(now / MINUTE);
			}
		}
		return undefined;
	} finally {
		quiet.stop();
	}
}

const device = (bytes: number) => `  eth0: ${bytes} 0 0 0 0 0 0 0 0 0\n`;
const stat = (ticks: number) => `7 (dockerd) S 1 1 1 0 -1 0 0 0 0 0 ${ticks} 0 0 0\n`;

describe("a command that lets the engine work", () => {
	it("is ended after ten minutes in which nothing moves, or after the user's stall-timeout", async () => {
		expect(await minutes({})).toBe(10);
		expect(await minutes({ stallMs: 3 * MINUTE })).toBe(3);
	});

	it("goes on while it prints, the engine computes, or the network is busy", async () => {
		expect(await minutes({}, (_files, heard, minute) => minute % 8 === 0 && heard())).toBeUndefined();
		expect(await minutes({}, (files, _heard, minute) => files.set("/proc/7/stat", stat(minute * 100)))).toBeUndefined();
		expect(
			await minutes({}, (files, _heard, minute) => files.set("/proc/net/dev", device(minute * 1e6))),
		).toBeUndefined();
	});

	it("gets an hour where the engine cannot be seen, and more when the user says so", async () => {
		expect(await minutes({ endpoint: "tcp://far:2375" })).toBe(60);
		expect(await minutes({ engine: false, stallMs: 3 * MINUTE })).toBe(60);
		expect(await minutes({ engine: false, stallMs: 65 * MINUTE })).toBe(65);
	});
});
