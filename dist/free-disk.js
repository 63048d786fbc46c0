import "./chunks/little-memory.js";
import { n as rawFromEnv, t as namesFromEnv } from "./chunks/raw-env.js";
import { J as stepJournals } from "./chunks/run-story.js";
import { t as freeDisk } from "./chunks/run-free-disk.js";
import { n as lastResort, t as createRealWorld } from "./chunks/real-world.js";
// src/free-disk.ts
const last = lastResort();
const world = await createRealWorld("action");
last.maskWith(world.log.mask);
process.exitCode = await freeDisk(world, {
	raw: rawFromEnv(world.env),
	given: namesFromEnv(world.env),
	problems: [],
	cli: false,
	journals: stepJournals(world)
});
if (world.cancelled.aborted) process.exit();
export {};
