// src/space/swap-undo.ts
/** Undoes what a run did about swap. Throws when it could not; a file that is gone needs no undo. */
async function undoSwap(world, undo) {
	if (undo.kind === "remove-swap") {
		const dropped = await world.editSwap({
			act: "drop",
			path: undo.path
		});
		if (!dropped.ok) throw new Error(`the swap file ${undo.path} stays: ${dropped.why}`);
		return;
	}
	const now = await world.files.read("/proc/sys/vm/swappiness");
	if (Number(now) !== undo.to) return;
	const restored = await world.editSwap({
		act: "swappiness",
		value: undo.from
	});
	if (!restored.ok) throw new Error(`vm.swappiness stays at ${undo.to}: ${restored.why}`);
}
export { undoSwap };
