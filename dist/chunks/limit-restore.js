import { a as writeInside, r as updateContainer } from "./builder-container.js";
// src/build/limit-restore.ts
/** Undoes what a way did. Throws when it could not; a builder that is gone needs no undo. */
async function restoreLimits(world, undo) {
	const why = await tryRestore(world, undo);
	if (why !== void 0 && !/no such container|ENOENT|no such file|is not running/i.test(why)) throw new Error(why);
}
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
	const { target, values } = undo;
	if (target.by === "update") return updateContainer(world, target.container, values);
	if (target.by === "exec") return (await writeInside(world, target.container, target.version, values))?.why;
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
export { restoreLimits };
