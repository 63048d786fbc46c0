// src/model/errors.ts
/** The problem in one line: `max-image-size: "10 GBB" is not a size; write for example "9.5GB" or "9GiB"`. */
function printProblem(problem) {
	return `${problem.input === void 0 ? "" : `${problem.input}: `}${problem.value === void 0 ? "" : `"${problem.value}" `}${problem.message}; ${problem.remedy}`;
}
/**
* A failure that is not a bug of ours: told without a stack. `input`: the user's mistake, all of them at once. `engine`: the
* machine has no working engine, builder or registry for what was asked. `build`: the user's build failed. `assertion`:
* the image is not what was asked for.
*/
var UserError = class extends Error {
	kind;
	problems;
	constructor(kind, problems, options) {
		super(problems.map(printProblem).join("\n"), options);
		this.name = "UserError";
		this.kind = kind;
		this.problems = problems;
	}
};
/** The run was cancelled from outside (SIGINT, SIGTERM): nobody's fault, cleaned up and red. */
var CancelledError = class extends Error {
	constructor(signal) {
		super(`cancelled by ${signal}`);
		this.name = "CancelledError";
	}
};
// src/model/command.ts
const PLAIN = /^[A-Za-z0-9_@%+=:,./-]+$/;
/** The command as text that can be pasted into a POSIX shell. */
function printCommand(argv) {
	return argv.map((word) => PLAIN.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`).join(" ");
}
// src/teardown.ts
/** Opens a journal. `pid` and `startTime` name the run that owns it, so that nobody sweeps a run that still lives. */
function openJournal(world, folder, owner) {
	const path = `${folder}/run-${owner.pid}-${world.now()}.journal`;
	let entries = [];
	const save = (next) => next.length === 0 ? world.files.remove(path) : world.files.write(path, [owner, ...next].map((line) => JSON.stringify(line)).join("\n"));
	const keep = async (next) => {
		entries = next;
		try {
			await save(next);
		} catch (error) {
			world.log.warning(`the journal ${path} could not be brought up to date: ${error.message}`);
		}
	};
	return {
		path,
		async note(undo) {
			await save([...entries, undo]);
			entries = [...entries, undo];
		},
		forget: (undo) => keep(entries.filter((entry) => JSON.stringify(entry) !== JSON.stringify(undo))),
		async undo() {
			await keep(await undoAll(world, entries));
		}
	};
}
/** Reads a journal backwards and undoes what it says. Only warns. The journal is removed when all is undone. */
async function teardown(world, path) {
	const text = await readOwn(world, path);
	if (text === void 0) return;
	const [, ...entries] = parseJournal(text);
	if ((await undoAll(world, entries)).length === 0) await world.files.remove(path);
}
/** A journal says what to remove, so only one that nobody but us could have written is believed. */
async function readOwn(world, path) {
	return await world.files.isOwn(path) ? world.files.read(path) : void 0;
}
/** Undoes the entries, last first; gives those that could not be undone. */
async function undoAll(world, entries) {
	const left = [];
	for (const undo of entries.toReversed()) try {
		await undoOne(world, undo);
	} catch (error) {
		left.unshift(undo);
		world.log.warning(`could not undo "${undo.kind}": ${error.message}`);
	}
	return left;
}
/** A journal that could not be undone for so long (its engine is gone) is given up. */
const GIVE_UP_MS = 6048e5;
/** Sweeps the journals of runs that are no more. */
async function sweep(world, folder) {
	const names = (await world.files.list(folder)).filter((name) => name.endsWith(".journal"));
	let swept = 0;
	for (const name of names) {
		const path = `${folder}/${name}`;
		const text = await readOwn(world, path);
		if (text === void 0) continue;
		const [owner] = parseJournal(text);
		if (owner && await startTime(world, owner.pid) === owner.startTime) continue;
		await teardown(world, path);
		const born = Number(/-(\d+)\.journal$/.exec(name)?.[1] ?? world.now());
		if (world.now() - born > GIVE_UP_MS) await world.files.remove(path);
		swept += 1;
	}
	return swept;
}
/** When the process started, in clock ticks since boot; nothing when it is no more. */
async function startTime(world, pid) {
	try {
		const stat = await world.files.read(`/proc/${pid}/stat`);
		return stat?.slice(stat.lastIndexOf(")") + 2).split(" ")[19];
	} catch {
		return;
	}
}
function parseJournal(text) {
	return text.split("\n").flatMap((line) => {
		try {
			return line.trim() === "" ? [] : [JSON.parse(line)];
		} catch {
			return [];
		}
	});
}
async function undoOne(world, undo) {
	if (undo.kind === "remove-path") return world.files.remove(undo.path);
	if (undo.kind === "end-process") return endProcess(world, undo);
	if (undo.kind !== "remove-builder") {
		const { restoreLimits } = await import("./limit-restore.js");
		return restoreLimits(world, undo);
	}
	const argv = [
		"docker",
		"buildx",
		"rm",
		"--force",
		undo.name
	];
	const { code, stderr, error } = await world.run({
		argv,
		timeoutMs: 6e4
	});
	if (code !== 0 && !/no builder|not found/i.test(stderr)) throw new Error(`${printCommand(argv)}: ${error ?? stderr.trim()}`);
}
async function endProcess(world, { pid, startTime: born }) {
	if (await startTime(world, pid) !== born) return;
	await world.endProcess(pid);
}
export { printCommand as a, printProblem as c, teardown as i, startTime as n, CancelledError as o, sweep as r, UserError as s, openJournal as t };
