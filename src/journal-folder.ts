import type { World } from "./model/world.ts";

/**
 * Where a user's undo journals lie on this machine, for the action and the command line alike: a runner empties its own temporary folder before
 * each job, and with it what a killed run left to be undone. https://specifications.freedesktop.org/basedir-spec/latest/
 */
function journalFolder({ env, files }: Pick<World, "env" | "files">): string {
	const given = env["XDG_STATE_HOME"] ?? "";
	return `${given.startsWith("/") ? given : `${files.home}/.local/state`}/ml-image-build`;
}

/** Those of a workflow step: its runner's temporary folder where the home takes none. */
export function stepJournals(world: Pick<World, "env" | "files">): readonly string[] {
	return [journalFolder(world), `${world.files.temp}/ml-image-build`];
}

/** Those of the command line. A temporary folder there is everybody's: the name is the user's, so that the next run and `cleanup` find it. */
export function terminalJournals(world: Pick<World, "env" | "files" | "machine">): readonly string[] {
	return [journalFolder(world), `${world.files.temp}/ml-image-build-${world.machine.uid}`];
}

/**
 * The first of the folders that can be a private one. The last one of a step is its runner's own and is not asked for it, for there are file
 * systems on which nothing is; on the command line it throws why it cannot.
 */
export async function usableFolder(
	{ files }: Pick<World, "files">,
	{ journals, cli }: { readonly journals: readonly string[]; readonly cli: boolean },
): Promise<string> {
	let why = new Error("there is no folder for the journal");
	for (const folder of journals) {
		const not = await files.makePrivate(folder);
		if (not === undefined) return folder;
		why = not;
	}
	const last = journals.at(-1);
	if (cli || last === undefined) throw why;
	return last;
}
