import { i as teardown } from "./chunks/teardown.js";
import { n as lastResort, t as createRealWorld } from "./chunks/real-world.js";
// src/post.ts
lastResort("warn");
const world = await createRealWorld("action");
const journal = world.env["STATE_journal"];
if (journal) await teardown(world, journal);
export {};
