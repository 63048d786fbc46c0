import type { Undo } from "./model/plan.ts";
import type { World } from "./model/world.ts";
import { isEntry, journalsIn, parseJournal } from "./teardown.ts";

/** Swap files that earlier steps of this job made to last as long as it does. */
export async function swapOfThisJob(world: World, folders: readonly string[]): Promise<ReadonlySet<string>> {
	const undos = await undosOfThisJob(world, folders);
	return new Set(undos.flatMap((undo) => (undo.kind === "remove-swap" ? [undo.path] : [])));
}

/**
 * Unlinks at full speed what earlier steps of this job have moved out of the way and left for later; their post steps find nothing more to do.
 * Gives how many of them there were.
 */
export async function finishRemovals(world: World, folders: readonly string[]): Promise<number> {
	let finished = 0;
	for (const undo of await undosOfThisJob(world, folders)) {
		if (undo.kind !== "finish-reclaim") continue;
		const { ok } = await world.finishReclaim({ finish: undo.run, near: undo.near });
		if (ok) finished += 1;
	}
	return finished;
}

/** What the steps of this job before this one, and this one, have left to undo. */
async function undosOfThisJob(world: World, folders: readonly string[]): Promise<readonly Undo[]> {
	const job = JSON.stringify(world.machine.parent);
	const undos: Undo[] = [];
	for (const folder of folders) {
		for (const name of await journalsIn(world, folder)) {
			const [owner, ...entries] = parseJournal((await world.files.readOwn(`${folder}/${name}`)) ?? "");
			if (JSON.stringify(owner) === job) undos.push(...entries.filter(isEntry));
		}
	}
	return undos;
}
