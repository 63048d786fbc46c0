import type { World } from "./model/world.ts";

/**
 * Where a user's undo journals lie on this machine, for the action and the command line alike: a runner empties its own temporary folder before
 * each job, and with it what a killed run left to be undone. https://specifications.freedesktop.org/basedir-spec/latest/
 */
export function journalFolder({ env, files }: Pick<World, "env" | "files">): string {
	const given = env["XDG_STATE_HOME"] ?? "";
	return `${given.startsWith("/") ? given : `${files.home}/.local/state`}/ml-image-build`;
}

/** The first of the folders that can be a private one; the last one is not asked: what cannot be written there fails with its reason. */
export async function usableFolder({ files }: Pick<World, "files">, folders: readonly string[]): Promise<string> {
	for (const folder of folders.slice(0, -1)) if (await files.makePrivate(folder)) return folder;
	return folders.at(-1) ?? files.temp;
}
