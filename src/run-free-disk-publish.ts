import type { PlanStep } from "./model/plan.ts";
import type { World } from "./model/world.ts";
import { roomOutputs } from "./report/room-outputs.ts";
import { type RoomReport, renderRoomLog, renderRoomSummary } from "./report/room-summary.ts";
import type { RunRequest } from "./run-inputs.ts";
import { attempt, type Story } from "./run-story.ts";

/** What the sub-action was asked for, as far as that was understood, and what it planned. */
export interface Told {
	readonly asked?: { readonly dryRun: boolean; readonly summary: boolean };
	readonly steps: readonly PlanStep[];
}

/** Tells the world how the sub-action went: log, summary, outputs. A part that fails does not stop the others. Gives the exit code. */
export async function publishRoom(
	world: World,
	{ cli }: Pick<RunRequest, "cli">,
	story: Story,
	{ asked, steps }: Told,
): Promise<number> {
	const { notes, failure, space, swap } = story;
	const report: RoomReport = {
		dryRun: asked?.dryRun === true && failure === undefined,
		steps,
		notes,
		...(failure && { failure }),
		...(space && { space }),
		...(swap && { swap }),
	};
	world.log.close();
	world.log.data(renderRoomLog(report));
	if (asked?.summary !== false)
		await attempt(world, "the job summary", () => world.appendSummary(world.log.mask(renderRoomSummary(report))));
	for (const [name, value] of Object.entries(roomOutputs(report)))
		await attempt(world, `output ${name}`, async () => world.setOutput(name, value));
	if (!failure) return 0;
	return cli && failure.kind === "input" ? 2 : 1;
}
