import type { World } from "../model/world.ts";
import { containerObstacle, containerOf, findContainerCgroup, inspectContainer } from "./limits/builder-place.ts";
import type { Hold, LimitSite } from "./limits/way.ts";
import { ENGINE_ELSEWHERE, type WatchedGroup } from "./watch/options.ts";

/** Where the memory of the RUN steps is counted: where their limit is, else the cgroup in which a container's BuildKit puts them. */
export async function findGroup(
	world: World,
	site: LimitSite,
	hold: Hold | undefined,
): Promise<WatchedGroup | undefined> {
	if (hold) return groupOf(hold);
	if (containerObstacle(site) !== undefined) return undefined;
	const container = await inspectContainer(world, containerOf(site.builder?.nodes[0] ?? ""));
	const place = "why" in container ? undefined : await findContainerCgroup(world, site.host, container);
	if (!place) return undefined;
	const path = `${place.path}/buildkit`;
	return { place: { version: place.version, path, steps: path }, scope: "steps", elsewhere: [] };
}

function groupOf({ counters, way }: Hold): WatchedGroup {
	const scope = way === "builder-container" ? "builder" : "steps";
	if (counters.by === "files") {
		const { version, path, steps } = counters;
		const elsewhere = way === "engine-cgroup" ? ENGINE_ELSEWHERE : [];
		return { place: { version, path, steps: `${path}${steps}` }, scope, elsewhere };
	}
	const path = scope === "builder" ? "" : "/buildkit";
	const place = { version: counters.version, path, steps: "/buildkit" };
	return { place, inside: counters.container, scope, elsewhere: [] };
}
