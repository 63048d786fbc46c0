/** A place that is never removed, nor anything that holds it. */
interface Never {
	/** Absolute; `*` stands for any characters of one name. */
	readonly path: string;
	/** Things inside of it may be removed when the catalog names them; the place itself may not. */
	readonly inside?: "may-go";
	readonly why: string;
}

const SYSTEM = "it is part of the system";
const RUNNER = "the runner lives there";
const ENGINE = "the engine lives there";
const HOLDS = "it holds more than one thing";

/**
 * What is never removed, whatever the catalog or an input says: a second look at every path, so that a mistake in the catalog or an odd
 * machine cannot take the system, the runner or the engine along.
 */
export const NEVER: readonly Never[] = [
	...["/bin", "/boot", "/dev", "/lib", "/lib32", "/lib64", "/libx32", "/proc", "/run", "/sbin", "/sys"].map(system),
	...["/usr/bin", "/usr/sbin", "/usr/include", "/usr/libexec", "/usr/src"].map(system),
	...["/usr/lib/*-linux-gnu*", "/usr/lib/python3*", "/usr/lib/git-core", "/usr/lib/systemd"].map(system),
	...["/usr/lib/sudo", "/usr/lib/apt", "/usr/lib/dpkg", "/usr/lib/modules", "/usr/lib/firmware"].map(system),
	...["/usr/share/man", "/usr/share/keyrings", "/usr/share/ca-certificates", "/usr/share/zoneinfo"].map(system),
	...["/usr/share/locale", "/usr/share/dpkg", "/usr/share/perl*", "/usr/share/python3*"].map(system),
	...["/var/log", "/var/run", "/var/lib/dpkg", "/var/lib/systemd", "/var/lib/cloud", "/var/lib/waagent"].map(system),
	...["/usr", "/usr/lib", "/usr/share", "/usr/local", "/usr/local/bin", "/usr/local/lib", "/usr/local/share"].map(
		holder,
	),
	...["/opt", "/opt/google", "/opt/microsoft", "/opt/hostedtoolcache", "/var", "/var/lib", "/var/cache"].map(holder),
	...["/var/lib/apt", "/var/lib/apt/lists", "/var/cache/apt", "/var/cache/apt/archives", "/home", "/srv", "/tmp"].map(
		holder,
	),
	...["/etc", "/etc/skel", "/var/tmp", "/mnt", "/media"].map(holder),
	{ path: "/home/runner", inside: "may-go", why: RUNNER },
	...["/home/runner/work", "/home/runner/runners", "/home/runner/actions-runner", "/home/runner/_diag"].map(runner),
	...["/home/runner/externals", "/home/runner/.docker", "/home/runner/.ssh", "/home/runner/.config"].map(runner),
	...["/opt/runner*", "/opt/post-generation", "/opt/actions-runner", "/actions-runner", "/__w", "/__e"].map(runner),
	...["/usr/local/bin/node", "/usr/bin/node", "/usr/bin/git", "/usr/bin/sudo"].map(runner),
	...["/var/lib/docker", "/var/lib/containerd", "/var/lib/buildkit", "/var/lib/containers", "/opt/containerd"].map(
		engine,
	),
	...["/opt/cni", "/etc/docker", "/etc/containerd", "/usr/libexec/docker", "/usr/local/bin/docker*"].map(engine),
	...["/usr/local/bin/containerd*", "/usr/local/bin/buildx*", "/usr/local/bin/buildkit*", "/usr/local/bin/runc"].map(
		engine,
	),
	...["/usr/local/bin/crun", "/usr/local/bin/podman", "/usr/local/lib/docker"].map(engine),
];

function system(path: string): Never {
	return { path, why: SYSTEM };
}

function holder(path: string): Never {
	return { path, inside: "may-go", why: HOLDS };
}

function runner(path: string): Never {
	return { path, why: RUNNER };
}

function engine(path: string): Never {
	return { path, why: ENGINE };
}

/** Folders of a home that the catalog may name; everything else of it belongs to its user. */
const HOME_FOLDERS: ReadonlySet<string> = new Set([".rustup", ".cargo", ".ghcup", ".dotnet", ".nvm", ".sdkman"]);
/** The same of /etc/skel, of which new homes are copied. */
const SKELETON = "/etc/skel";

/**
 * Why a path must not be removed, as a short clause, or nothing when it may be. `path` is a real path, not a pattern; `homes` are the
 * homes of this machine's users as far as they matter.
 */
export function whyNever(path: string, homes: readonly string[] = []): string | undefined {
	if (!isPlain(path)) return "it is no plain absolute path";
	const names = path.split("/").slice(1);
	if (names.length < 2) return "it is a folder at the top of the file system";
	for (const never of NEVER) {
		const fits = matchNames(never.path.split("/").slice(1), names);
		if (fits === "above") return HOLDS;
		if (fits === "same" || (fits === "below" && never.inside !== "may-go")) return never.why;
	}
	return [...homes, "/root", SKELETON].map((home) => whyNotInHome(path, home)).find((why) => why !== undefined);
}

function whyNotInHome(path: string, home: string): string | undefined {
	if (path === home || home.startsWith(`${path}/`)) return "it holds a home";
	if (!path.startsWith(`${home}/`)) return undefined;
	const [first = ""] = path.slice(home.length + 1).split("/");
	return HOME_FOLDERS.has(first) ? undefined : "it is in a home, and not one of the tools' own folders there";
}

/** Absolute, without `.`, `..`, empty names, and without characters that no path of the catalog has. */
function isPlain(path: string): boolean {
	if (!path.startsWith("/") || /[\0\n\r*?[\]\\]/.test(path)) return false;
	return path
		.slice(1)
		.split("/")
		.every((name) => name !== "" && name !== "." && name !== "..");
}

/** Where `names` lies as seen from the pattern: the same, above it (so that it holds it), below it, or elsewhere. */
function matchNames(pattern: readonly string[], names: readonly string[]): "same" | "above" | "below" | undefined {
	const shared = Math.min(pattern.length, names.length);
	for (let index = 0; index < shared; index++) {
		if (!matchName(pattern[index] ?? "", names[index] ?? "")) return undefined;
	}
	if (pattern.length === names.length) return "same";
	return names.length < pattern.length ? "above" : "below";
}

/** `temurin-*` fits `temurin-17-jdk-amd64`: `*` is any characters of one name. */
export function matchName(pattern: string, name: string): boolean {
	const [first = "", ...rest] = pattern.split("*");
	if (rest.length === 0) return pattern === name;
	const last = rest.pop() ?? "";
	if (name.length < first.length + last.length || !name.startsWith(first) || !name.endsWith(last)) return false;
	let at = first.length;
	for (const part of rest) {
		const found = name.indexOf(part, at);
		if (found < 0) return false;
		at = found + part.length;
	}
	return at <= name.length - last.length;
}

/** A whole path fits a pattern of the catalog. */
export function matchPath(pattern: string, path: string): boolean {
	return matchNames(pattern.split("/"), path.split("/")) === "same";
}
