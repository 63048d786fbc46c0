import type { Undo } from "../model/plan.ts";
import type { World } from "../model/world.ts";
import { updateContainer } from "./limits/builder-container.ts";
import { writeInside } from "./limits/inside.ts";

/** Undoes what a way did. Throws when it could not; a builder that is gone needs no undo. */
export async function restoreLimits(
	world: World,
	undo: Extract<Undo, { readonly kind: "release-cgroup" | "restore-limits" }>,
): Promise<void> {
	const why = await tryRestore(world, undo);
	if (why !== undefined && !/no such container|ENOENT|no such file|is not running/i.test(why)) throw new Error(why);
}

async function tryRestore(
	world: World,
	undo: Extract<Undo, { readonly kind: "release-cgroup" | "restore-limits" }>,
): Promise<string | undefined> {
	if (undo.kind === "release-cgroup") {
		const { version, holder } = undo;
		const released = await world.editCgroup({ act: "release", version, holder });
		return released.ok ? undefined : released.why;
	}
	const { target, values } = undo;
	if (target.by === "update") return updateContainer(world, target.container, values);
	if (target.by === "exec") return (await writeInside(world, target.container, target.version, values))?.why;
	const { version, path, holder } = target;
	const written = await world.editCgroup({ act: "write", version, path, values, hold: { act: "give", holder } });
	return written.ok ? undefined : written.why;
}
