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
export { namedPaths as a, requestedImages as i, hostsOf as n, parseEnvironment as o, readDockerConfig as r, cloudOf as t };
