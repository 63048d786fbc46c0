import { readAttributes, writeAttributes } from "./attributes.ts";

/** One output as buildx reads it: `type=image,name=x,push=true`, a bare path (a local folder), or `-` (a tar). */
export interface OutputSpec {
	/** `registry` is read as `image` with `push=true`. */
	readonly type: string;
	readonly attrs: Readonly<Record<string, string>>;
}

/** Reads one output. https://docs.docker.com/reference/cli/docker/buildx/build/#output */
export function readOutput(text: string): OutputSpec {
	const fields = readAttributes(text);
	if (fields.every(({ value }) => value === undefined))
		return { type: text.trim() === "-" ? "tar" : "local", attrs: { dest: text.trim() } };
	const { type = "", ...attrs } = Object.fromEntries(fields.map(({ key, value }) => [key.toLowerCase(), value ?? ""]));
	return type === "registry" ? { type: "image", attrs: { ...attrs, push: "true" } } : { type, attrs };
}

/** The output as text for the command line. */
export function printOutput({ type, attrs }: OutputSpec): string {
	const rest = Object.entries(attrs).map(([key, value]) => ({ key, value }));
	return writeAttributes([{ key: "type", value: type }, ...rest]);
}

/** The output is a container image, wherever it goes. */
export function isImage({ type }: OutputSpec): boolean {
	return type === "image" || type === "docker" || type === "oci";
}
