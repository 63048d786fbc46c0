import { below, type Json, rows, text } from "../model/json.ts";

/** A source as the first solve used it. */
export interface Pin {
	/** BuildKit's identifier: `docker-image://docker.io/library/python:3.12`. */
	readonly source: string;
	/** `sha256:…` of an image or a download, the commit of a Git source. */
	readonly used: string;
}

/** Pins and the source policy that holds BuildKit to them. */
export interface Pins {
	readonly pins: readonly Pin[];
	/** JSON for a file named by EXPERIMENTAL_BUILDKIT_SOURCE_POLICY; nothing when there is nothing to pin. */
	readonly policy?: string;
}

interface Rule {
	readonly action: "CONVERT";
	readonly selector: { readonly identifier: string; readonly matchType: "EXACT" };
	readonly updates: { readonly identifier?: string; readonly attrs?: Readonly<Record<string, string>> };
}

/**
 * Pins every source of a build to what its provenance says it used: images to their digest, Git references to their commit, downloads to
 * their checksum (a download that has changed since then fails instead of being built). Sources that are pinned already get no rule.
 */
export function pinsFromProvenance(provenances: readonly Json[]): Pins {
	const rules = new Map<string, Rule>();
	const pins: Pin[] = [];
	for (const provenance of provenances) {
		const identifiers = gitIdentifiers(provenance);
		for (const material of rows(provenance, "materials")) {
			const rule = pinMaterial(material, identifiers);
			if (!rule || rules.has(rule.selector.identifier)) continue;
			rules.set(rule.selector.identifier, rule);
			pins.push({ source: rule.selector.identifier, used: used(material) });
		}
	}
	return rules.size === 0 ? { pins } : { pins, policy: JSON.stringify({ rules: [...rules.values()] }) };
}

function used(material: Json): string {
	const digest = below(material, "digest");
	const checksum = text(digest, "sha256");
	return checksum === "" ? text(digest, "sha1") : `sha256:${checksum}`;
}

function pinMaterial(material: Json, identifiers: ReadonlyMap<string, string>): Rule | undefined {
	const uri = text(material, "uri");
	const checksum = text(below(material, "digest"), "sha256");
	const commit = text(below(material, "digest"), "sha1");
	if (commit !== "") return pinGit(uri, commit, identifiers);
	if (checksum === "") return undefined;
	if (/^https?:\/\//.test(uri)) return rule(uri, { attrs: { "http.checksum": `sha256:${checksum}` } });
	const image = imageIdentifier(uri);
	return image === undefined ? undefined : rule(image, { identifier: `${image}@sha256:${checksum}` });
}

function rule(identifier: string, updates: Rule["updates"]): Rule {
	return { action: "CONVERT", selector: { identifier, matchType: "EXACT" }, updates };
}

/** `pkg:docker/base/name@tag?platform=…` → `docker-image://docker.io/base/name:tag`; nothing for one named by its digest. */
function imageIdentifier(uri: string): string | undefined {
	const match = /^pkg:docker\/([^@?]+)(?:@([^?]+))?/.exec(uri);
	if (!match || /[?&]digest=/.test(uri)) return undefined;
	const name = decodeURIComponent(match[1] ?? "");
	const tag = decodeURIComponent(match[2] ?? "latest");
	const first = name.split("/")[0] ?? "";
	const hosted = name.includes("/") && (/[.:]/.test(first) || first === "localhost");
	const path = hosted ? name : `docker.io/${name.includes("/") ? name : `library/${name}`}`;
	return `docker-image://${path}:${tag}`;
}

/** `https://host/repo.git#ref:folder` → the same at the commit, folder kept. */
function pinGit(uri: string, commit: string, identifiers: ReadonlyMap<string, string>): Rule | undefined {
	const source = identifiers.get(uri) ?? uri.replace(/^[a-z]+:\/\/(?:[^@/]*@)?/, "git://");
	const [address = "", fragment = ""] = splitOnce(source, "#");
	const [reference = "", folder] = splitOnce(fragment, ":");
	if (reference === commit) return undefined;
	return rule(source, { identifier: `${address}#${commit}${folder === undefined ? "" : `:${folder}`}` });
}

/** Identifiers of Git sources by the address that the materials show. */
function gitIdentifiers(provenance: Json): ReadonlyMap<string, string> {
	const infos = rows(below(provenance, "metadata", "https://mobyproject.org/buildkit@v1#metadata", "source"), "infos");
	const definitions = [below(provenance, "buildConfig"), ...infos].flatMap((item) => rows(item, "llbDefinition"));
	const found = new Map<string, string>();
	for (const definition of definitions) {
		const source = below(definition, "op", "Op", "source");
		const identifier = text(source, "identifier");
		if (!identifier.startsWith("git://")) continue;
		const address = text(below(source, "attrs"), "git.fullurl");
		const [, fragment] = splitOnce(identifier, "#");
		if (address !== "") found.set(fragment === undefined ? address : `${address}#${fragment}`, identifier);
	}
	return found;
}

function splitOnce(value: string, separator: string): readonly [string, string?] {
	const at = value.indexOf(separator);
	return at < 0 ? [value] : [value.slice(0, at), value.slice(at + 1)];
}
