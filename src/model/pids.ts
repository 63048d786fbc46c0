import type { World } from "./world.ts";

/** Numbers of the processes that run, as far as this user may see them; none where /proc cannot be read. */
export async function listPids({ files }: Pick<World, "files">): Promise<readonly string[]> {
	return (await files.list("/proc").catch(() => [])).filter((name) => /^\d+$/.test(name));
}
