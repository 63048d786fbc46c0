import type { World } from "../model/world.ts";
import { openStateFile } from "./blobs.ts";
import { type Bucket, openBolt } from "./formats/bolt.ts";
import { readPages } from "./formats/bolt-pages.ts";
import { builderSnapshots, type Snapshots } from "./formats/snapshots.ts";

/** Where a docker-container builder's state is mounted in its container. */
export const BUILDER_STATE = "/var/lib/buildkit";
/** The layers' folders below it: `<number>/fs`. */
export const BUILDER_SNAPSHOTS = "runc-overlayfs/snapshots/snapshots";

/** Bytes kept of a database. */
const MOST_KEPT = 32 * 2 ** 20;

/** Which snapshot folder is which layer, proven by the builder's own databases: they name the digest of each layer's content. */
export async function findLayerFolders(
	world: World,
	container: string,
	diffIds: readonly string[],
): Promise<Snapshots> {
	const [records, snapshots] = await Promise.all([
		readDatabase(world, container, "metadata_v2.db"),
		readDatabase(world, container, "snapshots/metadata.db"),
	]);
	return builderSnapshots(records, snapshots, diffIds);
}

async function readDatabase(world: World, container: string, file: string): Promise<Bucket> {
	return openBolt(await readPages(await openStateFile(world, container, file), MOST_KEPT));
}
