import { isInside, TOOLCHAINS, whyNever } from "../model/never.ts";
import { isWithin, namesOf } from "../model/paths.ts";

/** Where installers put software. What lies elsewhere is somebody's data, and a request for it is not ours. */
const SOFTWARE = ["/usr", "/opt", "/etc/skel", "/home/*", "/root", "/var/cache", "/var/lib"];

/** Toolchains go with a home, wherever that is. */
function isSoftware(path: string): boolean {
	const within = SOFTWARE.some((place) => isInside(path, place));
	return within || namesOf(path).some((name, level) => level > 0 && TOOLCHAINS.includes(name));
}

/**
 * Why root does not remove a path, whoever asks; nothing when it may be. This is the second lock, in the program that has the power: a wrong
 * row, a wrong glob and a request that is not ours all end here. `keep`: paths of this job, each with what is in it and what holds it; they
 * can only take from what may go.
 */
export function refuse(path: unknown, keep: readonly string[] = []): string | undefined {
	const never = whyNever(path);
	if (never !== undefined || typeof path !== "string") return never;
	if (!isSoftware(path)) return "no software is kept there";
	const needed = keep.find((kept) => isWithin(path, kept) || isWithin(kept, path));
	return needed === undefined ? undefined : `this job needs ${needed}`;
}
