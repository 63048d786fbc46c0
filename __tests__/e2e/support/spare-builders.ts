import { existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";

/** Whether the builder of an engine with that socket is to be forgotten. */
type IsGone = (socket: string) => boolean;

/**
 * Forgets builders whose engine has gone with all that they were made of: buildx keeps a file for each, and its `rm` would first ask that engine.
 * https://github.com/docker/buildx/blob/master/store/store.go
 */
export function forgetBuilders(dockerConfig: string, isGone: IsGone): void {
	const at = (...names: readonly string[]) => path.join(dockerConfig, "buildx", ...names);
	if (!existsSync(at("instances"))) return;
	for (const name of readdirSync(at("instances"))) {
		if (!/^mlbuild-/.test(name) || !socketsOf(at("instances", name)).some(isGone)) continue;
		for (const kind of ["instances", "activity", "defaults", "refs"])
			rmSync(at(kind, name), { recursive: true, force: true });
	}
}

function socketsOf(file: string): readonly string[] {
	try {
		const { Nodes = [] } = JSON.parse(readFileSync(file, "utf8")) as {
			readonly Nodes?: readonly { readonly Endpoint?: string }[];
		};
		return Nodes.flatMap(({ Endpoint = "" }) =>
			Endpoint.startsWith("unix://") ? [Endpoint.slice("unix://".length)] : [],
		);
	} catch {
		// Another test is removing it.
		return [];
	}
}
