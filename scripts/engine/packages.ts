import { existsSync } from "node:fs";
import { chmod, copyFile, mkdir, readdir, readFile, rename, rm, symlink } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { type AptView, installMissing, isInstalled, openOwnSuite, openSuite, unpackPackages } from "./apt.ts";
import type { Context } from "./context.ts";
import { VERSIONS } from "./layout.ts";
import { run } from "./run.ts";
import { makeOnce, readStamp } from "./stamp.ts";

const OWN_PACKAGES = ["containerd", "runc", "tini", "debootstrap", "docker-registry", "pigz"] as const;
const OWN_STAMP = OWN_PACKAGES.join(" ");
/** Programs that need the machine's libraries or kernel tables, and their packages. None of them brings a service. */
const SYSTEM_PROGRAMS = {
	iptables: "iptables",
	ip: "iproute2",
	wget: "wget",
	gpgv: "gpgv",
	git: "git",
	"update-ca-certificates": "ca-certificates",
} as const;

export const ownPackages = (context: Context): string => join(context.layout.packages, "own");
const enginePackages = (context: Context): string => join(context.layout.packages, "engine");

/** PATH on which dockerd finds containerd, runc, docker-init, docker-proxy and iptables. */
export const daemonPath = (context: Context): string =>
	[
		context.layout.bin,
		...[enginePackages(context), ownPackages(context)].flatMap((root) =>
			["usr/bin", "usr/sbin"].map((part) => join(root, part)),
		),
		"/usr/local/sbin",
		"/usr/sbin",
		"/usr/bin",
		"/sbin",
		"/bin",
	].join(":");

const linkInit = async (context: Context): Promise<void> => {
	const link = join(context.layout.bin, "docker-init");
	if (existsSync(link)) return;
	await mkdir(dirname(link), { recursive: true });
	await rm(link, { force: true });
	await symlink(join(ownPackages(context), "usr/bin/tini-static"), link);
};

/** Step 1: what comes from the machine's own suite, in a folder; missing system tools are installed. */
export const prepareOwnPackages = async (context: Context): Promise<void> => {
	const folder = ownPackages(context);
	if ((await readStamp(folder)) !== OWN_STAMP || !Object.keys(SYSTEM_PROGRAMS).every(isInstalled)) {
		const view = await openOwnSuite(context);
		await installMissing(context, view, SYSTEM_PROGRAMS);
		await makeOnce(context, folder, OWN_STAMP, (temporary) => unpackPackages(context, view, OWN_PACKAGES, temporary));
		context.say(`unpacked ${OWN_PACKAGES.join(", ")}`);
	}
	await linkInit(context);
};

const engineVersionIn = async (folder: string): Promise<string> => {
	const file = (await readdir(join(folder, "downloads"))).find((name) => name.startsWith("docker.io_")) ?? "";
	return /^docker\.io_(?:\d+%3a)?([\d.]+)/.exec(basename(file))?.[1] ?? "unknown";
};

/** Copies a program where every user may run it, unless it is there already. */
const publish = async (from: string, to: string): Promise<void> => {
	const same = await Promise.all([readFile(from), readFile(to)]).then(
		([a, b]) => a.equals(b),
		() => false,
	);
	if (same) return;
	await mkdir(dirname(to), { recursive: true, mode: 0o755 });
	const temporary = `${to}.${process.pid}`;
	await copyFile(from, temporary);
	await chmod(temporary, 0o755);
	await rename(temporary, to);
};

/** Step 2: Docker Engine and client from Debian testing. Not its runc and containerd: they want a newer C library. */
export const prepareEngine = async (context: Context): Promise<void> => {
	const folder = enginePackages(context);
	const stamp = `${VERSIONS.engine} ${VERSIONS.debianOfEngine}`;
	const made = await makeOnce(context, folder, stamp, async (temporary) => {
		const view = await openSuite(context, VERSIONS.debianOfEngine);
		await unpackPackages(context, view, ["docker.io", "docker-cli"], temporary);
		const found = await engineVersionIn(temporary);
		if (found !== VERSIONS.engine)
			context.say(
				`note: ${VERSIONS.debianOfEngine} has Docker Engine ${found}, not ${VERSIONS.engine}; taking ${found}`,
			);
	});
	if (made) context.say(`unpacked Docker Engine ${await engineVersionIn(folder)}`);
};

/** A Go toolchain from Debian testing, for machines without one that is recent enough. Returns its `go`. */
export const prepareGo = async (context: Context): Promise<string> => {
	const folder = join(context.layout.packages, "go");
	await makeOnce(context, folder, VERSIONS.debianOfEngine, async (temporary) => {
		context.say("no recent Go on this machine: taking Debian's");
		const view = await openSuite(context, VERSIONS.debianOfEngine);
		const names = await goPackages(context, view);
		await unpackPackages(context, view, names, temporary);
	});
	const versions = await readdir(join(folder, "usr/lib"));
	return join(folder, "usr/lib", versions.find((name) => name.startsWith("go-")) ?? "", "bin", "go");
};

const goPackages = async (context: Context, view: AptView): Promise<readonly string[]> => {
	const text = await run(context, "apt-go", ["apt-cache", ...view.options, "depends", "golang-go"]);
	const compiler = /golang-[\d.]+-go/.exec(text)?.[0] ?? "golang-go";
	return [compiler, compiler.replace(/-go$/, "-src")];
};

/** The client programs for every user, and root's own Docker configuration with buildx in it. */
export const publishClients = async (context: Context): Promise<void> => {
	const { client, buildx, dockerConfig } = context.layout;
	await publish(join(enginePackages(context), "usr/bin/docker"), join(client, "docker"));
	await publish(join(context.layout.cache, "tools", "buildx", "buildx"), buildx);
	const plugin = join(dockerConfig, "cli-plugins", "docker-buildx");
	if (existsSync(plugin)) return;
	await mkdir(dirname(plugin), { recursive: true });
	await rm(plugin, { force: true });
	await symlink(buildx, plugin);
};
