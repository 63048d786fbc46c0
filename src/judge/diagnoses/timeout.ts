import type { Aftermath, Diagnosis } from "../../model/diagnosis.ts";
import type { StepRun } from "../../model/timeline.ts";
import type { Ended } from "../../model/watch.ts";
import type { Diagnoser } from "./diagnosis.ts";
import { inPlace, inputDuration, printDuration, quoted, realSteps, stepName, stepText } from "./words.ts";

/** We ended the build because its time was up, or because nothing moved. */
export const timeout: Diagnoser = {
	id: "timeout",
	shapes: ["build-timeout", "stall-timeout"],
	diagnose(aftermath) {
		const { ended } = aftermath;
		const timed = ended?.by === "build-timeout" || ended?.by === "stall-timeout";
		return timed ? [explain(aftermath, ended, ended.by)] : [];
	},
};

function explain(aftermath: Aftermath, ended: Ended, shape: "build-timeout" | "stall-timeout"): Diagnosis {
	const running = runningSteps(aftermath, ended);
	const [first] = running;
	const during = first === undefined ? "" : ` while ${stepName(aftermath.timeline, first)} ran${inPlace(first.step)}`;
	const more = running.length > 1 ? ` and ${running.length - 1} more` : "";
	const limit = printDuration(ended.afterMs);
	const what =
		shape === "build-timeout"
			? `the build was ended after ${limit}${during}${more}`
			: `the build was ended because nothing had moved for ${limit}${during}${more}`;
	return {
		id: "timeout",
		shape,
		level: "failure",
		certainty: "certain",
		message: what,
		evidence: [
			`${shape}: ${inputDuration(ended.afterMs)} ran out`,
			...running
				.slice(0, 5)
				.map((run) => `${stepText(run)} had run for ${printDuration(ended.at - run.started)}${lastWords(run)}`),
			...otherEvidence(aftermath),
		],
		remedies: shape === "build-timeout" ? buildRemedies(aftermath, ended) : stallRemedies(aftermath, ended, running),
		...(first?.step && { step: first.step }),
		...(first && { stepId: first.id }),
	};
}

/** Steps that ran when it was ended, the one that ran longest first. */
function runningSteps({ timeline }: Aftermath, ended: Ended): readonly StepRun[] {
	// Bookkeeping is named only when nothing else ran, as when a registry does not answer.
	const named = timeline.steps.filter(({ name, cached }) => !cached && ended.during.includes(name));
	return named.toSorted((one, other) => one.started - other.started);
}

function lastWords({ tail }: StepRun): string {
	const line = tail.findLast((text) => text.trim() !== "");
	return line === undefined ? ", without a word" : `; its last line: ${quoted(line)}`;
}

const THRASHED = {
	pressure: "nearly all the time everything waited for memory",
	"swap-traffic": "swap was busy and the programs were not",
} as const;

function otherEvidence({ watch, builder }: Aftermath): readonly string[] {
	const share = watch.memory?.pressure ?? 0;
	const { thrash } = watch;
	return [
		...(thrash === undefined
			? []
			: [`it thrashed for ${printDuration(thrash.ms)}: ${THRASHED[thrash.method]}, which counts as no work`]),
		...(share >= 0.05 ? [`${Math.round(share * 100)} % of the build's time everything waited for memory`] : []),
		...(builder === undefined || builder.state === "running" ? [] : [`${builder.what}: ${builder.state}`]),
	];
}

function buildRemedies(aftermath: Aftermath, ended: Ended): readonly string[] {
	const longest = realSteps(aftermath.timeline).toSorted((one, other) => other.ms - one.ms)[0];
	const long =
		longest === undefined
			? []
			: [
					`make the longest step shorter: ${stepText(longest)} took ${printDuration(longest.ms)}; a wheel instead of a source build, or a base image that has it already`,
				];
	return [
		...thrashing(aftermath),
		`give it more time, build-timeout: ${inputDuration(ended.afterMs * 1.5)}, when it was still getting on`,
		...long,
		"keep what was built: cache-to and cache-from with a registry let the next run begin where this one was",
	];
}

const ASKS =
	/\[[Yy]\/[Nn]\]|\(yes\/no\)|Geographic area|Please select|[Pp]assword(?: for .*)?:\s*$|Username for|Press (?:ENTER|any key)|Do you want to continue/;
const LOADS =
	/\b(?:Downloading|Collecting|Resolving|Fetching|Cloning|Receiving objects|Pulling|Get:\d+)\b|\bdownload\b/i;

function stallRemedies(aftermath: Aftermath, ended: Ended, running: readonly StepRun[]): readonly string[] {
	const lines = running.flatMap(({ tail }) => tail.slice(-5));
	const paused = aftermath.builder?.state === "paused";
	return [
		...(paused
			? [`unpause the builder (\`docker unpause\`): ${aftermath.builder?.what ?? ""} was paused from outside`]
			: []),
		...(lines.some((line) => ASKS.test(line))
			? [
					"answer its question beforehand: nobody can type in a build; ARG DEBIAN_FRONTEND=noninteractive for apt, -y for apt and conda, a secret for a password",
				]
			: []),
		...(lines.some((line) => LOADS.test(line))
			? [
					"let downloads give up and try again: `pip install --timeout 60 --retries 10`, UV_HTTP_TIMEOUT=300, `curl --retry 5 --speed-time 60 --speed-limit 1000`",
				]
			: []),
		...thrashing(aftermath),
		`when the step may be silent and idle that long, stall-timeout: ${inputDuration(ended.afterMs * 2)}`,
	];
}

/** It swapped more than it worked. */
function thrashing({ watch }: Aftermath): readonly string[] {
	const share = watch.memory?.pressure ?? 0;
	if (share < 0.3 && watch.thrash === undefined) return [];
	const why =
		share < 0.3
			? "it moved memory instead of working"
			: `${Math.round(share * 100)} % of the time everything waited for it`;
	return [
		`need less memory or give more: ${why}; fewer jobs at once (MAX_JOBS), max-parallelism: 1, or a higher memory`,
	];
}
