import { t as cloudOf } from "./registries.js";
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
export { protect as n, isWithin as t };
