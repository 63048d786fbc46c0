import { inspectImages } from "../image/inspect.ts";
import type { CopyFiles, Subject } from "../image/subject.ts";
import type { ImageFacts } from "../model/facts.ts";
import { type DockerfileMap, mapDockerfile } from "./dockerfile.ts";
import { BAKE_TARGETS, bakeDefinition } from "./engines/bake.ts";
import { heldSolve } from "./engines/solves.ts";
import { type HistoryOrigins, historySteps } from "./history.ts";
import { dockerfileFromMetadata, readMetadata } from "./metadata.ts";
import { ownWatch, whyFailed } from "./own-solve.ts";
import { sourcePolicy } from "./pinned.ts";
import { runSolve } from "./run-solve.ts";
import type { Built, Session } from "./session.ts";
import { usesEngine } from "./setup.ts";

/** Measures what was built, where it lies: in the engine's store or in the builder's. */
export async function inspectBuilt(session: Session, built: Built): Promise<readonly ImageFacts[]> {
	const subject = subjectOf(session, built);
	if (!subject) return [];
	const map = session.prepared.dockerfile ?? remoteDockerfile(built);
	const target = session.prepared.request.target;
	return inspectImages(session.world, subject, {
		stepsOf: (history): HistoryOrigins => {
			const entries = history.map(({ createdBy, empty }) => ({ created_by: createdBy, empty_layer: empty }));
			return map ? historySteps(map, target, entries) : { steps: history.map(() => undefined), base: 0 };
		},
	});
}

/** The Dockerfile of a Git context, out of the build's own provenance. */
function remoteDockerfile(built: Built): DockerfileMap | undefined {
	const found = dockerfileFromMetadata(built.metadata);
	return found && mapDockerfile(found.text, found.file);
}

function subjectOf(session: Session, built: Built): Subject | undefined {
	const { engine } = session.host;
	if ("missing" in engine) return undefined;
	const copy: CopyFiles = (dockerfile) => copyFiles(session, built, dockerfile);
	const { platforms } = session.prepared.request;
	const image = { engine, platforms, copy, ...(usesEngine(session) && { copier: "engine" as const }) };
	// Beside files buildx writes no id file; its metadata know the id.
	const id = built.imageId ?? readMetadata(built.metadata)?.configDigest ?? built.digest;
	const inEngine = usesEngine(session) || (built.delivered.loaded && !built.delivered.pushed);
	if (inEngine)
		return id === undefined ? undefined : { ...image, kind: "engine-image", id: engineId(session, built, id) };
	if (built.digest === undefined) return undefined;
	const [node] = session.builder?.driver === "docker-container" ? session.builder.nodes : [];
	return {
		...image,
		kind: "builder-image",
		digest: built.digest,
		...(node !== undefined && { container: `buildx_buildkit_${node}` }),
		attachment: (digest) => attachment(session, built, digest),
	};
}

/** The containerd store knows images by their digest, overlay2 by that of their configuration, which the id file holds. */
function engineId({ host }: Session, built: Built, id: string): string {
	const { engine } = host;
	return "missing" in engine || engine.store !== "containerd" ? id : (built.digest ?? id);
}

/** Solves a Dockerfile of ours against the user's target, linked by bake: nothing is loaded, no code of the image runs. */
async function copyFiles(session: Session, built: Built, factsDockerfile: string): ReturnType<CopyFiles> {
	const { world, journal, prepared } = session;
	const { iidFile: _iid, metadataFile: _metadata, ...setup } = built.setup;
	const solve = { ...heldSolve(prepared.request, setup), cacheTo: [], attests: [], fresh: false };
	const baked = bakeDefinition(solve, { factsDockerfile, folder: `${session.folder}/facts`, build: "facts" });
	if (!baked.ok)
		return { ok: false, why: baked.problems.map(({ input, message }) => `${input} ${message}`).join("; ") };
	await world.files.write(baked.file, baked.json);
	const env = await sourcePolicy(session, built);
	const watch = ownWatch(world, session.builder, {});
	const end = await runSolve(world, journal, { argv: baked.argv, env, bake: BAKE_TARGETS, watch, live: false });
	const why = whyFailed(end, "the image was measured");
	return why === undefined ? { ok: true, folder: baked.output } : { ok: false, why };
}

/** The text of a blob in the build's record, for builders whose store cannot be reached otherwise. */
export async function attachment(
	{ world, builder }: Session,
	built: Built,
	digest: string,
): Promise<string | undefined> {
	const ref = readMetadata(built.metadata)?.record;
	if (ref === undefined) return undefined;
	const argv = [
		"docker",
		"buildx",
		"history",
		"inspect",
		"attachment",
		...(builder ? ["--builder", builder.name] : []),
		ref,
		digest,
	];
	const { code, stdout } = await world.run({ argv, timeoutMs: 60_000 });
	return code === 0 ? stdout : undefined;
}
