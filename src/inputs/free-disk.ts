import type { SpaceAsked } from "../model/space.ts";
import type { SwapAsked } from "../model/swap.ts";
import type { Reader } from "./reader.ts";
import { readRoom } from "./space.ts";
import { readSwapSize } from "./swap.ts";

/** What the sub-action is asked. */
export interface FreeDiskAsked {
	readonly space: SpaceAsked;
	readonly swap: SwapAsked;
	readonly dryRun: boolean;
	readonly summary: boolean;
}

/** Reads the inputs of the sub-action. On a command line there is no post step that could remove swap, so there is no input for it. */
export function readFreeDisk(reader: Reader, cli: boolean): FreeDiskAsked {
	return {
		space: { freeDisk: "auto", ...readRoom(reader) },
		swap: { swap: cli ? "off" : readSwapSize(reader) },
		dryRun: reader.flag("dry-run"),
		summary: reader.flag("summary", true),
	};
}
