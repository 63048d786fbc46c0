import { BoltError, type Bucket } from "./bolt.ts";

/** Numbers of the snapshot folders of an image's layers, lowest first, or why they cannot be told. */
export type SnapshotNumbers =
	| { readonly ok: true; readonly numbers: readonly number[] }
	| { readonly ok: false; readonly why: string };

/** A layer's identities: of its content, and of its content with all below it. */
export interface LayerIdentity {
	readonly diffId: string;
	readonly chainId: string;
}

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
export function engineSnapshots(database: Bucket, layers: readonly LayerIdentity[]): SnapshotNumbers {
	const snapshots = committedSnapshots(database, "moby");
	return allOf(layers, ({ chainId }) => snapshots.get(chainId));
}

/** What BuildKit knows of one of its cache records. */
interface CacheRecord {
	readonly diffId: string;
	readonly snapshot: string;
}

/** Of merged and diffed records the snapshot is not the layer. */
const NO_LAYER = ["cache.mergeParents", "cache.lowerDiffParent", "cache.upperDiffParent"];

/**
 * In a builder's state, the cache record whose computed chain id (or, for `COPY --link`, whose own content) is that of
 * the layer names its snapshot. https://github.com/moby/buildkit/blob/master/cache/metadata.go
 */
export function builderSnapshots(records: Bucket, database: Bucket, layers: readonly LayerIdentity[]): SnapshotNumbers {
	const snapshots = committedSnapshots(database, "buildkit");
	const chains = readRecords(records);
	return allOf(layers, ({ diffId, chainId }) => {
		const candidates = [...(chains.get(chainId) ?? []), ...(chains.get(diffId) ?? [])];
		for (const record of candidates) {
			const number = record.diffId === diffId ? snapshots.get(record.snapshot) : undefined;
			if (number !== undefined) return number;
		}
		return undefined;
	});
}

/** Layer records by their chain id. */
function readRecords(database: Bucket): ReadonlyMap<string, CacheRecord[]> {
	const all = database.bucket("_main");
	if (!all) throw new BoltError("it holds no records");
	const chains = new Map<string, CacheRecord[]>();
	for (const id of all.buckets()) {
		const record = all.bucket(id);
		if (!record || NO_LAYER.some((key) => record.value(key) !== undefined)) continue;
		const chainId = readText(record.value("cache.chainID"));
		const diffId = readText(record.value("cache.diffID"));
		const snapshot = readText(record.value("cache.snapshot"));
		if (chainId === undefined || diffId === undefined || snapshot === undefined) continue;
		chains.set(chainId, [...(chains.get(chainId) ?? []), { diffId, snapshot }]);
	}
	return chains;
}

/** BuildKit wraps values as `{"value": …}`. */
function readText(bytes: Uint8Array | undefined): string | undefined {
	if (!bytes) return undefined;
	try {
		const { value } = JSON.parse(new TextDecoder().decode(bytes)) as { value?: unknown };
		return typeof value === "string" ? value : undefined;
	} catch {
		return undefined;
	}
}

function allOf(layers: readonly LayerIdentity[], find: (layer: LayerIdentity) => number | undefined): SnapshotNumbers {
	const numbers = layers.map(find);
	const missing = numbers.indexOf(undefined);
	if (missing >= 0)
		return {
			ok: false,
			why: `layer ${missing} (${layers[missing]?.diffId}) has no snapshot that can be proven to be it`,
		};
	return { ok: true, numbers: numbers as number[] };
}
