import { describe, expect, it } from "@jest/globals";
import type { Component, DiskNeed, PresentPath, SpaceAsked, SpacePlan } from "../../../src/model/space.ts";
import { atHome, COMPONENTS } from "../../../src/space/components/index.ts";
import { diskNeeds } from "../../../src/space/disk-needs.ts";
import { type PlanFacts, planSpace } from "../../../src/space/plan.ts";

const GB = 1e9;
const ROOT = "259:1";
const ASKED: SpaceAsked = { freeDisk: "auto", keep: [], remove: [], allowSelfHosted: false };
const need = (bytes: number) => ({ bytes, how: "a test says so", from: "default" as const });

type Image = Component["images"][number];
type Architecture = Component["architectures"][number];

/** What the catalog says of an image, on one disk. */
function stock(image: Image = "ubuntu24", architecture: Architecture = "x64", device = ROOT): readonly PresentPath[] {
	return COMPONENTS.filter(
		({ images, architectures }) => images.includes(image) && architectures.includes(architecture),
	).flatMap(({ id, paths }) =>
		paths.map((path) => ({
			component: id,
			path: atHome(path, "/home/runner").replaceAll("*", "1"),
			device,
			own: false,
		})),
	);
}

function disk(free: number, needed: number, change: Partial<DiskNeed> = {}): DiskNeed {
	return {
		roles: ["engine data", "workspace", "temp"],
		path: "/var/lib/docker",
		device: ROOT,
		free,
		total: 72 * GB,
		needed,
		...change,
	};
}

function plan(missing: number, change: Partial<PlanFacts> = {}): SpacePlan {
	return planSpace({
		asked: ASKED,
		host: { runner: "github-hosted", root: false, sudo: "passwordless" },
		place: "machine",
		need: need(20 * GB),
		disks: [disk(20 * GB - missing, 20 * GB)],
		present: stock(),
		used: [],
		...change,
	});
}

const ids = ({ items }: SpacePlan) => items.map(({ component }) => component);
const expected = ({ items }: SpacePlan) => items.reduce((sum, item) => sum + item.expected.bytes, 0);
const whyKept = ({ kept }: SpacePlan, id: string) => kept.find(({ component }) => component === id)?.why;

describe("enough is free", () => {
	it.each([0, -1, -50 * GB])("nothing goes and nothing is said (%d missing)", (missing) => {
		const made = plan(missing);
		expect(made).toMatchObject({ items: [], spare: [], kept: [], lacking: [] });
		expect(made.refused).toBeUndefined();
	});
});

describe("the cheapest bytes go first, and no more than needed", () => {
	it.each<[missing: number, ids: string[]]>([
		[1, ["haskell"]],
		[3 * GB, ["haskell"]],
		[3.5 * GB, ["haskell", "swift"]],
		[7 * GB, ["haskell", "swift", "powershell-modules"]],
	])("%d bytes missing", (missing, first) => {
		expect(ids(plan(missing))).toEqual(first);
	});

	it("expects a tenth more than is missing, and is not larger without its last component", () => {
		for (const missing of [1, 2, 5, 8, 12, 16, 20, 25].map((gb) => gb * GB)) {
			const made = plan(missing);
			const last = made.items.at(-1)?.expected.bytes ?? 0;
			expect(expected(made)).toBeGreaterThanOrEqual(missing * 1.1);
			expect(expected(made) - last).toBeLessThan(missing * 1.1);
			expect(made.lacking).toEqual([]);
		}
	});

	it("takes seconds per byte into account, not size", () => {
		const order = [...plan(28 * GB).items, ...plan(28 * GB).spare].map(({ component }) => component);
		const at = (id: string) => order.indexOf(id);
		expect(at("haskell")).toBeLessThan(at("dotnet"));
		expect(at("dotnet")).toBeLessThan(at("codeql"));
		expect(at("android-ndk")).toBeLessThan(at("android"));
		expect(at("android")).toBeLessThan(at("tool-cache-ruby"));
		expect(at("haskell")).toBeGreaterThanOrEqual(0);
	});

	it("what comes next is told, in case the sizes were wrong", () => {
		const { items, spare } = plan(3 * GB);
		expect(spare[0]?.component).toBe("swift");
		const all = [...items, ...spare].map(({ component }) => component);
		expect(new Set(all).size).toBe(all.length);
	});

	it("what is still missing when everything goes is told", () => {
		const { lacking, items, spare, refused } = plan(100 * GB, { disks: [disk(0, 100 * GB)] });
		expect(spare).toEqual([]);
		expect(items.length).toBeGreaterThan(20);
		expect(lacking).toEqual([{ path: "/var/lib/docker", bytes: expect.any(Number) }]);
		expect(lacking[0]?.bytes).toBeGreaterThan(60 * GB);
		expect(refused).toBeUndefined();
	});
});

