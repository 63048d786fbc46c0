import { readBuildRequest } from "./inputs/build-request.ts";
import { createReader } from "./inputs/create-reader.ts";
import type { FreeDiskAsked } from "./inputs/free-disk.ts";
import { readLimits } from "./inputs/limits.ts";
import { UserError } from "./model/errors.ts";
import type { Host } from "./model/host.ts";
import type { PlanStep } from "./model/plan.ts";
import type { SwapPlan } from "./model/swap.ts";
import type { World } from "./model/world.ts";
import type { Story } from "./run-story.ts";
import { swapTitle } from "./space/swap-plan.ts";
import type { Journal } from "./teardown.ts";

/** What a build would ask that says nothing. */
export const NOTHING = {
	build: readBuildRequest(
		createReader(() => undefined),
		{ cli: true, env: {} },
	),
	limits: readLimits(createReader(() => undefined)).limits,
	armed: [],
} as const;

/** Swap of the size that was asked for. `roomFirst`: before room is made. After that there is what there is. */
export async function decideSwapHere(
	world: World,
	journals: readonly string[],
	{ swap, space }: FreeDiskAsked,
	host: Host,
	roomFirst: boolean,
): Promise<SwapPlan | undefined> {
	if (typeof swap.swap === "string") return undefined;
	const { decideSwap } = await import("./run-swap.ts");
	const terms = { consent: space.allowSelfHosted, journals, freeAfter: space.minFree ?? 0, here: true };
	const mayGo = host.runner === "github-hosted" || (space.allowSelfHosted && space.remove.length > 0);
	return decideSwap(world, { ...NOTHING, swap }, host, { ...terms, roomFirst: roomFirst && mayGo });
}

/** What the plan says of it. */
export function swapSteps(plan: SwapPlan | undefined): readonly PlanStep[] {
	const title = plan && swapTitle(plan);
	return title === undefined ? [] : [{ id: "swap", title, commands: [] }];
}

/** Less swap than was asked for is a failure: it was asked for by its size. */
export async function addSwap(
	world: World,
	story: Story,
	journal: Journal,
	host: Host,
	swap: SwapPlan | undefined,
): Promise<void> {
	const { makeSwap } = await import("./run-swap.ts");
	await makeSwap(world, story, journal, { asked: NOTHING, host, plan: { ...(swap && { swap }) } });
	const { refused } = story.swap ?? {};
	if (refused === undefined) return;
	const remedy = swap?.short?.remedy ?? "ask for less, or leave swap out";
	throw new UserError("engine", [{ input: "swap", message: `could not be made as asked: ${refused}`, remedy }]);
}
