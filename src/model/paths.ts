/** Longest path that the kernel takes, bytes. */
const LONGEST = 4096;

/** Absolute, in its shortest form, and no byte that a path cannot have. */
export function isPlainPath(path: unknown): path is string {
	if (typeof path !== "string" || !path.startsWith("/") || path.includes("\0") || path.length > LONGEST) return false;
	return namesOf(path).every((name) => name !== "" && name !== "." && name !== "..");
}

/** The names from the top down: none for `/`. */
export const namesOf = (path: string): readonly string[] => (path === "/" ? [] : path.slice(1).split("/"));

/** A path as the system means it before it looks at links: absolute, without `.`, `..`, empty names and a slash at its end. `from` is absolute. */
export function shortest(path: string, from = "/"): string {
	const names: string[] = [];
	for (const name of `${path.startsWith("/") ? "" : from}/${path}`.split("/")) {
		if (name === "..") names.pop();
		else if (name !== "" && name !== ".") names.push(name);
	}
	return `/${names.join("/")}`;
}

/** The job's folder: the workspace of a workflow, else where the process was started. */
export function workspaceOf(env: Readonly<Record<string, string | undefined>>, cwd: string): string {
	return shortest(env["GITHUB_WORKSPACE"] || cwd, cwd);
}

/** The same path, or one below it. */
export function isWithin(path: string, folder: string): boolean {
	return path === folder || path.startsWith(folder === "/" ? "/" : `${folder}/`);
}

/** Where a path lies, seen from a pattern in which `*` stands for any characters of one name: at it, below it, above it (so that it holds it), or elsewhere. */
export function placeOf(path: string, pattern: string): "at" | "below" | "above" | undefined {
	const names = namesOf(path);
	const patterns = namesOf(pattern);
	const shared = Math.min(names.length, patterns.length);
	for (let level = 0; level < shared; level += 1) {
		if (!matchName(patterns[level] ?? "", names[level] ?? "")) return undefined;
	}
	if (names.length === patterns.length) return "at";
	return names.length < patterns.length ? "above" : "below";
}

/** `temurin-*` fits `temurin-17-jdk-amd64`: `*` is any characters of one name, or none. */
export function matchName(pattern: string, name: string): boolean {
	const [first = "", ...rest] = pattern.split("*");
	const last = rest.pop();
	if (last === undefined) return pattern === name;
	const end = name.length - last.length;
	if (end < first.length || !name.startsWith(first) || !name.endsWith(last)) return false;
	let from = first.length;
	for (const part of rest) {
		const found = name.indexOf(part, from);
		if (found < 0 || found + part.length > end) return false;
		from = found + part.length;
	}
	return true;
}
