import type { SecondDisk } from "../model/space.ts";
import type { World } from "../model/world.ts";
import { SECOND_DISK, secondDiskCommands } from "./second-disk.ts";

const MAKE_MS = 20_000;
/** A builder's state of some 100 GB, unlinked. */
const REMOVE_MS = 10 * 60_000;

/** The folder of all that a run has on a second disk. */
export function secondDiskFolder({ state }: Pick<SecondDisk, "state">): string {
	return state.slice(0, state.lastIndexOf("/"));
}

/** Prepares the second disk for the builder with that node. Gives why it cannot be used; then the builder is made where others are. */
export async function useSecondDisk(world: World, second: SecondDisk, node: string): Promise<string | undefined> {
	for (const argv of secondDiskCommands(second, node, world.machine.uid === 0)) {
		const { code, stderr, error } = await world.run({ argv, timeoutMs: MAKE_MS });
		if (code !== 0) return error ?? (stderr.trim().slice(-300) || `${argv.join(" ")} ended with ${code}`);
	}
	return undefined;
}

/** Removes what a run of ours has left on a second disk, when its builder is gone. Throws when that does not work. */
export async function leaveSecondDisk(world: World, folder: string): Promise<void> {
	if (!new RegExp(`^${SECOND_DISK}/ml-image-build-[\\w-]+$`).test(folder)) throw new Error(`${folder} is none of ours`);
	const elevated = world.machine.uid === 0 ? [] : ["sudo", "-n", "--"];
	const argv = [...elevated, "rm", "-rf", "--one-file-system", "--", folder];
	const { code, stderr, error } = await world.run({ argv, timeoutMs: REMOVE_MS });
	if (code !== 0) throw new Error(error ?? stderr.trim().slice(-300));
}
