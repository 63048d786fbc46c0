import path from "node:path";
import { openOwnSuite, unpackPackages } from "../../../scripts/engine/apt.ts";
import type { Context } from "../../../scripts/engine/context.ts";
import { makeOnce } from "../../../scripts/engine/stamp.ts";

/** Programs of an engine. */
interface EnginePrograms {
	readonly dockerd: string;
	/** In front of the PATH on which dockerd finds containerd and runc. */
	readonly path: readonly string[];
}

/** The Docker Engine of this machine's own Debian, downloaded once and unpacked beside the private engine's parts; nothing is installed. */
export async function debianEngine(context: Context): Promise<EnginePrograms> {
	const folder = path.join(context.layout.packages, "debian-engine");
	await makeOnce(context, folder, "docker.io", async (temporary) => {
		await unpackPackages(context, await openOwnSuite(context), ["docker.io"], temporary);
	});
	return { dockerd: path.join(folder, "usr/sbin/dockerd"), path: [path.join(folder, "usr/bin")] };
}
