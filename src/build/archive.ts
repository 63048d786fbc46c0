import { below, isJson, type Json, rows, text } from "../model/json.ts";
import type { World } from "../model/world.ts";
import type { DiffIds } from "./judged.ts";
import { lastError } from "./last-error.ts";

/**
 * Layers of the images in an archive that BuildKit wrote (`type=oci` and `type=docker` alike hold an OCI layout), attestations left
 * out. Three small files are read by `tar`, which skips the rest. https://github.com/opencontainers/image-spec/blob/main/image-layout.md
 */
export async function archiveLayers(world: World, file: string): Promise<readonly DiffIds[]> {
	const found: DiffIds[] = [];
	const visit = async (manifest: Json): Promise<void> => {
		for (const entry of rows(manifest, "manifests")) {
			if (text(below(entry, "annotations"), "vnd.docker.reference.type") !== "") continue;
			await visit(await member(world, file, blobPath(text(entry, "digest"))));
		}
		const config = text(below(manifest, "config"), "digest");
		if (config === "") return;
		const ids = below(await member(world, file, blobPath(config)), "rootfs")["diff_ids"];
		found.push(Array.isArray(ids) ? ids.map(String) : []);
	};
	await visit(await member(world, file, "index.json"));
	return found;
}

function blobPath(digest: string): string {
	if (!/^[a-z0-9]+:[0-9a-f]+$/.test(digest)) throw new Error(`the archive names a blob "${digest.slice(0, 80)}"`);
	return `blobs/${digest.replace(":", "/")}`;
}

async function member(world: World, file: string, name: string): Promise<Json> {
	const { code, stdout, stderr, error } = await world.run({ argv: ["tar", "-xOf", file, name] });
	if (code !== 0) throw new Error(`${name} could not be read from the archive: ${error ?? lastError(stderr)}`);
	const value: unknown = JSON.parse(stdout);
	if (!isJson(value)) throw new Error(`${name} of the archive is no object`);
	return value;
}
