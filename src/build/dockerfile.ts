import { DockerfileParser, type From, type Instruction } from "dockerfile-ast";
import { isLargeDockerfile } from "../model/dockerfile-place.ts";
import type { StepRef } from "../model/facts.ts";
import { cleanLine } from "./progress/clean.ts";

/** One instruction of a stage. */
export interface MappedInstruction {
	/** Upper case: `RUN`. */
	readonly keyword: string;
	readonly step: StepRef;
	/** What stands behind the keyword and its flags, continuation lines joined; a here-document's body is left out. */
	readonly args: string;
	/** It has a here-document. */
	readonly heredoc: boolean;
}

/** One `FROM` and what follows it. */
export interface MappedStage {
	/** Lower case, as BuildKit keeps it; empty: it has none. */
	readonly name: string;
	readonly index: number;
	/** Index of the stage it is based on; absent: an image. */
	readonly parent?: number;
	readonly scratch: boolean;
	readonly from: MappedInstruction;
	readonly instructions: readonly MappedInstruction[];
}

/** A Dockerfile's stages with their lines. */
export interface DockerfileMap {
	readonly file: string;
	readonly stages: readonly MappedStage[];
	/** It is too large to be read: nothing of it is here. */
	readonly large?: true;
	/** The place behind BuildKit's name of a step (`[linux/amd64 stage-1 3/7] RUN …`), or nothing when it is not certain. */
	resolve(name: string): StepRef | undefined;
	/** The instruction that starts at or spans that line. */
	at(line: number): StepRef | undefined;
}

/** Instructions that BuildKit numbers in the names of its steps. */
const COUNTED: ReadonlySet<string> = new Set(["RUN", "COPY", "ADD", "WORKDIR"]);
const MAX_TEXT = 200;

/**
 * Reads a Dockerfile; `file` is its path as the user gave it. Never throws: what cannot be read is not in the map, as nothing is of a very
 * large one.
 */
export function mapDockerfile(text: string, file: string): DockerfileMap {
	if (isLargeDockerfile(text)) return { file, stages: [], large: true, resolve: () => undefined, at: () => undefined };
	const lines = text.split(/\r?\n/);
	const parsed = DockerfileParser.parse(text);
	const continuation = parsed.getEscapeCharacter();
	const stages: { -readonly [K in keyof MappedStage]: MappedStage[K] }[] = [];
	const spans: { readonly first: number; readonly last: number; readonly step: StepRef }[] = [];
	for (const instruction of parsed.getInstructions()) {
		const mapped = mapInstruction(instruction, lines, continuation, file);
		const range = instruction.getRange();
		spans.push({ first: range.start.line + 1, last: range.end.line + 1, step: mapped.step });
		const current = stages.at(-1);
		if (mapped.keyword === "FROM") stages.push(openStage(instruction as From, mapped, stages));
		else if (current) current.instructions = [...current.instructions, mapped];
	}
	return {
		file,
		stages,
		resolve: (name) => resolveName(stages, name),
		at: (line) => spans.find((span) => span.first <= line && line <= span.last)?.step,
	};
}

/** The stage that `target` (a name, a number, or empty for the last) builds. */
export function findStage(map: DockerfileMap, target: string): MappedStage | undefined {
	if (target === "") return map.stages.at(-1);
	const named = map.stages.find((stage) => stage.name === target.toLowerCase());
	return named ?? (/^\d+$/.test(target) ? map.stages[Number(target)] : undefined);
}

function openStage(from: From, mapped: MappedInstruction, before: readonly MappedStage[]): MappedStage {
	const image = from.getImage() ?? "";
	const parent = before.findLast((stage) => stage.name !== "" && stage.name === image.toLowerCase());
	return {
		name: (from.getBuildStage() ?? "").toLowerCase(),
		index: before.length,
		...(parent ? { parent: parent.index } : {}),
		scratch: image === "scratch",
		from: mapped,
		instructions: [],
	};
}

