import type { ImageFacts } from "../model/facts.ts";
import { archiveLayers } from "./archive.ts";
import { undelivered, unlessCancelled } from "./delivery.ts";
import { isArchive, type Output, printOutput, readOutput } from "./engines/output.ts";
import type { Solve } from "./engines/solve.ts";
import { holdToJudged } from "./judged.ts";
import { lastError } from "./last-error.ts";
import type { Session } from "./session.ts";
import { solveAgain } from "./solve-again.ts";

/** An archive that is written under another name first. */
interface Draft {
	readonly output: Output;
	/** Absolute, symbolic links followed. */
	readonly dest: string;
	readonly path: string;
}

/** Files that were written and compared; archives still wait beside their place. */
export interface Files {
	readonly metadata: string;
	/** Puts the archives into their places. */
	finish(): Promise<void>;
	/** Removes what did not get there. */
	discard(): Promise<void>;
}

/** Writes what was asked for as files: folders and tars as they are, archives of the image only when they hold what was judged. */
export async function writeFiles(
	session: Session,
	whole: Solve,
	env: () => Promise<Readonly<Record<string, string>>>,
	judged: readonly ImageFacts[],
): Promise<Files | undefined> {
	const outputs = whole.outputs.map(readOutput);
	const plain = outputs.filter(({ type }) => type === "local" || type === "tar");
	const drafts = await Promise.all(outputs.filter(isArchive).map((output) => draft(session, output)));
	if (plain.length + drafts.length === 0) return undefined;
	const { world, journal } = session;
	const undo = ({ path }: Draft) => ({ kind: "remove-path", path }) as const;
	const discard = async () => {
		for (const one of drafts) {
			await world.files.remove(one.path);
			await journal.forget(undo(one));
		}
	};
	for (const one of drafts) await journal.note(undo(one));
	try {
		const written = drafts.map(({ output, path }) => ({ ...output, attrs: { ...output.attrs, dest: path } }));
		const solve = { ...whole, push: false, load: false, outputs: [...plain, ...written].map(printOutput) };
		const metadata = await solveAgain(session, solve, await env(), "Write");
		for (const { path } of drafts) await holdToJudged("written", judged, () => archiveLayers(world, path), true);
		return { metadata, finish: () => move(session, drafts), discard };
	} catch (error) {
		await discard();
		throw error;
	}
}

async function draft({ world }: Session, output: Output): Promise<Draft> {
	const given = output.attrs["dest"] ?? "";
	const whole = given.startsWith("/") ? given : `${world.files.cwd}/${given}`;
	const dest = await world.files.resolve(whole).catch(() => whole);
	return { output, dest, path: `${dest}.unjudged-${world.machine.pid}` };
}

async function move({ world }: Session, drafts: readonly Draft[]): Promise<void> {
	for (const { path, dest } of drafts) {
		unlessCancelled(world);
		const { code, stderr, error } = await world.run({ argv: ["mv", "-f", "--", path, dest] });
		if (code !== 0)
			throw undelivered(`${dest} could not be written: ${error ?? lastError(stderr)}`, "make that path writable");
	}
}
