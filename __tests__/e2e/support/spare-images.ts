import { importWords, pushedBases, SPARE_IMAGES } from "../../../scripts/engine/spare-images.ts";
import { REGISTRY } from "./docker.ts";
import { dockerAt } from "./engine.ts";

/** The base image in a spare engine: a shell and some tools, 5 MB. */
export const SMALL_BASE = SPARE_IMAGES.base.name;

/** The same in the local registry, where a docker-container builder can reach it. */
export const SMALL_BASE_PUSHED = pushedBases(REGISTRY).small;

/** Imports an image into an engine. */
export function importInto(host: string, image: keyof typeof SPARE_IMAGES): void {
	const folder = process.env["MLBUILD_SPARE_IMAGES"];
	if (!folder) throw new Error('MLBUILD_SPARE_IMAGES is not set: run these tests by "npm run e2e"');
	dockerAt(host, ...importWords(folder, image));
}
