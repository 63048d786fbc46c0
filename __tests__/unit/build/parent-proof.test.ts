import { expect, it } from "@jest/globals";
import type { Frontend } from "../../../src/build/frontend.ts";
import { readUsed, type Used, whyNotUnder } from "../../../src/build/parent-proof.ts";
import type { Probed } from "../../../src/build/step-probe.ts";
import { fakeWorld } from "../../support/fake-world.ts";

const image: Frontend = { kind: "image", syntax: "old/frontend" };
const unread: Frontend = { kind: "unknown", why: "no such file" };
const ran: Probed = { printed: "max" };

it.each<[title: string, Exclude<Frontend, { kind: "own" }>, Probed, Used, Used, RegExp | undefined, boolean]>([
	["memory was counted", image, ran, { peak: 0 }, { peak: 4096 }, undefined, false],
	["memory was counted for the first time", image, ran, {}, { peak: 4096 }, undefined, false],
	[
		"processor time was counted, on a kernel without memory.peak",
		image,
		ran,
		{ cpuMs: 0 },
		{ cpuMs: 3 },
		undefined,
		false,
	],
	[
		"nothing was counted",
		image,
		ran,
		{ peak: 4096, cpuMs: 0 },
		{ peak: 4096, cpuMs: 0 },
		/old\/frontend puts RUN steps elsewhere/,
		true,
	],
	["nothing can be read", image, ran, {}, {}, /elsewhere/, true],
	[
		"the step did not run",
		image,
		{ why: "not found" },
		{},
		{ peak: 1 },
		/could not be run through it \(not found\)/,
		false,
	],
	[
		"nobody knows the frontend",
		unread,
		ran,
		{},
		{ peak: 1 },
		/could not be read before the build \(no such file\)/,
		false,
	],
])("%s", (_title, frontend, probed, before, after, why, outside) => {
	const found = whyNotUnder(frontend, probed, before, after);
	if (why === undefined) expect(found).toBeUndefined();
	else expect(found).toEqual({ why: expect.stringMatching(why), outside });
});

it.each<["1" | "2", Record<string, string>, Used]>([
	[
		"2",
		{ "/mlbuild/memory.current": "10", "/mlbuild/memory.peak": "9000", "/mlbuild/cpu.stat": "usage_usec 5000\n" },
		{ peak: 9000, cpuMs: 5 },
	],
	["2", { "/mlbuild/memory.current": "10", "/mlbuild/cpu.stat": "usage_usec 5000\n" }, { peak: 10, cpuMs: 5 }],
	[
		"1",
		{ "/memory/mlbuild/memory.usage_in_bytes": "10", "/memory/mlbuild/memory.max_usage_in_bytes": "9000" },
		{ peak: 9000 },
	],
	["2", {}, {}],
])("counters of cgroup v%s are read as %j", async (version, texts, used) => {
	const files = Object.fromEntries(Object.entries(texts).map(([name, text]) => [`/sys/fs/cgroup${name}`, text]));
	const { world } = fakeWorld({ files });
	const counters = { by: "files", version, path: "/mlbuild", steps: "/buildkit" } as const;
	const hold = {
		way: "engine-cgroup",
		counters,
		countsSwap: true,
		readBack: async () => ({ why: "" }),
		renew: async () => true,
	} as const;
	expect(await readUsed(world, hold)).toEqual(used);
});
