import { below, isJson, type Json, rows } from "../../model/json.ts";

/** One entry of an image's history, oldest first. */
export interface HistoryEntry {
	readonly createdBy: string;
	/** It made no layer. */
	readonly empty: boolean;
}

/** A layer's blob as its manifest names it. */
export interface LayerBlob {
	readonly digest: string;
	readonly bytes: number;
	readonly encoding: "gzip" | "zstd" | "none";
}

export interface Manifest {
	readonly config: string;
	/** Lowest first. */
	readonly layers: readonly LayerBlob[];
}

/** One platform's manifest in an index. */
export interface ManifestRef {
	readonly digest: string;
	readonly platform: string;
}

export interface Config {
	readonly platform: string;
	readonly diffIds: readonly string[];
	readonly history: readonly HistoryEntry[];
	/** PATH of the image's environment. */
	readonly path?: string;
}

const DIGEST = /^sha256:[0-9a-f]{64}$/;

/** A JSON object, or an error that names what was read. */
function parse(text: string, what: string): Json {
	let value: unknown;
	try {
		value = JSON.parse(text);
	} catch {
		throw new Error(`the ${what} is no JSON`);
	}
	if (!isJson(value)) throw new Error(`the ${what} is no object`);
	return value;
}

/**
 * Reads an index or a manifest (OCI and Docker types). Attestation manifests (`unknown/unknown`) are left out.
 * https://github.com/opencontainers/image-spec/blob/main/image-index.md
 */
export function readManifest(text: string): { readonly manifests: readonly ManifestRef[] } | Manifest {
	const json = parse(text, "manifest");
	if (Array.isArray(json["manifests"])) return { manifests: rows(json, "manifests").flatMap(readRef) };
	const config = isJson(json["config"]) ? digestOf(json["config"]) : undefined;
	if (config === undefined || !Array.isArray(json["layers"]))
		throw new Error("the manifest names no config or no layers");
	return { config, layers: rows(json, "layers").map(readLayer) };
}

function readRef(json: Json): ManifestRef[] {
	const digest = digestOf(json);
	const platform = isJson(json["platform"]) ? platformOf(json["platform"]) : "";
	const attestation = below(json, "annotations")["vnd.docker.reference.type"] !== undefined;
	if (digest === undefined || attestation || platform === "unknown/unknown") return [];
	return [{ digest, platform }];
}

function readLayer(json: Json): LayerBlob {
	const digest = digestOf(json);
	const bytes = json["size"];
	if (digest === undefined || typeof bytes !== "number" || !Number.isSafeInteger(bytes) || bytes < 0) {
		throw new Error("the manifest names a layer without digest or size");
	}
	return { digest, bytes, encoding: encodingOf(String(json["mediaType"] ?? "")) };
}

/** By media type: `….tar+gzip`, `….diff.tar.gzip`, `….tar+zstd`, `….tar`. */
function encodingOf(mediaType: string): LayerBlob["encoding"] {
	if (/[.+]gzip$/.test(mediaType)) return "gzip";
	return /[.+]zstd$/.test(mediaType) ? "zstd" : "none";
}

/** Reads an image's configuration. https://github.com/opencontainers/image-spec/blob/main/config.md */
export function readConfig(text: string): Config {
	const json = parse(text, "configuration");
	const ids = below(json, "rootfs")["diff_ids"];
	if (!Array.isArray(ids) || !ids.every((id) => typeof id === "string" && DIGEST.test(id))) {
		throw new Error("the configuration names no layers");
	}
	const path = pathOf(below(json, "config")["Env"]);
	return {
		platform: platformOf(json),
		diffIds: ids as string[],
		history: rows(json, "history").map((entry) => ({
			createdBy: typeof entry["created_by"] === "string" ? entry["created_by"] : "",
			empty: entry["empty_layer"] === true,
		})),
		...(path !== undefined && { path }),
	};
}

/** `PATH` out of a list of `NAME=value`. */
export function pathOf(env: unknown): string | undefined {
	const found = Array.isArray(env)
		? env.find((item) => typeof item === "string" && item.startsWith("PATH="))
		: undefined;
	return found === undefined ? undefined : String(found).slice("PATH=".length);
}

/** `linux/amd64`, `linux/arm/v7`. */
export function platformOf(json: Json): string {
	const variant = json["variant"] ? `/${json["variant"]}` : "";
	const arm8 = json["architecture"] === "arm64" && variant === "/v8";
	return `${json["os"] ?? "unknown"}/${json["architecture"] ?? "unknown"}${arm8 ? "" : variant}`;
}

/** The history's entries that made the layers, in order; nothing when their numbers differ. */
export function layerHistory(history: readonly HistoryEntry[], layers: number): readonly number[] | undefined {
	const indexes = history.flatMap(({ empty }, index) => (empty ? [] : [index]));
	return indexes.length === layers ? indexes : undefined;
}

function digestOf(json: Json): string | undefined {
	const digest = json["digest"];
	return typeof digest === "string" && DIGEST.test(digest) ? digest : undefined;
}
