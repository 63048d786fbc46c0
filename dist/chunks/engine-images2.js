// src/space/engine-images.ts
/** Removing an image of many layers takes seconds, pruning a cache takes as long as its files take to unlink. */
const IMAGE_TIMEOUT_MS = 12e4;
const PRUNE_TIMEOUT_MS = 6e5;
/** Asks the engine for its images and containers, two calls at once; nothing when it does not say. */
async function readStock(world) {
	const [images, containers] = await Promise.all([rowsAt(world, "/images/json"), rowsAt(world, "/containers/json?all=1")]);
	if (!images || !containers) return void 0;
	return {
		images: images.map((row) => ({
			id: text(row["Id"]),
			names: namesOf(row)
		})),
		containers: containers.map((row) => ({
			name: (texts(row["Names"])[0] ?? text(row["Id"]).slice(0, 12)).replace(/^\//, ""),
			image: text(row["ImageID"])
		}))
	};
}
/**
* Removes images one by one, by id, without force: the engine refuses one that a container is made of. `path` lies on the disk where the
* engine keeps them. Stops between two images when the run is cancelled.
*/
async function removeImages(world, path, images) {
	const removed = [];
	const problems = [];
	return {
		...await measure(world, path, async () => {
			for (const [index, image] of images.entries()) {
				if (world.cancelled.aborted) {
					problems.push(left(images.length - index));
					break;
				}
				const why = await removeImage(world, image.id);
				if (why === void 0) removed.push(image);
				else problems.push(`the image ${image.name} stays: ${why}`);
			}
		}),
		removed,
		problems
	};
}
function left(images) {
	return `${images} ${images === 1 ? "image stays" : "images stay"}: the run was cancelled`;
}
/** Empties the build cache by the engine's own means, and waits for it. */
async function pruneBuildCache(world, path) {
	const problems = [];
	return {
		...await measure(world, path, async () => {
			const reply = await world.engine.call({
				method: "POST",
				path: "/build/prune?all=true",
				timeoutMs: PRUNE_TIMEOUT_MS
			});
			if (reply.status !== 200) problems.push(`the build cache stays: ${said(reply)}`);
		}),
		removed: [],
		problems
	};
}
async function measure(world, path, act) {
	const before = await world.files.free(path);
	const started = world.monotonic();
	await act();
	const seconds = (world.monotonic() - started) / 1e3;
	const after = await world.files.free(path);
	return {
		bytes: before && after ? Math.max(0, after.bytes - before.bytes) : 0,
		seconds
	};
}
/** Nothing when it is gone, also when it was gone already. An image with names in several repositories is removed name by name. */
async function removeImage(world, id) {
	const reply = await remove(world, id);
	if (isGone(reply)) return void 0;
	if (reply.status !== 409 || !/multiple|repositor|reference/i.test(reply.text)) return said(reply);
	const image = await world.engine.call({ path: `/images/${encodeURIComponent(id)}/json` });
	const names = image.status === 200 ? namesOf(asRow(image.text)) : [];
	for (const name of names) {
		const now = await world.engine.call({ path: `/images/${encodeURIComponent(name)}/json` });
		if (now.status !== 200 || text(asRow(now.text)["Id"]) !== id) continue;
		const untagged = await remove(world, name);
		if (!isGone(untagged)) return said(untagged);
	}
	return (await world.engine.call({ path: `/images/${encodeURIComponent(id)}/json` })).status === 404 ? void 0 : said(reply);
}
/** https://docs.docker.com/reference/api/engine/version/v1.51/#tag/Image/operation/ImageDelete */
function remove(world, reference) {
	const path = `/images/${encodeURIComponent(reference)}?force=false&noprune=false`;
	return world.engine.call({
		method: "DELETE",
		path,
		timeoutMs: IMAGE_TIMEOUT_MS
	});
}
function isGone({ status }) {
	return status === 200 || status === 404;
}
function said({ status, text: body }) {
	const message = text(asRow(body)["message"]) || body.trim();
	return `the engine answered ${status === 0 ? "nothing" : status}${message === "" ? "" : ` (${message.slice(0, 200)})`}`;
}
async function rowsAt(world, path) {
	const { status, text: body } = await world.engine.call({ path });
	if (status !== 200) return void 0;
	try {
		const rows = JSON.parse(body);
		return Array.isArray(rows) ? rows.filter(isRow) : void 0;
	} catch {
		return;
	}
}
function namesOf(row) {
	const tags = texts(row["RepoTags"]).filter((name) => name !== "<none>:<none>");
	if (tags.length > 0) return tags;
	return texts(row["RepoDigests"]).filter((name) => !name.startsWith("<none>"));
}
function isRow(value) {
	return typeof value === "object" && value !== null;
}
function asRow(body) {
	try {
		const row = JSON.parse(body);
		return isRow(row) ? row : {};
	} catch {
		return {};
	}
}
function text(value) {
	return typeof value === "string" ? value : "";
}
function texts(value) {
	return Array.isArray(value) ? value.filter((each) => typeof each === "string") : [];
}
export { readStock as n, removeImages as r, pruneBuildCache as t };
