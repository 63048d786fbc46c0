import type { DriverChoice } from "../model/plan.ts";
import type { Session } from "./session.ts";

/** Who pushes. */
export interface Pusher {
	readonly driver: DriverChoice;
	readonly driverOpts: readonly string[];
}

/** Who pushes what a session builds. */
export function pusherOf({ plan, asked }: Pick<Session, "plan" | "asked">): Pusher {
	return { driver: plan.driver, driverOpts: asked.driverOpts };
}

/** What to do about a registry that did not take the image. */
export function pushRemedy(why: string, pusher: Pusher): string {
	if (/connection refused|no such host|i\/o timeout|timeout|unreachable|connection reset|EOF/i.test(why))
		return `${reachIt(why, pusher)}, then run again: ${secondRun(pusher.driver)}`;
	if (/certificate|x509|HTTP response to HTTPS/i.test(why))
		return "make the engine trust the registry's certificate, or list it among its insecure registries";
	return "log in to the registry before this step (docker/login-action) and check the permission packages: write";
}

const LOOPBACK = /(?<=\bdial tcp |\/\/)(?:127(?:\.\d{1,3}){3}|localhost|\[::1\])(?=[:/])/;

function reachIt(why: string, { driver, driverOpts }: Pusher): string {
	const [address] = LOOPBACK.exec(why) ?? [];
	const own = driver.kind === "docker-container";
	const contained = own || driver.builder?.driver === "docker-container";
	if (address === undefined || !contained || driverOpts.includes("network=host"))
		return "check the registry's address and that it can be reached from this runner";
	const join = own
		? "give it this machine's network with driver-opts: network=host"
		: "make it with this machine's network (`docker buildx create --driver-opt network=host`)";
	return `the builder is a container, and ${address} is the builder's own there: ${join}`;
}

function secondRun({ kind }: DriverChoice): string {
	if (kind === "docker-container") return "it builds anew, the builder of this run is removed at its end";
	return kind === "builder" ? "it comes from its cache" : "everything is cached";
}
