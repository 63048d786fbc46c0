import { n as readSwapSize, r as readRoom } from "./swap.js";
// src/inputs/free-disk.ts
/** Reads the inputs of the sub-action. On a command line there is no post step that could remove swap, so there is no input for it. */
function readFreeDisk(reader, cli) {
	return {
		space: {
			freeDisk: "auto",
			...readRoom(reader)
		},
		swap: { swap: cli ? "off" : readSwapSize(reader) },
		dryRun: reader.flag("dry-run"),
		summary: reader.flag("summary", true)
	};
}
export { readFreeDisk as t };
