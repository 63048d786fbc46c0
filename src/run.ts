import { withCommands } from "./build/setup.ts";
import { surveyBuildkit } from "./host/buildx.ts";
import { survey } from "./host/survey.ts";
import { CancelledError, UserError } from "./model/errors.ts";
import type { Failure } from "./model/report.ts";
import type { World } from "./model/world.ts";
import { makePlan, staysBehind } from "./plan.ts";
import { renderHost } from "./report/host-text.ts";
import { renderPlan } from "./report/plan-text.ts";
import { carryOut } from "./run-build.ts";
import { readEvent } from "./run-event.ts";
import { type RunRequest, readAsked } from "./run-inputs.ts";
import { publish } from "./run-publish.ts";
import { refuseFullDisks } from "./run-room.ts";
import { openStory, type Story } from "./run-story.ts";

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

const LOST =
	"tags are given, but neither push nor load: the image stays in the builder and goes with it. Give push: true or load: true.";

async function tell(world: World, request: RunRequest, story: Story): Promise<void> {
	const event = await readEvent(world);
	const given = readAsked(world, request, story, event);
	const host = await story.phase("survey", "Survey", () => survey(world, { builder: given.build.builder }));
	story.host = host;
	const planned = makePlan(given, host);
	if (!planned.ok) throw new UserError(planned.kind, planned.problems);
	const { asked } = planned;
	story.notes.push(...planned.notes);
	if (planned.plan.driver.kind === "docker-container" && staysBehind(asked)) story.notes.push(LOST);
	const { repositoryPrivate } = event;
	const builder = planned.plan.driver.builder;
	const plan = withCommands({
		asked,
		host,
		plan: planned.plan,
		env: world.env,
		repositoryPrivate,
		...(builder && { builder }),
	});
	story.plan = plan;
	if (asked.dryRun) {
		await refuseFullDisks(world, asked, host);
		const buildkit = await surveyBuildkit(world, host.builder?.name ?? "default", world.cancelled);
		if (buildkit !== undefined) story.host = { ...host, buildkit };
		return; // the report of a dry run is survey and plan
	}
	world.log.open("Machine and plan");
	world.log.data([...renderHost(host), ...renderPlan(plan)]);
	world.log.close();
	await carryOut(world, request, story, { asked, host, plan, repositoryPrivate });
}

/** Three kinds of failure kept apart: the user's input or machine (no stack), a cancelled run, and a bug of ours. */
function explain(error: unknown): Failure {
	if (error instanceof UserError) {
		const { kind, problems } = error;
		const message =
			problems.length === 1 ? error.message : `${problems.length} problems, first: ${problems[0]?.message ?? ""}`;
		return { kind, message, problems };
	}
	const disk = ownFiles(error);
	if (disk) return { ...explain(disk), ...(isFull(error) && { kind: "disk-full" }) };
	if (error instanceof CancelledError) return { kind: "cancelled", message: error.message, problems: [] };
	const bug = error instanceof Error ? error : new Error(String(error));
	return { kind: "internal", message: bug.message, problems: [], ...(bug.stack && { stack: bug.stack }) };
}

const FILE_ERRORS: Readonly<Record<string, string>> = {
	ENOSPC: "free disk space there, for example by removing what earlier steps left",
	EDQUOT: "free disk space there: the quota is used up",
	EROFS: "the file system is read-only: point RUNNER_TEMP or TMPDIR, HOME or XDG_STATE_HOME to one that is not",
	EACCES: "give this user the right to write there, or point RUNNER_TEMP or TMPDIR, HOME or XDG_STATE_HOME elsewhere",
	EPERM: "give this user the right to write there",
	ENOTDIR: "a file stands where a folder is needed: correct HOME, XDG_STATE_HOME, TMPDIR or RUNNER_TEMP",
};

function isFull(error: unknown): boolean {
	return /^(?:ENOSPC|EDQUOT)$/.test((error as NodeJS.ErrnoException).code ?? "");
}

/** Files of ours that the machine does not let us write are the machine's trouble, no bug of ours. */
function ownFiles(error: unknown): UserError | undefined {
	const { code, path, message } = error as NodeJS.ErrnoException;
	const remedy = FILE_ERRORS[code ?? ""];
	if (remedy === undefined || path === undefined) return undefined;
	return new UserError("engine", [{ message: `a file of this run could not be written (${message})`, remedy }], {
		cause: error,
	});
}
