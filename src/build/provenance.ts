import type { StepRef } from "../model/facts.ts";
import { type DockerfileMap, mapDockerfile } from "./dockerfile.ts";
import { below, count, type Json, rows, text } from "./json.ts";

/** Where steps and layers come from, as BuildKit itself recorded it (provenance of mode `max`). */
export interface ProvenanceSteps {
	/** Vertex digest → step. */
	readonly vertexes: ReadonlyMap<string, StepRef>;
	/** Digest of a layer → step: of the blob where there is one, else (overlay2) of the uncompressed tar. */
	readonly layers: ReadonlyMap<string, StepRef>;
	/** The Dockerfile itself, also when it came out of a Git context. */
	readonly dockerfile?: DockerfileMap;
}

const METADATA = "https://mobyproject.org/buildkit@v1#metadata";

/**
 * Reads vertex → line and layer → line from a provenance of `buildx.build.provenance` (SLSA 0.2, written with
 * BUILDX_METADATA_PROVENANCE=max). A layer belongs to the step that added it on top of its inputs' layers.
 */
export function stepsFromProvenance(provenance: Json): ProvenanceSteps {
	const metadata = below(provenance, "metadata", METADATA);
	const infos = rows(below(metadata, "source"), "infos");
	const maps = infos.map((info) => mapDockerfile(decode(text(info, "data")), text(info, "filename")));
	const steps = locate(below(metadata, "source", "locations"), maps);
	const vertexes = new Map<string, StepRef>();
	for (const [digest, id] of Object.entries(below(provenance, "buildConfig", "digestMapping"))) {
		const step = typeof id === "string" ? steps.get(id) : undefined;
		if (step) vertexes.set(digest, step);
	}
	const [dockerfile] = maps;
	return {
		vertexes,
		layers: layerSteps(provenance, below(metadata, "layers"), steps),
		...(dockerfile ? { dockerfile } : {}),
	};
}

function locate(locations: Json, maps: readonly DockerfileMap[]): ReadonlyMap<string, StepRef> {
	const found = new Map<string, StepRef>();
	for (const id of Object.keys(locations)) {
		const location = rows(below(locations, id), "locations")[0];
		if (!location) continue;
		const line = count(below(rows(location, "ranges")[0], "start"), "line");
		const step = maps[count(location, "sourceIndex")]?.at(line);
		if (step) found.set(id, step);
	}
	return found;
}

function layerSteps(provenance: Json, layers: Json, steps: ReadonlyMap<string, StepRef>): ReadonlyMap<string, StepRef> {
	const chains = new Map<string, readonly string[]>();
	for (const id of Object.keys(layers)) {
		const chain = (layers[id] as unknown[] | undefined)?.[0];
		chains.set(id, Array.isArray(chain) ? chain.map((item) => text(item as Json, "digest")) : []);
	}
	const found = new Map<string, StepRef>();
	for (const definition of rows(below(provenance, "buildConfig"), "llbDefinition")) {
		const id = text(definition, "id");
		const chain = chains.get(`${id}:0`) ?? [];
		const inputs = Array.isArray(definition["inputs"]) ? definition["inputs"].map(String) : [];
		const step = steps.get(id);
		// A source's layers are the base's: nobody's step made them.
		if (!step || inputs.length === 0) continue;
		const known = new Set(inputs.flatMap((input) => chains.get(input) ?? []));
		for (const digest of chain) if (!known.has(digest) && !found.has(digest)) found.set(digest, step);
	}
	return found;
}

function decode(base64: string): string {
	return Buffer.from(base64, "base64").toString("utf8");
}
