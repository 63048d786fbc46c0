import { isImage, type Output, parseOutput } from "../build/engines/output.ts";
import type { BuildRequest } from "../model/build-request.ts";
import { isTrue } from "../model/go-bool.ts";

/** Something to measure comes out: also beside files, for buildx adds an output of the image for `push` and for `load` (`RunBuild`). */
export function makesImage({ call, push, load, outputs }: BuildRequest): boolean {
	if (isQuestion(call)) return false;
	const given = outputs.flatMap((item) => parseOutput(item) ?? []);
	return push || load || given.length === 0 || given.some(isImage);
}

/** `call` asks the Dockerfile something instead of building it. */
export function isQuestion(call: string): boolean {
	return call !== "" && call !== "build";
}

/** Outputs that go to a registry under a name of their own or under the tags. */
export function isPushed({ type, attrs }: Output): boolean {
	return type === "registry" || (type === "image" && isTrue(attrs["push"]));
}

/** In the builder's own store, from where it can be pushed. */
export function isStored({ type }: Output): boolean {
	return type === "image" || type === "registry";
}

/** What is pushed of the outputs; with `push` all that are in the store. */
export function pushedImages({ push }: Pick<BuildRequest, "push">, outputs: readonly Output[]): readonly Output[] {
	return outputs.filter((output) => isStored(output) && (push || isPushed(output)));
}

/** Pushed under its digest only: no tag moves. */
export function isByDigest({ attrs }: Output): boolean {
	return isTrue(attrs["push-by-digest"]);
}

/** The names of an output itself, for example `name=a:1,b:1`. */
export function namesOf({ attrs }: Output): readonly string[] {
	return (attrs["name"] ?? "").split(",").filter((name) => name !== "");
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
	const dest = parseOutput(item)?.attrs["dest"] ?? "";
	return dest === "" || dest === "-" ? [] : [dest];
}
