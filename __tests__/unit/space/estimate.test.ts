import { describe, expect, it } from "@jest/globals";
import type { Host } from "../../../src/model/host.ts";
import type { Plan } from "../../../src/model/plan.ts";
import { choosePlatform, readBaseSizes, sumLayers } from "../../../src/space/base-sizes.ts";
import { buildShape } from "../../../src/space/build-shape.ts";
import { diskNeeds } from "../../../src/space/disk-needs.ts";
import { type BuildShape, estimateNeed, type NeedFacts } from "../../../src/space/estimate.ts";
import { buildRequest } from "../../support/build-request.ts";
import { fakeWorld } from "../../support/fake-world.ts";

const GB = 1e9;
const ENGINE: BuildShape = {
	builds: "engine",
	store: "overlay2",
	load: false,
	push: false,
	archives: 0,
	localCaches: 0,
};
const estimate = (facts: Partial<NeedFacts>, shape: Partial<BuildShape> = {}) =>
	estimateNeed({ bases: [], ...facts, shape: { ...ENGINE, ...shape } });
const BASES = [{ name: "nvidia/cuda:12.4-runtime", compressed: 3.1 * GB }];

describe("how much is needed", () => {
	it.each<[title: string, facts: Partial<NeedFacts>, bytes: number, from: string, how: RegExp]>([
		["by hand", { minFree: 25 * GB, lastBuild: GB, bases: BASES }, 25 * GB, "min-free", /^min-free asks for 25 GB$/],
		[
			"last build",
			{ lastBuild: 10 * GB, bases: BASES, sizeLimit: 4 * GB },
			14 * GB,
			"last-build",
			/took 10 GB; a fifth more, and 2 GB for the runner/,
		],
		[
			"base image",
			{ bases: BASES },
			(7.44 + 6) * GB * 1.5 + 2 * GB,
			"base-image",
			/base image nvidia\/cuda:12.4-runtime 3.1 GB compressed, unpacked about 7.44 GB, and 6 GB that the build adds, times 1.5/,
		],
		[
			"base image below a limit",
			{ bases: BASES, sizeLimit: 9 * GB },
			9 * GB * 1.5 + 2 * GB,
			"base-image",
			/1.56 GB that the build adds/,
		],
		[
			"base image above its limit",
			{ bases: BASES, sizeLimit: 5 * GB },
			8.44 * GB * 1.5 + 2 * GB,
			"base-image",
			/1 GB that the build adds/,
		],
		[
			"several",
			{ bases: [...BASES, { name: "a", compressed: GB }] },
			(4.1 * 2.4 + 6) * GB * 1.5 + 2 * GB,
			"base-image",
			/2 base images 4.1 GB compressed/,
		],
		[
			"base image that the engine has: its layers are not there twice",
			{ bases: [{ name: "torch:1", inEngine: 5 * GB }] },
			(5 + 6) * GB * 1.5 - 5 * GB + 2 * GB,
			"base-image",
			/^base image torch:1 5 GB in the engine already, and 6 GB that the build adds, times 1\.5 \(.*\), less the 5 GB that are there, and 2 GB for the runner$/,
		],
		[
			"one in the engine, one not",
			{
				bases: [
					{ name: "torch:1", inEngine: 5 * GB },
					{ name: "a", compressed: GB },
				],
			},
			(5 + 2.4 + 6) * GB * 1.5 - 5 * GB + 2 * GB,
			"base-image",
			/^2 base images 1 GB compressed, unpacked about 2\.4 GB and 5 GB in the engine already, and 6 GB/,
		],
		[
			"several below a limit, which is for one of them",
			{
				bases: [
					{ name: "devel", inEngine: 9 * GB },
					{ name: "runtime", inEngine: 4 * GB },
				],
				sizeLimit: 10 * GB,
			},
			(9 + 4 + 6) * GB * 1.5 - 13 * GB + 2 * GB,
			"base-image",
			/^2 base images 13 GB in the engine already, and 6 GB that the build adds/,
		],
		[
			"a small one is known, the large one is not",
			{ bases: [{ name: "uv", inEngine: 0.05 * GB }], moreBases: true },
			14 * GB,
			"default",
			/^not all base images tell their size; nothing is known of the image, so 8 GB are taken/,
		],
		[
			"a large one is known, another is not",
			{ bases: BASES, moreBases: true },
			(7.44 + 6) * GB * 1.5 + 2 * GB,
			"base-image",
			/^base image nvidia/,
		],
		["limit", { sizeLimit: 9.5 * GB }, 9.5 * GB * 1.5 + 2 * GB, "size-limit", /max-image-size is 9.5 GB, times 1.5/],
		[
			"no base image",
			{ scratch: true },
			11 * GB,
			"base-image",
			/^FROM scratch brings nothing, and 6 GB are taken for what the build adds, times 1.5/,
		],
		[
			"no base image, below a limit",
			{ scratch: true, sizeLimit: GB },
			3.5 * GB,
			"size-limit",
			/max-image-size is 1 GB/,
		],
		[
			"nothing known",
			{},
			14 * GB,
			"default",
			/nothing is known of the image, so 8 GB are taken, times 1.5 .*and 2 GB for the runner/,
		],
	])("%s", (_, facts, bytes, from, how) => {
		const need = estimate(facts);
		expect(need.bytes).toBeCloseTo(bytes, -2);
		expect(need.from).toBe(from);
		expect(need.how).toMatch(how);
	});

	it.each<[title: string, shape: Partial<BuildShape>, factor: number]>([
		["the engine itself", {}, 1.5],
		["the engine, pushed", { push: true }, 2],
		["containerd store", { store: "containerd" }, 2],
		["containerd store, pushed", { store: "containerd", push: true }, 2],
		["a builder", { builds: "builder" }, 2],
		["a builder, loaded", { builds: "builder", load: true }, 3],
		["a builder, loaded into a containerd store", { builds: "builder", load: true, store: "containerd" }, 3.5],
		["an archive", { archives: 1 }, 2],
		["cache in a folder", { builds: "builder", localCaches: 1 }, 2.5],
	])("%s lies on the disk %p times", (_, shape, factor) => {
		const need = estimate({ sizeLimit: 10 * GB }, shape);
		expect(need.bytes).toBe(10 * GB * factor + 2 * GB);
		expect(need.how).toContain(`times ${factor} (`);
	});

	it("a build elsewhere needs room for the runner only", () => {
		expect(estimate({ sizeLimit: 50 * GB }, { builds: "elsewhere" }).bytes).toBe(2 * GB);
	});
});

