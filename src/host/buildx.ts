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
 * The version of buildx. The plugin itself is asked, with the word by which Docker asks every plugin: that takes 0.02 s where
 * `docker buildx version` takes 0.1 s and more. Where the plugin is not found, Docker is asked.
 */
export async function surveyBuildx(world: World): Promise<Host["buildx"]> {
	for (const folder of [`${configFolder(world)}/cli-plugins`, ...SYSTEM_FOLDERS]) {
		if (!(await has(world, folder))) continue;
		const version = await askPlugin(world, `${folder}/docker-buildx`);
		if (version !== undefined) return { version };
	}
	return askDocker(world);
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
