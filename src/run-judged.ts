import { deliver } from "./build/deliver.ts";
import { UndeliveredError } from "./build/delivery.ts";
import { inspectBuilt } from "./build/inspect-built.ts";
import { type Built, buildImage, type Session } from "./build/session.ts";
import { isLost } from "./build/watch/container-state.ts";
import { builderTarget } from "./build/watch/options.ts";
import { orAborted } from "./build/watch/or-aborted.ts";
import { whileAlive } from "./build/watch/while-alive.ts";
import { isRed, judgeImages } from "./judge/judge.ts";
import { noteOffPath } from "./judge/torch.ts";
import { BuilderLostError } from "./model/errors.ts";
import type { ImageFacts } from "./model/facts.ts";
import type { World } from "./model/world.ts";
import { beginExplanation, buildFailed, explainBuild, explainDelivery } from "./run-explain.ts";
import { keepLimits, refuseLostLimits } from "./run-limits.ts";
import type { Story } from "./run-story.ts";

/** The build, its facts, the verdicts, and behind the gate the delivery. */
export async function buildAndJudge(story: Story, session: Session): Promise<void> {
	const { asked, plan } = session;
	const began = beginExplanation(session);
	const kept = keepLimits(session.world, story, session.guard);
	let away = false;
	const noteEnd = (end: Built) => {
		away = wentAway(end);
		return end;
	};
	const built = await story
		.phase("build", "Build", () => buildImage(session).then(noteEnd))
		.finally(() => kept.stop(away));
	story.timeline = built.timeline;
	story.metadata = built.metadata;
	story.delivered = built.delivered;
	await explainBuild(story, session, built, began);
	if (built.failure) {
		story.failure = buildFailed(built.failure, asked.build.call);
		return;
	}
	const target = builderTarget(session.builder, session.world.engine.endpoint);
	const readBack = { target, meanwhile: "limits were read back" };
	await whileAlive(session.world, readBack, async (alive) => refuseLostLimits(alive, story, asked.limits));
	if (plan.ways.length > 0) {
		story.images = await story.phase("facts", "Measure the image", () => measure(story, session, built));
	}
	if (asked.armed.length > 0) story.verdicts = judgeImages(asked.armed, story.images);
	if (asked.armed.some(({ needs }) => needs.includes("torch"))) story.notes.push(...noteOffPath(story.images));
	if (!plan.gated || story.verdicts.some(isRed)) return;
	const title = plan.delivery.push ? "Push" : "Deliver";
	const tell = (delivered: Story["delivered"]) => {
		story.delivered = delivered;
	};
	try {
		story.metadata = await story.phase("deliver", title, () => deliver(session, built, story.images, tell));
	} catch (error) {
		if (error instanceof UndeliveredError && (await explainDelivery(story, session, error, began))) return;
		// A call of buildx was watched: what became of the builder is known.
		if (error instanceof UndeliveredError) throw error;
		await whileAlive(session.world, { target, meanwhile: "it was delivered" }, () => Promise.reject(error));
	}
}

function wentAway({ seen }: Built): boolean {
	return seen?.ended?.by === "builder-lost" || (seen?.fate !== undefined && isLost(seen.fate));
}

/** A builder that goes meanwhile is told as lost: an image of which nothing can be read because of it is not one that fails its checks. */
async function measure(story: Story, session: Session, built: Built): Promise<readonly ImageFacts[]> {
	const { world, asked } = session;
	const errand = { target: builderTarget(session.builder, world.engine.endpoint), meanwhile: "the image was measured" };
	// Looking changes nothing, so a cancelled run need not wait for its end.
	const look = (alive: World) => orAborted(inspectBuilt({ ...session, world: alive }, built), alive.cancelled);
	const unsure = (images: readonly ImageFacts[]) =>
		judgeImages(asked.armed, images).some(({ status }) => status === "unknown");
	try {
		return await whileAlive(world, errand, look, unsure);
	} catch (error) {
		// All that was asked for has been done: only the report has less to tell.
		if (!(error instanceof BuilderLostError) || asked.armed.length > 0) throw error;
		const text = `the image could not be measured: ${error.message}`;
		world.log.warning(text);
		story.notes.push(text);
		return [];
	}
}
