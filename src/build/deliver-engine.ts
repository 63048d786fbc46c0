import { type Delivery, undelivered } from "./delivery.ts";
import { deliverySolve } from "./engines/solves.ts";
import { lastError } from "./last-error.ts";
import { sourcePolicy } from "./pinned.ts";
import type { Built, Session } from "./session.ts";
import { intoFiles, solveAgain } from "./solve-again.ts";
import { runTracked } from "./tracked.ts";

const GRACE_MS = 2000;

/** Docker driver: what was asked for as files is written, the judged id gets its tags, then `docker push` takes each tag to its registry. */
export async function deliverFromEngine(session: Session, built: Built): Promise<Delivery> {
	const { tags, push } = session.plan.delivery;
	const id = built.imageId ?? built.digest;
	if (id === undefined) throw undelivered("buildx did not say which image it built", "update docker buildx");
	const files = intoFiles(deliverySolve(session.prepared.request, built.setup));
	if (files) await solveAgain(session, files, await sourcePolicy(session, built), "Write");
	for (const tag of tags) await tagImage(session, id, tag);
	let digest = built.digest;
	if (push) for (const tag of tags) digest = (await pushTag(session, tag)) ?? digest;
	const delivered = { tags, pushed: push, loaded: true, imageId: id, ...(digest && { digest }) };
	return { delivered, metadata: addNames(built.metadata, tags, digest) };
}

async function tagImage({ world }: Session, id: string, tag: string): Promise<void> {
	const { repo, name } = splitTag(tag);
	if (world.engine.direct) {
		const path = `/images/${encodeURIComponent(id)}/tag?repo=${encodeURIComponent(repo)}&tag=${encodeURIComponent(name)}`;
		const { status, text } = await world.engine.call({ method: "POST", path });
		if (status === 201) return;
		throw undelivered(`the engine refused the tag ${tag} (${status}: ${text.slice(0, 200)})`, "correct the input tags");
	}
	const { code, stderr, error } = await world.run({ argv: ["docker", "tag", id, tag] });
	if (code !== 0)
		throw undelivered(`the tag ${tag} was refused: ${error ?? lastError(stderr)}`, "correct the input tags");
}

/** `ghcr.io:443/me/app:v1` → repository and tag; no tag means `latest`. */
export function splitTag(tag: string): { readonly repo: string; readonly name: string } {
	const at = tag.lastIndexOf(":");
	return at > tag.lastIndexOf("/")
		? { repo: tag.slice(0, at), name: tag.slice(at + 1) }
		: { repo: tag, name: "latest" };
}

async function pushTag({ world, journal }: Session, tag: string): Promise<string | undefined> {
	const { repo, name } = splitTag(tag);
	world.log.open(`Push ${tag}`);
	const { code, stdout, stderr, error } = await runTracked(
		world,
		journal,
		["docker", "push", `${repo}:${name}`],
		GRACE_MS,
	);
	world.log.data(`${stdout}\n${stderr}`.trim().split("\n").slice(-20));
	world.log.close();
	if (code !== 0) {
		const why = error ?? lastError(stderr || stdout);
		throw undelivered(
			`${tag} could not be pushed: ${why}`,
			"log in to the registry before this step (docker/login-action) and check the permission packages: write",
		);
	}
	return /digest: (sha256:[0-9a-f]{64})/.exec(stdout)?.[1];
}

/** What a build that was pushed in one go would have written. */
function addNames(metadata: string, tags: readonly string[], digest: string | undefined): string {
	try {
		const fields = JSON.parse(metadata) as Record<string, unknown>;
		const named = {
			...fields,
			...(tags.length > 0 && { "image.name": tags.join(",") }),
			...(digest && { "containerimage.digest": digest }),
		};
		return JSON.stringify(named, undefined, 2);
	} catch {
		return metadata;
	}
}
