import type { World } from "./world.ts";

/** Reads a file; one that cannot be read is like none. */
export async function readIf({ files }: Pick<World, "files">, path: string): Promise<string | undefined> {
	return files.read(path).catch(() => undefined);
}
