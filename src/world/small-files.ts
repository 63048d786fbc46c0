import type { Outcome, ScanSink } from "../model/scan.ts";
import { fromText } from "./byte-paths.ts";
import { walkTrees } from "./tree-walk.ts";

/**
 * Lists a folder that holds a few files of an image (an exported `type=local` output) and reads the wanted ones, as our
 * own user. The folder was made by us; what is in it is not: no link is followed.
 */
export async function readSmallFiles(
	folder: string,
	wanted: string,
	maxFileBytes: number,
	sink: ScanSink,
): Promise<Outcome> {
	try {
		await walkTrees(
			[{ root: fromText(folder) }],
			{
				wanted: new RegExp(wanted),
				maxFileBytes,
				encoding: "utf8",
				opaque: new Set(),
				breathe: () => new Promise((resolve) => setImmediate(resolve)),
			},
			sink,
		);
		return { ok: true };
	} catch (error) {
		return { ok: false, why: `${folder} cannot be read: ${(error as Error).message}` };
	}
}
