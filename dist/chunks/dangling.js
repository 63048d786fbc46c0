import { n as isWithin } from "./paths.js";
import { t as namedPaths } from "./job-env.js";
// src/space/dangling.ts
/**
* Links and variables that pointed into what was removed, for the log: `/usr/bin/julia (to /usr/local/julia1.12.7/bin/julia)`,
* `ANDROID_HOME=/usr/local/lib/android/sdk`. `links` as they were found before.
*/
function danglingAfter(removed, links, env) {
	const gone = (path) => removed.some((root) => isWithin(path, root));
	const dead = links.flatMap(({ path, target }) => target !== void 0 && gone(target) && !gone(path) ? [`${path} (to ${target})`] : []);
	const variables = namedPaths(env, {}).flatMap(({ name, path }) => {
		if (name.startsWith("INPUT_") || !gone(path)) return [];
		return [name === "PATH" ? `${path} in PATH` : `${name}=${path}`];
	});
	return [.../* @__PURE__ */ new Set([...dead, ...variables])];
}
export { danglingAfter };
