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
export { parseEnvironment as n, namedPaths as t };
