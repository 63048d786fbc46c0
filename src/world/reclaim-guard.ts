/**
 * What root never removes, whoever asks. The catalog has its own rules; this is the second lock, in the program that has the
 * power: a wrong row, a wrong glob and a request that is not ours all end here.
 */
export interface NeverRule {
	/** Neither it, nor what is inside of it, nor what holds it. `*` stands for any characters of one name. */
	readonly path: string;
	/** Inside of it, but may go. */
	readonly except?: readonly string[];
	readonly why: string;
}

/** Folders of toolchains that installers put into a home. */
const TOOLCHAINS = [
	".rustup",
	".cargo",
	".dotnet",
	".ghcup",
	".cabal",
	".nvm",
	".julia",
	".conda",
	".sdkman",
	".swiftly",
];
const inHome = (home: string) => TOOLCHAINS.map((name) => `${home}/${name}`);
const rules = (why: string, ...paths: readonly string[]): readonly NeverRule[] => paths.map((path) => ({ path, why }));

export const NEVER: readonly NeverRule[] = [
	...rules(
		"the system runs from it",
		"/bin",
		"/sbin",
		"/lib",
		"/lib32",
		"/lib64",
		"/libx32",
		"/boot",
		"/dev",
		"/proc",
		"/sys",
	),
	...rules(
		"the system runs from it",
		"/run",
		"/var/run",
		"/var/lock",
		"/var/log",
		"/var/spool",
		"/var/mail",
		"/snap",
		"/var/snap",
	),
	{ path: "/etc", except: inHome("/etc/skel"), why: "it is the machine's configuration" },
	{ path: "/root", except: inHome("/root"), why: "it is a home folder" },
	{ path: "/home/*", except: ["/home/linuxbrew", "/home/packer", ...inHome("/home/*")], why: "it is a home folder" },
	{
		path: "/var/lib",
		except: ["/var/lib/apt/lists", "/var/lib/mysql", "/var/lib/postgresql"],
		why: "engines, packages and services keep their data in it",
	},
	...rules(
		"packages are set up with it",
		"/var/cache/debconf",
		"/usr/lib/apt",
		"/usr/lib/dpkg",
		"/usr/share/dpkg",
		"/usr/share/debconf",
	),
	...rules(
		"the runner needs it",
		"/opt/runner*",
		"/opt/actions-runner",
		"/opt/post-generation",
		"/actions-runner",
		"/__w",
		"/__e",
	),
	...rules(
		"Docker needs it",
		"/usr/libexec/docker",
		"/usr/lib/docker",
		"/usr/local/lib/docker",
		"/usr/local/libexec/docker",
	),
	...rules(
		"Docker needs it",
		"/opt/containerd",
		"/opt/cni",
		"/usr/lib/cni",
		"/usr/local/bin/docker*",
		"/usr/local/bin/containerd*",
	),
	...rules(
		"Docker needs it",
		"/usr/local/bin/runc",
		"/usr/local/bin/buildx*",
		"/usr/local/bin/buildctl*",
		"/usr/local/bin/buildkit*",
	),
	...rules("the system's programs are in it", "/usr/bin", "/usr/sbin"),
	...rules(
		"git and sudo need it",
		"/usr/lib/git-core",
		"/usr/libexec/git-core",
		"/usr/share/git-core",
		"/usr/local/bin/git*",
	),
	...rules(
		"git and sudo need it",
		"/usr/lib/sudo",
		"/usr/libexec/sudo",
		"/usr/local/bin/sudo*",
		"/usr/share/perl*",
		"/usr/lib/perl*",
	),
	...rules("the system's Python is in it", "/usr/lib/python3*", "/usr/share/python3*"),
	...rules(
		"the system's libraries are in it",
		"/usr/lib/*-linux-gnu*",
		"/usr/lib/systemd",
		"/usr/lib/modules",
		"/usr/lib/firmware",
	),
	...rules(
		"the system's libraries are in it",
		"/usr/lib/ssl",
		"/usr/lib/locale",
		"/usr/lib/gcc*",
		"/usr/lib32",
		"/usr/lib64",
		"/usr/libx32",
	),
	...rules("it is shared by many programs", "/usr/include", "/usr/local/bin", "/usr/local/share/ca-certificates").map(
		(rule) => (rule.path === "/usr/local/bin" ? { ...rule, except: ["/usr/local/bin/*"] } : rule),
	),
	...rules("it is shared by many programs", "/usr/share/ca-certificates", "/usr/share/zoneinfo", "/usr/share/locale"),
	{ path: "/usr/share/man", except: ["/usr/share/man/man*/gcloud*"], why: "it is shared by many programs" },
];

/** Where installers put software. What lies elsewhere is somebody's data, and a request for it is not ours. */
const SOFTWARE = ["/usr", "/opt", "/etc/skel", "/home/*", "/root", "/var/cache", "/var/lib"];

/** Toolchains go with a home, wherever that is. */
function isSoftware(names: readonly string[]): boolean {
	const within = SOFTWARE.some((place) => relation(names, split(place)) === "inside");
	return within || names.slice(1).some((name) => TOOLCHAINS.includes(name));
}

/** Why a path is not removed; nothing when it may be. `keep`: paths of this job, by the same rule. */
export function refuse(path: unknown, keep: readonly string[] = []): string | undefined {
	if (!isPlain(path)) return "it is no plain absolute path";
	const names = split(path);
	if (names.length < 2) return "it is the top of the file system or right below it";
	for (const { path: never, except = [], why } of NEVER) {
		const at = relation(names, split(never));
		if (at === "apart") continue;
		if (at === "inside" && except.some((free) => relation(names, split(free)) === "inside")) continue;
		return at === "inside" ? why : `${never} is inside of it: ${why}`;
	}
	if (!isSoftware(names)) return "no software is kept there";
	const needed = keep.find((kept) => relation(names, split(kept), false) !== "apart");
	return needed === undefined ? undefined : `this job needs ${needed}`;
}

/** Absolute, in its shortest form, and no byte that a path cannot have. */
export function isPlain(path: unknown): path is string {
	if (typeof path !== "string" || !path.startsWith("/") || path.includes("\0") || path.length > 4096) return false;
	return path === "/" || split(path).every((name) => name !== "" && name !== "." && name !== "..");
}

const split = (path: string): readonly string[] => (path === "/" ? [] : path.slice(1).split("/"));

/** Where `names` lies, seen from `other`: equal counts as inside. */
function relation(names: readonly string[], other: readonly string[], glob = true): "inside" | "above" | "apart" {
	const common = Math.min(names.length, other.length);
	for (let at = 0; at < common; at += 1) {
		const [name = "", pattern = ""] = [names[at], other[at]];
		if (glob ? !matches(name, pattern) : name !== pattern) return "apart";
	}
	return names.length >= other.length ? "inside" : "above";
}

/** One name against a pattern of one name. */
function matches(name: string, pattern: string): boolean {
	if (!pattern.includes("*")) return name === pattern;
	const parts = pattern.split("*");
	const [first = "", last = ""] = [parts[0], parts.at(-1)];
	if (name.length < first.length + last.length || !name.startsWith(first) || !name.endsWith(last)) return false;
	let from = first.length;
	for (const part of parts.slice(1, -1)) {
		const found = name.indexOf(part, from);
		if (found < 0 || found + part.length > name.length - last.length) return false;
		from = found + part.length;
	}
	return true;
}
