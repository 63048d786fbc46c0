import { spawn } from "node:child_process";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGunzip, createZstdDecompress } from "node:zlib";
import { REGISTRY } from "./docker.ts";

const TYPES = [
	"application/vnd.oci.image.index.v1+json",
	"application/vnd.oci.image.manifest.v1+json",
	"application/vnd.docker.distribution.manifest.list.v2+json",
	"application/vnd.docker.distribution.manifest.v2+json",
].join(",");

interface Descriptor {
	readonly mediaType: string;
	readonly digest: string;
	readonly size: number;
	readonly annotations?: Readonly<Record<string, string>>;
}

/** What the registry holds under a name: the image's manifest, behind an index or not. */
export interface Stored {
	/** Digest that the tag points to. */
	readonly digest: string;
	/** Digest of the image's manifest; that of the tag when there is no index. */
	readonly manifest: string;
	readonly config: Descriptor;
	readonly layers: readonly Descriptor[];
}

/** `127.0.0.1:5000/app:v1` → path of the registry's interface. */
function parts(ref: string): readonly [repository: string, reference: string] {
	const rest = ref.slice(REGISTRY.length + 1);
	const at = rest.lastIndexOf(rest.includes("@") ? "@" : ":");
	return [rest.slice(0, at), rest.slice(at + 1)];
}

function ask(repository: string, path: string): Promise<Response> {
	return fetch(`http://${REGISTRY}/v2/${repository}/${path}`, { headers: { accept: TYPES } });
}

/** The digest a tag points to; nothing when there is no such tag. */
export async function tagDigest(ref: string): Promise<string | undefined> {
	const [repository, reference] = parts(ref);
	const answer = await ask(repository, `manifests/${reference}`);
	await answer.arrayBuffer();
	return answer.ok ? (answer.headers.get("docker-content-digest") ?? undefined) : undefined;
}

/** What a tag points to. */
export async function stored(ref: string): Promise<Stored> {
	const [repository, reference] = parts(ref);
	const answer = await ask(repository, `manifests/${reference}`);
	if (!answer.ok) throw new Error(`${ref}: ${answer.status} ${await answer.text()}`);
	const digest = answer.headers.get("docker-content-digest") ?? "";
	const body = (await answer.json()) as { manifests?: Descriptor[]; config?: Descriptor; layers?: Descriptor[] };
	if (body.config && body.layers) return { digest, manifest: digest, config: body.config, layers: body.layers };
	const images = (body.manifests ?? []).filter(({ annotations }) => !annotations?.["vnd.docker.reference.type"]);
	const [image] = images;
	if (!image || images.length !== 1) throw new Error(`${ref} has ${images.length} images`);
	return { ...(await stored(`${REGISTRY}/${repository}@${image.digest}`)), digest };
}

/** Sum of the manifest's layer blobs. */
export function compressedBytes({ layers }: Stored): number {
	return layers.reduce((sum, { size }) => sum + size, 0);
}

const COUNT = `
import sys, tarfile
with tarfile.open(fileobj=sys.stdin.buffer, mode="r|") as tar:
    print(sum(member.size for member in tar if member.isreg()))
`;

/** The oracle: bytes of all regular files in the registry's layer blobs, counted by Python's tarfile; a hard link has none. */
export async function unpackedBytes(ref: string): Promise<number> {
	const [repository] = parts(ref);
	let sum = 0;
	for (const layer of (await stored(ref)).layers) {
		const blob = await ask(repository, `blobs/${layer.digest}`);
		if (!blob.body) throw new Error(`${layer.digest} is empty`);
		const python = spawn("python3", ["-c", COUNT], { stdio: ["pipe", "pipe", "inherit"] });
		let printed = "";
		python.stdout.on("data", (chunk) => {
			printed += String(chunk);
		});
		const ended = new Promise<number | null>((resolve) => python.on("close", resolve));
		const body = Readable.fromWeb(blob.body as import("node:stream/web").ReadableStream);
		const plain = layer.mediaType.includes("zstd") ? createZstdDecompress() : createGunzip();
		// tarfile stops reading at the archive's end and closes its side.
		await pipeline(body, plain, python.stdin).catch((error: NodeJS.ErrnoException) => {
			if (error.code !== "EPIPE") throw error;
		});
		if ((await ended) !== 0) throw new Error(`tarfile cannot read ${layer.digest}`);
		sum += Number(printed);
	}
	return sum;
}

/** The text of the file that a Dockerfile's `RUN … > /path` wrote, from the registry's topmost layers. */
export async function configOf(ref: string): Promise<{ readonly rootfs: { readonly diff_ids: readonly string[] } }> {
	const [repository] = parts(ref);
	const { config } = await stored(ref);
	return (await (await ask(repository, `blobs/${config.digest}`)).json()) as { rootfs: { diff_ids: string[] } };
}
