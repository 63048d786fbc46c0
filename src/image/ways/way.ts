import type { Outcome, ScanSink } from "../../model/scan.ts";
import type { World } from "../../model/world.ts";
import type { Outline } from "../outline.ts";
import type { Subject } from "../subject.ts";

export type WayId =
	| "overlay2-folders"
	| "containerd-snapshots"
	| "builder-snapshots"
	| "builder-listing"
	| "buildkit-copy"
	| "layer-blobs";

/** One image to look at. */
export interface Look {
	readonly world: World;
	readonly subject: Subject;
	/** Absent when neither manifest nor configuration could be read. */
	readonly outline: Outline | undefined;
	readonly platform: string;
	/** Indexes of the layers that this build made; the others are a base image's and the same the next time. */
	readonly ownLayers: ReadonlySet<number>;
	/** Layers highest first; no `layer` call at all for a merged view. */
	readonly sink: ScanSink;
}

/** A way into an image's file system that runs nothing of the image, saves nothing and loads nothing. */
export interface Way {
	readonly id: WayId;
	readonly title: string;
	/** `layers`: every entry with its size, layer by layer. `files`: only the small files of the merged view. */
	readonly tells: "layers" | "files";
	/** True, or why it cannot be gone. */
	fits(subject: Subject): true | string;
	/** Tells the sink what is there. Errors it throws are reasons, too. */
	look(look: Look): Promise<Outcome>;
}
