import { dockerFolder } from "../model/docker-env.ts";
import type { World } from "../model/world.ts";

/** What Docker keeps of a context (github.com/docker/cli, cli/context/store). */
interface Context {
	readonly Name?: string;
	readonly Endpoints?: { readonly docker?: { readonly Host?: string } };
}

/** A context by its name, used or not; nothing when there is none. `default` is none that is kept. */
export async function findContext(world: World, name: string): Promise<Context | undefined> {
	const folder = `${dockerFolder(world.env, world.files.home)}/contexts/meta`;
	for (const id of await world.files.list(folder).catch(() => [])) {
		const meta = await readJson<Context>(world, `${folder}/${id}/meta.json`);
		if (meta?.Name === name) return meta;
	}
	return undefined;
}

/** Where it leads to: docker/setup-buildx-action makes one for an engine behind TLS. */
export function hostOf(context: Context | undefined): string | undefined {
	return context?.Endpoints?.docker?.Host;
}

export async function readJson<T>(world: World, path: string): Promise<T | undefined> {
	try {
		const text = await world.files.read(path);
		return text === undefined ? undefined : (JSON.parse(text) as T);
	} catch {
		return undefined;
	}
}
