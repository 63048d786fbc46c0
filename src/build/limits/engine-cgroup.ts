import type { CgroupValues, CgroupVersion } from "../../model/cgroup.ts";
import type { Host } from "../../model/host.ts";
import type { World } from "../../model/world.ts";
import { countsSwap, readHeld } from "./files.ts";
import { cgroupValues } from "./values.ts";
import type { Hold, HoldContext, LimitSite, LimitWay } from "./way.ts";

/** The first Docker Engine whose own BuildKit knows `--cgroup-parent` (20.10 takes the flag and does nothing with it). */
const FIRST_ENGINE = 23;

/**
 * The engine's own BuildKit: a cgroup of ours with the limits, under which `--cgroup-parent` puts the RUN steps. dockerd gives the
 * name to runc as a plain path from the cgroup root, with the cgroupfs driver and with systemd.
 */
export const engineCgroup: LimitWay = {
	id: "engine-cgroup",
	obstacle: engineObstacle,
	async hold(world, context) {
		const version = cgroupVersion(context.site.host);
		if (version === undefined) return { why: "the cgroup version of this machine is not known" };
		// The machine's root cgroup has no such file on v2: the engine's own cgroup, or any other, has.
		const swap = await knowsSwap(world, version);
		const values = cgroupValues(version, context.asked, swap);
		await context.note({ kind: "release-cgroup", version, holder: context.holder });
		const leased = await world.editCgroup({ act: "lease", version, holder: context.holder, values });
		if (!leased.ok) return { why: `no cgroup with these limits could be made (${leased.why})` };
		return held(world, version, leased.path, swap, values, context);
	},
};

function held(
	world: World,
	version: CgroupVersion,
	path: string,
	swap: boolean,
	values: CgroupValues,
	{ holder }: HoldContext,
): Hold {
	return {
		way: "engine-cgroup",
		counters: { by: "files", version, path, steps: "/buildkit" },
		countsSwap: swap,
		cgroupParent: path.slice(1),
		...(path !== FIRST_SLOT && { remark: beside(path) }),
		readBack: () => readHeld(world, "engine-cgroup", version, path),
		renew: async () => (await world.editCgroup({ act: "renew", version, holder, path, values })).ok,
	};
}

const FIRST_SLOT = "/mlbuild";

/** The name of the parent is part of what BuildKit caches a step by. */
function beside(path: string): string {
	return `the cgroup ${FIRST_SLOT.slice(1)} is taken, as by another run on this machine, so this one has ${path.slice(1)}: BuildKit's cache knows steps by that name, so they may run again though they are cached`;
}

async function knowsSwap(world: World, version: CgroupVersion): Promise<boolean> {
	if (version === "1") return countsSwap(world, version, "");
	const top = (await world.files.list("/sys/fs/cgroup")).filter((name) =>
		/^(init\.scope|system\.slice|docker|init|user\.slice)$/.test(name),
	);
	for (const name of top) if (await countsSwap(world, version, `/${name}`)) return true;
	return top.length === 0;
}

function cgroupVersion({ cgroup }: Host): CgroupVersion | undefined {
	return cgroup.version === "unknown" ? undefined : cgroup.version;
}

function engineObstacle({ host }: LimitSite): string | undefined {
	const { engine, cgroup, sudo } = host;
	if ("missing" in engine) return "there is no Docker Engine";
	if (!engine.local) return `the engine is not on this machine (${engine.endpoint})`;
	if (engine.rootless) return "the engine is rootless and may not make cgroups at the top";
	const major = Number(/^(\d+)\./.exec(engine.version)?.[1] ?? Number.NaN);
	if (major < FIRST_ENGINE)
		return `Docker Engine ${engine.version} ignores --cgroup-parent for builds (${FIRST_ENGINE}.0 is the first that does not)`;
	if (cgroup.version === "unknown") return "no memory controller of cgroup v1 or v2 is found on this machine";
	if (sudo === "no") return "that needs root, and sudo without a password does not work";
	if (engine.rootProven === false)
		return `the engine does not run on this machine's own file system (${engine.dataRoot} is not its data root: an engine in a container?)`;
	return undefined;
}
