import "./chunks/little-memory.js";
import { n as rawFromEnv, t as namesFromEnv } from "./chunks/raw-env.js";
import { J as stepJournals } from "./chunks/run-story.js";
import { t as run } from "./chunks/run.js";
import { n as lastResort, t as createRealWorld } from "./chunks/real-world.js";
// src/main.ts
const last = lastResort();
const world = await createRealWorld("action");
last.maskWith(world.log.mask);
const folder = `${world.files.temp}/ml-image-build`;
process.exitCode = await run(world, {
	raw: rawFromEnv(world.env),
	given: namesFromEnv(world.env),
	problems: [],
	cli: false,
	journals: stepJournals(world),
	reportFile: `${folder}/report-${world.now()}-${world.machine.pid}.json`
});
if (world.cancelled.aborted) process.exit();
export {};
