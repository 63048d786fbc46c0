import "./world/little-memory.ts";
import { namesFromEnv, rawFromEnv } from "./inputs/raw-env.ts";
import { stepJournals } from "./journal-folder.ts";
import { freeDisk } from "./run-free-disk.ts";
import { lastResort } from "./world/last-resort.ts";
import { createRealWorld } from "./world/real-world.ts";

const last = lastResort();
const world = await createRealWorld("action");
last.maskWith(world.log.mask);
process.exitCode = await freeDisk(world, {
	raw: rawFromEnv(world.env),
	given: namesFromEnv(world.env),
	problems: [],
	cli: false,
	journals: stepJournals(world),
});
if (world.cancelled.aborted) process.exit();
