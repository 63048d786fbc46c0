import type { Asked } from "../asked.ts";
import type { Bytes } from "../model/bytes.ts";
import type { Host } from "../model/host.ts";
import type { Plan } from "../model/plan.ts";
import type { SpacePlan } from "../model/space.ts";
import type { FoundPath } from "../model/world.ts";

/** What is decided about room: the plan, and the links that it may leave dangling. */
export interface SpaceDecision {
	readonly plan: SpacePlan;
	readonly links: readonly FoundPath[];
}

/** What is to be built, and where. */
export interface SpaceRequest {
	readonly asked: Pick<Asked, "space" | "build" | "armed">;
	readonly host: Host;
	/** Absent: nothing is built, room is made for later steps. */
	readonly built?: Pick<Plan, "driver" | "delivery">;
	/** Most bytes that the last build of this image took on the disk. */
	readonly lastBuild?: Bytes;
	/** Swap that will be made besides, and where: it takes disk from the build. `asked`: so much in all was asked for, and less is a failure. */
	readonly swap?: { readonly folder: string; readonly bytes: Bytes; readonly asked?: Bytes };
	/** Name of this run: letters, digits and hyphens. */
	readonly run: string;
}
