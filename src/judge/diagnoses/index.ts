import type { Aftermath, Diagnosis } from "../../model/diagnosis.ts";
import { builderLost } from "./builder-lost.ts";
import type { Diagnoser } from "./diagnosis.ts";
import { diskFull } from "./disk-full.ts";
import { outOfMemory } from "./out-of-memory.ts";
import { timeout } from "./timeout.ts";

export { saidDiskFull } from "./disk-facts.ts";

/** Every diagnosis of a build, in no order that matters: {@link rank} decides which one counts. */
export const DIAGNOSES: readonly Diagnoser[] = [timeout, outOfMemory, diskFull, builderLost];

/**
 * Why the build failed and what it survived, worst first. At most one is of level `failure`. What is proved besides it is kept as a warning,
 * what is only likely besides it is not told.
 */
export function diagnose(aftermath: Aftermath): readonly Diagnosis[] {
	const known = aftermath.elsewhere ? withoutMachine(aftermath) : aftermath;
	const found = DIAGNOSES.flatMap((diagnoser) => diagnoser.diagnose(known));
	// A builder that the kernel killed for memory was not lost by accident.
	const killed = found.some(
		({ shape, level }) => shape === "builder-killed" || (shape === "machine-short" && level === "failure"),
	);
	const all = found.filter(({ id }) => !killed || id !== "builder-lost");
	const [first, ...losers] = all
		.filter(({ level }) => level === "failure")
		.toSorted((one, other) => rank(one) - rank(other));
	const beside = losers
		.filter(({ id, certainty }) => certainty === "certain" && id !== first?.id)
		.map((loser): Diagnosis => ({ ...loser, level: "warning" }));
	const warnings = all.filter(({ level, id }) => level === "warning" && (first === undefined || id !== "disk-full"));
	return [...(first === undefined ? [] : [first]), ...beside, ...warnings];
}

/** This machine did not build: what it counted and its kernel logged is of others. */
function withoutMachine({ kernel: _kernel, watch, ...rest }: Aftermath): Aftermath {
	const { machine: _machine, memory, ...seen } = watch;
	return { ...rest, watch: { ...seen, ...(memory && memory.scope !== "machine" && { memory }) } };
}

/** What the run failed of. `build`: nothing here explains it, the user's build failed by itself. */
export function failureKind(diagnoses: readonly Diagnosis[]): Diagnosis["id"] | "build" {
	return diagnoses.find(({ level }) => level === "failure")?.id ?? "build";
}

/** We ended it, then counters, then free bytes, then words. */
function rank({ id, shape, certainty }: Diagnosis): number {
	if (id === "timeout" || shape === "stopped-below") return 0;
	if (id === "out-of-memory" && shape === "builder-killed") return 1;
	if (id === "builder-lost") return shape === "connection" ? 7 : 2;
	const likely = certainty === "likely" ? 2 : 0;
	return (id === "out-of-memory" ? 3 : 4) + likely;
}
