import { mkdir, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { debianMirror, KEYRING, openSuite, unpackPackages } from "../engine/apt.ts";
import type { Context } from "../engine/context.ts";
import { run } from "../engine/run.ts";
import { makeOnce } from "../engine/stamp.ts";
import type { Places } from "./places.ts";
import { systemDigest } from "./recipe.ts";
import { MACHINE, PACKAGES } from "./versions.ts";

/** Testing's release file may be past its date on a mirror that is not refreshed daily. */
const APT = ['Acquire::Check-Valid-Until "false"', 'Acquire::Languages "none"', 'APT::Install-Recommends "false"'];
const LEFT_OUT = ["/usr/share/doc/*", "/usr/share/man/*", "/usr/share/locale/*", "/usr/share/info/*"];

/** The bootstrapped system, and the kernel's package unpacked. */
export const systemRoot = (places: Places): string => join(places.stages, "system", "root");
export const kernelFolder = (places: Places): string => join(places.stages, "kernel");

/** Derivatives such as Ubuntu name no Debian archive among their own sources. */
const PUBLIC_MIRROR = "http://deb.debian.org/debian";
const mirror = (): Promise<string> => debianMirror().catch(() => PUBLIC_MIRROR);

/** In namespaces of its own: mounts vanish and children die with it, whatever happens to us. */
const NAMESPACES = ["unshare", "--mount", "--pid", "--fork", "--mount-proc", "--kill-child=KILL"];

const bootstrap = async (context: Context, root: string): Promise<void> => {
	const options = [
		...APT.map((option) => `--aptopt=${option}`),
		...LEFT_OUT.map((path) => `--dpkgopt=path-exclude=${path}`),
		`--include=${PACKAGES.join(",")}`,
	];
	const source = `deb [signed-by=${KEYRING}] ${await mirror()} ${MACHINE.system} main`;
	const argv = [
		...NAMESPACES,
		"mmdebstrap",
		"--mode=root",
		"--variant=essential",
		...options,
		MACHINE.system,
		root,
		source,
	];
	const env = { ...context.environment, PATH: "/usr/sbin:/usr/bin:/sbin:/bin" };
	await run(context, "mmdebstrap", argv, { env, remedy: "make the Debian mirror reachable and start again" });
};

const makeSystem = async ({ own, stages }: Places): Promise<void> => {
	await makeOnce(own, join(stages, "system"), systemDigest(), async (folder) => {
		own.say(`bootstrapping Debian ${MACHINE.system} for the machine`);
		await bootstrap(own, join(folder, "root"));
	});
};

const makeKernel = async (places: Places): Promise<void> => {
	const { own } = places;
	await makeOnce(own, kernelFolder(places), systemDigest(), async (folder) => {
		const view = await openSuite(own, MACHINE.kernel, await mirror());
		const depends = await run(own, "apt-kernel", ["apt-cache", ...view.options, "depends", MACHINE.kernelPackage]);
		const named = /linux-image-\d\S+/.exec(depends)?.[0] ?? MACHINE.kernelPackage;
		await unpackPackages(own, view, [named], folder);
		await rm(join(folder, "downloads"), { recursive: true });
		const modules = join(folder, "usr/lib/modules");
		const [version = ""] = await readdir(modules);
		await run(own, "depmod", ["depmod", "--basedir", join(folder, "usr"), version]);
	});
};

/** The parts that only change with Debian: kept apart from the image, so that a change of ours does not download them again. */
export const makeParts = async (places: Places): Promise<void> => {
	await mkdir(places.stages, { recursive: true });
	await Promise.all([makeSystem(places), makeKernel(places)]);
};
