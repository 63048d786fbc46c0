import type { Host } from "../model/host.ts";
import { type Mount, parseMounts } from "../model/mounts.ts";
import { workspaceOf } from "../model/paths.ts";
import { listPids } from "../model/pids.ts";
import { readIf } from "../model/read-if.ts";
import type { Kept, PresentPath } from "../model/space.ts";
import type { FoundPath, World } from "../model/world.ts";
import { atHome, COMPONENTS } from "./components/index.ts";
import { namedPaths, parseEnvironment } from "./job-env.ts";
import { type JobPlace, jobPlace } from "./job-place.ts";
import { whyNotPlanned } from "./never.ts";
import type { Evidence, RunningProgram, UsedPlace } from "./protect.ts";
import { readDockerConfig } from "./registries.ts";

/** What of the catalog is on this machine. */
export interface Stock {
	readonly present: readonly PresentPath[];
	/** Components with a path that must not be touched, whatever the catalog says. */
	readonly aside: readonly Kept[];
}

/** What the job runs in. */
export async function lookAtPlace(world: World): Promise<JobPlace> {
	const [found, cgroup] = await Promise.all([
		world.files.findPaths(["/.dockerenv", "/run/.containerenv"]),
		readIf(world, "/proc/1/cgroup"),
	]);
	return jobPlace({ env: world.env, marked: found.length > 0, cgroup: cgroup ?? "" });
}

/** Looks for the whole catalog in one call. */
export async function lookForComponents(world: World): Promise<Stock> {
	const { home } = world.files;
	const owners = new Map(COMPONENTS.flatMap(({ id, paths }) => paths.map((path) => [atHome(path, home), id] as const)));
	const found = await world.files.findPaths([...owners.keys()]);
	const present: PresentPath[] = [];
	const aside: Kept[] = [];
	for (const each of found) {
		const component = owners.get(each.pattern) ?? "";
		const why = whyAside(each, home);
		if (why !== undefined) aside.push({ component, why, firm: true });
		else present.push({ component, path: each.path, device: each.device, own: each.uid === world.machine.uid });
	}
	return { present, aside };
}

/** A link in the place of a component leads to somebody's own folder; what is never removed is not removed here either. */
function whyAside({ path, kind, real }: FoundPath, home: string): string | undefined {
	if (kind === "link") return `${path} is a link`;
	if (real !== path) return `a folder on the way to ${path} is a link`;
	const never = whyNotPlanned(path, [home]);
	return never === undefined ? undefined : `${path} is never removed: ${never}`;
}

/** Links that point into components of these ids, as they are before anything is removed. */
export function lookForLinks(world: World, ids: readonly string[]): Promise<readonly FoundPath[]> {
	const links = COMPONENTS.filter(({ id }) => ids.includes(id)).flatMap((component) => component.links);
	return world.files.findPaths([...new Set(links.map((link) => atHome(link, world.files.home)))]);
}

/** What is seen of how this job uses the machine. `contexts`: folders of the build. */
export async function lookAtUse(
	world: World,
	host: Pick<Host, "engine">,
	images: { readonly registries: readonly string[] },
	contexts: readonly string[],
): Promise<Evidence & { readonly mountList: readonly Mount[] }> {
	const { env, files } = world;
	const cache = env["RUNNER_TOOL_CACHE"] || "/opt/hostedtoolcache";
	const event = env["GITHUB_EVENT_PATH"];
	const [image, config, mountText, programs, found, places] = await Promise.all([
		readIf(world, "/etc/environment"),
		readIf(world, `${env["DOCKER_CONFIG"] || `${files.home}/.docker`}/config.json`),
		readIf(world, "/proc/self/mountinfo"),
		lookAtPrograms(world),
		files.findPaths([`${cache}/*/*/*.complete`, ...(event ? [event] : [])]),
		findPlaces(world, host, contexts),
	]);
	const mountList = parseMounts(mountText ?? "");
	const docker = readDockerConfig(config ?? "");
	const named = namedPaths(env, parseEnvironment(image ?? "", files.home));
	const started = found.find(({ path }) => path === event)?.modifiedMs;
	return {
		named: await Promise.all(named.map(async (each) => ({ ...each, ...(await realPath(world, each.path)) }))),
		programs,
		marks: found.filter(({ path }) => path.endsWith(".complete")),
		...(started !== undefined && { jobStartedMs: started }),
		places,
		mounts: mountList.map(({ path }) => path),
		registries: [...new Set([...images.registries, ...docker.registries])],
		helpers: docker.helpers,
		mountList,
	};
}

