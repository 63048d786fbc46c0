import { usesEngine, withCommands } from "./build/setup.ts";
import { callPlugin, surveyBuildkit } from "./host/buildx.ts";
import { survey } from "./host/survey.ts";
import { foldersWritten } from "./inputs/outputs.ts";
import { UserError } from "./model/errors.ts";
import type { World } from "./model/world.ts";
import { makePlan } from "./plan.ts";
import { renderHost } from "./report/host-text.ts";
import { renderPlan } from "./report/plan-text.ts";
import { carryOut } from "./run-build.ts";
import { readEvent } from "./run-event.ts";
import { explain } from "./run-failure.ts";
import { type RunRequest, readAsked } from "./run-inputs.ts";
import { publish } from "./run-publish.ts";
import { refuseFullDisks, withEngineData, withStore } from "./run-room.ts";
import { decideRoom, withSpace } from "./run-space.ts";
import { openStory, type Story } from "./run-story.ts";
import { decideSwap } from "./run-swap.ts";
import { builderDisk } from "./space/second-disk.ts";

/** One run, top to bottom. Whatever happens, what was made is undone and the report is written. Gives the exit code. */
export async function run(world: World, request: RunRequest): Promise<number> {
	const story = openStory(world);
	try {
		await tell(world, request, story);
	} catch (error) {
		story.failure = explain(error);
	}
	return publish(world, request, story);
}

/** Free bytes that the runner's own files take while it builds. */
const RUNNER_NEEDS = 2e9;

async function tell(outside: World, request: RunRequest, story: Story): Promise<void> {
	const event = await readEvent(outside);
	const given = await readAsked(outside, request, story, event);
	const seen = await story.phase("survey", "Survey", () =>
		survey(outside, { builder: given.build.builder, writes: foldersWritten(given.build) }),
	);
	story.host = seen;
	const world = callPlugin(outside, seen.buildx);
	const consent = given.space.allowSelfHosted;
	const roomFirst = given.space.freeDisk === "auto" && seen.runner === "github-hosted";
	const swap = await decideSwap(world, given, seen, {
		consent,
		journals: request.journals,
		freeAfter: RUNNER_NEEDS,
		roomFirst,
	});
	const planned = makePlan(given, seen, swap);
	if (!planned.ok) throw new UserError(planned.kind, planned.problems);
	const { asked } = planned;
	const host = withEngineData(seen, usesEngine(planned));
	story.host = host;
	story.notes.push(...planned.notes);
	const { repositoryPrivate } = event;
	const builder = planned.plan.driver.builder;
	const space = await decideRoom(world, story, asked, host, planned.plan);
	const plan = withCommands({
		asked,
		host,
		plan: withSpace(planned.plan, space?.plan),
		env: world.env,
		context: world.engine.context,
		repositoryPrivate,
		...(builder && { builder }),
	});
	story.plan = plan;
	if (asked.dryRun) {
		const { second } = space?.plan ?? {};
		await refuseFullDisks(world, asked, withStore(host, second && builderDisk(second)));
		const buildkit = await surveyBuildkit(world, host.builder?.name ?? world.engine.context, world.cancelled);
		if (buildkit !== undefined) story.host = { ...host, buildkit };
		return; // the report of a dry run is survey and plan
	}
	world.log.open("Machine and plan");
	world.log.data([...renderHost(host), ...renderPlan(plan)]);
	world.log.close();
	await carryOut(world, request, story, { asked, host, plan, repositoryPrivate, ...(space && { space }) });
}
