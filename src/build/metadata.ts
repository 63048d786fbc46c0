import { below, isJson, type Json, rows, text } from "../model/json.ts";

/** What buildx wrote into `--metadata-file`. The file is there only after a success. */
export interface BuildMetadata {
	/** The file's text as it is, for the output `metadata`. */
	readonly raw: Json;
	/** Config digest. On the engine's overlay2 store this is the image's id; not written for an image with attestations. */
	readonly configDigest?: string;
	/** Digest of the manifest or index in the builder or registry; on overlay2 the image's id again. */
	readonly digest?: string;
	/** Media type behind `digest`, when there is a manifest or index. */
	readonly mediaType?: string;
	/** `builder/node/id` of the build record. */
	readonly ref?: string;
	/** Last part of `ref`: what `buildx history inspect` takes. */
	readonly record?: string;
	/** SLSA provenance, one per platform. */
	readonly provenances: readonly Json[];
}

/** Reads a metadata file's text; `target` picks one of a bake. Nothing when it is no such file. */
export function readMetadata(content: string, target?: string): BuildMetadata | undefined {
	let value: unknown;
	try {
		value = JSON.parse(content);
	} catch {
		return undefined;
	}
	if (!isJson(value)) return undefined;
	const raw = target === undefined ? value : below(value, target);
	const ref = text(raw, "buildx.build.ref");
	return {
		raw,
		...given("configDigest", text(raw, "containerimage.config.digest")),
		...given("digest", text(raw, "containerimage.digest")),
		...given("mediaType", text(below(raw, "containerimage.descriptor"), "mediaType")),
		...given("ref", ref),
		...given("record", ref.split("/").at(-1) ?? ""),
		provenances: Object.entries(raw)
			.filter(([key]) => key === "buildx.build.provenance" || key.startsWith("buildx.build.provenance/"))
			.flatMap(([, item]) => (isJson(item) ? [item] : [])),
	};
}

/** The metadata with the image's names, and its digest when it got another one: what a build delivered in one go would have written. */
export function withNames(metadata: string, tags: readonly string[], digest?: string): string {
	const raw = readMetadata(metadata)?.raw;
	if (raw === undefined) return metadata;
	const named = {
		...raw,
		...(tags.length > 0 && { "image.name": tags.join(",") }),
		...(digest && { "containerimage.digest": digest }),
	};
	return JSON.stringify(named, undefined, 2);
}

/** The Dockerfile as BuildKit read it, also out of a Git context. Needs BUILDX_METADATA_PROVENANCE=max. */
export function dockerfileFromMetadata(
	content: string,
	target?: string,
): { readonly text: string; readonly file: string } | undefined {
	for (const provenance of readMetadata(content, target)?.provenances ?? []) {
		const source = below(provenance, "metadata", "https://mobyproject.org/buildkit@v1#metadata", "source");
		const [info] = rows(source, "infos");
		if (info) return { text: Buffer.from(text(info, "data"), "base64").toString("utf8"), file: text(info, "filename") };
	}
	return undefined;
}

function given<K extends string>(key: K, value: string): { readonly [P in K]?: string } {
	return value === "" ? {} : ({ [key]: value } as { readonly [P in K]?: string });
}
