import { dockerFolder } from "../model/docker-env.ts";
import { isTrue } from "../model/go-bool.ts";
import type { Builder } from "../model/host.ts";
import type { World } from "../model/world.ts";
import { findContext, hostOf, readJson } from "./docker-context.ts";

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
	const { context } = world.engine;
	const name = named || (await currentName(world, folder)) || context;
	// Under every context the engine's own builder may be asked for by this name; buildx knows it by the context's.
	if (name === "default") return undefined;
	// buildx writes its files in lower case, whatever the name. Its own rule for names; anything else is no file name to be read.
	const file = `${folder}/instances/${name.toLowerCase()}`;
	const instance = /^[\w.-]+$/.test(name) ? await readJson<Instance>(world, file) : undefined;
	if (!instance) return named && name !== context ? askBuildx(world, name, from) : undefined;
	const nodes = (instance.Nodes ?? []).flatMap((node) => (node.Name ? [node.Name] : []));
	const elsewhere = await findElsewhere(world, instance);
	return {
		name,
		driver: instance.Driver || "docker",
		nodes,
		from,
		...(elsewhere !== undefined && { elsewhere }),
		...(loadsByDefault(world, instance.Nodes ?? []) && { defaultLoad: true }),
	};
}

/** https://docs.docker.com/build/building/variables/#buildx_no_default_load */
function loadsByDefault({ env }: World, nodes: readonly Node[]): boolean {
	if (isTrue(env["BUILDX_NO_DEFAULT_LOAD"])) return false;
	return nodes.length > 0 && nodes.every(({ DriverOpts }) => isTrue(DriverOpts?.["default-load"]));
}

/** The first of its nodes that is not on this run's engine. An endpoint is a socket, or the name of a Docker context. */
async function findElsewhere(world: World, { Nodes: nodes = [] }: Instance): Promise<string | undefined> {
	const { endpoint: socket, context } = world.engine;
	for (const { Endpoint: endpoint = "" } of nodes) {
		if (["", socket, context].includes(endpoint)) continue;
		if (hostOf(await findContext(world, endpoint)) !== socket) return endpoint;
	}
	return undefined;
}

async function currentName(world: World, folder: string): Promise<string> {
	const current = await readJson<Current>(world, `${folder}/current`);
	if (!current?.Name) return "";
	// A builder made current for another engine is not ours, unless it was made current globally. The key is the context, and only that
	// of the context default is the engine's socket (github.com/docker/buildx, util/dockerutil/context.go, GetCurrentEndpoint).
	const { endpoint, context } = world.engine;
	return current.Global || current.Key === (context === "default" ? endpoint : context) ? current.Name : "";
}

/** A name without a file: a Docker context, or nothing that exists. */
async function askBuildx(world: World, name: string, from: string): Promise<Builder> {
	// It would be a flag, and the answer its help.
	if (name.startsWith("-"))
		return { name, driver: "", nodes: [], from, missing: "the name of none begins with a dash" };
	const { code, stdout, stderr, error } = await world.run({
		argv: ["docker", "buildx", "inspect", name],
		timeoutMs: 60_000,
	});
	const driver = /^Driver:\s+(\S+)/m.exec(stdout)?.[1];
	const idle = `"${name}" is a Docker context that is not in use: set DOCKER_CONTEXT=${name} to build there`;
	// buildx tells of every context, and builds only in the one that Docker uses.
	if (code === 0 && driver === "docker") return { name, driver, nodes: [], from, missing: idle };
	if (code === 0 && driver) return { name, driver, nodes: [], from };
	const silent =
		code === 0 ? "docker buildx inspect tells no driver of it" : `docker buildx inspect ended with ${code}`;
	const why = (error ?? stderr.trim()) || silent;
	return { name, driver: "", nodes: [], from, missing: why };
}
