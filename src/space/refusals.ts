import type { Host } from "../model/host.ts";
import type { SpaceAsked } from "../model/space.ts";
import type { JobPlace } from "./job-place.ts";

/** What was asked, and where we are. */
interface Circumstances {
	readonly asked: SpaceAsked;
	readonly host: Pick<Host, "runner">;
	readonly place: JobPlace;
}

/** Why nothing is removed, and what to do about it. */
export interface Refusal {
	readonly why: string;
	readonly remedy?: string;
}

/** As one sentence. */
export function printRefusal({ why, remedy }: Refusal): string {
	return remedy === undefined ? why : `${why}: ${remedy}`;
}

/** Why nothing is removed, whatever is there; nothing when removing is allowed. */
export function whyNothing({ asked, host, place }: Circumstances): Refusal | undefined {
	if (asked.freeDisk === "off") return { why: "free-disk is off" };
	if (place === "container-job")
		return {
			why: "this job runs in a container, where the runner's own software is not to be seen",
			remedy: "make room in a job without container",
		};
	if (place === "slim")
		return {
			why: "this is ubuntu-slim, a container without software to remove",
			remedy: "use ubuntu-latest, which also has an engine",
		};
	if (place === "container")
		return { why: "this runner is a container itself, so nothing of a hosted runner is there to remove" };
	if (host.runner === "github-hosted") return undefined;
	const machine = host.runner === "none" ? "this is no runner of GitHub's" : "this machine is not one of GitHub's own";
	if (!asked.allowSelfHosted)
		return {
			why: `${machine}, and it is not changed unasked`,
			remedy: "give allow-self-hosted: true and name in remove what may go",
		};
	if (asked.remove.length > 0) return undefined;
	return {
		why: `${machine}, where only what remove names may go, and it names nothing`,
		remedy: "name in remove what may go",
	};
}
