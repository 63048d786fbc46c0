import { isOlder } from "../../model/versions.ts";
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

/**
 * The first engine whose own builder knows `COPY --parents`: it has BuildKit 0.26 with frontend 1.20, 29.0 and 28.5 have 0.25.
 * https://github.com/moby/moby/blob/docker-v29.1.0/go.mod
 */
const FIRST_PARENTS = [29, 1] as const;

/** What of a subject decides. */
type Asked = Pick<Subject, "kind" | "copier"> & { readonly engine: Pick<Subject["engine"], "store" | "version"> };

/** The ways to try, best first: all at once where the layers' folders can be listed, else the small files first and the sizes after them. */
export function waysFor({ kind, copier, engine }: Asked): readonly WayId[] {
	if (kind === "builder-image") return ["builder-snapshots", "builder-listing", "buildkit-copy", "layer-blobs"];
	const folders = engine.store === "containerd" ? "containerd-snapshots" : "overlay2-folders";
	const copies = copier !== "engine" || !isOlder(engine.version, FIRST_PARENTS);
	return copies ? [folders, "buildkit-copy"] : [folders];
}
