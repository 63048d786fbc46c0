import type { Aftermath, Diagnosis } from "../../model/diagnosis.ts";
import type { StepRun } from "../../model/timeline.ts";
import type { BuilderFate } from "../../model/watch.ts";
import type { Diagnoser } from "./diagnosis.ts";
import { fullDiskIn, lostLine } from "./log.ts";
import { inPlace, lastWords, printDuration, quoted, runAtEnd, stepName } from "./words.ts";

type Shape = Exclude<BuilderFate["state"], "running"> | "connection";

/** The builder or the engine went away below the build: by its state, else by BuildKit's own sentence. */
export const builderLost: Diagnoser = {
	id: "builder-lost",
	shapes: ["restarted", "exited", "gone", "paused", "unreachable", "connection"] satisfies Shape[],
	diagnose(aftermath) {
		const shape = shapeOf(aftermath);
		return shape === undefined ? [] : [explain(aftermath, shape)];
	},
};

function shapeOf({ builder, failure, ended }: Aftermath): Shape | undefined {
	if (ended !== undefined && ended.by !== "builder-lost") return undefined;
	const line = lostLine(failure);
	const state = builder?.state ?? "running";
	if (state === "paused" && ended === undefined) return line === undefined ? undefined : "connection";
	if (state !== "running" && (ended !== undefined || line !== undefined || failure?.run === undefined)) {
		return failure === undefined && ended === undefined && state !== "restarted" ? undefined : state;
	}
	return line !== undefined || ended !== undefined ? "connection" : undefined;
}

function explain(aftermath: Aftermath, shape: Shape): Diagnosis {
	const { builder, failure, ended } = aftermath;
	const run = runAtEnd(aftermath);
	const step = failure?.step ?? run?.step;
	const meanwhile = aftermath.meanwhile === undefined ? "" : ` while ${aftermath.meanwhile}`;
	const during =
		run === undefined ? meanwhile : ` while ${stepName(aftermath.timeline, run, step)} ran${inPlace(step)}`;
	const line = lostLine(failure);
	const cause = causeOf(builder, shape);
	return {
		id: "builder-lost",
		shape,
		level: failure === undefined && ended === undefined ? "warning" : "failure",
		certainty: shape === "connection" ? "likely" : "certain",
		message: `${builder?.what ?? "the builder"} ${WHAT[shape]}${during}${cause === "" ? "" : `: ${cause}`}`,
		evidence: [
			...fate(builder),
			...(ended === undefined || ended.afterMs < 1000
				? []
				: [`seen after ${printDuration(ended.afterMs)}, then buildx was ended`]),
			...(line === undefined ? [] : [`BuildKit says: ${quoted(line)}`]),
			...lastWords(builder, 5),
		],
		remedies: remedies(aftermath, shape, run),
		...(step && { step }),
		...(run && { stepId: run.id }),
	};
}

const WHAT: Readonly<Record<Shape, string>> = {
	restarted: "was restarted",
	exited: "died",
	gone: "was removed",
	paused: "was paused",
	unreachable: "could no longer be reached",
	connection: "broke off the connection",
};

function fate(builder: BuilderFate | undefined): readonly string[] {
	if (builder === undefined) return [];
	const code = builder.exitCode === undefined ? "" : `, exit code ${builder.exitCode}`;
	const oom = builder.oomKilled === undefined ? "" : builder.oomKilled ? ", OOMKilled" : ", not OOMKilled";
	const detail = builder.detail === undefined ? "" : `: ${quoted(builder.detail)}`;
	return [`${builder.what}: ${builder.state}${code}${oom}${detail}`];
}

/** Why it went, by its last words and its exit code; empty when neither tells. */
function causeOf(builder: BuilderFate | undefined, shape: Shape): string {
	const tail = builder?.tail ?? [];
	if (fullDiskIn(tail) !== undefined) return "its disk was full";
	if (tail.some((line) => /^(?:panic:|fatal error:|SIGSEGV)/.test(line.trim()))) return "it crashed";
	if (builder?.oomKilled === true) return "the kernel killed it for want of memory";
	if (shape === "gone") return "somebody removed its container";
	const code = shape === "restarted" || shape === "exited" ? builder?.exitCode : undefined;
	if (code === 137) return "killed from outside (SIGKILL), not for want of memory as far as the counters tell";
	if (code === 143 || code === 0) return "told to stop from outside";
	return code === undefined ? "" : `it ended with exit code ${code}`;
}

function remedies(aftermath: Aftermath, shape: Shape, run: StepRun | undefined): readonly string[] {
	const { builder } = aftermath;
	const own = OWN[shape];
	const tail = builder?.tail ?? [];
	const full = fullDiskIn(tail) !== undefined;
	const crashed = tail.some((line) => /^(?:panic:|fatal error:|SIGSEGV)/.test(line.trim()));
	return [
		...(full ? ["free space on the engine's disk before the build: its last words say that it was full"] : []),
		...(crashed
			? [
					"take another version of BuildKit, driver-opts: image=moby/buildkit:v0.…, and report its last words to moby/buildkit",
				]
			: []),
		...own,
		...(run === undefined
			? []
			: ["run it again: steps that had ended are in the cache when the builder kept its volume, or with cache-from"]),
	];
}

const LOOK = "look into the engine's log (`journalctl -u docker`) for the same minute";

const OWN: Readonly<Record<Shape, readonly string[]>> = {
	restarted: [
		`find what restarted it: an update of Docker (unattended-upgrades), a \`systemctl restart docker\` in another job; ${LOOK}`,
	],
	exited: [`find what ended it; ${LOOK}`],
	gone: [
		"find what removed it: a `docker rm`, `docker system prune` or `docker buildx rm` in another job of this machine; builders of this action have names of their own and should be left out",
	],
	paused: ["unpause it (`docker unpause`) and find what paused it: somebody, or a snapshot of the machine"],
	unreachable: [
		`look whether the engine runs and its socket is there (\`docker info\`); ${LOOK}`,
		"for a builder on another machine: look at the network between, and at idle time-outs of a proxy or load balancer",
	],
	connection: [
		`look whether the engine or builder was restarted; ${LOOK}`,
		"for a builder on another machine: look at the network between, and at idle time-outs of a proxy or load balancer",
	],
};
