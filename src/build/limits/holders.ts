import { readHolder } from "../../model/process.ts";
import type { World } from "../../model/world.ts";

/** A run that is proven to be no more. One whose name is not understood may live. */
export function isDead(world: World, holder: string): boolean {
	const named = readHolder(holder);
	return named !== undefined && world.lives(named.process) === "dead";
}

/** Where a holder runs, for people who have to look whether it is over. */
export function printWhere(holder: string): string {
	const boot = readHolder(holder)?.process.boot;
	return boot === undefined ? "" : ` (on the machine with boot id ${boot})`;
}
