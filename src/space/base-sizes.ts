import type { Bytes } from "../model/bytes.ts";
import type { World } from "../model/world.ts";
import type { BaseInRegistry } from "./estimate.ts";

/** Longest that a run waits for registries: an estimate is worth no more. */
export const REGISTRY_MS = 3000;
const MOST_IMAGES = 6;

interface Descriptor {
	readonly digest?: string;
	readonly size?: number;
	readonly platform?: { readonly os?: string; readonly architecture?: string; readonly variant?: string };
}
interface Manifest {
	readonly manifests?: readonly Descriptor[];
	readonly layers?: readonly Descriptor[];
}

/**
 * Asks the registries for the compressed sizes of these images, with the logins of the user (`docker buildx imagetools`), all at once and
 * for three seconds in all. One that does not answer is left out.
 */
export async function readBaseSizes(
	world: World,
	names: readonly string[],
	platform: string,
): Promise<readonly BaseInRegistry[]> {
	const until = world.monotonic() + REGISTRY_MS;
	const sizes = await Promise.all(names.slice(0, MOST_IMAGES).map((name) => readSize(world, name, platform, until)));
	return sizes.flatMap((compressed, index) => {
		const name = names[index];
		return compressed === undefined || name === undefined ? [] : [{ name, compressed }];
	});
}

async function readSize(world: World, name: string, platform: string, until: number): Promise<Bytes | undefined> {
	const top = await readManifest(world, name, until);
	const chosen = top?.manifests && choosePlatform(top.manifests, platform);
	const repository = name.replace(/@.*$/, "").replace(/:[^:/]*$/, "");
	const manifest =
		chosen?.digest === undefined ? top : await readManifest(world, `${repository}@${chosen.digest}`, until);
	return manifest && sumLayers(manifest);
}

/** The bytes of a manifest's layers; nothing for one without layers or sizes. */
export function sumLayers({ layers }: Manifest): Bytes | undefined {
	const sum = (layers ?? []).reduce((bytes, { size }) => bytes + (size ?? Number.NaN), 0);
	return Number.isFinite(sum) && sum > 0 ? sum : undefined;
}

/** The entry of an index for `linux/amd64` or `linux/arm64/v8`; a variant counts only when both name one. */
export function choosePlatform(manifests: readonly Descriptor[], platform: string): Descriptor | undefined {
	const [os, architecture, variant] = platform.split("/");
	return manifests.find(
		({ platform: of }) =>
			of?.os === os && of?.architecture === architecture && (!variant || !of?.variant || of.variant === variant),
	);
}

async function readManifest(world: World, reference: string, until: number): Promise<Manifest | undefined> {
	const timeoutMs = until - world.monotonic();
	if (timeoutMs <= 0) return undefined;
	const argv = ["docker", "buildx", "imagetools", "inspect", "--raw", reference];
	const { code, stdout } = await world.run({ argv, timeoutMs });
	try {
		const manifest: unknown = code === 0 ? JSON.parse(stdout) : undefined;
		return typeof manifest === "object" && manifest !== null ? manifest : undefined;
	} catch {
		return undefined;
	}
}
