import type { Bytes } from "../model/bytes.ts";
import type { PlannedImage } from "../model/space.ts";
import type { EngineReply, World } from "../model/world.ts";
import type { EngineContainer, EngineImage } from "./used-images.ts";

/** What lies in the engine's store and what is made of it. */
export interface EngineStock {
	readonly images: readonly EngineImage[];
	readonly containers: readonly EngineContainer[];
}

/** What came of it. Bytes are what the file system has more than before, never the engine's own sizes. */
export interface EngineFreed {
	readonly bytes: Bytes;
	readonly seconds: number;
	readonly removed: readonly PlannedImage[];
	/** What stays, and why. */
	readonly problems: readonly string[];
}

/** Removing an image of many layers takes seconds, pruning a cache takes as long as its files take to unlink. */
const IMAGE_TIMEOUT_MS = 120_000;
const PRUNE_TIMEOUT_MS = 600_000;

/** Asks the engine for its images and containers, two calls at once; nothing when it does not say. */
export async function readStock(world: World): Promise<EngineStock | undefined> {
	const [images, containers] = await Promise.all([
		rowsAt(world, "/images/json"),
		rowsAt(world, "/containers/json?all=1"),
	]);
	if (!images || !containers) return undefined;
	return {
		images: images.map((row) => ({ id: text(row["Id"]), names: namesOf(row) })),
		containers: containers.map((row) => ({
			name: (texts(row["Names"])[0] ?? text(row["Id"]).slice(0, 12)).replace(/^\//, ""),
			image: text(row["ImageID"]),
		})),
	};
}

/**
 * Removes images one by one, by id, without force: the engine refuses one that a container is made of. `path` lies on the disk where the
 * engine keeps them. Stops between two images when the run is cancelled.
 */
export async function removeImages(world: World, path: string, images: readonly PlannedImage[]): Promise<EngineFreed> {
	const removed: PlannedImage[] = [];
	const problems: string[] = [];
	const measured = await measure(world, path, async () => {
		for (const [index, image] of images.entries()) {
			if (world.cancelled.aborted) {
				problems.push(left(images.length - index));
				break;
			}
			const why = await removeImage(world, image.id);
			if (why === undefined) removed.push(image);
			else problems.push(`the image ${image.name} stays: ${why}`);
		}
	});
	return { ...measured, removed, problems };
}

function left(images: number): string {
	return `${images} ${images === 1 ? "image stays" : "images stay"}: the run was cancelled`;
}

/** Empties the build cache by the engine's own means, and waits for it. */
export async function pruneBuildCache(world: World, path: string): Promise<EngineFreed> {
	const problems: string[] = [];
	const measured = await measure(world, path, async () => {
		const reply = await world.engine.call({
			method: "POST",
			path: "/build/prune?all=true",
			timeoutMs: PRUNE_TIMEOUT_MS,
		});
		if (reply.status !== 200) problems.push(`the build cache stays: ${said(reply)}`);
	});
	return { ...measured, removed: [], problems };
}

async function measure(
	world: World,
	path: string,
	act: () => Promise<void>,
): Promise<Pick<EngineFreed, "bytes" | "seconds">> {
	const before = await world.files.free(path);
	const started = world.monotonic();
	await act();
	const seconds = (world.monotonic() - started) / 1000;
	const after = await world.files.free(path);
	const bytes = before && after ? Math.max(0, after.bytes - before.bytes) : 0;
	return { bytes, seconds };
}

/** Nothing when it is gone, also when it was gone already. An image with names in several repositories is removed name by name. */
async function removeImage(world: World, id: string): Promise<string | undefined> {
	const reply = await remove(world, id);
	if (isGone(reply)) return undefined;
	if (reply.status !== 409 || !/multiple|repositor|reference/i.test(reply.text)) return said(reply);
	const image = await world.engine.call({ path: `/images/${encodeURIComponent(id)}/json` });
	const names = image.status === 200 ? namesOf(asRow(image.text)) : [];
	for (const name of names) {
		// The name may have moved to another image since: then it is none of ours.
		const now = await world.engine.call({ path: `/images/${encodeURIComponent(name)}/json` });
		if (now.status !== 200 || text(asRow(now.text)["Id"]) !== id) continue;
		const untagged = await remove(world, name);
		if (!isGone(untagged)) return said(untagged);
	}
	const left = await world.engine.call({ path: `/images/${encodeURIComponent(id)}/json` });
	return left.status === 404 ? undefined : said(reply);
}

/** https://docs.docker.com/reference/api/engine/version/v1.51/#tag/Image/operation/ImageDelete */
function remove(world: World, reference: string): Promise<EngineReply> {
	const path = `/images/${encodeURIComponent(reference)}?force=false&noprune=false`;
	return world.engine.call({ method: "DELETE", path, timeoutMs: IMAGE_TIMEOUT_MS });
}

function isGone({ status }: EngineReply): boolean {
	return status === 200 || status === 404;
}

function said({ status, text: body }: EngineReply): string {
	const message = text(asRow(body)["message"]) || body.trim();
	return `the engine answered ${status === 0 ? "nothing" : status}${message === "" ? "" : ` (${message.slice(0, 200)})`}`;
}

type Row = Readonly<Record<string, unknown>>;

async function rowsAt(world: World, path: string): Promise<readonly Row[] | undefined> {
	const { status, text: body } = await world.engine.call({ path });
	if (status !== 200) return undefined;
	try {
		const rows: unknown = JSON.parse(body);
		return Array.isArray(rows) ? rows.filter(isRow) : undefined;
	} catch {
		return undefined;
	}
}

function namesOf(row: Row): readonly string[] {
	const tags = texts(row["RepoTags"]).filter((name) => name !== "<none>:<none>");
	if (tags.length > 0) return tags;
	return texts(row["RepoDigests"]).filter((name) => !name.startsWith("<none>"));
}

function isRow(value: unknown): value is Row {
	return typeof value === "object" && value !== null;
}

function asRow(body: string): Row {
	try {
		const row: unknown = JSON.parse(body);
		return isRow(row) ? row : {};
	} catch {
		return {};
	}
}

function text(value: unknown): string {
	return typeof value === "string" ? value : "";
}

function texts(value: unknown): readonly string[] {
	return Array.isArray(value) ? value.filter((each) => typeof each === "string") : [];
}
