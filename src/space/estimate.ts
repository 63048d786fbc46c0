import prettyBytes from "pretty-bytes";
import { type Bytes, SIZE_FORMAT } from "../model/bytes.ts";
import type { ImageStore } from "../model/host.ts";
import type { SpaceNeed } from "../model/space.ts";

const GB = 1e9;

/** What the runner itself must always have: its logs, its scripts, our report. */
export const FLOOR: Bytes = 2 * GB;
/** Taken where nothing is known of the image: one with PyTorch for CUDA. */
export const DEFAULT_IMAGE: Bytes = 8 * GB;
/** What a build is expected to add to its base: PyTorch for CUDA with its libraries, and an application. */
export const DEFAULT_ADDED: Bytes = 6 * GB;
/** Layers of Linux images unpack to some 2.4 times their gzip (CUDA images 1.9 to 2.6). */
export const UNPACKED_PER_COMPRESSED = 2.4;
/** And are pushed with about so much of their unpacked size. */
const COMPRESSED_PER_UNPACKED = 0.5;
/** A build of last time takes so much more this time. */
const LAST_BUILD_MARGIN = 1.2;
/** Files that are made and removed again, stages that are not in the image, caches of package managers. */
const WORK = 0.5;
/** With so much free no estimate comes to another answer, so nothing has to be asked for it. */
export const PLENTY: Bytes = 60 * GB;

/** How the image is built and what becomes of it. */
export interface BuildShape {
	/** `engine`: the engine's own BuildKit. `builder`: in a container, with a store of its own. `elsewhere`: not on this machine. */
	readonly builds: "engine" | "builder" | "elsewhere";
	readonly store: ImageStore;
	/** The image goes from a builder into the engine. */
	readonly load: boolean;
	/** It is compressed to be pushed. */
	readonly push: boolean;
	/** Archives of the image in files. */
	readonly archives: number;
	/** Caches that are written into a folder. */
	readonly localCaches: number;
}

/** A base image that has to come from its registry, which tells the compressed size. */
export interface BaseInRegistry {
	readonly name: string;
	readonly compressed: Bytes;
}

/** A base image whose layers lie in the engine already: unpacked, and not once more for the build. */
export interface BaseInEngine {
	readonly name: string;
	readonly inEngine: Bytes;
}

/** What an estimate may start from. */
export interface NeedFacts {
	readonly minFree?: Bytes;
	/** Most bytes that the last build of this image took on the disk. */
	readonly lastBuild?: Bytes;
	readonly bases: readonly (BaseInRegistry | BaseInEngine)[];
	/** There is none: the Dockerfile starts from nothing. */
	readonly scratch?: boolean;
	/** There are others, whose size nobody told. */
	readonly moreBases?: boolean;
	/** `max-image-size`: unpacked. */
	readonly sizeLimit?: Bytes;
	readonly shape: BuildShape;
}

/**
 * How many bytes the build needs on the disk where it happens. In order: what the user says, what the last build took, the base images'
 * sizes, the size limit, a stated default.
 */
export function estimateNeed(facts: NeedFacts): SpaceNeed {
	const { minFree, lastBuild, shape } = facts;
	if (minFree !== undefined)
		return { bytes: minFree, how: `min-free asks for ${prettyBytes(minFree, SIZE_FORMAT)}`, from: "min-free" };
	if (shape.builds === "elsewhere")
		return {
			bytes: FLOOR,
			how: `the image is built on another machine; ${print(FLOOR)} for the runner`,
			from: "default",
		};
	if (lastBuild !== undefined) {
		const bytes = Math.ceil(lastBuild * LAST_BUILD_MARGIN) + FLOOR;
		const how = `the last build took ${print(lastBuild)}; a fifth more, and ${print(FLOOR)} for the runner`;
		return { bytes, how, from: "last-build" };
	}
	const known = ofImage(estimateImage(facts), shape);
	if (!facts.moreBases || facts.bases.length === 0) return known;
	// What is known may be the least of it.
	const unknown = ofImage(estimateImage({ ...facts, bases: [] }), shape);
	return unknown.bytes > known.bytes
		? { ...unknown, how: `not all base images tell their size; ${unknown.how}` }
		: known;
}

