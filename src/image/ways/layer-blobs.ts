import type { ScanSink } from "../../model/scan.ts";
import type { World } from "../../model/world.ts";
import { blobFile, openStateFile } from "../blobs.ts";
import type { LayerBlob } from "../formats/manifest.ts";
import { scanTar } from "../formats/tar.ts";
import { createLayerCache } from "../layer-cache.ts";
import { WANTED, WANTED_BYTES } from "../wanted.ts";
import type { Way } from "./way.ts";

/**
 * The layers' compressed blobs, streamed out of the builder's container through the engine and decompressed here. Needs
 * no rights and is always exact, but takes its time: about two seconds per GB.
 */
export const layerBlobs: Way = {
	id: "layer-blobs",
	title: "layer blobs of the builder, decompressed",
	tells: "layers",
	fits(subject) {
		if (subject.kind !== "builder-image") return "the image is in the engine, not in a builder";
		return subject.container !== undefined || "the builder is no container of this engine";
	},
	async look({ world, subject, outline, sink, ownLayers }) {
		const blobs = outline?.blobs;
		if (subject.kind !== "builder-image" || subject.container === undefined || !blobs) {
			return { ok: false, why: "the image's manifest cannot be read" };
		}
		const cache = createLayerCache(world);
		for (const [index, blob] of [...blobs.entries()].toReversed()) {
			sink.layer(index);
			const own = ownLayers.has(index);
			if (!own && (await cache.replay(blob.digest, sink))) continue;
			const noted = own ? undefined : cache.record(sink);
			await scanBlob(world, subject.container, blob, noted?.sink ?? sink);
			await noted?.keep(blob.digest);
		}
		return { ok: true };
	},
};

async function scanBlob(
	world: World,
	container: string,
	{ digest, encoding }: LayerBlob,
	sink: ScanSink,
): Promise<void> {
	try {
		const stream = world.unpack(await openStateFile(world, container, blobFile(digest)), encoding);
		await scanTar(stream, sink, { wanted: WANTED, maxFileBytes: WANTED_BYTES });
	} catch (error) {
		throw new Error(`layer ${digest}: ${(error as Error).message}`);
	}
}
