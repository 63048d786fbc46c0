import type { Command, CommandResult } from "../model/command.ts";
import type { Undo } from "../model/plan.ts";
import { PROCESS_MARK } from "../model/process.ts";
import type { Streamed, World } from "../model/world.ts";
import type { Journal } from "../teardown.ts";

/** What a running program prints, line by line. */
export interface Lines {
	readonly stdout?: (line: string) => void;
	readonly stderr?: (line: string) => void;
}

/** A program that is ended because nothing more can come of it (its builder is gone, its time is up) may not even hear the interrupt. */
const ENOUGH_MS = 1500;

/**
 * Runs a program that must not outlive the run: ended when the run is cancelled or cannot go on, and written into the journal before it
 * starts, so that the post step of a run that was killed ends it. Throws what cancelled the run. `enough` ends it too, and is no error.
 */
export async function followTracked(
	world: World,
	journal: Journal,
	command: Command,
	on: Lines,
	graceMs: number,
	enough?: AbortSignal,
): Promise<CommandResult> {
	const mark = crypto.randomUUID();
	const undo = { kind: "end-process", mark } as const;
	await journal.note(undo);
	let named: Undo = undo;
	try {
		if (world.cancelled.aborted) throw world.cancelled.reason;
		const marked = { ...command, env: { ...command.env, [PROCESS_MARK]: mark } };
		const child = world.stream(marked, on);
		// Every program of ours leads a session of its own, which has its number.
		if (child.pid !== undefined) {
			named = { ...undo, session: child.pid };
			void journal.exchange(undo, named);
		}
		return await follow(world, child, graceMs, enough);
	} finally {
		await journal.forget(named);
	}
}

/** Waits for its end, and sees to it when it is wanted earlier. */
async function follow(
	world: World,
	child: Streamed,
	graceMs: number,
	enough: AbortSignal | undefined,
): Promise<CommandResult> {
	const stop = () => child.end(graceMs);
	world.cancelled.addEventListener("abort", stop);
	const finish = () => child.end(Math.min(graceMs, ENOUGH_MS));
	enough?.addEventListener("abort", finish);
	if (enough?.aborted) finish();
	try {
		const end = await child.done;
		if (world.cancelled.aborted) throw world.cancelled.reason;
		return end;
	} finally {
		world.cancelled.removeEventListener("abort", stop);
		enough?.removeEventListener("abort", finish);
	}
}

/** When a program is ended early, and who hears that it is at work. */
interface Attention {
	readonly enough: AbortSignal;
	/** It printed a line. */
	heard(): void;
}

/** The same for a program of which only the end matters; keeps what it printed. */
export async function runTracked(
	world: World,
	journal: Journal,
	argv: readonly string[],
	graceMs: number,
	attention?: Attention,
): Promise<CommandResult> {
	const out: string[] = [];
	const err: string[] = [];
	const keep = (lines: string[]) => (line: string) => {
		lines.push(line);
		attention?.heard();
	};
	const end = await followTracked(
		world,
		journal,
		{ argv },
		{ stdout: keep(out), stderr: keep(err) },
		graceMs,
		attention?.enough,
	);
	return { ...end, stdout: out.join("\n"), stderr: err.join("\n") };
}
