import type { LimitTarget } from "../../model/limits.ts";
import type { World } from "../../model/world.ts";
import { containerObstacle, containerOf, findContainerCgroup, inspectContainer } from "./builder-place.ts";
import { limitsContainer } from "./container-lease.ts";
import { countsSwap, limitFiles, readHeld, readLimitFiles } from "./files.ts";
import { cgroupValues, printLeftOver, readValues } from "./values.ts";
import { type LimitWay, limitedOtherwise, notTaken, type Refusal } from "./way.ts";

/**
 * A docker-container builder, from this machine: BuildKit puts every RUN step below the cgroup `buildkit` of its container and stays
 * outside of it, so a limit there counts all steps together and cannot kill the builder. Nothing about it is in the cache key.
 */
export const builderCgroup: LimitWay = {
	id: "builder-cgroup",
	obstacle(site) {
		const { host } = site;
		const none = containerObstacle(site);
		if (none !== undefined) return none;
		if (host.sudo === "no") return "writing the builder's cgroup from outside needs root";
		return "missing" in host.engine || !host.engine.local ? "the engine is not on this machine" : undefined;
	},
	async hold(world, { site, asked, note, forget, holder }) {
		const container = await inspectContainer(world, containerOf(site.builder?.nodes[0] ?? ""));
		if ("why" in container) return container;
		const place = await findContainerCgroup(world, site.host, container);
		if (!place) return { why: "the builder's cgroup is not found on this machine" };
		const { version } = place;
		const path = `${place.path}/buildkit`;
		const swap = await countsSwap(world, version, place.path);
		const values = cgroupValues(version, asked, swap);
		const write = () => world.editCgroup({ act: "write", version, path, values });
		let remark: string | undefined;
		if (!site.ours) {
			const target = { by: "cgroup", version, path, holder } as const;
			// Undone, it takes the mark away and writes nothing.
			const mark = { kind: "restore-limits", target, values: {} } as const;
			await note(mark);
			const taken = await takeOfUser(world, target, container.id);
			if ("why" in taken) return taken;
			const before = await readLimitFiles(world, version, path);
			if (taken.tookOver) remark = printLeftOver(readValues(version, before));
			await note(restore(target, before, values));
			await forget(mark);
		}
		const written = await write();
		if (!written.ok) return { why: `the builder's cgroup could not be written (${written.why})` };
		return {
			way: "builder-cgroup",
			counters: { by: "files", version, path, steps: "" },
			countsSwap: swap,
			...(remark !== undefined && { remark }),
			readBack: () => readHeld(world, "builder-cgroup", version, path),
			renew: async () => (await write()).ok,
		};
	},
};

type OwnCgroup = Extract<LimitTarget, { readonly by: "cgroup" }>;

/** Marks the builder as limited by this run, and writes no limit yet: whoever has the mark has old limits to put back. Gives why not. */
async function takeOfUser(
	world: World,
	{ version, path, holder }: OwnCgroup,
	container: string,
): Promise<{ readonly tookOver: boolean } | Refusal> {
	const taken = await world.editCgroup({ act: "write", version, path, values: {}, hold: { act: "take", holder } });
	if (!taken.ok) return notTaken({ why: taken.why, held: taken.held === true });
	return limitedOtherwise(await limitsContainer(world, container)) ?? { tookOver: taken.tookOver === true };
}

/** What stood there, for the files that will be written; no limit where nothing stood. */
function restore(
	target: OwnCgroup,
	before: Readonly<Record<string, string>>,
	values: Readonly<Record<string, string>>,
) {
	const none = target.version === "1" ? "-1" : "max";
	const files = limitFiles(target.version).filter((file) => file in values);
	const old = Object.fromEntries(files.map((file) => [file, before[file] ?? none]));
	return { kind: "restore-limits", target, values: old } as const;
}
