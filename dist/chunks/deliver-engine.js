import { s as UserError } from "./teardown.js";
import { D as readOutput, E as printOutput, a as lastError, c as sourcePolicy, i as solveOnce, r as read, s as runTracked, x as deliverySolve } from "./session.js";
// src/build/delivery.ts
/** The image could not be delivered: nothing of the user's image is wrong, so it is a failure of engine or registry. */
function undelivered(message, remedy) {
	return new UserError("engine", [{
		message,
		remedy
	}]);
}
// src/build/solve-again.ts
/** Does the judged build once more, from its cache, to bring it somewhere. Gives buildx's metadata. */
async function solveAgain(session, solve, env, what) {
	session.world.log.open(`${what} what was judged`);
	const end = await solveOnce(session, solve, true, env);
	session.world.log.close();
	if (end.failure) throw undelivered(`${what.toLowerCase()} failed after the checks were green: ${end.failure.message}`, "log in to the registry before this step (docker/login-action), check its permissions and free space");
	return await read(session, solve.metadataFile) ?? "";
}
/** The outputs beside the store and the registry: archives, and files that are asked for together with an image. */
function besideImage(whole) {
	const outputs = whole.outputs.map(readOutput).filter(({ type }) => type !== "image");
	return {
		...whole,
		push: false,
		outputs: outputs.map(printOutput)
	};
}
/** The outputs that are written to this machine's disk; the engine's own store has the rest already. */
function intoFiles(whole) {
	const outputs = whole.outputs.map(readOutput).filter(({ attrs }) => attrs["dest"] !== void 0);
	if (outputs.length === 0) return void 0;
	return {
		...whole,
		push: false,
		load: false,
		outputs: outputs.map(printOutput)
	};
}
// src/build/deliver-engine.ts
const GRACE_MS = 2e3;
/** Docker driver: what was asked for as files is written, the judged id gets its tags, then `docker push` takes each tag to its registry. */
async function deliverFromEngine(session, built) {
	const { tags, push } = session.plan.delivery;
	const id = built.imageId ?? built.digest;
	if (id === void 0) throw undelivered("buildx did not say which image it built", "update docker buildx");
	const files = intoFiles(deliverySolve(session.prepared.request, built.setup));
	if (files) await solveAgain(session, files, await sourcePolicy(session, built), "Write");
	for (const tag of tags) await tagImage(session, id, tag);
	let digest = built.digest;
	if (push) for (const tag of tags) digest = await pushTag(session, tag) ?? digest;
	return {
		delivered: {
			tags,
			pushed: push,
			loaded: true,
			imageId: id,
			...digest && { digest }
		},
		metadata: addNames(built.metadata, tags, digest)
	};
}
async function tagImage({ world }, id, tag) {
	const { repo, name } = splitTag(tag);
	if (world.engine.direct) {
		const path = `/images/${encodeURIComponent(id)}/tag?repo=${encodeURIComponent(repo)}&tag=${encodeURIComponent(name)}`;
		const { status, text } = await world.engine.call({
			method: "POST",
			path
		});
		if (status === 201) return;
		throw undelivered(`the engine refused the tag ${tag} (${status}: ${text.slice(0, 200)})`, "correct the input tags");
	}
	const { code, stderr, error } = await world.run({ argv: [
		"docker",
		"tag",
		id,
		tag
	] });
	if (code !== 0) throw undelivered(`the tag ${tag} was refused: ${error ?? lastError(stderr)}`, "correct the input tags");
}
/** `ghcr.io:443/me/app:v1` → repository and tag; no tag means `latest`. */
function splitTag(tag) {
	const at = tag.lastIndexOf(":");
	return at > tag.lastIndexOf("/") ? {
		repo: tag.slice(0, at),
		name: tag.slice(at + 1)
	} : {
		repo: tag,
		name: "latest"
	};
}
async function pushTag({ world, journal }, tag) {
	const { repo, name } = splitTag(tag);
	world.log.open(`Push ${tag}`);
	const { code, stdout, stderr, error } = await runTracked(world, journal, [
		"docker",
		"push",
		`${repo}:${name}`
	], GRACE_MS);
	world.log.data(`${stdout}\n${stderr}`.trim().split("\n").slice(-20));
	world.log.close();
	if (code !== 0) throw undelivered(`${tag} could not be pushed: ${error ?? lastError(stderr || stdout)}`, "log in to the registry before this step (docker/login-action) and check the permission packages: write");
	return /digest: (sha256:[0-9a-f]{64})/.exec(stdout)?.[1];
}
/** What a build that was pushed in one go would have written. */
function addNames(metadata, tags, digest) {
	try {
		const named = {
			...JSON.parse(metadata),
			...tags.length > 0 && { "image.name": tags.join(",") },
			...digest && { "containerimage.digest": digest }
		};
		return JSON.stringify(named, void 0, 2);
	} catch {
		return metadata;
	}
}
export { undelivered as a, solveAgain as i, splitTag as n, besideImage as r, deliverFromEngine as t };
