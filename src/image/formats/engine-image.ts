import { below, isJson, objects } from "../../model/json.ts";
import { type HistoryEntry, pathOf, platformOf } from "./manifest.ts";

/** What the engine tells about an image in its store. */
export interface EngineDescription {
	readonly platform: string;
	readonly diffIds: readonly string[];
	readonly path?: string;
	/** Folders of the layers on overlay2, highest first. */
	readonly folders: readonly string[];
}

/** Reads the answer of `GET /images/{id}/json`. https://docs.docker.com/reference/api/engine/version/v1.51/#tag/Image */
export function readEngineImage(text: string): EngineDescription {
	const json: unknown = JSON.parse(text);
	if (!isJson(json)) throw new Error("the engine's answer is no object");
	const rootfs = below(json, "RootFS")["Layers"];
	const path = pathOf(below(json, "Config")["Env"]);
	return {
		platform: platformOf({ os: json["Os"], architecture: json["Architecture"], variant: json["Variant"] }),
		diffIds: Array.isArray(rootfs) ? rootfs.filter((id) => typeof id === "string") : [],
		folders: readFolders(json["GraphDriver"]),
		...(path !== undefined && { path }),
	};
}

/** `UpperDir` is the highest layer, `LowerDir` lists the others, highest first. */
function readFolders(driver: unknown): readonly string[] {
	const data = isJson(driver) && driver["Name"] === "overlay2" ? driver["Data"] : undefined;
	if (!isJson(data) || typeof data["UpperDir"] !== "string") return [];
	const lower = typeof data["LowerDir"] === "string" ? data["LowerDir"].split(":") : [];
	return [data["UpperDir"], ...lower].filter((folder) => folder !== "");
}

/** Instructions that change the configuration only. */
const CONFIG_ONLY =
	/^(?:#\(nop\)\s+)?(?:ARG|CMD|ENTRYPOINT|ENV|EXPOSE|HEALTHCHECK|LABEL|MAINTAINER|ONBUILD|SHELL|STOPSIGNAL|USER|VOLUME)\b/;

/**
 * Reads the answer of `GET /images/{id}/history` (newest first) into the form of a configuration. It does not say which
 * entries made layers: those with bytes did, and of those without as many as are missing, by their instruction.
 */
export function readEngineHistory(text: string, layers: number): readonly HistoryEntry[] {
	const entries = objects(JSON.parse(text)).toReversed();
	const told = entries.map((entry) => ({
		createdBy: String(entry["CreatedBy"] ?? "").replace(/^\/bin\/sh -c #\(nop\)\s+/, "#(nop) "),
		bytes: Number(entry["Size"] ?? 0),
	}));
	const full = told.filter(({ bytes }) => bytes > 0).length;
	return told.map(({ createdBy, bytes }) => ({
		createdBy,
		empty: bytes <= 0 && (full === layers || CONFIG_ONLY.test(createdBy)),
	}));
}
