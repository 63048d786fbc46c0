import { describe, expect, it } from "@jest/globals";
import type { LimitsAsked } from "../../../src/model/limits.ts";
import type { SwapArea, SwapAsked, SwapPlace } from "../../../src/model/swap.ts";
import { planSwap, type SwapFacts, swapTitle, wantedSwap } from "../../../src/space/swap-plan.ts";

const MIB = 2 ** 20;
const GIB = 2 ** 30;
const area = (more: Partial<SwapArea> = {}): SwapArea => ({
	path: "/swapfile",
	kind: "file",
	bytes: 4 * GIB - 4096,
	used: 0,
	priority: -2,
	deleted: false,
	...more,
});
const place = (more: Partial<SwapPlace> = {}): SwapPlace => ({
	folder: "/",
	fileSystem: "ext4",
	readOnly: false,
	devices: 1,
	free: 80 * GIB,
	shared: true,
	...more,
});
const second = (more: Partial<SwapPlace> = {}) => place({ folder: "/mnt", shared: false, free: 60 * GIB, ...more });
const FACTS: SwapFacts = {
	areas: [],
	runner: "github-hosted",
	consent: false,
	local: true,
	places: [place()],
	freeAfter: 20 * GIB,
};
const limits = (memory?: number, memorySwap?: number | "unlimited"): LimitsAsked => ({
	...(memory !== undefined && { memory: memory * GIB }),
	...(memory !== undefined && {
		memorySwap: memorySwap === "unlimited" ? memorySwap : (memorySwap ?? 2 * memory) * GIB,
	}),
	swapGiven: memorySwap !== undefined,
	policy: "require",
});
const plan = (swap: SwapAsked["swap"], asked: LimitsAsked, facts: Partial<SwapFacts> = {}) =>
	planSwap({ asked: { swap }, limits: asked }, { ...FACTS, ...facts });

describe("how much swap is wanted", () => {
	it.each<[title: string, swap: SwapAsked["swap"], asked: LimitsAsked, wanted: number | undefined]>([
		["no limit, no wish", "auto", limits(), undefined],
		["memory alone: Docker's default is no wish", "auto", limits(12), undefined],
		["memory-swap: the rest of it", "auto", limits(12, 20), 8 * GIB],
		["memory-swap as memory: no swap", "auto", limits(12, 12), undefined],
		["memory-swap -1: what there is", "auto", limits(12, "unlimited"), undefined],
		["a size, whatever the limits", 6 * GIB, limits(12, 20), 6 * GIB],
		["a size without limits", 6 * GIB, limits(), 6 * GIB],
		["off", "off", limits(12, 20), undefined],
	])("%s", (_title, swap, asked, wanted) => {
		expect(wantedSwap({ asked: { swap }, limits: asked })).toBe(wanted);
	});
});

describe("what is made", () => {
	it.each<[title: string, areas: readonly SwapArea[], bytes: number | undefined]>([
		["all of it where there is none", [], 8 * GIB],
		["the rest, in whole MiB, where there is some", [area()], 4 * GIB + MIB],
		["nothing where there is as much", [area({ bytes: 8 * GIB - 4096 })], undefined],
		["nothing where there is more", [area(), area({ path: "/dev/sda2", bytes: 16 * GIB })], undefined],
		["nothing where zram has as much", [area({ path: "/dev/zram0", kind: "zram", bytes: 8 * GIB })], undefined],
		["all of it beside what another run has for itself", [area({ path: "/.ml-image-build-1-2.swap" })], 8 * GIB],
	])("%s", (_title, areas, bytes) => {
		const planned = plan("auto", limits(12, 20), { areas });
		expect(planned.make?.bytes).toBe(bytes);
		expect(planned.short).toBeUndefined();
	});

	it("a size is meant in all, not beside what there is", () => {
		expect(plan(6 * GIB, limits(), { areas: [area()] })).toMatchObject({
			existing: 4 * GIB - 4096,
			wanted: 6 * GIB,
			make: { folder: "/", bytes: 2 * GIB + MIB },
		});
	});

	it.each<[title: string, priorities: readonly Partial<SwapArea>[], priority: number | undefined]>([
		["the kernel's own stays the kernel's own", [{ priority: -2 }], undefined],
		["that of the swap there is", [{ priority: 10 }], 10],
		["the highest of several", [{ priority: 10 }, { priority: 20 }, { priority: -3 }], 20],
		["never that of zram", [{ kind: "zram", priority: 100 }], undefined],
	])("its priority: %s", (_title, areas, priority) => {
		const planned = plan("auto", limits(12, 30), { areas: areas.map((more) => area({ ...more, bytes: GIB })) });
		expect(planned.make).toBeDefined();
		expect(planned.make?.priority).toBe(priority);
	});
});

