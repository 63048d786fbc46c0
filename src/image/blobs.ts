import { type Engine, ownContainerd } from "../model/host.ts";
import type { TreeScan } from "../model/scan.ts";
import type { World } from "../model/world.ts";
import { firstFile } from "./formats/tar.ts";
import type { BuilderImage, EngineImage, Subject } from "./subject.ts";

/** Blobs of the store that holds the image, by digest. */
export interface Blobs {
	/** The text of a small blob (manifest, configuration); nothing when it is not there or may not be read. */
	text(digest: string): Promise<string | undefined>;
}

/** Longer manifests and configurations are no such thing. */
const LONGEST_TEXT = 4 * 2 ** 20;
const DIGEST = /^sha256:([0-9a-f]{64})$/;

export function blobsOf(world: World, subject: Subject): Blobs {
	return subject.kind === "engine-image" ? contentFolder(world, subject) : builderBlobs(world, subject);
}

/** Folders of a builder's state in its container, by image variant: as root, rootless. */
const STATES = ["/var/lib/buildkit/runc-overlayfs", "/home/user/.local/share/buildkit/runc-overlayfs"];

/** Reads a file of the builder's state through the engine: no rights on the host are needed. */
export async function openStateFile(world: World, container: string, file: string): Promise<AsyncIterable<Uint8Array>> {
	let failure: Error | undefined;
	for (const state of STATES) {
		const path = `/containers/${encodeURIComponent(container)}/archive?path=${encodeURIComponent(`${state}/${file}`)}`;
		try {
			return firstFile(await world.engine.stream({ path }));
		} catch (error) {
			failure ??= error as Error;
		}
	}
	throw new Error(`${file} of ${container} cannot be read: ${failure?.message}`);
}

/** The blob's file below the builder's state. */
export function blobFile(digest: string): string {
	const hash = DIGEST.exec(digest)?.[1];
	if (hash === undefined) throw new Error(`${digest} is no digest`);
	return `content/blobs/sha256/${hash}`;
}

/** All of a stream, up to a limit. Grown in place: two copies of a database would be too much memory. */
export async function collect(stream: AsyncIterable<Uint8Array>, most: number): Promise<Uint8Array> {
	let buffer = new ArrayBuffer(1 << 16);
	let length = 0;
	for await (const piece of stream) {
		const needed = length + piece.length;
		if (needed > most) throw new Error(`longer than ${most} bytes`);
		if (needed > buffer.byteLength) buffer = buffer.transfer(Math.max(needed, buffer.byteLength * 2));
		new Uint8Array(buffer).set(piece, length);
		length = needed;
	}
	return new Uint8Array(buffer, 0, length);
}

function builderBlobs(world: World, { container, attachment }: BuilderImage): Blobs {
	return {
		async text(digest) {
			if (container !== undefined) {
				try {
					const stream = await openStateFile(world, container, blobFile(digest));
					return new TextDecoder().decode(await collect(stream, LONGEST_TEXT));
				} catch {
					// The build's record may know it.
				}
			}
			return attachment?.(digest);
		},
	};
}

/** The content folder of an engine with the containerd store, read as root after the proof that it is this engine's. */
function contentFolder(world: World, { engine }: EngineImage): Blobs {
	return {
		async text(digest) {
			const hash = DIGEST.exec(digest)?.[1];
			if (hash === undefined) return undefined;
			const file = `${containerdRoot(engine)}/io.containerd.content.v1.content/blobs/sha256/${hash}`;
			const read = await readAsRoot(world, engine, file, LONGEST_TEXT, "utf8");
			return read.ok ? read.text : undefined;
		},
	};
}

/** One file below the engine's folders, read as root after the proof that they are this engine's. */
export async function readAsRoot(
	world: World,
	engine: Engine,
	file: string,
	maxFileBytes: number,
	encoding: "utf8" | "latin1",
): Promise<{ readonly ok: true; readonly text: string } | { readonly ok: false; readonly why: string }> {
	const texts: string[] = [];
	const request: TreeScan = {
		...provenPlaces(engine),
		trees: [],
		files: [file],
		wanted: "^$",
		maxFileBytes,
		encoding,
	};
	const outcome = await world.scanTrees(request, {
		layer() {},
		folder() {},
		entry() {},
		unsure() {},
		file: (_path, text) => texts.push(text),
	});
	if (!outcome.ok) return outcome;
	const [text] = texts;
	return text === undefined ? { ok: false, why: `${file} is not there` } : { ok: true, text };
}

/** Where the containerd of an engine keeps contents and snapshots. */
export function containerdRoot({ containerd, dataRoot }: Engine): string {
	return containerd?.root ?? ownContainerd(dataRoot);
}

/** The file that says whose data folder it is: the engine writes its id there. */
export function engineProof({ dataRoot, id }: Pick<Engine, "dataRoot" | "id">): TreeScan["proof"] {
	return { path: `${dataRoot}/engine-id`, text: id };
}

/** The folders of an engine with the containerd store that may be read: its data folder, and that of its containerd. */
export function provenPlaces(engine: Engine): Pick<TreeScan, "proof" | "store"> {
	const store = containerdRoot(engine);
	return { proof: engineProof(engine), ...(!store.startsWith(`${engine.dataRoot}/`) && { store }) };
}
