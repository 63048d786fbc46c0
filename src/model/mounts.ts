import { isWithin } from "./paths.ts";

/** A mount as this process sees it: a line of `/proc/self/mountinfo`. */
export interface Mount {
	/** Where it is mounted. */
	readonly path: string;
	/** `8:1`: number of the file system's device. Subvolumes of one btrfs have a number each. */
	readonly device: string;
	/** `/` for a whole file system, else the folder of it that is mounted. */
	readonly root: string;
	/** `ext4`, `overlay`. */
	readonly fileSystem: string;
	/** `/dev/sda1`, or what the file system calls itself by; may be empty. */
	readonly source: string;
	/** This mount, or the whole file system. */
	readonly readOnly: boolean;
}

/**
 * Reads `/proc/self/mountinfo` (https://man7.org/linux/man-pages/man5/proc_pid_mountinfo.5.html) in the order of the kernel: of several at one
 * path the last is on top. Between the options of a mount and a hyphen there is any number of optional fields. A line that is no mount is left out.
 */
export function parseMounts(text: string): readonly Mount[] {
	return text.split("\n").flatMap((line) => {
		const fields = line.split(" ");
		const [, , device, root, path, options] = fields;
		const hyphen = fields.indexOf("-", 6);
		const [fileSystem, source = "", superOptions = ""] = hyphen < 0 ? [] : fields.slice(hyphen + 1);
		if (device === undefined || root === undefined || !path?.startsWith("/") || !options || !fileSystem) return [];
		const readOnly = [...options.split(","), ...superOptions.split(",")].includes("ro");
		return [
			{
				path: unescapePath(path),
				device,
				root: unescapePath(root),
				fileSystem,
				source: unescapePath(source),
				readOnly,
			},
		];
	});
}

/** The mount that is on top at a mount point. */
export function mountAt(mounts: readonly Mount[], path: string): Mount | undefined {
	return mounts.findLast((mount) => mount.path === path);
}

/** The mount that a path without links lies on. */
export function mountOf(mounts: readonly Mount[], path: string): Mount | undefined {
	const mount = mountAt(mounts, path);
	if (mount || path === "/" || !path.startsWith("/")) return mount;
	return mountOf(mounts, path.slice(0, path.lastIndexOf("/")) || "/");
}

/** A mount at or below a path without links. */
export function mountWithin(mounts: readonly Mount[], path: string): Mount | undefined {
	return mounts.find((mount) => isWithin(mount.path, path));
}

/** The kernel writes blanks, tabs, line breaks and backslashes of a path in octal: `\040` is a blank. */
export function unescapePath(path: string): string {
	return path.replace(/\\([0-7]{3})/g, (_all, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)));
}
