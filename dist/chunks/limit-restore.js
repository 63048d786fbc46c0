import { r as whySilent } from "./drop-builder.js";
import { a as hasInside, c as writeInside, d as leaseOf, i as giveInside, p as removeLease, r as updateContainer } from "./builder-container.js";
// src/build/limit-restore.ts
const GONE = /no such container|ENOENT|no such file|is not running/i;
/** Docker 29 says `failed to connect to the docker API at unix:///…: dial unix …: connect: no such file or directory`: a builder may be there all the same. */
const NO_ENGINE = /docker (?:daemon|API)\b|error during connect|\bdial (?:unix|tcp)\b/i;
function isLimitUndo(undo) {
	return undo.kind === "release-cgroup" || undo.kind === "restore-limits" || undo.kind === "return-builder";
}
/** So long a call may take when the run is cancelled: what is not done then is left to the post step. */
const HURRY_MS = 3e3;
/**
* Undoes what a way did. Throws when it could not; a builder that is gone needs no undo. Over a wire that is cut no call is tried, and a
* cancelled run has no time for slow ones.
*/
async function restoreLimits(given, undo) {
	const world = given.cancelled.aborted ? hurried(given) : given;
	const silent = undo.kind === "return-builder" || undo.kind === "restore-limits" && undo.target.by === "exec" ? await whySilent(world) : void 0;
	if (silent !== void 0) throw new Error(silent);
	const why = await tryRestore(world, undo);
	if (why !== void 0 && !isGone(why)) throw new Error(why);
}
function hurried(world) {
	const { engine } = world;
	const soon = (asked) => ({
		...asked,
		timeoutMs: Math.min(asked.timeoutMs ?? HURRY_MS, HURRY_MS)
	});
	return {
		...world,
		run: (command) => world.run(soon(command)),
		engine: {
			...engine,
			call: (request) => engine.call(soon(request))
		}
	};
}
const isGone = (why) => GONE.test(why) && !NO_ENGINE.test(why);
async function tryRestore(world, undo) {
	if (undo.kind === "release-cgroup") {
		const { version, holder } = undo;
		const released = await world.editCgroup({
			act: "release",
			version,
			holder
		});
		return released.ok ? void 0 : released.why;
	}
	if (undo.kind === "return-builder") return returnContainer(world, undo);
	const { target, values } = undo;
	if (target.by === "exec") return restoreInside(world, target, values);
	const { version, path, holder } = target;
	const written = await world.editCgroup({
		act: "write",
		version,
		path,
		values,
		hold: {
			act: "give",
			holder
		}
	});
	return written.ok ? void 0 : written.why;
}
/** Only while this run has it: what stands there now may else be the limit of another one. */
async function restoreInside(world, { container, version, holder }, values) {
	const has = await hasInside(world, container, version, holder);
	if (has !== true) return has === false ? void 0 : has.why;
	const failed = await writeInside(world, container, version, values);
	if (!failed) await giveInside(world, container, version, holder);
	return failed?.why;
}
/** The same for a whole container. What it was before stands in the lease. */
async function returnContainer(world, { container, holder }) {
	const lease = await leaseOf(world, container, holder);
	if (lease === void 0) return void 0;
	if ("why" in lease) return lease.why;
	const failed = Object.keys(lease.was).length === 0 ? void 0 : await updateContainer(world, container, lease.was);
	return failed === void 0 || isGone(failed) ? removeLease(world, lease) : failed;
}
export { isLimitUndo, restoreLimits };
