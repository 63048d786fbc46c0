import type { LayerFacts, StepRef } from "../model/facts.ts";
import type { World } from "../model/world.ts";
import { type Blobs, blobsOf } from "./blobs.ts";
import { readEngineHistory, readEngineImage } from "./formats/engine-image.ts";
import {
	type Config,
	type HistoryEntry,
	type LayerBlob,
	layerHistory,
	readConfig,
	readManifest,
} from "./formats/manifest.ts";
import type { EngineImage, Subject } from "./subject.ts";

/** What is known of an image before its files are looked at. */
export interface Outline {
	readonly id: string;
	readonly platform: string;
	/** Digests of the uncompressed layers, lowest first. */
	readonly diffIds: readonly string[];
	/** The layers' blobs, where the store keeps them; as many as `diffIds`. */
	readonly blobs?: readonly LayerBlob[];
	/** Why there are none, of a store that keeps them. */
	readonly blobsMissing?: string;
	readonly history: readonly HistoryEntry[];
	/** PATH of the image's environment. */
	readonly path?: string;
	/** Folders of the layers on overlay2, highest first. */
	readonly folders: readonly string[];
}

/** Reads the outlines of all platforms. Throws an Error that says what could not be read. */
export async function readOutlines(world: World, subject: Subject): Promise<readonly Outline[]> {
	if (subject.kind === "engine-image" && subject.engine.store !== "containerd")
		return [await fromEngine(world, subject)];
	const blobs = blobsOf(world, subject);
	const digest = subject.kind === "engine-image" ? subject.id : subject.digest;
	try {
		return await fromManifest(blobs, digest, undefined);
	} catch (error) {
		// The engine tells of one platform only.
		if (subject.kind !== "engine-image" || subject.platforms.length > 1) throw error;
		return [{ ...(await fromEngine(world, subject)), blobsMissing: (error as Error).message }];
	}
}

async function fromManifest(blobs: Blobs, digest: string, platform: string | undefined): Promise<readonly Outline[]> {
	const manifest = readManifest(await textOf(blobs, digest, "manifest"));
	if ("manifests" in manifest) {
		if (platform !== undefined) throw new Error("the image's index names another index");
		const all: Outline[] = [];
		for (const ref of manifest.manifests) all.push(...(await fromManifest(blobs, ref.digest, ref.platform)));
		return all;
	}
	const config = readConfig(await textOf(blobs, manifest.config, "configuration"));
	return [outlineOf(digest, config, manifest.layers)];
}

function outlineOf(id: string, config: Config, layers: readonly LayerBlob[]): Outline {
	if (layers.length !== config.diffIds.length)
		throw new Error("the manifest and the configuration name different layers");
	return { ...config, id, blobs: layers, folders: [] };
}

async function textOf(blobs: Blobs, digest: string, what: string): Promise<string> {
	const text = await blobs.text(digest);
	if (text === undefined) throw new Error(`the image's ${what} (${digest}) cannot be read from the store`);
	return text;
}

async function fromEngine(world: World, { id }: EngineImage): Promise<Outline> {
	const path = `/images/${encodeURIComponent(id)}`;
	const [image, history] = await Promise.all([
		world.engine.call({ path: `${path}/json` }),
		world.engine.call({ path: `${path}/history` }),
	]);
	if (image.status !== 200)
		throw new Error(`the engine does not know ${id} (${image.status}: ${image.text.trim().slice(0, 200)})`);
	const described = readEngineImage(image.text);
	const entries = history.status === 200 ? readEngineHistory(history.text, described.diffIds.length) : [];
	return { ...described, id, history: entries };
}

/** Who made the entries of an image's history. */
export interface Origins {
	/** The step of this build that made each entry. */
	readonly steps: readonly (StepRef | undefined)[];
	/** So many of the lowest entries are certainly a base image's; what has neither a step nor this is of unknown origin. */
	readonly base: number;
}

/** The layers without sizes; origins are joined where the history's layers are as many as the image's. */
export function outlineLayers(outline: Outline, { steps, base }: Origins): LayerFacts[] {
	const made = layerHistory(outline.history, outline.diffIds.length);
	return outline.diffIds.map((diffId, index) => {
		const entry = made?.[index];
		const step = entry === undefined ? undefined : steps[entry];
		const blob = outline.blobs?.[index];
		return {
			index,
			diffId,
			createdBy: entry === undefined ? "" : (outline.history[entry]?.createdBy ?? ""),
			base: entry !== undefined && entry < base && step === undefined,
			...(step && { step }),
			...(blob && { digest: blob.digest, compressedBytes: blob.bytes }),
		};
	});
}
