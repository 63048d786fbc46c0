import type { Aftermath, Diagnosis } from "../../model/diagnosis.ts";

/** Something a build can die of, or survive. */
export interface Diagnoser {
	/** Equal to its page in docs/diagnoses. */
	readonly id: Diagnosis["id"];
	/** All shapes that it gives; each is a heading of its page. */
	readonly shapes: readonly string[];
	/** Pure. All that it finds, in no order; nothing when its counters and words do not speak for it. */
	diagnose(aftermath: Aftermath): readonly Diagnosis[];
}
