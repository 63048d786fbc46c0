import { isImage, type Output, parseOutput } from "../build/engines/output.ts";
import type { BuildRequest } from "../model/build-request.ts";
import { splitTag } from "../model/tag.ts";
import { refuseForms } from "./forms.ts";
import { isByDigest, isQuestion, isStored, namesOf, pushedImages } from "./outputs.ts";
import type { Reader } from "./reader.ts";

/** Reports what buildx 0.36 refuses whatever the machine and the Dockerfile are: told here, before anything is done, all at once. */
export function refuseContradictions(reader: Reader, request: BuildRequest): void {
	refuseContext(reader, request);
	refuseCacheFilters(reader, request);
	refuseTags(reader, request);
	refuseOutputs(reader, request);
	refuseNamedContexts(reader, request);
	refuseHosts(reader, request);
	refuseShm(reader, request);
	refuseForms(reader, request);
}

/** A word that begins with a dash is a flag to buildx; a lone dash is its standard input, which a step does not have. */
function refuseContext(reader: Reader, { context }: BuildRequest): void {
	if (!context.startsWith("-")) return;
	const message =
		context === "-" ? "is the standard input, and there is none to read" : "begins with a dash, as only flags do";
	reader.problem({ input: "context", value: context, message, remedy: 'give a folder such as "." or a URL' });
}

/** buildx, `RunBuild`: "--no-cache and --no-cache-filter cannot currently be used together". */
function refuseCacheFilters(reader: Reader, { noCache, noCacheFilters }: BuildRequest): void {
	if (!noCache || noCacheFilters.length === 0) return;
	reader.problem({
		input: "no-cache-filters",
		value: noCacheFilters.join(", "),
		message: "cannot stand beside no-cache: true, which covers all stages",
		remedy: "leave out one of the two",
	});
}

const HOST = `(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])`;
const DOMAIN = String.raw`(?:${HOST}(?:\.${HOST})*|\[[a-fA-F0-9:]+\])(?::[0-9]+)?`;
const PART = `[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*`;
/** Grammar of github.com/distribution/reference, `ReferenceRegexp`, without a digest: that is what an image is, not a name to give. */
const REFERENCE = new RegExp(String.raw`^(?:${DOMAIN}/)?${PART}(?:/${PART})*(?::\w[\w.-]{0,127})?$`);

function refuseTags(reader: Reader, { tags }: BuildRequest): void {
	for (const tag of tags) {
		if (REFERENCE.test(tag)) continue;
		reader.problem({
			input: "tags",
			value: tag,
			message: tag.includes("@") ? "holds a digest, which no image can be given" : "is not an image name",
			remedy: tagRemedy(tag),
		});
	}
}

function tagRemedy(tag: string): string {
	const [name = ""] = tag.split("@");
	if (name !== tag && REFERENCE.test(name)) return `leave out the digest: "${name}"`;
	const lower = tag.toLowerCase();
	if (tag !== lower && REFERENCE.test(lower)) return `names are written in lower case: "${lower}"`;
	if (/:$/.test(tag)) return 'nothing follows the ":", so a variable may be empty; write for example "user/app:1.2"';
	return 'write for example "user/app:1.2" or "ghcr.io/user/app:1.2"';
}

/** buildx: "type is required for output", "tag is needed when pushing to registry". */
function refuseOutputs(reader: Reader, request: BuildRequest): void {
	const outputs = request.outputs.flatMap((item) => {
		const output = parseOutput(item);
		if (output === undefined) {
			const message = "is not an output: it is no list of key=value with a type";
			reader.problem({
				input: "outputs",
				value: item,
				message,
				remedy: 'write for example "type=local,dest=out"',
			});
		}
		return output ?? [];
	});
	refuseCall(reader, request, outputs);
	refuseTagsByDigest(reader, request, outputs);
	if (pushesNameless(request, outputs)) {
		const input = request.push ? "push" : "outputs";
		const remedy = 'give tags, for example "user/app:1.2"';
		reader.problem({
			input,
			message: "an image is to be pushed, but it has no name",
			remedy,
		});
	}
}

function pushesNameless(request: BuildRequest, outputs: readonly Output[]): boolean {
	if (isQuestion(request.call) || request.tags.length > 0) return false;
	if (request.push && !outputs.some(isStored)) return true;
	return pushedImages(request, outputs).some((output) => !output.attrs["name"]);
}

/** BuildKit, `push.Push`: "can't push tagged ref … by digest". Where there are tags, they are the names of all outputs. */
function refuseTagsByDigest(reader: Reader, request: BuildRequest, outputs: readonly Output[]): void {
	const { tags } = request;
	const names = pushedImages(request, outputs)
		.filter(isByDigest)
		.flatMap((output) => (tags.length > 0 ? tags : namesOf(output)));
	for (const name of new Set(names)) {
		const { repo, tag } = splitTag(name);
		if (tag === "") continue;
		reader.problem({
			input: tags.length > 0 ? "tags" : "outputs",
			value: name,
			message: "has a tag, and what is pushed by its digest gets none",
			remedy: `write "${repo}", or leave out push-by-digest`,
		});
	}
}

/** A question to the Dockerfile makes nothing, but buildx still does its outputs: an empty image would be pushed or loaded under the tags. */
function refuseCall(reader: Reader, { call, push, load }: BuildRequest, outputs: readonly Output[]): void {
	if (call === "" || call === "build") return;
	const given = { push, load, outputs: outputs.some(isImage) };
	for (const [name, on] of Object.entries(given)) {
		if (!on) continue;
		const message = `cannot stand beside ${name}: it builds nothing, so an empty image would be delivered`;
		reader.problem({ input: "call", value: call, message, remedy: "leave out one of the two" });
	}
}

/** buildx: "invalid context value: …, expected key=value". */
function refuseNamedContexts(reader: Reader, { buildContexts }: BuildRequest): void {
	for (const item of buildContexts) {
		if (/^[^=]+=/.test(item)) continue;
		const message = "is not a named context";
		reader.problem({
			input: "build-contexts",
			value: item,
			message,
			remedy: 'write name=path, for example "weights=./weights"',
		});
	}
}

/** buildx, `toBuildkitExtraHosts`: a host, `=` or `:`, an address. */
function refuseHosts(reader: Reader, { addHosts }: BuildRequest): void {
	for (const item of addHosts) {
		if (/^[^=:]+[=:]./.test(item)) continue;
		const message = "is not a host with its address";
		reader.problem({
			input: "add-hosts",
			value: item,
			message,
			remedy: 'write for example "docker:10.180.0.1"',
		});
	}
}

/** Sizes of the docker command line (github.com/docker/go-units, `RAMInBytes`). */
function refuseShm(reader: Reader, { shmSize }: BuildRequest): void {
	if (shmSize === "" || /^\d+(\.\d+)? ?([kmgtp]i?)?b?$/i.test(shmSize)) return;
	reader.problem({
		input: "shm-size",
		value: shmSize,
		message: "is not a size of shared memory",
		remedy: 'write for example "2g"',
	});
}
