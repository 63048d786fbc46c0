import { n as tlsContextOf, t as dropBuilder } from "./drop-builder.js";
import "./process.js";
// src/teardown.ts
/**
* Opens a journal of this run. It names the process whose end makes it anybody's to sweep: this one, unless what it notes has to last for
* longer.
*/
function openJournal(world, folder, owner = world.machine.process) {
	const path = `${folder}/run-${world.machine.process.pid}-${world.now()}.journal`;
	let entries = [];
	let named = owner;
	const save = (next) => next.length === 0 ? world.files.remove(path) : world.files.write(path, [named, ...next].map((line) => JSON.stringify(line)).join("\n"));
	const keep = async (next) => {
		entries = next;
		try {
			await save(next);
		} catch (error) {
			world.log.warning(`the journal ${path} could not be brought up to date: ${error.message}`);
		}
	};
	let turn = Promise.resolve();
	/** Programs that run side by side are noted side by side: of two writings at once the later one would lack what the other wrote. */
	const inTurn = (act) => {
		const done = turn.then(act);
		turn = done.catch(() => {});
		return done;
	};
	return {
		path,
		note: (undo) => inTurn(async () => {
			await save([...entries, undo]);
			entries = [...entries, undo];
		}),
		forget: (undo) => inTurn(() => keep(entries.filter((entry) => JSON.stringify(entry) !== JSON.stringify(undo)))),
		async undo(later = () => false, heir) {
			await turn;
			const tried = entries.filter((undo) => !later(undo));
			const left = await undoAll(world, tried);
			if (heir && tried.length < entries.length && world.lives(heir) === "alive") named = heir;
			await inTurn(() => keep(entries.filter((undo) => !tried.includes(undo) || left.includes(undo))));
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
	for (const undo of entries.toReversed()) {
		if (isNeeded(undo, left)) {
			left.unshift(undo);
			continue;
		}
		try {
			await undoOne(world, undo);
		} catch (error) {
			left.unshift(undo);
			world.log.warning(`could not undo "${undo.kind}": ${error.message}`);
		}
	}
	return left;
}
/** Without its context buildx cannot remove a builder that is still there. */
function isNeeded(undo, left) {
	if (undo.kind !== "remove-context") return false;
	return left.some((other) => other.kind === "remove-builder" && tlsContextOf(other.name) === undo.name);
}
/** A journal that could not be undone for so long (its engine is gone) is given up. */
const GIVE_UP_MS = 6048e5;
/** Sweeps the journals of runs that are proven to be no more. */
async function sweep(world, folder) {
	let swept = 0;
	for (const name of await journalsIn(world, folder)) {
		const path = `${folder}/${name}`;
		const text = await readOwn(world, path);
		if (text === void 0) continue;
		const [owner] = parseJournal(text);
		if (!owner || world.lives(owner) !== "dead") continue;
		await teardown(world, path);
		const born = Number(/-(\d+)\.journal$/.exec(name)?.[1] ?? world.now());
		if (world.now() - born > GIVE_UP_MS) await world.files.remove(path);
		swept += 1;
	}
	return swept;
}
/** Swap files that earlier steps of this job made to last as long as it does. */
async function swapOfThisJob(world, folders) {
	const undos = await undosOfThisJob(world, folders);
	return new Set(undos.flatMap((undo) => undo.kind === "remove-swap" ? [undo.path] : []));
}
/**
* Unlinks at full speed what earlier steps of this job have moved out of the way and left for later; their post steps find nothing more to do.
* Gives how many of them there were.
*/
async function finishRemovals(world, folders) {
	let finished = 0;
	for (const undo of await undosOfThisJob(world, folders)) {
		if (undo.kind !== "finish-reclaim") continue;
		const { ok } = await world.finishReclaim({
			finish: undo.run,
			near: undo.near
		});
		if (ok) finished += 1;
	}
	return finished;
}
/** What the steps of this job before this one, and this one, have left to undo. */
async function undosOfThisJob(world, folders) {
	const job = JSON.stringify(world.machine.parent);
	const undos = [];
	for (const folder of folders) for (const name of await journalsIn(world, folder)) {
		const [owner, ...entries] = parseJournal(await readOwn(world, `${folder}/${name}`) ?? "");
		if (JSON.stringify(owner) === job) undos.push(...entries);
	}
	return undos;
}
async function journalsIn({ files }, folder) {
	return (await files.list(folder)).filter((name) => name.endsWith(".journal"));
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
	if (undo.kind === "end-process") return endMarked(world, undo);
	if (undo.kind === "finish-reclaim") return finishReclaim(world, undo);
	if (undo.kind === "remove-second-disk") {
		const { leaveSecondDisk } = await import("./second-disk-use.js");
		return leaveSecondDisk(world, undo.folder);
	}
	if (undo.kind === "remove-context") {
		const { dropTlsContext } = await import("./tls-context.js");
		const why = await dropTlsContext(world, undo.name);
		if (why !== void 0) throw new Error(why);
		return;
	}
	if (undo.kind === "remove-swap" || undo.kind === "restore-swappiness") {
		const { undoSwap } = await import("./swap-undo.js");
		return undoSwap(world, undo);
	}
	if (undo.kind !== "remove-builder") {
		const { restoreLimits } = await import("./limit-restore.js");
		return restoreLimits(world, undo);
	}
	const why = await dropBuilder(world, undo.name);
	if (why !== void 0) throw new Error(why);
}
/** Ends what runs with that mark, each with its process group. Of others nobody but root may read the environment. */
async function endMarked(world, { mark }) {
	const groups = /* @__PURE__ */ new Set();
	for (const name of await world.files.list("/proc")) {
		if (!/^\d+$/.test(name)) continue;
		if (!(await readProcess(world, `${name}/environ`)).split("\0").includes(`ML_IMAGE_BUILD_PROCESS=${mark}`)) continue;
		const stat = await readProcess(world, `${name}/stat`);
		groups.add(Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[2] ?? 0));
	}
	for (const group of groups) if (group > 1) await world.endProcess(group);
}
/** Empty for one that is over, or not ours to see. */
async function readProcess({ files }, path) {
	try {
		return await files.read(`/proc/${path}`) ?? "";
	} catch {
		return "";
	}
}
async function finishReclaim(world, { run, near }) {
	const finished = await world.finishReclaim({
		finish: run,
		near
	});
	if (!finished.ok) throw new Error(finished.why);
}
export { teardown as a, sweep as i, openJournal as n, swapOfThisJob as r, finishRemovals as t };
