import type { Command } from "../model/command.ts";
import { dockerFolder } from "../model/docker-env.ts";
import type { Host } from "../model/host.ts";
import { isOlder } from "../model/versions.ts";
import type { World } from "../model/world.ts";

/** Where Docker looks for its plugins: https://github.com/docker/cli, cli-plugins/manager (unix), best first. */
const SYSTEM_FOLDERS = [
	"/usr/local/lib/docker/cli-plugins",
	"/usr/local/libexec/docker/cli-plugins",
	"/usr/lib/docker/cli-plugins",
	"/usr/libexec/docker/cli-plugins",
];

const PLUGIN = "docker-buildx";
/** The first buildx that by itself, too, heeds DOCKER_TLS_VERIFY and the like (github.com/docker/buildx, commit 7b8bf9f80). */
const FIRST_ALONE = [0, 23] as const;

/**
 * The version of buildx, and its plugin. The plugin itself is asked, with the word by which Docker asks every plugin: that takes 0.02 s where
 * `docker buildx version` takes 0.1 s and more. Where the plugin is not found, or is none, Docker is asked: it goes no further than to the first.
 */
export async function surveyBuildx(world: World): Promise<Host["buildx"]> {
	for (const folder of await pluginFolders(world)) {
		const beside = await listFolder(world, folder);
		if (!beside.includes(PLUGIN)) continue;
		const plugin = `${folder}/${PLUGIN}`;
		const [version, plain] = await Promise.all([askPlugin(world, plugin), arePlain(world, plugin, beside)]);
		if (version === undefined) break;
		return { version, ...(plain && !isOlder(version, FIRST_ALONE) && { plugin }) };
	}
	return askDocker(world);
}

/**
 * A world in which `docker buildx …` is the plugin itself: Docker's command line would start it twice, which takes 0.06 s each time, and hand
 * everything on as it is (https://docs.docker.com/reference/cli/docker/buildx/, buildx as a program of its own).
 */
export function callPlugin(world: World, buildx: Host["buildx"]): World {
	const plugin = "plugin" in buildx ? buildx.plugin : undefined;
	if (plugin === undefined) return world;
	const direct = (command: Command): Command => {
		const [program, word, ...rest] = command.argv;
		return program === "docker" && word === "buildx" ? { ...command, argv: [plugin, ...rest] } : command;
	};
	return {
		...world,
		run: (command) => world.run(direct(command)),
		stream: (command, on) => world.stream(direct(command), on),
	};
}

/**
 * Are both the programs that their names say? A script called docker, a link to something else, a wrapper of the plugin may do more, and who
 * put it there means it.
 */
async function arePlain(world: World, plugin: string, beside: readonly string[]): Promise<boolean> {
	// From within a plugin of Docker's buildx believes of every call that it is Docker's (github.com/docker/cli, cli-plugins/metadata).
	if (world.env["DOCKER_CLI_PLUGIN_ORIGINAL_CLI_COMMAND"]) return false;
	// Another program has put itself in its place, and calls it for what it does not do itself (depot).
	if (beside.includes(`original-${PLUGIN}`)) return false;
	const docker = await findDocker(world);
	return docker !== undefined && (await isProgram(world, docker)) && (await isProgram(world, plugin));
}

/** The first one on PATH; nothing when that may be one below the working folder, whatever that is when it is started. */
async function findDocker({ env, files }: World): Promise<string | undefined> {
	for (const folder of (env["PATH"] ?? "").split(":")) {
		if (!folder.startsWith("/")) return undefined;
		if ((await files.kind(`${folder}/docker`)) === "file") return `${folder}/docker`;
	}
	return undefined;
}

/** What a program of Linux begins with (elf(5)). */
const ELF = "\x7fELF";

/** No script, and of that name when links are followed. */
async function isProgram({ files }: World, path: string): Promise<boolean> {
	const real = await files.resolve(path);
	const name = (whole: string) => whole.slice(whole.lastIndexOf("/"));
	return name(real) === name(path) && (await files.head(real, ELF.length)) === ELF;
}

/** As Docker looks: folders that the configuration names, the configuration's own, the system's. */
async function pluginFolders(world: World): Promise<readonly string[]> {
	const { env, files } = world;
	// Who has no home has the folder of temporary files for one, where everybody may write.
	if (!env["DOCKER_CONFIG"] && files.home === files.temp) return SYSTEM_FOLDERS;
	const own = dockerFolder(env, files.home);
	return [...(await namedFolders(world, own)), `${own}/cli-plugins`, ...SYSTEM_FOLDERS];
}

async function namedFolders(world: World, folder: string): Promise<readonly string[]> {
	try {
		const text = await world.files.read(`${folder}/config.json`);
		const { cliPluginsExtraDirs: named } = JSON.parse(text ?? "{}") as { cliPluginsExtraDirs?: unknown };
		return Array.isArray(named) ? named.filter((name) => typeof name === "string") : [];
	} catch {
		return [];
	}
}

async function listFolder(world: World, folder: string): Promise<readonly string[]> {
	try {
		return await world.files.list(folder);
	} catch {
		return [];
	}
}

async function askPlugin(world: World, plugin: string): Promise<string | undefined> {
	const { code, stdout } = await world.run({ argv: [plugin, "docker-cli-plugin-metadata"] });
	if (code !== 0) return undefined;
	try {
		const { Version } = JSON.parse(stdout) as { Version?: string };
		return Version?.replace(/^v/, "");
	} catch {
		return undefined;
	}
}

/** What `docker buildx version` prints: `github.com/docker/buildx v0.29.1 28cb…`. */
async function askDocker(world: World): Promise<Host["buildx"]> {
	const { code, stdout, stderr, error } = await world.run({ argv: ["docker", "buildx", "version"], timeoutMs: 30_000 });
	const version = /\sv?(\d\S*)/.exec(stdout)?.[1];
	if (code === 0 && version !== undefined) return { version };
	return { missing: (error ?? stderr.trim().split("\n").at(-1)) || "docker buildx does not answer" };
}

/**
 * The version of the BuildKit behind a builder; of the engine's own when none is named. Asking takes 0.15 s, so a run asks beside its
 * build and not before it; a builder that does not answer is waited for 20 s by buildx, so the question ends with `enough`. Nothing when
 * it is not told: distributions build engines without a stamp (`v0.0.0+unknown`).
 */
export async function surveyBuildkit(world: World, builder: string, enough: AbortSignal): Promise<string | undefined> {
	let version: string | undefined;
	const stdout = (line: string) => {
		version ??= /^BuildKit version:\s+v?(\S+)/.exec(line)?.[1];
	};
	const child = world.stream({ argv: ["docker", "buildx", "inspect", builder] }, { stdout });
	const stop = () => child.end(1000);
	enough.addEventListener("abort", stop);
	const { code } = await child.done;
	enough.removeEventListener("abort", stop);
	return code !== 0 || version?.startsWith("0.0.0") ? undefined : version;
}
