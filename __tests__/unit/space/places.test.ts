import { describe, expect, it } from "@jest/globals";
import type { Mount } from "../../../src/model/mounts.ts";
import type { DiskNeed } from "../../../src/model/space.ts";
import type { FoundPath } from "../../../src/model/world.ts";
import { danglingAfter } from "../../../src/space/dangling.ts";
import { jobPlace } from "../../../src/space/job-place.ts";
import { chooseSecond, relieved, secondDiskCommands } from "../../../src/space/second-disk.ts";

const GB = 1e9;

describe("where the job runs", () => {
	const hosted = { RUNNER_ENVIRONMENT: "github-hosted", GITHUB_WORKSPACE: "/home/runner/work/app/app" };
	it.each<[title: string, env: object, marked: boolean, cgroup: string, place: string]>([
		["hosted", hosted, false, "0::/init.scope\n", "machine"],
		["a container job", { ...hosted, GITHUB_WORKSPACE: "/__w/app/app" }, true, "0::/\n", "container-job"],
		["ubuntu-slim", hosted, true, "0::/\n", "slim"],
		[
			"a runner in Kubernetes",
			{ RUNNER_ENVIRONMENT: "self-hosted" },
			false,
			"12:memory:/kubepods/burstable/pod1\n",
			"container",
		],
		["a runner in Docker", { RUNNER_ENVIRONMENT: "self-hosted" }, true, "", "container"],
		["podman", {}, false, "0::/machine.slice/libpod-1.scope\n", "container"],
		["a laptop", {}, false, "", "machine"],
		["a laptop with Docker on it", {}, false, "0::/system.slice/dockerd.service\n", "machine"],
	])("%s", (_, env, marked, cgroup, place) => {
		expect(jobPlace({ env: { ...env }, marked, cgroup })).toBe(place);
	});
});

describe("a second disk", () => {
	const need = { bytes: 20 * GB, how: "", from: "default" as const };
	const disks: readonly DiskNeed[] = [
		{ roles: ["engine data"], path: "/var/lib/docker", device: "1", free: 5 * GB, total: 72 * GB, needed: 20 * GB },
	];
	const mount: Mount = {
		path: "/mnt",
		device: "8:17",
		root: "/",
		fileSystem: "ext4",
		source: "/dev/sdb1",
		readOnly: false,
	};
	const facts = { mounts: [mount], disk: { free: 66 * GB, total: 74 * GB, device: "2" }, disks, need, run: "r-1" };

	it("takes the builder's state and temporary files, and the first one needs room for the runner only", () => {
		expect(chooseSecond(facts)).toEqual({
			path: "/mnt",
			device: "2",
			free: 66 * GB,
			total: 74 * GB,
			state: "/mnt/ml-image-build-r-1/state",
			temp: "/mnt/ml-image-build-r-1/temp",
		});
		expect(relieved(disks, need).map(({ needed }) => needed)).toEqual([2 * GB]);
		expect(relieved(disks, { ...need, from: "min-free" })).toEqual(disks);
	});

	it.each<[title: string, change: Partial<typeof facts>]>([
		["a folder of the same disk", { disk: { free: 66 * GB, total: 74 * GB, device: "1" } }],
		["not mounted", { mounts: [] }],
		["memory", { mounts: [{ ...mount, fileSystem: "tmpfs" }] }],
		["network", { mounts: [{ ...mount, fileSystem: "nfs4" }] }],
		["a part of another file system", { mounts: [{ ...mount, root: "/data" }] }],
		["too little room", { disk: { free: 19 * GB, total: 74 * GB, device: "2" } }],
		["covered by another mount", { mounts: [mount, { ...mount, fileSystem: "overlay" }] }],
	])("%s is none", (_, change) => {
		expect(chooseSecond({ ...facts, ...change })).toBeUndefined();
	});

	it("becomes the volume in which buildx keeps the state, before the builder is made", () => {
		const second = chooseSecond(facts);
		if (!second) throw new Error("no second disk");
		const commands = secondDiskCommands(second, "mlbuild-10", false).map((argv) => argv.join(" "));
		expect(commands).toEqual([
			"sudo -n -- mkdir -p -m 0700 /mnt/ml-image-build-r-1/state",
			"sudo -n -- mkdir -p -m 1777 /mnt/ml-image-build-r-1/temp",
			"docker volume create --driver local --opt type=none --opt o=bind --opt device=/mnt/ml-image-build-r-1/state buildx_buildkit_mlbuild-10_state",
		]);
		expect(secondDiskCommands(second, "x", true)[0]?.[0]).toBe("mkdir");
	});
});

describe("what dangles", () => {
	const link = (path: string, target: string): FoundPath => ({
		pattern: path,
		path,
		kind: "link",
		device: "1",
		uid: 0,
		modifiedMs: 0,
		real: path,
		target,
	});

	it("links, variables and entries of PATH that pointed into it are named once, others are not", () => {
		const links = [
			link("/usr/bin/julia", "/usr/local/julia1.12/bin/julia"),
			link("/usr/bin/julia", "/usr/local/julia1.12/bin/julia"),
			link("/usr/bin/clang", "/usr/lib/llvm-18/bin/clang"),
			link("/usr/local/julia1.12/inner", "/usr/local/julia1.12/bin"),
			link("/usr/bin/x", "/usr/local/julia1.12-other/x"),
		];
		const env = {
			PATH: "/usr/bin:/usr/local/.ghcup/bin",
			JULIA_HOME: "/usr/local/julia1.12",
			ANDROID_HOME: "/usr/local/lib/android/sdk",
			INPUT_CONTEXT: "/usr/local/julia1.12",
		};
		expect(danglingAfter(["/usr/local/julia1.12", "/usr/local/.ghcup"], links, env)).toEqual([
			"/usr/bin/julia (to /usr/local/julia1.12/bin/julia)",
			"/usr/local/.ghcup/bin in PATH",
			"JULIA_HOME=/usr/local/julia1.12",
		]);
	});
});