describe("the shape of a build", () => {
	const engine = { local: true, store: "overlay2" } as Host["engine"];
	const built = (driver: Plan["driver"], load = false) =>
		({ driver, delivery: { load, push: true } }) as Pick<Plan, "driver" | "delivery">;
	const builder = (kind: string, elsewhere?: string) => ({
		kind: "builder" as const,
		why: "",
		builder: { name: "b", driver: kind, nodes: [], from: "", ...(elsewhere && { elsewhere }) },
	});

	it.each<[title: string, driver: Plan["driver"], engine: Host["engine"], builds: string]>([
		["docker", { kind: "docker", why: "" }, engine, "engine"],
		["docker-container", { kind: "docker-container", why: "" }, engine, "builder"],
		["their docker builder", builder("docker"), engine, "engine"],
		["their container", builder("docker-container"), engine, "builder"],
		["their container elsewhere", builder("docker-container", "ssh://far"), engine, "elsewhere"],
		["kubernetes", builder("kubernetes"), engine, "elsewhere"],
		["an engine elsewhere", { kind: "docker", why: "" }, { ...engine, local: false } as Host["engine"], "elsewhere"],
		["no engine", { kind: "docker", why: "" }, { missing: "x" }, "elsewhere"],
	])("%s", (_, driver, host, builds) => {
		expect(buildShape(buildRequest(), { engine: host }, built(driver)).builds).toBe(builds);
	});

	it("counts archives and caches in folders", () => {
		const request = buildRequest({
			outputs: ["type=oci,dest=a.tar", "type=docker,dest=b.tar", "type=image,push=true"],
			cacheTo: ["type=local,dest=/tmp/c", "type=gha"],
		});
		expect(buildShape(request, { engine }, undefined)).toEqual({ ...ENGINE, push: true, archives: 2, localCaches: 1 });
	});
});

