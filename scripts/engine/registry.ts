import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";
import { registryAnswers } from "./api.ts";
import type { Context } from "./context.ts";
import { launch } from "./launch.ts";
import { type Layout, PREFERRED_REGISTRY_PORT } from "./layout.ts";
import { ownPackages } from "./packages.ts";
import { findStarted } from "./process-file.ts";

const configFile = (layout: Layout): string => join(layout.registryData, "config.yml");

const configuration = (layout: Layout, port: number): string =>
	JSON.stringify({
		version: "0.1",
		log: { level: "warn", accesslog: { disabled: true } },
		storage: { filesystem: { rootdirectory: join(layout.registryData, "data") }, delete: { enabled: true } },
		http: { addr: `127.0.0.1:${port}` },
	});

/** The registry's port as last chosen; undefined before the first start. */
export const rememberedPort = async (layout: Layout): Promise<number | undefined> => {
	try {
		const port = (JSON.parse(await readFile(layout.state, "utf8")) as { readonly registryPort?: unknown }).registryPort;
		return typeof port === "number" ? port : undefined;
	} catch {
		return undefined;
	}
};

/** The port on 127.0.0.1 if nobody has it, else one that the kernel gives. */
const freePort = (wanted: number): Promise<number> =>
	new Promise((done, fail) => {
		const server = createServer();
		server.once("error", () =>
			wanted === 0 ? fail(new Error("no free port on 127.0.0.1")) : freePort(0).then(done, fail),
		);
		server.listen(wanted, "127.0.0.1", () => {
			const address = server.address();
			server.close(() => done(typeof address === "object" && address ? address.port : wanted));
		});
	});

/** Does our registry run and answer? Returns its port. */
export const registryUp = async (layout: Layout): Promise<number | undefined> => {
	const port = await rememberedPort(layout);
	const ours = await findStarted(layout.registryPidFile, configFile(layout));
	return port && ours && (await registryAnswers(port)) ? port : undefined;
};

/** Step 4, the registry: on 127.0.0.1, which engines and builders speak plain HTTP to. Returns its port. */
export const startRegistry = async (context: Context): Promise<number> => {
	const { layout } = context;
	const up = await registryUp(layout);
	if (up) return up;
	const port = await freePort((await rememberedPort(layout)) ?? PREFERRED_REGISTRY_PORT);
	await mkdir(join(layout.registryData, "data"), { recursive: true });
	await writeFile(configFile(layout), configuration(layout, port));
	await writeFile(`${layout.state}.new`, JSON.stringify({ registryPort: port }));
	await rename(`${layout.state}.new`, layout.state);
	await launch(context, {
		name: "registry",
		argv: [join(ownPackages(context), "usr/bin/docker-registry"), "serve", configFile(layout)],
		env: { ...context.environment, OTEL_TRACES_EXPORTER: "none" },
		pidFile: layout.registryPidFile,
		mark: configFile(layout),
		log: join(layout.logs, "registry.log"),
		ready: () => registryAnswers(port),
		patience: 20_000,
	});
	context.say(`registry answers on 127.0.0.1:${port}`);
	return port;
};
