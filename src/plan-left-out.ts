import type { Output } from "./build/engines/output.ts";
import { pushedImages } from "./inputs/outputs.ts";
import type { BuildRequest } from "./model/build-request.ts";
import { readBool } from "./model/go-bool.ts";

/** Attributes of an output, annotations among them, that change the image. */
const FORM =
	/^(?:compression|compression-level|force-compression|oci-mediatypes|rewrite-timestamp|annotation(?:-[a-z-]+)?(?:\[[^\]]*\])?\..+)$/;
/** An annotation of the index: `index:key=value`, `manifest,index-descriptor:key=value`. */
const OF_INDEX = /^(?:[^=:]*,)?index(?:-descriptor)?(?:\[[^\]]*\])?[,:]/;

/**
 * What the engine's exporter leaves out on overlay2, for it knows names only (github.com/moby/moby, mobyexporter): the push would go well and say
 * nothing. In the engine itself there is no place for it, so only what is pushed counts; but of an index buildx refuses annotations always.
 */
export function leftOut(
	build: BuildRequest,
	outputs: readonly Output[],
): readonly { readonly input: string; readonly value: string; readonly what: string }[] {
	const pushed = pushedImages(build, outputs);
	const attributes = pushed.flatMap(({ type, attrs }) =>
		Object.entries(attrs)
			.filter(([key, value]) => FORM.test(key) && readBool(value) !== false)
			.map(([key, value]) => ({ input: "outputs", value: `type=${type},${key}=${value}`, what: key })),
	);
	const { annotations } = build;
	const counts = build.push || pushed.length > 0 || annotations.some((item) => OF_INDEX.test(item));
	if (annotations.length === 0 || !counts) return attributes;
	return [...attributes, { input: "annotations", value: annotations.join(" "), what: "an annotation" }];
}
