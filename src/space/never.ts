import { TOOLCHAINS, whyNever } from "../model/never.ts";
import { isWithin } from "../model/paths.ts";

/** Folders that hold more than one thing: what is inside of them may be a component, they themselves are none. */
const HOLDERS: ReadonlySet<string> = new Set([
	...["/usr/lib", "/usr/share", "/usr/local", "/usr/local/bin", "/usr/local/lib", "/usr/local/share"],
	...["/opt/google", "/opt/microsoft", "/opt/hostedtoolcache", "/etc/skel", "/var/tmp", "/var/lib", "/var/cache"],
	...["/var/lib/apt", "/var/lib/apt/lists", "/var/cache/apt", "/var/cache/apt/archives"],
]);

/** Characters that no path of the catalog has, and that a pattern or a line could be made of. */
const ODD = /[\n\r*?[\]\\]/;

/**
 * Why a path is not planned for removal, as a short clause, or nothing when it may be. `path` is a real path, not a pattern; `homes` are the
 * homes of this machine's users as far as they matter: they may lie anywhere.
 */
export function whyNotPlanned(path: string, homes: readonly string[]): string | undefined {
	if (ODD.test(path)) return "it is no plain absolute path";
	if (HOLDERS.has(path)) return "it holds more than one thing";
	return whyNever(path) ?? homes.map((home) => whyNotInHome(path, home)).find((why) => why !== undefined);
}

function whyNotInHome(path: string, home: string): string | undefined {
	if (isWithin(home, path)) return "it holds a home";
	if (!isWithin(path, home)) return undefined;
	const [first = ""] = path.slice(home.length + 1).split("/");
	return TOOLCHAINS.includes(first) ? undefined : "it is in a home, and not one of the tools' own folders there";
}
