import type { LayerFacts, StepRef } from "../model/facts.ts";
import { createCommandKeeper } from "../model/kept-text.ts";
import type { World } from "../model/world.ts";
import { type Blobs, blobsOf } from "./blobs.ts";
import { type EngineDescription, readEngineHistory, readEngineImage } from "./formats/engine-image.ts";
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
	/** Without sizes; their commands are cut where they are very long. */
	readonly layers: readonly LayerFacts[];
	/** PATH of the image's environment. */
	readonly path?: string;
	/** Folders of the layers on overlay2, highest first. */
	readonly folders: readonly string[];
}

/** Who made the entries of an image's history. */
export interface Origins {
	/** The step of this build that made each entry. */
	readonly steps: readonly (StepRef | undefined)[];
	/** So many of the lowest entries are certainly a base image's; what has neither a step nor this is of unknown origin. */
	readonly base: number;
}

/** Compares a history with what was built. */
export type StepsOf = (history: readonly HistoryEntry[]) => Origins;

/**
 * Reads the outlines of all platforms. Throws an Error that says what could not be read. Histories are compared as they are read and then let
 * go: one may be as large as all else that is known of an image.
 */
export async function readOutlines(world: World, subject: Subject, stepsOf: StepsOf): Promise<readonly Outline[]> {
	if (subject.kind === "engine-image" && subject.engine.store !== "containerd")
		return [await fromEngine(world, subject, stepsOf)];
	const blobs = blobsOf(world, subject);
	const digest = subject.kind === "engine-image" ? subject.id : subject.digest;
	try {
		return await fromManifest(blobs, { digest }, stepsOf);
	} catch (error) {
		// The engine tells of one platform only.
		if (subject.kind !== "engine-image" || subject.platforms.length > 1) throw error;
		return [{ ...(await fromEngine(world, subject, stepsOf)), blobsMissing: (error as Error).message }];
	}
}

/** A manifest or an index; the platform where an index says it. */
interface Named {
	readonly digest: string;
	readonly platform?: string;
}

async function fromManifest(blobs: Blobs, { digest, platform }: Named, stepsOf: StepsOf): Promise<readonly Outline[]> {
	const manifest = readManifest(await textOf(blobs, digest, "manifest"));
	if ("manifests" in manifest) {
		if (platform !== undefined) throw new Error("the image's index names another index");
		const all: Outline[] = [];
		for (const ref of manifest.manifests) all.push(...(await fromManifest(blobs, ref, stepsOf)));
		return all;
	}
	const config = readConfig(await textOf(blobs, manifest.config, "configuration"));
	return [outlineOf(digest, config, manifest.layers, stepsOf)];
}

function outlineOf(id: string, { history, ...config }: Config, blobs: readonly LayerBlob[], stepsOf: StepsOf): Outline {
	if (blobs.length !== config.diffIds.length)
		throw new Error("the manifest and the configuration name different layers");
	const layers = outlineLayers({ ...config, history, blobs }, stepsOf(history));
	return { ...config, id, layers, blobs, folders: [] };
}

async function textOf(blobs: Blobs, digest: string, what: string): Promise<string> {
	const text = await blobs.text(digest);
	if (text === undefined) throw new Error(`the image's ${what} (${digest}) cannot be read from the store`);
	return text;
}

/** One answer after the other: each may have megabytes, of variables and labels. */
async function fromEngine(world: World, { id }: EngineImage, stepsOf: StepsOf): Promise<Outline> {
	const described = await describe(world, id);
	const history = await readHistory(world, id, described.diffIds.length);
	return { ...described, id, layers: outlineLayers({ ...described, history }, stepsOf(history)) };
}

async function describe({ engine }: World, id: string): Promise<EngineDescription> {
	const { status, text } = await engine.call({ path: `${pathOf(id)}/json` });
	if (status !== 200) throw new Error(`the engine does not know ${id} (${status}: ${text.trim().slice(0, 200)})`);
	return readEngineImage(text);
}

async function readHistory({ engine }: World, id: string, layers: number): Promise<readonly HistoryEntry[]> {
	const { status, text } = await engine.call({ path: `${pathOf(id)}/history` });
	return status === 200 ? readEngineHistory(text, layers) : [];
}

function pathOf(id: string): string {
	return `/images/${encodeURIComponent(id)}`;
}

/** What the layers are joined of. */
interface Described {
	readonly diffIds: readonly string[];
	readonly history: readonly HistoryEntry[];
	readonly blobs?: readonly LayerBlob[];
}

/** The layers without sizes; origins are joined where the history's layers are as many as the image's. */
function outlineLayers({ history, diffIds, blobs }: Described, { steps, base }: Origins): LayerFacts[] {
	const made = layerHistory(history, diffIds.length) ?? [];
	const commands = keepCommands(diffIds.map((_, index) => history[made[index] ?? -1]?.createdBy ?? ""));
	return diffIds.map((diffId, index) => {
		const entry = made[index];
		const step = entry === undefined ? undefined : steps[entry];
		const blob = blobs?.[index];
		return {
			index,
			diffId,
			createdBy: commands[index] ?? "",
			base: entry !== undefined && entry < base && step === undefined,
			...(step && { step }),
			...(blob && { digest: blob.digest, compressedBytes: blob.bytes }),
		};
	});
}

/** From the highest layer on: what this build made tells more than what its base image brought. */
function keepCommands(commands: readonly string[]): readonly string[] {
	return commands.toReversed().map(createCommandKeeper()).toReversed();
}
