import { r as atHome, t as COMPONENTS } from "./components.js";
import { a as namedPaths, o as parseEnvironment, r as readDockerConfig } from "./registries.js";
import { a as unescapePath } from "./swap.js";
import { t as readIf } from "./read-if.js";
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
// src/space/mounts.ts
/** Reads `/proc/self/mountinfo` (https://man7.org/linux/man-pages/man5/proc_pid_mountinfo.5.html). */
function parseMounts(text) {
	return text.split("\n").flatMap((line) => {
		const [left = "", right = ""] = line.split(" - ");
		const [, , , root, path] = left.split(" ");
		const [type] = right.split(" ");
		if (root === void 0 || path === void 0 || !type) return [];
		return [{
			path: unescapePath(path),
			root: unescapePath(root),
			type
		}];
	});
}
// src/space/never.ts
const SYSTEM = "it is part of the system";
const RUNNER = "the runner lives there";
const ENGINE = "the engine lives there";
const HOLDS = "it holds more than one thing";
/**
* What is never removed, whatever the catalog or an input says: a second look at every path, so that a mistake in the catalog or an odd
* machine cannot take the system, the runner or the engine along.
*/
const NEVER = [
	...[
		"/bin",
		"/boot",
		"/dev",
		"/lib",
		"/lib32",
		"/lib64",
		"/libx32",
		"/proc",
		"/run",
		"/sbin",
		"/sys"
	].map(system),
	...[
		"/usr/bin",
		"/usr/sbin",
		"/usr/include",
		"/usr/libexec",
		"/usr/src"
	].map(system),
	...[
		"/usr/lib/*-linux-gnu*",
		"/usr/lib/python3*",
		"/usr/lib/git-core",
		"/usr/lib/systemd"
	].map(system),
	...[
		"/usr/lib/sudo",
		"/usr/lib/apt",
		"/usr/lib/dpkg",
		"/usr/lib/modules",
		"/usr/lib/firmware"
	].map(system),
	...[
		"/usr/share/man",
		"/usr/share/keyrings",
		"/usr/share/ca-certificates",
		"/usr/share/zoneinfo"
	].map(system),
	...[
		"/usr/share/locale",
		"/usr/share/dpkg",
		"/usr/share/perl*",
		"/usr/share/python3*"
	].map(system),
	...[
		"/var/log",
		"/var/run",
		"/var/lib/dpkg",
		"/var/lib/systemd",
		"/var/lib/cloud",
		"/var/lib/waagent"
	].map(system),
	...[
		"/usr",
		"/usr/lib",
		"/usr/share",
		"/usr/local",
		"/usr/local/bin",
		"/usr/local/lib",
		"/usr/local/share"
	].map(holder),
	...[
		"/opt",
		"/opt/google",
		"/opt/microsoft",
		"/opt/hostedtoolcache",
		"/var",
		"/var/lib",
		"/var/cache"
	].map(holder),
	...[
		"/var/lib/apt",
		"/var/lib/apt/lists",
		"/var/cache/apt",
		"/var/cache/apt/archives",
		"/home",
		"/srv",
		"/tmp"
	].map(holder),
	...[
		"/etc",
		"/etc/skel",
		"/var/tmp",
		"/mnt",
		"/media"
	].map(holder),
	{
		path: "/home/runner",
		inside: "may-go",
		why: RUNNER
	},
	...[
		"/home/runner/work",
		"/home/runner/runners",
		"/home/runner/actions-runner",
		"/home/runner/_diag"
	].map(runner),
	...[
		"/home/runner/externals",
		"/home/runner/.docker",
		"/home/runner/.ssh",
		"/home/runner/.config"
	].map(runner),
	...[
		"/opt/runner*",
		"/opt/post-generation",
		"/opt/actions-runner",
		"/actions-runner",
		"/__w",
		"/__e"
	].map(runner),
	...[
		"/usr/local/bin/node",
		"/usr/bin/node",
		"/usr/bin/git",
		"/usr/bin/sudo"
	].map(runner),
	...[
		"/var/lib/docker",
		"/var/lib/containerd",
		"/var/lib/buildkit",
		"/var/lib/containers",
		"/opt/containerd"
	].map(engine),
	...[
		"/opt/cni",
		"/etc/docker",
		"/etc/containerd",
		"/usr/libexec/docker",
		"/usr/local/bin/docker*"
	].map(engine),
	...[
		"/usr/local/bin/containerd*",
		"/usr/local/bin/buildx*",
		"/usr/local/bin/buildkit*",
		"/usr/local/bin/runc"
	].map(engine),
	...[
		"/usr/local/bin/crun",
		"/usr/local/bin/podman",
		"/usr/local/lib/docker"
	].map(engine)
];
function system(path) {
	return {
		path,
		why: SYSTEM
	};
}
function holder(path) {
	return {
		path,
		inside: "may-go",
		why: HOLDS
	};
}
function runner(path) {
	return {
		path,
		why: RUNNER
	};
}
function engine(path) {
	return {
		path,
		why: ENGINE
	};
}
/** Folders of a home that the catalog may name; everything else of it belongs to its user. */
const HOME_FOLDERS = /* @__PURE__ */ new Set([
	".rustup",
	".cargo",
	".ghcup",
	".dotnet",
	".nvm",
	".sdkman"
]);
/** The same of /etc/skel, of which new homes are copied. */
const SKELETON = "/etc/skel";
/**
* Why a path must not be removed, as a short clause, or nothing when it may be. `path` is a real path, not a pattern; `homes` are the
* homes of this machine's users as far as they matter.
*/
function whyNever(path, homes = []) {
	if (!isPlain(path)) return "it is no plain absolute path";
	const names = path.split("/").slice(1);
	if (names.length < 2) return "it is a folder at the top of the file system";
	for (const never of NEVER) {
		const fits = matchNames(never.path.split("/").slice(1), names);
		if (fits === "above") return HOLDS;
		if (fits === "same" || fits === "below" && never.inside !== "may-go") return never.why;
	}
	return [
		...homes,
		"/root",
		SKELETON
	].map((home) => whyNotInHome(path, home)).find((why) => why !== void 0);
}
function whyNotInHome(path, home) {
	if (path === home || home.startsWith(`${path}/`)) return "it holds a home";
	if (!path.startsWith(`${home}/`)) return void 0;
	const [first = ""] = path.slice(home.length + 1).split("/");
	return HOME_FOLDERS.has(first) ? void 0 : "it is in a home, and not one of the tools' own folders there";
}
/** Absolute, without `.`, `..`, empty names, and without characters that no path of the catalog has. */
function isPlain(path) {
	if (!path.startsWith("/") || /[\0\n\r*?[\]\\]/.test(path)) return false;
	return path.slice(1).split("/").every((name) => name !== "" && name !== "." && name !== "..");
}
/** Where `names` lies as seen from the pattern: the same, above it (so that it holds it), below it, or elsewhere. */
function matchNames(pattern, names) {
	const shared = Math.min(pattern.length, names.length);
	for (let index = 0; index < shared; index++) if (!matchName(pattern[index] ?? "", names[index] ?? "")) return void 0;
	if (pattern.length === names.length) return "same";
	return names.length < pattern.length ? "above" : "below";
}
/** `temurin-*` fits `temurin-17-jdk-amd64`: `*` is any characters of one name. */
function matchName(pattern, name) {
	const [first = "", ...rest] = pattern.split("*");
	if (rest.length === 0) return pattern === name;
	const last = rest.pop() ?? "";
	if (name.length < first.length + last.length || !name.startsWith(first) || !name.endsWith(last)) return false;
	let at = first.length;
	for (const part of rest) {
		const found = name.indexOf(part, at);
		if (found < 0) return false;
		at = found + part.length;
	}
	return at <= name.length - last.length;
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
	const never = whyNever(path, [home]);
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
		["the workspace", env["GITHUB_WORKSPACE"] || files.cwd],
		["the folder for temporary files", files.temp],
		["the Node.js that runs this", "/proc/self/exe"],
		["this action", env["GITHUB_ACTION_PATH"]],
		["the engine's data", "missing" in engine ? void 0 : engine.dataRoot],
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
	const pids = (await files.list("/proc").catch(() => [])).filter((name) => /^\d+$/.test(name));
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
export { readWorkflows as a, lookForLinks as i, lookAtUse as n, lookForComponents as r, lookAtPlace as t };
