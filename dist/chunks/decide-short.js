import { a as PREINSTALLED_IMAGES, i as saidOf, o as readDockerfileImages, r as atHome, s as readIf, t as COMPONENTS } from "./components.js";
import { n as readStock } from "./engine-images2.js";
import { a as requestedImages, i as readDockerConfig, n as protect, o as namedPaths, r as hostsOf, s as parseEnvironment } from "./protect.js";
import { a as unescapePath } from "./swap.js";
import { t as deficitOf } from "./disk-needs.js";
import { a as wantsSecond, n as chooseSecond, r as relieved, t as SECOND_DISK } from "./second-disk.js";
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
// src/space/refusals.ts
/** Why nothing is removed, whatever is there: one sentence, with what to do; nothing when removing is allowed. */
function whyNothing({ asked, host, place }) {
	if (asked.freeDisk === "off") return "free-disk is off";
	if (place === "container-job") return "this job runs in a container, where the runner's own software is not to be seen: make room in a job without container";
	if (place === "slim") return "this is ubuntu-slim, a container without software to remove: use ubuntu-latest, which also has an engine";
	if (place === "container") return "this runner is a container itself, so nothing of a hosted runner is there to remove";
	if (host.runner === "github-hosted") return void 0;
	const machine = host.runner === "none" ? "this is no runner of GitHub's" : "this machine is not one of GitHub's own";
	if (!asked.allowSelfHosted) return `${machine}, and it is not changed unasked: give allow-self-hosted: true and name in remove what may go`;
	return asked.remove.length > 0 ? void 0 : `${machine}, where only what remove names may go, and it names nothing`;
}
// src/space/plan.ts
/** Planned a little larger than what is missing: the catalog's sizes are those of another day. */
const MARGIN = 1.1;
/** Every component costs something to be missed: small ones are not taken for the sake of a few bytes. Seconds. */
const FIXED_SECONDS = .3;
/** Decides what goes, in which order, and what stays. Pure. */
function planSpace(facts) {
	const { need, disks, second } = facts;
	const base = {
		need,
		disks,
		...second && { second }
	};
	const short = disks.filter((disk) => deficitOf(disk) > 0);
	const nothing = {
		...base,
		items: [],
		spare: [],
		lacking: []
	};
	if (short.length === 0) return {
		...nothing,
		kept: []
	};
	const lacking = (gained) => short.flatMap((disk) => {
		const bytes = deficitOf(disk) - (gained.get(disk.device) ?? 0);
		return bytes > 0 ? [{
			path: disk.path,
			bytes
		}] : [];
	});
	const refused = whyNothing(facts);
	if (refused !== void 0) return {
		...nothing,
		kept: [],
		refused,
		lacking: lacking(/* @__PURE__ */ new Map())
	};
	const devices = new Set(short.map(({ device }) => device));
	const looked = COMPONENTS.map((component) => consider(component, facts, devices));
	const kept = looked.flatMap((each) => each.kept ?? []);
	const candidates = looked.flatMap((each) => each.candidate ?? []).toSorted(inOrder);
	const { items, spare, gained } = take(candidates, short);
	const none = candidates.length === 0 ? { refused: whyNoCandidate(kept) } : {};
	return {
		...base,
		items,
		spare,
		kept,
		lacking: lacking(gained),
		...none
	};
}
function consider(component, facts, devices) {
	const there = component.engine === void 0 ? onPaths(component, facts) : inEngine(component, facts);
	const gains = new Map([...there.gains].filter(([device]) => devices.has(device)));
	const used = facts.used.find((each) => each.component === component.id);
	if (gains.size === 0 && !used) return {};
	const said = saidOf(component, facts.asked);
	const why = whyKept(component, said, used, facts);
	if (why !== void 0) return { kept: {
		component: component.id,
		...why
	} };
	if (gains.size === 0) return {};
	if (facts.host.runner !== "github-hosted" && said?.say !== "remove") return {};
	const paths = there.paths.filter(({ device }) => devices.has(device));
	const mine = mayRemove(facts.host) ? paths : paths.filter(({ own }) => own);
	if (component.engine === void 0 && mine.length === 0) return { kept: {
		component: component.id,
		why: "removing it needs root, and sudo without a password does not work"
	} };
	const { id, title, expected, breaks } = component;
	return { candidate: {
		item: {
			component: id,
			title,
			paths: mine.map(({ path }) => path),
			devices: there.engine ? [...gains.keys()] : [...new Set(mine.map(({ device }) => device))],
			...there.engine && { engine: there.engine },
			expected,
			breaks
		},
		first: said?.say === "remove",
		cost: (expected.seconds + FIXED_SECONDS) / Math.max(1, expected.bytes),
		gains
	} };
}
function onPaths({ id, expected }, { present }) {
	const paths = present.filter(({ component }) => component === id);
	const share = expected.bytes / Math.max(1, paths.length);
	const gains = /* @__PURE__ */ new Map();
	for (const { device } of paths) gains.set(device, (gains.get(device) ?? 0) + share);
	return {
		paths,
		gains
	};
}
function inEngine({ engine: kind, expected }, { engine }) {
	if (!engine || kind === void 0) return {
		paths: [],
		gains: /* @__PURE__ */ new Map()
	};
	const gains = /* @__PURE__ */ new Map([[engine.device, expected.bytes]]);
	if (kind === "build-cache") return {
		paths: [],
		gains,
		engine: { kind }
	};
	const { removable, kept } = engine.images;
	if (removable.length > 0) return {
		paths: [],
		gains,
		engine: {
			kind,
			images: removable
		}
	};
	return {
		paths: [],
		gains: kept.length > 0 ? gains : /* @__PURE__ */ new Map(),
		engine: {
			kind,
			images: []
		}
	};
}
/** An own id in `remove` beats what is only likely, never what is certain. */
function whyKept(component, said, used, { engine }) {
	if (said?.say === "keep") return { why: "keep names it" };
	const named = said?.say === "remove" && said.by === "id";
	if (used && (used.firm || !named)) return {
		why: used.why,
		...used.firm && { firm: true }
	};
	if (component.onlyAsked && said?.say !== "remove") return { why: "it goes only when remove names it" };
	if (component.engine === "images" && engine && engine.images.removable.length === 0) {
		const [first] = engine.images.kept;
		if (first) return { why: `every image is in use or not the runner's own, for example ${first.name}: ${first.why}` };
	}
}
/** Root, or sudo that may work. */
function mayRemove({ root, sudo }) {
	return root || sudo !== "no";
}
/** What was asked for first, then the cheapest bytes; by name where they are equal, so that a plan is the same each time. */
function inOrder(one, other) {
	if (one.first !== other.first) return one.first ? -1 : 1;
	return one.cost - other.cost || one.item.component.localeCompare(other.item.component);
}
function take(candidates, short) {
	const wanted = new Map(short.map((disk) => [disk.device, deficitOf(disk) * MARGIN]));
	const gained = /* @__PURE__ */ new Map();
	const items = [];
	const spare = [];
	for (const { item, gains } of candidates) {
		const helps = [...gains.keys()].some((device) => (gained.get(device) ?? 0) < (wanted.get(device) ?? 0));
		(helps ? items : spare).push(item);
		if (helps) for (const [device, bytes] of gains) gained.set(device, (gained.get(device) ?? 0) + bytes);
	}
	return {
		items,
		spare,
		gained
	};
}
function whyNoCandidate(kept) {
	if (kept.length === 0) return "nothing of the list of components lies on the disk that is short";
	return `all that is there of the list of components stays (${kept.length}: ${kept.map(({ component }) => component).join(", ")})`;
}
// src/space/used-images.ts
/**
* Chooses among the engine's images. By itself (`all` false) only those go that the runner came with: every other one was brought by this
* job. An image that is used stays in any case.
*/
function chooseImages(images, use, all) {
	const removable = [];
	const kept = [];
	for (const image of images) {
		const name = image.names[0] ?? shortId(image.id);
		const why = whyUsed(image, use) ?? whyNotOurs(image, use, all);
		if (why === void 0) removable.push({
			id: image.id,
			name
		});
		else kept.push({
			name,
			why
		});
	}
	return {
		removable,
		kept
	};
}
function whyNotOurs({ names }, { unsure, workflow }, all) {
	if (names.length > 0 && names.every((name) => PREINSTALLED_IMAGES.includes(parseImageName(name)?.repository ?? ""))) return void 0;
	if (!all) return "the runner did not come with it, so this job brought it";
	if (unsure !== void 0) return `it may be used: ${unsure}`;
	return workflow === void 0 ? "it may be used: the workflow's file is not in the workspace" : void 0;
}
/** The runner builds Docker actions under names of its own (github.com/actions/runner, `DockerCommandManager.DockerInstanceLabel`). */
const ACTION_IMAGE = /^[0-9a-f]{6}:[0-9a-f]{32}$/;
function whyUsed({ id, names }, { names: used, workflow = "", containers }) {
	const container = containers.find(({ image }) => image === id);
	if (container) return `the container ${container.name} is made of it`;
	if (names.some((name) => ACTION_IMAGE.test(name))) return "an action of this job was built as this image";
	const parsed = names.flatMap((name) => parseImageName(name) ?? []);
	if (parsed.some(({ repository }) => repository === "docker.io/moby/buildkit")) return "builders are made of it";
	const repositories = new Set(used.flatMap((name) => parseImageName(name)?.repository ?? []));
	const named = parsed.find(({ repository }) => repositories.has(repository));
	if (named) return `the build names ${named.familiar}`;
	const mentioned = parsed.find(({ familiar }) => mentions(workflow, familiar));
	return mentioned && `the workflow names ${mentioned.familiar}`;
}
/**
* The name stands in the text as a word of its own. Wider than the values of `image:` and `docker://` on purpose: an image may come from a
* matrix, a variable or a `docker run`.
*/
function mentions(text, name) {
	for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1)) {
		const before = text[at - 1] ?? " ";
		const after = text[at + name.length] ?? " ";
		if (!(before === "/" && !/(?:docker:\/\/|(?:index\.)?docker\.io\/(?:library\/)?)$/.test(text.slice(Math.max(0, at - 40), at))) && !/[\w.-]/.test(before) && !/[\w/-]/.test(after)) return true;
	}
	return false;
}
function shortId(id) {
	return id.replace(/^sha256:/, "").slice(0, 12);
}
// src/space/decide-short.ts
/** Decides what goes where a disk is short: looks at what is there, and at what uses it. */
async function decideShort(world, request, { need, disks, images: known }) {
	const { asked, host, run } = request;
	const base = {
		asked: asked.space,
		host,
		need,
		disks,
		place: "machine",
		present: [],
		used: []
	};
	if (whyNothing(base) !== void 0) return {
		plan: planSpace(base),
		links: []
	};
	const place = await lookAtPlace(world);
	if (whyNothing({
		...base,
		place
	}) !== void 0) return {
		plan: planSpace({
			...base,
			place
		}),
		links: []
	};
	const images = known ?? await readDockerfileImages(world, request);
	const mentioned = [...requestedImages(asked.build), ...images?.names ?? []];
	const [stock, seen, workflow] = await Promise.all([
		lookForComponents(world),
		lookAtUse(world, host, { registries: hostsOf(mentioned) }, localFolders(request)),
		readWorkflows(world)
	]);
	const disk = request.built?.driver.kind === "docker-container" && !request.built.delivery.load && wantsSecond(disks, need) ? await world.files.disk(SECOND_DISK) : void 0;
	const second = chooseSecond({
		mounts: seen.mountList,
		disk,
		disks,
		need,
		run
	});
	const byComponent = Map.groupBy(stock.present, ({ component }) => component);
	const used = COMPONENTS.flatMap((component) => {
		const paths = byComponent.get(component.id)?.map(({ path }) => path) ?? [];
		return paths.length === 0 ? [] : protect({
			component,
			paths
		}, seen) ?? [];
	});
	const engine = await lookAtEngine(world, request, {
		names: mentioned,
		...workflow !== void 0 && { workflow },
		...(images === void 0 || images.unsure !== void 0) && { unsure: images?.unsure ?? "the Dockerfile is not on this machine" }
	});
	const plan = planSpace({
		...base,
		place,
		disks: second ? relieved(disks, need) : disks,
		present: stock.present,
		used: [...stock.aside, ...used],
		...engine && { engine },
		...second && { second }
	});
	return {
		plan,
		links: await lookForLinks(world, [...plan.items, ...plan.spare].map(({ component }) => component))
	};
}
function localFolders({ asked: { build } }) {
	return [build.context, ...build.buildContexts.map((item) => item.slice(item.indexOf("=") + 1))].filter((path) => path.startsWith("/"));
}
/** What of the engine's store may go; nothing for an engine that is elsewhere or does not answer. */
async function lookAtEngine(world, { asked: { space }, host }, use) {
	const device = host.disks.find(({ role }) => role === "engine data")?.device;
	if ("missing" in host.engine || !host.engine.local || device === void 0) return void 0;
	const stock = await readStock(world);
	if (!stock) return void 0;
	const component = COMPONENTS.find(({ engine }) => engine === "images");
	const all = component !== void 0 && saidOf(component, space)?.say === "remove";
	return {
		device,
		images: chooseImages(stock.images, {
			...use,
			containers: stock.containers
		}, all)
	};
}
export { decideShort };
