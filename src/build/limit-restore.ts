import type { CgroupValues } from "../model/cgroup.ts";
import type { LimitTarget } from "../model/limits.ts";
import type { Undo } from "../model/plan.ts";
import type { World } from "../model/world.ts";
import { updateContainer } from "./limits/builder-container.ts";
import { giveInside, hasInside } from "./limits/exec-lease.ts";
import { writeInside } from "./limits/inside.ts";

const GONE = /no such container|ENOENT|no such file|is not running/i;

/** Docker 29 says `failed to connect to the docker API at unix:///…: dial unix …: connect: no such file or directory`: a builder may be there all the same. */
const NO_ENGINE = /docker (?:daemon|API)\b|error during connect|\bdial (?:unix|tcp)\b/i;

/** Undoes what a way did. Throws when it could not; a builder that is gone needs no undo. */
export async function restoreLimits(
	world: World,
	undo: Extract<Undo, { readonly kind: "release-cgroup" | "restore-limits" }>,
): Promise<void> {
	const why = await tryRestore(world, undo);
	if (why !== undefined && (NO_ENGINE.test(why) || !GONE.test(why))) throw new Error(why);
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
	if (target.by === "exec") return restoreInside(world, target, values);
	const { version, path, holder } = target;
	const written = await world.editCgroup({ act: "write", version, path, values, hold: { act: "give", holder } });
	return written.ok ? undefined : written.why;
}

/** Only while this run has it: what stands there now may else be the limit of another one. */
async function restoreInside(
	world: World,
	{ container, version, holder }: Extract<LimitTarget, { readonly by: "exec" }>,
	values: CgroupValues,
): Promise<string | undefined> {
	const has = await hasInside(world, container, version, holder);
	if (has !== true) return has === false ? undefined : has.why;
	const failed = await writeInside(world, container, version, values);
	if (!failed) await giveInside(world, container, version, holder);
	return failed?.why;
}
