import { readFileSync } from "node:fs";
import { isInside, TOOLCHAINS, whyNever } from "../model/never.ts";
import { isWithin } from "../model/paths.ts";

/** Where installers put software. What lies elsewhere is somebody's data, and a request for it is not ours. */
const SOFTWARE = ["/usr", "/opt", "/etc/skel", "/home/linuxbrew", "/home/packer", "/var/cache", "/var/lib"];

/** Why a path stays; nothing when it may go. `keep`: paths of this job, each with what is in it and what holds it; they can only take from what may go. */
export type Guard = (path: unknown, keep?: readonly string[]) => string | undefined;

/**
 * Says why root does not remove a path, whoever asks. This is the second lock, in the program that has the power: a wrong
 * row, a wrong glob and a request that is not ours all end here. `home`: of the user who asks; their toolchains may go, nobody else's.
 */
export function createGuard(home: string | undefined): Guard {
	const toolchains = home === undefined ? [] : TOOLCHAINS.map((name) => `${home}/${name}`);
	const isSoftware = (path: string) =>
		SOFTWARE.some((place) => isInside(path, place)) || toolchains.some((place) => isWithin(path, place));
	return (path, keep = []) => {
		const never = whyNever(path);
		if (never !== undefined || typeof path !== "string") return never;
		if (!isSoftware(path)) return "no software is kept there, or not that of the user who asks";
		const needed = keep.find((kept) => isWithin(path, kept) || isWithin(kept, path));
		return needed === undefined ? undefined : `this job needs ${needed}`;
	};
}

/** The home of the user who asks: of whom sudo made root, else our own. What the environment says of a home is not asked. */
export function homeOfCaller(): string | undefined {
	try {
		return homeOf(readFileSync("/etc/passwd", "utf8"), process.getuid?.() ?? -1, process.env["SUDO_UID"]);
	} catch {
		return undefined;
	}
}

/** From the system's list of users (`name:password:uid:gid:comment:home:shell`). https://man7.org/linux/man-pages/man5/passwd.5.html */
export function homeOf(users: string, uid: number, sudoUid: string | undefined): string | undefined {
	const asks = uid === 0 && sudoUid !== undefined ? sudoUid : String(uid);
	const user = users.split("\n").find((line) => line.split(":")[2] === asks);
	return user?.split(":")[5] || undefined;
}
