import type { Host } from "../model/host.ts";
import type { SpaceAsked } from "../model/space.ts";
import type { JobPlace } from "./job-place.ts";

/** What was asked, and where we are. */
interface Circumstances {
	readonly asked: SpaceAsked;
	readonly host: Pick<Host, "runner">;
	readonly place: JobPlace;
}

/** Why nothing is removed, whatever is there: one sentence, with what to do; nothing when removing is allowed. */
export function whyNothing({ asked, host, place }: Circumstances): string | undefined {
	if (asked.freeDisk === "off") return "free-disk is off";
	if (place === "container-job")
		return "this job runs in a container, where the runner's own software is not to be seen: make room in a job without container";
	if (place === "slim")
		return "this is ubuntu-slim, a container without software to remove: use ubuntu-latest, which also has an engine";
	if (place === "container")
		return "this runner is a container itself, so nothing of a hosted runner is there to remove";
	if (host.runner === "github-hosted") return undefined;
	const machine = host.runner === "none" ? "this is no runner of GitHub's" : "this machine is not one of GitHub's own";
	if (!asked.allowSelfHosted)
		return `${machine}, and it is not changed unasked: give allow-self-hosted: true and name in remove what may go`;
	return asked.remove.length > 0 ? undefined : `${machine}, where only what remove names may go, and it names nothing`;
}
