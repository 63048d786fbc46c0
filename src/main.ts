import { namesFromEnv, rawFromEnv } from "./inputs/raw-env.ts";
import { run } from "./run.ts";
import { lastResort } from "./world/last-resort.ts";
import { createRealWorld } from "./world/real-world.ts";

lastResort();
const world = await createRealWorld("action");
const folder = `${world.files.temp}/ml-image-build`;
process.exitCode = await run(world, {
	raw: rawFromEnv(world.env),
	given: namesFromEnv(world.env),
	problems: [],
	cli: false,
	journals: folder,
	reportFile: `${folder}/report-${world.now()}-${world.machine.pid}.json`,
});
