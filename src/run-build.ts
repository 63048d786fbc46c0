import { deliver } from "./build/deliver.ts";
import { inspectBuilt } from "./build/inspect-built.ts";
import { createBuilder, removeBuilder } from "./build/own-builder.ts";
import { prepareBuild } from "./build/prepare.ts";
import { buildImage, type Session } from "./build/session.ts";
import { surveyBuildkit } from "./host/buildx.ts";
import { isRed, judgeImages } from "./judge/judge.ts";
import type { Builder } from "./model/host.ts";
import type { BuildFailure } from "./model/timeline.ts";
import type { World } from "./model/world.ts";
import type { RunRequest } from "./run-inputs.ts";
import type { Story } from "./run-story.ts";
import { type Journal, openJournal, startTime, sweep } from "./teardown.ts";

/** What was decided before anything is done. */
type Decided = Pick<Session, "asked" | "host" | "plan" | "repositoryPrivate">;

/** Carries the plan out: builder, build, facts, verdicts, gate, delivery. Everything made is undone at the end. */
export async function carryOut(world: World, request: RunRequest, story: Story, decided: Decided): Promise<void> {
	await sweep(world, request.journals);
	const { pid } = world.machine;
	const journal = openJournal(world, request.journals, { pid, startTime: (await startTime(world, pid)) ?? "" });
	world.saveState("journal", journal.path);
	try {
		const folder = await world.files.temporary("ml-image-build", (path) => journal.note({ kind: "remove-path", path }));
		await withBuilder(world, story, journal, folder, decided, async (builder) => {
			const prepared = await prepareBuild(world, decided.asked.build, folder);
			const shared = { ...decided, world, journal, folder, prepared };
			const built = new AbortController();
			const noted = builder && noteBuildkit(world, story, builder, built.signal);
			try {
				await buildAndJudge(story, { ...shared, ...(builder && { builder }) });
			} finally {
				built.abort();
				await noted;
			}
		});
	} finally {
		await journal.undo();
	}
}

/** The user's builder, none for the engine's own BuildKit, or one of ours that is removed again. */
async function withBuilder(
	world: World,
	story: Story,
	journal: Journal,
	folder: string,
	{ asked, plan }: Decided,
	act: (builder: Builder | undefined) => Promise<void>,
): Promise<void> {
	if (plan.driver.kind !== "docker-container") return act(plan.driver.builder);
	const builder = await story.phase("builder", "Make the builder", () =>
		createBuilder(world, journal, folder, asked.driverOpts),
	);
	try {
		await act(builder);
	} finally {
		await story.phase("cleanup", "Remove the builder", () => removeBuilder(world, journal, builder.name));
	}
}

async function buildAndJudge(story: Story, session: Session): Promise<void> {
	const { asked, plan } = session;
	const built = await story.phase("build", "Build", () => buildImage(session));
	story.timeline = built.timeline;
	story.metadata = built.metadata;
	story.delivered = built.delivered;
	if (built.failure) {
		story.failure = buildFailed(built.failure, asked.build.call);
		return;
	}
	if (plan.ways.length > 0) {
		story.images = await story.phase("facts", "Measure the image", () =>
			orCancelled(session.world, inspectBuilt(session, built)),
		);
	}
	if (asked.armed.length > 0) story.verdicts = judgeImages(asked.armed, story.images);
	if (!plan.gated || story.verdicts.some(isRed)) return;
	const title = plan.delivery.push ? "Push" : "Deliver";
	const tell = (delivered: Story["delivered"]) => {
		story.delivered = delivered;
	};
	story.metadata = await story.phase("deliver", title, () => deliver(session, built, story.images, tell));
}

/** Looking changes nothing, so a cancelled run need not wait for its end. */
function orCancelled<T>({ cancelled }: World, looking: Promise<T>): Promise<T> {
	return new Promise((resolve, reject) => {
		if (cancelled.aborted) reject(cancelled.reason);
		cancelled.addEventListener("abort", () => reject(cancelled.reason), { once: true });
		looking.then(resolve, reject);
	});
}

function buildFailed(build: BuildFailure, call: string): NonNullable<Story["failure"]> {
	const found = call !== "" && call !== "build" && build.run === undefined;
	const message = found ? `call: ${call} has findings: they are in the log` : build.message;
	return { kind: "build", message, problems: [], build, ...(build.step && { step: build.step }) };
}

/** Asked beside the build, so that it costs no time. The engine's own BuildKit is known by the engine's version. */
async function noteBuildkit(world: World, story: Story, builder: Builder, enough: AbortSignal): Promise<void> {
	const buildkit = await surveyBuildkit(world, builder.name, enough);
	if (story.host && buildkit !== undefined) story.host = { ...story.host, buildkit };
}
