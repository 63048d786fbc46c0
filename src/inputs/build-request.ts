import type { BuildRequest } from "../model/build-request.ts";
import { refuseContradictions } from "./contradictions.ts";
import { defaultContext, expandContext, type InputContext, isGitContext, strayPlaceholder } from "./git-context.ts";
import type { Reader } from "./reader.ts";
import { readSecrets } from "./secrets.ts";

const LINES = { ignoreComma: true } as const;

/**
 * Reads all inputs of `docker/build-push-action` 7 under their own names and with its meanings (its `getInputs`), and reports
 * what buildx would certainly refuse.
 */
export function readBuildRequest(reader: Reader, context: InputContext): BuildRequest {
	const secrets = readSecrets(reader, context);
	const where = readContext(reader, context);
	const gitToken = chooseGitToken(reader.text("github-token"), where, secrets);
	const request: BuildRequest = {
		addHosts: reader.list("add-hosts"),
		allow: reader.list("allow"),
		annotations: reader.list("annotations", LINES),
		attests: reader.list("attests", LINES),
		buildArgs: reader.list("build-args", LINES),
		buildContexts: where.named,
		builder: reader.text("builder"),
		cacheFrom: reader.list("cache-from", LINES),
		cacheTo: reader.list("cache-to", LINES),
		call: reader.text("call"),
		cgroupParent: reader.text("cgroup-parent"),
		context: where.main,
		file: reader.text("file"),
		labels: reader.list("labels", LINES),
		load: reader.flag("load"),
		network: reader.text("network"),
		noCache: reader.flag("no-cache"),
		noCacheFilters: reader.list("no-cache-filters"),
		outputs: reader.list("outputs", { ignoreComma: true, quote: false }),
		platforms: reader.list("platforms"),
		provenance: reader.text("provenance"),
		pull: reader.flag("pull"),
		push: reader.flag("push"),
		sbom: reader.text("sbom"),
		secrets,
		shmSize: reader.text("shm-size"),
		ssh: reader.list("ssh"),
		tags: reader.list("tags"),
		target: reader.text("target"),
		ulimit: reader.list("ulimit", LINES),
		...(gitToken && { gitToken }),
		gitContext: isGitContext(where.main),
	};
	refuseContradictions(reader, request);
	return request;
}

interface Where {
	readonly main: string;
	/** The default context; empty when there is none. */
	readonly base: string;
	readonly named: readonly string[];
}

function readContext(reader: Reader, context: InputContext): Where {
	const given = reader.text("context");
	const named = reader.list("build-contexts", LINES);
	const base = defaultContext(context) ?? "";
	const expanded = (input: string, text: string): string => {
		const result = expandContext(text, base);
		refusePlaceholders(reader, input, text, result, base);
		return result;
	};
	if (given === "" && base === "") refuseDefault(reader, undefined);
	return {
		main: expanded("context", given) || base,
		base,
		named: named.map((item) => expanded("build-contexts", item)),
	};
}

function refusePlaceholders(reader: Reader, input: string, text: string, result: string, base: string): void {
	if (result !== text && base === "") refuseDefault(reader, { input, value: text });
	const stray = strayPlaceholder(result);
	if (stray === undefined) return;
	const message = `has the placeholder ${stray}, which does not exist`;
	reader.problem({
		input,
		value: text,
		message,
		remedy: "the only one is {{defaultContext}}",
	});
}

function refuseDefault(reader: Reader, given: { readonly input: string; readonly value: string } | undefined): void {
	reader.problem({
		...(given ?? { input: "context" }),
		message: "needs the default context, this repository's commit, but GITHUB_REPOSITORY and GITHUB_SHA are not set",
		remedy: 'write a path, for example "."',
	});
}

/** The token is for the default context only, as in `docker/build-push-action`; one that the user brings, as a secret of any kind, goes first. */
function chooseGitToken(
	value: string,
	{ main, base }: Where,
	secrets: BuildRequest["secrets"],
): BuildRequest["gitToken"] {
	if (value === "" || !isGitContext(base) || !main.startsWith(base)) return undefined;
	const id = `GIT_AUTH_TOKEN.${/^https?:\/\/([^/]+)/.exec(base)?.[1] ?? ""}`;
	return secrets.some((secret) => secret.id === "GIT_AUTH_TOKEN" || secret.id === id) ? undefined : { id, value };
}
