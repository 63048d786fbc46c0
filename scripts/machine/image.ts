import { existsSync } from "node:fs";
import { chmod, mkdir, readdir, rm, stat, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { prepareGoTools } from "../engine/go-tools.ts";
import { BUILDKIT_IMAGE } from "../engine/layout.ts";
import { withLock } from "../engine/lock.ts";
import { makeOnce, readStamp } from "../engine/stamp.ts";
import { fillRoot, makeDisk } from "./fill-disk.ts";
import { hasTools, prepareTools, requireHost } from "./host-tools.ts";
import { unpackKernel } from "./kernel.ts";
import type { Places } from "./places.ts";
import { DEFAULT_HARDWARE } from "./qemu.ts";
import { imageDigest } from "./recipe.ts";
import { notEnded, runJob } from "./run-job.ts";
import { kernelFolder, makeParts } from "./system.ts";
import { GUEST_BASE_IMAGE, GUEST_BASE_TAR, MACHINE } from "./versions.ts";

/** Images of other checkouts or branches that are kept beside the present one. */
const KEPT = 2;
const PATIENCE_SECONDS = 300;

/** Runs once in the machine itself, so that its engine's store is as its engine makes it; ends the engine in good order. */
const FIRST_JOB = `#!/bin/sh
set -e
docker import -c 'ENV PATH=/usr/bin:/bin' -c 'CMD ["/bin/sh"]' ${GUEST_BASE_TAR} ${GUEST_BASE_IMAGE}
docker import -c 'ENV PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin BUILDKIT_SETUP_CGROUPV2_ROOT=1' -c 'VOLUME /var/lib/buildkit' \\
  -c 'ENTRYPOINT ["/usr/bin/buildkitd-entrypoint"]' /opt/buildkit.tar ${BUILDKIT_IMAGE}
rm /opt/buildkit.tar
machine-docker stop
`;

const imageFolder = (places: Places): string => join(places.images, imageDigest());

/** The finished image of the present recipe; undefined when there is none. */
export const findImage = async (places: Places): Promise<string | undefined> => {
	const folder = imageFolder(places);
	return (await readStamp(folder)) === imageDigest() ? folder : undefined;
};

const importImages = async (places: Places, folder: string): Promise<void> => {
	const job = join(folder, "job");
	await mkdir(job);
	await writeFile(join(job, "job"), FIRST_JOB);
	await chmod(join(job, "job"), 0o755);
	const out = join(folder, "out");
	const end = await runJob(
		places,
		folder,
		{ folder: job, out, hardware: DEFAULT_HARDWARE, timeoutSeconds: PATIENCE_SECONDS },
		true,
	);
	if (end.status !== 0) throw notEnded(end);
	for (const name of [job, out]) await rm(name, { recursive: true });
};

const kernelFile = async (places: Places): Promise<string> => {
	const boot = join(kernelFolder(places), "boot");
	const name = (await readdir(boot)).find((file) => file.startsWith("vmlinuz-")) ?? "vmlinuz";
	return join(boot, name);
};

const makeImage = async (places: Places, folder: string): Promise<void> => {
	const { own } = places;
	own.say("filling the machine's disk");
	const root = join(folder, "root");
	await fillRoot(places, root);
	await makeDisk(own, root, join(folder, "root.img"), MACHINE.diskBytes);
	await rm(root, { recursive: true });
	await writeFile(join(folder, "vmlinux"), unpackKernel(await kernelFile(places)));
	own.say("importing images in the machine");
	await importImages(places, folder);
};

const lastUse = async (folder: string): Promise<number> => (await stat(folder)).mtimeMs;

/** Removes all but the images used last. */
const removeOld = async (places: Places): Promise<void> => {
	const names = await readdir(places.images);
	const aged = await Promise.all(names.map(async (name) => ({ name, used: await lastUse(join(places.images, name)) })));
	for (const { name } of aged.toSorted((a, b) => b.used - a.used).slice(KEPT))
		await rm(join(places.images, name), { recursive: true, force: true });
};

const markUse = async (folder: string): Promise<string> => {
	const now = new Date();
	await utimes(folder, now, now);
	return folder;
};

/** The tools that the private engine builds from source; its own lock keeps two builds apart. */
const prepareBinaries = async ({ engine }: Places): Promise<void> => {
	const { layout } = engine;
	for (const folder of [layout.temporary, layout.logs]) await mkdir(folder, { recursive: true });
	await withLock(
		layout.lock,
		(owner) => engine.say(`waiting for process ${owner}, which works on the engine`),
		() => prepareGoTools(engine),
	);
};

/** Makes the image unless it is there, resuming with the parts that are. Throws an EngineFailure where it cannot be made. */
export const ensureMachine = async (places: Places): Promise<string> => {
	const ready = hasTools() ? await findImage(places) : undefined;
	if (ready) return markUse(ready);
	await requireHost();
	const { own } = places;
	const waiting = (owner: string) => own.say(`waiting for process ${owner}, which makes the machine's image`);
	return withLock(places.lock, waiting, async () => {
		await rm(own.layout.temporary, { recursive: true, force: true });
		for (const folder of [own.layout.temporary, own.layout.logs]) await mkdir(folder, { recursive: true });
		await prepareTools(own);
		await Promise.all([prepareBinaries(places), makeParts(places)]);
		const folder = imageFolder(places);
		const made = await makeOnce(own, folder, imageDigest(), (temporary) => makeImage(places, temporary));
		if (made) own.say(`the machine's image is ready: ${folder}`);
		await removeOld(places);
		return markUse(folder);
	});
};

/** Removes images and parts, not the machines that run. True when there were any. */
export const cleanMachine = (places: Places): Promise<boolean> =>
	withLock(
		places.lock,
		(owner) => places.own.say(`waiting for process ${owner}, which makes the machine's image`),
		async () => {
			const folders = [places.images, places.stages, places.own.layout.temporary, join(places.own.layout.cache, "apt")];
			const there = folders.some((folder) => existsSync(folder));
			for (const folder of folders) await rm(folder, { recursive: true, force: true });
			return there;
		},
	);
