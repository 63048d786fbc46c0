import type { Problem } from "../../model/errors.ts";
import { secretFlags } from "./buildx.ts";
import { type OutputSpec, printOutput, readOutput } from "./output.ts";
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
	const problems = unsayable(solve);
	if (problems.length > 0) return { ok: false, problems };
	const file = `${facts.folder}/bake.json`;
	const output = `${facts.folder}/out`;
	const { ours, user } = BAKE_TARGETS;
	const definition = {
		...variables(inherited(solve)),
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
	const { request } = solve;
	const allowed = ["fs=*", ...(request.ssh.length > 0 ? ["ssh"] : []), ...request.allow];
	return [
		...["docker", "buildx", "bake", "--file", file],
		...allowed.flatMap((name) => ["--allow", name]),
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
		// Bake looks for the file below the context, `docker buildx build` below the working folder.
		...text("dockerfile", request.file === "" || request.gitContext ? request.file : `cwd://${request.file}`),
		...list("annotations", request.annotations),
		...map(
			"args",
			[...pairs(request.buildArgs, "="), ...inherited(solve).map((name) => [name, `\${${name}}`] as const)],
			inherited(solve),
		),
		...list("attest", solve.attests),
		...list("cache-from", request.cacheFrom),
		...list("cache-to", solve.cacheTo),
		...map("contexts", pairs(request.buildContexts, "=")),
		...list("entitlements", request.allow),
		...map("extra-hosts", request.addHosts.map(host)),
		...map("labels", pairs(request.labels, "=", "")),
		...text("network", request.network),
		...(fresh && request.noCache ? { "no-cache": true } : {}),
		...list("no-cache-filter", fresh ? request.noCacheFilters : []),
		...list("output", outputs(solve)),
		...list("platforms", request.platforms),
		...(fresh && request.pull ? { pull: true } : {}),
		...list("secret", [...secrets.environment, ...secrets.files]),
		...text("shm-size", request.shmSize),
		...list("ssh", request.ssh),
		...list("tags", solve.tags),
		...text("target", request.target),
		...list("ulimits", request.ulimit),
	};
}

function unsayable(solve: Solve): readonly Problem[] {
	const { request } = solve;
	const problems: Problem[] = [];
	const add = (input: string, value: string, message: string): void => {
		problems.push({
			input,
			value,
			message,
			remedy: "build without it, or use the docker driver, which measures the image without bake",
		});
	};
	if (request.cgroupParent !== "") add("cgroup-parent", request.cgroupParent, "cannot be said in a bake definition");
	if (request.context === "-") add("context", "-", "is the standard input, which a bake of two targets cannot share");
	for (const name of inherited(solve))
		if (!/^[A-Za-z_]\w*$/.test(name)) add("build-args", name, "is no name that bake can take from the environment");
	return problems;
}

/** Variables of the definition, which bake takes from the environment; an empty block is an error to it. */
function variables(names: readonly string[]): Readonly<Record<string, unknown>> {
	if (names.length === 0) return {};
	return { variable: Object.fromEntries(names.map((name) => [name, { type: "string", default: null }])) };
}

/** Build arguments without a value: the environment's. */
function inherited(solve: Solve): readonly string[] {
	return solve.request.buildArgs.filter((item) => !item.includes("="));
}

/** `--push` and `--load` are said as outputs: on the command line they would mean our target too. */
function outputs(solve: Solve): readonly string[] {
	const asked = solve.outputs.map(readOutput);
	const pushed = solve.push ? withPush(asked) : asked;
	const loaded: readonly OutputSpec[] =
		solve.load && !pushed.some(({ type }) => type === "docker") ? [{ type: "docker", attrs: {} }] : [];
	return [...pushed, ...loaded].map(printOutput);
}

function withPush(asked: readonly OutputSpec[]): readonly OutputSpec[] {
	const push = { push: "true" };
	if (!asked.some(({ type }) => type === "image")) return [...asked, { type: "image", attrs: push }];
	return asked.map((output) => (output.type === "image" ? { ...output, attrs: { ...output.attrs, ...push } } : output));
}

type Pair = readonly [string, string];

function pairs(items: readonly string[], separator: string, missing?: string): readonly Pair[] {
	return items.flatMap((item): Pair[] => {
		const at = item.indexOf(separator);
		if (at >= 0) return [[item.slice(0, at), item.slice(at + 1)]];
		return missing === undefined ? [] : [[item, missing]];
	});
}

function host(item: string): Pair {
	const at = item.search(/[:=]/);
	return at < 0 ? [item, ""] : [item.slice(0, at), item.slice(at + 1)];
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

function map(key: string, values: readonly Pair[], raw: readonly string[] = []): Readonly<Record<string, unknown>> {
	if (values.length === 0) return {};
	return {
		[key]: Object.fromEntries(
			values.map(([name, value]) => [literally(name), raw.includes(name) ? value : literally(value)]),
		),
	};
}
