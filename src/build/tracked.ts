import type { CommandResult } from "../model/command.ts";
import type { World } from "../model/world.ts";
import { type Journal, startTime } from "../teardown.ts";

/**
 * Runs a program that must not outlive the run: ended when the run is cancelled, and written into the journal, so that the post
 * step of a run that was killed ends it. Throws what cancelled the run.
 */
export async function runTracked(
	world: World,
	journal: Journal,
	argv: readonly string[],
	graceMs: number,
): Promise<CommandResult> {
	if (world.cancelled.aborted) throw world.cancelled.reason;
	const out: string[] = [];
	const err: string[] = [];
	const child = world.stream(
		{ argv },
		{ stdout: (line) => void out.push(line), stderr: (line) => void err.push(line) },
	);
	const stop = () => child.end(graceMs);
	world.cancelled.addEventListener("abort", stop);
	const forget = await noteProcess(world, journal, child.pid);
	try {
		const end = await child.done;
		if (world.cancelled.aborted) throw world.cancelled.reason;
		return { ...end, stdout: out.join("\n"), stderr: err.join("\n") };
	} finally {
		world.cancelled.removeEventListener("abort", stop);
		await forget();
	}
}

/** Writes a running process into the journal; gives what takes it out again. */
export async function noteProcess(
	world: World,
	journal: Journal,
	pid: number | undefined,
): Promise<() => Promise<void>> {
	const born = pid === undefined ? undefined : await startTime(world, pid);
	if (pid === undefined || born === undefined) return async () => {};
	const undo = { kind: "end-process", pid, startTime: born } as const;
	await journal.note(undo);
	return () => journal.forget(undo);
}
