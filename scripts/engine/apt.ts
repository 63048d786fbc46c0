import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { findDebianMirror, isDebianLike, parseDeb822Sources, parseOneLineSources } from "./apt-sources.ts";
import type { Context } from "./context.ts";
import { EngineFailure } from "./failure.ts";
import { withLock } from "./lock.ts";
import { attempt, run, tail } from "./run.ts";

/** Debian's keys; on a derivative they come with the package debian-archive-keyring. */
export const KEYRING = "/usr/share/keyrings/debian-archive-keyring.gpg";
const NETWORK =
	"make the package mirror reachable (proxy, DNS, firewall) and start again, or start a Docker Engine of your own: it is used when it answers";

/** Options that give apt lists and archives of its own, so that the machine's are neither changed nor locked. */
const privately = (folder: string): readonly string[] =>
	[
		`Dir::State::Lists=${join(folder, "lists")}`,
		`Dir::Cache=${join(folder, "cache")}`,
		"Acquire::Check-Valid-Until=false",
		"Acquire::Languages=none",
		"Acquire::IndexTargets::deb::DEP-11::DefaultEnabled=false",
		"Acquire::Retries=2",
		"Acquire::http::Timeout=20",
		"Acquire::https::Timeout=20",
		"APT::Sandbox::User=root",
		"APT::Update::Error-Mode=any",
		"DPkg::Lock::Timeout=180",
	].flatMap((option) => ["-o", option]);

/** One set of package lists: the machine's own sources, or another suite of the same mirror. */
export interface AptView {
	readonly name: string;
	readonly options: readonly string[];
	/** One apt at a time works on them: it does not wait for another, but fails. */
	readonly lock: string;
}

const alone = <T>(context: Context, { name, lock }: AptView, work: () => Promise<T>): Promise<T> =>
	withLock(lock, (owner) => context.say(`process ${owner} works on the package lists "${name}": waiting`), work);

const update = async (context: Context, view: AptView): Promise<void> => {
	const outcome = await attempt(context, ["apt-get", ...view.options, "-q", "update"]);
	if (outcome.code !== 0)
		throw new EngineFailure(
			"Debian's package lists cannot be read (no network?)",
			tail(outcome.stderr || outcome.stdout, 6),
			NETWORK,
		);
};

const openView = async (context: Context, name: string, extra: readonly string[]): Promise<AptView> => {
	const folder = join(context.layout.cache, "apt", name);
	await mkdir(join(folder, "lists", "partial"), { recursive: true });
	await mkdir(join(folder, "cache", "archives", "partial"), { recursive: true });
	const view = { name, options: [...privately(folder), ...extra], lock: join(folder, "busy") };
	await alone(context, view, () => update(context, view));
	return view;
};

/** The machine's own suites, with fresh lists. */
export const openOwnSuite = (context: Context): Promise<AptView> => openView(context, "own", []);

/** Address of the Debian archive this machine installs from. */
export const debianMirror = async (): Promise<string> => {
	const parts = "/etc/apt/sources.list.d";
	const names = existsSync(parts) ? await readdir(parts) : [];
	const read = (file: string) => readFile(file, "utf8").catch(() => "");
	const oneLine = [await read("/etc/apt/sources.list")];
	const deb822: string[] = [];
	for (const name of names.sort()) {
		if (name.endsWith(".list")) oneLine.push(await read(join(parts, name)));
		if (name.endsWith(".sources")) deb822.push(await read(join(parts, name)));
	}
	const sources = [...deb822.flatMap(parseDeb822Sources), ...oneLine.flatMap(parseOneLineSources)];
	const mirror = findDebianMirror(sources);
	if (mirror) return mirror;
	throw new EngineFailure(
		"no Debian archive among this machine's package sources",
		`sources found: ${sources.map((source) => source.uri).join(", ") || "none"}`,
		"use a Debian machine, or start a Docker Engine of your own: it is used when it answers",
	);
};

/** Another suite of the machine's mirror (or of the one that is given), in lists of its own: nothing of it can reach the machine's packages. */
export const openSuite = async (context: Context, suite: string, given?: string): Promise<AptView> => {
	const mirror = given ?? (await debianMirror());
	const list = join(context.layout.cache, "apt", `${suite}.list`);
	await mkdir(join(context.layout.cache, "apt"), { recursive: true });
	await writeFile(list, `deb [signed-by=${KEYRING}] ${mirror} ${suite} main\n`);
	return openView(context, suite, ["-o", `Dir::Etc::SourceList=${list}`, "-o", "Dir::Etc::SourceParts=/dev/null"]);
};

/** Downloads packages without installing them and unpacks them below `folder`. No maintainer script runs, so no service starts. */
export const unpackPackages = async (
	context: Context,
	view: AptView,
	names: readonly string[],
	folder: string,
): Promise<void> => {
	const downloads = join(folder, "downloads");
	await mkdir(downloads, { recursive: true });
	const argv = ["apt-get", ...view.options, "-q", "download", ...names];
	const options = { cwd: downloads, remedy: NETWORK };
	await alone(context, view, () => run(context, `apt-${view.name}`, argv, options));
	for (const file of await readdir(downloads))
		await run(context, `apt-${view.name}`, ["dpkg", "-x", join(downloads, file), folder]);
};

/** Is a program in one of the system's own folders? */
export const isInstalled = (program: string): boolean =>
	["/usr/sbin", "/usr/bin", "/sbin", "/bin"].some((folder) => existsSync(join(folder, program)));

/** Installs what cannot live in a folder of ours (small tools without services), only when a program is missing. */
export const installMissing = async (
	context: Context,
	view: AptView,
	programs: Readonly<Record<string, string>>,
): Promise<void> => {
	const missing = Object.entries(programs).filter(([program]) => !isInstalled(program));
	if (missing.length === 0) return;
	const packages = [...new Set(missing.map(([, name]) => name))];
	context.say(`installing ${packages.join(", ")}`);
	const env = { ...context.environment, DEBIAN_FRONTEND: "noninteractive" };
	const argv = ["apt-get", ...view.options, "-q", "-y", "--no-install-recommends", "install", ...packages];
	await alone(context, view, () => run(context, "apt-install", argv, { env, remedy: NETWORK }));
};

/** Refuses, with the remedy, a machine the recipe is not for. */
export const requireDebianRoot = async (): Promise<void> => {
	const remedy =
		"start a Docker Engine of your own (it is used when `docker info` answers), or run this as root on Debian";
	if (process.platform !== "linux")
		throw new EngineFailure(
			"no Docker Engine answers, and a private one needs Linux",
			`platform is ${process.platform}`,
			remedy,
		);
	const osRelease = await readFile("/etc/os-release", "utf8").catch(() => "");
	if (!isDebianLike(osRelease) || !existsSync("/usr/bin/apt-get")) {
		const name = /^PRETTY_NAME="?([^"\n]*)/m.exec(osRelease)?.[1] ?? "unknown";
		throw new EngineFailure("no Docker Engine answers, and a private one needs Debian", `this is ${name}`, remedy);
	}
	if (process.getuid?.() !== 0)
		throw new EngineFailure(
			"no Docker Engine answers, and a private one needs root",
			`running as user id ${process.getuid?.()}`,
			remedy,
		);
};
