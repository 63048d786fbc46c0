import { isJson, type Json } from "../model/json.ts";
import { splitTag } from "../model/tag.ts";
import type { World } from "../model/world.ts";
import { undelivered, unlessCancelled } from "./delivery.ts";
import { lastError } from "./last-error.ts";
import type { Session } from "./session.ts";
import { engineTarget } from "./watch/options.ts";
import { whileAlive } from "./watch/while-alive.ts";

/** It only looks into the engine's own lists. */
const ANSWER_MS = 60_000;

/** Gives an image of the engine a name. https://docs.docker.com/reference/api/engine/version/v1.51/#tag/Image/operation/ImageTag */
export async function tagImage({ world }: Session, id: string, tag: string): Promise<void> {
	unlessCancelled(world);
	const target = engineTarget(world.engine.endpoint);
	await whileAlive(world, { target, meanwhile: `${tag} was given` }, (alive) => giveTag(alive, id, tag));
}

async function giveTag(world: World, id: string, tag: string): Promise<void> {
	const { repo, tag: given } = splitTag(tag);
	const name = given || "latest";
	if (world.engine.direct) {
		const path = `/images/${encodeURIComponent(id)}/tag?repo=${encodeURIComponent(repo)}&tag=${encodeURIComponent(name)}`;
		const { status, text } = await world.engine.call({ method: "POST", path });
		if (status === 201) return;
		throw undelivered(`the engine refused the tag ${tag} (${status}: ${text.slice(0, 200)})`, "correct the input tags");
	}
	const { code, stderr, error } = await world.run({ argv: ["docker", "tag", id, tag], timeoutMs: ANSWER_MS });
	if (code !== 0)
		throw undelivered(`the tag ${tag} was refused: ${error ?? lastError(stderr)}`, "correct the input tags");
}

/** What the engine says of an image: `GET /images/{id}/json`. Throws an Error with the engine's answer. */
export async function engineImage({ world }: Session, id: string): Promise<Json> {
	if (world.engine.direct) {
		const { status, text } = await world.engine.call({ path: `/images/${encodeURIComponent(id)}/json` });
		if (status !== 200) throw new Error(`the engine does not know ${id} (${status}: ${text.slice(0, 200)})`);
		return asImage(JSON.parse(text));
	}
	const { code, stdout, stderr, error } = await world.run({
		argv: ["docker", "image", "inspect", id],
		timeoutMs: ANSWER_MS,
	});
	if (code !== 0) throw new Error(`the engine does not know ${id}: ${error ?? lastError(stderr)}`);
	return asImage((JSON.parse(stdout) as readonly unknown[])[0]);
}

function asImage(value: unknown): Json {
	if (isJson(value)) return value;
	throw new Error("the engine's answer is no image");
}
