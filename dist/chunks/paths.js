// src/model/paths.ts
/** Longest path that the kernel takes, bytes. */
const LONGEST = 4096;
/** Absolute, in its shortest form, and no byte that a path cannot have. */
function isPlainPath(path) {
	if (typeof path !== "string" || !path.startsWith("/") || path.includes("\0") || path.length > LONGEST) return false;
	return namesOf(path).every((name) => name !== "" && name !== "." && name !== "..");
}
/** The names from the top down: none for `/`. */
const namesOf = (path) => path === "/" ? [] : path.slice(1).split("/");
/** A path as the system means it before it looks at links: absolute, without `.`, `..`, empty names and a slash at its end. `from` is absolute. */
function shortest(path, from = "/") {
	const names = [];
	for (const name of `${path.startsWith("/") ? "" : from}/${path}`.split("/")) if (name === "..") names.pop();
	else if (name !== "" && name !== ".") names.push(name);
	return `/${names.join("/")}`;
}
/** The job's folder: the workspace of a workflow, else where the process was started. */
function workspaceOf(env, cwd) {
	return shortest(env["GITHUB_WORKSPACE"] || cwd, cwd);
}
/** The same path, or one below it. */
function isWithin(path, folder) {
	return path === folder || path.startsWith(folder === "/" ? "/" : `${folder}/`);
}
/** Where a path lies, seen from a pattern in which `*` stands for any characters of one name: at it, below it, above it (so that it holds it), or elsewhere. */
function placeOf(path, pattern) {
	const names = namesOf(path);
	const patterns = namesOf(pattern);
	const shared = Math.min(names.length, patterns.length);
	for (let level = 0; level < shared; level += 1) if (!matchName(patterns[level] ?? "", names[level] ?? "")) return void 0;
	if (names.length === patterns.length) return "at";
	return names.length < patterns.length ? "above" : "below";
}
/** `temurin-*` fits `temurin-17-jdk-amd64`: `*` is any characters of one name, or none. */
function matchName(pattern, name) {
	const [first = "", ...rest] = pattern.split("*");
	const last = rest.pop();
	if (last === void 0) return pattern === name;
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
export { placeOf as a, namesOf as i, isWithin as n, shortest as o, matchName as r, workspaceOf as s, isPlainPath as t };
