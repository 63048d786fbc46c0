import { setTimeout as sleep } from "node:timers/promises";
import { expect } from "@jest/globals";
import { runStep, type StepOptions, type StepResult } from "../../support/action.ts";
import { processesWith } from "./processes.ts";
import type { Sleeper } from "./sleepers.ts";

/** A run that something happened to. */
export interface Faulted extends StepResult {
	/** Of each fault: milliseconds from when it was done until buildx and its children were gone. */
	readonly endedMs: readonly number[];
	/** From the last fault to the end of the action, its clean-up and report included. */
	readonly restMs: number;
	/** Names of the builders that it built on, in their order. */
	readonly builders: readonly string[];
}

/** The project's promise, for the slowest of a busy machine too: buildx and its children are gone 10 s after the fact. `more`: time that the user gave. */
export function expectInTime(what: string, { endedMs, restMs }: Faulted, more = 0): void {
	process.stdout.write(`${what}: buildx was gone after ${endedMs.join(" and ")} ms, the action after ${restMs} ms\n`);
	for (const ms of endedMs) expect(ms).toBeLessThan(10_000 + more);
	expect(restMs).toBeLessThan(25_000 + more);
}

interface FaultOptions extends Omit<StepOptions, "onLog" | "signal"> {
	/** Step that shows that the build is where the faults are wanted. */
	readonly asleep: Sleeper;
	/** Done one after the other, each when it sleeps (again, on another builder) and the action has heard so: a log passes it on a moment later. */
	readonly faults: readonly ((builder: string) => unknown)[];
}

/** Runs the action and lets something happen to its builder. */
export async function runFaulted({ asleep: { marker, says }, faults, ...step }: FaultOptions): Promise<Faulted> {
	let log = "";
	let over = false;
	const run = runStep({
		...step,
		onLog: (text) => {
			log = text;
		},
	}).finally(() => {
		over = true;
	});
	const endedMs: number[] = [];
	let at = Date.now();
	for (const [index, fault] of faults.entries()) {
		const there = () => buildLog(log, index).includes(says) && processesWith(marker).length > 0;
		while (!over && !there()) await sleep(50);
		if (over) throw new Error(`the run ended before fault ${index + 1}:\n${(await run).log}`);
		const buildx = `${buildsIn(log).at(-1)} `;
		at = Date.now();
		await fault(buildersIn(log)[index] ?? "");
		at = Date.now();
		while (processesWith(buildx).length > 0) await sleep(25);
		endedMs.push(Date.now() - at);
		// A step that was killed takes a moment to go.
		while (!over && processesWith(marker).length > 0 && index + 1 < faults.length) await sleep(50);
	}
	let restMs = 0;
	const result = await run.finally(() => {
		restMs = Date.now() - at;
	});
	return { ...result, endedMs, restMs, builders: buildersIn(result.log) };
}

/** What a log has of one build. */
function buildLog(log: string, index: number): string {
	return log.split(/^\$ docker buildx build /m)[index + 1] ?? "";
}

/** Of all builds in a log, in their order. */
function buildersIn(log: string): readonly string[] {
	return [...log.matchAll(/^\$ docker buildx build .*?--builder (\S+)/gm)].map(([, name]) => name ?? "");
}

/** A word in the command lines of buildx that no other run has. */
function buildsIn(log: string): readonly string[] {
	return [...log.matchAll(/^\$ docker buildx build .*?(--iidfile \S+)/gm)].map(([, word]) => word ?? "");
}
