import { describe, expect, it } from "@jest/globals";
import type { Host, ImageStore } from "../../../src/model/host.ts";
import type { SpaceAsked } from "../../../src/model/space.ts";
import type { FoundPath } from "../../../src/model/world.ts";
import { atHome, COMPONENTS } from "../../../src/space/components/index.ts";
import { decideSpace } from "../../../src/space/decide.ts";
import type { SpaceRequest } from "../../../src/space/request.ts";
import { buildRequest } from "../../support/build-request.ts";
import { type FakeParts, fakeWorld } from "../../support/fake-world.ts";

const GB = 1e9;
const HOME = "/home/me";
const WORKSPACE = "/home/runner/work/app/app";
const EVENT = "/home/runner/work/_temp/event.json";
const START = 1_790_000_000_000;
const ENV = {
	GITHUB_ACTIONS: "true",
	RUNNER_ENVIRONMENT: "github-hosted",
	GITHUB_WORKSPACE: WORKSPACE,
	GITHUB_EVENT_PATH: EVENT,
	GITHUB_WORKFLOW_REF: "acme/app/.github/workflows/ci.yml@refs/heads/main",
	PATH: "/usr/bin",
};

function found(pattern: string, change: Partial<FoundPath> = {}): FoundPath {
	const path = atHome(pattern, HOME).replaceAll("*", "1");
	const base = { kind: "folder", device: "1", uid: 0, modifiedMs: START - 1e6 } as const;
	return { ...base, pattern: atHome(pattern, HOME), path, real: path, ...change };
}

const CATALOG = COMPONENTS.flatMap(({ paths }) => paths.map((path) => found(path)));
const EVENT_FILE = found(EVENT, { kind: "file", modifiedMs: START });

function host(free: number): Host {
	const place = (role: string, path: string) => ({ role, path, free, total: 72 * GB, device: "1" });
	return {
		runner: "github-hosted",
		os: "Ubuntu 24.04",
		arch: "x64",
		cpus: 2,
		cgroup: { version: "2" },
		root: false,
		sudo: "passwordless",
		disks: [place("engine data", "/var/lib/docker"), place("workspace", WORKSPACE)],
		engine: {
			endpoint: "unix:///var/run/docker.sock",
			version: "28.0.4",
			id: "one",
			dataRoot: "/var/lib/docker",
			store: "overlay2",
			storageDriver: "overlay2",
			cgroupVersion: "2",
			cgroupDriver: "systemd",
			rootless: false,
			platform: "linux/amd64",
			local: true,
		},
		buildx: { version: "0.36.1" },
	};
}

const MANIFEST = JSON.stringify({ layers: [{ size: 3 * GB }] });
const ENGINE_IMAGES = [
	{ Id: "sha256:1", RepoTags: ["ghcr.io/github/gh-aw-mcpg:latest"] },
	{ Id: "sha256:2", RepoTags: ["redis:7"] },
];

const BUILT: NonNullable<SpaceRequest["built"]> = {
	driver: { kind: "docker", why: "" },
	delivery: { push: true, load: false, tags: [], pushTags: [], digestRepos: [], engineTags: [] },
};

function withBuild(change: Parameters<typeof buildRequest>[0]): SpaceRequest["asked"] {
	const space = { freeDisk: "auto", keep: [], remove: [], allowSelfHosted: false } as const;
	return { space, build: buildRequest({ context: WORKSPACE, ...change }), armed: [] };
}

function withStore(store: ImageStore): Host {
	const machine = host(40 * GB);
	return "missing" in machine.engine ? machine : { ...machine, engine: { ...machine.engine, store } };
}

async function decide(
	free: number,
	parts: FakeParts = {},
	asked: Partial<SpaceAsked> = {},
	change: Partial<SpaceRequest> = {},
) {
	const looked: string[] = [];
	const { world, ran } = fakeWorld({
		env: ENV,
		found: [...CATALOG, EVENT_FILE],
		run: (line) => (line.includes("imagetools") ? { code: 0, stdout: MANIFEST } : undefined),
		reply: (path) => ({ status: 200, text: path.startsWith("/images") ? JSON.stringify(ENGINE_IMAGES) : "[]" }),
		...parts,
		files: {
			[`${WORKSPACE}/.github/workflows/ci.yml`]: "jobs: {}",
			[`${WORKSPACE}/Dockerfile`]: "FROM python:3.12\n",
			"/etc/environment": "PATH=/usr/bin\n",
			...parts.files,
		},
	});
	const watched = {
		...world,
		engine: {
			...world.engine,
			call: (request: Parameters<typeof world.engine.call>[0]) => {
				looked.push(request.path);
				return world.engine.call(request);
			},
		},
		files: {
			...world.files,
			findPaths: (patterns: readonly string[]) => {
				looked.push("paths");
				return world.files.findPaths(patterns);
			},
		},
	};
	const { plan, links } = await decideSpace(watched, {
		asked: {
			space: { freeDisk: "auto", keep: [], remove: [], allowSelfHosted: false, ...asked },
			build: buildRequest({ context: WORKSPACE, tags: ["ghcr.io/acme/app:1"] }),
			armed: [],
		},
		host: host(free),
		built: BUILT,
		run: "r1",
		...change,
	});
	return { plan, links, ran, looked, ids: plan.items.map(({ component }) => component) };
}

