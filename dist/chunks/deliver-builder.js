import { t as splitTag } from "./tag.js";
import { c as holdToJudged, i as solveAgain, n as tagImage, r as writeFiles, s as NOT_REPEATABLE, t as engineImage } from "./engine-names.js";
import { t as below } from "./json.js";
import { d as isLoad, m as readOutput, p as printOutput } from "./outputs.js";
import { b as heldSolve, c as readMetadata, f as undelivered, l as withNames, m as runWatched, o as sourcePolicy, p as unlessCancelled, r as read, y as deliverySolve } from "./session.js";
import { t as printCommand } from "./command.js";
import { t as lastError } from "./last-error.js";
import { r as engineTarget } from "./options.js";
// src/build/deliver-load.ts
/** Loads the image without a name, and compares what the engine then has with what was judged. */
async function loadUnnamed(session, built, whole, env, judged) {
	const given = whole.outputs.map(readOutput).find(isLoad);
	const { name: _name, ...attrs } = given?.attrs ?? {};
	const { iidFile } = built.setup;
	const solve = {
		...whole,
		...iidFile !== void 0 && { iidFile },
		tags: [],
		push: false,
		load: given === void 0,
		outputs: given ? [printOutput({
			...given,
			attrs
		})] : []
	};
	const metadata = await solveAgain(session, solve, env, "Load");
	const id = (await read(session, iidFile))?.trim() ?? "";
	await holdToJudged("loaded", judged, async () => [layersOf(await engineImage(session, id))], false);
	return {
		id,
		metadata
	};
}
function layersOf(image) {
	const layers = below(image, "RootFS")["Layers"];
	return Array.isArray(layers) ? layers.map(String) : [];
}
// src/build/deliver-push.ts
/** Blobs and manifests by digest into every repository. */
async function pushByDigest(session, built, env) {
	const { request } = session.prepared;
	const held = heldSolve(request, built.setup);
	const byDigest = {
		name: repositories(session).join(","),
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
	const { cacheTo } = deliverySolve(request, built.setup);
	const metadata = await solveAgain(session, {
		...held,
		outputs,
		cacheTo,
		fresh: false
	}, env, "Push");
	const digest = readMetadata(metadata)?.digest;
	if (digest === void 0) throw undelivered("buildx did not say which digest it pushed", "update docker buildx");
	return {
		digest,
		metadata
	};
}
/** All repositories the image goes to. */
function repositories({ plan }) {
	const { pushTags, digestRepos } = plan.delivery;
	return [.../* @__PURE__ */ new Set([...pushTags.map((tag) => splitTag(tag).repo), ...digestRepos])];
}
/** The registry's manifests must be those that were judged. The index differs: its provenance holds the time of the build. */
async function comparePushed(session, repo, digest, judged) {
	unlessCancelled(session.world);
	const ref = `${repo}@${digest}`;
	const argv = [
		"docker",
		"buildx",
		"imagetools",
		"inspect",
		"--raw",
		...builderFlag(session),
		ref
	];
	const { code, stdout, stderr, error } = await runTool(session, argv, "what was pushed was read back");
	if (code !== 0) throw undelivered(`what was pushed could not be read back (${printCommand(argv)}): ${error ?? lastError(stderr)}`, "check that the token may also pull");
	const pushed = imageManifests(stdout, digest);
	const missing = judged.filter((one) => !pushed.includes(one));
	if (judged.length > 0 && missing.length === 0 && pushed.length === judged.length) return;
	throw undelivered(`what was pushed is not what was judged (judged ${judged.join(", ") || "unknown"}, pushed ${pushed.join(", ") || "nothing"}); no tag was moved`, NOT_REPEATABLE);
}
/** A tag that moves is the last thing that happens: https://docs.docker.com/reference/cli/docker/buildx/imagetools/create/ */
async function moveTags(session, repo, digest, tags) {
	unlessCancelled(session.world);
	const names = tags.flatMap((tag) => ["--tag", tag]);
	const argv = [
		"docker",
		"buildx",
		"imagetools",
		"create",
		"--prefer-index=false",
		...[
			...builderFlag(session),
			...names,
			`${repo}@${digest}`
		]
	];
	session.world.log.info(`$ ${printCommand(argv)}`);
	const { code, stderr, error } = await runTool(session, argv, "tags were moved");
	if (code !== 0) throw undelivered(`${tags.join(", ")} could not be moved: ${error ?? lastError(stderr)}`, "check that the token may push tags");
}
/** Some small documents go to and fro. It talks to the registry itself: only the engine can be lost to it. */
const TOOL_MS = 3e5;
function runTool({ world, journal }, argv, meanwhile) {
	const target = engineTarget(world.engine.endpoint);
	return runWatched(world, journal, {
		argv,
		graceMs: 2e3,
		timeoutMs: TOOL_MS,
		target,
		meanwhile
	});
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
// src/build/deliver-builder.ts
/**
* Builder with a store of its own: the same build once more, with every source pinned to what the judged build used and nothing
* that could make it build again. Files are written beside their place, the image is loaded without a name and pushed by digest;
* only when all of that is what was judged do names move. Gives the metadata that a build delivered in one go would have written.
*/
async function deliverFromBuilder(session, built, judged, ledger) {
	const env = await sourcePolicy(session, built);
	const whole = deliverySolve(session.prepared.request, built.setup);
	const { push, load, engineTags, tags } = session.plan.delivery;
	const files = await writeFiles(session, whole, async () => env, judged);
	try {
		const loaded = load ? await loadUnnamed(session, built, whole, env, judged) : void 0;
		const pushed = push ? await pushAndCompare(session, built, env, judged, ledger) : void 0;
		await files?.finish();
		if (loaded) {
			ledger.note({ loaded: true });
			for (const tag of engineTags) await nameLoaded(session, loaded.id, tag, ledger);
		}
		if (pushed) await nameRemote(session, pushed, ledger);
		const last = pushed ?? loaded ?? files;
		await noteIds(session, last?.metadata ?? built.metadata, ledger);
		return last ? withNames(last.metadata, tags) : built.metadata;
	} finally {
		await files?.discard();
	}
}
async function pushAndCompare(session, built, env, judged, ledger) {
	const pushed = await pushByDigest(session, built, env);
	ledger.note({ pushed: true });
	const ids = judged.map(({ id }) => id);
	for (const repo of repositories(session)) await comparePushed(session, repo, pushed.digest, ids);
	return pushed;
}
async function nameLoaded(session, id, tag, ledger) {
	await tagImage(session, id, tag);
	ledger.tagged(tag);
}
async function nameRemote(session, { digest }, ledger) {
	const { pushTags } = session.plan.delivery;
	for (const repo of repositories(session)) {
		const tags = pushTags.filter((tag) => splitTag(tag).repo === repo);
		if (tags.length === 0) continue;
		await moveTags(session, repo, digest, tags);
		ledger.pushed(tags);
	}
}
async function noteIds(session, metadata, ledger) {
	const imageId = (await read(session, `${session.folder}/iid`))?.trim();
	const digest = readMetadata(metadata)?.digest;
	ledger.note({
		...imageId && { imageId },
		...digest && { digest }
	});
}
export { deliverFromBuilder };
