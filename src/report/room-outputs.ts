import type { SpaceReport, SwapReport } from "../model/space.ts";
import { shortestDisk } from "./space-text.ts";

/** The outputs of the sub-action for disk space; empty where nothing was looked at. */
export function roomOutputs({
	space,
	swap,
}: {
	readonly space?: SpaceReport;
	readonly swap?: SwapReport;
}): Readonly<Record<string, string>> {
	const disk = shortestDisk(space);
	return {
		"freed-bytes": space ? String(space.freedBytes) : "",
		"free-bytes": disk ? String(disk.after) : "",
		"lowest-free-bytes": disk ? String(Math.min(disk.free, disk.after)) : "",
		"swap-bytes": String(swap?.made ?? 0),
	};
}
