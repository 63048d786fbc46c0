import "./chunks/little-memory.js";
import { o as journalFolder, t as run } from "./chunks/run.js";
import { n as lastResort, t as createRealWorld } from "./chunks/real-world.js";
// src/inputs/raw-env.ts
const PREFIX = "INPUT_";
/**
* Inputs as a runner hands them to an action: `INPUT_<NAME>`, in upper case, blanks replaced by `_`, hyphens kept
* (https://docs.github.com/en/actions/reference/workflows-and-actions/metadata-syntax#inputs). Values are not trimmed.
*/
function rawFromEnv(env) {
	return (name) => env[`${PREFIX}${name.replaceAll(" ", "_").toUpperCase()}`];
}
/** Names of the inputs a runner handed over, in lower case; also of those that action.yml does not have. */
function namesFromEnv(env) {
	return Object.keys(env).filter((key) => key.startsWith(PREFIX) && key.length > 6).map((key) => key.slice(6).toLowerCase());
}
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
	journals: [journalFolder(world), folder],
	reportFile: `${folder}/report-${world.now()}-${world.machine.pid}.json`
});
if (world.cancelled.aborted) process.exit();
export {};
