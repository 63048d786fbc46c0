import { afterAll } from "@jest/globals";
import { REGISTRY } from "./docker.ts";
import { CONTAINERD_HOST, untag } from "./engine.ts";

const ACCEPT = [
	"application/vnd.oci.image.index.v1+json",
	"application/vnd.docker.distribution.manifest.list.v2+json",
	"application/vnd.oci.image.manifest.v1+json",
	"application/vnd.docker.distribution.manifest.v2+json",
].join(", ");

interface Descriptor {
	readonly mediaType: string;
	readonly digest: string;
	readonly size: number;
	readonly platform?: { readonly os: string; readonly architecture: string };
	readonly annotations?: Readonly<Record<string, string>>;
}

/** A manifest or an index of the registry. */
export interface RegistryManifest {
	readonly digest: string;
	readonly mediaType: string;
	/** Of an image. */
	readonly config?: Descriptor;
	readonly layers?: readonly Descriptor[];
	/** Of an index. */
	readonly manifests?: readonly Descriptor[];
}

const named: string[] = [];
afterAll(() => {
	const hosts = [undefined, ...(CONTAINERD_HOST === undefined ? [] : [CONTAINERD_HOST])];
	for (const ref of named.splice(0)) for (const host of hosts) untag(ref, host);
});

/** A new name in the test registry with its host, and without it. The engines forget it after the tests of this file. */
export function newRepository(name: string): { readonly repo: string; readonly ref: string } {
	const repo = `e2e/${name}-${process.pid}-${Date.now().toString(36)}`;
	const ref = `${REGISTRY}/${repo}`;
	named.push(ref);
	return { repo, ref };
}

/** Tags of a repository; none when the registry does not know it. */
export async function registryTags(repo: string): Promise<readonly string[]> {
	const answer = await fetch(`http://${REGISTRY}/v2/${repo}/tags/list`);
	if (answer.status === 404) return [];
	return ((await answer.json()) as { tags: readonly string[] | null }).tags ?? [];
}

/** What a tag or a digest is in the registry; nothing when it is not there. */
export async function registryManifest(repo: string, reference: string): Promise<RegistryManifest | undefined> {
	const answer = await fetch(`http://${REGISTRY}/v2/${repo}/manifests/${reference}`, { headers: { accept: ACCEPT } });
	if (answer.status === 404) return undefined;
	const manifest = (await answer.json()) as Omit<RegistryManifest, "digest">;
	return { ...manifest, digest: answer.headers.get("docker-content-digest") ?? "" };
}

/** The images behind a tag, one a platform: an index is followed, attestations are left out. */
export async function registryImages(repo: string, reference: string): Promise<readonly RegistryManifest[]> {
	const top = await registryManifest(repo, reference);
	if (!top) return [];
	if (!top.manifests) return [top];
	const images = top.manifests.filter((entry) => !entry.annotations?.["vnd.docker.reference.type"]);
	const found = await Promise.all(images.map(({ digest }) => registryManifest(repo, digest)));
	return found.flatMap((manifest) => manifest ?? []);
}

/** The bytes of a blob. */
export async function registryBlob(repo: string, digest: string): Promise<Uint8Array> {
	const answer = await fetch(`http://${REGISTRY}/v2/${repo}/blobs/${digest}`);
	if (!answer.ok) throw new Error(`blob ${digest} of ${repo}: ${answer.status}`);
	return new Uint8Array(await answer.arrayBuffer());
}
