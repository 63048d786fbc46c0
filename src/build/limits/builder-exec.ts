import type { CgroupVersion } from "../../model/cgroup.ts";
import type { Host } from "../../model/host.ts";
import type { LimitTarget } from "../../model/limits.ts";
import type { World } from "../../model/world.ts";
import {
	containerObstacle,
	containerOf,
	engineCgroupVersion,
	findContainerCgroup,
	inspectContainer,
} from "./builder-place.ts";
import { limitsContainer } from "./container-lease.ts";
import { giveInside, takeInside } from "./exec-lease.ts";
import { readHeld } from "./files.ts";
import { readInside, writeInside } from "./inside.ts";
import { cgroupValues, printLeftOver, readValues } from "./values.ts";
import { type CounterPlace, type LimitWay, limitedOtherwise, notTaken, type Refusal } from "./way.ts";

/** The same cgroup of a docker-container builder, written from inside of its container: for users without root, and for engines elsewhere. */
export const builderExec: LimitWay = {
	id: "builder-exec",
	obstacle(site) {
		if (engineCgroupVersion(site.host) === undefined && !("missing" in site.host.engine))
			return "the engine does not say which cgroup version it has";
		return containerObstacle(site);
	},
	async hold(world, { site, asked, note, forget, holder }) {
		const container = containerOf(site.builder?.nodes[0] ?? "");
		const version = engineCgroupVersion(site.host);
		if (version === undefined) return { why: "the cgroup version of the engine is not known" };
		const target = { by: "exec", version, container, holder } as const;
		// Undone, it takes the mark away and writes nothing.
		const mark = { kind: "restore-limits", target, values: {} } as const;
		let tookOver = false;
		if (!site.ours) {
			await note(mark);
			const taken = await takeOfUser(world, target);
			if ("why" in taken) return taken;
			tookOver = taken.tookOver;
		}
		const before = await readInside(world, container, version);
		if ("why" in before) return { why: `the builder's cgroup cannot be read from inside (${before["why"]})` };
		const top = version === "1" ? await readInside(world, container, version, "") : before;
		const swap = "why" in top || version === "2" || "memory.memsw.limit_in_bytes" in top;
		const values = cgroupValues(version, asked, swap);
		const none = version === "1" ? "-1" : "max";
		const old = Object.fromEntries(Object.keys(values).map((file) => [file, before[file] ?? none]));
		if (!site.ours) {
			await note({ kind: "restore-limits", target, values: old });
			await forget(mark);
		}
		const failed = await writeInside(world, container, version, values);
		if (failed) return { why: `the builder's cgroup could not be written from inside (${failed.why})` };
		const remark = tookOver ? printLeftOver(readValues(version, before)) : undefined;
		const counters = await countersOf(world, site.host, container, version);
		return {
			way: "builder-exec",
			counters,
			countsSwap: swap,
			...(remark !== undefined && { remark }),
			async readBack() {
				if (counters.by === "files") return readHeld(world, "builder-exec", counters.version, counters.path);
				const now = await readInside(world, container, version);
				if ("why" in now) return { why: now["why"] ?? "" };
				return {
					way: "builder-exec",
					where: `/sys/fs/cgroup${version === "1" ? "/memory" : ""}/buildkit in ${container}`,
					...readValues(version, now),
				};
			},
			renew: async () => (await writeInside(world, container, version, values)) === undefined,
		};
	},
};

async function takeOfUser(
	world: World,
	{ container, version, holder }: Extract<LimitTarget, { readonly by: "exec" }>,
): Promise<{ readonly tookOver: boolean } | Refusal> {
	const taken = await takeInside(world, container, version, holder);
	if ("why" in taken) {
		// An answer that was lost may have been a yes.
		await giveInside(world, container, version, holder);
		return notTaken(taken);
	}
	const found = await inspectContainer(world, container);
	const refused = "why" in found ? undefined : limitedOtherwise(await limitsContainer(world, found.id));
	return refused ?? taken;
}

/** Everybody may read counters, so where the builder's cgroup is on this machine they are read there, and no program runs for it. */
async function countersOf(world: World, host: Host, container: string, version: CgroupVersion): Promise<CounterPlace> {
	const found = await inspectContainer(world, container);
	const place = "why" in found ? undefined : await findContainerCgroup(world, host, found);
	if (!place) return { by: "exec", version, container };
	return { by: "files", version: place.version, path: `${place.path}/buildkit`, steps: "" };
}
