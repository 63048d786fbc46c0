import { n as UserError } from "./errors.js";
import { t as lastError } from "./last-error.js";
// src/build/delivery.ts
/** The image could not be delivered: nothing of the user's image is wrong, so it is a failure of engine or registry. */
function undelivered(message, remedy) {
	return new UserError("engine", [{
		message,
		remedy
	}]);
}
// src/build/deliver-engine.ts
/** Docker driver: the judged id gets its tags, then `docker push` takes each tag to its registry. */
async function deliverFromEngine(session, built) {
	const { tags, push } = session.plan.delivery;
	const id = built.imageId ?? built.digest;
	if (id === void 0) throw undelivered("buildx did not say which image it built", "update docker buildx");
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
async function pushTag({ world }, tag) {
	const lines = [];
	const errors = [];
	world.log.open(`Push ${tag}`);
	const { repo, name } = splitTag(tag);
	const child = world.stream({ argv: [
		"docker",
		"push",
		`${repo}:${name}`
	] }, {
		stdout: (line) => void lines.push(line),
		stderr: (line) => void errors.push(line)
	});
	const stop = () => child.end(2e3);
	world.cancelled.addEventListener("abort", stop);
	const { code, error } = await child.done;
	world.cancelled.removeEventListener("abort", stop);
	world.log.data([...lines, ...errors].slice(-20));
	world.log.close();
	if (world.cancelled.aborted) throw world.cancelled.reason;
	if (code !== 0) throw undelivered(`${tag} could not be pushed: ${error ?? lastError([...errors, ...lines.slice(-1)].join("\n"))}`, "log in to the registry before this step (docker/login-action) and check the permission packages: write");
	return /digest: (sha256:[0-9a-f]{64})/.exec(lines.join("\n"))?.[1];
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
export { splitTag as n, undelivered as r, deliverFromEngine as t };
