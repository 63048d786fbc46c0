import { t as splitTag } from "./tag.js";
import { a as pushRemedy, n as tagImage, o as pusherOf, r as writeFiles, t as engineImage } from "./engine-names.js";
import { f as undelivered, l as withNames, m as runWatched, o as sourcePolicy, y as deliverySolve } from "./session.js";
import { t as lastError } from "./last-error.js";
import { r as engineTarget } from "./options.js";
// src/build/deliver-engine.ts
const GRACE_MS = 2e3;
/**
* Docker driver: what was asked for as files is written, the judged id gets its names, then `docker push` takes each tag to its
* registry. Gives the metadata that a build delivered in one go would have written.
*/
async function deliverFromEngine(session, built, judged, ledger) {
	const { tags, pushTags, engineTags, push } = session.plan.delivery;
	const id = built.imageId ?? built.digest;
	if (id === void 0) throw undelivered("buildx did not say which image it built", "update docker buildx");
	await writeAll(session, built, judged);
	ledger.note({
		loaded: true,
		imageId: id
	});
	for (const tag of engineTags) {
		await tagImage(session, id, tag);
		ledger.tagged(tag);
	}
	let digest = built.digest;
	if (push) for (const tag of pushTags) {
		digest = await pushTag(session, tag);
		await comparePushed(session, built, judged, tag, digest);
		ledger.pushed([tag]);
		ledger.note({ digest });
	}
	return withNames(built.metadata, tags, digest);
}
async function writeAll(session, built, judged) {
	const whole = deliverySolve(session.prepared.request, built.setup);
	const files = await writeFiles(session, whole, () => sourcePolicy(session, built), judged);
	try {
		await files?.finish();
	} finally {
		await files?.discard();
	}
}
async function pushTag(session, tag) {
	const { world, journal, asked } = session;
	const { repo, tag: name } = splitTag(tag);
	world.log.open(`Push ${tag}`);
	const argv = [
		"docker",
		"push",
		`${repo}:${name || "latest"}`
	];
	const { code, stdout, stderr, error } = await runWatched(world, journal, {
		argv,
		graceMs: GRACE_MS,
		stallMs: asked.deadlines.stallMs,
		target: engineTarget(world.engine.endpoint),
		meanwhile: `${tag} was pushed`
	});
	world.log.data(`${stdout}\n${stderr}`.trim().split("\n").slice(-20));
	world.log.close();
	if (code !== 0) {
		const why = error ?? lastError(stderr || stdout);
		throw undelivered(`${tag} could not be pushed: ${why}`, pushRemedy(why, pusherOf(session)));
	}
	const digest = /digest: (sha256:[0-9a-f]{64})/.exec(stdout)?.[1];
	if (digest !== void 0) return digest;
	throw undelivered(`docker push did not say which digest ${tag} has now`, "update the docker command line");
}
/**
* `docker push` takes a name, which somebody else may have moved meanwhile. With the containerd store the digest is that of the judged
* image; on overlay2 the engine writes down, for each image, the digests under which it was pushed (`RepoDigests`).
*/
async function comparePushed(session, built, judged, tag, digest) {
	const id = built.imageId ?? built.digest ?? "";
	if (digest === built.digest || judged.some((image) => image.id === digest)) return;
	const digests = (await engineImage(session, id).catch(() => void 0))?.["RepoDigests"];
	if (Array.isArray(digests) && digests.some((known) => String(known).endsWith(`@${digest}`))) return;
	throw undelivered(`what was pushed as ${tag} is not what was judged (judged ${id}, pushed ${digest})`, "look for another job on this engine that moves the same tag, and run this one again");
}
export { deliverFromEngine };
