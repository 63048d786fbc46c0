import { printCommand } from "../model/command.ts";
import type { World } from "../model/world.ts";
import { lastError } from "./last-error.ts";
import { untilDone } from "./until-done.ts";

type Dropper = Pick<World, "engine" | "run" | "monotonic" | "cancelled">;

const PATIENCE_MS = 60_000;
/** The engine removes it already, for a run that was killed meanwhile: buildx has done its part, and the rest is waited for. */
const UNDER_WAY = /removal of container .* is already in progress/i;
const RM_DONE = new RegExp(`no builder|not found|${UNDER_WAY.source}`, "i");
const UNDER_WAY_MS = 20_000;
const AGAIN_MS = 250;
/** For the engine to say anything at all. */
const ANSWER_MS = 10_000;
const NETWORK_ANSWER_MS = 2500;

/**
 * The context of an engine behind TLS is gone, and buildx takes its name for a host. What is as large as the image does not go with buildx, so
 * it goes all the same.
 */
const CONTEXT_GONE = /failed to load node .*(?:unable to parse docker host|context .*not found)/i;

/** The docker context that is made for a builder of ours on an engine behind TLS. buildx needs it to remove the builder. */
export function tlsContextOf(builder: string): string {
	return `${builder}-tls`;
}

/**
 * Removes a docker-container builder of ours: instance, container and volume. Gives why it could not; what is not there is as it was wanted.
 * buildx alone leaves the volume, as large as the image, when somebody has removed the container, and both when the engine does not answer.
 */
export async function dropBuilder(world: Dropper, name: string): Promise<string | undefined> {
	const silent = await whySilent(world);
	if (silent !== undefined) return silent;
	const why = await tryRun(world, ["docker", "buildx", "rm", "--force", name], RM_DONE);
	if (why !== undefined && !CONTEXT_GONE.test(why)) return why;
	const node = `buildx_buildkit_${name}0`;
	return (await dropContainer(world, node)) ?? (await dropVolume(world, `${node}_state`)) ?? why;
}

/** Over a wire that is cut every further call would wait for its whole time, in the run and in its post step. */
export async function whySilent({ engine }: Pick<World, "engine">): Promise<string | undefined> {
	if (!engine.direct) return undefined;
	const timeoutMs = engine.endpoint.startsWith("unix://") ? ANSWER_MS : NETWORK_ANSWER_MS;
	const { status, text } = await engine.call({ path: "/_ping", timeoutMs });
	return status === 0 ? `${engine.endpoint}: ${text}` : undefined;
}

/** What the engine removes already is asked for until it is gone; a run that is cancelled leaves that to its post step. */
async function dropContainer(world: Dropper, container: string): Promise<string | undefined> {
	const drop = () =>
		world.engine.direct
			? tryDelete(world, `/containers/${container}?force=true`)
			: tryRun(world, ["docker", "rm", "--force", container], /no such container/i);
	let why: string | undefined;
	await untilDone(world, { everyMs: AGAIN_MS, mostMs: UNDER_WAY_MS }, async () => {
		why = await drop();
		return why === undefined || !UNDER_WAY.test(why) || world.cancelled.aborted;
	});
	return why;
}

function dropVolume(world: Dropper, volume: string): Promise<string | undefined> {
	if (world.engine.direct) return tryDelete(world, `/volumes/${volume}`);
	return tryRun(world, ["docker", "volume", "rm", "--force", volume], /no such volume/i);
}

async function tryDelete({ engine }: Dropper, path: string): Promise<string | undefined> {
	const { status, text } = await engine.call({ method: "DELETE", path, timeoutMs: PATIENCE_MS });
	return (status >= 200 && status < 300) || status === 404 ? undefined : `DELETE ${path}: ${text.trim().slice(0, 500)}`;
}

async function tryRun({ run }: Pick<World, "run">, argv: readonly string[], gone: RegExp): Promise<string | undefined> {
	const { code, stderr, error } = await run({ argv, timeoutMs: PATIENCE_MS });
	return code === 0 || gone.test(stderr) ? undefined : `${printCommand(argv)}: ${error ?? lastError(stderr)}`;
}
