import { a as printCommand } from "./teardown.js";
import { a as undelivered, i as solveAgain, n as splitTag, r as besideImage } from "./deliver-engine.js";
import { C as heldSolve, D as readOutput, E as printOutput, a as lastError, c as sourcePolicy, l as readMetadata, r as read, x as deliverySolve } from "./session.js";
import { t as attachment } from "./inspect-built.js";
// src/build/deliver-builder.ts
const NOT_REPEATABLE = "the build is not repeatable from its cache: look for a builder that is shared or collects garbage during the build";
/**
* Builder with a store of its own: the same build once more, with every source pinned to what the judged build used and nothing
* that could make it build again. Pushed by digest first; only when the registry has the judged manifests do the tags move.
*/
async function deliverFromBuilder(session, built, judged) {
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
	if (!session.plan.delivery.push) return {
		delivered: await result(session, metadata, false, load),
		metadata
	};
	metadata = await push(session, built, judged, env);
	return {
		delivered: await result(session, metadata, true, load),
		metadata
	};
}
/**
* What was loaded must have the judged manifest's configuration, and with it the judged layers. Several platforms have several, and
* estargz writes layers of its own: not compared.
*/
async function compareConfig(session, built, judged, again, what) {
	const [manifest] = judged;
	const got = readMetadata(again)?.configDigest;
	if (got === void 0 || manifest === void 0 || judged.length > 1 || built.setup.compression === "estargz") return;
	const config = configOf(await attachment(session, built, manifest));
	if (config === void 0 || config === got) return;
	throw undelivered(`what was ${what} is not what was judged (judged ${config}, ${what} ${got})`, NOT_REPEATABLE);
}
function configOf(manifest) {
	try {
		return JSON.parse(manifest ?? "{}").config?.digest;
	} catch {
		return;
	}
}
async function result(session, metadata, pushed, loaded) {
	const imageId = (await read(session, `${session.folder}/iid`))?.trim();
	const digest = readMetadata(metadata)?.digest;
	return {
		tags: pushed || loaded ? session.plan.delivery.tags : [],
		pushed,
		loaded,
		...imageId && { imageId },
		...digest && { digest }
	};
}
/** Blobs and manifests by digest, then compare, then the tags. */
async function push(session, built, judged, env) {
	const { tags } = session.plan.delivery;
	const repos = [...new Set(tags.map((tag) => splitTag(tag).repo))];
	const held = heldSolve(session.prepared.request, built.setup);
	const byDigest = {
		name: repos.join(","),
		push: "true",
		"push-by-digest": "true",
		"name-canonical": "true"
	};
	const outputs = held.outputs.map(readOutput).map(({ type, attrs }) => printOutput({
		type,
		attrs: {
			...attrs,
			...byDigest
		}
	}));
	const inline = deliverySolve(session.prepared.request, built.setup).cacheTo;
	const metadata = await solveAgain(session, {
		...held,
		outputs: outputs.slice(0, 1),
		cacheTo: inline,
		fresh: false
	}, env, "Push");
	const digest = readMetadata(metadata)?.digest;
	if (digest === void 0) throw undelivered("buildx did not say which digest it pushed", "update docker buildx");
	for (const repo of repos) await compare(session, `${repo}@${digest}`, digest, judged);
	if (!ownDigestPush(session)) for (const repo of repos) await moveTags(session, repo, digest, tags);
	return withNames(metadata, tags);
}
/** The user asked for a push by digest: then there are no tags to move. */
function ownDigestPush({ prepared }) {
	return prepared.request.outputs.map(readOutput).some(({ attrs }) => /^(1|t|true)$/i.test(attrs["push-by-digest"] ?? ""));
}
/** The registry's manifests must be those that were judged. The index differs: its provenance holds the time of the build. */
async function compare(session, ref, digest, judged) {
	const argv = [
		"docker",
		"buildx",
		"imagetools",
		"inspect",
		"--raw",
		...builderFlag(session),
		ref
	];
	const { code, stdout, stderr, error } = await session.world.run({ argv });
	if (code !== 0) throw undelivered(`what was pushed could not be read back (${printCommand(argv)}): ${error ?? lastError(stderr)}`, "check that the token may also pull");
	const pushed = imageManifests(stdout, digest);
	const missing = judged.filter((one) => !pushed.includes(one));
	if (judged.length > 0 && missing.length === 0 && pushed.length === judged.length) return;
	throw undelivered(`what was pushed is not what was judged (judged ${judged.join(", ") || "unknown"}, pushed ${pushed.join(", ") || "nothing"}); no tag was moved`, NOT_REPEATABLE);
}
/** A tag that moves is the last thing that happens: https://docs.docker.com/reference/cli/docker/buildx/imagetools/create/ */
async function moveTags(session, repo, digest, tags) {
	const names = tags.filter((tag) => splitTag(tag).repo === repo).flatMap((tag) => ["--tag", tag]);
	const argv = [
		"docker",
		"buildx",
		"imagetools",
		"create",
		"--prefer-index=false",
		...builderFlag(session),
		...names,
		`${repo}@${digest}`
	];
	session.world.log.info(`$ ${printCommand(argv)}`);
	const { code, stderr, error } = await session.world.run({ argv });
	if (code !== 0) throw undelivered(`the tags of ${repo} could not be moved: ${error ?? lastError(stderr)}`, "check that the token may push tags");
}
/** Digests of the images in an index, attestations left out; of a lone manifest its own. */
function imageManifests(text, digest) {
	const { manifests } = JSON.parse(text);
	if (!manifests) return [digest];
	return manifests.filter(({ annotations }) => !annotations?.["vnd.docker.reference.type"]).map((entry) => entry.digest);
}
function builderFlag({ builder }) {
	return builder ? ["--builder", builder.name] : [];
}
function withNames(metadata, tags) {
	try {
		return JSON.stringify({
			...JSON.parse(metadata),
			"image.name": tags.join(",")
		}, void 0, 2);
	} catch {
		return metadata;
	}
}
export { deliverFromBuilder };
