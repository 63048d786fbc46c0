import type { World } from "../model/world.ts";

/** Reads a file; one that cannot be read is like none. */
export async function readIf(world: World, path: string): Promise<string | undefined> {
	return world.files.read(path).catch(() => undefined);
}
