import { teardown } from "./teardown.ts";
import { lastResort } from "./world/last-resort.ts";
import { createRealWorld } from "./world/real-world.ts";

lastResort("warn");
const world = await createRealWorld("action");
// https://docs.github.com/actions/reference/workflow-commands-for-github-actions#sending-values-to-the-pre-and-post-actions
const journal = world.env["STATE_journal"];
if (journal) await teardown(world, journal);