function mapInstruction(
	instruction: Instruction,
	lines: readonly string[],
	continuation: string,
	file: string,
): MappedInstruction {
	const range = instruction.getRange();
	const source = lines.slice(range.start.line, range.end.line + 1);
	const keyword = instruction.getKeyword();
	const { text, heredoc } = joinLines(source, continuation);
	return {
		keyword,
		step: { text: shorten(cleanLine(text)), file, line: range.start.line + 1 },
		args: text.replace(/^\s*\S+\s*/, "").replace(/^(?:--\S+\s+)+/, ""),
		heredoc,
	};
}

/** The instruction in one line: continuation lines joined, comments between them and the bodies of here-documents left out. */
function joinLines(
	source: readonly string[],
	continuation: string,
): { readonly text: string; readonly heredoc: boolean } {
	const parts: string[] = [];
	for (const [index, line] of source.entries()) {
		if (index > 0 && (/^\s*#/.test(line) || line.trim() === "")) continue;
		const trimmed = line.trimEnd();
		const more = trimmed.endsWith(continuation);
		parts.push((more ? trimmed.slice(0, -1) : trimmed).trim());
		if (!more) break;
	}
	const text = parts.join(" ").trim();
	return { text, heredoc: /<<-?\s*["']?[A-Za-z_]/.test(text) };
}

function shorten(text: string): string {
	return text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT - 1)}…` : text;
}

const NAME = /^\[([^\]]*?)\s*(\d+)\/(\d+)\] (?:LINK )?([A-Z]+)\b(.*)$/s;

/**
 * BuildKit numbers FROM (of an image, not of `scratch` or a stage), RUN, COPY, ADD and WORKDIR of each stage; the stage is named in front
 * when it has a name or there are several. Where a named context took the base's place, FROM counts in the total but gets no number.
 * See `prefixCommand` in BuildKit's dockerfile2llb.
 */
function resolveName(stages: readonly MappedStage[], name: string): StepRef | undefined {
	const match = NAME.exec(name);
	if (!match) return undefined;
	const [, prefix = "", position = "", total = "", keyword = "", rest = ""] = match;
	const stage = namedStage(stages, prefix.split(/\s+/).at(-1) ?? "");
	if (!stage) return undefined;
	const counted = stage.instructions.filter((item) => COUNTED.has(item.keyword));
	const based = !stage.scratch && stage.parent === undefined;
	const all = based ? [stage.from, ...counted] : counted;
	// ONBUILD instructions of the base come first and make the total larger: the numbers no longer say which line is meant.
	if (all.length !== Number(total)) return undefined;
	const places = based ? [Number(position) - 1, Number(position)] : [Number(position) - 1];
	const found = places
		.map((place) => all[place])
		.filter((item) => item !== undefined && item.keyword === keyword && saysThe(item, rest));
	return found.length === 1 && found[0] ? { ...found[0].step, name: name.slice(0, name.indexOf("]") + 1) } : undefined;
}

/** The instruction's text fits the name's, in which variables are replaced by their values. */
function saysThe(item: MappedInstruction, said: string): boolean {
	if (item.keyword === "FROM") return true;
	const text = bare(said);
	let at = 0;
	for (const literal of item.args.split(/\$\{[^}]*\}|\$\w*/)) {
		const found = text.indexOf(bare(literal), at);
		if (found < 0) return false;
		at = found + bare(literal).length;
	}
	return true;
}

/** Without what is written differently in the two: spaces, quotes, escapes, brackets and commas of lists. */
function bare(text: string): string {
	return text.replace(/[\s"'\\{}[\],]/g, "");
}

/** With one stage BuildKit names none (or `stage-0`); what stands there then is a platform. */
function namedStage(stages: readonly MappedStage[], word: string): MappedStage | undefined {
	if (stages.length === 1) return stages[0];
	const unnamed = /^stage-(\d+)$/.exec(word);
	return stages.find((stage) => stage.name === word) ?? (unnamed ? stages[Number(unnamed[1])] : undefined);
}
