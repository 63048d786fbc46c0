import type { StepRef } from "./facts.ts";

/** `unknown` counts as red: it was asked for and could not be measured. */
export type VerdictStatus = "pass" | "fail" | "warn" | "unknown";

/** What one assertion found. All texts are plain (no Markdown) and may hold names from the image. */
export interface Verdict {
	/** The assertion's id, equal to its input's name: `max-image-size`. */
	readonly id: string;
	/** What was checked: `Unpacked size`. */
	readonly title: string;
	readonly status: VerdictStatus;
	/** `≤ 6 GB`, `>=2.6,<2.8`. */
	readonly expected: string;
	/** `6.42 GB`, `2.8.0+cu128`, or `unknown`. */
	readonly actual: string;
	/** By how much, or why unknown: `420 MB over (107 % of budget)`. */
	readonly detail?: string;
	/** More lines of evidence: which step, what it replaced, who required it. */
	readonly evidence?: readonly string[];
	/** What to do; never empty when red. */
	readonly remedy?: string;
	readonly step?: StepRef;
	/** Set when the build has several platforms. */
	readonly platform?: string;
}

/** The run's verdict as in the output `verdict`. */
export type Conclusion = "pass" | "warn" | "fail";
