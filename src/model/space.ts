import type { Bytes } from "./bytes.ts";

/** How the run may make room. */
export interface SpaceAsked {
	/** `auto`: only on GitHub-hosted machines, and only when the build would run short. */
	readonly freeDisk: "auto" | "off";
	/** A target given by hand instead of an estimate: free bytes on every disk that the build writes to. */
	readonly minFree?: Bytes;
	/** Ids of components that stay, whatever else is said. */
	readonly keep: readonly string[];
	/** Ids of components that go first; on machines that are not thrown away nothing else goes. */
	readonly remove: readonly string[];
	readonly allowSelfHosted: boolean;
}

/** Images of hosted runners, by the value of ImageOS: `ubuntu22`, `ubuntu24`, `ubuntu26`. */
export type RunnerImage = "ubuntu22" | "ubuntu24" | "ubuntu26";

/** Software of a hosted runner that a container build does not need. One row of the catalog. */
export interface Component {
	/** As in `keep` and `remove`. */
	readonly id: string;
	/** A wider name that stands for it there too, for example `browsers`. It may be the id of another component. */
	readonly group?: string;
	/** For people: `Android SDK and NDKs`. */
	readonly title: string;
	/** Absolute paths, `*` stands for any characters of one name, `~/` for the runner's home. */
	readonly paths: readonly string[];
	/** Links that point into it and dangle when it is gone. */
	readonly links: readonly string[];
	/** Variables of the environment that point into it. */
	readonly variables: readonly string[];
	/** Where it was seen; it is looked for everywhere. */
	readonly images: readonly RunnerImage[];
	readonly architectures: readonly ("x64" | "arm64")[];
	/** What no longer works without it. */
	readonly breaks: string;
	/** Never removed unless `remove` names it: its absence would not explain itself, or pushes and logins need it. */
	readonly onlyAsked?: boolean;
	/** It lies in the engine's store and has no paths of its own. */
	readonly engine?: "images" | "build-cache";
	readonly expected: { readonly bytes: Bytes; readonly seconds: number };
	/** Where this is known from. */
	readonly source: string;
}

/** A path of a component that is there. */
export interface PresentPath {
	readonly component: string;
	readonly path: string;
	/** Device of the file system it lies on. */
	readonly device: string;
	/** It is of our own user, so that it may go without root. */
	readonly own: boolean;
}

/** Why a component stays. */
export interface Kept {
	readonly component: string;
	/** A short sentence about the component: `a step before this one set JAVA_HOME to a path in it`. */
	readonly why: string;
	/** Holds although `remove` names the component by its own id: without it something breaks for certain. */
	readonly firm?: boolean;
}

/** One disk that must have so much free. */
export interface DiskNeed {
	readonly roles: readonly string[];
	readonly path: string;
	readonly device: string;
	readonly free: Bytes;
	readonly total: Bytes;
	/** Free bytes that the build needs there. */
	readonly needed: Bytes;
}

/** How much the build needs, and how that is known. */
export interface SpaceNeed {
	readonly bytes: Bytes;
	/** One sentence: `base image 3.1 GB compressed, unpacked about 7.4 GB, and 2 GB for the runner`. */
	readonly how: string;
	readonly from: "min-free" | "base-image" | "last-build" | "size-limit" | "default";
}

/** What will be removed, in this order, until the disks have what they need. Pure data; printed by a dry run. */
export interface SpacePlan {
	readonly need: SpaceNeed;
	readonly disks: readonly DiskNeed[];
	/** Empty when there is enough, when it is not allowed, or when nothing is there. */
	readonly items: readonly PlannedItem[];
	/** What comes next where the items turn out smaller than the catalog expects. Stays when the target is reached without it. */
	readonly spare: readonly PlannedItem[];
	readonly kept: readonly Kept[];
	/** Why nothing is removed although a disk is short, as far as that was decided and not found. */
	readonly refused?: string;
	/** What to do about that, where something can be done. */
	readonly remedy?: string;
	/** A target given by hand that cannot be had, whatever goes: nothing goes for it, and the run ends. */
	readonly beyond?: OutOfReach;
	/** Disks that will be short even when all of this is gone, as far as the catalog expects. */
	readonly lacking: readonly { readonly path: string; readonly bytes: Bytes }[];
	/** A second disk that takes the builder's state instead of the one that is short. */
	readonly second?: SecondDisk;
}

