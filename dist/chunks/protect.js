import { c as parseOutput, l as splitFields, s as namesOf, t as parseImageName } from "./image-names.js";
// src/space/job-env.ts
/**
* Reads `/etc/environment` as PAM does (https://man7.org/linux/man-pages/man8/pam_env.8.html): `NAME=value` lines, quotes around values
* taken away. Runner images leave `$HOME` in some values until the first start.
*/
function parseEnvironment(text, home) {
	const values = {};
	for (const line of text.split("\n")) {
		const [, name = "", value = ""] = /^\s*(?:export\s+)?([A-Za-z_]\w*)=(.*)$/.exec(line) ?? [];
		if (name === "") continue;
		values[name] = (/^(["'])(.*)\1\s*$/.exec(value)?.[2] ?? value.trim()).replaceAll(/\$HOME\b|\$\{HOME\}/g, home);
	}
	return values;
}
/**
* Paths in the job's environment that the image's own does not have: what a step or the workflow set up. Of PATH, entries that were added,
* also once more; of any other variable, all paths in a value that differs.
*/
function namedPaths(env, image) {
	const named = [];
	for (const [name, value] of Object.entries(env)) {
		if (value === void 0 || value === image[name]) continue;
		const paths = name === "PATH" ? addedEntries(value, image[name] ?? "") : pathsIn(value);
		for (const path of new Set(paths)) named.push({
			name,
			path
		});
	}
	return named;
}
function addedEntries(value, image) {
	const left = /* @__PURE__ */ new Map();
	for (const entry of image.split(":").map(tidy)) left.set(entry, (left.get(entry) ?? 0) + 1);
	return value.split(":").map(tidy).filter((entry) => {
		const count = left.get(entry) ?? 0;
		left.set(entry, count - 1);
		return count <= 0 && entry.startsWith("/");
	});
}
/** Words that are absolute paths: `-L/usr/lib/llvm-18/lib`, `--home=/opt/az`, lists with `:`, `;` or `,`. */
function pathsIn(value) {
	return value.split(/[\s:;,="'|]+/).map((word) => tidy(word.replace(/^-[A-Za-z]+(?=\/)/, ""))).filter((word) => word.startsWith("/") && word.length > 1);
}
function tidy(path) {
	return path.length > 1 ? path.replace(/\/+$/, "") : path;
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
/** The same path, or one below it. */
function isWithin(path, folder) {
	return path === folder || path.startsWith(folder === "/" ? "/" : `${folder}/`);
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
export { requestedImages as a, readDockerConfig as i, protect as n, namedPaths as o, hostsOf as r, parseEnvironment as s, isWithin as t };
