import { mkdir, rm } from "node:fs/promises";
import { engineVersion } from "./api.ts";
import { requireDebianRoot } from "./apt.ts";
import { prepareBase } from "./base-image.ts";
import type { Context } from "./context.ts";
import { isUp, startDaemon } from "./daemon.ts";
import { type EngineEnv, privateEnv } from "./facts.ts";
import { prepareGoTools } from "./go-tools.ts";
import { buildBuildkitImage, copyImages, hasImages, importBase } from "./images.ts";
import { withLock } from "./lock.ts";
import { prepareEngine, prepareOwnPackages, publishClients } from "./packages.ts";
import { registryUp, startRegistry } from "./registry.ts";

const secondIsUp = async (context: Context): Promise<boolean> => {
	const { containerd } = context.layout.daemons;
	return (await isUp(containerd)) && (await hasImages(containerd));
};

/** What of the private engine runs, or undefined when the first engine, its images or the registry are missing. */
export const lookAtPrivate = async (context: Context): Promise<EngineEnv | undefined> => {
	const { main } = context.layout.daemons;
	if (!(await isUp(main))) return undefined;
	const [port, images, second, version] = await Promise.all([
		registryUp(context.layout),
		hasImages(main),
		secondIsUp(context),
		engineVersion(main.socket),
	]);
	return port && images
		? privateEnv(context.layout, context.environment, { version, port, containerd: second })
		: undefined;
};

const startSecond = async (context: Context): Promise<void> => {
	await startDaemon(context, context.layout.daemons.containerd);
	await copyImages(context, context.layout.daemons.main, context.layout.daemons.containerd);
};

/** All parts, each as soon as what it needs is there: Go compiles while packages and the base system come over the network. */
const build = async (context: Context, withContainerd: boolean): Promise<number> => {
	const { main } = context.layout.daemons;
	const tools = prepareGoTools(context);
	const own = prepareOwnPackages(context);
	const base = own.then(() => prepareBase(context));
	const daemon = Promise.all([own, prepareEngine(context)]).then(() => startDaemon(context, main));
	const registry = own.then(() => startRegistry(context));
	const clients = Promise.all([daemon, tools]).then(() => publishClients(context));
	const images = Promise.all([base, clients]).then(async () => {
		await importBase(context, main);
		await buildBuildkitImage(context, main);
		if (withContainerd) await startSecond(context);
	});
	const [port] = await Promise.all([registry, images, tools, base, daemon]);
	return port;
};

/** Starts whatever of the private engine is missing. Throws an EngineFailure on a machine the recipe is not for, or when a part fails. */
export const startPrivate = async (context: Context, withContainerd: boolean): Promise<EngineEnv> => {
	await requireDebianRoot();
	const { layout } = context;
	const waiting = (owner: string) =>
		context.say(`waiting for process ${owner}, which is starting or stopping the engine`);
	return withLock(layout.lock, waiting, async () => {
		await rm(layout.temporary, { recursive: true, force: true });
		for (const folder of [layout.temporary, layout.logs, layout.dockerConfig]) await mkdir(folder, { recursive: true });
		await mkdir(layout.shared, { recursive: true, mode: 0o755 });
		const giveUp = new AbortController();
		const parts = { ...context, signal: AbortSignal.any([context.signal, giveUp.signal]) };
		try {
			const port = await build(parts, withContainerd);
			const version = await engineVersion(layout.daemons.main.socket);
			return privateEnv(layout, context.environment, { version, port, containerd: await secondIsUp(context) });
		} catch (error) {
			giveUp.abort();
			throw error;
		}
	});
};