describe("enough is free", () => {
	it("with plenty of it no registry, no path and no engine is asked", async () => {
		const { plan, ran, looked } = await decide(86 * GB);
		expect(plan).toMatchObject({ items: [], kept: [], lacking: [] });
		expect([...ran, ...looked]).toEqual([]);
	});

	it("where it could be short the registry is asked, and nothing else", async () => {
		const { plan, ran, looked } = await decide(40 * GB);
		expect(plan.need).toMatchObject({ from: "base-image", bytes: (7.2 + 6) * 2 * GB + 2 * GB });
		expect(plan.need.how).toMatch(/^base image python:3\.12 3 GB compressed, unpacked about 7\.2 GB/);
		expect(ran).toEqual(["docker buildx imagetools inspect --raw python:3.12"]);
		expect(looked).toEqual(["/images/python%3A3.12/json"]);
	});

	describe("a base image that the engine has", () => {
		const image = { Id: "sha256:1", Os: "linux", Architecture: "amd64", Size: 5 * GB };
		const reply = (told: object) => ({ reply: () => ({ status: 200, text: JSON.stringify(told) }) });

		it("needs no registry, and no room a second time", async () => {
			const { plan, ran } = await decide(40 * GB, reply(image));
			expect(plan.need).toMatchObject({ from: "base-image", bytes: (5 + 6) * 2 * GB - 5 * GB + 2 * GB });
			expect(ran).toEqual([]);
		});

		it.each<[why: string, told: object, change: Parameters<typeof decide>[3]]>([
			["for another platform", { ...image, Architecture: "arm64" }, {}],
			[
				"for another variant",
				{ ...image, Architecture: "arm", Variant: "v6" },
				{ asked: withBuild({ platforms: ["linux/arm/v7"] }) },
			],
			["of no size", { ...image, Size: 0 }, {}],
			["where newer ones are asked for", image, { asked: withBuild({ pull: true }) }],
			["where another platform is built", image, { asked: withBuild({ platforms: ["linux/arm64"] }) }],
			["in a containerd store", image, { host: withStore("containerd") }],
			[
				"where a builder has its own store",
				image,
				{ built: { ...BUILT, driver: { kind: "docker-container", why: "" } } },
			],
		])("%s does not count", async (_, told, change) => {
			const { plan, ran } = await decide(40 * GB, reply(told), {}, change);
			expect(ran).toEqual(["docker buildx imagetools inspect --raw python:3.12"]);
			expect(plan.need.how).toMatch(/^base image python:3\.12 3 GB compressed/);
		});
	});

	it("an image for a platform of its own is not looked for in the engine, and the unknown beats what is known", async () => {
		const image = { Os: "linux", Architecture: "amd64", Size: 0.1 * GB };
		const { plan, looked } = await decide(40 * GB, {
			files: { [`${WORKSPACE}/Dockerfile`]: "FROM --platform=linux/arm64 python:3.12\nCOPY --from=uv /uv /\n" },
			reply: () => ({ status: 200, text: JSON.stringify(image) }),
			run: () => ({ code: 1 }),
		});
		expect(looked).toEqual(["/images/uv/json"]);
		expect(plan.need).toMatchObject({ from: "default", bytes: 8 * 2 * GB + 2 * GB });
	});

	it("a target by hand needs no registry", async () => {
		const { plan, ran } = await decide(40 * GB, {}, { minFree: 30 * GB });
		expect(plan.need.from).toBe("min-free");
		expect(ran).toEqual([]);
	});

	it("neither does a last build, nor a limit on the image where the registry is silent", async () => {
		expect((await decide(40 * GB, {}, {}, { lastBuild: 10 * GB })).ran).toEqual([]);
		const armed = [{ id: "max-image-size", needs: [], limit: 9 * GB, judge: () => ({}) as never }];
		const build = buildRequest({ context: WORKSPACE });
		const space = { freeDisk: "auto", keep: [], remove: [], allowSelfHosted: false } as const;
		const { plan } = await decide(40 * GB, { run: () => ({ code: 1 }) }, {}, { asked: { space, build, armed } });
		expect(plan.need).toMatchObject({ from: "size-limit", bytes: 20 * GB });
	});
});

