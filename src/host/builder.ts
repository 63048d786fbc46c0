import { dockerFolder } from "../model/docker-env.ts";
import type { Builder } from "../model/host.ts";
import type { World } from "../model/world.ts";

interface Current {
	readonly Key?: string;
	readonly Name?: string;
	readonly Global?: boolean;
}

interface Node {
	readonly Name?: string;
	readonly Endpoint?: string;
	readonly DriverOpts?: Readonly<Record<string, string>> | null;
}

interface Instance {
	readonly Name?: string;
	readonly Driver?: string;
	readonly Nodes?: readonly Node[];
}

/**
 * The builder that buildx would use, if it is not the engine's own: named by the input, by BUILDX_BUILDER, or made current
 * (`docker buildx use`, `docker/setup-buildx-action`). Read from buildx's own files, since asking buildx costs a tenth of
 * a second: `current` and `instances/<name>` (github.com/docker/buildx, package store).
 */
export async function findBuilder(world: World, asked: string): Promise<Builder | undefined> {
	const { env } = world;
	const folder = env["BUILDX_CONFIG"] || `${dockerFolder(env, world.files.home)}/buildx`;
	const named = asked || env["BUILDX_BUILDER"] || "";
	const from = asked ? "input builder" : named ? "BUILDX_BUILDER" : "current builder";
	const name = named || (await currentName(world, folder));
	if (!name || name === "default") return undefined;
	// buildx writes its files in lower case, whatever the name. Its own rule for names; anything else is no file name to be read.
	const file = `${folder}/instances/${name.toLowerCase()}`;
	const instance = /^[\w.-]+$/.test(name) ? await readJson<Instance>(world, file) : undefined;
	if (!instance) return named ? askBuildx(world, name, from) : undefined;
	const nodes = (instance.Nodes ?? []).flatMap((node) => (node.Name ? [node.Name] : []));
	const elsewhere = (instance.Nodes ?? [])
		.map(({ Endpoint }) => Endpoint ?? "")
		.find((endpoint) => !isHere(world, endpoint));
	return {
		name,
		driver: instance.Driver || "docker",
		nodes,
		from,
		...(elsewhere !== undefined && { elsewhere }),
		...(loadsByDefault(world, instance.Nodes ?? []) && { defaultLoad: true }),
	};
}

/** As Go reads a flag. */
const TRUE = /^(?:1|t|true)$/i;

function loadsByDefault({ env }: World, nodes: readonly Node[]): boolean {
	const loads = nodes.length > 0 && nodes.every(({ DriverOpts }) => TRUE.test(DriverOpts?.["default-load"] ?? ""));
	return loads && !TRUE.test(env["BUILDX_NO_DEFAULT_LOAD"] ?? "");
}

/** A node's endpoint is a socket, or the name of a Docker context; the context `default` follows DOCKER_HOST. */
function isHere({ engine, env }: World, endpoint: string): boolean {
	const context = env["DOCKER_HOST"] ? "default" : env["DOCKER_CONTEXT"] || "default";
	return endpoint === "" || endpoint === engine.endpoint || endpoint === context;
}

async function currentName(world: World, folder: string): Promise<string> {
	const current = await readJson<Current>(world, `${folder}/current`);
	if (!current?.Name) return "";
	// A builder made current for another engine is not ours, unless it was made current globally.
	return current.Global || current.Key === world.engine.endpoint || current.Key === world.env["DOCKER_CONTEXT"]
		? current.Name
		: "";
}

/** A name without a file: a Docker context, or nothing that exists. */
async function askBuildx(world: World, name: string, from: string): Promise<Builder> {
	const { code, stdout, stderr, error } = await world.run({
		argv: ["docker", "buildx", "inspect", name],
		timeoutMs: 60_000,
	});
	const driver = /^Driver:\s+(\S+)/m.exec(stdout)?.[1];
	if (code === 0 && driver) return { name, driver, nodes: [], from };
	const why = (error ?? stderr.trim()) || `docker buildx inspect ended with ${code}`;
	return { name, driver: "", nodes: [], from, missing: why };
}

async function readJson<T>(world: World, path: string): Promise<T | undefined> {
	try {
		const text = await world.files.read(path);
		return text === undefined ? undefined : (JSON.parse(text) as T);
	} catch {
		return undefined;
	}
}