async function realPath(world: World, path: string): Promise<{ readonly real?: string }> {
	return world.files.resolve(path).then(
		(real) => (real === path ? {} : { real }),
		() => ({}),
	);
}

async function findPlaces(
	world: World,
	{ engine }: Pick<Host, "engine">,
	contexts: readonly string[],
): Promise<readonly UsedPlace[]> {
	const { env, files } = world;
	const places: readonly (readonly [what: string, path: string | undefined])[] = [
		["the workspace", workspaceOf(env, files.cwd)],
		["the folder for temporary files", files.temp],
		["the Node.js that runs this", "/proc/self/exe"],
		["this action", env["GITHUB_ACTION_PATH"]],
		["the engine's data", "missing" in engine ? undefined : engine.dataRoot],
		["the engine's images", "missing" in engine ? undefined : engine.containerd?.root],
		...contexts.map((path) => ["the build context", path] as const),
	];
	const known = places.flatMap(([what, path]) => (path ? [{ what, path }] : []));
	const real = await Promise.all(known.map(({ path }) => realPath(world, path)));
	return known.flatMap(({ what, path }, index) => {
		const leads = real[index]?.real;
		const both = leads === undefined ? [path] : [path, leads];
		return both
			.filter((each) => each.startsWith("/") && !each.startsWith("/proc/"))
			.map((each) => ({ what, path: each }));
	});
}

/** Programs that run, as far as we may see: on a hosted runner all of the job's own. */
async function lookAtPrograms(world: World): Promise<readonly RunningProgram[]> {
	const { files } = world;
	const pids = await listPids(world);
	const looked = await Promise.all(
		pids.map(async (pid) => {
			const [exe, cwd] = await Promise.all(
				["exe", "cwd"].map((link) => files.resolve(`/proc/${pid}/${link}`).catch(() => undefined)),
			);
			const name = exe?.split("/").at(-1) ?? "a program";
			const use = (path: string | undefined, how: RunningProgram["how"]) =>
				path === undefined || path.startsWith("/proc/") ? [] : [{ pid: Number(pid), name, path, how }];
			return [...use(exe, "runs from"), ...use(cwd, "works in")];
		}),
	);
	return looked.flat();
}

/**
 * Text of the workflow files beside the one that this job is of (GITHUB_WORKFLOW_REF: `owner/repo/.github/workflows/ci.yml@refs/heads/main`),
 * also those that it may call; nothing when that one is not in the workspace.
 */
export async function readWorkflows(world: World): Promise<string | undefined> {
	const path = /^[^/]+\/[^/]+\/(.+\.ya?ml)@/.exec(world.env["GITHUB_WORKFLOW_REF"] ?? "")?.[1];
	const workspace = world.env["GITHUB_WORKSPACE"];
	if (path === undefined || !workspace || path.split("/").includes("..")) return undefined;
	const own = await readIf(world, `${workspace}/${path}`);
	if (own === undefined) return undefined;
	const folder = `${workspace}/${path.slice(0, path.lastIndexOf("/"))}`;
	const names = (await world.files.list(folder).catch(() => [])).filter((name) => /\.ya?ml$/.test(name));
	const texts = await Promise.all(names.slice(0, 100).map((name) => readIf(world, `${folder}/${name}`)));
	return [own, ...texts.map((text) => text ?? "")].join("\n");
}
