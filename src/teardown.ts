import { printCommand } from "./model/command.ts";
import type { Undo } from "./model/plan.ts";
import type { World } from "./model/world.ts";

/**
 * The undo journal of one run: a private file with one JSON line per thing to undo, written *before* the thing is done, so
 * that a killed run can be cleaned up by its post step, by the next run, or by `ml-image-build cleanup`.
 */
export interface Journal {
	readonly path: string;
	note(undo: Undo): Promise<void>;
	/** It is undone or was never done. */
	forget(undo: Undo): Promise<void>;
}

/** Opens a journal. `pid` and `startTime` name the run that owns it, so that nobody sweeps a run that still lives. */
export async function openJournal(world: World, folder: string, owner: JournalOwner): Promise<Journal> {
	const path = `${folder}/run-${owner.pid}-${world.now()}.journal`;
	let entries: readonly Undo[] = [];
	const save = () => world.files.write(path, [owner, ...entries].map((line) => JSON.stringify(line)).join("\n"));
	return {
		path,
		async note(undo) {
			entries = [...entries, undo];
			await save();
		},
		async forget(undo) {
			entries = entries.filter((entry) => JSON.stringify(entry) !== JSON.stringify(undo));
			if (entries.length > 0) await save();
			else await world.files.remove(path);
		},
	};
}

export interface JournalOwner {
	readonly pid: number;
	/** Field 22 of /proc/<pid>/stat: with the pid it names a process for good. */
	readonly startTime: string;
}

/** Reads a journal backwards and undoes what it says. Only warns. The journal is removed when all is undone. */
export async function teardown(world: World, path: string): Promise<void> {
	const text = await world.files.read(path);
	if (text === undefined) return;
	const [, ...entries] = parseJournal(text);
	let failed = false;
	for (const undo of entries.reverse() as readonly Undo[]) {
		try {
			await undoOne(world, undo);
		} catch (error) {
			failed = true;
			world.log.warning(`could not undo "${undo.kind}": ${(error as Error).message}`);
		}
	}
	if (!failed) await world.files.remove(path);
}

/** Sweeps the journals of runs that are no more. */
export async function sweep(world: World, folder: string): Promise<number> {
	const names = (await world.files.list(folder)).filter((name) => name.endsWith(".journal"));
	let swept = 0;
	for (const name of names) {
		const path = `${folder}/${name}`;
		const [owner] = parseJournal((await world.files.read(path)) ?? "") as [JournalOwner?];
		if (owner && (await startTime(world, owner.pid)) === owner.startTime) continue;
		await teardown(world, path);
		swept += 1;
	}
	return swept;
}

/** When the process started, in clock ticks since boot; nothing when it is no more. */
export async function startTime(world: World, pid: number): Promise<string | undefined> {
	try {
		const stat = await world.files.read(`/proc/${pid}/stat`);
		// The name in parentheses may hold spaces and parentheses itself: count from the last one.
		return stat?.slice(stat.lastIndexOf(")") + 2).split(" ")[19];
	} catch {
		return undefined;
	}
}

function parseJournal(text: string): unknown[] {
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
	if (undo.kind === "end-process") return endProcess(world, undo);
	const argv = ["docker", "buildx", "rm", "--force", undo.name];
	const { code, stderr, error } = await world.run({ argv, timeoutMs: 60_000 });
	// A builder that is not there any more is what was wanted.
	if (code !== 0 && !/no builder|not found/i.test(stderr)) {
		throw new Error(`${printCommand(argv)}: ${error ?? stderr.trim()}`);
	}
}

async function endProcess(
	world: World,
	{ pid, startTime: born }: Extract<Undo, { kind: "end-process" }>,
): Promise<void> {
	if ((await startTime(world, pid)) !== born) return;
	await world.endProcess(pid);
}
