import { chmod, copyFile, cp, mkdir, rm, symlink, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import type { Context } from "../engine/context.ts";
import { buildkitFolder, buildxFolder } from "../engine/go-tools.ts";
import { run } from "../engine/run.ts";
import type { Places } from "./places.ts";
import { GUEST } from "./recipe.ts";
import { kernelFolder, systemRoot } from "./system.ts";
import { GUEST_USERS } from "./versions.ts";

/** Programs of `guest/` and where they go. */
const PROGRAMS = ["init", "machine-docker", "machine-job"] as const;
const PROGRAM_FOLDER = "usr/local/sbin";
const UNITS = "etc/systemd/system";
/** No screen to log in at, no upgrades, no work for a first start, and /tmp on the disk as on hosted runners. */
const MASKED = [
	"apt-daily-upgrade.timer",
	"apt-daily.timer",
	"dpkg-db-backup.timer",
	"e2scrub_all.timer",
	"e2scrub_reap.service",
	"getty.target",
	"modprobe@.service",
	"systemd-firstboot.service",
	"systemd-journal-catalog-update.service",
	"systemd-pstore.service",
	"systemd-sysusers.service",
	"systemd-update-done.service",
	"tmp.mount",
] as const;

const put = async (text: string, file: string, mode = 0o644): Promise<void> => {
	await mkdir(dirname(file), { recursive: true });
	await writeFile(file, text);
	await chmod(file, mode);
};

const install = async (from: string, to: string, mode: number): Promise<void> => {
	await mkdir(dirname(to), { recursive: true });
	await copyFile(from, to);
	await chmod(to, mode);
};

const addUnits = async (root: string): Promise<void> => {
	const units = join(root, UNITS);
	await install(join(GUEST, "machine-job.service"), join(units, "machine-job.service"), 0o644);
	const wanted = join(units, "multi-user.target.wants");
	await mkdir(wanted, { recursive: true });
	await symlink("../machine-job.service", join(wanted, "machine-job.service"));
	for (const unit of MASKED) {
		await rm(join(units, unit), { force: true });
		await symlink("/dev/null", join(units, unit));
	}
};

const addUsers = async (context: Context, root: string): Promise<void> => {
	for (const [name, id] of Object.entries(GUEST_USERS)) {
		const options = ["--uid", String(id), "--user-group", "--create-home", "--shell", "/bin/sh", "--groups", "docker"];
		await run(context, "users", ["chroot", root, "/usr/sbin/useradd", ...options, name]);
	}
	await put("runner ALL=(ALL) NOPASSWD:ALL\n", join(root, "etc/sudoers.d/runner"), 0o440);
};

/** A tar of busybox with a link per applet, `hog`, and what `extra` adds; Docker imports it as an image's file system. */
const makeImageTar = async (
	context: Context,
	root: string,
	name: string,
	extra: (folder: string) => Promise<void>,
): Promise<void> => {
	const folder = join(dirname(root), name);
	for (const part of ["bin", "etc", "tmp", "usr/bin", "root"]) await mkdir(join(folder, part), { recursive: true });
	await chmod(join(folder, "tmp"), 0o1777);
	await put("root:x:0:0:root:/root:/bin/sh\n", join(folder, "etc/passwd"));
	await copyFile(join(root, "usr/bin/busybox"), join(folder, "bin/busybox"));
	await chmod(join(folder, "bin/busybox"), 0o755);
	await run(context, "images", ["chroot", folder, "/bin/busybox", "--install", "-s", "/bin"]);
	await extra(folder);
	await mkdir(join(root, "opt"), { recursive: true });
	await run(context, "images", ["tar", "--numeric-owner", "-C", folder, "-cf", join(root, "opt", `${name}.tar`), "."]);
	await rm(folder, { recursive: true });
};

const addHog = (context: Context, folder: string): Promise<string> =>
	run(context, "images", ["gcc", "-O1", "-static", "-s", "-o", join(folder, "bin/hog"), join(GUEST, "hog.c")]);

/** The same files at the same places as in the real builder image: daemon, its entrypoint, its runc. */
const addBuildkit = async (places: Places, root: string, folder: string): Promise<void> => {
	const tools = buildkitFolder(places.engine);
	for (const file of ["buildkitd", "buildctl", "hack/buildkitd-entrypoint", "hack/with-cgroupfs-remount"])
		await install(join(tools, file), join(folder, "usr/bin", basename(file)), 0o755);
	await install(join(root, "usr/sbin/runc"), join(folder, "usr/bin/buildkit-runc"), 0o755);
	const libraries = await run(places.own, "images", ["chroot", root, "/usr/bin/ldd", "/usr/sbin/runc"]);
	for (const [library] of libraries.matchAll(/\/\S+/g))
		await install(join(root, library), join(folder, library), 0o755);
};

/** Puts the system, the kernel's modules and what is ours into an empty folder. */
export const fillRoot = async (places: Places, root: string): Promise<void> => {
	const { own, engine } = places;
	await run(own, "copy", ["cp", "-a", "--reflink=auto", systemRoot(places), root]);
	await cp(join(kernelFolder(places), "usr/lib/modules"), join(root, "usr/lib/modules"), { recursive: true });
	for (const name of PROGRAMS) await install(join(GUEST, name), join(root, PROGRAM_FOLDER, name), 0o755);
	await install(join(GUEST, "daemon.json"), join(root, "etc/docker/daemon.json"), 0o644);
	await install(
		join(buildxFolder(engine), "buildx"),
		join(root, "usr/libexec/docker/cli-plugins/docker-buildx"),
		0o755,
	);
	await put("machine\n", join(root, "etc/hostname"));
	await put("127.0.0.1 localhost machine\n", join(root, "etc/hosts"));
	// With an empty one systemd would take every start for the first and reset what is enabled.
	await put("6d6c2d696d6167652d6275696c640000\n", join(root, "etc/machine-id"));
	await addUnits(root);
	await addUsers(own, root);
	await makeImageTar(own, root, "base", async (folder) => void (await addHog(own, folder)));
	await makeImageTar(own, root, "buildkit", async (folder) => {
		await addBuildkit(places, root, folder);
	});
};

/** A file system of these files in one sparse file; without a journal, as no disk of ours outlives a crash. */
export const makeDisk = (context: Context, from: string | undefined, disk: string, bytes: number): Promise<string> =>
	run(context, "disks", [
		...["mke2fs", "-q", "-F", "-t", "ext4", "-O", "^has_journal", "-m", "0", "-E", "lazy_itable_init=1"],
		...(from === undefined ? [] : ["-d", from]),
		...[disk, `${Math.ceil(bytes / 1024)}k`],
	]);
