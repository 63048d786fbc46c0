import { describe, expect, it } from "@jest/globals";
import { createSighting } from "../../../../src/build/watch/sighting.ts";
import { fakeWorld } from "../../../support/fake-world.ts";
import { group, groupId, type Second, tickOf } from "./ticks.ts";

const V2 = "/sys/fs/cgroup/docker/buildkit";
const PARENT = "/docker/buildkit";
const populated = (folder: string, letter: string) => ({
	[`${folder}/${groupId(letter)}/cgroup.events`]: "populated 1\n",
});

interface Moment extends Second {
	/** Files of cgroups elsewhere from then on. */
	readonly elsewhere?: Readonly<Record<string, string>>;
	readonly printed?: boolean;
	readonly holds?: readonly string[];
}

async function sight(moments: readonly Moment[], version: "1" | "2" = "2", places: readonly string[] = [PARENT]) {
	const { world, files } = fakeWorld();
	const sighting = createSighting(world, version, places);
	for (const [second, moment] of moments.entries()) {
		if (moment.elsewhere) {
			files.clear();
			for (const [path, text] of Object.entries(moment.elsewhere)) files.set(path, text);
		}
		const tick = tickOf(second, { total: {}, ...moment });
		const running = tick.running.map((step) => ({ ...step, printed: moment.printed ?? true }));
		await sighting.take({ ...tick, running }, (step) => moment.holds?.includes(step) ?? false);
	}
	return sighting.result();
}

const OUT = populated(V2, "out");

describe("RUN steps under the limit", () => {
	it("are counted once each", async () => {
		const seen = await sight([
			{},
			{ running: ["a"], groups: [group("x")] },
			{ running: ["a"], groups: [group("x")] },
			{ running: ["b", "c"], groups: [group("y"), group("z")] },
		]);
		expect(seen).toEqual({ seenInside: 3, seenOutside: [] });
	});

	it("are only those whose cgroup it is, when there are more steps than cgroups", async () => {
		const seen = await sight([{}, { running: ["a", "b"], groups: [group("x")], holds: ["b"] }]);
		expect(seen).toEqual({ seenInside: 1, seenOutside: [] });
	});
});

describe("a RUN step outside of the limit", () => {
	it("is named when its cgroup is seen elsewhere twice", async () => {
		const there: Moment = { running: ["a"], elsewhere: OUT };
		expect(await sight([{}, there, there])).toEqual({ seenInside: 0, seenOutside: ["[a] RUN x"] });
	});

	it("is named when it is silent, after some seconds", async () => {
		const there: Moment = { running: ["a"], elsewhere: OUT, printed: false };
		expect((await sight([{}, there, there, there])).seenOutside).toEqual([]);
		expect((await sight([{}, there, there, there, there, there])).seenOutside).toEqual(["[a] RUN x"]);
	});

	it("is found under the systemd driver and on v1", async () => {
		const scope = `/sys/fs/cgroup/system.slice/system.slice:docker:${groupId("s")}/cgroup.events`;
		const systemd: Moment = { running: ["a"], elsewhere: { [scope]: "populated 1\n" } };
		expect((await sight([{}, systemd, systemd], "2", ["/system.slice"])).seenOutside).toHaveLength(1);
		const procs = `/sys/fs/cgroup/memory/docker/buildkit/${groupId("v")}/cgroup.procs`;
		const v1: Moment = { running: ["a"], elsewhere: { [procs]: "12\n" } };
		expect((await sight([{}, v1, v1], "1")).seenOutside).toHaveLength(1);
	});
});

describe("nothing is claimed", () => {
	const there: Moment = { running: ["a"], elsewhere: OUT };
	it.each<readonly [string, readonly Moment[]]>([
		["on one sight", [{}, there, { running: ["a"], elsewhere: {} }]],
		["when the cgroup was there before the step", [{ elsewhere: OUT }, there, there, there]],
		["when nobody looked before the step", [there, there, there]],
		[
			"when it came long after the step's start",
			[{}, ...Array.from({ length: 4 }, (): Moment => ({ running: ["a"] })), there, there, there],
		],
		["when the step was seen inside", [{}, { running: ["a"], groups: [group("x")] }, there, there]],
		[
			"when something of ours runs under the limit",
			[{}, ...[1, 2].map((): Moment => ({ ...there, groups: [group("x")], running: ["a", "b"] }))],
		],
		[
			"when our own cgroup cannot be seen",
			[{}, ...[1, 2].map(() => ({ ...there, total: undefined }) as unknown as Moment)],
		],
		[
			"when there are two of them",
			[{}, ...[1, 2].map((): Moment => ({ running: ["a"], elsewhere: { ...OUT, ...populated(V2, "two") } }))],
		],
		[
			"on an empty cgroup",
			[
				{},
				...[1, 2].map(
					(): Moment => ({ running: ["a"], elsewhere: { [`${V2}/${groupId("e")}/cgroup.events`]: "populated 0\n" } }),
				),
			],
		],
		[
			"on what is not BuildKit's",
			[
				{},
				...[1, 2].map(
					(): Moment => ({ running: ["a"], elsewhere: { [`${V2}/other/cgroup.events`]: "populated 1\n" } }),
				),
			],
		],
		["of steps that run no programs", [{}, ...[1, 2].map((): Moment => ({ running: ["copy x"], elsewhere: OUT }))]],
	])("%s", async (_why, moments) => {
		expect((await sight(moments)).seenOutside).toEqual([]);
	});
});