describe("where it is made", () => {
	it("on a second disk first, since the build does not need that one", () => {
		expect(plan(8 * GIB, limits(), { places: [second(), place()] }).make).toEqual({ folder: "/mnt", bytes: 8 * GIB });
	});

	it("on a second disk whatever the build needs of its own", () => {
		const places = [second({ free: 10 * GIB })];
		expect(plan(8 * GIB, limits(), { places, freeAfter: 50 * GIB }).make?.folder).toBe("/mnt");
	});

	it("on the root disk where the second one has no room", () => {
		const places = [second({ free: 7 * GIB }), place()];
		expect(plan(8 * GIB, limits(), { places }).make).toEqual({ folder: "/", bytes: 8 * GIB });
	});

	it.each<[title: string, unfit: Partial<SwapPlace>]>([
		["tmpfs", { fileSystem: "tmpfs" }],
		["nfs", { fileSystem: "nfs4" }],
		["read-only", { readOnly: true }],
		["a btrfs on two disks", { fileSystem: "btrfs", devices: 2 }],
		["a btrfs on an unknown number of disks", { fileSystem: "btrfs", devices: 0 }],
	])("passes by a second disk that cannot hold it: %s", (_title, more) => {
		expect(plan(8 * GIB, limits(), { places: [second(more), place()] }).make?.folder).toBe("/");
	});

	it("where the build writes, the build's need stays free", () => {
		const need = { freeAfter: 70 * GIB };
		const both = { places: [second({ shared: true, free: 75 * GIB }), place({ free: 80 * GIB })], ...need };
		expect(plan(8 * GIB, limits(), both).make).toEqual({ folder: "/", bytes: 8 * GIB });
	});

	it("smaller where there is no room for all of it, with the numbers", () => {
		const short = plan(8 * GIB, limits(), { places: [place({ free: 25 * GIB })] });
		expect(short).toMatchObject({
			make: { folder: "/", bytes: 5 * GIB },
			short: {
				why: "/ has 26.84 GB free, of which the build needs 21.47 GB",
				remedy: "free disk space before this step",
			},
		});
	});

	it("not at all where nothing would be left", () => {
		const none = plan(8 * GIB, limits(), { places: [place({ free: 20 * GIB })] });
		expect(none.make).toBeUndefined();
		expect(none.short?.why).toMatch(/the build needs 21.47 GB/);
	});
});

describe("what is refused", () => {
	it.each<[title: string, facts: Partial<SwapFacts>, why: RegExp, remedy: RegExp]>([
		[
			"a self-hosted runner, unasked",
			{ runner: "self-hosted" },
			/self-hosted.*not changed unasked/,
			/allow-self-hosted/,
		],
		["a machine that is no runner, unasked", { runner: "none" }, /no GitHub-hosted runner/, /allow-self-hosted: true/],
		["an engine elsewhere", { local: false }, /not on this machine/, /where the engine runs/],
		["no right", { obstacle: { why: "no root", remedy: "be root" } }, /^no root$/, /^be root$/],
		[
			"overlay",
			{ places: [place({ fileSystem: "overlay" })] },
			/\/ is overlay, which holds no/,
			/outside of the container/,
		],
		["zfs", { places: [place({ fileSystem: "zfs" })] }, /\/ is zfs/, /make swap of another kind/],
		["no place at all", { places: [] }, /neither \/ nor \/mnt/, /make swap/],
	])("%s", (_title, facts, why, remedy) => {
		const { make, short, existing } = plan("auto", limits(12, 20), { areas: [area()], ...facts });
		expect(make).toBeUndefined();
		expect(existing).toBe(4 * GIB - 4096);
		expect(short?.why).toMatch(why);
		expect(short?.remedy).toMatch(remedy);
	});

	it("never where there is enough: nothing has to be changed", () => {
		expect(plan("auto", limits(12, 16), { areas: [area()], runner: "self-hosted" }).short).toBeUndefined();
	});

	it("with consent a self-hosted machine is changed", () => {
		expect(plan(8 * GIB, limits(), { runner: "self-hosted", consent: true }).make).toBeDefined();
	});
});

describe("swappiness", () => {
	const swappiness = (facts: Partial<SwapFacts>) =>
		planSwap({ asked: { swap: "auto", swappiness: 10 }, limits: limits() }, { ...FACTS, ...facts });

	it("is changed with its old value in mind, and nothing else is", () => {
		expect(swappiness({ swappiness: 60 })).toEqual({ existing: 0, wanted: 0, swappiness: { from: 60, to: 10 } });
	});

	it("is left alone where it has that value", () => {
		expect(swappiness({ swappiness: 10 }).swappiness).toBeUndefined();
	});

	it.each<[title: string, facts: Partial<SwapFacts>, why: RegExp]>([
		["unasked on a self-hosted runner", { swappiness: 60, runner: "self-hosted" }, /allow-self-hosted: true/],
		["where it cannot be read", {}, /cannot be read/],
	])("stays %s", (_title, facts, why) => {
		expect(swappiness(facts).swappiness).toEqual({ why: expect.stringMatching(why) });
	});
});

it("says in the plan what will be done", () => {
	expect(swapTitle({ existing: 0, wanted: 4 * GIB, make: { folder: "/mnt", bytes: 4 * GIB } })).toBe(
		"make 4 GiB of swap at /mnt (removed again at the end)",
	);
	expect(swapTitle({ existing: 0, wanted: 0, swappiness: { from: 60, to: 10 } })).toBe(
		"set vm.swappiness to 10 (was 60)",
	);
	expect(swapTitle({ existing: 4, wanted: 4 })).toBeUndefined();
	const short = { why: "/ has 5 GB free, of which the runner needs 1 GB", remedy: "free disk space before this step" };
	expect(swapTitle({ existing: 0, wanted: 8 * GIB, make: { folder: "/", bytes: 4 * GIB }, short })).toBe(
		`make 4 GiB of swap at / (removed again at the end), though 8 GiB are wanted: ${short.why} (to fix: ${short.remedy})`,
	);
	expect(swapTitle({ existing: 0, wanted: 8 * GIB, short })).toMatch(/^make no swap, though 8 GiB are wanted: /);
});
