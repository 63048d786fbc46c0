import { unescapePath } from "../model/swap.ts";

/** A line of `/proc/self/mountinfo`. */
export interface Mount {
	readonly path: string;
	/** `/` for a whole file system, else the folder of it that is mounted. */
	readonly root: string;
	readonly type: string;
}

/** Reads `/proc/self/mountinfo` (https://man7.org/linux/man-pages/man5/proc_pid_mountinfo.5.html). */
export function parseMounts(text: string): readonly Mount[] {
	return text.split("\n").flatMap((line) => {
		const [left = "", right = ""] = line.split(" - ");
		const [, , , root, path] = left.split(" ");
		const [type] = right.split(" ");
		if (root === undefined || path === undefined || !type) return [];
		return [{ path: unescapePath(path), root: unescapePath(root), type }];
	});
}
