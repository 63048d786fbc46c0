import type { Subject } from "../subject.ts";
import { builderListing } from "./builder-listing.ts";
import { builderSnapshots } from "./builder-snapshots.ts";
import { buildkitCopy } from "./buildkit-copy.ts";
import { containerdSnapshots } from "./containerd-snapshots.ts";
import { layerBlobs } from "./layer-blobs.ts";
import { overlay2Folders } from "./overlay2-folders.ts";
import type { Way, WayId } from "./way.ts";

/** All ways into an image's file system. */
export const WAYS: readonly Way[] = [
	overlay2Folders,
	containerdSnapshots,
	builderSnapshots,
	builderListing,
	buildkitCopy,
	layerBlobs,
];

/** The ways to try, best first: all at once where the layers' folders can be listed, else the small files first and the sizes after them. */
export function waysFor(
	subject: Pick<Subject, "kind"> & { readonly engine: Pick<Subject["engine"], "store"> },
): readonly WayId[] {
	if (subject.kind === "builder-image") return ["builder-snapshots", "builder-listing", "buildkit-copy", "layer-blobs"];
	return [subject.engine.store === "containerd" ? "containerd-snapshots" : "overlay2-folders", "buildkit-copy"];
}
