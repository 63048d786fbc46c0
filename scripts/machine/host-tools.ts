import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { installMissing, isInstalled, KEYRING, openOwnSuite } from "../engine/apt.ts";
import { isDebianLike } from "../engine/apt-sources.ts";
import type { Context } from "../engine/context.ts";
import { EngineFailure } from "../engine/failure.ts";

/** Programs that make and run the machine, and their packages. None of them brings a service. */
const PROGRAMS = {
	"qemu-system-x86_64": "qemu-system-x86",
	mmdebstrap: "mmdebstrap",
	mke2fs: "e2fsprogs",
	debugfs: "e2fsprogs",
	depmod: "kmod",
	gcc: "gcc",
} as const;
/** What is known by a file: gcc alone has no C library to link with, and a derivative does not know Debian's keys. */
const FILES: Readonly<Record<string, string>> = {
	"/usr/include/stdio.h": "libc6-dev",
	[KEYRING]: "debian-archive-keyring",
};
const missingFiles = (): Readonly<Record<string, string>> =>
	Object.fromEntries(Object.entries(FILES).filter(([file]) => !existsSync(file)));

const WHAT = "the emulated cgroup v2 machine cannot be made here";
const REMEDY = "run this as root on an x86-64 Debian, where apt can install QEMU";

/** Refuses, with the reason, a machine the recipe is not for. */
export const requireHost = async (): Promise<void> => {
	const host = `${process.platform}/${process.arch}`;
	if (host !== "linux/x64") throw new EngineFailure(WHAT, `this is ${host}`, REMEDY);
	const osRelease = await readFile("/etc/os-release", "utf8").catch(() => "");
	if (!isDebianLike(osRelease) || !isInstalled("apt-get"))
		throw new EngineFailure(WHAT, `this is ${/^PRETTY_NAME="?([^"\n]*)/m.exec(osRelease)?.[1] ?? "unknown"}`, REMEDY);
	if (process.getuid?.() !== 0)
		throw new EngineFailure(WHAT, `root is needed; running as user id ${process.getuid?.()}`, REMEDY);
};

/** Are all programs here? */
export const hasTools = (): boolean =>
	Object.keys(PROGRAMS).every(isInstalled) && Object.keys(missingFiles()).length === 0;

/** Installs what is missing of QEMU and the tools that make disks. */
export const prepareTools = async (context: Context): Promise<void> => {
	if (hasTools()) return;
	const view = await openOwnSuite(context);
	await installMissing(context, view, { ...PROGRAMS, ...missingFiles() });
};
