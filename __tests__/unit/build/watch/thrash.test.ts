import { describe, expect, it } from "@jest/globals";
import { createThrash, type ThrashLook, thrashWindow, watchThrash } from "../../../../src/build/watch/thrash.ts";
import { fakeWorld } from "../../../support/fake-world.ts";
import { tickOf } from "./ticks.ts";

const MIB = 2 ** 20;
type Of = (second: number) => Partial<ThrashLook>;

/** What is known after that many seconds with a look every ten. */
function play(of: Of, seconds = 200): string | undefined {
	const thrash = createThrash(120_000);
	for (let second = 0; second <= seconds; second += 10)
		thrash.take({ at: second * 1000, scope: "steps", events: 7, ...of(second) });
	return thrash.now();
}

/** Microseconds of waiting at that share of the time. */
const waiting =
	(share: number): Of =>
	(second) => ({ pressureUs: second * share * 1e6 });
const swapping =
	(mebibytes: number): Of =>
	(second) => ({ swapBytes: 5e9 + second * mebibytes * MIB });

describe("a build thrashes", () => {
	it.each<readonly [string, Of]>([
		["when everything waits for memory nine tenths of the time", waiting(0.9)],
		[
			"also when it swaps nothing: pages of programs are read again and again",
			(at) => ({ ...waiting(0.9)(at), swapBytes: 0 }),
		],
	])("%s", (_name, of) => {
		expect(play(of)).toBe("pressure");
	});

	it.each<readonly [string, Of]>([
		["when swap is busy, and nothing else is known", swapping(8)],
		["when swap is busy and the programs do not compute", (at) => ({ ...swapping(8)(at), userMs: at * 50 })],
	])("without PSI: %s", (_name, of) => {
		expect(play(of)).toBe("swap-traffic");
	});
});

describe("a build does not thrash", () => {
	it.each<readonly [string, Of]>([
		["when it waits half of the time", waiting(0.5)],
		["when it waits little and swaps much: PSI knows better", (at) => ({ ...waiting(0.1)(at), ...swapping(80)(at) })],
		["when swap is nearly quiet", swapping(0.2)],
		["when it swaps and computes", (at) => ({ ...swapping(8)(at), userMs: at * 900 })],
		["when it swaps and goes on: it prints", (at) => ({ ...swapping(8)(at), events: at })],
		["when nothing can be seen", () => ({})],
		[
			"when the pressure of the machine came before that of the steps",
			(at) => (at < 150 ? { ...waiting(0.1)(at), scope: "machine" as const } : waiting(0.99)(at)),
		],
	])("%s", (_name, of) => {
		expect(play(of)).toBeUndefined();
	});

	it("as long as it is not seen for two minutes", () => {
		expect(play(waiting(1), 110)).toBeUndefined();
		expect(play(waiting(1), 120)).toBe("pressure");
	});

	it("any more when it works again", () => {
		expect(play((at) => ({ pressureUs: Math.min(at, 300) * 1e6 }), 300)).toBe("pressure");
		expect(play((at) => ({ pressureUs: Math.min(at, 300) * 1e6 }), 360)).toBeUndefined();
	});
});

it.each([
	[undefined, 120_000],
	[900_000, 120_000],
	[60_000, 30_000],
	[5000, 10_000],
])("with a stall-timeout of %p it is sure after %p ms", (stallMs, windowMs) => {
	expect(thrashWindow(stallMs)).toBe(windowMs);
});

describe("watching for it", () => {
	function watch(options: Parameters<typeof watchThrash>[1]) {
		const { world, warnings } = fakeWorld();
		return { thrash: watchThrash(world, options), warnings };
	}

	it("tells once for each step, and remembers the first and how long", () => {
		const { thrash, warnings } = watch({ deadlines: { stallMs: 40_000 } });
		for (let second = 0; second <= 60; second += 1) {
			const running = second < 40 ? ["a"] : ["b"];
			thrash.take(tickOf(second, { running, total: { pressureUs: second * 1e6 } }), 3);
		}
		expect(thrash.thrashes()).toBe(true);
		expect(warnings).toEqual([
			expect.stringMatching(/\[a\] RUN x .*80 %.* 20 s/),
			expect.stringContaining("[b] RUN x"),
		]);
		expect(thrash.result()).toMatchObject({ method: "pressure", ms: 60_000, during: ["[a] RUN x"] });
	});

	it("does not take this machine's pressure for that of a builder elsewhere", () => {
		const { thrash } = watch({ deadlines: { stallMs: 20_000 }, remote: true });
		for (let second = 0; second <= 60; second += 1)
			thrash.take(tickOf(second, { running: ["a"], machine: { pressureUs: second * 1e6 } }), 3);
		expect(thrash.thrashes()).toBe(false);
		expect(thrash.result()).toBeUndefined();
	});
});
