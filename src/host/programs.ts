import { listPids } from "../model/pids.ts";
import { readIf } from "../model/read-if.ts";
import type { World } from "../model/world.ts";

/** A program that runs: its number, and the words that it was started with. */
export interface Program {
	readonly pid: string;
	readonly words: readonly string[];
}

/** Programs of that name, as far as this user may see them. */
export async function findPrograms(world: World, name: string): Promise<readonly Program[]> {
	const pids = await listPids(world);
	const names = await Promise.all(pids.map((pid) => readIf(world, `/proc/${pid}/comm`)));
	const found = pids.filter((_pid, index) => names[index]?.trim() === name);
	return Promise.all(
		found.map(async (pid) => ({ pid, words: ((await readIf(world, `/proc/${pid}/cmdline`)) ?? "").split("\0") })),
	);
}
