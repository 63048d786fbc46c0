import { type Copy, DockerfileParser, type From } from "dockerfile-ast";
import { isLargeDockerfile } from "../model/dockerfile-place.ts";

/** Images that a Dockerfile starts from or copies from. */
export interface BaseImages {
	/** As written, variables replaced, each once. */
	readonly names: readonly string[];
	/** Those of them that are taken for a platform of their own (`FROM --platform=…`). */
	readonly otherPlatform: readonly string[];
	/** Every stage starts from nothing, or from a stage that does. */
	readonly scratch?: true;
	/** Why there may be more. */
	readonly unsure?: string;
}

/** Variables that BuildKit sets itself (https://docs.docker.com/reference/dockerfile/#automatic-platform-args-in-the-global-scope). */
const PLATFORM_ARGS = /^(?:TARGET|BUILD)(?:PLATFORM|OS|ARCH|VARIANT)$/;

/**
 * Reads which images a Dockerfile needs: `FROM`, `COPY --from` and `RUN --mount=…,from=` of images, not of stages. Values of `ARG` come
 * from `buildArgs` (`NAME=value`), else from their defaults. `contexts` are named contexts (`name=docker-image://…`), which take an image's
 * place.
 */
export function baseImages(text: string, buildArgs: readonly string[], contexts: readonly string[]): BaseImages {
	if (isLargeDockerfile(text))
		return { names: [], otherPlatform: [], unsure: "the Dockerfile is too large to be read" };
	const parsed = DockerfileParser.parse(text);
	const given = new Map(buildArgs.map(splitOnce));
	const args = new Map<string, string>();
	for (const arg of parsed.getInitialARGs()) {
		const property = arg.getProperty();
		const fallback = property?.getValue();
		const value = given.get(property?.getName() ?? "") ?? (fallback ? expand(fallback, args) : undefined);
		if (property && value !== undefined) args.set(property.getName(), value);
	}
	const replaced = new Map(contexts.map(splitOnce));
	const lines = text.split(/\r?\n/);
	const stages = new Set<string>();
	const names = new Set<string>();
	const otherPlatform = new Set<string>();
	const unsure: string[] = [];
	const starts: string[] = [];
	const add = (written: string): string | undefined => {
		const name = expand(written, args);
		if (name === undefined) {
			unsure.push(written);
			return undefined;
		}
		if (name === "" || name === "scratch" || stages.has(name.toLowerCase()) || /^\d+$/.test(name)) return undefined;
		const instead = replaced.get(name);
		if (instead !== undefined && !instead.startsWith(IMAGE)) return undefined;
		const image = instead?.slice(IMAGE.length) ?? name;
		names.add(image);
		return image;
	};
	for (const instruction of parsed.getInstructions()) {
		const keyword = instruction.getKeyword();
		if (keyword === "FROM") {
			const written = (instruction as From).getImage() ?? "";
			if (!stages.has(written.toLowerCase())) starts.push(written);
			const image = add(written);
			if (image !== undefined && (instruction as From).getPlatformFlag() !== null) otherPlatform.add(image);
			const stage = (instruction as From).getBuildStage();
			if (stage) stages.add(stage.toLowerCase());
		} else if (keyword === "COPY") add((instruction as Copy).getFromFlag()?.getValue() ?? "");
		else if (keyword === "RUN") {
			const { start, end } = instruction.getRange();
			for (const from of mountSources(lines.slice(start.line, end.line + 1).join(" "))) add(from);
		}
	}
	const scratch = starts.length > 0 && starts.every((start) => start === "scratch" && !replaced.has(start));
	const found = {
		names: [...names],
		otherPlatform: [...otherPlatform],
		...(scratch && { scratch: true as const }),
	};
	if (unsure.length === 0) return found;
	return { ...found, unsure: `the Dockerfile names an image by a variable (${unsure[0]})` };
}

const IMAGE = "docker-image://";

function mountSources(text: string): readonly string[] {
	return [...text.matchAll(/--mount=\S*?\bfrom=([^,\s]+)/g)].map((match) => match[1] ?? "");
}

/** `$NAME`, `${NAME}`, `${NAME:-default}`; nothing when a variable has no value here. */
function expand(text: string, args: ReadonlyMap<string, string>): string | undefined {
	let known = true;
	const expanded = text.replaceAll(/\$\{(\w+)(?:(:?[-+])([^}]*))?\}|\$(\w+)/g, (_, braced, operator, word, bare) => {
		const name: string = braced ?? bare;
		const value = args.get(name);
		if (operator?.endsWith("+")) return value ? word : "";
		if (value !== undefined && value !== "") return value;
		if (operator?.endsWith("-")) return word;
		if (value === undefined || PLATFORM_ARGS.test(name)) known = false;
		return value ?? "";
	});
	return known && !expanded.includes("$") ? expanded.trim() : undefined;
}

function splitOnce(item: string): readonly [string, string] {
	const at = item.indexOf("=");
	return at < 0 ? [item, ""] : [item.slice(0, at), item.slice(at + 1)];
}
