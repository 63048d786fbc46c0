import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Context } from "./context.ts";

const STAMP = ".stamp";

/** The stamp of a finished folder, or undefined when it was never finished. */
export const readStamp = async (folder: string): Promise<string | undefined> => {
	const file = join(folder, STAMP);
	return existsSync(file) ? await readFile(file, "utf8") : undefined;
};

/**
 * Makes `folder` once per `stamp`: filled under a temporary name, stamped, and renamed when complete, so that a kill at any
 * moment leaves either the old folder, none, or the finished one. True when it had to be made.
 */
export const makeOnce = async (
	context: Context,
	folder: string,
	stamp: string,
	fill: (temporary: string) => Promise<void>,
): Promise<boolean> => {
	if ((await readStamp(folder)) === stamp) return false;
	await mkdir(context.layout.temporary, { recursive: true });
	const temporary = await mkdtemp(join(context.layout.temporary, "part-"));
	await fill(temporary);
	await writeFile(join(temporary, STAMP), stamp);
	await rm(folder, { recursive: true, force: true });
	await mkdir(join(folder, ".."), { recursive: true });
	await rename(temporary, folder);
	return true;
};
