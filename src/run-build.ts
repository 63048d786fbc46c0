import { deliver } from "./build/deliver.ts";
import { UndeliveredError } from "./build/delivery.ts";
import { inspectBuilt } from "./build/inspect-built.ts";
import { createBuilder, removeBuilder } from "./build/own-builder.ts";
import { type Prepared, prepareBuild } from "./build/prepare.ts";
import { buildImage, type Session } from "./build/session.ts";
import { findGroup } from "./build/watch-group.ts";
import { surveyBuildkit } from "./host/buildx.ts";
import { usableFolder } from "./journal-folder.ts";
import { isRed, judgeImages } from "./judge/judge.ts";
import type { UsedBuilder } from "./model/host.ts";
import type { World } from "./model/world.ts";
import { buildFailed, explainBuild, explainDelivery, markKernelLog } from "./run-explain.ts";
import type { RunRequest } from "./run-inputs.ts";
import { keepLimits, limitSite, refuseLostLimits, setLimits } from "./run-limits.ts";
import { proveLimits } from "./run-proofs.ts";
import { againWithin, lostByAccident, startOver } from "./run-retry.ts";
import { keepRoom, refuseFullDisks, withStore } from "./run-room.ts";
import { closeRoom, openRoom, placesInUse, type RoomTerms } from "./run-space.ts";
import type { Story } from "./run-story.ts";
import { decideSwap, makeSwap } from "./run-swap.ts";
import type { SpaceDecision } from "./space/decide.ts";
import type { Room } from "./space/make-room.ts";
import { builderDisk } from "./space/second-disk.ts";
import { type Journal, openJournal, sweep } from "./teardown.ts";

/** What was decided before anything is done. */
export type Decided = Pick<Session, "asked" | "host" | "plan" | "repositoryPrivate"> & {
	/** Absent: there is room enough, or none is to be made. */
	readonly space?: SpaceDecision;
};

/** Carries the plan out: builder, build, facts, verdicts, gate, delivery. Everything made is undone at the end. */
export async function carryOut(world: World, request: RunRequest, story: Story, decided: Decided): Promise<void> {
	for (const folder of request.journals) await sweep(world, folder);
	const journal = openJournal(world, await usableFolder(world, request.journals));
	world.saveState("journal", journal.path);
	let room: Room | undefined;
	try {
		const folder = await world.files.temporary("ml-image-build", (path) => journal.note({ kind: "remove-path", path }));
		room = await openRoom(world, story, journal, roomTerms(world, story, decided));
		const { second } = decided.space?.plan ?? {};
		await refuseFullDisks(world, decided.asked, withStore(decided.host, second && builderDisk(second)));
		let now = await withSwap(world, request, story, journal, decided);
		for (let left = decided.asked.retryBuilder; ; left -= 1) {
			await withBuilder(world, story, journal, folder, now, (builder) =>
				buildOn(world, story, journal, folder, now, builder, room),
			);
			const lost = decided.plan.driver.kind === "docker-container" ? lostByAccident(story) : undefined;
			if (left <= 0 || lost === undefined) break;
			const deadlines = againWithin(decided.asked.deadlines, story);
			if (deadlines === undefined) break;
			startOver(world, story, lost);
			now = { ...now, asked: { ...now.asked, deadlines } };
		}
	} finally {
		await closeRoom(world, story, room, request.cli ? "wait" : "finish");
		// What is still being unlinked goes on by itself: the post step waits for its end.
		await journal.undo(({ kind }) => kind === "finish-reclaim");
	}
}

function roomTerms(world: World, { id }: Story, { asked, host, space }: Decided): RoomTerms {
	const { engine } = host;
	const places = [asked.build.context, ...("missing" in engine || !engine.local ? [] : [engine.dataRoot])];
	return {
		run: id,
		decision: space,
		strict: asked.space.minFree !== undefined,
		keep: placesInUse(world, places),
	};
}

/** Makes the swap that was planned; from here on the machine has it. */
async function withSwap(
	world: World,
	{ journals }: RunRequest,
	story: Story,
	journal: Journal,
	decided: Decided,
): Promise<Decided> {
	const { asked, host, plan, space } = decided;
	const consent = asked.space.allowSelfHosted;
	// Where less room came of it than both need, swap is planned again with what there is: the build comes first.
	const short = story.space?.disks.some(({ after, needed }) => after < needed) === true;
	const again = plan.swap?.make !== undefined && short && host.runner === "github-hosted";
	const terms = { consent, journals, freeAfter: space?.plan.need.bytes ?? 0 };
	const swap = again ? await decideSwap(world, asked, host, terms) : plan.swap;
	return { ...decided, host: await makeSwap(world, story, journal, { asked, host, plan: { ...(swap && { swap }) } }) };
}

