import { i as parseMounts } from "./mounts.js";
import { n as isWithin, s as workspaceOf } from "./paths.js";
import { t as listPids } from "./pids.js";
import { t as readIf } from "./read-if.js";
import { r as atHome, t as COMPONENTS } from "./components.js";
import { n as parseEnvironment, t as namedPaths } from "./job-env.js";
import { r as whyNever, t as TOOLCHAINS } from "./never.js";
import { f as parseOutput, g as readFields, s as namesOf } from "./outputs.js";
import { t as parseImageName } from "./image-names.js";
// src/space/job-place.ts
/**
* Where the job runs. The runner mounts the workspace of a container job at `/__w` (github.com/actions/runner, `ContainerInfo`); the image
* ubuntu-slim is started as a container and says `Linux` where others name their Ubuntu.
*/
function jobPlace({ env, marked, cgroup }) {
	const inside = marked || /\b(?:docker|kubepods|containerd|libpod|lxc)\b/.test(cgroup);
	if ((env["GITHUB_WORKSPACE"] ?? "").startsWith("/__w/")) return "container-job";
	if (!inside) return "machine";
	return env["RUNNER_ENVIRONMENT"] === "github-hosted" ? "slim" : "container";
}
// src/space/never.ts
/** Folders that hold more than one thing: what is inside of them may be a component, they themselves are none. */
const HOLDERS = /* @__PURE__ */ new Set([
	...[
		"/usr/lib",
		"/usr/share",
		"/usr/local",
		"/usr/local/bin",
		"/usr/local/lib",
		"/usr/local/share"
	],
	...[
		"/opt/google",
		"/opt/microsoft",
		"/opt/hostedtoolcache",
		"/etc/skel",
		"/var/tmp",
		"/var/lib",
		"/var/cache"
	],
	...[
		"/var/lib/apt",
		"/var/lib/apt/lists",
		"/var/cache/apt",
		"/var/cache/apt/archives"
	]
]);
/** Characters that no path of the catalog has, and that a pattern or a line could be made of. */
const ODD = /[\n\r*?[\]\\]/;
/**
* Why a path is not planned for removal, as a short clause, or nothing when it may be. `path` is a real path, not a pattern; `homes` are the
* homes of this machine's users as far as they matter: they may lie anywhere.
*/
function whyNotPlanned(path, homes) {
	if (ODD.test(path)) return "it is no plain absolute path";
	if (HOLDERS.has(path)) return "it holds more than one thing";
	return whyNever(path) ?? homes.map((home) => whyNotInHome(path, home)).find((why) => why !== void 0);
}
function whyNotInHome(path, home) {
	if (isWithin(home, path)) return "it holds a home";
	if (!isWithin(path, home)) return void 0;
	const [first = ""] = path.slice(home.length + 1).split("/");
	return TOOLCHAINS.includes(first) ? void 0 : "it is in a home, and not one of the tools' own folders there";
}
// src/space/registries.ts
const HOSTS = [
	["aws", /^(?:public\.ecr\.aws|ecr-public\.aws\.com|\d+\.dkr[.-]ecr(?:-fips)?\.[\w-]+\.(?:amazonaws\.com(?:\.cn)?|on\.aws))$/],
	["azure", /\.azurecr\.(?:io|cn|us)$/],
	["google", /(?:^|\.)gcr\.io$|\.pkg\.dev$/]
];
/** The cloud whose command line logs in to this registry. */
function cloudOf(host) {
	return HOSTS.find(([, pattern]) => pattern.test(host.toLowerCase()))?.[0];
}
/** Names of images that a build request itself holds: tags, outputs, caches, named contexts. */
function requestedImages({ tags, outputs, cacheFrom, cacheTo, buildContexts }) {
	const caches = [...cacheFrom, ...cacheTo].flatMap(cacheReference);
	const contexts = buildContexts.flatMap((item) => /=docker-image:\/\/(.+)$/.exec(item)?.[1] ?? []);
	const named = outputs.flatMap((item) => {
		const output = parseOutput(item);
		return output ? namesOf(output) : [];
	});
	return [
		...tags,
		...named,
		...caches,
		...contexts
	];
}
/** `type=registry,ref=user/app:cache`, or a lone reference (buildx, `ParseCacheEntry`). */
function cacheReference(item) {
	const fields = readFields(item) ?? [];
	if (fields.length === 1 && !item.includes("=")) return [item];
	return fields.flatMap((field) => /^ref=/i.test(field) ? [field.slice(4)] : []);
}
/** What the Docker configuration says of logins: its registries and credential helpers. A text that is no JSON says nothing. */
function readDockerConfig(text) {
	try {
		const { auths, credHelpers, credsStore } = JSON.parse(text);
		return {
			registries: [...Object.keys(auths ?? {}), ...Object.keys(credHelpers ?? {})].map((key) => key.replace(/^https?:\/\//, "").replace(/\/.*$/, "")),
			helpers: [...Object.values(credHelpers ?? {}), ...credsStore ? [credsStore] : []]
		};
	} catch {
		return {
			registries: [],
			helpers: []
		};
	}
}
/** Hosts of these images, each once. */
function hostsOf(images) {
	return [...new Set(images.flatMap((image) => parseImageName(image)?.host ?? []))];
}
// src/space/look.ts
/** What the job runs in. */
async function lookAtPlace(world) {
	const [found, cgroup] = await Promise.all([world.files.findPaths(["/.dockerenv", "/run/.containerenv"]), readIf(world, "/proc/1/cgroup")]);
	return jobPlace({
		env: world.env,
		marked: found.length > 0,
		cgroup: cgroup ?? ""
	});
}
/** Looks for the whole catalog in one call. */
async function lookForComponents(world) {
	const { home } = world.files;
	const owners = new Map(COMPONENTS.flatMap(({ id, paths }) => paths.map((path) => [atHome(path, home), id])));
	const found = await world.files.findPaths([...owners.keys()]);
	const present = [];
	const aside = [];
	for (const each of found) {
		const component = owners.get(each.pattern) ?? "";
		const why = whyAside(each, home);
		if (why !== void 0) aside.push({
			component,
			why,
			firm: true
		});
		else present.push({
			component,
			path: each.path,
			device: each.device,
			own: each.uid === world.machine.uid
		});
	}
	return {
		present,
		aside
	};
}
/** A link in the place of a component leads to somebody's own folder; what is never removed is not removed here either. */
function whyAside({ path, kind, real }, home) {
	if (kind === "link") return `${path} is a link`;
	if (real !== path) return `a folder on the way to ${path} is a link`;
	const never = whyNotPlanned(path, [home]);
	return never === void 0 ? void 0 : `${path} is never removed: ${never}`;
}
/** Links that point into components of these ids, as they are before anything is removed. */
function lookForLinks(world, ids) {
	const links = COMPONENTS.filter(({ id }) => ids.includes(id)).flatMap((component) => component.links);
	return world.files.findPaths([...new Set(links.map((link) => atHome(link, world.files.home)))]);
}
/** What is seen of how this job uses the machine. `contexts`: folders of the build. */
async function lookAtUse(world, host, images, contexts) {
	const { env, files } = world;
	const cache = env["RUNNER_TOOL_CACHE"] || "/opt/hostedtoolcache";
	const event = env["GITHUB_EVENT_PATH"];
	const [image, config, mountText, programs, found, places] = await Promise.all([
		readIf(world, "/etc/environment"),
		readIf(world, `${env["DOCKER_CONFIG"] || `${files.home}/.docker`}/config.json`),
		readIf(world, "/proc/self/mountinfo"),
		lookAtPrograms(world),
		files.findPaths([`${cache}/*/*/*.complete`, ...event ? [event] : []]),
		findPlaces(world, host, contexts)
	]);
	const mountList = parseMounts(mountText ?? "");
	const docker = readDockerConfig(config ?? "");
	const named = namedPaths(env, parseEnvironment(image ?? "", files.home));
	const started = found.find(({ path }) => path === event)?.modifiedMs;
	return {
		named: await Promise.all(named.map(async (each) => ({
			...each,
			...await realPath(world, each.path)
		}))),
		programs,
		marks: found.filter(({ path }) => path.endsWith(".complete")),
		...started !== void 0 && { jobStartedMs: started },
		places,
		mounts: mountList.map(({ path }) => path),
		registries: [.../* @__PURE__ */ new Set([...images.registries, ...docker.registries])],
		helpers: docker.helpers,
		mountList
	};
}
async function realPath(world, path) {
	return world.files.resolve(path).then((real) => real === path ? {} : { real }, () => ({}));
}
async function findPlaces(world, { engine }, contexts) {
	const { env, files } = world;
	const known = [
		["the workspace", workspaceOf(env, files.cwd)],
		["the folder for temporary files", files.temp],
		["the Node.js that runs this", "/proc/self/exe"],
		["this action", env["GITHUB_ACTION_PATH"]],
		["the engine's data", "missing" in engine ? void 0 : engine.dataRoot],
		["the engine's images", "missing" in engine ? void 0 : engine.containerd?.root],
		...contexts.map((path) => ["the build context", path])
	].flatMap(([what, path]) => path ? [{
		what,
		path
	}] : []);
	const real = await Promise.all(known.map(({ path }) => realPath(world, path)));
	return known.flatMap(({ what, path }, index) => {
		const leads = real[index]?.real;
		return (leads === void 0 ? [path] : [path, leads]).filter((each) => each.startsWith("/") && !each.startsWith("/proc/")).map((each) => ({
			what,
			path: each
		}));
	});
}
/** Programs that run, as far as we may see: on a hosted runner all of the job's own. */
async function lookAtPrograms(world) {
	const { files } = world;
	const pids = await listPids(world);
	return (await Promise.all(pids.map(async (pid) => {
		const [exe, cwd] = await Promise.all(["exe", "cwd"].map((link) => files.resolve(`/proc/${pid}/${link}`).catch(() => void 0)));
		const name = exe?.split("/").at(-1) ?? "a program";
		const use = (path, how) => path === void 0 || path.startsWith("/proc/") ? [] : [{
			pid: Number(pid),
			name,
			path,
			how
		}];
		return [...use(exe, "runs from"), ...use(cwd, "works in")];
	}))).flat();
}
/**
* Text of the workflow files beside the one that this job is of (GITHUB_WORKFLOW_REF: `owner/repo/.github/workflows/ci.yml@refs/heads/main`),
* also those that it may call; nothing when that one is not in the workspace.
*/
async function readWorkflows(world) {
	const path = /^[^/]+\/[^/]+\/(.+\.ya?ml)@/.exec(world.env["GITHUB_WORKFLOW_REF"] ?? "")?.[1];
	const workspace = world.env["GITHUB_WORKSPACE"];
	if (path === void 0 || !workspace || path.split("/").includes("..")) return void 0;
	const own = await readIf(world, `${workspace}/${path}`);
	if (own === void 0) return void 0;
	const folder = `${workspace}/${path.slice(0, path.lastIndexOf("/"))}`;
	const names = (await world.files.list(folder).catch(() => [])).filter((name) => /\.ya?ml$/.test(name));
	return [own, ...(await Promise.all(names.slice(0, 100).map((name) => readIf(world, `${folder}/${name}`)))).map((text) => text ?? "")].join("\n");
}
export { readWorkflows as a, requestedImages as c, lookForLinks as i, lookAtUse as n, cloudOf as o, lookForComponents as r, hostsOf as s, lookAtPlace as t };
