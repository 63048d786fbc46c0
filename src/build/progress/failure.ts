import type { StepRef } from "../../model/facts.ts";
import { cut } from "../../model/kept-text.ts";
import type { BuildFailure, StepRun } from "../../model/timeline.ts";
import type { DockerfileMap } from "../dockerfile.ts";
import { isCancelled } from "./live.ts";

const MAX_MESSAGE = 2000;
/** Words that every failure begins with and that say nothing. */
const PREFIX = /^(?:failed to build: |failed to solve: |rpc error: code = Unknown desc = )+/;

/** What buildx says after its events, taken apart. */
interface Epilogue {
	readonly message: string | undefined;
	readonly excerpt: readonly string[];
	readonly file: string | undefined;
	readonly line: number | undefined;
}

/** Why the build failed, from buildx's plain text and the steps' errors. `plain` holds its last lines that are no events. */
export function readFailure(
	plain: readonly string[],
	steps: readonly StepRun[],
	exitCode: number | null,
	map: DockerfileMap | undefined,
): BuildFailure {
	const said = readEpilogue(plain);
	const run = failedStep(steps, said.message);
	const raw = said.message ?? run?.error ?? noReason(exitCode);
	const step = run?.step ?? excerptStep(said, map);
	return {
		message: cut(raw.replace(PREFIX, ""), MAX_MESSAGE),
		exitCode,
		...(run ? { run } : {}),
		excerpt: said.excerpt,
		...(step ? { step } : {}),
	};
}

function noReason(exitCode: number | null): string {
	return `buildx ended with ${exitCode === null ? "no exit code" : `exit code ${exitCode}`} and gave no reason`;
}

/** buildx ended with this code by itself and said nothing about it: so it hands on what an answer of the frontend says (`printResult`). */
export function endedSilently({ message, exitCode }: BuildFailure): boolean {
	return exitCode !== null && message === noReason(exitCode);
}

function failedStep(steps: readonly StepRun[], message: string | undefined): StepRun | undefined {
	const failed = steps.filter((step) => step.error !== undefined && !isCancelled(step.error));
	return failed.find((step) => message?.includes(step.error ?? "")) ?? failed[0];
}

function readEpilogue(plain: readonly string[]): Epilogue {
	const at = plain.findLastIndex((line) => line.startsWith("ERROR: "));
	const head = plain.findLastIndex((line, index) => /^\S.*:\d+$/.test(line) && /^-{8,}$/.test(plain[index + 1] ?? ""));
	// A check shows the excerpt behind its message, a build before it.
	const told = plain.slice(Math.max(at, 0), head > at ? head : undefined);
	const message = at < 0 ? undefined : told.join(" ").slice("ERROR: ".length).trim();
	if (head < 0) return { message, excerpt: [], file: undefined, line: undefined };
	const after = plain.slice(head + 2);
	const end = after.findIndex((line) => /^-{8,}$/.test(line));
	const [, file, line] = /^(.*):(\d+)$/.exec(plain[head] ?? "") ?? [];
	return { message, excerpt: end < 0 ? after : after.slice(0, end), file, line: Number(line) };
}

function excerptStep(said: Epilogue, map: DockerfileMap | undefined): StepRef | undefined {
	if (said.line === undefined) return undefined;
	const known = map?.at(said.line);
	if (known) return known;
	const marked = said.excerpt
		.map((row) => /^\s*\d+ \| >>> ?(.*)$/.exec(row)?.[1]?.trim())
		.find((text) => text !== undefined);
	return {
		text: cut(marked ?? "", 200),
		...((map?.file ?? said.file) === undefined ? {} : { file: map?.file ?? said.file ?? "" }),
		line: said.line,
	};
}
