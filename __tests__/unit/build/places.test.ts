import { describe, expect, it } from "@jest/globals";
import { findPlaces, readUsage } from "../../../src/build/places.ts";
import { fakeWorld } from "../../support/fake-world.ts";

const SINCE = Date.parse("2026-08-20T14:00:00Z");
const OLD = "2026-08-19T10:00:00.5Z";
const NEW = "2026-08-20T14:03:00.761629025Z";
const record = (type: string, size: number, created: string, shared = false) => ({
	Type: type,
	Size: size,
	CreatedAt: created,
	Shared: shared,
});
const CACHE = [
	record("regular", 5e9, NEW),
	record("regular", 2e9, OLD),
	record("regular", 7e9, OLD, true),
	record("exec.cachemount", 3e9, NEW),
	record("source.local", 4e8, NEW),
];

/** Places of at least a byte, `kind bytes new`. */
const told = (answer: unknown, stateVolume?: string) =>
	readUsage(answer, { since: SINCE, ...(stateVolume !== undefined && { stateVolume }) })
		.filter(({ bytes }) => bytes > 0)
		.map(({ kind, bytes, newBytes }) => [kind, bytes, newBytes].join(" ").trim());

describe("the engine's own sums", () => {
	it.each([
		["of a list", { BuildCache: CACHE }],
		["of a newer API", { BuildCacheUsage: { TotalSize: 1, Items: CACHE } }],
	])("build cache %s, by what it is, without what images hold too", (_name, answer) => {
		expect(told(answer)).toEqual([
			"layers 7000000000 5000000000",
			"cache-mounts 3000000000 3000000000",
			"contexts 400000000 400000000",
		]);
	});

	it("images, containers, and volumes with the builder's apart", () => {
		const answer = {
			LayersSize: 9e9,
			Containers: [{ SizeRw: 1e6 }, { SizeRootFs: 5 }],
			Volumes: [
				{ Name: "buildx_buildkit_b0_state", UsageData: { Size: 6e9 } },
				{ Name: "data", UsageData: { Size: 2e6 } },
				{ Name: "unknown", UsageData: { Size: -1 } },
			],
		};
		expect(told(answer, "buildx_buildkit_b0_state")).toEqual([
			"images 9000000000",
			"containers 1000000",
			"layers 6000000000",
			"volumes 2000000",
		]);
	});

	it.each([
		["nothing", undefined],
		["a text", "busy"],
		["empty lists", { Images: null, BuildCache: null }],
	])("that are %s give no place", (_name, answer) => {
		expect(told(answer)).toEqual([]);
	});
});

describe("places", () => {
	const folders = [
		{ kind: "temp", path: "/work/_temp" },
		{ kind: "workspace", path: "/work/app" },
	] as const;

	it("are asked kind by kind, largest first, without crumbs", async () => {
		const asked: string[] = [];
		const { world, ran } = fakeWorld({
			reply(path) {
				asked.push(path);
				const answer = path.includes("type=build-cache") ? { BuildCache: CACHE } : {};
				return { status: 200, text: JSON.stringify(answer) };
			},
			run: (line) => ({ code: 0, stdout: line.endsWith("_temp") ? "4000000\t/work/_temp\n" : "12\t/work/app\n" }),
		});
		const places = await findPlaces(world, { since: SINCE, folders });
		expect(places.map(({ kind, where }) => `${kind} ${where}`)).toEqual([
			"layers build cache of the engine",
			"temp /work/_temp",
			"cache-mounts build cache of the engine",
			"contexts build cache of the engine",
		]);
		expect(ran).toEqual(["du -skx /work/_temp", "du -skx /work/app"]);
		expect(asked).toHaveLength(4);
	});

	it("of which nobody can tell the size are left out", async () => {
		const { world } = fakeWorld({
			reply: () => ({ status: 0, text: "no answer within 4 s" }),
			run: () => ({ code: 1, stdout: "4000000\t/work/_temp\n", stderr: "du: cannot read directory" }),
		});
		expect(await findPlaces(world, { since: SINCE, folders })).toEqual([]);
	});
});
