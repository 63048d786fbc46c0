import { delimiter } from "node:path";
import { BASE_IMAGE, type Layout, PUBLIC_BASE_IMAGE, VERSIONS } from "./layout.ts";

/** How the engine for tests was had: the machine's own, which is never changed, or the private one. */
export type EngineMode = "machine" | "private";

/** What a script needs to work on the engine. */
export interface EngineEnv {
	readonly mode: EngineMode;
	/** Variables to set over the caller's own. PATH is whole, with `pathAdditions` in front. */
	readonly env: Readonly<Record<string, string>>;
	readonly pathAdditions: readonly string[];
	/** An image with Python, pip and venv, to be used as `FROM`. */
	readonly baseImage: string;
	/** "127.0.0.1:PORT" of a registry that may be pushed to; undefined when there is none (mode machine, no MLBUILD_REGISTRY). */
	readonly registry: string | undefined;
	/** DOCKER_HOST of the second engine (containerd image store) while it runs. */
	readonly containerdHost: string | undefined;
	/** A buildx plugin every user may run: an ordinary user links it into a DOCKER_CONFIG of his own. */
	readonly buildxPlugin: string | undefined;
	readonly versions: Readonly<Record<string, string>>;
}

/** The user's engine as it is: no image of ours in it, a registry only when one is named. */
export const machineEnv = (environment: NodeJS.ProcessEnv, version: string): EngineEnv => ({
	mode: "machine",
	env: {},
	pathAdditions: [],
	baseImage: PUBLIC_BASE_IMAGE,
	registry: environment["MLBUILD_REGISTRY"] || undefined,
	containerdHost: undefined,
	buildxPlugin: undefined,
	versions: { engine: version },
});

/** The private engine's facts. */
export const privateEnv = (
	layout: Layout,
	environment: NodeJS.ProcessEnv,
	running: { readonly version: string; readonly port: number; readonly containerd: boolean },
): EngineEnv => {
	const rest = (environment["PATH"] ?? "").split(delimiter).filter((part) => part && part !== layout.client);
	return {
		mode: "private",
		env: {
			DOCKER_HOST: layout.daemons.main.host,
			DOCKER_CONFIG: layout.dockerConfig,
			PATH: [layout.client, ...rest].join(delimiter),
		},
		pathAdditions: [layout.client],
		baseImage: BASE_IMAGE,
		registry: `127.0.0.1:${running.port}`,
		containerdHost: running.containerd ? layout.daemons.containerd.host : undefined,
		buildxPlugin: layout.buildx,
		versions: { engine: running.version, buildx: VERSIONS.buildx, buildkit: VERSIONS.buildkit },
	};
};

/** A word for a POSIX shell. */
export const quote = (text: string): string =>
	/^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;

/** `export X=…` lines for eval, facts included. */
export const exportLines = (engine: EngineEnv): readonly string[] => {
	const facts: Readonly<Record<string, string | undefined>> = {
		...engine.env,
		MLBUILD_BASE_IMAGE: engine.baseImage,
		MLBUILD_REGISTRY: engine.registry,
		MLBUILD_CONTAINERD_HOST: engine.containerdHost,
		MLBUILD_BUILDX_PLUGIN: engine.buildxPlugin,
	};
	return Object.entries(facts).flatMap(([name, value]) =>
		value === undefined ? [] : [`export ${name}=${quote(value)}`],
	);
};

const NO_SECOND: Readonly<Record<EngineMode, string>> = {
	machine: "none beside the machine's own engine",
	private: "not started (start --with containerd)",
};

/** The compact block of `status`. */
export const statusBlock = (engine: EngineEnv): string =>
	[
		`engine     ${engine.mode === "machine" ? "this machine's own" : "private"}, Docker Engine ${engine.versions["engine"]}`,
		...(engine.env["DOCKER_HOST"] ? [`socket     ${engine.env["DOCKER_HOST"]}`] : []),
		...(engine.versions["buildx"]
			? [`buildx     ${engine.versions["buildx"]}, BuildKit ${engine.versions["buildkit"]}`]
			: []),
		`base image ${engine.baseImage}`,
		`registry   ${engine.registry ?? "none"}`,
		`containerd ${engine.containerdHost ?? NO_SECOND[engine.mode]}`,
	].join("\n");
