import { t as mountAt } from "./mounts.js";
import { r as FLOOR, t as deficitOf } from "./disk-needs.js";
// src/space/second-disk.ts
/** Where runners mount a disk of their own, when they have one. */
const SECOND_DISK = "/mnt";
/** File systems on which a builder's state works and that outlive a write: no memory, no overlay, nothing of a network. */
const REAL = /* @__PURE__ */ new Set([
	"ext4",
	"xfs",
	"btrfs"
]);
/**
* A real second disk that can take the builder's state: another device than the disks that are written to, whole and mounted, with room for
* all of the need. Most runners have had none since January 2026, and an ordinary folder in its place.
*/
function chooseSecond({ mounts, disk, disks, need, run }) {
	const mount = mountAt(mounts, SECOND_DISK);
	if (!disk || mount?.root !== "/" || !REAL.has(mount.fileSystem)) return void 0;
	if (disks.some(({ device }) => device === disk.device) || disk.free < need.bytes) return void 0;
	const folder = `${SECOND_DISK}/ml-image-build-${run}`;
	const { device, free, total } = disk;
	return {
		path: SECOND_DISK,
		device,
		free,
		total,
		state: `${folder}/state`,
		temp: `${folder}/temp`
	};
}
/** As one of the disks of this machine. */
function builderDisk({ path, device, free, total }) {
	return {
		role: "builder data",
		path,
		device,
		free,
		total
	};
}
/** The disks when the second one takes the build: the first ones need room for the runner only. */
function relieved(disks, need) {
	if (need.from === "min-free") return disks;
	return disks.map((disk) => ({
		...disk,
		needed: Math.min(FLOOR, disk.needed)
	}));
}
/** Worth it only when the build would be short where it is. */
function wantsSecond(disks, need) {
	return need.from !== "min-free" && disks.some((disk) => deficitOf(disk) > 0);
}
/**
* How the builder gets it: buildx keeps the state of a docker-container builder in the volume `buildx_buildkit_<node>_state`
* (github.com/docker/buildx, driver/docker-container) and takes one that is there already. To be run before `buildx create`. The folders are
* removed again with the builder; `sudo` where we are not root.
*/
function secondDiskCommands({ state, temp }, node, root) {
	const elevated = root ? [] : [
		"sudo",
		"-n",
		"--"
	];
	const options = [
		"type=none",
		"o=bind",
		`device=${state}`
	].flatMap((option) => ["--opt", option]);
	return [
		[
			...elevated,
			"mkdir",
			"-p",
			"-m",
			"0700",
			state
		],
		[
			...elevated,
			"mkdir",
			"-p",
			"-m",
			"1777",
			temp
		],
		[
			"docker",
			"volume",
			"create",
			"--driver",
			"local",
			...options,
			`buildx_buildkit_${node}_state`
		]
	];
}
export { secondDiskCommands as a, relieved as i, builderDisk as n, wantsSecond as o, chooseSecond as r, SECOND_DISK as t };
