import { teardown } from "./teardown.ts";
import { lastResort } from "./world/last-resort.ts";
import { createRealWorld } from "./world/real-world.ts";

/** Undoes what a journal says. Only warns: a job that was green stays green. */
export async function undoLeftovers(journal: string): Promise<void> {
	lastResort("warn");
	await teardown(await createRealWorld("action"), journal);
}
