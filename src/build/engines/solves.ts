import type { BuildRequest, Compression } from "../../model/build-request.ts";
import { isTrue } from "../../model/go-bool.ts";
import { attribute } from "./attributes.ts";
import { isImage, type Output, printOutput, readOutput } from "./output.ts";
import type { Solve } from "./solve.ts";

/** What is the same in all solves of one run. */
export interface SolveSetup
	extends Pick<Solve, "builder" | "attests" | "secretFiles" | "gitToken" | "iidFile" | "metadataFile" | "resources"> {
	readonly compression: Compression;
	/** The engine's own BuildKit builds (docker driver): its image store takes the image without being told. */
	readonly ownEngine: boolean;
}

/** Attributes of an output that would publish the image or name it. */
const PUBLISHING: ReadonlySet<string> = new Set([
	"name",
	"push",
	"push-by-digest",
	"name-canonical",
	"dangling-name-prefix",
	"dest",
	"tar",
	"unpack",
]);

/** Everything as asked, in one go: what docker/build-push-action would run. */
export function askedSolve(request: BuildRequest, setup: SolveSetup): Solve {
	const plain = request.outputs.map(readOutput).some(({ type }) => type === "local" || type === "tar");
	const { iidFile, ...rest } = common(request, setup);
	return {
		...rest,
		...(iidFile === undefined || plain ? {} : { iidFile }),
		tags: request.tags,
		outputs: compressedOutputs(request, setup.compression),
		push: request.push,
		load: request.load,
		cacheTo: request.cacheTo,
		fresh: true,
	};
}

/** Builds into the builder's own store: nothing gets a name, nothing leaves it. The cache is exported. */
export function heldSolve(request: BuildRequest, setup: SolveSetup): Solve {
	const wanted = withoutNames(judgedOutput(request));
	const implicit = setup.ownEngine && setup.compression === "" && request.outputs.length === 0;
	const output = printOutput(compressed({ ...wanted, attrs: withoutPush(wanted, setup) }, setup.compression));
	return {
		...common(request, setup),
		tags: [],
		outputs: implicit ? [] : [output],
		push: false,
		load: false,
		cacheTo: request.cacheTo,
		fresh: true,
	};
}

/** The output whose form the judged image has: one that is pushed, as buildx reads it, else one in the store, else any image. */
function judgedOutput(request: BuildRequest): Output {
	const images = request.outputs.map(readOutput).filter(isImage);
	const stored = images.filter(({ type }) => type === "image");
	const pushed = stored.find(({ attrs }) => request.push || isTrue(attrs["push"]));
	const implicit = request.push ? { type: "image", attrs: {} } : images[0];
	return pushed ?? stored[0] ?? implicit ?? { type: "image", attrs: {} };
}

/**
 * Delivers what {@link heldSolve} built: as asked, but nothing that could make BuildKit build again, and no second export of the cache
 * (an inline cache lives in the image and stays).
 */
export function deliverySolve(request: BuildRequest, setup: SolveSetup): Solve {
	const inline = request.cacheTo.filter((cache) => cache.trim() === "inline" || attribute(cache, "type") === "inline");
	return { ...askedSolve(request, setup), cacheTo: inline, fresh: false };
}

function common(request: BuildRequest, setup: SolveSetup) {
	const { builder, attests, secretFiles, gitToken, iidFile, metadataFile, resources } = setup;
	return {
		request,
		attests,
		secretFiles,
		...(builder === undefined ? {} : { builder }),
		...(resources === undefined ? {} : { resources }),
		...(gitToken === undefined ? {} : { gitToken }),
		...(iidFile === undefined ? {} : { iidFile }),
		...(metadataFile === undefined ? {} : { metadataFile }),
	};
}

/** Outputs as given; with a compression that was asked for, said in each image output, and in one of our own where `push` would add a bare one. */
function compressedOutputs({ outputs, push, load }: BuildRequest, compression: Compression): readonly string[] {
	if (compression === "") return outputs;
	const given = outputs.map(readOutput);
	const said = given.map((output, index) =>
		isImage(output) ? printOutput(compressed(output, compression)) : (outputs[index] ?? ""),
	);
	const bare = outputs.length === 0 ? push || !load : push && !given.some(({ type }) => type === "image");
	return bare ? [...said, printOutput(compressed({ type: "image", attrs: {} }, compression))] : said;
}

/** zstd and estargz exist in OCI manifests only. */
function compressed(output: Output, compression: Compression): Output {
	if (compression === "" || output.attrs["compression"] !== undefined) return output;
	const oci = compression === "zstd" || compression === "estargz" ? { "oci-mediatypes": "true" } : {};
	return { ...output, attrs: { ...output.attrs, compression, ...oci } };
}

function withoutNames(output: Output): Output {
	return {
		type: "image",
		attrs: Object.fromEntries(Object.entries(output.attrs).filter(([key]) => !PUBLISHING.has(key))),
	};
}

function withoutPush(output: Output, setup: SolveSetup): Output["attrs"] {
	return setup.ownEngine ? output.attrs : { push: "false", ...output.attrs };
}
