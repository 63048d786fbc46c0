import type { Problem } from "../../model/errors.ts";
import { attribute } from "./attributes.ts";
import {
	argsOf,
	contextsOf,
	cut,
	dockerfileOf,
	hostOf,
	inherited,
	lastOf,
	permissions,
	unsayable,
} from "./bake-words.ts";
import { secretFlags } from "./buildx.ts";
import { type Output, printOutput, readOutput } from "./output.ts";
import type { Solve } from "./solve.ts";

/** Names of the two targets: the user's build, and ours that looks into its result. */
export const BAKE_TARGETS = { user: "main", ours: "facts" } as const;

/** The look into the result. */
export interface FactsTarget {
	/** Dockerfile of our own; the user's result is its `img`. */
	readonly factsDockerfile: string;
	/** Empty private folder of this run, absolute: the definition is written into it, and what comes out too. */
	readonly folder: string;
	/** `both` exports the user's result as `solve` says; `facts` only looks (its result is built or taken from the cache). */
	readonly build: "both" | "facts";
}

/** A bake of the two targets: write `json` to `file`, run `argv`, find the files in `output`. */
export type Baked =
	| {
			readonly ok: true;
			readonly json: string;
			readonly file: string;
			readonly output: string;
			readonly argv: readonly string[];
	  }
	| { readonly ok: false; readonly problems: readonly Problem[] };

/** The solve as a bake definition with one more target; or what in it bake has no word for. */
export function bakeDefinition(solve: Solve, facts: FactsTarget): Baked {
	const problems = unsayable(solve.request);
	if (problems.length > 0) return { ok: false, problems };
	const file = `${facts.folder}/bake.json`;
	const output = `${facts.folder}/out`;
	const { ours, user } = BAKE_TARGETS;
	const definition = {
		...variables(inherited(solve.request)),
		target: {
			[user]: userTarget(solve),
			[ours]: {
				context: facts.folder,
				"dockerfile-inline": literally(facts.factsDockerfile),
				contexts: { img: `target:${user}` },
				...list("platforms", solve.request.platforms),
				output: [`type=local,dest=${output}`],
			},
		},
	};
	const targets = facts.build === "both" ? [user, ours] : [ours];
	return {
		ok: true,
		json: JSON.stringify(definition, undefined, 1),
		file,
		output,
		argv: bakeArgv(solve, file, targets),
	};
}

/** Files outside of the working folder need a permission in bake that plain builds do not need; the rest is as the user allowed. */
function bakeArgv(solve: Solve, file: string, targets: readonly string[]): readonly string[] {
	return [
		...["docker", "buildx", "bake", "--file", file],
		...permissions(solve.request).flatMap((name) => ["--allow", name]),
		...(solve.builder === undefined ? [] : ["--builder", solve.builder]),
		...(solve.metadataFile === undefined ? [] : ["--metadata-file", solve.metadataFile]),
		"--progress=rawjson",
		...targets,
	];
}

function userTarget(solve: Solve): Readonly<Record<string, unknown>> {
	const { request, fresh } = solve;
	const secrets = secretFlags(solve);
	return {
		context: literally(request.context),
		...text("dockerfile", dockerfileOf(request)),
		...list("annotations", request.annotations),
		...map("args", [...argsOf(request)].map(argument)),
		...list("attest", solve.attests),
		...list("cache-from", request.cacheFrom),
		...list("cache-to", solve.cacheTo),
		...map("contexts", contextsOf(request).map(literalPair)),
		...list("entitlements", request.allow),
		...map("extra-hosts", request.addHosts.map(hostOf).map(literalPair)),
		...map(
			"labels",
			request.labels.map((item) => cut(item, "=")).map(([name, value = ""]) => literalPair([name, value])),
		),
		...text("network", request.network),
		...(fresh && request.noCache ? { "no-cache": true } : {}),
		...list("no-cache-filter", fresh ? request.noCacheFilters : []),
		...list("output", outputs(solve)),
		...list("platforms", request.platforms),
		...(fresh && request.pull ? { pull: true } : {}),
		...list("secret", lastOf([...secrets.environment, ...secrets.files], secretId)),
		...text("shm-size", request.shmSize),
		...list("ssh", request.ssh),
		...list("tags", solve.tags),
		...text("target", request.target),
		...list(
			"ulimits",
			lastOf(request.ulimit, (item) => cut(item, "=")[0]),
		),
	};
}

/** Variables of the definition, which bake takes from the environment; an empty block is an error to it. */
function variables(names: readonly string[]): Readonly<Record<string, unknown>> {
	if (names.length === 0) return {};
	return { variable: Object.fromEntries(names.map((name) => [name, { type: "string", default: null }])) };
}

/** `--push` and `--load` are said as outputs: on the command line they would mean our target too. */
function outputs(solve: Solve): readonly string[] {
	const asked = solve.outputs.map(readOutput);
	const pushed = solve.push ? withPush(asked) : asked;
	const loaded: readonly Output[] =
		solve.load && !pushed.some(({ type }) => type === "docker") ? [{ type: "docker", attrs: {} }] : [];
	return [...pushed, ...loaded].map(printOutput);
}

function withPush(asked: readonly Output[]): readonly Output[] {
	const push = { push: "true" };
	if (!asked.some(({ type }) => type === "image")) return [...asked, { type: "image", attrs: push }];
	return asked.map((output) => (output.type === "image" ? { ...output, attrs: { ...output.attrs, ...push } } : output));
}

type Pair = readonly [string, string];

function argument([name, value]: readonly [string, string | undefined]): Pair {
	return value === undefined ? [name, `\${${name}}`] : literalPair([name, value]);
}

function literalPair([name, value]: Pair): Pair {
	return [literally(name), literally(value)];
}

function secretId(flag: string): string {
	return attribute(flag, "id") ?? flag;
}

/** Bake reads `${…}` and `%{…}` in every text as its own language: doubled they are what they are. */
function literally(value: string): string {
	return value.replace(/([$%])\{/g, "$1$1{");
}

function text(key: string, value: string): Readonly<Record<string, string>> {
	return value === "" ? {} : { [key]: literally(value) };
}

function list(key: string, values: readonly string[]): Readonly<Record<string, readonly string[]>> {
	return values.length === 0 ? {} : { [key]: values.map(literally) };
}

function map(key: string, values: readonly Pair[]): Readonly<Record<string, unknown>> {
	return values.length === 0 ? {} : { [key]: Object.fromEntries(values) };
}
