import type { StepRef } from "../model/facts.ts";
import { type DockerfileMap, findStage, type MappedInstruction, type MappedStage } from "./dockerfile.ts";

/** One entry of an image config's `history`, oldest first. */
export interface HistoryEntry {
	readonly created_by?: string;
	readonly empty_layer?: boolean;
}

/** What the Dockerfile says about an image's history. */
export interface HistoryOrigins {
	/** The step that made each entry, in the same order. */
	readonly steps: readonly (StepRef | undefined)[];
	/** So many of the lowest entries are certainly a base image's; 0 when that is not certain. */
	readonly base: number;
}

/** Instructions that leave no entry in the history. */
const SILENT: ReadonlySet<string> = new Set(["ONBUILD", "FROM"]);

/**
 * The step of the Dockerfile that made each entry of the image's history, in the same order. Matched from the end through the chain of
 * stages, each entry verified by its keyword and, where the history holds it as written, by its text. At the first entry that does not fit
 * it stops: entries below get none. Only when all instructions were found, what is below them is the base image's.
 */
export function historySteps(map: DockerfileMap, target: string, history: readonly HistoryEntry[]): HistoryOrigins {
	const steps: (StepRef | undefined)[] = history.map(() => undefined);
	const stage = findStage(map, target);
	if (!stage) return { steps, base: 0 };
	const chain = instructionChain(map.stages, stage).filter(({ keyword }) => !SILENT.has(keyword));
	for (let back = 1; back <= chain.length; back += 1) {
		const instruction = chain.at(-back);
		const entry = history.at(-back);
		if (!instruction || !entry || !fits(instruction, entry.created_by ?? "")) return { steps, base: 0 };
		steps[history.length - back] = instruction.step;
	}
	return { steps, base: history.length - chain.length };
}

/** All instructions that make the stage, those of the stages below it first. */
function instructionChain(stages: readonly MappedStage[], stage: MappedStage): readonly MappedInstruction[] {
	const parent = stage.parent === undefined ? undefined : stages[stage.parent];
	return [...(parent ? instructionChain(stages, parent) : []), ...stage.instructions];
}

/** BuildKit writes `RUN |1 NAME=value /bin/sh -c … # buildkit`, `COPY a b # buildkit`, `ENV A=b`. */
function fits(instruction: MappedInstruction, createdBy: string): boolean {
	if (!createdBy.startsWith(`${instruction.keyword} `)) return false;
	if (instruction.keyword !== "RUN") return sameStart(instruction, createdBy);
	if (instruction.heredoc) return true;
	const words = instruction.args.startsWith("[") ? jsonWords(instruction.args) : instruction.args;
	return createdBy.endsWith("# buildkit") && squeeze(createdBy).includes(squeeze(words));
}

/** What stands before the first variable or quote is in the history as written. */
function sameStart(instruction: MappedInstruction, createdBy: string): boolean {
	if (!/^(?:COPY|WORKDIR|ADD)$/.test(instruction.keyword) || instruction.heredoc || instruction.args.startsWith("["))
		return true;
	const [literal = ""] = instruction.args.split(/["'$\\\s]/);
	return literal === "" || literal.startsWith(".") || createdBy.includes(literal);
}

function jsonWords(args: string): string {
	try {
		const words: unknown = JSON.parse(args);
		return Array.isArray(words) ? words.join(" ") : args;
	} catch {
		return args;
	}
}

function squeeze(text: string): string {
	return text.replace(/\s+/g, "");
}
