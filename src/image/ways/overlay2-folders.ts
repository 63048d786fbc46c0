import { engineProof } from "../blobs.ts";
import { WANTED_TEXTS } from "../wanted.ts";
import type { Way } from "./way.ts";

/**
 * The layers' folders of the engine's overlay2 store, listed as root. The engine-id file proves that the folders are
 * those of the engine that answered: of a remote, contained or rootless one, that file is elsewhere or another.
 */
export const overlay2Folders: Way = {
	id: "overlay2-folders",
	title: "layer folders of the engine (overlay2)",
	tells: "layers",
	fits(subject) {
		if (subject.kind !== "engine-image") return "the image is in a builder, not in the engine";
		const { store, local, storageDriver } = subject.engine;
		if (store !== "overlay2") return `the engine's store is ${storageDriver}, not overlay2`;
		return local || "the engine is not on this machine";
	},
	async look({ world, subject, outline, sink }) {
		if (!outline) return { ok: false, why: "the engine does not describe the image" };
		const { folders, diffIds } = outline;
		if (folders.length !== diffIds.length) {
			return { ok: false, why: `the engine names ${folders.length} folders for ${diffIds.length} layers` };
		}
		const trees = folders.map((path, i) => ({ index: folders.length - 1 - i, path }));
		return world.scanTrees({ proof: engineProof(subject.engine), trees, ...WANTED_TEXTS }, sink);
	},
};
