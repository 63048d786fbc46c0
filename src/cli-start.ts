import { commandLine } from "./command-line.ts";
import { lastResort } from "./world/last-resort.ts";
import { createRealWorld } from "./world/real-world.ts";

/** The command line in the real world. */
export async function startCommandLine(): Promise<void> {
	lastResort();
	const print = (text: string) => process.stdout.write(text);
	process.exitCode = await commandLine(await createRealWorld("cli"), process.argv.slice(2), print);
}
