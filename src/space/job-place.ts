/** What the job runs in, as far as it matters for the runner's own software. */
export type JobPlace =
	/** The machine itself: the paths of the catalog are where they are. */
	| "machine"
	/** A job with `container:`: the runner's paths are outside of it. */
	| "container-job"
	/** The small hosted runner, which is a container. */
	| "slim"
	/** Another runner that is a container. */
	| "container";

/** What tells it. */
export interface PlaceClues {
	readonly env: Readonly<Record<string, string | undefined>>;
	/** `/.dockerenv` or `/run/.containerenv` is there. */
	readonly marked: boolean;
	/** Text of `/proc/1/cgroup`. */
	readonly cgroup: string;
}

/**
 * Where the job runs. The runner mounts the workspace of a container job at `/__w` (github.com/actions/runner, `ContainerInfo`); the image
 * ubuntu-slim is started as a container and says `Linux` where others name their Ubuntu.
 */
export function jobPlace({ env, marked, cgroup }: PlaceClues): JobPlace {
	const inside = marked || /\b(?:docker|kubepods|containerd|libpod|lxc)\b/.test(cgroup);
	if ((env["GITHUB_WORKSPACE"] ?? "").startsWith("/__w/")) return "container-job";
	if (!inside) return "machine";
	return env["RUNNER_ENVIRONMENT"] === "github-hosted" ? "slim" : "container";
}
