import { join } from "node:path";
import { removeBridge } from "./bridge.ts";
import type { Context } from "./context.ts";
import type { DaemonLayout } from "./layout.ts";
import { clearAfter } from "./leftovers.ts";
import { withLock } from "./lock.ts";
import { endStarted } from "./process-file.ts";

const stopDaemon = async (context: Context, daemon: DaemonLayout): Promise<boolean> => {
	const was = await endStarted(daemon.pidFile, daemon.dataRoot);
	await clearAfter(context, daemon);
	await removeBridge(context, daemon);
	if (was) context.say(`stopped Docker Engine (${daemon.name})`);
	return was;
};

/** Stops the private engines and the registry, and nothing else; caches and images stay. True when something ran. */
export const stopPrivate = (context: Context): Promise<boolean> => {
	const { layout } = context;
	const waiting = (owner: string) =>
		context.say(`waiting for process ${owner}, which is starting or stopping the engine`);
	return withLock(layout.lock, waiting, async () => {
		const stopped = await Promise.all([
			stopDaemon(context, layout.daemons.containerd),
			stopDaemon(context, layout.daemons.main),
			endStarted(layout.registryPidFile, join(layout.registryData, "config.yml")),
		]);
		return stopped.some(Boolean);
	});
};
