import { existsSync } from "node:fs";
import { appendFile, copyFile, mkdir, readdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { debianMirror } from "./apt.ts";
import type { Context } from "./context.ts";
import { VERSIONS } from "./layout.ts";
import { ownPackages } from "./packages.ts";
import { run } from "./run.ts";
import { makeOnce } from "./stamp.ts";

const INCLUDED = ["ca-certificates", "python3", "python3-pip", "python3-venv"] as const;
const CERTIFICATES = "/etc/ssl/certs/ca-certificates.crt";
const PIP_CONF = `[global]
cert = ${CERTIFICATES}
break-system-packages = true
default-timeout = 180
`;
/** Raise the number when the recipe below changes. */
const BASE_STAMP = `${VERSIONS.debianOfBase} 1`;

/** The file system of the base image as one tar. */
export const baseTar = (context: Context): string => join(context.layout.cache, "base", "root.tar");

/**
 * debootstrap in namespaces of its own: its mounts vanish and its children die with it, whatever happens to us. `--kill-child`
 * hands our death on into the new process namespace.
 */
const bootstrap = async (context: Context, root: string): Promise<void> => {
	const tool = ownPackages(context);
	const namespaces = ["unshare", "--mount", "--pid", "--fork", "--kill-child=KILL"];
	const options = ["--variant=minbase", `--include=${INCLUDED.join(",")}`];
	const argv = [
		...namespaces,
		join(tool, "usr/sbin/debootstrap"),
		...options,
		VERSIONS.debianOfBase,
		root,
		await debianMirror(),
	];
	const env = {
		...context.environment,
		DEBOOTSTRAP_DIR: join(tool, "usr/share/debootstrap"),
		PATH: "/usr/sbin:/usr/bin:/sbin:/bin",
	};
	await run(context, "debootstrap", argv, { env, remedy: "make the Debian mirror reachable and start again" });
};

const emptyFolder = async (folder: string): Promise<void> => {
	for (const name of await readdir(folder)) await rm(join(folder, name), { recursive: true, force: true });
};

/** A package registry may be reached through a gateway with its own CA (as in many companies): the machine's certificates go in. */
const trustAsTheMachineDoes = async (root: string): Promise<void> => {
	if (existsSync(CERTIFICATES)) await copyFile(CERTIFICATES, join(root, CERTIFICATES));
	await writeFile(join(root, "etc/pip.conf"), PIP_CONF);
};

/** Step 4, first half: Debian with Python, pip and venv, and the machine's certificates. */
export const prepareBase = async (context: Context): Promise<void> => {
	const made = await makeOnce(context, join(context.layout.cache, "base"), BASE_STAMP, async (folder) => {
		context.say(`bootstrapping Debian ${VERSIONS.debianOfBase} for the base image`);
		const root = join(folder, "root");
		await mkdir(root);
		await bootstrap(context, root);
		await trustAsTheMachineDoes(root);
		await emptyFolder(join(root, "var/lib/apt/lists"));
		await emptyFolder(join(root, "var/cache/apt/archives"));
		await appendFile(join(root, "etc/apt/apt.conf.d/90ml-image-build"), 'Acquire::Retries "3";\n');
		await run(context, "debootstrap", ["chroot", root, "/usr/bin/python3", "-m", "venv", "/tmp/probe"]);
		await emptyFolder(join(root, "tmp"));
		await run(context, "debootstrap", ["tar", "--numeric-owner", "-C", root, "-cf", join(folder, "root.tar"), "."]);
		await rm(root, { recursive: true, force: true });
	});
	if (made) context.say("base image's file system is ready");
};
