import { type BuildRequest, isFetched } from "../../model/build-request.ts";
import type { Problem } from "../../model/errors.ts";

/** The inputs that a bake cannot say as `docker buildx build` reads them: what it then built would be another image. */
export function unsayable(request: BuildRequest): readonly Problem[] {
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
	if (request.file === "-") add("file", "-", "is the standard input, which a bake of two targets cannot share");
	if (/^https?:\/\//.test(request.file)) add("file", request.file, "is a URL, from which bake reads no Dockerfile");
	for (const name of inherited(request)) {
		if (!/^[A-Za-z_]\w*$/.test(name)) add("build-args", name, "is no name that bake can take from the environment");
		if (request.buildArgs.some((item) => item.startsWith(`${name}=`)))
			add("build-args", name, "is given with a value and then without one, which bake cannot tell apart");
	}
	// Their order is part of the cache key of every RUN step, and bake has its own: by name, each once.
	const names = request.addHosts.map((item) => hostOf(item)[0]);
	if (names.some((name, i) => i > 0 && name <= (names[i - 1] ?? "")))
		add("add-hosts", request.addHosts.join(","), "are in an order that bake does not keep (each name once, sorted)");
	return problems;
}

/** The Dockerfile: bake looks for it below the context, `docker buildx build` below the working folder, or in what it fetches. */
export function dockerfileOf(request: BuildRequest): string {
	return request.file === "" || isFetched(request) ? request.file : `cwd://${request.file}`;
}

/** Permissions that a bake needs and a plain build does not, besides those the user gives. */
export function permissions({ ssh, context, network, allow }: BuildRequest): readonly string[] {
	// Git by ssh takes the agent without being told.
	const agent = ssh.length > 0 || /^(?:ssh:\/\/|[\w-]+@)/i.test(context);
	const needed = ["fs=*", ...(agent ? ["ssh"] : []), ...(network === "host" ? ["network.host"] : [])];
	return [...new Set([...needed, ...allow])];
}

/** The build arguments by name, the last one counts; those without a value are the environment's. */
export function argsOf({ buildArgs }: BuildRequest): ReadonlyMap<string, string | undefined> {
	return new Map(buildArgs.map((item) => cut(item, "=")));
}

/** Build arguments without a value: the environment's. */
export function inherited(request: BuildRequest): readonly string[] {
	return [...argsOf(request)].flatMap(([name, value]) => (value === undefined ? [name] : []));
}

/** `host=address` or `host:address`. */
export function hostOf(item: string): readonly [string, string] {
	const [name, address = ""] = cut(item, item.includes("=") ? "=" : ":");
	return [name, address];
}

/** Named contexts under the names by which the frontend looks for them: `docker.io/library/python:latest` is `python`. */
export function contextsOf({ buildContexts }: BuildRequest): readonly (readonly [string, string])[] {
	return buildContexts.flatMap((item) => {
		const [name, value] = cut(item, "=");
		return value === undefined ? [] : [[familiar(name), value] as const];
	});
}

/** As `FamiliarString` of https://github.com/distribution/reference writes it, and buildx without `:latest`. */
function familiar(name: string): string {
	const path = name.replace(/^(?:index\.)?docker\.io\//, "");
	return path.replace(/^library\/(?=[^/]+$)/, "").replace(/:latest$/, "");
}

/** Of items with the same key only the last, which counts for buildx; bake leaves out repeated ones in another way. */
export function lastOf(items: readonly string[], key: (item: string) => string): readonly string[] {
	return items.filter((item, i) => !items.slice(i + 1).some((later) => key(later) === key(item)));
}

/** What is before the first separator, and what is behind it, if it is there. */
export function cut(item: string, separator: string): readonly [string, string | undefined] {
	const at = item.indexOf(separator);
	return at < 0 ? [item, undefined] : [item.slice(0, at), item.slice(at + 1)];
}
