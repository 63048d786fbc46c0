import "./world/little-memory.ts";
import { namesFromEnv, rawFromEnv } from "./inputs/raw-env.ts";
import { stepJournals } from "./journal-folder.ts";
import { run } from "./run.ts";
import { lastResort } from "./world/last-resort.ts";
import { createRealWorld } from "./world/real-world.ts";

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
	reportFile: `${folder}/report-${world.now()}-${world.machine.pid}.json`,
});
// A look that was given up may still be running.
if (world.cancelled.aborted) process.exit();
