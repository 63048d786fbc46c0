import { t as printCommand } from "./command.js";
import { t as lastError } from "./last-error.js";
// src/build/until-done.ts
/** Tries again and again until it gives true, or the time is up. */
async function untilDone({ monotonic }, { everyMs, mostMs }, attempt) {
	const began = monotonic();
	for (let paused = 0; !await attempt();) {
		paused += everyMs;
		if (Math.max(paused, monotonic() - began) >= mostMs) return;
		await new Promise((resolve) => setTimeout(resolve, everyMs));
	}
}
// src/build/drop-builder.ts
const PATIENCE_MS = 6e4;
/** The engine removes it already, for a run that was killed meanwhile: buildx has done its part, and the rest is waited for. */
const UNDER_WAY = /removal of container .* is already in progress/i;
const RM_DONE = new RegExp(`no builder|not found|${UNDER_WAY.source}`, "i");
const UNDER_WAY_MS = 2e4;
const AGAIN_MS = 250;
/** For the engine to say anything at all. */
const ANSWER_MS = 1e4;
const NETWORK_ANSWER_MS = 2500;
/**
* The context of an engine behind TLS is gone, and buildx takes its name for a host. What is as large as the image does not go with buildx, so
* it goes all the same.
*/
const CONTEXT_GONE = /failed to load node .*(?:unable to parse docker host|context .*not found)/i;
/** The docker context that is made for a builder of ours on an engine behind TLS. buildx needs it to remove the builder. */
function tlsContextOf(builder) {
	return `${builder}-tls`;
}
/**
* Removes a docker-container builder of ours: instance, container and volume. Gives why it could not; what is not there is as it was wanted.
* buildx alone leaves the volume, as large as the image, when somebody has removed the container, and both when the engine does not answer.
*/
async function dropBuilder(world, name) {
	const silent = await whySilent(world);
	if (silent !== void 0) return silent;
	const why = await tryRun(world, [
		"docker",
		"buildx",
		"rm",
		"--force",
		name
	], RM_DONE);
	if (why !== void 0 && !CONTEXT_GONE.test(why)) return why;
	const node = `buildx_buildkit_${name}0`;
	return await dropContainer(world, node) ?? await dropVolume(world, `${node}_state`) ?? why;
}
/** Over a wire that is cut every further call would wait for its whole time, in the run and in its post step. */
async function whySilent({ engine }) {
	if (!engine.direct) return void 0;
	const timeoutMs = engine.endpoint.startsWith("unix://") ? ANSWER_MS : NETWORK_ANSWER_MS;
	const { status, text } = await engine.call({
		path: "/_ping",
		timeoutMs
	});
	return status === 0 ? `${engine.endpoint}: ${text}` : void 0;
}
/** What the engine removes already is asked for until it is gone; a run that is cancelled leaves that to its post step. */
async function dropContainer(world, container) {
	const drop = () => world.engine.direct ? tryDelete(world, `/containers/${container}?force=true`) : tryRun(world, [
		"docker",
		"rm",
		"--force",
		container
	], /no such container/i);
	let why;
	await untilDone(world, {
		everyMs: AGAIN_MS,
		mostMs: UNDER_WAY_MS
	}, async () => {
		why = await drop();
		return why === void 0 || !UNDER_WAY.test(why) || world.cancelled.aborted;
	});
	return why;
}
function dropVolume(world, volume) {
	if (world.engine.direct) return tryDelete(world, `/volumes/${volume}`);
	return tryRun(world, [
		"docker",
		"volume",
		"rm",
		"--force",
		volume
	], /no such volume/i);
}
async function tryDelete({ engine }, path) {
	const { status, text } = await engine.call({
		method: "DELETE",
		path,
		timeoutMs: PATIENCE_MS
	});
	return status >= 200 && status < 300 || status === 404 ? void 0 : `DELETE ${path}: ${text.trim().slice(0, 500)}`;
}
async function tryRun({ run }, argv, gone) {
	const { code, stderr, error } = await run({
		argv,
		timeoutMs: PATIENCE_MS
	});
	return code === 0 || gone.test(stderr) ? void 0 : `${printCommand(argv)}: ${error ?? lastError(stderr)}`;
}
export { untilDone as i, tlsContextOf as n, whySilent as r, dropBuilder as t };
