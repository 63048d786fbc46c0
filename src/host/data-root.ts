import type { World } from "../model/world.ts";

/** Where the engine keeps its data, as far as that can be told without asking it. */
export interface DataRoot {
	readonly path: string;
	/** The file that says so; absent: it is where it usually is. */
	readonly from?: string;
}

/** https://docs.docker.com/engine/daemon/#configure-the-docker-daemon */
const CONFIGURATION = "/etc/docker/daemon.json";
/** https://docs.docker.com/engine/daemon/#daemon-data-directory */
const USUAL = "/var/lib/docker";

/** Reads one small file. Never throws: a file that is not there, or that no engine could start with, says nothing. */
export async function readDataRoot({ files }: Pick<World, "files">): Promise<DataRoot> {
	try {
		// A pipe would never end.
		if ((await files.kind(CONFIGURATION)) !== "file") return { path: USUAL };
		const configuration: unknown = JSON.parse((await files.read(CONFIGURATION)) ?? "{}");
		const path = (configuration as Readonly<Record<string, unknown>>)["data-root"];
		if (typeof path === "string" && path.startsWith("/")) return { path, from: CONFIGURATION };
	} catch {}
	return { path: USUAL };
}