/** A target given by hand, and what a disk may have free at most. */
export type OutOfReach = {
	/** Bytes as they were asked for. */
	readonly value: Bytes;
	readonly path: string;
	readonly most: Bytes;
	/** What `most` is: the size of the disk, or all that may go there as far as the catalog expects, and a quarter. */
	readonly limit: "disk" | "catalog";
} & (
	| { readonly input: "min-free" }
	/** `beside`: bytes that must be free beside the swap file. */
	| { readonly input: "swap"; readonly beside: Bytes }
);

/** An image of the engine that may go. */
export interface PlannedImage {
	/** `sha256:…` */
	readonly id: string;
	/** For people: its first name, else its short id. */
	readonly name: string;
}

/** A real second disk of the runner, for the state of a builder of ours. Nothing is copied and no engine is restarted. */
export interface SecondDisk {
	/** Where it is mounted. */
	readonly path: string;
	readonly device: string;
	readonly free: Bytes;
	readonly total: Bytes;
	/** Folder for the builder's state, ours alone. */
	readonly state: string;
	/** Folder for temporary files, ours alone. */
	readonly temp: string;
}

export interface PlannedItem {
	readonly component: string;
	readonly title: string;
	readonly paths: readonly string[];
	/** Devices that are short and that it gives room to. */
	readonly devices: readonly string[];
	/** What of the engine's store goes instead of paths. */
	readonly engine?:
		| { readonly kind: "images"; readonly images: readonly PlannedImage[] }
		| { readonly kind: "build-cache" };
	/** From the catalog. */
	readonly expected: { readonly bytes: Bytes; readonly seconds: number };
	readonly breaks: string;
}

/** What became of one component. */
export interface ReclaimedItem {
	readonly component: string;
	readonly title: string;
	/** `freed`: gone and its bytes are back. `later`: out of the way, unlinked while the build ran. `in-part`: gone but for what `why` says. `failed`: see `why`. */
	readonly state: "freed" | "later" | "in-part" | "failed";
	readonly bytes: Bytes;
	readonly files: number;
	readonly seconds: number;
	readonly why?: string;
}

/** One disk before and after room was made. */
export interface DiskRoom {
	readonly roles: readonly string[];
	readonly path: string;
	readonly device: string;
	readonly free: Bytes;
	readonly total: Bytes;
	readonly needed: Bytes;
	/** Free bytes when the run went on. */
	readonly after: Bytes;
}

/** What was done to have room, for report and outputs. */
export interface SpaceReport {
	readonly need: SpaceNeed;
	readonly disks: readonly DiskRoom[];
	readonly items: readonly ReclaimedItem[];
	readonly kept: readonly Kept[];
	readonly refused?: string;
	/** Why the program that removes paths did not come to its work: all of them are where they were. */
	readonly notStarted?: string;
	/** All bytes that were given back, also those of the background part known so far. */
	readonly freedBytes: Bytes;
	/** How long the run waited for it. */
	readonly blockedMs: number;
	/** Links and variables that point into what was removed. */
	readonly dangling: readonly string[];
	/** A second disk that takes the builder's state: the others need room for the runner only. */
	readonly second?: { readonly path: string; readonly free: Bytes };
}

/** Swap there is and swap we made. */
export interface SwapReport {
	/** Before, without what other runs of ours have made for themselves. */
	readonly existing: Bytes;
	/** How much there should be in all; never less than `existing`. */
	readonly wanted: Bytes;
	/** Made by us; 0 when none was needed or it was refused. */
	readonly made: Bytes;
	readonly path?: string;
	/** Most swap that the whole machine used at one moment of the build. Its course is `watch.memory.swapSeries`. */
	readonly peak?: Bytes;
	/** Why none, or less than wanted, was made. */
	readonly refused?: string;
	/** vm.swappiness during the run, when it was changed; or why it was not. */
	readonly swappiness?: { readonly from: number; readonly to: number } | { readonly why: string };
}
