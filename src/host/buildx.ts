import type { Command } from "../model/command.ts";
import type { Host } from "../model/host.ts";
import type { World } from "../model/world.ts";

/** Where Docker looks for its plugins: https://github.com/docker/cli, cli-plugins/manager (unix), best first. */
const SYSTEM_FOLDERS = [
	"/usr/local/lib/docker/cli-plugins",
	"/usr/local/libexec/docker/cli-plugins",
	"/usr/lib/docker/cli-plugins",
	"/usr/libexec/docker/cli-plugins",
];

/**
 * The version of buildx, and its plugin. The plugin itself is asked, with the word by which Docker asks every plugin: that takes 0.02 s where
 * `docker buildx version` takes 0.1 s and more. Where the plugin is not found, Docker is asked.
 */
export async function surveyBuildx(world: World): Promise<Host["buildx"]> {
	const plain = isPlainDocker(world);
	for (const folder of [...(await moreFolders(world)), `${configFolder(world)}/cli-plugins`, ...SYSTEM_FOLDERS]) {
		if (!(await has(world, folder))) continue;
		const plugin = `${folder}/docker-buildx`;
		const version = await askPlugin(world, plugin);
		if (version !== undefined) return { version, ...((await plain) && { plugin }) };
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

/** Not so where a script is called docker, or another program by that name: it may do more than call Docker, and is not passed by. */
async function isPlainDocker({ env, files }: World): Promise<boolean> {
	for (const folder of (env["PATH"] ?? "").split(":")) {
		// Below the working folder, whatever that is when something is started.
		if (!folder.startsWith("/")) return false;
		const docker = `${folder}/docker`;
		if ((await files.kind(docker)) !== "file") continue;
		const real = await files.resolve(docker);
		return real.endsWith("/docker") && (await files.head(real, ELF.length)) === ELF;
	}
	return false;
}

/** What a program of Linux begins with (elf(5)). */
const ELF = "\x7fELF";

/** Folders that the configuration names; Docker looks there first. */
async function moreFolders(world: World): Promise<readonly string[]> {
	try {
		const text = await world.files.read(`${configFolder(world)}/config.json`);
		const { cliPluginsExtraDirs: named } = JSON.parse(text ?? "{}") as { cliPluginsExtraDirs?: unknown };
		return Array.isArray(named) ? named.filter((folder) => typeof folder === "string") : [];
	} catch {
		return [];
	}
}

/** The folder of Docker's own configuration. */
export function configFolder({ env, files }: World): string {
	return env["DOCKER_CONFIG"] || `${files.home}/.docker`;
}

async function has(world: World, folder: string): Promise<boolean> {
	try {
		return (await world.files.list(folder)).includes("docker-buildx");
	} catch {
		return false;
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