describe("the disk is short", () => {
	it("the cheapest goes, found with one look for paths each, and links are told", async () => {
		const julia = found("/usr/bin/swift", { kind: "link", target: "/usr/share/swift/usr/bin/swift" });
		const link = { ...julia, pattern: "/usr/local/bin/swift" };
		const { plan, ids, links, looked } = await decide(
			16 * GB,
			{ found: [...CATALOG, EVENT_FILE, link] },
			{ minFree: 21 * GB },
		);
		expect(ids).toEqual(["haskell", "swift"]);
		expect(plan.lacking).toEqual([]);
		expect(plan.items[0]?.paths).toEqual(["/usr/local/.ghcup"]);
		expect(links).toEqual([link]);
		expect(looked.filter((each) => each === "paths").length).toBeLessThanOrEqual(5);
	});

	it("what the job has set up stays, seen through links", async () => {
		const home = "/opt/hostedtoolcache/Java_Temurin-Hotspot_jdk/17/x64";
		const jdk = found("/usr/lib/jvm/temurin-*");
		const { plan } = await decide(
			1 * GB,
			{ env: { ...ENV, JAVA_HOME: home, PATH: "/usr/local/.ghcup/bin:/usr/bin" }, real: { [home]: `${jdk.path}/x` } },
			{ minFree: 30 * GB },
		);
		const why = (id: string) => plan.kept.find(({ component }) => component === id)?.why;
		expect(why("haskell")).toBe("the PATH of this job has /usr/local/.ghcup/bin");
		expect(why("jdk")).toBe(`this job sets JAVA_HOME to ${home}`);
	});

	it("programs, mounts, our own Node.js, logins and fresh tools are seen", async () => {
		const mark = found("/opt/hostedtoolcache/*/*/*.complete", {
			path: "/opt/hostedtoolcache/go/1/x64.complete",
			modifiedMs: START + 1,
		});
		const { plan } = await decide(
			1 * GB,
			{
				found: [...CATALOG, EVENT_FILE, mark],
				files: {
					"/proc/42/comm": "",
					"/proc/self/mountinfo": "1 2 8:1 / /usr/share/miniconda rw - ext4 /dev/x rw\n",
					[`${HOME}/.docker/config.json`]: JSON.stringify({
						auths: { "1.dkr.ecr.eu-west-1.amazonaws.com": {} },
						credHelpers: { "gcr.io": "gcloud" },
					}),
				},
				real: {
					"/proc/42/exe": "/usr/share/dotnet/dotnet",
					"/proc/42/cwd": "/usr/local/share/vcpkg/x",
					"/proc/self/exe": "/opt/hostedtoolcache/node/24/x64/bin/node",
				},
			},
			{ minFree: 60 * GB, remove: ["tool-cache", "cloud-clis"] },
		);
		const why = Object.fromEntries(plan.kept.map(({ component, why }) => [component, why]));
		expect(why).toMatchObject({
			dotnet: "dotnet (process 42) runs from /usr/share/dotnet/dotnet",
			vcpkg: "dotnet (process 42) works in /usr/local/share/vcpkg/x",
			miniconda: "a file system is mounted at /usr/share/miniconda",
			"tool-cache-node": "the Node.js that runs this lies in it (/opt/hostedtoolcache/node/24/x64/bin/node)",
			"tool-cache-go": "an earlier step installed go 1 into it",
			"aws-cli": "this job uses the registry 1.dkr.ecr.eu-west-1.amazonaws.com",
			"google-cloud-cli": "the Docker configuration logs in with docker-credential-gcloud",
		});
	});

	it("a link in the place of a component, or on the way to it, is left alone", async () => {
		const swap = CATALOG.map((each) => {
			if (each.path === "/usr/local/.ghcup") return { ...each, kind: "link" as const, target: "/" };
			return each.path === "/usr/share/swift" ? { ...each, real: "/data/share/swift" } : each;
		});
		const { plan, ids } = await decide(
			16 * GB,
			{ found: [...swap, EVENT_FILE] },
			{ minFree: 18 * GB, remove: ["haskell", "swift"] },
		);
		expect(ids).not.toContain("haskell");
		expect(ids).not.toContain("swift");
		expect(plan.kept).toContainEqual({ component: "haskell", why: "/usr/local/.ghcup is a link", firm: true });
		expect(plan.kept).toContainEqual({
			component: "swift",
			why: "a folder on the way to /usr/share/swift is a link",
			firm: true,
		});
	});

	it("images of the engine: the runner's own by itself, others only when asked and not used", async () => {
		const images = async (asked: Partial<SpaceAsked>, parts: FakeParts = {}) => {
			const { items, spare } = (await decide(1 * GB, parts, { minFree: 30 * GB, ...asked })).plan;
			return [...items, ...spare].find(({ component }) => component === "docker-images")?.engine;
		};
		const mcpg = { id: "sha256:1", name: "ghcr.io/github/gh-aw-mcpg:latest" };
		expect(await images({})).toEqual({ kind: "images", images: [mcpg] });
		const all = { kind: "images", images: [mcpg, { id: "sha256:2", name: "redis:7" }] };
		expect(await images({ remove: ["docker-images"] })).toEqual(all);
		const uses = { files: { [`${WORKSPACE}/.github/workflows/ci.yml`]: "services:\n  c:\n    image: redis:7\n" } };
		expect(await images({ remove: ["docker-images"] }, uses)).toEqual({ kind: "images", images: [mcpg] });
		const calls = { files: { [`${WORKSPACE}/.github/workflows/other.yaml`]: "image: redis" } };
		expect(await images({ remove: ["docker-images"] }, calls)).toEqual({ kind: "images", images: [mcpg] });
		const elsewhere = { env: { ...ENV, GITHUB_WORKFLOW_REF: "" } };
		expect(await images({ remove: ["docker-images"] }, elsewhere)).toEqual({ kind: "images", images: [mcpg] });
	});

	it("off, or a machine that is not GitHub's: nothing is looked at", async () => {
		const off = await decide(5 * GB, {}, { freeDisk: "off" });
		expect(off.plan).toMatchObject({ items: [], refused: "free-disk is off" });
		const self = await decide(5 * GB, {}, { minFree: 9 * GB }, { host: { ...host(5 * GB), runner: "self-hosted" } });
		expect(self.plan.refused).toMatch(/allow-self-hosted/);
		expect([...off.looked, ...off.ran, ...self.looked, ...self.ran]).toEqual([]);
	});

	it("a container job is told so, and the catalog is not looked for", async () => {
		const { plan, looked } = await decide(
			5 * GB,
			{ env: { ...ENV, GITHUB_WORKSPACE: "/__w/app/app" } },
			{ minFree: 9 * GB },
		);
		expect(plan.refused).toMatch(/this job runs in a container/);
		expect(looked).toEqual(["paths"]);
	});
});

