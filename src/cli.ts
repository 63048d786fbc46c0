import { commandLine } from "./command-line.ts";
import { lastResort } from "./world/last-resort.ts";
import { createRealWorld } from "./world/real-world.ts";

lastResort();
process.exitCode = await commandLine(await createRealWorld("cli"), process.argv.slice(2), (text) =>
	process.stdout.write(text),
);
