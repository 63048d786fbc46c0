import { readFields, writeAttributes } from "./attributes.ts";

/** One item of `outputs`: `type=image,name=x,push=true`, a bare path (a local folder), or `-` (a tar). */
export interface Output {
	readonly type: string;
	/** All others, `dest` too. */
	readonly attrs: Readonly<Record<string, string>>;
}

/** Reads an item of `outputs`; nothing when buildx would refuse it (`buildflags.ExportEntry` in docker/buildx 0.36). */
export function parseOutput(item: string): Output | undefined {
	const fields = readFields(item) ?? [];
	const [only] = fields;
	if (fields.length === 1 && only === item && !item.startsWith("type="))
		return { type: item === "-" ? "tar" : "local", attrs: { dest: item } };
	if (fields.some((field) => !field.includes("="))) return undefined;
	const { type, ...attrs } = Object.fromEntries(fields.map(splitField));
	return type ? { type, attrs } : undefined;
}

/** Reads an item that was found to be an output. `registry` is an image with `push=true`. */
export function readOutput(item: string): Output {
	const output = parseOutput(item);
	if (output === undefined) throw new Error(`"${item}" is no output`);
	return output.type === "registry" ? { type: "image", attrs: { ...output.attrs, push: "true" } } : output;
}

/** The output as text for the command line. */
export function printOutput({ type, attrs }: Output): string {
	const rest = Object.entries(attrs).map(([key, value]) => ({ key, value }));
	return writeAttributes([{ key: "type", value: type }, ...rest]);
}

/** The output is a container image, wherever it goes. */
export function isImage({ type }: Output): boolean {
	return ["image", "registry", "docker", "oci"].includes(type);
}

/** An archive of the image on this machine. */
export function isArchive({ type, attrs }: Output): boolean {
	return type === "oci" || (type === "docker" && (attrs["dest"] ?? "") !== "");
}

/** Loads into the engine: a docker output without a file. */
export function isLoad(output: Output): boolean {
	return output.type === "docker" && !isArchive(output);
}

function splitField(field: string): [string, string] {
	const at = field.indexOf("=");
	return [field.slice(0, at).trim().toLowerCase(), field.slice(at + 1)];
}
