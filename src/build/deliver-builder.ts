import { printCommand } from "../model/command.ts";
import { splitTag } from "./deliver-engine.ts";
import { type Delivery, undelivered } from "./delivery.ts";
import { printOutput, readOutput } from "./engines/output.ts";
import { deliverySolve, heldSolve } from "./engines/solves.ts";
import { attachment } from "./inspect-built.ts";
import { lastError } from "./last-error.ts";
import { readMetadata } from "./metadata.ts";
import { sourcePolicy } from "./pinned.ts";
import { type Built, read, type Session } from "./session.ts";
import { besideImage, solveAgain } from "./solve-again.ts";

const NOT_REPEATABLE =
	"the build is not repeatable from its cache: look for a builder that is shared or collects garbage during the build";

/**
 * Builder with a store of its own: the same build once more, with every source pinned to what the judged build used and nothing
 * that could make it build again. Pushed by digest first; only when the registry has the judged manifests do the tags move.
 */
export async function deliverFromBuilder(session: Session, built: Built, judged: readonly string[]): Promise<Delivery> {
	const env = await sourcePolicy(session, built);
	const whole = deliverySolve(session.prepared.request, built.setup);
	const outputs = whole.outputs.map(readOutput);
	const { load } = session.plan.delivery;
	const more = outputs.some(({ type }) => type !== "image");
	let metadata = built.metadata;
	if (load || more) {
		metadata = await solveAgain(session, besideImage(whole), env, load ? "Load" : "Write");
		await compareConfig(session, built, judged, metadata, load ? "loaded" : "written");
	}
	if (!session.plan.delivery.push) return { delivered: await result(session, metadata, false, load), metadata };
	metadata = await push(session, built, judged, env);
	return { delivered: await result(session, metadata, true, load), metadata };
}

/**
 * What was loaded must have the judged manifest's configuration, and with it the judged layers. Several platforms have several, and
 * estargz writes layers of its own: not compared.
 */
async function compareConfig(
	session: Session,
	built: Built,
	judged: readonly string[],
	again: string,
	what: string,
): Promise<void> {
	const [manifest] = judged;
	const got = readMetadata(again)?.configDigest;
	if (got === undefined || manifest === undefined || judged.length > 1 || built.setup.compression === "estargz") return;
	const config = configOf(await attachment(session, built, manifest));
	if (config === undefined || config === got) return;
	throw undelivered(`what was ${what} is not what was judged (judged ${config}, ${what} ${got})`, NOT_REPEATABLE);
}

function configOf(manifest: string | undefined): string | undefined {
	try {
		return (JSON.parse(manifest ?? "{}") as { config?: { digest?: string } }).config?.digest;
	} catch {
		return undefined;
	}
}

async function result(
	session: Session,
	metadata: string,
	pushed: boolean,
	loaded: boolean,
): Promise<Delivery["delivered"]> {
	const imageId = (await read(session, `${session.folder}/iid`))?.trim();
	const digest = readMetadata(metadata)?.digest;
	const tags = pushed || loaded ? session.plan.delivery.tags : [];
	return { tags, pushed, loaded, ...(imageId && { imageId }), ...(digest && { digest }) };
}

/** Blobs and manifests by digest, then compare, then the tags. */
async function push(
	session: Session,
	built: Built,
	judged: readonly string[],
	env: Readonly<Record<string, string>>,
): Promise<string> {
	const { tags } = session.plan.delivery;
	const repos = [...new Set(tags.map((tag) => splitTag(tag).repo))];
	const held = heldSolve(session.prepared.request, built.setup);
	const byDigest = { name: repos.join(","), push: "true", "push-by-digest": "true", "name-canonical": "true" };
	const outputs = held.outputs
		.map(readOutput)
		.map(({ type, attrs }) => printOutput({ type, attrs: { ...attrs, ...byDigest } }));
	const inline = deliverySolve(session.prepared.request, built.setup).cacheTo;
	const metadata = await solveAgain(
		session,
		{ ...held, outputs: outputs.slice(0, 1), cacheTo: inline, fresh: false },
		env,
		"Push",
	);
	const digest = readMetadata(metadata)?.digest;
	if (digest === undefined) throw undelivered("buildx did not say which digest it pushed", "update docker buildx");
	for (const repo of repos) await compare(session, `${repo}@${digest}`, digest, judged);
	if (!ownDigestPush(session)) for (const repo of repos) await moveTags(session, repo, digest, tags);
	return withNames(metadata, tags);
}

/** The user asked for a push by digest: then there are no tags to move. */
function ownDigestPush({ prepared }: Session): boolean {
	return prepared.request.outputs
		.map(readOutput)
		.some(({ attrs }) => /^(1|t|true)$/i.test(attrs["push-by-digest"] ?? ""));
}

/** The registry's manifests must be those that were judged. The index differs: its provenance holds the time of the build. */
async function compare(session: Session, ref: string, digest: string, judged: readonly string[]): Promise<void> {
	const argv = ["docker", "buildx", "imagetools", "inspect", "--raw", ...builderFlag(session), ref];
	const { code, stdout, stderr, error } = await session.world.run({ argv });
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
async function moveTags(session: Session, repo: string, digest: string, tags: readonly string[]): Promise<void> {
	const names = tags.filter((tag) => splitTag(tag).repo === repo).flatMap((tag) => ["--tag", tag]);
	const argv = [
		"docker",
		"buildx",
		"imagetools",
		"create",
		"--prefer-index=false",
		...builderFlag(session),
		...names,
		`${repo}@${digest}`,
	];
	session.world.log.info(`$ ${printCommand(argv)}`);
	const { code, stderr, error } = await session.world.run({ argv });
	if (code !== 0)
		throw undelivered(
			`the tags of ${repo} could not be moved: ${error ?? lastError(stderr)}`,
			"check that the token may push tags",
		);
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

function withNames(metadata: string, tags: readonly string[]): string {
	try {
		return JSON.stringify({ ...(JSON.parse(metadata) as object), "image.name": tags.join(",") }, undefined, 2);
	} catch {
		return metadata;
	}
}