describe("a target given by hand that cannot be had", () => {
	const byHand = (bytes: number) => ({ ...need(bytes), from: "min-free" as const });
	const target = (bytes: number, change: Partial<PlanFacts> = {}, free = 10 * GB) =>
		plan(0, { need: byHand(bytes), disks: [disk(free, bytes)], ...change });

	it("is refused where the disk itself is smaller, whoever owns the machine", () => {
		const self = { host: { runner: "self-hosted", root: true, sudo: "not-needed" } as const };
		for (const change of [{}, self]) {
			const made = target(80 * GB, change);
			const beyond = { input: "min-free", value: 80 * GB, path: "/var/lib/docker", most: 72 * GB, limit: "disk" };
			expect(made).toMatchObject({
				items: [],
				spare: [],
				beyond,
				refused: "the whole disk at /var/lib/docker has 72 GB",
			});
			expect(made.lacking).toEqual([{ path: "/var/lib/docker", bytes: 70 * GB }]);
		}
	});

	it("is refused where all that may go is too little, and a quarter more too", () => {
		const only = { present: stock().filter(({ component }) => component === "haskell") };
		const all = expected(target(50 * GB, { ...only, need: need(50 * GB) }));
		const made = target(10 * GB + all * 1.26, only);
		expect(made).toMatchObject({ items: [], spare: [], beyond: { input: "min-free", limit: "catalog" } });
		expect(made.beyond?.most).toBeCloseTo(10 * GB + all * 1.25);
		expect(ids(target(10 * GB + all * 1.24, only))).toEqual(["haskell"]);
	});

	it("an estimate gets what room there is", () => {
		const made = plan(0, { disks: [disk(10 * GB, 100 * GB)] });
		expect(made.items.length).toBeGreaterThan(20);
		expect(made.beyond).toBeUndefined();
		// No disk gets larger than it is.
		expect(made.lacking[0]?.bytes).toBeGreaterThanOrEqual(28 * GB);
	});

	it.each<[title: string, change: Partial<PlanFacts>]>([
		[
			"on other machines",
			{
				host: { runner: "self-hosted", root: true, sudo: "not-needed" },
				asked: { ...ASKED, allowSelfHosted: true, remove: ["haskell"] },
			},
		],
		[
			"of a build cache",
			{
				asked: { ...ASKED, remove: ["build-cache"] },
				present: [],
				engine: { device: ROOT, images: { removable: [], kept: [] } },
			},
		],
	])("sizes that nobody knows refuse nothing (%s)", (_, change) => {
		const made = target(70 * GB, change);
		expect(made.items).toHaveLength(1);
		expect(made.beyond).toBeUndefined();
	});

	it("swap is one too, beside what min-free asks for or the runner needs", () => {
		const swap = (bytes: number) => ({ swap: { device: ROOT, bytes, asked: bytes + 4 * GB } });
		const large = { input: "swap", value: 76 * GB, most: 72 * GB, limit: "disk" };
		const needed = (bytes: number) => ({ disks: [disk(10 * GB, bytes)] });
		expect(plan(0, { ...needed(92 * GB), ...swap(72 * GB) }).beyond).toMatchObject({ ...large, beside: GB });
		expect(target(30 * GB, { ...needed(102 * GB), ...swap(72 * GB) }).beyond).toMatchObject({
			...large,
			beside: 30 * GB,
		});
		expect(plan(0, { ...needed(30 * GB), ...swap(10 * GB) }).beyond).toBeUndefined();
	});
});

