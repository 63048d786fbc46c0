import { a as unescapePath } from "./mounts.js";
// src/model/swap.ts
/** Folders that are looked at for a swap file, best first. */
const SWAP_FOLDERS = ["/mnt", "/"];
const OURS = /^(?:\/mnt)?\/\.ml-image-build-[0-9]{1,20}-[0-9]{1,20}\.swap$/;
/** The swap file of one run: `/mnt/.ml-image-build-4711-1700000000000.swap`. */
function swapPath(folder, pid, now) {
	return `${folder === "/" ? "" : folder}/.ml-image-build-${pid}-${now}.swap`;
}
/** A name that only a run of ours gives. */
function isSwapOfOurs(path) {
	return OURS.test(path);
}
const DELETED = /\\040\(deleted\)$/;
/**
* Reads /proc/swaps (https://man7.org/linux/man-pages/man5/proc_swaps.5.html): sizes are KiB, blanks and backslashes of a path are
* written in octal, and a path that is gone ends in ` (deleted)`.
*/
function parseSwaps(text) {
	return text.split("\n").flatMap((line) => {
		const [, path = "", kind = "", size, used, priority] = /^(\/\S*)\s+(\S+)\s+(\d+)\s+(\d+)\s+(-?\d+)\s*$/.exec(line) ?? [];
		if (path === "") return [];
		const name = unescapePath(path.replace(DELETED, ""));
		return {
			path: name,
			kind: kindOf(kind, name),
			bytes: Number(size) * 1024,
			used: Number(used) * 1024,
			priority: Number(priority),
			deleted: DELETED.test(path)
		};
	});
}
function kindOf(kind, path) {
	if (/^\/dev\/zram\d+$/.test(path)) return "zram";
	return kind === "file" || kind === "partition" ? kind : "other";
}
export { swapPath as i, isSwapOfOurs as n, parseSwaps as r, SWAP_FOLDERS as t };
