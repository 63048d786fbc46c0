import { a as PREINSTALLED_IMAGES, h as splitFields, i as saidOf, m as parseOutput, o as parseImageName, p as namesOf, r as atHome, s as readDockerfileImages, t as COMPONENTS } from "./components.js";
import { n as readStock } from "./engine-images2.js";
import { i as parseMounts } from "./mounts.js";
import { t as readIf } from "./read-if.js";
import { n as parseEnvironment, t as namedPaths } from "./job-env.js";
import { r as whyNever, t as TOOLCHAINS } from "./never.js";
import { n as isWithin } from "./paths.js";
import { t as deficitOf } from "./disk-needs.js";
import { a as wantsSecond, n as chooseSecond, r as relieved, t as SECOND_DISK } from "./second-disk.js";
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
	const fields = splitFields(item) ?? [];
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
// src/space/protect.ts
/** Rules in the order of their weight: the first that finds something is told. */
const RULES = [
	usedPlace,
	mountInside,
	running,
	credentialHelper,
	setUp,
	installed,
	cloudRegistry
];
/** Why this component stays, from what the job is seen to use; nothing when nothing speaks for it. */
function protect(target, evidence) {
	for (const rule of RULES) {
		const found = rule(target, evidence);
		if (found) return {
			component: target.component.id,
			...found
		};
	}
}
function usedPlace({ paths }, { places }) {
	for (const { path, what } of places) {
		if (paths.some((root) => isWithin(path, root))) return {
			why: `${what} lies in it (${path})`,
			firm: true
		};
		if (path !== "/" && paths.some((root) => isWithin(root, path))) return {
			why: `it lies in ${what} (${path})`,
			firm: true
		};
	}
}
function mountInside({ paths }, { mounts }) {
	const mount = mounts.find((path) => paths.some((root) => isWithin(path, root)));
	return mount === void 0 ? void 0 : {
		why: `a file system is mounted at ${mount}`,
		firm: true
	};
}
function running({ paths }, { programs }) {
	const program = programs.find(({ path }) => paths.some((root) => isWithin(path, root)));
	if (!program) return void 0;
	const { name, pid, how, path } = program;
	return {
		why: `${name} (process ${pid}) ${how} ${path}`,
		firm: true
	};
}
/** `gcloud` as a helper is a program inside of the component; those of the other clouds are programs of their own. */
function credentialHelper({ component }, { helpers }) {
	if (component.id !== "google-cloud-cli" || !helpers.includes("gcloud")) return void 0;
	return {
		why: "the Docker configuration logs in with docker-credential-gcloud",
		firm: true
	};
}
function setUp({ paths }, { named }) {
	for (const { name, path, real = path } of named) {
		if (!paths.some((root) => isWithin(path, root) || isWithin(real, root))) continue;
		return { why: name === "PATH" ? `the PATH of this job has ${path}` : `this job sets ${name} to ${path}` };
	}
}
/** A tool that `actions/setup-*` put into the tool cache during this job; which files the image brought is told by their time. */
function installed({ component, paths }, { marks, jobStartedMs }) {
	const inside = marks.filter(({ path }) => paths.some((root) => isWithin(path, root)));
	if (inside.length === 0) return void 0;
	if (jobStartedMs === void 0) return { why: "it is not known when this job began, so an earlier step may have installed into it" };
	const fresh = inside.find(({ modifiedMs }) => modifiedMs >= jobStartedMs);
	if (!fresh) return void 0;
	const [tool = component.id, version = ""] = fresh.path.split("/").slice(-3);
	return { why: `an earlier step installed ${tool} ${version} into it` };
}
const CLOUDS = {
	"aws-cli": "aws",
	"azure-cli": "azure",
	"google-cloud-cli": "google"
};
const CLOUD_HELPERS = {
	"aws-cli": ["ecr-login"],
	"azure-cli": [
		"acr",
		"acr-env",
		"acr-linux",
		"acr-login"
	],
	"google-cloud-cli": ["gcr"]
};
/** Logins to a cloud's registry are made with its command line, and may have to be renewed by a later step. */
function cloudRegistry({ component }, { registries, helpers }) {
	const cloud = CLOUDS[component.id];
	if (cloud === void 0) return void 0;
	const registry = registries.find((host) => cloudOf(host) === cloud);
	if (registry !== void 0) return { why: `this job uses the registry ${registry}` };
	const helper = helpers.find((name) => CLOUD_HELPERS[component.id]?.includes(name));
	return helper === void 0 ? void 0 : { why: `the Docker configuration names the credential helper ${helper}` };
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