describe("keep, remove and protection", () => {
	const asked = (change: Partial<SpaceAsked>) => ({ asked: { ...ASKED, ...change } });

	it("keep stays, also as a group", () => {
		const made = plan(3 * GB, asked({ keep: ["haskell", "android"] }));
		expect(ids(made)).toEqual(["swift"]);
		expect([whyKept(made, "haskell"), whyKept(made, "android-ndk")]).toEqual(["keep names it", "keep names it"]);
	});

	it("remove goes first, and the rest only as far as needed", () => {
		expect(ids(plan(1 * GB, asked({ remove: ["miniconda"] })))).toEqual(["miniconda", "haskell"]);
		expect(ids(plan(0.5 * GB, asked({ remove: ["miniconda", "android"] })))).toEqual(["android-ndk"]);
		expect(ids(plan(0, asked({ remove: ["miniconda"] })))).toEqual([]);
	});

	it("what only goes when asked stays until then", () => {
		const made = plan(60 * GB);
		const all = [...ids(made)];
		for (const id of ["aws-cli", "google-cloud-cli", "node-modules", "tool-cache-python", "powershell", "apt-lists"]) {
			expect(all).not.toContain(id);
			expect(whyKept(made, id)).toBe("it goes only when remove names it");
		}
		expect(ids(plan(0.1 * GB, asked({ remove: ["aws-cli"] })))).toEqual(["aws-cli"]);
		expect(ids(plan(0.1 * GB, asked({ remove: ["cloud-clis"] })))).not.toContain("haskell");
	});

	const likely = [{ component: "haskell", why: "this job sets GHC to it" }];
	const certain = [{ component: "haskell", why: "ghc (process 7) runs from it", firm: true }];

	it.each<[title: string, change: Partial<SpaceAsked>, used: PlanFacts["used"], goes: boolean]>([
		["likely use", {}, likely, false],
		["likely use, removed by its id", { remove: ["haskell"] }, likely, true],
		["certain use", {}, certain, false],
		["certain use, removed by its id", { remove: ["haskell"] }, certain, false],
	])("%s: goes %s", (_, change, used, goes) => {
		const made = plan(3 * GB, { ...asked(change), used });
		expect(ids(made).includes("haskell")).toBe(goes);
		expect(whyKept(made, "haskell")).toBe(goes ? undefined : used[0]?.why);
	});

	it("likely use beats a group in remove", () => {
		const used = [{ component: "aws-cli", why: "this job uses the registry public.ecr.aws" }];
		const made = plan(0.5 * GB, { ...asked({ remove: ["cloud-clis"] }), used });
		expect(ids(made)).not.toContain("aws-cli");
		expect(whyKept(made, "aws-cli")).toBe("this job uses the registry public.ecr.aws");
	});
});

