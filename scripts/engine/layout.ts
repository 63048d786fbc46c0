import { createHash } from "node:crypto";
import { homedir } from "node:os";
import { join, resolve } from "node:path";

/** What is built, and which version of it. Changing one of these builds that part again. */
export const VERSIONS = {
	engine: "28.5.2",
	buildx: "v0.38.2",
	buildkit: "v0.34.2",
	debianOfEngine: "forky",
	debianOfBase: "bookworm",
} as const;

export const BASE_IMAGE = `ml-image-build/base:${VERSIONS.debianOfBase}` as const;
export const BUILDKIT_IMAGE = "moby/buildkit:buildx-stable-1";
/** The base for tests on a user's own engine, which we never fill with images of ours. */
export const PUBLIC_BASE_IMAGE = "python:3.12-slim";
export const PREFERRED_REGISTRY_PORT = 5117;

/** The two private engines: overlay2 graph driver, and the containerd image store of Docker 29. */
export type EngineName = "main" | "containerd";

/** Where one daemon keeps what it has. */
export interface DaemonLayout {
	readonly name: EngineName;
	/** Images and containers; survives `stop`. */
	readonly dataRoot: string;
	readonly configFile: string;
	readonly log: string;
	readonly execRoot: string;
	readonly pidFile: string;
	readonly ownPidFile: string;
	readonly socket: string;
	readonly host: string;
	/** Name of the network bridge; at most 15 characters for Linux. */
	readonly bridge: string;
	/** Address of the bridge: the first of `subnet`, whose first /24 is the bridge's. */
	readonly gateway: string;
	/** All addresses of this engine's containers, also of networks created later. */
	readonly subnet: string;
}

/** All places of the private engine. Nothing of it lies elsewhere. */
export interface Layout {
	/** Root's own folder: downloads, built programs, images, logs. */
	readonly cache: string;
	/** Removed at every start: what a killed start left behind. */
	readonly temporary: string;
	readonly lock: string;
	readonly state: string;
	/** Unpacked Debian packages, one folder per set. */
	readonly packages: string;
	readonly bin: string;
	readonly logs: string;
	readonly dockerConfig: string;
	/** Sockets, pid files and client programs: every user may enter, only root may write. Short, because a socket's path ends at 107 bytes. */
	readonly shared: string;
	readonly client: string;
	readonly buildx: string;
	readonly registryPidFile: string;
	readonly registryData: string;
	readonly daemons: Readonly<Record<EngineName, DaemonLayout>>;
}

const cacheFolder = (environment: NodeJS.ProcessEnv): string => {
	const asked = environment["MLBUILD_ENGINE_DIR"];
	if (asked) return resolve(asked);
	const cache = environment["XDG_CACHE_HOME"] || join(environment["HOME"] || homedir(), ".cache");
	return resolve(cache, "ml-image-build", "engine");
};

const daemon = (name: EngineName, cache: string, shared: string, hash: string): DaemonLayout => {
	const run = join(shared, name);
	const socket = join(run, "docker.sock");
	const second = 200 + (Number.parseInt(hash.slice(0, 2), 16) % 50);
	const third = (Number.parseInt(hash.slice(2, 4), 16) & 0xe0) + (name === "main" ? 0 : 16);
	return {
		name,
		dataRoot: join(cache, name, "data"),
		configFile: join(cache, name, "daemon.json"),
		log: join(cache, "logs", `dockerd-${name}.log`),
		execRoot: join(run, "exec"),
		pidFile: join(run, "started"),
		ownPidFile: join(run, "dockerd.pid"),
		socket,
		host: `unix://${socket}`,
		bridge: `mlb${hash.slice(0, 6)}${name === "main" ? "m" : "c"}`,
		gateway: `10.${second}.${third}.1`,
		subnet: `10.${second}.${third}.0/20`,
	};
};

/** The layout that belongs to an environment: two cache folders never share a socket, a bridge or a subnet by intent. */
export const layoutFor = (environment: NodeJS.ProcessEnv): Layout => {
	const cache = cacheFolder(environment);
	const hash = createHash("sha256").update(cache).digest("hex").slice(0, 8);
	const shared = join("/var/lib/ml-image-build", hash);
	return {
		cache,
		temporary: join(cache, "tmp"),
		lock: join(cache, "lock"),
		state: join(cache, "state.json"),
		packages: join(cache, "packages"),
		bin: join(cache, "bin"),
		logs: join(cache, "logs"),
		dockerConfig: join(cache, "docker-config"),
		shared,
		client: join(shared, "bin"),
		buildx: join(shared, "bin", "docker-buildx"),
		registryPidFile: join(shared, "registry.started"),
		registryData: join(cache, "registry"),
		daemons: { main: daemon("main", cache, shared, hash), containerd: daemon("containerd", cache, shared, hash) },
	};
};
