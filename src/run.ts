import { deliver } from "./build/deliver.ts";
import { inspectBuilt } from "./build/inspect-built.ts";
import { createBuilder, removeBuilder } from "./build/own-builder.ts";
import { prepareBuild } from "./build/prepare.ts";
import { buildImage, type Session } from "./build/session.ts";
import { survey } from "./host/survey.ts";
import { isRed, judgeImages } from "./judge/judge.ts";
import { CancelledError, UserError } from "./model/errors.ts";
import type { Builder, Host } from "./model/host.ts";
import type { Failure } from "./model/report.ts";
import type { World } from "./model/world.ts";
import { type Asked, makePlan } from "./plan.ts";
import { renderHost } from "./report/host-text.ts";
import { renderPlan } from "./report/plan-text.ts";
import { readEvent } from "./run-event.ts";
import { type RunRequest, readAsked } from "./run-inputs.ts";
import { publish } from "./run-publish.ts";
import { openStory, type Story } from "./run-story.ts";
import { openJournal, startTime, sweep, teardown } from "./teardown.ts";

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

async function tell(world: World, request: RunRequest, story: Story): Promise<void> {
	const asked = await readAsked(world, request, story);
	const host = await story.phase("survey", "Survey", () => survey(world, { builder: asked.build.builder }));
	story.host = host;
	story.plan = decide(asked, host);
	// A dry run's report is just that.
	if (asked.dryRun) return;
	world.log.open("Machine and plan");
	world.log.data([...renderHost(host), ...renderPlan(story.plan)]);
	world.log.close();
	await execute(world, request, story, asked, host);
}

function decide(asked: Asked, host: Host) {
	const planned = makePlan(asked, host);
	if (!planned.ok) throw new UserError(planned.kind, planned.problems);
	return planned.plan;
}

async function execute(world: World, request: RunRequest, story: Story, asked: Asked, host: Host): Promise<void> {
	const { plan } = story;
	if (!plan) return;
	await sweep(world, request.journals);
	const owner = { pid: world.machine.pid, startTime: (await startTime(world, world.machine.pid)) ?? "" };
	const journal = await openJournal(world, request.journals, owner);
	world.saveState("journal", journal.path);
	const folder = await world.files.temporary("ml-image-build");
	const undoFolder = { kind: "remove-path", path: folder } as const;
	let builder: Builder | undefined = plan.driver.builder;
	try {
		await journal.note(undoFolder);
		const prepared = await prepareBuild(world, asked.build, folder);
		if (plan.driver.kind === "docker-container") {
			builder = await story.phase("builder", "Make the builder", () =>
				createBuilder(world, journal, folder, asked.driverOpts),
			);
		}
		const { repositoryPrivate } = await readEvent(world);
		const session: Session = {
			world,
			journal,
			folder,
			asked,
			host,
			plan,
			prepared,
			repositoryPrivate,
			...(builder && { builder }),
		};
		const built = await story.phase("build", "Build", () => buildImage(session));
		story.timeline = built.timeline;
		story.metadata = built.metadata;
		story.delivered = built.delivered;
		if (built.failure) {
			story.failure = {
				kind: "build",
				message: built.failure.message,
				problems: [],
				build: built.failure,
				...(built.failure.step && { step: built.failure.step }),
			};
			return;
		}
		if (plan.ways.length > 0)
			story.images = await story.phase("facts", "Measure the image", () => inspectBuilt(session, built));
		story.verdicts = asked.armed.length > 0 ? judgeImages(asked.armed, story.images) : [];
		if (!plan.gated || story.verdicts.some(isRed)) return;
		const title = plan.delivery.push ? "Push" : "Deliver";
		const delivered = await story.phase("deliver", title, () =>
			deliver(
				session,
				built,
				story.images.map(({ id }) => id),
			),
		);
		story.delivered = delivered.delivered;
		story.metadata = delivered.metadata;
	} finally {
		const own = plan.driver.kind === "docker-container" ? builder?.name : undefined;
		if (own !== undefined) await story.phase("cleanup", "Remove the builder", () => removeBuilder(world, journal, own));
		await world.files.remove(folder);
		await journal.forget(undoFolder);
		await teardown(world, journal.path);
	}
}

function explain(error: unknown): Failure {
	if (error instanceof UserError) {
		const message = error.problems[0]?.message ?? error.message;
		return {
			kind: error.kind,
			message: error.problems.length === 1 ? error.message : `${error.problems.length} problems: ${message}`,
			problems: error.problems,
		};
	}
	if (error instanceof CancelledError) return { kind: "cancelled", message: error.message, problems: [] };
	const bug = error instanceof Error ? error : new Error(String(error));
	return { kind: "internal", message: bug.message, problems: [], ...(bug.stack && { stack: bug.stack }) };
}
