import { n as startTime } from "./teardown.js";
// src/build/tracked.ts
/** A program that is ended because nothing more can come of it (its builder is gone, its time is up) may not even hear the interrupt. */
const ENOUGH_MS = 1500;
/**
* Runs a program that must not outlive the run: ended when the run is cancelled or cannot go on, and written into the journal, so
* that the post step of a run that was killed ends it. Throws what cancelled the run. `enough` ends it too, and is no error.
*/
async function followTracked(world, journal, command, on, graceMs, enough) {
	if (world.cancelled.aborted) throw world.cancelled.reason;
	const child = world.stream(command, on);
	const stop = () => child.end(graceMs);
	world.cancelled.addEventListener("abort", stop);
	const finish = () => child.end(Math.min(graceMs, ENOUGH_MS));
	enough?.addEventListener("abort", finish);
	if (enough?.aborted) finish();
	let forget = async () => {};
	try {
		forget = await noteProcess(world, journal, child.pid);
		const end = await child.done;
		if (world.cancelled.aborted) throw world.cancelled.reason;
		return end;
	} catch (error) {
		stop();
		await child.done;
		throw error;
	} finally {
		world.cancelled.removeEventListener("abort", stop);
		enough?.removeEventListener("abort", finish);
		await forget();
	}
}
/** The same for a program of which only the end matters; keeps what it printed. */
async function runTracked(world, journal, argv, graceMs) {
	const out = [];
	const err = [];
	return {
		...await followTracked(world, journal, { argv }, {
			stdout: (line) => void out.push(line),
			stderr: (line) => void err.push(line)
		}, graceMs),
		stdout: out.join("\n"),
		stderr: err.join("\n")
	};
}
/** Writes a running process into the journal; gives what takes it out again. */
async function noteProcess(world, journal, pid) {
	const born = pid === void 0 ? void 0 : await startTime(world, pid);
	if (pid === void 0 || born === void 0) return async () => {};
	const undo = {
		kind: "end-process",
		pid,
		startTime: born
	};
	await journal.note(undo);
	return () => journal.forget(undo);
}
export { runTracked as n, followTracked as t };