describe("disks", () => {
	const place = (role: string, device: string, free = 10 * GB) => ({
		role,
		path: `/${role}`,
		device,
		free,
		total: 72 * GB,
	});

	it("one disk is one, whatever it holds", () => {
		const needs = diskNeeds(
			[place("workspace", "1"), place("engine data", "1", 9 * GB), place("temp", "1")],
			estimate({}),
		);
		expect(needs).toEqual([
			{
				roles: ["workspace", "engine data", "temp"],
				path: "/engine data",
				device: "1",
				free: 9 * GB,
				total: 72 * GB,
				needed: 14 * GB,
			},
		]);
	});

	it("the build's room is needed where the engine is, the runner's elsewhere; a target by hand everywhere", () => {
		const disks = [place("engine data", "1"), place("workspace", "2")];
		expect(diskNeeds(disks, estimate({})).map(({ needed }) => needed)).toEqual([14 * GB, 2 * GB]);
		expect(diskNeeds(disks, estimate({ minFree: 30 * GB })).map(({ needed }) => needed)).toEqual([30 * GB, 30 * GB]);
	});

	it("a disk that cannot be seen is left out", () => {
		expect(diskNeeds([{ role: "temp", path: "/x" }], estimate({}))).toEqual([]);
	});
});

describe("sizes of base images", () => {
	const amd = { digest: "sha256:amd", platform: { os: "linux", architecture: "amd64" } };
	const arm = { digest: "sha256:arm", platform: { os: "linux", architecture: "arm64", variant: "v8" } };
	const unknown = { digest: "sha256:att", platform: { os: "unknown", architecture: "unknown" } };

	it.each([
		["linux/amd64", amd],
		["linux/arm64", arm],
		["linux/arm64/v8", arm],
		["linux/arm64/v7", undefined],
		["linux/s390x", undefined],
	])("%s", (platform, chosen) => {
		expect(choosePlatform([unknown, amd, arm], platform)).toBe(chosen);
	});

	it("a manifest without layers or sizes has none", () => {
		expect(sumLayers({ layers: [{ size: 1 }, { size: 2 }] })).toBe(3);
		expect(sumLayers({ layers: [] })).toBeUndefined();
		expect(sumLayers({ layers: [{ size: 1 }, {}] })).toBeUndefined();
		expect(sumLayers({})).toBeUndefined();
	});

	it("are asked for by index and platform, all at once; what does not answer is left out", async () => {
		const answers: Readonly<Record<string, object>> = {
			"localhost:5000/cuda:1": { manifests: [unknown, arm, amd] },
			"localhost:5000/cuda@sha256:amd": { layers: [{ size: 2 * GB }, { size: GB }] },
			"debian@sha256:1": { layers: [{ size: 48e6 }] },
			broken: [],
		};
		const { world, ran } = fakeWorld({
			run(line) {
				const answer = answers[line.split(" ").at(-1) ?? ""];
				return answer ? { code: 0, stdout: JSON.stringify(answer) } : { code: 1, stdout: "not found" };
			},
		});
		const names = ["localhost:5000/cuda:1", "debian@sha256:1", "missing:1", "broken"];
		expect(await readBaseSizes(world, names, "linux/amd64")).toEqual([
			{ name: "localhost:5000/cuda:1", compressed: 3 * GB },
			{ name: "debian@sha256:1", compressed: 48e6 },
		]);
		expect(ran).toHaveLength(5);
	});

	it("take three seconds at most in all", async () => {
		const { world } = fakeWorld();
		let now = 0;
		const limits: number[] = [];
		const slow = {
			...world,
			monotonic: () => now,
			run: async (command: Parameters<typeof world.run>[0]) => {
				limits.push(command.timeoutMs ?? 0);
				now += 2000;
				return { code: 0, stdout: JSON.stringify({ manifests: [amd] }), stderr: "", ms: 1 };
			},
		};
		await readBaseSizes(slow, ["a"], "linux/amd64");
		expect(limits).toEqual([3000, 1000]);
		now = 0;
		await readBaseSizes({ ...slow, monotonic: () => (now += 3500) }, ["a"], "linux/amd64");
		expect(limits).toHaveLength(2);
	});
});
