import { existsSync } from "node:fs";
// src/post.ts
/**
* After the job: undoes what main could not. Usually main did it all itself, its journal is gone, and nothing else is loaded.
* https://docs.github.com/actions/reference/workflow-commands-for-github-actions#sending-values-to-the-pre-and-post-actions
*/
const journal = process.env["STATE_journal"];
if (journal && existsSync(journal)) {
	const { undoLeftovers } = await import("./chunks/post-start.js");
	await undoLeftovers(journal);
}
export {};
