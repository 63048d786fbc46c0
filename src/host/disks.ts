import type { Disk, Engine } from "../model/host.ts";
import { workspaceOf } from "../model/paths.ts";
import { readIf } from "../model/read-if.ts";
import type { World } from "../model/world.ts";
import { findPrograms } from "./programs.ts";

/** A folder on this machine into which the build is to write something. */
export interface Written {
	/** `cache`, `output`. */
	readonly role: string;
	/** As it was given: may be relative, and need not be there yet. */
	readonly path: string;
}

/**
 * The file systems that matter. What is `written` besides, the engine's own temporary folder, and its images where they are not in its data
 * root, only when they lie on another one.
 */
export async function surveyDisks(
	world: World,
	engine: Engine | undefined,
	written: readonly Written[],
): Promise<readonly Disk[]> {
	const { cwd, temp } = world.files;
	const here = engine?.local ? engine : undefined;
	const [disks, more] = await Promise.all([
		look(world, [
			...(here ? [{ role: "engine data", path: here.dataRoot }] : []),
			{ role: "workspace", path: workspaceOf(world.env, cwd) },
			{ role: "temp", path: temp },
		]),
		look(world, [
			...(here?.containerd ? [{ role: "engine images", path: here.containerd.root }] : []),
			...(here ? [{ role: "engine temp", path: await engineTemp(world, here) }] : []),
			...written.map(({ role, path }) => ({ role, path: path.startsWith("/") ? path : `${cwd}/${path}` })),
		]),
	]);
	const known = new Set(disks.map(({ device }) => device));
	return [...disks, ...more.filter(({ device }) => device !== undefined && !known.has(device))];
}

function look({ files }: World, places: readonly Written[]): Promise<readonly Disk[]> {
	return Promise.all(places.map(async ({ role, path }) => ({ role, path, ...(await files.disk(path)) })));
}

/**
 * Where the engine puts what it loads and what it is sent: DOCKER_TMPDIR of its own environment, which root may read, else `tmp` in its data
 * root (github.com/moby/moby, daemon `prepareTempDir`).
 */
async function engineTemp(world: World, { dataRoot, rootProven }: Engine): Promise<string> {
	const usual = `${dataRoot}/tmp`;
	if (world.machine.uid !== 0 || rootProven !== true) return usual;
	const daemons = await findPrograms(world, "dockerd");
	const named = daemons.filter(({ words }) => words.includes(dataRoot) || words.includes(`--data-root=${dataRoot}`));
	const [daemon, ...others] = named.length > 0 ? named : daemons;
	if (!daemon || others.length > 0) return usual;
	const environment = await readIf(world, `/proc/${daemon.pid}/environ`);
	const given = (environment ?? "").split("\0").find((pair) => pair.startsWith("DOCKER_TMPDIR="));
	return given?.slice("DOCKER_TMPDIR=".length) || usual;
}
