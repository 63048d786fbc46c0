import type { CgroupValues } from "../model/cgroup.ts";
import type { LimitTarget } from "../model/limits.ts";
import type { Undo } from "../model/plan.ts";
import type { World } from "../model/world.ts";
import { whySilent } from "./drop-builder.ts";
import { updateContainer } from "./limits/builder-container.ts";
import { leaseOf } from "./limits/container-lease.ts";
import { giveInside, hasInside } from "./limits/exec-lease.ts";
import { writeInside } from "./limits/inside.ts";
import { removeLease } from "./limits/lease-volumes.ts";

const GONE = /no such container|ENOENT|no such file|is not running/i;

/** Docker 29 says `failed to connect to the docker API at unix:///…: dial unix …: connect: no such file or directory`: a builder may be there all the same. */
const NO_ENGINE = /docker (?:daemon|API)\b|error during connect|\bdial (?:unix|tcp)\b/i;

/** What undoes a way to hold limits. */
export type LimitUndo = Extract<Undo, { readonly kind: "release-cgroup" | "restore-limits" | "return-builder" }>;

export function isLimitUndo(undo: Undo): undo is LimitUndo {
	return undo.kind === "release-cgroup" || undo.kind === "restore-limits" || undo.kind === "return-builder";
}

/** So long a call may take when the run is cancelled: what is not done then is left to the post step. */
const HURRY_MS = 3000;

/**
 * Undoes what a way did. Throws when it could not; a builder that is gone needs no undo. Over a wire that is cut no call is tried, and a
 * cancelled run has no time for slow ones.
 */
export async function restoreLimits(given: World, undo: LimitUndo): Promise<void> {
	const world = given.cancelled.aborted ? hurried(given) : given;
	const byEngine = undo.kind === "return-builder" || (undo.kind === "restore-limits" && undo.target.by === "exec");
	const silent = byEngine ? await whySilent(world) : undefined;
	if (silent !== undefined) throw new Error(silent);
	const why = await tryRestore(world, undo);
	if (why !== undefined && !isGone(why)) throw new Error(why);
}

function hurried(world: World): World {
	const { engine } = world;
	const soon = <T extends { readonly timeoutMs?: number }>(asked: T): T => ({
		...asked,
		timeoutMs: Math.min(asked.timeoutMs ?? HURRY_MS, HURRY_MS),
	});
	return {
		...world,
		run: (command) => world.run(soon(command)),
		engine: { ...engine, call: (request) => engine.call(soon(request)) },
	};
}

const isGone = (why: string): boolean => GONE.test(why) && !NO_ENGINE.test(why);

async function tryRestore(world: World, undo: LimitUndo): Promise<string | undefined> {
	if (undo.kind === "release-cgroup") {
		const { version, holder } = undo;
		const released = await world.editCgroup({ act: "release", version, holder });
		return released.ok ? undefined : released.why;
	}
	if (undo.kind === "return-builder") return returnContainer(world, undo);
	const { target, values } = undo;
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

/** The same for a whole container. What it was before stands in the lease. */
async function returnContainer(
	world: World,
	{ container, holder }: Extract<Undo, { readonly kind: "return-builder" }>,
): Promise<string | undefined> {
	const lease = await leaseOf(world, container, holder);
	if (lease === undefined) return undefined;
	if ("why" in lease) return lease.why;
	// An update of nothing is refused by the engine, and nothing was changed then.
	const nothing = Object.keys(lease.was).length === 0;
	const failed = nothing ? undefined : await updateContainer(world, container, lease.was);
	// The mark of a container that is gone is of no use to anybody.
	return failed === undefined || isGone(failed) ? removeLease(world, lease) : failed;
}
