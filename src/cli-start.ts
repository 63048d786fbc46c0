import "./world/little-memory.ts";
import { commandLine } from "./command-line.ts";
import { lastResort } from "./world/last-resort.ts";
import { createRealWorld } from "./world/real-world.ts";

/** The command line in the real world. */
export async function startCommandLine(): Promise<void> {
	const last = lastResort();
	const world = await createRealWorld("cli");
	last.maskWith(world.log.mask);
	const print = (text: string) => process.stdout.write(text);
	process.exitCode = await commandLine(world, process.argv.slice(2), print);
	// A look that was given up may still be running.
	if (world.cancelled.aborted) process.exit();
}
