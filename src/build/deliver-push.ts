import { type CommandResult, printCommand } from "../model/command.ts";
import { splitTag } from "../model/tag.ts";
import { undelivered, unlessCancelled } from "./delivery.ts";
import { printOutput, readOutput } from "./engines/output.ts";
import { deliverySolve, heldSolve } from "./engines/solves.ts";
import { NOT_REPEATABLE } from "./judged.ts";
import { lastError } from "./last-error.ts";
import { readMetadata } from "./metadata.ts";
import { runWatched } from "./run-watched.ts";
import type { Built, Session } from "./session.ts";
import { solveAgain } from "./solve-again.ts";
import { engineTarget } from "./watch/options.ts";

/** What lies in the registry under its digest, and under no name yet. */
export interface Pushed {
	readonly digest: string;
	readonly metadata: string;
}

/** Blobs and manifests by digest into every repository. */
export async function pushByDigest(
	session: Session,
	built: Built,
	env: Readonly<Record<string, string>>,
): Promise<Pushed> {
	const { request } = session.prepared;
	const held = heldSolve(request, built.setup);
	const byDigest = {
		name: repositories(session).join(","),
		push: "true",
		"push-by-digest": "true",
		"name-canonical": "true",
	};
	const outputs = held.outputs
		.map(readOutput)
		.map(({ type, attrs }) => printOutput({ type, attrs: { ...attrs, ...byDigest } }));
	const { cacheTo } = deliverySolve(request, built.setup);
	const metadata = await solveAgain(session, { ...held, outputs, cacheTo, fresh: false }, env, "Push");
	const digest = readMetadata(metadata)?.digest;
	if (digest === undefined) throw undelivered("buildx did not say which digest it pushed", "update docker buildx");
	return { digest, metadata };
}

/** All repositories the image goes to. */
export function repositories({ plan }: Session): readonly string[] {
	const { pushTags, digestRepos } = plan.delivery;
	return [...new Set([...pushTags.map((tag) => splitTag(tag).repo), ...digestRepos])];
}

/** The registry's manifests must be those that were judged. The index differs: its provenance holds the time of the build. */
export async function comparePushed(
	session: Session,
	repo: string,
	digest: string,
	judged: readonly string[],
): Promise<void> {
	unlessCancelled(session.world);
	const ref = `${repo}@${digest}`;
	const argv = ["docker", "buildx", "imagetools", "inspect", "--raw", ...builderFlag(session), ref];
	const { code, stdout, stderr, error } = await runTool(session, argv, "what was pushed was read back");
	if (code !== 0)
		throw undelivered(
			`what was pushed could not be read back (${printCommand(argv)}): ${error ?? lastError(stderr)}`,
			"check that the token may also pull",
		);
	const pushed = imageManifests(stdout, digest);
	const missing = judged.filter((one) => !pushed.includes(one));
	if (judged.length > 0 && missing.length === 0 && pushed.length === judged.length) return;
	throw undelivered(
		`what was pushed is not what was judged (judged ${judged.join(", ") || "unknown"}, pushed ${pushed.join(", ") || "nothing"}); no tag was moved`,
		NOT_REPEATABLE,
	);
}

/** A tag that moves is the last thing that happens: https://docs.docker.com/reference/cli/docker/buildx/imagetools/create/ */
export async function moveTags(session: Session, repo: string, digest: string, tags: readonly string[]): Promise<void> {
	unlessCancelled(session.world);
	const names = tags.flatMap((tag) => ["--tag", tag]);
	const place = [...builderFlag(session), ...names, `${repo}@${digest}`];
	const argv = ["docker", "buildx", "imagetools", "create", "--prefer-index=false", ...place];
	session.world.log.info(`$ ${printCommand(argv)}`);
	const { code, stderr, error } = await runTool(session, argv, "tags were moved");
	if (code !== 0)
		throw undelivered(
			`${tags.join(", ")} could not be moved: ${error ?? lastError(stderr)}`,
			"check that the token may push tags",
		);
}

/** Some small documents go to and fro. It talks to the registry itself: only the engine can be lost to it. */
const TOOL_MS = 5 * 60_000;

function runTool({ world, journal }: Session, argv: readonly string[], meanwhile: string): Promise<CommandResult> {
	const target = engineTarget(world.engine.endpoint);
	return runWatched(world, journal, { argv, graceMs: 2000, timeoutMs: TOOL_MS, target, meanwhile });
}

/** Digests of the images in an index, attestations left out; of a lone manifest its own. */
function imageManifests(text: string, digest: string): readonly string[] {
	const { manifests } = JSON.parse(text) as {
		manifests?: readonly { digest: string; annotations?: Record<string, string> }[];
	};
	if (!manifests) return [digest];
	return manifests
		.filter(({ annotations }) => !annotations?.["vnd.docker.reference.type"])
		.map((entry) => entry.digest);
}

function builderFlag({ builder }: Session): readonly string[] {
	return builder ? ["--builder", builder.name] : [];
}
