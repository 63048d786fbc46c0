import type { Diagnosis } from "./diagnosis.ts";
import type { FailureKind, Problem } from "./errors.ts";
import type { ImageFacts, StepRef } from "./facts.ts";
import type { Host } from "./host.ts";
import type { LimitsReport } from "./limits.ts";
import type { Plan } from "./plan.ts";
import type { SpaceReport, SwapReport } from "./space.ts";
import type { BuildFailure, Phase, Timeline } from "./timeline.ts";
import type { Conclusion, Verdict } from "./verdict.ts";
import type { Watch } from "./watch.ts";

/** Why the run is red, in words for people. */
export interface Failure {
	readonly kind: FailureKind;
	/** One sentence. */
	readonly message: string;
	readonly problems: readonly Problem[];
	readonly step?: StepRef;
	/** Set when the user's build failed. */
	readonly build?: BuildFailure;
	/** Set for a bug of ours. */
	readonly stack?: string;
}

/** What was really delivered, also when the delivery ended in the middle. */
export interface Delivered {
	/** Names that now point to the judged image, in the engine or in a registry. */
	readonly tags: readonly string[];
	/** Something reached a registry: under a tag, or by its digest only. */
	readonly pushed: boolean;
	/** Those of `tags` that point to it in a registry. Absent: none when nothing was pushed, else all. */
	readonly pushedTags?: readonly string[];
	readonly loaded: boolean;
	/** Digest as output `digest`: of the manifest or index in the registry or builder. */
	readonly digest?: string;
	/** Output `imageid`. */
	readonly imageId?: string;
}

/** Everything that is said about one run; all renderings are made of it. */
export interface Report {
	/** Version of the JSON form. */
	readonly schema: 1;
	/** Input `name`, else made from the first tag or the context. */
	readonly name: string;
	readonly conclusion: Conclusion;
	readonly failure?: Failure;
	readonly started: number;
	readonly completed: number;
	readonly host?: Host;
	readonly plan?: Plan;
	readonly phases: readonly Phase[];
	readonly timeline?: Timeline;
	readonly images: readonly ImageFacts[];
	readonly verdicts: readonly Verdict[];
	readonly delivered: Delivered;
	/** Why the build failed, or what it survived, worst first. */
	readonly diagnoses: readonly Diagnosis[];
	/** Absent: no limit was asked for. */
	readonly limits?: LimitsReport;
	/** Absent: nothing was asked about swap. */
	readonly swap?: SwapReport;
	/** Absent: nothing was built. */
	readonly watch?: Watch;
	/** Absent: it did not come to that, or it was switched off. */
	readonly space?: SpaceReport;
	/** Things worth a line that are no failure: an unknown input, attestations left out. */
	readonly notes: readonly string[];
	/** Where the project's own pages are at the version that ran: `https://github.com/OWNER/REPO/blob/REF`. Absent: not known. */
	readonly pages?: string;
	/** Where in the repository the run happened, for links: commit URL parts; absent on the command line. */
	readonly source?: {
		readonly server: string;
		readonly repository: string;
		readonly sha: string;
		readonly runUrl: string;
	};
}

/** A line beside code on GitHub. */
export interface Annotation {
	readonly level: "error" | "warning" | "notice";
	readonly title: string;
	readonly message: string;
	readonly file?: string;
	readonly line?: number;
}
