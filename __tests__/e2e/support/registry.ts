import { REGISTRY } from "./docker.ts";
import { type RegistryManifest, registryBlob, registryImages, registryManifest } from "./manifests.ts";
import { pushedImage } from "./oracle.ts";

/** What the registry holds under a name such as `127.0.0.1:5000/app:v1`: one image, behind an index or not. */
export interface Stored {
	/** Digest that the tag points to. */
	readonly digest: string;
	/** Digest of the image's manifest; that of the tag when there is no index. */
	readonly manifest: string;
	readonly layers: NonNullable<RegistryManifest["layers"]>;
	/** Digests of the layers' uncompressed tars. */
	readonly diffIds: readonly string[];
}

function parts(ref: string): readonly [repository: string, tag: string] {
	const rest = ref.slice(REGISTRY.length + 1);
	const at = rest.lastIndexOf(":");
	return [rest.slice(0, at), rest.slice(at + 1)];
}

/** The digest a tag points to; nothing when there is no such tag. */
export async function tagDigest(ref: string): Promise<string | undefined> {
	return (await registryManifest(...parts(ref)))?.digest;
}

/** What a tag points to; throws unless it is exactly one image. */
export async function stored(ref: string): Promise<Stored> {
	const [repository, tag] = parts(ref);
	const images = await registryImages(repository, tag);
	const [image] = images;
	if (!image?.layers || !image.config || images.length !== 1) throw new Error(`${ref} has ${images.length} images`);
	const config = new TextDecoder().decode(await registryBlob(repository, image.config.digest));
	const { rootfs } = JSON.parse(config) as { rootfs: { diff_ids: readonly string[] } };
	const digest = (await tagDigest(ref)) ?? "";
	return { digest, manifest: image.digest, layers: image.layers, diffIds: rootfs.diff_ids };
}

/** Sum of the manifest's layer blobs. */
export async function compressedBytes(ref: string): Promise<number> {
	return (await pushedImage(...parts(ref))).compressed;
}

/** Bytes of all regular files in the blobs, by Python's tarfile. */
export async function unpackedBytes(ref: string): Promise<number> {
	return (await pushedImage(...parts(ref))).unpacked;
}
