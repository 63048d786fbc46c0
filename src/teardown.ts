import { dropBuilder, tlsContextOf } from "./build/drop-builder.ts";
import type { Undo } from "./model/plan.ts";
import { PROCESS_MARK, type ProcessName } from "./model/process.ts";
import type { World } from "./model/world.ts";
import { logLine } from "./report/escape.ts";

/**
 * The undo journal of one run: a private file with one JSON line per thing to undo, written *before* the thing is done, so
 * that a killed run can be cleaned up by its post step, by the next run, or by `ml-image-build cleanup`.
 */
export interface Journal {
	readonly path: string;
	/** Throws when it cannot be written: then the thing must not be done. */
	note(undo: Undo): Promise<void>;
	/** More is known of it now. Only warns. */
	exchange(undo: Undo, known: Undo): Promise<void>;
	/** It is undone or was never done. Only warns. */
	forget(undo: Undo): Promise<void>;
	/**
	 * Undoes what is still noted, last first, but what is for `later`. Only warns; the journal stays for the next try when something is left.
	 * What is for later is left to this step's post as long as `heir` lives, the job: no other step has to wait for it.
	 */
	undo(later?: (undo: Undo) => boolean, heir?: ProcessName): Promise<void>;
}

/**
 * Opens a journal of this run. It names the process whose end makes it anybody's to sweep: this one, unless what it notes has to last for
 * longer.
 */
export function openJournal(world: World, folder: string, owner: ProcessName = world.machine.process): Journal {
	const path = `${folder}/run-${world.machine.process.pid}-${world.now()}.journal`;
	let entries: readonly Undo[] = [];
	let named = owner;
	const save = (next: readonly Undo[]) =>
		next.length === 0
			? world.files.remove(path)
			: world.files.write(path, [named, ...next].map((line) => JSON.stringify(line)).join("\n"));
	const keep = async (next: readonly Undo[]) => {
		entries = next;
		try {
			await save(next);
		} catch (error) {
			world.log.warning(`the journal ${path} could not be brought up to date: ${(error as Error).message}`);
		}
	};
	let turn: Promise<unknown> = Promise.resolve();
	/** Programs that run side by side are noted side by side: of two writings at once the later one would lack what the other wrote. */
	const inTurn = (act: () => Promise<void>): Promise<void> => {
		const done = turn.then(act);
		turn = done.catch(() => {});
		return done;
	};
	return {
		path,
		note: (undo) =>
			inTurn(async () => {
				await save([...entries, undo]);
				entries = [...entries, undo];
			}),
		exchange: (undo, known) => inTurn(() => keep(entries.map((entry) => (isSame(entry, undo) ? known : entry)))),
		forget: (undo) => inTurn(() => keep(entries.filter((entry) => !isSame(entry, undo)))),
		async undo(later = () => false, heir) {
			await turn;
			const tried = entries.filter((undo) => !later(undo));
			const left = await undoAll(world, tried);
			// Of a job of which nobody can tell when it is over, nobody could tell when to sweep.
			if (heir && tried.length < entries.length && world.lives(heir) === "alive") named = heir;
			await inTurn(() => keep(entries.filter((undo) => !tried.includes(undo) || left.includes(undo))));
		},
	};
}

function isSame(one: Undo, other: Undo): boolean {
	return JSON.stringify(one) === JSON.stringify(other);
}

/**
 * Reads a journal backwards and undoes what it says. Only warns. The journal is removed when all is undone. It says what to remove, so only
 * one that nobody but us could have written is believed.
 */
export async function teardown(world: World, path: string): Promise<void> {
	const text = await world.files.readOwn(path);
	if (text === undefined) return;
	const [, ...lines] = parseJournal(text);
	const entries = lines.filter(isEntry);
	if (entries.length < lines.length)
		world.log.warning(`the journal ${path} holds a line that is no entry: it is left out`);
	const left = await undoAll(world, entries);
	if (left.length === 0) await world.files.remove(path);
}

export function isEntry(line: unknown): line is Undo {
	return typeof line === "object" && line !== null && "kind" in line && typeof line.kind === "string";
}

/** Undoes the entries, last first; gives those that could not be undone. */
async function undoAll(world: World, entries: readonly Undo[]): Promise<readonly Undo[]> {
	const left: Undo[] = [];
	for (const undo of entries.toReversed()) {
		if (isNeeded(undo, left)) {
			left.unshift(undo);
			continue;
		}
		try {
			await undoOne(world, undo);
		} catch (error) {
			left.unshift(undo);
			// It may name files of somebody else.
			world.log.warning(logLine(`could not undo "${undo.kind}": ${(error as Error).message}`, 1000));
		}
	}
	return left;
}

