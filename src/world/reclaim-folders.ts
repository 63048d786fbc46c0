import fs from "node:fs";
import { mountWithin, parseMounts } from "../model/mounts.ts";
import { type BytePath, toNative } from "./byte-paths.ts";

/**
 * Folders by descriptor. Node has no `openat`, but `/proc/self/fd/N/name` is one: the kernel goes to the folder that N is,
 * wherever it lies by now, and takes one name from there. No step follows a link, so that nothing swapped in between leads elsewhere.
 * https://man7.org/linux/man-pages/man5/proc_pid_fd.5.html
 */
export interface Folder {
	readonly fd: number;
	/** The kernel's id of the mount it was opened in: differs for a bind mount of the same file system, where st_dev does not. */
	readonly mount: string;
}

const { O_RDONLY, O_DIRECTORY, O_NOFOLLOW } = fs.constants;
const FLAGS = O_RDONLY | O_DIRECTORY | O_NOFOLLOW;

/** An entry of an opened folder, for `node:fs`. Not for opening what may be a link. */
export const at = (folder: number, name: BytePath): string | Buffer => toNative(`/proc/self/fd/${folder}/${name}`);

/** Opens a sub-folder; throws ENOTDIR or ELOOP when it is none, also when it is a link to one. */
export function openFolder(folder: number, name: BytePath): Folder {
	return known(fs.openSync(at(folder, name), FLAGS));
}

function known(fd: number): Folder {
	try {
		return { fd, mount: mountOf(fd) };
	} catch (error) {
		fs.closeSync(fd);
		throw error;
	}
}

const INFO = Buffer.alloc(512);

/** https://man7.org/linux/man-pages/man5/proc_pid_fdinfo.5.html */
export function mountOf(fd: number): string {
	const info = fs.openSync(`/proc/self/fdinfo/${fd}`, O_RDONLY);
	try {
		const id = /^mnt_id:\s*(\d+)$/m.exec(INFO.toString("latin1", 0, fs.readSync(info, INFO, 0, INFO.length, 0)))?.[1];
		if (id === undefined) throw new Error("this kernel does not tell the mount of a folder");
		return id;
	} finally {
		fs.closeSync(info);
	}
}

/** The folders from `/` down to that one, each opened from the one before. Throws where one is missing or a link. */
export function openChain(names: readonly BytePath[]): readonly Folder[] {
	const chain = [known(fs.openSync("/", FLAGS))];
	try {
		for (const name of names) chain.push(openFolder((chain.at(-1) as Folder).fd, name));
		return chain;
	} catch (error) {
		closeAll(chain);
		throw error;
	}
}

/** As {@link openChain}, but stops before what is missing or a link. */
export function openAsFar(names: readonly BytePath[]): readonly Folder[] {
	const chain = [known(fs.openSync("/", FLAGS))];
	try {
		for (const name of names) chain.push(openFolder((chain.at(-1) as Folder).fd, name));
	} catch {
		// As far as it goes.
	}
	return chain;
}

export function closeAll(folders: readonly Folder[]): void {
	for (const { fd } of folders) fs.closeSync(fd);
}

/** Within one place a rename works: a mount, and in it a device, since subvolumes of btrfs have one each in the same mount. */
export function placeOfFolder({ fd, mount }: Folder): string {
	return `${mount} ${fs.fstatSync(fd).dev}`;
}

/** Index of the highest folder of a chain that lies in the same place as its last. */
export function topOfPlace(chain: readonly Folder[]): number {
	const places = chain.map(placeOfFolder);
	let top = chain.length - 1;
	while (top > 0 && places[top - 1] === places.at(-1)) top -= 1;
	return top;
}

/** A mount point at or below a path without links; nothing when there is none. */
export function mountPointWithin(path: BytePath): BytePath | undefined {
	return mountWithin(parseMounts(fs.readFileSync("/proc/self/mountinfo", "latin1")), path)?.path;
}
