import type { Host } from "../model/host.ts";
import { mountAt, mountOf, parseMounts } from "../model/mounts.ts";
import { readIf } from "../model/read-if.ts";
import { parseSwaps, SWAP_FOLDERS, type SwapArea, type SwapPlace, type SwapPlan } from "../model/swap.ts";
import type { World } from "../model/world.ts";
import { sudoWorks } from "./sudo.ts";

/** Areas of /proc/swaps; nothing when there is no such file. */
export async function surveySwaps(world: World): Promise<readonly SwapArea[] | undefined> {
	const text = await readIf(world, "/proc/swaps");
	return text === undefined ? undefined : parseSwaps(text);
}

/** vm.swappiness as it is now. */
export async function surveySwappiness(world: World): Promise<number | undefined> {
	const text = await readIf(world, "/proc/sys/vm/swappiness");
	return text === undefined || !/^\d+\s*$/.test(text) ? undefined : Number(text);
}

const CAP_SYS_ADMIN = 21n;
const OUTSIDE = "run this step outside of the container";

/** Why this process and its `sudo` cannot make swap, or nothing as far as that can be seen beforehand. */
export async function swapObstacle(world: World, { root, sudo }: Host): Promise<SwapPlan["short"]> {
	if (!root && !(await mayElevate(world, sudo)))
		return {
			why: "that needs root, and sudo without a password does not work",
			remedy: "allow this user sudo without a password",
		};
	const [status, users] = await Promise.all([readIf(world, "/proc/self/status"), readIf(world, "/proc/self/uid_map")]);
	// The whole range means the machine's own users; less is a user namespace, whose root is nobody to the kernel's swap.
	if (users !== undefined && !/^\s*0\s+0\s+4294967295\s*$/.test(users))
		return {
			why: "this runs in a user namespace (a rootless container), whose root may not switch swap on",
			remedy: OUTSIDE,
		};
	// What sudo may gain at most is the bounding set.
	const set = new RegExp(`^${root ? "CapEff" : "CapBnd"}:\\s*([0-9a-f]+)$`, "m").exec(status ?? "")?.[1];
	const able = set === undefined || ((BigInt(`0x${set}`) >> CAP_SYS_ADMIN) & 1n) === 1n;
	const why = "this runs in a container without CAP_SYS_ADMIN, which may not switch swap on";
	return able ? undefined : { why, remedy: OUTSIDE };
}

/** Nobody had a reason to try sudo so far where only the disks were looked at. */
async function mayElevate(world: World, sudo: Host["sudo"]): Promise<boolean> {
	if (sudo !== "untested") return sudo === "passwordless";
	return sudoWorks(world);
}

/** Places for a swap file, best first: a real second disk at /mnt, then the root file system. */
export async function surveySwapPlaces(world: World, { disks }: Host): Promise<readonly SwapPlace[]> {
	const mounts = parseMounts((await readIf(world, "/proc/self/mountinfo")) ?? "");
	const root = mountAt(mounts, "/");
	const devices = new Set(disks.map(({ device }) => device));
	// Subvolumes of one btrfs have a device each, and one disk.
	const sources = new Set(disks.map(({ path }) => mountOf(mounts, path)?.source));
	const places = await Promise.all(
		SWAP_FOLDERS.map(async (folder): Promise<readonly SwapPlace[]> => {
			const mount = mountAt(mounts, folder);
			const second = folder !== "/";
			if (!mount || (second && (mount.device === root?.device || mount.source === root?.source))) return [];
			const disk = await world.files.disk(folder);
			if (!disk) return [];
			const { fileSystem, readOnly } = mount;
			const count = fileSystem === "btrfs" ? await btrfsDevices(world, mount.source) : 1;
			const shared = devices.has(disk.device) || sources.has(mount.source);
			return [{ folder, fileSystem, readOnly, devices: count, free: disk.free, shared }];
		}),
	);
	return places.flat();
}

/** How many disks the btrfs that is mounted from `source` lies on; 0 when that cannot be found out. */
async function btrfsDevices(world: World, source: string): Promise<number> {
	const name = source.slice(source.lastIndexOf("/") + 1);
	const base = "/sys/fs/btrfs";
	for (const id of await world.files.list(base).catch((): readonly string[] => [])) {
		const devices = await world.files.list(`${base}/${id}/devices`).catch((): readonly string[] => []);
		if (devices.includes(name)) return devices.length;
	}
	return 0;
}
