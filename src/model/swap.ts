import type { Bytes } from "./bytes.ts";
import { unescapePath } from "./mounts.ts";

/** One row of /proc/swaps. */
export interface SwapArea {
	readonly path: string;
	/** `zram`: compressed memory, no disk. */
	readonly kind: "file" | "partition" | "zram" | "other";
	readonly bytes: Bytes;
	readonly used: Bytes;
	readonly priority: number;
	/** Its file was unlinked while it was on. */
	readonly deleted: boolean;
	/** An earlier step of this job made it, to last as long as the job. */
	readonly lasts?: boolean;
}

/** What was asked about swap. */
export interface SwapAsked {
	/** `auto`: what `memory-swap` needs beyond the swap there is. A number: so many bytes of swap in all. */
	readonly swap: "auto" | "off" | Bytes;
	/** vm.swappiness during the run, put back at its end. Absent: not touched. */
	readonly swappiness?: number;
}

/** A place where a swap file of ours may lie, as it was found. */
export interface SwapPlace {
	readonly folder: SwapFolder;
	/** `ext4`, `btrfs`, `overlay`; empty when it is not known. */
	readonly fileSystem: string;
	readonly readOnly: boolean;
	/** Disks that the file system lies on, where it may lie on several (btrfs). */
	readonly devices: number;
	readonly free: Bytes;
	/** The build writes to this disk too. */
	readonly shared: boolean;
}

/** Folders that are looked at for a swap file, best first. */
export const SWAP_FOLDERS = ["/mnt", "/"] as const;
export type SwapFolder = (typeof SWAP_FOLDERS)[number];

/** What will be done about swap. Pure data; part of the printed plan. */
export interface SwapPlan {
	/** Swap there is, without what runs of ours have made for themselves. */
	readonly existing: Bytes;
	/** How much there should be in all; never less than `existing`. */
	readonly wanted: Bytes;
	readonly make?: { readonly folder: SwapFolder; readonly bytes: Bytes; readonly priority?: number };
	/** Why none is made although more is wanted, or less than that. */
	readonly short?: { readonly why: string; readonly remedy: string };
	/** vm.swappiness: what it was and what it will be; or why it stays. */
	readonly swappiness?: { readonly from: number; readonly to: number } | { readonly why: string };
}

/** Swap files are made and removed by root; nothing but files of ours is ever switched off. */
export type SwapEdit =
	/** Makes a file that holds so many bytes of swap (0600, no holes), formats it and switches it on. Undone whole when one part fails. */
	| { readonly act: "make"; readonly path: string; readonly bytes: Bytes; readonly priority?: number }
	/** Switches it off when the machine has the memory for what lies in it, and removes it. */
	| { readonly act: "drop"; readonly path: string }
	| { readonly act: "swappiness"; readonly value: number };

export type SwapEdited =
	/** `make`: bytes of swap as the kernel counts them. `drop`: bytes given back. `swappiness`: `previous` is what it was. */
	| { readonly ok: true; readonly bytes: Bytes; readonly previous?: number }
	| { readonly ok: false; readonly why: string };

const OURS = /^(?:\/mnt)?\/\.ml-image-build-[0-9]{1,20}-[0-9]{1,20}\.swap$/;

/** The swap file of one run: `/mnt/.ml-image-build-4711-1700000000000.swap`. */
export function swapPath(folder: SwapFolder, pid: number, now: number): string {
	return `${folder === "/" ? "" : folder}/.ml-image-build-${pid}-${now}.swap`;
}

/** A name that only a run of ours gives. */
export function isSwapOfOurs(path: string): boolean {
	return OURS.test(path);
}

const DELETED = /\\040\(deleted\)$/;

/**
 * Reads /proc/swaps (https://man7.org/linux/man-pages/man5/proc_swaps.5.html): sizes are KiB, blanks and backslashes of a path are
 * written in octal, and a path that is gone ends in ` (deleted)`.
 */
export function parseSwaps(text: string): readonly SwapArea[] {
	return text.split("\n").flatMap((line) => {
		const [, path = "", kind = "", size, used, priority] =
			/^(\/\S*)\s+(\S+)\s+(\d+)\s+(\d+)\s+(-?\d+)\s*$/.exec(line) ?? [];
		if (path === "") return [];
		const name = unescapePath(path.replace(DELETED, ""));
		return {
			path: name,
			kind: kindOf(kind, name),
			bytes: Number(size) * 1024,
			used: Number(used) * 1024,
			priority: Number(priority),
			deleted: DELETED.test(path),
		};
	});
}

function kindOf(kind: string, path: string): SwapArea["kind"] {
	if (/^\/dev\/zram\d+$/.test(path)) return "zram";
	return kind === "file" || kind === "partition" ? kind : "other";
}
