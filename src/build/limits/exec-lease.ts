import type { CgroupVersion } from "../../model/cgroup.ts";
import { printCommand } from "../../model/command.ts";
import { heldBy } from "../../model/process.ts";
import type { World } from "../../model/world.ts";
import { CGROUP_ROOT } from "./files.ts";
import { isDead, printWhere } from "./holders.ts";
import { type Ran, runInside } from "./inside.ts";

/** The mark that world/cgroup-slots.ts makes from outside too, below the container's own cgroup: both ways see each other. */
export const BUILDER_MARK = "mlbuild-lease";

/** Makes the mark of a holder, or prints who has it. With more arguments those holders are taken away before, and the mark with them. */
const TAKE = `cd "$1" || exit 1
holder=$2
shift 2
for name; do rmdir "${BUILDER_MARK}/$name" 2>/dev/null; done
[ $# = 0 ] || rmdir ${BUILDER_MARK} 2>/dev/null
if mkdir ${BUILDER_MARK} && mkdir "${BUILDER_MARK}/$holder"; then echo taken; exit 0; fi
[ -d ${BUILDER_MARK} ] || exit 1
for each in ${BUILDER_MARK}/*/; do
  each=\${each%/}
  [ ! -d "$each" ] || echo "\${each##*/}"
done`;

const HAS = `[ ! -d "$1/${BUILDER_MARK}/$2" ] || echo held`;
const GIVE = `rmdir "$1/${BUILDER_MARK}/$2" "$1/${BUILDER_MARK}" 2>/dev/null; exit 0`;

const TRIES = 3;
/** No holder's name: the mark alone is taken away. */
const NOBODY = "-";

/**
 * Marks a builder of the user's as limited by this run, from inside of its container; gives why not. `held`: by another run, which may be on
 * another machine or in a container. It is believed to live unless this machine proves that it does not. `tookOver`: from one that is dead,
 * whose limits may stand there.
 */
export async function takeInside(
	world: World,
	container: string,
	version: CgroupVersion,
	holder: string,
): Promise<{ readonly tookOver: boolean } | { readonly why: string; readonly held: boolean }> {
	let dead: readonly string[] = [];
	let failed = { why: "another run takes this builder in this very moment", held: true };
	for (let tried = 0; tried < TRIES; tried += 1) {
		const done = await onMark(world, container, version, TAKE, [holder, ...dead]);
		if (!done.ok) {
			failed = { why: done.why, held: false };
			continue;
		}
		const names = done.text.split("\n").filter((line) => line !== "");
		if (names.includes("taken") || names.includes(holder)) return { tookOver: dead.some((name) => name !== NOBODY) };
		const other = names.find((name) => !isDead(world, name));
		if (other !== undefined) return { why: `${heldBy(other)}; ${remedy(container, version, other)}`, held: true };
		dead = [NOBODY, ...names];
	}
	return failed;
}

/** This holder's limits stand there; or why that cannot be told. */
export async function hasInside(
	world: World,
	container: string,
	version: CgroupVersion,
	holder: string,
): Promise<boolean | { readonly why: string }> {
	const done = await onMark(world, container, version, HAS, [holder]);
	return done.ok ? done.text.trim() === "held" : { why: done.why };
}

export async function giveInside(
	world: World,
	container: string,
	version: CgroupVersion,
	holder: string,
): Promise<void> {
	await onMark(world, container, version, GIVE, [holder]);
}

function onMark(
	world: World,
	container: string,
	version: CgroupVersion,
	script: string,
	args: readonly string[],
): Promise<Ran> {
	return runInside(world, container, script, [rootOf(version), ...args]);
}

function rootOf(version: CgroupVersion): string {
	return `${CGROUP_ROOT}${version === "1" ? "/memory" : ""}`;
}

function remedy(container: string, version: CgroupVersion, holder: string): string {
	const mark = `${rootOf(version)}/${BUILDER_MARK}`;
	// Whoever is root in the builder names what lies there.
	const command = printCommand(["docker", "exec", container, "rmdir", `${mark}/${holder}`, mark]);
	return `if it is known to be over${printWhere(holder)}, restart the builder or run: ${command}`;
}
