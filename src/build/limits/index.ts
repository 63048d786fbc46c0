import type { LimitWayId } from "../../model/limits.ts";
import { builderCgroup } from "./builder-cgroup.ts";
import { builderContainer } from "./builder-container.ts";
import { builderExec } from "./builder-exec.ts";
import { engineCgroup } from "./engine-cgroup.ts";
import type { LimitSite, LimitWay } from "./way.ts";

/** Ways to hold limits on the RUN steps, best first. */
const LIMIT_WAYS: Readonly<Record<LimitWayId, LimitWay>> = {
	"engine-cgroup": engineCgroup,
	"builder-cgroup": builderCgroup,
	"builder-exec": builderExec,
	"builder-container": builderContainer,
};

/** The ways that may work at a site, and why the others do not. */
export function waysAt(site: LimitSite): { readonly ways: readonly LimitWay[]; readonly obstacles: readonly string[] } {
	const fits = site.builder && site.builder.driver !== "docker" ? builderWays : engineWays;
	const looked = fits().map((way) => ({ way, obstacle: way.obstacle(site) }));
	return {
		ways: looked.flatMap(({ way, obstacle }) => (obstacle === undefined ? [way] : [])),
		obstacles: [...new Set(looked.flatMap(({ obstacle }) => obstacle ?? []))],
	};
}

const engineWays = (): readonly LimitWay[] => [LIMIT_WAYS["engine-cgroup"]];
const builderWays = (): readonly LimitWay[] => Object.values(LIMIT_WAYS).filter(({ id }) => id !== "engine-cgroup");
