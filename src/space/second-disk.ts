import type { Disk } from "../model/host.ts";
import { type Mount, mountAt } from "../model/mounts.ts";
import type { DiskNeed, SecondDisk, SpaceNeed } from "../model/space.ts";
import { deficitOf } from "./disk-needs.ts";
import { FLOOR } from "./estimate.ts";

/** Where runners mount a disk of their own, when they have one. */
export const SECOND_DISK = "/mnt";

/** File systems on which a builder's state works and that outlive a write: no memory, no overlay, nothing of a network. */
const REAL: ReadonlySet<string> = new Set(["ext4", "xfs", "btrfs"]);

/** What is known of the place where a second disk may be. */
export interface SecondFacts {
	readonly mounts: readonly Mount[];
	readonly disk?: Pick<SecondDisk, "free" | "total" | "device"> | undefined;
	readonly disks: readonly DiskNeed[];
	readonly need: SpaceNeed;
	/** Name of this run: letters, digits and hyphens. */
	readonly run: string;
}

/**
 * A real second disk that can take the builder's state: another device than the disks that are written to, whole and mounted, with room for
 * all of the need. Most runners have had none since January 2026, and an ordinary folder in its place.
 */
export function chooseSecond({ mounts, disk, disks, need, run }: SecondFacts): SecondDisk | undefined {
	const mount = mountAt(mounts, SECOND_DISK);
	if (!disk || mount?.root !== "/" || !REAL.has(mount.fileSystem)) return undefined;
	if (disks.some(({ device }) => device === disk.device) || disk.free < need.bytes) return undefined;
	const folder = `${SECOND_DISK}/ml-image-build-${run}`;
	const { device, free, total } = disk;
	return { path: SECOND_DISK, device, free, total, state: `${folder}/state`, temp: `${folder}/temp` };
}

/** As one of the disks of this machine. */
export function builderDisk({ path, device, free, total }: SecondDisk): Disk {
	return { role: "builder data", path, device, free, total };
}

/** The disks when the second one takes the build: the first ones need room for the runner only. */
export function relieved(disks: readonly DiskNeed[], need: SpaceNeed): readonly DiskNeed[] {
	if (need.from === "min-free") return disks;
	return disks.map((disk) => ({ ...disk, needed: Math.min(FLOOR, disk.needed) }));
}

/** Worth it only when the build would be short where it is. */
export function wantsSecond(disks: readonly DiskNeed[], need: SpaceNeed): boolean {
	return need.from !== "min-free" && disks.some((disk) => deficitOf(disk) > 0);
}

/**
 * How the builder gets it: buildx keeps the state of a docker-container builder in the volume `buildx_buildkit_<node>_state`
 * (github.com/docker/buildx, driver/docker-container) and takes one that is there already. To be run before `buildx create`. The folders are
 * removed again with the builder; `sudo` where we are not root.
 */
export function secondDiskCommands(
	{ state, temp }: SecondDisk,
	node: string,
	root: boolean,
): readonly (readonly string[])[] {
	const elevated = root ? [] : ["sudo", "-n", "--"];
	const options = ["type=none", "o=bind", `device=${state}`].flatMap((option) => ["--opt", option]);
	return [
		[...elevated, "mkdir", "-p", "-m", "0700", state],
		[...elevated, "mkdir", "-p", "-m", "1777", temp],
		["docker", "volume", "create", "--driver", "local", ...options, `buildx_buildkit_${node}_state`],
	];
}
