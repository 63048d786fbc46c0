import { a as secondDiskCommands } from "./second-disk.js";
// src/space/second-disk-use.ts
const MAKE_MS = 2e4;
/** A builder's state of some 100 GB, unlinked. */
const REMOVE_MS = 6e5;
/** The folder of all that a run has on a second disk. */
function secondDiskFolder({ state }) {
	return state.slice(0, state.lastIndexOf("/"));
}
/** Prepares the second disk for the builder with that node. Gives why it cannot be used; then the builder is made where others are. */
async function useSecondDisk(world, second, node) {
	for (const argv of secondDiskCommands(second, node, world.machine.uid === 0)) {
		const { code, stderr, error } = await world.run({
			argv,
			timeoutMs: MAKE_MS
		});
		if (code !== 0) return error ?? (stderr.trim().slice(-300) || `${argv.join(" ")} ended with ${code}`);
	}
}
/** Removes what a run of ours has left on a second disk, when its builder is gone. Throws when that does not work. */
async function leaveSecondDisk(world, folder) {
	if (!new RegExp(`^/mnt/ml-image-build-[\\w-]+$`).test(folder)) throw new Error(`${folder} is none of ours`);
	const argv = [
		...world.machine.uid === 0 ? [] : [
			"sudo",
			"-n",
			"--"
		],
		"rm",
		"-rf",
		"--one-file-system",
		"--",
		folder
	];
	const { code, stderr, error } = await world.run({
		argv,
		timeoutMs: REMOVE_MS
	});
	if (code !== 0) throw new Error(error ?? stderr.trim().slice(-300));
}
export { secondDiskFolder as n, useSecondDisk as r, leaveSecondDisk as t };
