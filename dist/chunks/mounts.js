import { n as isWithin } from "./paths.js";
// src/model/mounts.ts
/**
* Reads `/proc/self/mountinfo` (https://man7.org/linux/man-pages/man5/proc_pid_mountinfo.5.html) in the order of the kernel: of several at one
* path the last is on top. Between the options of a mount and a hyphen there is any number of optional fields. A line that is no mount is left out.
*/
function parseMounts(text) {
	return text.split("\n").flatMap((line) => {
		const fields = line.split(" ");
		const [, , device, root, path, options] = fields;
		const hyphen = fields.indexOf("-", 6);
		const [fileSystem, source = "", superOptions = ""] = hyphen < 0 ? [] : fields.slice(hyphen + 1);
		if (device === void 0 || root === void 0 || !path?.startsWith("/") || !options || !fileSystem) return [];
		const readOnly = [...options.split(","), ...superOptions.split(",")].includes("ro");
		return [{
			path: unescapePath(path),
			device,
			root: unescapePath(root),
			fileSystem,
			source: unescapePath(source),
			readOnly
		}];
	});
}
/** The mount that is on top at a mount point. */
function mountAt(mounts, path) {
	return mounts.findLast((mount) => mount.path === path);
}
/** The mount that a path without links lies on. */
function mountOf(mounts, path) {
	const mount = mountAt(mounts, path);
	if (mount || path === "/" || !path.startsWith("/")) return mount;
	return mountOf(mounts, path.slice(0, path.lastIndexOf("/")) || "/");
}
/** A mount at or below a path without links. */
function mountWithin(mounts, path) {
	return mounts.find((mount) => isWithin(mount.path, path));
}
/** The kernel writes blanks, tabs, line breaks and backslashes of a path in octal: `\040` is a blank. */
function unescapePath(path) {
	return path.replace(/\\([0-7]{3})/g, (_all, octal) => String.fromCharCode(Number.parseInt(octal, 8)));
}
export { unescapePath as a, parseMounts as i, mountOf as n, mountWithin as r, mountAt as t };
