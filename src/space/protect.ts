import { isWithin } from "../model/paths.ts";
import type { Component, Kept } from "../model/space.ts";
import type { NamedPath } from "./job-env.ts";
import { cloudOf } from "./registries.ts";

/** A program that runs, and how it uses a path. */
export interface RunningProgram {
	readonly pid: number;
	readonly name: string;
	readonly path: string;
	readonly how: "runs from" | "works in";
}

/** A tool of the tool cache that is complete: `<tool>/<version>/<arch>.complete`. */
export interface ToolMark {
	readonly path: string;
	readonly modifiedMs: number;
}

/** A place that the job, the runner or the engine needs. */
export interface UsedPlace {
	readonly path: string;
	/** For people: `the workspace`. */
	readonly what: string;
}

/** What is known of how this job uses its runner. Plain data, so that every rule can be tested with a few lines. */
export interface Evidence {
	readonly named: readonly NamedPath[];
	readonly programs: readonly RunningProgram[];
	readonly marks: readonly ToolMark[];
	/** When the job began, epoch milliseconds; absent: not known. */
	readonly jobStartedMs?: number;
	readonly places: readonly UsedPlace[];
	/** Mount points. */
	readonly mounts: readonly string[];
	/** Registries that the build pushes to, pulls from, or that the job is logged in to. */
	readonly registries: readonly string[];
	/** Credential helpers that the Docker configuration names: `gcloud`, `ecr-login`. */
	readonly helpers: readonly string[];
}

/** A component and those of its paths that are there. */
export interface Target {
	readonly component: Component;
	readonly paths: readonly string[];
}

type Finding = Pick<Kept, "why" | "firm"> | undefined;
type Rule = (target: Target, evidence: Evidence) => Finding;

/** Rules in the order of their weight: the first that finds something is told. */
const RULES: readonly Rule[] = [usedPlace, mountInside, running, credentialHelper, setUp, installed, cloudRegistry];

/** Why this component stays, from what the job is seen to use; nothing when nothing speaks for it. */
export function protect(target: Target, evidence: Evidence): Kept | undefined {
	for (const rule of RULES) {
		const found = rule(target, evidence);
		if (found) return { component: target.component.id, ...found };
	}
	return undefined;
}

function usedPlace({ paths }: Target, { places }: Evidence): Finding {
	for (const { path, what } of places) {
		if (paths.some((root) => isWithin(path, root))) return { why: `${what} lies in it (${path})`, firm: true };
		if (path !== "/" && paths.some((root) => isWithin(root, path)))
			return { why: `it lies in ${what} (${path})`, firm: true };
	}
	return undefined;
}

function mountInside({ paths }: Target, { mounts }: Evidence): Finding {
	const mount = mounts.find((path) => paths.some((root) => isWithin(path, root)));
	return mount === undefined ? undefined : { why: `a file system is mounted at ${mount}`, firm: true };
}

function running({ paths }: Target, { programs }: Evidence): Finding {
	const program = programs.find(({ path }) => paths.some((root) => isWithin(path, root)));
	if (!program) return undefined;
	const { name, pid, how, path } = program;
	return { why: `${name} (process ${pid}) ${how} ${path}`, firm: true };
}

/** `gcloud` as a helper is a program inside of the component; those of the other clouds are programs of their own. */
function credentialHelper({ component }: Target, { helpers }: Evidence): Finding {
	if (component.id !== "google-cloud-cli" || !helpers.includes("gcloud")) return undefined;
	return { why: "the Docker configuration logs in with docker-credential-gcloud", firm: true };
}

function setUp({ paths }: Target, { named }: Evidence): Finding {
	for (const { name, path, real = path } of named) {
		if (!paths.some((root) => isWithin(path, root) || isWithin(real, root))) continue;
		const shown = name === "PATH" ? `the PATH of this job has ${path}` : `this job sets ${name} to ${path}`;
		return { why: shown };
	}
	return undefined;
}

/** A tool that `actions/setup-*` put into the tool cache during this job; which files the image brought is told by their time. */
function installed({ component, paths }: Target, { marks, jobStartedMs }: Evidence): Finding {
	const inside = marks.filter(({ path }) => paths.some((root) => isWithin(path, root)));
	if (inside.length === 0) return undefined;
	if (jobStartedMs === undefined)
		return { why: "it is not known when this job began, so an earlier step may have installed into it" };
	const fresh = inside.find(({ modifiedMs }) => modifiedMs >= jobStartedMs);
	if (!fresh) return undefined;
	const [tool = component.id, version = ""] = fresh.path.split("/").slice(-3);
	return { why: `an earlier step installed ${tool} ${version} into it` };
}

const CLOUDS: Readonly<Record<string, ReturnType<typeof cloudOf>>> = {
	"aws-cli": "aws",
	"azure-cli": "azure",
	"google-cloud-cli": "google",
};
const CLOUD_HELPERS: Readonly<Record<string, readonly string[]>> = {
	"aws-cli": ["ecr-login"],
	"azure-cli": ["acr", "acr-env", "acr-linux", "acr-login"],
	"google-cloud-cli": ["gcr"],
};

/** Logins to a cloud's registry are made with its command line, and may have to be renewed by a later step. */
function cloudRegistry({ component }: Target, { registries, helpers }: Evidence): Finding {
	const cloud = CLOUDS[component.id];
	if (cloud === undefined) return undefined;
	const registry = registries.find((host) => cloudOf(host) === cloud);
	if (registry !== undefined) return { why: `this job uses the registry ${registry}` };
	const helper = helpers.find((name) => CLOUD_HELPERS[component.id]?.includes(name));
	return helper === undefined ? undefined : { why: `the Docker configuration names the credential helper ${helper}` };
}