describe("a real second disk", () => {
	const mounted = { "/proc/self/mountinfo": "1 2 8:17 / /mnt rw - ext4 /dev/sdb1 rw\n" };
	const own = { driver: { kind: "docker-container", why: "" } as const };
	const built = (load: boolean) => ({
		...own,
		delivery: { push: !load, load, tags: [], pushTags: [], digestRepos: [], engineTags: [] },
	});

	const disks = { "/mnt": { free: 66 * GB, total: 74 * GB, device: "2" } };

	it("takes the state of a builder of ours, and nothing has to go", async () => {
		const { plan } = await decide(5 * GB, { files: mounted, disks }, {}, { built: built(false) });
		expect(plan.second).toMatchObject({ device: "2", state: "/mnt/ml-image-build-r1/state" });
		expect(plan).toMatchObject({ items: [], lacking: [] });
	});

	it("has less for the builder when swap will lie there too", async () => {
		const change = (bytes: number) => ({ built: built(false), swap: { folder: "/mnt", bytes } });
		const parts = { files: mounted, disks };
		expect((await decide(5 * GB, parts, {}, change(8 * GB))).plan.second).toMatchObject({ free: 58 * GB });
		expect((await decide(5 * GB, parts, {}, change(64 * GB))).plan.second).toBeUndefined();
	});

	it("a folder of the first disk is none", async () => {
		const { plan, ids } = await decide(5 * GB, { files: mounted }, {}, { built: built(false) });
		expect(plan.second).toBeUndefined();
		expect(ids.length).toBeGreaterThan(0);
	});

	it("is not taken for the engine's own builder, nor when the image goes into the engine", async () => {
		for (const change of [{}, { built: built(true) }]) {
			expect((await decide(5 * GB, { files: mounted, disks }, {}, change)).plan.second).toBeUndefined();
		}
	});
});
