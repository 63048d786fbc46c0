import { isFolder } from "../inputs/forms.ts";
import { isGitContext } from "../inputs/git-context.ts";
import { nearest } from "../inputs/nearest.ts";
import { type BuildRequest, isFetched } from "../model/build-request.ts";
import { dockerfilePath, findDockerfile, readDockerfile } from "../model/dockerfile-place.ts";
import type { Problem } from "../model/errors.ts";
import type { World } from "../model/world.ts";
import { findStage, mapDockerfile } from "./dockerfile.ts";
import { parseOutput } from "./engines/output.ts";
import { syntaxArgument, syntaxOf } from "./syntax.ts";

/**
 * What a build takes from this machine and is not there, or is not what it should be: told as the user's mistake, with its place, before anything
 * is done. What BuildKit fetches is not known here.
 */
export async function missingSources(world: World, request: BuildRequest): Promise<readonly Problem[]> {
	const found = await Promise.all([
		findMain(world, request),
		...request.buildContexts.map((item) => checkNamed(world, item)),
		...request.outputs.map((item) => checkPlace(world, item)),
	]);
	return found.flatMap((problem) => problem ?? []);
}

/** The context, the Dockerfile in it, the stage in that. */
async function findMain(world: World, request: BuildRequest): Promise<Problem | undefined> {
	if (isFetched(request)) return undefined;
	const { context, file } = request;
	const kind = await world.files.kind(context);
	if (kind === undefined) {
		const remedy = "check the path, and that actions/checkout ran before this step";
		return { input: "context", value: context, message: noFolder(world, context), remedy };
	}
	if (kind !== "folder") {
		const remedy = "give its folder as context and the file as file";
		return { input: "context", value: context, message: "is a file, not a folder", remedy };
	}
	if (/^(-$|[a-z]+:\/\/)/i.test(file)) return undefined;
	const path = await findDockerfile(world, request);
	if (path !== undefined) return checkTarget(world, request, path);
	const frontend = syntaxArgument(request, world.env);
	// It may need none.
	if (frontend && !OURS.test(frontend)) return undefined;
	const [input, value] = file === "" ? ["context", context] : ["file", file];
	const message = `has no Dockerfile (${dockerfilePath(request)} is not there)`;
	return { input, value, message, remedy: "name the Dockerfile with the input file" };
}

function noFolder({ files }: World, path: string): string {
	return path.startsWith("/") ? "is no folder of this machine" : `is no folder in ${files.cwd}`;
}

/** Frontends of Docker, which name stages as the one in BuildKit does. */
const OURS = /^(?:docker\.io\/)?docker\/dockerfile(?:-upstream)?(?:[:@]|$)/;
const MANY = 20;

/** BuildKit, `resolveTarget` in dockerfile2llb. A list of targets or of questions needs none. */
async function checkTarget(world: World, request: BuildRequest, path: string): Promise<Problem | undefined> {
	const { target, call } = request;
	if (target === "" || /^(?:targets|subrequests\.describe)(?:,|$)/.test(call)) return undefined;
	const text = await readDockerfile(world, path);
	if (text === undefined) return undefined;
	const syntax = syntaxArgument(request, world.env) ?? syntaxOf(text);
	if (syntax !== undefined && syntax !== "" && !OURS.test(syntax)) return undefined;
	const map = mapDockerfile(text, path);
	if (map.stages.length === 0 || findStage(map, target) !== undefined || mayName(text, target)) return undefined;
	const names = [...new Set(map.stages.flatMap(({ name }) => name || []))];
	const near = nearest(target, names);
	const listed = names.slice(0, MANY).join(", ") + (names.length > MANY ? ", …" : "");
	const all = names.length === 0 ? "none of its stages has a name" : `its stages are ${listed}`;
	const message = `is no stage of ${path.replace(/^\.\//, "")}`;
	const remedy = near === undefined ? all : `did you mean "${near}"? ${all.replace(/^i/, "I")}`;
	return { input: "target", value: target, message, remedy };
}

/** Our parser takes `<<` in quotes for a here-document, which swallows the stages behind it; BuildKit does not. */
function mayName(text: string, target: string): boolean {
	const names = [...text.matchAll(/^[ \t]*FROM[ \t].*[ \t]AS[ \t]+(\S+)/gim)].map(([, name = ""]) =>
		name.toLowerCase(),
	);
	return names.includes(target.toLowerCase());
}

/** buildx, `loadInputs` in build/opt.go: what is neither fetched nor an image nor a target is a folder. */
async function checkNamed(world: World, item: string): Promise<Problem | undefined> {
	const path = /^[^=]+=(.*)$/s.exec(item)?.[1];
	const folders = path === undefined ? [] : foldersOf(path);
	const kinds = await Promise.all(folders.map((each) => world.files.kind(each)));
	if (folders[0] === undefined || kinds.includes("folder")) return undefined;
	const message = kinds[0] === undefined ? noFolder(world, folders[0]) : "is a file, not a folder";
	const remedy = 'check the path; an image is written as "docker-image://python:3.12"';
	return { input: "build-contexts", value: item, message, remedy };
}

/** What may be meant as a folder of this machine: of `oci-layout://folder[:tag][@digest]` what is before either. None: it is fetched. */
function foldersOf(path: string): readonly string[] {
	const layout = /^oci-layout:\/\/(.*)$/s.exec(path)?.[1];
	if (layout === undefined) return /^[a-z][a-z\d+.-]*:/i.test(path) || isGitContext(path) ? [] : [path];
	const tagged = layout.replace(/@[^@]*$/, "");
	return [layout, tagged, tagged.replace(/:[^:]*$/, "")];
}

/** buildx, `CreateExports` in build/opt.go: what is written as a folder cannot go to a file, and the other way round. */
async function checkPlace({ files }: World, item: string): Promise<Problem | undefined> {
	const output = parseOutput(item);
	const dest = output?.attrs["dest"] ?? "";
	if (!output || dest === "" || dest === "-" || !["local", "tar", "oci", "docker"].includes(output.type))
		return undefined;
	const kind = await files.kind(dest);
	if (kind === undefined || (kind === "folder") === isFolder(output)) return undefined;
	const message = `cannot be written: ${dest} is ${kind === "folder" ? "a folder" : "no folder"}`;
	const remedy =
		kind === "folder" ? 'name a file, for example "dest=image.tar"' : "name another place, or remove that file";
	return { input: "outputs", value: item, message, remedy };
}