function ofImage({ unpacked, there = 0, how, from }: ImageEstimate, shape: BuildShape): SpaceNeed {
	const { factor, parts } = copies(shape);
	const less = there > 0 ? `less the ${print(there)} that are there, ` : "";
	return {
		bytes: Math.ceil(unpacked * factor - there) + FLOOR,
		how: `${how}, times ${factor} (${parts.join(", ")}), ${less}and ${print(FLOOR)} for the runner`,
		from,
	};
}

interface ImageEstimate extends Pick<SpaceNeed, "how" | "from"> {
	readonly unpacked: Bytes;
	/** So much of it is on the disk before the build. */
	readonly there?: Bytes;
}

function estimateImage({ bases, sizeLimit, scratch }: NeedFacts): ImageEstimate {
	if (bases.length > 0) {
		const compressed = sum(bases.map((base) => ("compressed" in base ? base.compressed : 0)));
		const there = sum(bases.map((base) => ("inEngine" in base ? base.inEngine : 0)));
		const pulled = compressed * UNPACKED_PER_COMPRESSED;
		const unpacked = pulled + there;
		const [first] = bases;
		const name = bases.length === 1 ? `base image ${first?.name}` : `${bases.length} base images`;
		const sizes = [
			...(compressed > 0 ? [`${print(compressed)} compressed, unpacked about ${print(pulled)}`] : []),
			...(there > 0 ? [`${print(there)} in the engine already`] : []),
		];
		// Of several only one is below the image that the limit is for.
		const below = bases.length === 1 ? unpacked : 0;
		const room = Math.min(DEFAULT_ADDED, Math.max(GB, (sizeLimit ?? Number.POSITIVE_INFINITY) - below));
		return {
			unpacked: unpacked + room,
			there,
			how: `${name} ${sizes.join(" and ")}, and ${print(room)} that the build adds`,
			from: "base-image",
		};
	}
	if (sizeLimit !== undefined)
		return { unpacked: sizeLimit, how: `max-image-size is ${print(sizeLimit)}`, from: "size-limit" };
	if (scratch)
		return {
			unpacked: DEFAULT_ADDED,
			how: `FROM scratch brings nothing, and ${print(DEFAULT_ADDED)} are taken for what the build adds`,
			from: "base-image",
		};
	return {
		unpacked: DEFAULT_IMAGE,
		how: `nothing is known of the image, so ${print(DEFAULT_IMAGE)} are taken`,
		from: "default",
	};
}

/** How often the image lies on the disk at the worst moment, in units of its unpacked size. */
function copies(shape: BuildShape): { readonly factor: number; readonly parts: readonly string[] } {
	const parts = ["layers 1", `files of the build ${WORK}`];
	let factor = 1 + WORK;
	const add = (what: string, times: number): void => {
		parts.push(`${what} ${times}`);
		factor += times;
	};
	const ownStore = shape.builds === "builder";
	if (ownStore || shape.store === "containerd") add("compressed layers", COMPRESSED_PER_UNPACKED);
	else if (shape.push) add("compressed layers for the push", COMPRESSED_PER_UNPACKED);
	if (ownStore && shape.load)
		add("the image in the engine", shape.store === "containerd" ? 1 + COMPRESSED_PER_UNPACKED : 1);
	if (shape.archives > 0) add("archives", shape.archives * COMPRESSED_PER_UNPACKED);
	if (shape.localCaches > 0) add("cache in a folder", shape.localCaches * COMPRESSED_PER_UNPACKED);
	return { factor, parts };
}

function sum(all: readonly Bytes[]): Bytes {
	return all.reduce((total, bytes) => total + bytes, 0);
}

/** Estimates have no more than two digits that mean something; small sizes are given ones. */
function print(bytes: Bytes): string {
	return prettyBytes(bytes < 1e9 ? bytes : Math.round(bytes / 1e7) * 1e7, SIZE_FORMAT);
}