/** Without its context buildx cannot remove a builder that is still there. */
function isNeeded(undo: Undo, left: readonly Undo[]): boolean {
	if (undo.kind !== "remove-context") return false;
	return left.some((other) => other.kind === "remove-builder" && tlsContextOf(other.name) === undo.name);
}

/** A journal that could not be undone for so long (its engine is gone) is given up. */
const GIVE_UP_MS = 7 * 24 * 3600 * 1000;

/** Sweeps the journals of runs that are proven to be no more. */
export async function sweep(world: World, folder: string): Promise<number> {
	let swept = 0;
	for (const name of await journalsIn(world, folder)) {
		const path = `${folder}/${name}`;
		const text = await world.files.readOwn(path);
		if (text === undefined) continue;
		const [owner] = parseJournal(text) as [ProcessName?];
		if (!owner || world.lives(owner) !== "dead") continue;
		await teardown(world, path);
		const born = Number(/-(\d+)\.journal$/.exec(name)?.[1] ?? world.now());
		if (world.now() - born > GIVE_UP_MS) await world.files.remove(path);
		swept += 1;
	}
	return swept;
}

/** Names of the journals in a folder. */
export async function journalsIn({ files }: World, folder: string): Promise<readonly string[]> {
	return (await files.list(folder)).filter((name) => name.endsWith(".journal"));
}

/** The owner, and what it has noted; lines that are no JSON are left out. */
export function parseJournal(text: string): unknown[] {
	return text.split("\n").flatMap((line) => {
		try {
			return line.trim() === "" ? [] : [JSON.parse(line)];
		} catch {
			return [];
		}
	});
}

async function undoOne(world: World, undo: Undo): Promise<void> {
	if (undo.kind === "remove-path") return world.files.remove(undo.path);
	if (undo.kind === "end-process") return endMarked(world, undo);
	if (undo.kind === "finish-reclaim") return finishReclaim(world, undo);
	if (undo.kind === "remove-second-disk") {
		const { leaveSecondDisk } = await import("./space/second-disk-use.ts");
		return leaveSecondDisk(world, undo.folder);
	}
	if (undo.kind === "remove-context") {
		const { dropTlsContext } = await import("./build/tls-context.ts");
		const why = await dropTlsContext(world, undo.name);
		if (why !== undefined) throw new Error(why);
		return;
	}
	if (undo.kind === "remove-swap" || undo.kind === "restore-swappiness") {
		const { undoSwap } = await import("./space/swap-undo.ts");
		return undoSwap(world, undo);
	}
	if (undo.kind !== "remove-builder") {
		// Only a run with limits pays for this.
		const { restoreLimits } = await import("./build/limit-restore.ts");
		return restoreLimits(world, undo);
	}
	const why = await dropBuilder(world, undo.name);
	if (why !== undefined) throw new Error(why);
}

/** Ends what runs with that mark in that session, each with its process group. Of others nobody but root may read the environment. */
async function endMarked(world: World, { mark, session }: Extract<Undo, { kind: "end-process" }>): Promise<void> {
	const groups = new Set<number>();
	for (const name of await world.files.list("/proc")) {
		if (!/^\d+$/.test(name)) continue;
		const environment = await readProcess(world, `${name}/environ`);
		if (!environment.split("\0").includes(`${PROCESS_MARK}=${mark}`)) continue;
		const stat = await readProcess(world, `${name}/stat`);
		// The name in parentheses may hold spaces and parentheses itself: counted from the last one. 0: of a group outside of what we see.
		const [, , group, itsSession] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
		if (session === undefined || Number(itsSession) === session) groups.add(Number(group ?? 0));
	}
	for (const group of groups) if (group > 1) await world.endProcess(group);
}

/** Empty for one that is over, or not ours to see. */
async function readProcess({ files }: World, path: string): Promise<string> {
	try {
		return (await files.read(`/proc/${path}`)) ?? "";
	} catch {
		return "";
	}
}

async function finishReclaim(world: World, { run, near }: Extract<Undo, { kind: "finish-reclaim" }>): Promise<void> {
	const finished = await world.finishReclaim({ finish: run, near });
	if (!finished.ok) throw new Error(finished.why);
}
