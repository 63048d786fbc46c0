import type { Asked } from "./asked.ts";
import type { Diagnosis } from "./model/diagnosis.ts";
import type { ImageFacts } from "./model/facts.ts";
import type { Host } from "./model/host.ts";
import type { LimitsReport } from "./model/limits.ts";
import type { Plan } from "./model/plan.ts";
import type { Delivered, Failure } from "./model/report.ts";
import type { SpaceReport, SwapReport } from "./model/space.ts";
import type { Phase, Timeline } from "./model/timeline.ts";
import type { Verdict } from "./model/verdict.ts";
import type { Watch } from "./model/watch.ts";
import type { World } from "./model/world.ts";

/** What is known of the run so far. Whenever it ends, the report is made of what is here. */
export interface Story {
	readonly started: number;
	/** Names what this run makes on disks: letters, digits and hyphens. */
	readonly id: string;
	readonly phases: Phase[];
	readonly notes: string[];
	asked?: Asked;
	host?: Host;
	plan?: Plan;
	timeline?: Timeline;
	limits?: LimitsReport;
	watch?: Watch;
	space?: SpaceReport;
	swap?: SwapReport;
	diagnoses: readonly Diagnosis[];
	/** At the end of the build somebody spoke of a full disk, whatever the disks showed. */
	saidDiskFull?: boolean;
	images: readonly ImageFacts[];
	verdicts: readonly Verdict[];
	delivered: Delivered;
	/** buildx's metadata file as text. */
	metadata: string;
	failure?: Failure;
	/** Does something as a phase of the run; its time counts also when it fails. A cancelled run begins nothing but cleaning up. */
	phase<T>(id: string, title: string, act: () => Promise<T>): Promise<T>;
}

export function openStory(world: World): Story {
	const phases: Phase[] = [];
	return {
		started: world.now(),
		// Nobody can make a folder of that name beforehand.
		id: `${world.machine.pid}-${world.now().toString(36)}-${crypto.randomUUID().slice(0, 8)}`,
		phases,
		notes: [],
		images: [],
		verdicts: [],
		diagnoses: [],
		delivered: { tags: [], pushed: false, loaded: false },
		metadata: "",
		async phase(id, title, act) {
			if (world.cancelled.aborted && id !== "cleanup") throw world.cancelled.reason;
			const started = world.now();
			try {
				return await act();
			} finally {
				phases.push({ id, title, started, completed: world.now() });
			}
		},
	};
}

/** Tells one part of the report; a part that fails does not stop the others. True when it worked. */
export async function attempt(world: World, what: string, act: () => Promise<unknown>): Promise<boolean> {
	try {
		await act();
		return true;
	} catch (error) {
		world.log.warning(`${what} could not be written: ${(error as Error).message}`);
		return false;
	}
}
