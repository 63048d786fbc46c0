import type { Aftermath } from "../../model/diagnosis.ts";
import type { BuildFailure } from "../../model/timeline.ts";

/*
 * What logs and BuildKit's own sentences say. The log of a step can say anything, also of healthy programs: it is asked last, and never
 * proves anything by itself.
 */

/** The lines the failed step printed last. */
export function tailOf({ failure }: Aftermath): readonly string[] {
	return failure?.run?.tail ?? [];
}

/** The command that failed, as BuildKit, the legacy builder and Buildah quote it: the user's text, and none of it was said. */
const COMMAND = /\bprocess ".*"(?= did not complete)|\bThe command '.*'(?= returned a)|\bbuilding at STEP ".*"(?=:)/s;

/** BuildKit's own sentences about the failure, without the log and without the command. */
export function saidBy(failure: BuildFailure | undefined): readonly string[] {
	return [failure?.run?.error, failure?.message]
		.filter((text) => text !== undefined)
		.map((text) => text.replace(COMMAND, "the command"));
}

const EXIT_CODE = /(?:exit code: |exit status |non-zero code: )(\d+)\s*$/;

/** The exit code of the RUN step's process, as BuildKit, the legacy builder, Podman and Buildah write it. */
export function exitCodeOf(failure: BuildFailure | undefined): number | undefined {
	const code = saidBy(failure)
		.map((text) => EXIT_CODE.exec(text)?.[1])
		.find((found) => found !== undefined);
	return code === undefined ? undefined : Number(code);
}

/** `Disk quota exceeded` is no full disk by statfs, but needs the same remedies. */
const NO_SPACE =
	/no space left on device|disk quota exceeded|\bENOSPC\b|not enough (?:free )?(?:disk )?space|\[Errno 28\]/i;

/**
 * BuildKit (0.16 and later, on cgroup v2) counted an OOM kill in the step's own cgroup. buildx then ends with 102 (ResourceExhausted), which
 * it does for too large messages and full disks as well. https://github.com/moby/buildkit/blob/master/executor/runcexecutor/executor_linux.go
 */
export function buildkitCounted(failure: BuildFailure | undefined): boolean {
	const said = saidBy(failure);
	if (said.some((text) => /did not complete successfully: cannot allocate memory\s*$/.test(text))) return true;
	return failure?.exitCode === 102 && !said.some((text) => /larger than max/.test(text) || NO_SPACE.test(text));
}

const KILLED: readonly RegExp[] = [
	/(?:^|[\s:])Killed\s*$/,
	/: line \d+:\s+\d+ Killed\b/,
	/Killed signal terminated program/,
	/non-zero exit status -?9\b/,
	/(?:exit(?:ed)?|status|code)\b.{0,20}\b137\b/,
	/SIGKILL|signal: 9|exited on killed/,
	/\bMemoryError\b|Memoryview is too large/,
	/std::bad_alloc|virtual memory exhausted|[Cc]annot allocate memory/,
];

/** The line by which a program tells that it, or its child, was killed or got no memory. */
export function killedLine(lines: readonly string[]): string | undefined {
	return lines.findLast((line) => KILLED.some((pattern) => pattern.test(line)))?.trim();
}

/** The last of these lines that speaks of a full disk. */
export function fullDiskIn(lines: readonly string[]): string | undefined {
	return lines.findLast((line) => NO_SPACE.test(line));
}

/**
 * The sentence or line that says that a disk is full: BuildKit's own first, then the step's log. Of vertices that fail together the one that
 * buildx names may be the other end of a pipe.
 */
export function noSpaceLine({
	failure,
	timeline,
}: Aftermath): { readonly line: string; readonly own: boolean } | undefined {
	const beside = failure === undefined ? [] : timeline.steps.flatMap(({ error }) => error ?? []);
	const own = [...saidBy(failure), ...beside].find((text) => NO_SPACE.test(text));
	if (own !== undefined) return { line: own.trim(), own: true };
	const line = fullDiskIn(failure?.run?.tail ?? []);
	return line === undefined ? undefined : { line: line.trim(), own: false };
}

const LOST: readonly RegExp[] = [
	/error reading from server: (?:EOF|read )/,
	/transport is closing|closing transport due to/,
	/received prior goaway/,
	/code = Unavailable/,
	/error during connect/,
	/(?:failed to (?:dial|list workers|get status|receive status)|docker\.sock|buildkitd?\b|dial unix).{0,200}(?:connection refused|connection reset by peer|broken pipe|EOF|no such file)/,
	/Cannot connect to the Docker daemon/,
	/no such container|container \S+ is not running/i,
	/graceful_stop/,
	/no active session for \S+: context deadline exceeded/,
];

/** BuildKit's own sentence that says that the builder is gone. Logs of steps are not asked: they talk to servers of their own. */
export function lostLine(failure: BuildFailure | undefined): string | undefined {
	if (failure?.run !== undefined && exitCodeOf(failure) !== undefined) return undefined;
	return saidBy(failure).find((text) => LOST.some((pattern) => pattern.test(text)));
}
