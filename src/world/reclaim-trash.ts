import fs from "node:fs";
import { type BytePath, fromText, toText } from "./byte-paths.ts";
import {
	at,
	closeAll,
	type Folder,
	mountPointWithin,
	openChain,
	openFolder,
	placeOfFolder,
	topOfPlace,
} from "./reclaim-folders.ts";

/** A trash folder of a run, opened. One for each mount, or subvolume, something is moved away in. */
export interface Trash extends Folder {
	/** The folder that holds it, opened too. */
	readonly above: number;
	readonly name: string;
	/** For people. */
	readonly path: string;
	readonly device: number;
}

export const trashName = (run: string): string => `.ml-image-build-trash-${run}`;

/**
 * Moves paths out of the way, each by one rename. All is done relative to folders that were opened step by step, so that the
 * kernel and we mean the same ones.
 */
export interface Mover {
	/** Why it stays, or where in which trash it lies now. Never throws. */
	move(path: string): { readonly why: string } | { readonly trash: Trash; readonly name: BytePath };
	readonly trashes: () => readonly Trash[];
	/** Removes the trash folders that are empty, gives those that are not. */
	clear(): readonly Trash[];
}

export function createMover(run: string): Mover {
	const trashes = new Map<string, Trash>();
	let moved = 0;
	const trashOf = (chain: readonly Folder[], names: readonly BytePath[]): Trash => {
		const place = placeOfFolder(chain.at(-1) as Folder);
		const trash = trashes.get(place) ?? makeTrash(chain, names, run);
		trashes.set(place, trash);
		return trash;
	};
	return {
		trashes: () => [...trashes.values()],
		move(path) {
			const names = fromText(path).slice(1).split("/");
			const last = names.pop() ?? "";
			let chain: readonly Folder[];
			try {
				chain = openChain(names);
			} catch (error) {
				return { why: whyNotReached(error) };
			}
			try {
				const parent = chain.at(-1) as Folder;
				const why = whyNotMovable(parent, last, fromText(path));
				if (why !== undefined) return { why };
				const trash = trashOf(chain, names);
				const name = `path-${process.pid}-${moved}`;
				moved += 1;
				fs.renameSync(at(parent.fd, last), at(trash.fd, name));
				return { trash, name };
			} catch (error) {
				return { why: whyNotMoved(error) };
			} finally {
				closeAll(chain);
			}
		},
		clear() {
			for (const [place, trash] of trashes) if (removeTrash(trash)) trashes.delete(place);
			return [...trashes.values()];
		},
	};
}

/** A link, a mount point, or something with one inside: the rename would take the mount along, and it would have to be walked around. */
function whyNotMovable(parent: Folder, name: BytePath, path: BytePath): string | undefined {
	const stat = fs.lstatSync(at(parent.fd, name));
	if (stat.isSymbolicLink()) return "it is a link";
	const mount = mountPointWithin(path);
	if (mount !== undefined) return mount === path ? "it is a mount point" : `${toText(mount)} is mounted inside of it`;
	if (!stat.isDirectory()) return undefined;
	const folder = openFolder(parent.fd, name);
	try {
		if (folder.mount !== parent.mount) return "it is a mount point";
		return placeOfFolder(folder) === placeOfFolder(parent) ? undefined : "it is a subvolume";
	} finally {
		closeAll([folder]);
	}
}

/** At the top of the mount or subvolume; for who is not root in the highest folder that takes it. */
function makeTrash(chain: readonly Folder[], names: readonly BytePath[], run: string): Trash {
	let refusal: unknown;
	for (let level = topOfPlace(chain); level < chain.length; level += 1) {
		const { fd } = chain[level] as Folder;
		try {
			makeFolder(fd, trashName(run));
			return openTrash(fd, run, names.slice(0, level));
		} catch (error) {
			refusal ??= error;
		}
	}
	throw refusal;
}

function makeFolder(holder: number, name: string): void {
	try {
		fs.mkdirSync(at(holder, name), 0o700);
	} catch (error) {
		if (codeOf(error) !== "EEXIST") throw error;
	}
}

/** Opens a trash folder that is there. Throws ENOENT when there is none, and when it is not one of ours: ours are private and our own. */
export function openTrash(holder: number, run: string, names: readonly BytePath[]): Trash {
	const name = trashName(run);
	const path = toText(`/${[...names, name].join("/")}`);
	const folder = openOwn(holder, name, path);
	const stat = fs.fstatSync(folder.fd);
	if (!owners().includes(stat.uid) || (stat.mode & 0o777) !== 0o700) {
		fs.closeSync(folder.fd);
		throw new Error(`${path} is there and not ours`);
	}
	const above = openFolder(holder, ".").fd;
	return { ...folder, above, name, path, device: stat.dev };
}

function openOwn(holder: number, name: string, path: string): Folder {
	try {
		return openFolder(holder, name);
	} catch (error) {
		const code = codeOf(error);
		if (code === "ENOTDIR" || code === "ELOOP") throw new Error(`${path} is there and not ours`);
		if (code === "EACCES") throw new Error(`${path} cannot be opened: that needs root (EACCES)`);
		throw error;
	}
}

/** Our own, and that of the user whom sudo made root: a trash that was made without sudo. */
function owners(): readonly number[] {
	const asked = process.env["SUDO_UID"];
	const own = process.getuid?.() ?? -1;
	return own === 0 && asked !== undefined && /^\d+$/.test(asked) ? [own, Number(asked)] : [own];
}

/** False when it is not empty. */
export function removeTrash(trash: Trash): boolean {
	try {
		fs.rmdirSync(at(trash.above, trash.name));
	} catch (error) {
		if (codeOf(error) !== "ENOENT") return false;
	}
	fs.closeSync(trash.fd);
	fs.closeSync(trash.above);
	return true;
}

export const codeOf = (error: unknown): string => (error as NodeJS.ErrnoException)?.code ?? "";

function whyNotReached(error: unknown): string {
	const code = codeOf(error);
	if (code === "ENOENT") return "it is not there";
	if (code === "ENOTDIR" || code === "ELOOP") return "a folder on the way to it is a link or no folder";
	return `it cannot be reached (${code || (error as Error).message})`;
}

function whyNotMoved(error: unknown): string {
	const code = codeOf(error);
	if (code === "ENOENT") return "it is not there";
	if (code === "EXDEV")
		return "it cannot be moved: it is on another file system, or in the lower layer of an overlay (EXDEV)";
	if (code === "EPERM") return "it must not be moved: it or the folder that holds it is immutable (EPERM)";
	if (code === "EACCES") return "it must not be moved: that needs root (EACCES)";
	if (code === "EROFS") return "its file system is read-only (EROFS)";
	if (code === "EBUSY") return "it is a mount point (EBUSY)";
	return `it cannot be moved (${code || (error as Error).message})`;
}
