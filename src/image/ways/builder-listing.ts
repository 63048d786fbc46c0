import { BUILDER_SNAPSHOTS, BUILDER_STATE, findLayerFolders } from "../builder-state.ts";
import { execIn } from "../exec.ts";
import { readListing } from "../formats/listing.ts";
import { listingCommand } from "../formats/listing-script.ts";
import type { Way } from "./way.ts";

/**
 * The layers' snapshot folders of a docker-container builder, listed in the builder's own container by its own shell and
 * file tools. Needs no rights on the machine, and the engine may be elsewhere. Which folder is which layer is proven as
 * for `builder-snapshots`.
 */
export const builderListing: Way = {
	id: "builder-listing",
	title: "snapshots of the builder, listed in its container",
	tells: "layers",
	fits(subject) {
		if (subject.kind !== "builder-image") return "the image is in the engine, not in a builder";
		return subject.container !== undefined || "the builder is no container of this engine";
	},
	async look({ world, subject, outline, sink }) {
		if (subject.kind !== "builder-image" || subject.container === undefined || !outline) {
			return { ok: false, why: "the image's manifest cannot be read" };
		}
		const found = await findLayerFolders(world, subject.container, outline.diffIds);
		if (!found.ok) return found;
		const layers = found.folders.map((folder, index) => ({ ...folder, index })).toReversed();
		const mark = `.ml-image-build-${crypto.randomUUID()}`;
		const command = listingCommand(`${BUILDER_STATE}/${BUILDER_SNAPSHOTS}`, mark, layers);
		const indexes = layers.map(({ index }) => index);
		await execIn(world, subject.container, command, (stdout) => readListing(stdout, indexes, sink));
		return { ok: true };
	},
};
