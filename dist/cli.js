// src/cli.ts
/** Said before anything else is loaded: older versions of Node lack what the rest needs. */
const OLDEST = 24;
const [major = 0] = process.versions.node.split(".").map(Number);
if (major < OLDEST) {
	process.stderr.write(`ml-image-build needs Node ${OLDEST} or newer and this is Node ${process.versions.node}: install it, or use the action, which brings its own.\n`);
	process.exitCode = 2;
} else {
	const { startCommandLine } = await import("./chunks/cli-start.js");
	await startCommandLine();
}
export {};