describe("where nothing is removed", () => {
	const hosted: PlanFacts["host"] = { runner: "github-hosted", root: false, sudo: "passwordless" };
	const self: PlanFacts["host"] = { ...hosted, runner: "self-hosted" };

	it.each<[title: string, change: Partial<PlanFacts>, refused: RegExp]>([
		["off", { asked: { ...ASKED, freeDisk: "off" } }, /^free-disk is off$/],
		["self-hosted", { host: self }, /not one of GitHub's own.*allow-self-hosted: true and name in remove/],
		["no runner", { host: { ...hosted, runner: "none" } }, /no runner of GitHub's.*allow-self-hosted/],
		[
			"self-hosted, allowed, nothing named",
			{ host: self, asked: { ...ASKED, allowSelfHosted: true } },
			/only what remove names may go, and it names nothing/,
		],
		["container job", { place: "container-job" }, /this job runs in a container.*in a job without container/],
		["ubuntu-slim", { place: "slim" }, /ubuntu-slim.*use ubuntu-latest/],
		["runner in a container", { place: "container" }, /this runner is a container itself/],
		["nothing there", { present: [] }, /nothing of the list of components lies on the disk that is short/],
		["no sudo", { host: { ...hosted, sudo: "no" } }, /all that is there of the list of components stays/],
	])("%s", (_, change, refused) => {
		const made = plan(5 * GB, change);
		expect(made).toMatchObject({ items: [], spare: [], lacking: [{ bytes: 5 * GB }] });
		expect(made.refused).toMatch(refused);
	});

	it.each<PlanFacts["host"]["runner"]>(["self-hosted", "none"])(
		"%s: when allowed, what remove names goes and nothing else",
		(runner) => {
			const host = { ...hosted, runner };
			const made = plan(30 * GB, { host, asked: { ...ASKED, allowSelfHosted: true, remove: ["swift", "browsers"] } });
			expect(ids(made).toSorted()).toEqual(["browser-drivers", "chrome", "chromium", "edge", "firefox", "swift"]);
			expect(made.spare).toEqual([]);
			expect(made.lacking).toHaveLength(1);
		},
	);

	it("without root goes what is our own, and the rest is told", () => {
		const present = stock().map((each) => ({ ...each, own: each.component === "codeql" }));
		const made = plan(5 * GB, { present, host: { ...hosted, sudo: "no" } });
		expect(ids(made)).toEqual(["codeql"]);
		expect(whyKept(made, "haskell")).toMatch(/needs root, and sudo without a password does not work/);
	});

	it("sudo that nobody tried is not counted on, and root needs none", () => {
		expect(ids(plan(GB, { host: { ...hosted, sudo: "untested" } }))).toEqual([]);
		expect(ids(plan(GB, { host: { ...hosted, root: true, sudo: "not-needed" } }))).toEqual(["haskell"]);
	});
});

describe("several disks", () => {
	const mnt = (free: number, needed: number) =>
		disk(free, needed, { roles: ["workspace"], path: "/mnt/work", device: "259:2" });

	it("only what lies on the disk that is short goes", () => {
		const made = plan(0, { disks: [disk(50 * GB, 20 * GB), mnt(1 * GB, 2 * GB)] });
		expect(ids(made)).toEqual([]);
		expect(made.refused).toMatch(/nothing of the list of components lies on the disk that is short/);
		expect(made.lacking).toEqual([{ path: "/mnt/work", bytes: GB }]);
	});

	it("of a component on two disks only the part on the short one goes", () => {
		const present = [
			{ component: "android", path: "/usr/local/lib/android/sdk/cmake", device: ROOT, own: false },
			{ component: "android", path: "/usr/local/lib/android/sdk/platforms", device: "259:2", own: false },
		];
		const made = plan(GB, { present });
		expect(made.items.map(({ paths }) => paths)).toEqual([["/usr/local/lib/android/sdk/cmake"]]);
		expect(made.items.map(({ devices }) => devices)).toEqual([[ROOT]]);
	});

	it("two short disks each get what they miss", () => {
		const present = [...stock(), { component: "pulumi", path: "/usr/local/bin/pulumi", device: "259:2", own: false }];
		const only = present.filter(({ component, device }) => component !== "pulumi" || device === "259:2");
		const made = plan(3 * GB, { present: only, disks: [disk(17 * GB, 20 * GB), mnt(1.9 * GB, 2 * GB)] });
		expect(ids(made).toSorted()).toEqual(["haskell", "pulumi"]);
		expect(made.lacking).toEqual([]);
	});
});

describe("images of the engine", () => {
	const removable = [{ id: "sha256:1", name: "ghcr.io/github/gh-aw-mcpg:latest" }];
	const images = (change: object = {}) => ({ engine: { device: ROOT, images: { removable, kept: [], ...change } } });

	it("come late, because each byte costs much", () => {
		const made = plan(28 * GB, images());
		const order = [...made.items, ...made.spare];
		const at = order.findIndex(({ component }) => component === "docker-images");
		expect(at).toBeGreaterThan(order.findIndex(({ component }) => component === "android"));
		expect(order[at]).toMatchObject({ paths: [], engine: { kind: "images", images: removable } });
	});

	it("stay when all are used, with one of the reasons", () => {
		const kept = [{ name: "redis:7", why: "the container db is made of it" }];
		const made = plan(GB, images({ removable: [], kept }));
		expect(whyKept(made, "docker-images")).toMatch(/for example redis:7: the container db is made of it/);
	});

	it("build cache goes only when asked", () => {
		expect(whyKept(plan(GB, images()), "build-cache")).toBe("it goes only when remove names it");
		const made = plan(GB, { ...images(), asked: { ...ASKED, remove: ["build-cache"] } });
		expect(made.items[0]).toMatchObject({ component: "build-cache", engine: { kind: "build-cache" } });
	});
});

describe("runner images and layouts", () => {
	const cases = (["ubuntu22", "ubuntu24", "ubuntu26"] as const).flatMap((image) =>
		(["x64", "arm64"] as const).flatMap((architecture) => [
			[image, architecture, "private, 72 GB", 17 * GB, 72 * GB] as const,
			[image, architecture, "public, 145 GB", 88 * GB, 145 * GB] as const,
		]),
	);

	it.each(cases)("%s %s, %s", (image, architecture, layout, free, total) => {
		const places = ["engine data", "workspace", "temp"].map((role) => ({
			role,
			path: `/${role}`,
			free,
			total,
			device: ROOT,
		}));
		const made = plan(0, {
			need: need(26 * GB),
			disks: diskNeeds(places, need(26 * GB)),
			present: stock(image, architecture),
		});
		if (layout.startsWith("public")) {
			expect(made.items).toEqual([]);
			return;
		}
		const there = new Set(stock(image, architecture).map(({ component }) => component));
		expect(ids(made).filter((id) => !there.has(id))).toEqual([]);
		const reached = expected(made) + free >= 26 * GB;
		expect(made.lacking.length).toBe(reached ? 0 : 1);
		if (architecture === "x64") expect(reached).toBe(true);
		expect(ids(made)[0]).toBe(
			architecture === "x64" ? "haskell" : image === "ubuntu26" ? "powershell-modules" : "swift",
		);
		expect(made.items.length).toBeLessThan(15);
	});
});
