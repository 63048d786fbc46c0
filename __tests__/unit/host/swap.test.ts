import { describe, expect, it } from "@jest/globals";
import { surveySwapPlaces, surveySwaps, swapObstacle } from "../../../src/host/swap.ts";
import type { Host } from "../../../src/model/host.ts";
import { fakeWorld } from "../../support/fake-world.ts";

const GB = 1e9;
const HOST: Host = {
	runner: "github-hosted",
	os: "Ubuntu 24.04",
	arch: "x64",
	cpus: 4,
	cgroup: { version: "2" },
	root: false,
	sudo: "passwordless",
	disks: [{ role: "engine data", path: "/var/lib/docker", device: "2049" }],
	engine: { missing: "none" },
	buildx: { missing: "none" },
};

/** Where the two folders lie: a mount each, and what `df` says of it. */
async function places(mounts: readonly string[], more: Record<string, string> = {}) {
	const { world } = fakeWorld({ files: { "/proc/self/mountinfo": `${mounts.join("\n")}\n`, ...more } });
	const disk = async (path: string) =>
		path === "/"
			? { free: 20 * GB, total: 72 * GB, device: "2049" }
			: { free: 66 * GB, total: 74 * GB, device: "2065" };
	return surveySwapPlaces({ ...world, files: { ...world.files, disk } }, HOST);
}
const ROOT = "25 1 8:1 / / rw,relatime shared:1 - ext4 /dev/root rw,discard,errors=remount-ro";
const place = { folder: "/", fileSystem: "ext4", readOnly: false, devices: 1, free: 20 * GB, shared: true };

describe("places for a swap file", () => {
	it("are a real second disk, then the root disk", async () => {
		expect(await places([ROOT, "40 25 8:17 / /mnt rw,relatime shared:2 - ext4 /dev/sdb1 rw"])).toEqual([
			{ ...place, folder: "/mnt", free: 66 * GB, shared: false },
			place,
		]);
	});

	it.each<[title: string, mounts: readonly string[]]>([
		["a folder of the root disk", [ROOT]],
		["the same disk mounted twice", [ROOT, "40 25 8:1 /mnt /mnt rw - ext4 /dev/root rw"]],
		["another subvolume of the same btrfs", [ROOT, "40 25 0:41 /x /mnt rw - btrfs /dev/root rw"]],
		["only mounts below it", [ROOT, "40 25 8:17 / /mnt/data rw - ext4 /dev/sdb1 rw"]],
	])("do not count /mnt twice: %s", async (_title, mounts) => {
		expect(await places(mounts)).toEqual([place]);
	});

	it("are shared with the build where its subvolume lies on the same disk", async () => {
		const root = "25 1 0:40 /root / rw - btrfs /dev/sda2 rw,subvol=/root";
		const second = "40 25 0:50 / /mnt rw - btrfs /dev/sdb rw";
		const data = "41 25 0:51 /docker /var/lib/docker rw - btrfs /dev/sdb rw,subvol=/docker";
		const shared = async (mounts: readonly string[]) => (await places(mounts)).map((found) => found.shared);
		expect(await shared([root, second])).toEqual([false, true]);
		expect(await shared([root, second, data])).toEqual([true, true]);
	});

	it("say what is wrong with them", async () => {
		const mounts = [
			"25 1 0:50 / / ro,relatime - overlay overlay rw,lowerdir=/a",
			"40 25 0:60 / /mnt rw - btrfs /dev/sdb rw",
		];
		const devices = { "/sys/fs/btrfs/id/devices/sdb": "", "/sys/fs/btrfs/id/devices/sdc": "" };
		expect(await places(mounts, devices)).toMatchObject([
			{ folder: "/mnt", fileSystem: "btrfs", devices: 2 },
			{ folder: "/", fileSystem: "overlay", readOnly: true },
		]);
		expect(await places(mounts)).toMatchObject([{ devices: 0 }, {}]);
	});

	it("take the mount on top", async () => {
		const tmpfs = "60 25 0:70 / / rw - tmpfs tmpfs rw";
		expect(await places([ROOT, tmpfs])).toMatchObject([{ fileSystem: "tmpfs" }]);
	});
});

describe("the right to make swap", () => {
	const obstacle = (files: Record<string, string>, host: Partial<Host> = {}) =>
		swapObstacle(fakeWorld({ files }).world, { ...HOST, ...host });
	const ALL = "000001ffffffffff";
	/** Without CAP_SYS_ADMIN: Docker's default for containers. */
	const FEW = "00000000a80425fb";
	const status = (effective: string, bounding: string) => ({
		"/proc/self/status": `Name:\tnode\nCapEff:\t${effective}\nCapBnd:\t${bounding}\n`,
		"/proc/self/uid_map": "         0          0 4294967295\n",
	});

	it.each<[title: string, files: Record<string, string>, host: Partial<Host>, why: RegExp | undefined]>([
		["a hosted runner's user", status("0000000000000000", ALL), {}, undefined],
		["root", status(ALL, ALL), { root: true, sudo: "not-needed" }, undefined],
		["nothing to be read", {}, { root: true, sudo: "not-needed" }, undefined],
		["a user without sudo", status("0000000000000000", ALL), { sudo: "no" }, /sudo without a password does not work/],
		["root in a container", status(FEW, FEW), { root: true, sudo: "not-needed" }, /container without CAP_SYS_ADMIN/],
		["a user with sudo in a container", status("0000000000000000", FEW), {}, /container without CAP_SYS_ADMIN/],
		[
			"root of a user namespace",
			{ ...status(ALL, ALL), "/proc/self/uid_map": "0 100000 65536\n" },
			{ root: true, sudo: "not-needed" },
			/user namespace/,
		],
	])("%s", async (_title, files, host, why) => {
		const found = await obstacle(files, host);
		if (why === undefined) expect(found).toBeUndefined();
		else expect(found).toEqual({ why: expect.stringMatching(why), remedy: expect.any(String) });
	});
});

it("a kernel without swap is told from one that has none on", async () => {
	expect(await surveySwaps(fakeWorld().world)).toBeUndefined();
	expect(await surveySwaps(fakeWorld({ files: { "/proc/swaps": "Filename\n" } }).world)).toEqual([]);
});
