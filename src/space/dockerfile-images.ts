import { isFetched } from "../model/build-request.ts";
import { findDockerfile, readDockerfile } from "../model/dockerfile-place.ts";
import type { World } from "../model/world.ts";
import type { BaseImages } from "./base-images.ts";
import type { SpaceRequest } from "./request.ts";

/** Images that the Dockerfile names; nothing when it is not on this machine. */
export async function readDockerfileImages(
	world: World,
	{ asked: { build } }: SpaceRequest,
): Promise<BaseImages | undefined> {
	if (isFetched(build)) return undefined;
	const path = await findDockerfile(world, build);
	const text = path === undefined ? undefined : await readDockerfile(world, path);
	if (text === undefined) return undefined;
	// The parser is large, and most runs have room enough.
	const { baseImages } = await import("./base-images.ts");
	return baseImages(text, build.buildArgs, build.buildContexts);
}