/** Sets the limits, builds, judges and delivers, on a builder that is there. */
async function buildOn(
	world: World,
	story: Story,
	journal: Journal,
	folder: string,
	{ host, ...rest }: Decided,
	builder: UsedBuilder | undefined,
	made: Room | undefined,
): Promise<void> {
	const decided: Decided = { ...rest, host: withStore(host, builder?.store?.disk) };
	if (story.host) story.host = { ...story.host, disks: decided.host.disks };
	const guard = await setLimits(world, story, journal, decided, builder);
	const room = await keepRoom(world, journal, folder, decided, builder, () => made?.hurry());
	const built = new AbortController();
	const noted = builder && noteBuildkit(world, story, builder, built.signal);
	try {
		const prepared = await prepareBuild(world, decided.asked.build, folder);
		const proven = await proveLimits(world, story, journal, decided, { builder, folder, prepared, guard });
		const binding = proven.parent ? guard : undefined;
		const group = await findGroup(world, limitSite(decided, builder), binding?.hold);
		await buildAndJudge(story, {
			...decided,
			world,
			journal,
			folder,
			prepared: underParent(prepared, binding?.hold?.cgroupParent),
			limitsStep: proven.step,
			room,
			...(group && { group }),
			...(builder && { builder }),
			...(binding && { guard: binding }),
		});
	} finally {
		built.abort();
		await noted;
		await room.reserves.release();
		await guard?.release();
	}
}

/** Without a limit of ours the user's own `cgroup-parent` stands. */
function underParent(prepared: Prepared, cgroupParent: string | undefined): Prepared {
	return cgroupParent === undefined ? prepared : { ...prepared, request: { ...prepared.request, cgroupParent } };
}

/** The user's builder, none for the engine's own BuildKit, or one of ours that is removed again. */
async function withBuilder(
	world: World,
	story: Story,
	journal: Journal,
	folder: string,
	{ asked, plan, space }: Decided,
	act: (builder: UsedBuilder | undefined) => Promise<void>,
): Promise<void> {
	if (plan.driver.kind !== "docker-container") return act(plan.driver.builder);
	const builder = await story.phase("builder", "Make the builder", () =>
		createBuilder(world, journal, folder, {
			driverOpts: asked.driverOpts,
			limits: asked.limits,
			...(plan.parallelism !== undefined && { parallelism: plan.parallelism }),
			...(space?.plan.second && { second: space.plan.second }),
		}),
	);
	if (story.space?.second && !builder.store) {
		const { second: _unused, ...rest } = story.space;
		story.space = rest;
	}
	try {
		await act(builder);
	} finally {
		await story.phase("cleanup", "Remove the builder", () => removeBuilder(world, journal, builder.name));
	}
}

async function buildAndJudge(story: Story, session: Session): Promise<void> {
	const { asked, plan } = session;
	const began = markKernelLog(session);
	const kept = keepLimits(session.world, story, session.guard);
	const built = await story.phase("build", "Build", () => buildImage(session)).finally(kept.stop);
	story.timeline = built.timeline;
	story.metadata = built.metadata;
	story.delivered = built.delivered;
	await explainBuild(story, session, built, began);
	if (built.failure) {
		story.failure = buildFailed(built.failure, asked.build.call);
		return;
	}
	refuseLostLimits(story, asked.limits);
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
	try {
		story.metadata = await story.phase("deliver", title, () => deliver(session, built, story.images, tell));
	} catch (error) {
		const explained = error instanceof UndeliveredError && (await explainDelivery(story, session, error, began));
		if (!explained) throw error;
	}
}

/** Looking changes nothing, so a cancelled run need not wait for its end. */
function orCancelled<T>({ cancelled }: World, looking: Promise<T>): Promise<T> {
	return new Promise((resolve, reject) => {
		if (cancelled.aborted) reject(cancelled.reason);
		cancelled.addEventListener("abort", () => reject(cancelled.reason), { once: true });
		looking.then(resolve, reject);
	});
}

/** Asked beside the build, so that it costs no time. The engine's own BuildKit is known by the engine's version. */
async function noteBuildkit(world: World, story: Story, builder: UsedBuilder, enough: AbortSignal): Promise<void> {
	const buildkit = await surveyBuildkit(world, builder.name, enough);
	if (story.host && buildkit !== undefined) story.host = { ...story.host, buildkit };
}
