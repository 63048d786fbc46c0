import type { CgroupVersion } from "../../model/cgroup.ts";
import type { HeldLimit, LimitWayId } from "../../model/limits.ts";
import type { World } from "../../model/world.ts";
import { readValues, valueFile } from "./values.ts";

export const CGROUP_ROOT = "/sys/fs/cgroup";

const FILES: Readonly<Record<CgroupVersion, readonly string[]>> = {
	"1": ["memory.limit_in_bytes", "memory.memsw.limit_in_bytes", "cpu.cfs_quota_us", "cpu.cfs_period_us"],
	"2": ["memory.max", "memory.swap.max", "cpu.max"],
};

/** Names of the files with limits. */
export function limitFiles(version: CgroupVersion): readonly string[] {
	return FILES[version];
}

/** The cgroup in which people find the limits. */
export function shownPath(version: CgroupVersion, cgroup: string): string {
	return `${CGROUP_ROOT}${version === "1" ? "/memory" : ""}${cgroup}`;
}

/** Contents of a cgroup's limit files on this machine; those that are not there are absent. */
export async function readLimitFiles(
	world: World,
	version: CgroupVersion,
	cgroup: string,
): Promise<Readonly<Record<string, string>>> {
	const texts = await Promise.all(
		limitFiles(version).map(async (file) => {
			const text = await readQuietly(world, `${CGROUP_ROOT}${valueFile(version, cgroup, file)}`);
			return text === undefined ? [] : [[file, text.trim()] as const];
		}),
	);
	return Object.fromEntries(texts.flat());
}

/** What the kernel has now, as a limit held by `way`. */
export async function readHeld(
	world: World,
	way: LimitWayId,
	version: CgroupVersion,
	cgroup: string,
): Promise<HeldLimit | { readonly why: string }> {
	const values = readValues(version, await readLimitFiles(world, version, cgroup));
	const where = shownPath(version, cgroup);
	return values.memory === undefined ? { why: `${where} cannot be read` } : { way, where, ...values };
}

/** The kernel counts swap in cgroups (v1: boot option swapaccount=1; v2: built with CONFIG_SWAP). */
export async function countsSwap(world: World, version: CgroupVersion, cgroup: string): Promise<boolean> {
	const file = version === "1" ? "memory.memsw.limit_in_bytes" : "memory.swap.max";
	return (await readQuietly(world, `${CGROUP_ROOT}${valueFile(version, cgroup, file)}`)) !== undefined;
}

async function readQuietly(world: World, path: string): Promise<string | undefined> {
	try {
		return await world.files.read(path);
	} catch {
		return undefined;
	}
}
