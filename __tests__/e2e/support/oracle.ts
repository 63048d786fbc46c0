import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { dockerAt } from "./engine.ts";
import { registryBlob, registryImages } from "./manifests.ts";

/** What Python's tarfile read, the lowest layer first; bytes of regular files, hard links once. */
export interface OracleImage {
	readonly layers: readonly { readonly bytes: number; readonly files: number }[];
	readonly unpacked: number;
	/** Digest of the image's configuration. */
	readonly config: string | null;
}

/** An image of the engine, saved as a tar and read by Python. */
export function savedImage(ref: string, host?: string): OracleImage {
	return inFolder((folder) => {
		const tar = path.join(folder, "image.tar");
		dockerAt(host, "save", "--output", tar, ref);
		return ask(["save", tar]);
	});
}

/** An image in a tar as `docker save` writes it. */
export function savedTar(path: string): OracleImage {
	return ask(["save", path]);
}

/** An image of the registry, its blobs read by Python; and Σ of its layers' sizes in the manifest. */
export async function pushedImage(
	repo: string,
	reference: string,
): Promise<OracleImage & { readonly compressed: number; readonly digest: string }> {
	const [manifest] = await registryImages(repo, reference);
	if (!manifest?.layers) throw new Error(`${repo}:${reference} is no image of the registry`);
	const blobs: Uint8Array[] = [];
	for (const { digest } of manifest.layers) blobs.push(await registryBlob(repo, digest));
	const image = inFolder((folder) => {
		const paths = blobs.map((bytes, index) => {
			const at = path.join(folder, `${index}`);
			writeFileSync(at, bytes);
			return at;
		});
		return ask(["blobs", ...paths]);
	});
	const compressed = manifest.layers.reduce((sum, { size }) => sum + size, 0);
	return { ...image, config: manifest.config?.digest ?? null, compressed, digest: manifest.digest };
}

function inFolder<T>(use: (folder: string) => T): T {
	const folder = mkdtempSync(path.join(tmpdir(), "mlbuild-oracle-"));
	try {
		return use(folder);
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}

function ask(argv: readonly string[]): OracleImage {
	const script = path.join(import.meta.dirname, "oracle.py");
	const { status, stdout, stderr } = spawnSync("python3", [script, ...argv], { encoding: "utf8" });
	if (status !== 0) throw new Error(`oracle.py: ${stderr}`);
	return JSON.parse(stdout) as OracleImage;
}
