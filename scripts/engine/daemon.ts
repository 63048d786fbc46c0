import { chmod, mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { engineAnswers } from "./api.ts";
import { raiseBridge } from "./bridge.ts";
import type { Context } from "./context.ts";
import { launch, type Service } from "./launch.ts";
import type { DaemonLayout, EngineName } from "./layout.ts";
import { clearAfter } from "./leftovers.ts";
import { daemonPath } from "./packages.ts";
import { findStarted } from "./process-file.ts";

/** What differs. The file is our own: without one dockerd would read the machine's /etc/docker/daemon.json. */
const CONFIGS: Readonly<Record<EngineName, object>> = {
	main: { features: { "containerd-snapshotter": false }, "storage-driver": "overlay2" },
	containerd: { features: { "containerd-snapshotter": true } },
};

const configuration = (daemon: DaemonLayout): string =>
	JSON.stringify({ ...CONFIGS[daemon.name], "default-address-pools": [{ base: daemon.subnet, size: 24 }] });

const serviceOf = (context: Context, daemon: DaemonLayout): Service => ({
	name: `Docker Engine (${daemon.name})`,
	argv: [
		join(context.layout.packages, "engine/usr/sbin/dockerd"),
		...["--config-file", daemon.configFile, "--data-root", daemon.dataRoot, "--exec-root", daemon.execRoot],
		...["--pidfile", daemon.ownPidFile, "--host", daemon.host, "--bridge", daemon.bridge, "--group", "root"],
		...["--iptables=false", "--ip6tables=false"],
	],
	env: { ...context.environment, PATH: daemonPath(context), DOCKER_HOST: undefined },
	pidFile: daemon.pidFile,
	mark: daemon.dataRoot,
	log: daemon.log,
	ready: () => engineAnswers(daemon.socket),
	patience: 90_000,
});

/** Does our daemon run and answer? */
export const isUp = async (daemon: DaemonLayout): Promise<boolean> =>
	(await findStarted(daemon.pidFile, daemon.dataRoot)) !== undefined && (await engineAnswers(daemon.socket));

/** Step 5: a daemon with folders, socket and bridge of its own. The socket is open to every user of the machine, as tests run as several. */
export const startDaemon = async (context: Context, daemon: DaemonLayout): Promise<void> => {
	if (await isUp(daemon)) return;
	await mkdir(dirname(daemon.socket), { recursive: true, mode: 0o755 });
	await mkdir(daemon.dataRoot, { recursive: true, mode: 0o711 });
	await writeFile(daemon.configFile, configuration(daemon));
	if (!(await findStarted(daemon.pidFile, daemon.dataRoot))) await clearAfter(context, daemon);
	await raiseBridge(context, daemon);
	const started = await launch(context, serviceOf(context, daemon));
	await chmod(daemon.socket, 0o666);
	if (started) context.say(`Docker Engine (${daemon.name}) answers on ${daemon.host}`);
};
