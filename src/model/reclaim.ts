import type { Bytes } from "./bytes.ts";

/** One piece of the work: trees to remove, in order. */
export interface ReclaimItem {
	readonly id: string;
	/** Absolute and plain. A path that is not there, is a link, a mount point or on another file system than its parent is told and left alone. */
	readonly paths: readonly string[];
	/** Paths of the targets that it gives room to: it stays when only others are short. Absent: all. */
	readonly frees?: readonly string[];
}

/** Free bytes that a file system must have (statfs, what an ordinary user may take). */
export interface FreeTarget {
	readonly path: string;
	readonly free: Bytes;
}

/** What is to be removed, and when it is enough. */
export interface ReclaimRequest {
	/** Names the trash folders: `<mount point>/.ml-image-build-trash-<run>`. Letters, digits and hyphens. */
	readonly run: string;
	readonly items: readonly ReclaimItem[];
	/** Nothing more is moved away once all of these hold; what is moved already is still unlinked. None at all: it is enough at once. */
	readonly until: readonly FreeTarget[];
	/** Paths of this job (workspace, temporary folder, data root): what is one of them, inside of one or holds one stays, whatever is asked. */
	readonly keep?: readonly string[];
}

/** What happens, as it happens. */
export type ReclaimEvent =
	/** The program runs. Not as root: only what the user's own rights allow is removed. */
	| { readonly kind: "started"; readonly root: boolean; readonly pid: number }
	/** Those of its paths that can be are out of the way. */
	| { readonly kind: "moved"; readonly item: string }
	/** A path stays where it is. */
	| { readonly kind: "skipped"; readonly item: string; readonly path: string; readonly why: string }
	/** All of it is unlinked: bytes are those of its blocks, each hard link's once and only when its last name went. */
	| {
			readonly kind: "freed";
			readonly item: string;
			readonly bytes: Bytes;
			readonly files: number;
			readonly seconds: number;
			readonly problems: readonly string[];
	  }
	/** Comes before `enough`: so much is gone of an item that goes on being unlinked; files with several names are not counted yet. */
	| { readonly kind: "part"; readonly item: string; readonly bytes: Bytes }
	/** The disks have what was asked for. From now on it goes on slowly, so that the build's own writes are not held up. */
	| { readonly kind: "enough"; readonly free: readonly Bytes[] }
	/** Everything is unlinked that was moved and could be. Comes again after each `hurry` that moved more. `left`: trash folders that are not empty. */
	| {
			readonly kind: "end";
			readonly free: readonly Bytes[];
			readonly problems: readonly string[];
			readonly left: readonly string[];
	  };

/** What main tells the program while it runs, one JSON line each. */
export type ReclaimOrder =
	| { readonly order: "hurry"; readonly until?: readonly FreeTarget[] }
	| { readonly order: "finish" };

/** Unlinks what a run that is no more has left in its trash. */
export interface ReclaimFinish {
	readonly finish: string;
	/** Paths that run was to remove: its trash lies in a folder above one of them. */
	readonly near: readonly string[];
}

export type ReclaimFinished =
	| { readonly ok: true; readonly bytes: Bytes; readonly files: number }
	| { readonly ok: false; readonly why: string };

export interface Reclaimed {
	readonly free: readonly Bytes[];
	readonly why?: string;
	/** The program did not come to its work, or did not take the request: nothing was touched. */
	readonly neverRan?: true;
}

/** A removal that runs in a process of its own and outlives the run when that is killed. */
export interface Reclaiming {
	/** When the disks have enough, or all is done, or it failed (`why`). Never rejects. */
	readonly enough: Promise<Reclaimed>;
	/**
	 * When the program has ended, or was left. While items remain that were not needed it stays for a `hurry`, so call `finish` or
	 * `leave` before you wait. Never rejects. `unfinished`: something may lie in its trash, so its end must stay in the journal.
	 */
	readonly done: Promise<{ readonly problems: readonly string[]; readonly unfinished: boolean }>;
	readonly pid: number | undefined;
	/** The disk is about to fill: full speed, and the next items too, until the targets (or these instead) hold again. */
	hurry(until?: readonly FreeTarget[]): void;
	/** The build is over: full speed, and nothing more is moved. */
	finish(): void;
	/** Stops listening. It unlinks slowly what it has moved, moves nothing more, and ends; post joins it. */
	leave(): void;
}
