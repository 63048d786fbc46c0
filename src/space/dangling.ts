import { isWithin } from "../model/paths.ts";
import type { FoundPath } from "../model/world.ts";
import { namedPaths } from "./job-env.ts";

/**
 * Links and variables that pointed into what was removed, for the log: `/usr/bin/julia (to /usr/local/julia1.12.7/bin/julia)`,
 * `ANDROID_HOME=/usr/local/lib/android/sdk`. `links` as they were found before.
 */
export function danglingAfter(
	removed: readonly string[],
	links: readonly FoundPath[],
	env: Readonly<Record<string, string | undefined>>,
): readonly string[] {
	const gone = (path: string) => removed.some((root) => isWithin(path, root));
	const dead = links.flatMap(({ path, target }) =>
		target !== undefined && gone(target) && !gone(path) ? [`${path} (to ${target})`] : [],
	);
	const variables = namedPaths(env, {}).flatMap(({ name, path }) => {
		if (name.startsWith("INPUT_") || !gone(path)) return [];
		return [name === "PATH" ? `${path} in PATH` : `${name}=${path}`];
	});
	return [...new Set([...dead, ...variables])];
}
