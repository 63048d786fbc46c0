import type { World } from "../model/world.ts";
import type { BaseInEngine, BuildShape } from "./estimate.ts";

/** An engine on this machine answers at once; one that does not is no reason to wait with a build. */
const ANSWER_MS = 1000;

/**
 * Those of the images that the build takes from the engine as they are: on overlay2 the engine's own BuildKit asks no registry for an image
 * that the engine has for this platform, unless `pull` is given. With the containerd store it does, and a builder has a store of its own.
 */
export async function readEngineBases(
	world: World,
	names: readonly string[],
	build: { readonly shape: BuildShape; readonly platform: string; readonly pull: boolean },
): Promise<readonly BaseInEngine[]> {
	const { shape, platform, pull } = build;
	if (shape.builds !== "engine" || shape.store !== "overlay2" || pull || !world.engine.direct) return [];
	const found = await Promise.all(names.map((name) => lookUp(world, name, platform)));
	return found.flatMap((base) => base ?? []);
}

/** https://docs.docker.com/reference/api/engine/version/v1.51/#tag/Image/operation/ImageInspect */
interface ImageOfEngine {
	readonly Os?: string;
	readonly Architecture?: string;
	readonly Variant?: string;
	readonly Size?: number;
}

async function lookUp(world: World, name: string, platform: string): Promise<BaseInEngine | undefined> {
	const path = `/images/${encodeURIComponent(name)}/json`;
	const { status, text } = await world.engine.call({ path, timeoutMs: ANSWER_MS });
	if (status !== 200) return undefined;
	try {
		const { Os, Architecture, Variant, Size = 0 } = JSON.parse(text) as ImageOfEngine;
		const [os, architecture, variant] = platform.split("/");
		const fits = Os === os && Architecture === architecture && (!variant || !Variant || Variant === variant);
		return fits && Size > 0 ? { name, inEngine: Size } : undefined;
	} catch {
		return undefined;
	}
}
