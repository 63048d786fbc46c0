import type { Bytes } from "./bytes.ts";

/** A value with the method that got it and the seconds it took, or the reason why it could not be had. */
export type Measured<T> =
	| { readonly known: true; readonly value: T; readonly method: string; readonly seconds: number }
	| { readonly known: false; readonly why: string; readonly method?: string; readonly seconds?: number };

/** A place in the user's Dockerfile. `line` counts from 1. */
export interface StepRef {
	/** The instruction as written, in one line, shortened to at most 200 characters. */
	readonly text: string;
	/** The Dockerfile's path as the user gave it, when it is known. */
	readonly file?: string;
	readonly line?: number;
	/** BuildKit's own name of the step, for example `[stage-1 4/9]`. */
	readonly name?: string;
}

/** One layer of the image, lowest first (`index` 0). */
export interface LayerFacts {
	readonly index: number;
	/** Digest of the uncompressed tar (`sha256:…`), the identity of a layer's content. */
	readonly diffId: string;
	/** Digest of the compressed blob, where there is one. */
	readonly digest?: string;
	/** Sum of its regular files' bytes, hard links once. Absent when it could not be measured. */
	readonly unpackedBytes?: Bytes;
	/** Size of the blob in the manifest. Absent where the store keeps none. */
	readonly compressedBytes?: Bytes;
	/** Number of regular files. */
	readonly files?: number;
	/** `created_by` of the image's history; cut (`…`) where the image has many very long ones. */
	readonly createdBy: string;
	/** The step of this build that made it; absent for layers of the base image. */
	readonly step?: StepRef;
	/** True when a base image brought it. */
	readonly base: boolean;
}

export type EnvironmentKind = "system" | "venv" | "conda" | "other";

/** One installed Python distribution, as its `*.dist-info/METADATA` (or `*.egg-info/PKG-INFO`) says. */
export interface Distribution {
	/** As written in METADATA. */
	readonly name: string;
	/** Normalised by PEP 503: `[-_.]+` → `-`, lower case. */
	readonly key: string;
	readonly version: string;
	/** `Requires-Dist` lines as written. */
	readonly requires: readonly string[];
	/** How many more such lines there are than are kept; absent when there are none. */
	readonly requiresLeftOut?: number;
	/** The folder that holds it, absolute in the image: `/opt/venv/lib/python3.12/site-packages`. */
	readonly site: string;
	readonly environment: EnvironmentKind;
	/** The environment's root: `/opt/venv`, `/opt/conda/envs/x`, `/usr/local`, `/usr`. */
	readonly prefix: string;
	/** Bytes of its files (RECORD's rows plus compiled caches), where the method saw sizes. */
	readonly bytes?: Bytes;
	/** Layer that holds the visible METADATA, where the method saw layers. */
	readonly layer?: number;
}

/** A copy of torch that a higher layer replaced or hid. */
export interface ReplacedTorch {
	/** `__version__` of torch/version.py; METADATA's when there is no version.py. */
	readonly version: string;
	/** METADATA's version when it differs: the one that pip compares with. */
	readonly metadataVersion?: string;
	readonly layer: number;
	readonly step?: StepRef;
}

/** A torch that is in a layer, and that a higher layer deleted without putting another into its folder. */
export interface DeletedTorch {
	readonly version: string;
	readonly site: string;
	readonly layer: number;
	readonly step?: StepRef;
	/** The layer that deletes it. */
	readonly deletedIn?: number;
	readonly deletedBy?: StepRef;
}

/** Why nothing tells the version of a torch that is there: its files are links, are no files, cannot be read, do not say, or are too many to keep. */
export type UnreadReason = "link" | "no regular file" | "unreadable" | "no version" | "too many";

/** A torch that is in a folder, but whose version nothing there tells. */
export interface UnreadTorch {
	readonly site: string;
	readonly reason: UnreadReason;
}

/** One visible torch. */
export interface TorchFacts {
	/** `__version__` of torch/version.py, with its local part (`2.6.0+cu124`); METADATA's when there is no version.py. */
	readonly version: string;
	readonly source: "torch/version.py" | "METADATA";
	/** METADATA's version when it differs. */
	readonly metadataVersion?: string;
	/** `cuda` of version.py (`12.4`), null for a CPU build; undefined when version.py was not readable. */
	readonly cuda?: string | null;
	readonly hip?: string | null;
	readonly site: string;
	readonly layer?: number;
	readonly step?: StepRef;
	/** Other versions whose METADATA lies in the same folder: pip put this one over them without uninstalling them. */
	readonly leftBeside?: readonly string[];
	/** Root of its environment (venv, conda) when the image's PATH is known and does not have its `bin`. */
	readonly offPath?: string;
	/** Copies below it that were replaced, highest layer first. */
	readonly replaced: readonly ReplacedTorch[];
	/** Installed distributions whose Requires-Dist names torch, with the requirement as written. */
	readonly requiredBy: readonly { readonly name: string; readonly version: string; readonly requirement: string }[];
	/** How many more requirements on torch are in the image, in any environment, than are kept; absent when there are none. */
	readonly requiredByLeftOut?: number;
}

/** What is known about one image (one platform). */
export interface ImageFacts {
	/** Config digest (docker driver on overlay2) or manifest digest: what is gated, tagged and pushed. */
	readonly id: string;
	/** `linux/amd64`. */
	readonly platform: string;
	/** Σ over layers of their regular files' bytes, each layer's hard links once. */
	readonly unpackedBytes: Measured<Bytes>;
	/** Σ of the manifest's layer blobs. Unknown where the image was never compressed. */
	readonly compressedBytes: Measured<Bytes>;
	/** Bytes of the merged view. */
	readonly rootfsBytes: Measured<Bytes>;
	readonly layers: Measured<readonly LayerFacts[]>;
	readonly distributions: Measured<readonly Distribution[]>;
	/** How many more distributions there are than are kept; absent when there are none. */
	readonly distributionsLeftOut?: number;
	/** All visible copies of torch; the first is the one the image's own interpreter finds. Empty: no torch. */
	readonly torch: Measured<readonly TorchFacts[]>;
	/** Why torch is unknown, where that is because of how it lies in the image; absent when there are none. */
	readonly unreadTorch?: readonly UnreadTorch[];
	/** Where the method saw layers; absent when there are none. */
	readonly deletedTorch?: readonly DeletedTorch[];
}
