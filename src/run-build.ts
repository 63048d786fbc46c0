import { createBuilder, removeBuilder } from "./build/own-builder.ts";
import { type Prepared, prepareBuild } from "./build/prepare.ts";
import { builderTarget } from "./build/watch/options.ts";
import { whileAlive } from "./build/watch/while-alive.ts";
import { findGroup } from "./build/watch-group.ts";
import { surveyBuildkit } from "./host/buildx.ts";
import { usableFolder } from "./journal-folder.ts";
import type { UsedBuilder } from "./model/host.ts";
import type { World } from "./model/world.ts";
import type { Decided } from "./run-decided.ts";
import type { RunRequest } from "./run-inputs.ts";
import { buildAndJudge } from "./run-judged.ts";
import { limitSite, setLimits } from "./run-limits.ts";
import { tellLost } from "./run-lost.ts";
import { proveLimits } from "./run-proofs.ts";
import { againWithin, lostByAccident, startOver } from "./run-retry.ts";
import { keepRoom, refuseFullDisks, withStore } from "./run-room.ts";
import { closeRoom, openRoom, placesInUse, type RoomTerms } from "./run-space.ts";
import type { Story } from "./run-story.ts";
import { decideSwap, makeSwap } from "./run-swap.ts";
import type { Room } from "./space/make-room.ts";
import { builderDisk } from "./space/second-disk.ts";
import { type Journal, openJournal, sweep } from "./teardown.ts";

/** Carries the plan out: builder, build, facts, verdicts, gate, delivery. Everything made is undone at the end. */
export async function carryOut(world: World, request: RunRequest, story: Story, decided: Decided): Promise<void> {
	for (const folder of request.journals) await sweep(world, folder);
	const journal = openJournal(world, await usableFolder(world, request));
	world.saveState("journal", journal.path);
	let room: Room | undefined;
	try {
		const folder = await world.files.temporary("ml-image-build", (path) => journal.note({ kind: "remove-path", path }));
		room = await openRoom(world, story, journal, roomTerms(world, request.journals, story, decided));
		const { second } = decided.space?.plan ?? {};
		await refuseFullDisks(world, decided.asked, withStore(decided.host, second && builderDisk(second)));
		let now = await withSwap(world, request, story, journal, decided);
		for (let left = decided.asked.retryBuilder; ; left -= 1) {
			await withBuilder(world, story, journal, folder, now, (builder) =>
				buildOn(world, story, journal, folder, now, builder, room),
			).catch((error: unknown) => tellLost(story, now, error));
			const lost = decided.plan.driver.kind === "docker-container" ? lostByAccident(story) : undefined;
			if (left <= 0 || lost === undefined) break;
			const deadlines = againWithin(decided.asked.deadlines, story);
			if (deadlines === undefined) break;
			startOver(world, story, lost);
			now = { ...now, asked: { ...now.asked, deadlines } };
		}
	} finally {
		await closeRoom(world, story, room, request.cli ? "wait" : "finish");
		// What is still being unlinked goes on by itself: the post step waits for its end, and no other step of the job.
		await journal.undo(({ kind }) => kind === "finish-reclaim", request.cli ? undefined : world.machine.parent);
	}
}

function roomTerms(
	world: World,
	journals: readonly string[],
	{ id }: Story,
	{ asked, host, space }: Decided,
): RoomTerms {
	const { engine } = host;
	const ofEngine = "missing" in engine || !engine.local ? [] : [engine.dataRoot, engine.containerd?.root ?? ""];
	const places = [asked.build.context, ...ofEngine.filter((path) => path !== "")];
	return {
		run: id,
		decision: space,
		strict: asked.space.minFree !== undefined,
		keep: placesInUse(world, places),
		journals,
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
	const needs = { target: builderTarget(builder, world.engine.endpoint), meanwhile: "the build was prepared" };
	const guard = await whileAlive(world, needs, (alive) => setLimits(alive, story, journal, decided, builder));
	const room = await keepRoom(world, journal, folder, decided, builder, () => made?.hurry());
	const built = new AbortController();
	const noted = builder && noteBuildkit(world, story, builder, built.signal);
	try {
		const prepared = await prepareBuild(world, decided.asked.build, folder);
		story.notes.push(...prepared.notes);
		const { proven, binding, group } = await whileAlive(world, needs, async (alive) => {
			const tried = await proveLimits(alive, story, journal, decided, { builder, folder, prepared, guard });
			const held = tried.parent ? guard : undefined;
			return { proven: tried, binding: held, group: await findGroup(alive, limitSite(decided, builder), held?.hold) };
		});
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
		// Noted in the journal, which is undone at the end: an engine that nobody reaches is not waited for twice.
		if (!world.cancelled.aborted && !story.diagnoses.some(isUnreachable)) await guard?.release();
	}
}

function isUnreachable({ level, shape }: Story["diagnoses"][number]): boolean {
	return level === "failure" && shape === "unreachable";
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
			allow: asked.build.allow,
			limits: asked.limits,
			stallMs: asked.deadlines.stallMs,
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

/** Asked beside the build, so that it costs no time. The engine's own BuildKit is known by the engine's version. */
async function noteBuildkit(world: World, story: Story, builder: UsedBuilder, enough: AbortSignal): Promise<void> {
	const buildkit = await surveyBuildkit(world, builder.name, enough);
	if (story.host && buildkit !== undefined) story.host = { ...story.host, buildkit };
}
