import type { Engine } from "../../model/host.ts";
import { containerdRoot, provenPlaces, readAsRoot } from "../blobs.ts";
import { openBolt } from "../formats/bolt.ts";
import { pagesOf } from "../formats/bolt-pages.ts";
import { chainIds } from "../formats/digest.ts";
import { engineSnapshots } from "../formats/snapshots.ts";
import { WANTED_TEXTS } from "../wanted.ts";
import type { Way } from "./way.ts";

const LONGEST_DATABASE = 32 * 2 ** 20;

/**
 * The layers' snapshot folders of an engine with the containerd store, listed as root. A snapshot's name is the digest
 * of its content and all below it.
 */
export const containerdSnapshots: Way = {
	id: "containerd-snapshots",
	title: "snapshots of the engine (containerd store)",
	tells: "layers",
	fits(subject) {
		if (subject.kind !== "engine-image") return "the image is in a builder, not in the engine";
		const { store, storageDriver, local } = subject.engine;
		if (store !== "containerd") return `the engine's store is ${storageDriver}, not containerd`;
		if (storageDriver !== "overlayfs") return `the engine's snapshotter is ${storageDriver}, not overlayfs`;
		return local || "the engine is not on this machine";
	},
	async look({ world, subject, outline, sink }) {
		if (!outline || outline.diffIds.length === 0) return { ok: false, why: "the engine does not describe the image" };
		const folder = snapshotsFolder(subject.engine);
		const [database, chains] = await Promise.all([
			readAsRoot(world, subject.engine, `${folder}/metadata.db`, LONGEST_DATABASE, "latin1"),
			chainIds(outline.diffIds),
		]);
		if (!database.ok) return database;
		const found = engineSnapshots(openBolt(pagesOf(Buffer.from(database.text, "latin1"))), chains);
		if (!found.ok) return found;
		const trees = found.folders
			.map(({ number }, index) => ({ index, path: `${folder}/snapshots/${number}/fs` }))
			.toReversed();
		return world.scanTrees({ ...provenPlaces(subject.engine), trees, ...WANTED_TEXTS }, sink);
	},
};

function snapshotsFolder(engine: Engine): string {
	return `${containerdRoot(engine)}/io.containerd.snapshotter.v1.overlayfs`;
}
