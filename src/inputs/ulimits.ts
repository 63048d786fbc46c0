import { nearest } from "./nearest.ts";
import type { Reader } from "./reader.ts";

/** github.com/docker/go-units, ulimit.go. */
const NAMES = [
	...["core", "cpu", "data", "fsize", "locks", "memlock", "msgqueue", "nice"],
	...["nofile", "nproc", "rss", "rtprio", "rttime", "sigpending", "stack"],
];

/** `name=soft[:hard]` as the docker command line reads it (`ParseUlimit` in github.com/docker/go-units); -1 is no limit. */
export function refuseUlimits(reader: Reader, ulimits: readonly string[]): void {
	for (const value of ulimits) {
		const [, name = "", soft = "", hard = soft] = /^([^=]*)=([+-]?\d+)(?::([+-]?\d+))?$/.exec(value) ?? [];
		const problem = (message: string, remedy: string) => reader.problem({ input: "ulimit", value, message, remedy });
		if (soft === "") problem("is not a limit", 'write for example "nofile=1024:4096"');
		else if (!NAMES.includes(name)) problem("has no name of a limit", known(name));
		else if (amount(soft) > amount(hard))
			problem("has a soft limit above the hard one", `write the lower one first: "${name}=${hard}:${soft}"`);
	}
}

function known(name: string): string {
	const near = nearest(name, NAMES);
	return near === undefined ? `there are ${NAMES.join(", ")}` : `did you mean "${near}"?`;
}

function amount(text: string): number {
	return Number(text) === -1 ? Number.POSITIVE_INFINITY : Number(text);
}
