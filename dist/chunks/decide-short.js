import { a as PREINSTALLED_IMAGES, i as saidOf, t as COMPONENTS } from "./components.js";
import { i as NEEDS_ROOT, o as readDockerfileImages, r as whyBeyond, t as outOfReach } from "./out-of-reach.js";
import { n as readStock } from "./engine-images2.js";
import { a as readWorkflows, c as requestedImages, i as lookForLinks, n as lookAtUse, o as cloudOf, r as lookForComponents, s as hostsOf, t as lookAtPlace } from "./look.js";
import { t as deficitOf } from "./disk-needs.js";
import { n as whyNothing, t as printRefusal } from "./refusals2.js";
import { n as isWithin } from "./paths.js";
import { i as relieved, o as wantsSecond, r as chooseSecond, t as SECOND_DISK } from "./second-disk.js";
import { t as parseImageName } from "./image-names.js";
// src/space/plan.ts
/** Planned a little larger than what is missing: the catalog's sizes are those of another day. */
const MARGIN = 1.1;
/** And other images carry more than the one whose sizes they are: what is refused must be out of reach on those too. */
const AT_MOST = 1.25;
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
		const bytes = deficitOf(disk) - Math.min(gained.get(disk.device) ?? 0, disk.total - disk.free);
		return bytes > 0 ? [{
			path: disk.path,
			bytes
		}] : [];
	});
	const tooLarge = outOfReach(facts, "disk", ({ total }) => total);
	if (tooLarge) return {
		...nothing,
		kept: [],
		refused: whyBeyond(tooLarge),
		beyond: tooLarge,
		lacking: lacking(/* @__PURE__ */ new Map())
	};
	const refused = whyNothing(facts);
	if (refused) {
		const { remedy } = refused;
		const because = {
			refused: printRefusal(refused),
			...remedy !== void 0 && { remedy }
		};
		return {
			...nothing,
			...because,
			kept: [],
			lacking: lacking(/* @__PURE__ */ new Map())
		};
	}
	const devices = new Set(short.map(({ device }) => device));
	const looked = COMPONENTS.map((component) => consider(component, facts, devices));
	const kept = looked.flatMap((each) => each.kept ?? []);
	const candidates = looked.flatMap((each) => each.candidate ?? []).toSorted(inOrder);
	if (candidates.length === 0) return {
		...nothing,
		kept,
		refused: whyNoCandidate(kept),
		lacking: lacking(/* @__PURE__ */ new Map())
	};
	const { items, spare, gained } = take(candidates, short);
	const most = ({ device, free, total }) => Math.min(total, free + (gained.get(device) ?? 0) * AT_MOST);
	const beyond = isSized(facts, candidates) ? outOfReach({
		...facts,
		disks: short
	}, "catalog", most) : void 0;
	if (beyond) return {
		...nothing,
		kept,
		refused: whyBeyond(beyond),
		beyond,
		lacking: lacking(gained)
	};
	return {
		...base,
		items,
		spare,
		kept,
		lacking: lacking(gained)
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
		why: NEEDS_ROOT
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
/** Root, or sudo that was seen to work. */
function mayRemove({ root, sudo }) {
	return root || sudo === "passwordless";
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
/**
* Whether the catalog's sizes say what is there at most: only on the machines that they were seen on, and of nothing that the job itself
* may have filled.
*/
function isSized({ host }, candidates) {
	const filled = ({ item: { engine }, first }) => engine?.kind === "build-cache" || engine && first;
	return host.runner === "github-hosted" && !candidates.some(filled);
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
async function decideShort(world, request, { targets, images: known }) {
	const { asked, host, run } = request;
	const { need, disks } = targets;
	const base = {
		...targets,
		asked: asked.space,
		host,
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
	const disk = request.built?.driver.kind === "docker-container" && !request.built.delivery.load && wantsSecond(disks, need) ? await besideSwap(world, request.swap) : void 0;
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
	const ids = [...plan.items, ...plan.spare].map(({ component }) => component);
	return {
		plan,
		links: await lookForLinks(world, ids)
	};
}
/** The second disk without what swap will take of it. */
async function besideSwap({ files }, swap) {
	const [disk, other] = await Promise.all([files.disk(SECOND_DISK), swap && files.disk(swap.folder)]);
	return disk && swap && other?.device === disk.device ? {
		...disk,
		free: disk.free - swap.bytes
	} : disk;
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
