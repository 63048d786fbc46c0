import type { BuildRequest } from "../model/build-request.ts";
import { isTrue } from "../model/go-bool.ts";
import { splitFields } from "./split-list.ts";

/** One item of `outputs` as buildx reads it: CSV of `key=value`; a lone path means `type=local,dest=path`, `-` a tar. */
export interface Output {
	readonly type: string;
	readonly attributes: ReadonlyMap<string, string>;
}

/** Reads an item of `outputs`; nothing when buildx would refuse it (`buildflags.ExportEntry` in docker/buildx 0.36). */
export function parseOutput(item: string): Output | undefined {
	const fields = splitFields(item) ?? [];
	const [only] = fields;
	if (fields.length === 1 && only === item && !item.startsWith("type=")) {
		return {
			type: item === "-" ? "tar" : "local",
			attributes: new Map([["dest", item]]),
		};
	}
	if (fields.some((field) => !field.includes("="))) return undefined;
	const attributes = new Map(fields.map(splitField));
	const type = attributes.get("type");
	return type ? { type, attributes } : undefined;
}

/** An image: in the builder, in a registry, in the engine or in an archive. */
export function isImage({ type }: Output): boolean {
	return ["image", "registry", "docker", "oci"].includes(type);
}

/** Something to measure comes out: also beside files, for buildx adds an output of the image for `push` and for `load` (`RunBuild`). */
export function makesImage({ call, push, load, outputs }: BuildRequest): boolean {
	if (call !== "" && call !== "build") return false;
	const given = outputs.flatMap((item) => parseOutput(item) ?? []);
	return push || load || given.length === 0 || given.some(isImage);
}

/** Outputs that go to a registry under a name of their own or under the tags. */
export function isPushed({ type, attributes }: Output): boolean {
	return type === "registry" || (type === "image" && isTrue(attributes.get("push")));
}

/** In the builder's own store, from where it can be pushed. */
export function isStored({ type }: Output): boolean {
	return type === "image" || type === "registry";
}

/** What is pushed of the outputs; with `push` all that are in the store. */
export function pushedImages({ push }: Pick<BuildRequest, "push">, outputs: readonly Output[]): readonly Output[] {
	return outputs.filter((output) => isStored(output) && (push || isPushed(output)));
}

/** Loads into the engine: a docker output without a file. */
export function isLoad(output: Output): boolean {
	return output.type === "docker" && !isArchive(output);
}

/** Pushed under its digest only: no tag moves. */
export function isByDigest({ attributes }: Output): boolean {
	return isTrue(attributes.get("push-by-digest"));
}

/** An archive of the image on this machine. */
export function isArchive({ type, attributes }: Output): boolean {
	return type === "oci" || (type === "docker" && attributes.has("dest"));
}

/** The names of an output itself, for example `name=a:1,b:1`. */
export function namesOf({ attributes }: Output): readonly string[] {
	return (attributes.get("name") ?? "").split(",").filter((name) => name !== "");
}

/** Folders on this machine to which buildx writes a cache or the result, as they were given. */
export function foldersWritten({
	cacheTo,
	outputs,
}: Pick<BuildRequest, "cacheTo" | "outputs">): readonly { readonly role: "cache" | "output"; readonly path: string }[] {
	const caches = cacheTo.flatMap((item) => (item.startsWith("type=local,") ? destOf(item) : []));
	const results = outputs.flatMap(destOf);
	return [
		...caches.map((path) => ({ role: "cache", path }) as const),
		...results.map((path) => ({ role: "output", path }) as const),
	];
}

function destOf(item: string): readonly string[] {
	const dest = parseOutput(item)?.attributes.get("dest") ?? "";
	return dest === "" || dest === "-" ? [] : [dest];
}

function splitField(field: string): [string, string] {
	const at = field.indexOf("=");
	return [field.slice(0, at).trim().toLowerCase(), field.slice(at + 1)];
}
