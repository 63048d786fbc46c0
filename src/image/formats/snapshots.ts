import { BoltError, type Bucket } from "./bolt.ts";

/** The snapshot folder of one layer. */
export interface SnapshotFolder {
	readonly number: number;
	/** The layer's blob was made of the folder by comparing it with the layers below: what equals them is no part of it. */
	readonly compared: boolean;
}

/** The folders of an image's layers, lowest first, or why they cannot be told. */
export type Snapshots =
	| { readonly ok: true; readonly folders: readonly SnapshotFolder[] }
	| { readonly ok: false; readonly why: string };

const COMMITTED = 3;

/**
 * Snapshots of a containerd namespace by key: name `<namespace>/<serial>/<key>`, with their folder's number.
 * https://github.com/containerd/containerd/blob/main/core/snapshots/storage/bolt.go
 */
function committedSnapshots(database: Bucket, namespace: string): ReadonlyMap<string, number> {
	const all = database.bucket("v1")?.bucket("snapshots");
	if (!all) throw new BoltError("it holds no snapshots");
	const found = new Map<string, number>();
	for (const name of all.buckets()) {
		const [owner, , ...key] = name.split("/");
		const snapshot = owner === namespace ? all.bucket(name) : undefined;
		const kind = readVarint(snapshot?.value("kind"));
		const number = readVarint(snapshot?.value("id"));
		if (kind === COMMITTED && number !== undefined) found.set(key.join("/"), number);
	}
	return found;
}

/** Unsigned LEB128, as Go writes varints. Kinds are one byte. */
function readVarint(bytes: Uint8Array | undefined): number | undefined {
	if (!bytes || bytes.length === 0 || bytes.length > 7) return undefined;
	let value = 0;
	for (let i = 0; i < bytes.length; i++) value += ((bytes[i] ?? 0) & 0x7f) * 2 ** (7 * i);
	return value;
}

/** In an engine's containerd store the key of an unpacked layer is its chain id: its name proves its content. */
export function engineSnapshots(database: Bucket, chainIds: readonly string[]): Snapshots {
	const snapshots = committedSnapshots(database, "moby");
	return allOf(chainIds, (chainId) => {
		const number = snapshots.get(chainId);
		return number === undefined ? undefined : { number, compared: false };
	});
}

/** What BuildKit knows of one of its cache records: https://github.com/moby/buildkit/blob/master/cache/metadata.go */
interface CacheRecord {
	readonly id: string;
	/** Digest of the layer's uncompressed archive, once it was made. */
	readonly diffId: string | undefined;
	readonly snapshot: string | undefined;
	readonly parent: string | undefined;
	readonly merged: readonly string[] | undefined;
	/** Of a difference of two others: its snapshot is not its layer. */
	readonly diffed: boolean;
}

/** Keys of snapshots that were unpacked from a blob; those of build steps have random names. */
const UNPACKED = /^(?:sha256:|buildkit-layer-snapshot-)/;

/**
 * In a builder's state, the cache record whose chain of layers has just the image's digests names the layers' snapshots.
 */
export function builderSnapshots(records: Bucket, database: Bucket, diffIds: readonly string[]): Snapshots {
	const all = readRecords(records);
	const snapshots = committedSnapshots(database, "buildkit");
	const isImage = (chain: Chain) => chain.length === diffIds.length && isStartOf(chain, diffIds);
	let reason = "the builder has no record of these layers";
	for (const record of all.values()) {
		if (record.merged === undefined && record.diffId !== diffIds.at(-1)) continue;
		const chain = chainOf(record, all);
		if (!chain || !isImage(chain)) continue;
		const found = allOf(chain, (layer) => folderOf(layer, all, snapshots, diffIds));
		if (found.ok) return found;
		reason = found.why;
	}
	return { ok: false, why: reason };
}

/** Layer records, lowest first. */
type Chain = readonly CacheRecord[];

/** A chain longer than that is none. */
const LONGEST_CHAIN = 1000;

/** The layers that a record stands for: its parents' and its own, or those of all that it merges. */
function chainOf(record: CacheRecord, all: ReadonlyMap<string, CacheRecord>, depth = 0): Chain | undefined {
	if (record.diffed || depth > LONGEST_CHAIN) return undefined;
	const inputs = record.merged ?? (record.parent === undefined ? [] : [record.parent]);
	const chain: CacheRecord[] = [];
	for (const id of inputs) {
		const input = all.get(id);
		const below = input && chainOf(input, all, depth + 1);
		if (!below || chain.length > LONGEST_CHAIN) return undefined;
		chain.push(...below);
	}
	return record.merged ? chain : [...chain, record];
}

function isStartOf(chain: Chain, diffIds: readonly string[]): boolean {
	return chain.every(({ diffId }, index) => diffId !== undefined && diffId === diffIds[index]);
}

/** A layer of a build step counts when it was compared with the image's own layers, or (`COPY --link`) with nothing. */
function folderOf(
	layer: CacheRecord,
	all: ReadonlyMap<string, CacheRecord>,
	snapshots: ReadonlyMap<string, number>,
	diffIds: readonly string[],
): SnapshotFolder | undefined {
	const number = layer.snapshot === undefined ? undefined : snapshots.get(layer.snapshot);
	const chain = chainOf(layer, all);
	if (number === undefined || !chain) return undefined;
	if (UNPACKED.test(layer.snapshot ?? "") || chain.length === 1) return { number, compared: false };
	return isStartOf(chain, diffIds) ? { number, compared: true } : undefined;
}

function readRecords(database: Bucket): ReadonlyMap<string, CacheRecord> {
	const bucket = database.bucket("_main");
	if (!bucket) throw new BoltError("it holds no records");
	const all = new Map<string, CacheRecord>();
	for (const id of bucket.buckets()) {
		const values = bucket.bucket(id);
		const text = (key: string) => asText(unwrap(values?.value(key)));
		const merged = unwrap(values?.value("cache.mergeParents"));
		const diffed = ["cache.lowerDiffParent", "cache.upperDiffParent"].some((key) => text(key) !== undefined);
		all.set(id, {
			id,
			diffId: text("cache.diffID"),
			snapshot: text("cache.snapshot"),
			parent: text("cache.parent"),
			merged: Array.isArray(merged) ? merged.map(String) : undefined,
			diffed,
		});
	}
	return all;
}

/** BuildKit wraps values as `{"value": …}`; a removed one is empty. */
function unwrap(bytes: Uint8Array | undefined): unknown {
	if (!bytes || bytes.length === 0) return undefined;
	try {
		return (JSON.parse(new TextDecoder().decode(bytes)) as { readonly value?: unknown }).value;
	} catch {
		return undefined;
	}
}

function asText(value: unknown): string | undefined {
	return typeof value === "string" && value !== "" ? value : undefined;
}

function allOf<T>(layers: readonly T[], find: (layer: T) => SnapshotFolder | undefined): Snapshots {
	const folders = layers.map(find);
	const missing = folders.indexOf(undefined);
	if (missing >= 0) return { ok: false, why: `layer ${missing} has no snapshot that can be proven to be it` };
	return { ok: true, folders: folders as SnapshotFolder[] };
}
