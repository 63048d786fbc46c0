import { o as teardown } from "./teardown.js";
import { n as lastResort, t as createRealWorld } from "./real-world.js";
// src/post-start.ts
/** Undoes what a journal says. Only warns: a job that was green stays green. */
async function undoLeftovers(journal) {
	lastResort("warn");
	await teardown(await createRealWorld("action"), journal);
}
export { undoLeftovers };
