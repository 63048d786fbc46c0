import fs from "node:fs";
import { type BytePath, toNative, toText } from "./byte-paths.ts";
import { at, type Folder, openFolder } from "./reclaim-folders.ts";
import type { Pace } from "./reclaim-pace.ts";
import { codeOf } from "./reclaim-trash.ts";

/** A tree in a trash folder. Plain data: it goes from thread to thread, and so do descriptors, which all threads share. */
export interface Job {
	readonly trash: { readonly fd: number; readonly mount: string; readonly device: number };
	readonly name: BytePath;
	/** Where it was, for people. */
	readonly shown: string;
	/** Whose bytes it frees. */
	readonly item: number;
}

/** What one thread has freed of one job. */
export interface Tally {
	/** Blocks of what is gone for good. */
	bytes: number;
	/** Entries that are no folders. */
	files: number;
	/** Files with more names: inode, number of names when this one went, bytes, and again. Whose last name went is known to who adds up. */
	readonly links: number[];
	readonly problems: string[];
	/** Those that are not in `problems`. */
	untold: number;
}

export const MOST_PROBLEMS = 20;

export const newTally = (): Tally => ({ bytes: 0, files: 0, links: [], problems: [], untold: 0 });

export function tellProblem(tally: Tally, text: string): void {
	if (tally.problems.length < MOST_PROBLEMS) tally.problems.push(text);
	else tally.untold += 1;
}

/** The other threads. */
export interface Others {
	/** One of them has nothing to do. */
	wants(): boolean;
	/** A tree of its own now, at the top of the trash. */
	take(job: Job): void;
	/** A name there that is free. */
	name(): BytePath;
}

/** A folder we are in. */
interface Frame extends Folder {
	readonly name: BytePath;
	readonly shown: string;
	readonly bytes: number;
	/** Not entered yet. */
	readonly folders: BytePath[];
	/** Something in it could not be removed, and that was told. */
	stuck: boolean;
	/** It was looked through again after something new had come into it. */
	again: boolean;
}

const OR_NOTHING = { throwIfNoEntry: false } as const;
/** Deeper trees are cut: each level holds a descriptor. */
const DEEPEST = 64;
/** A folder whose own size is larger is read in portions. */
const BIG_FOLDER = 1 << 18;

/**
 * Unlinks a tree depth first and counts what that frees. Every folder is opened from the one that holds it, never through a
 * link, and entered only when it is in the trash's own mount; all else is told and stays. When another thread has nothing
 * to do it gets a folder from as far up as possible, by a rename to the top of the trash, so that nobody waits for anybody.
 */
export function unlinkTree(job: Job, tally: Tally, pace: Pace, others: Others): void {
	const { trash } = job;
	const stack: Frame[] = [];
	const problem = (shown: string, error: unknown) =>
		tellProblem(tally, `${shown}: ${codeOf(error) || (error as Error).message}`);

	const unlink = (folder: number, name: BytePath, shown: () => string, stat: fs.Stats): boolean => {
		const bytes = stat.blocks * 512;
		try {
			fs.unlinkSync(at(folder, name));
		} catch (error) {
			if (codeOf(error) === "ENOENT") return true;
			problem(shown(), error);
			return false;
		}
		tally.files += 1;
		if (stat.nlink > 1) tally.links.push(stat.ino, stat.nlink, bytes);
		else tally.bytes += bytes;
		pace.beat(stat.nlink > 1 ? 0 : bytes);
		return true;
	};

	/** Unlinks what is no folder in it, notes the folders. */
	const sift = (frame: Frame): void => {
		try {
			for (const name of listNames(frame.fd)) {
				const stat = fs.lstatSync(at(frame.fd, name), OR_NOTHING);
				if (stat?.isDirectory()) frame.folders.push(name);
				else if (stat && !unlink(frame.fd, name, () => `${frame.shown}/${toText(name)}`, stat)) frame.stuck = true;
			}
		} catch (error) {
			problem(frame.shown, error);
			frame.stuck = true;
		}
	};

	/** False when it stays. */
	const enter = (parent: number, name: BytePath, shown: string): boolean => {
		try {
			const folder = openFolder(parent, name);
			const stat = fs.fstatSync(folder.fd);
			if (folder.mount !== trash.mount || stat.dev !== trash.device) {
				fs.closeSync(folder.fd);
				tellProblem(tally, `${shown}: something is mounted there`);
				return false;
			}
			const frame = { ...folder, name, shown, bytes: stat.blocks * 512, folders: [], stuck: false, again: false };
			stack.push(frame);
			sift(frame);
			return true;
		} catch (error) {
			const code = codeOf(error);
			if (code === "ENOENT") return true;
			const file = code === "ENOTDIR" || code === "ELOOP" ? fs.lstatSync(at(parent, name), OR_NOTHING) : undefined;
			if (file) return unlink(parent, name, () => shown, file);
			problem(shown, error);
			return false;
		}
	};

	/** Removes the folder that is done with. */
	const leave = (): void => {
		const frame = stack.at(-1) as Frame;
		const parent = stack.at(-2);
		try {
			fs.rmdirSync(at(parent?.fd ?? trash.fd, frame.name));
			tally.bytes += frame.bytes;
			pace.beat(0);
		} catch (error) {
			const code = codeOf(error);
			if (code === "ENOTEMPTY" && !frame.stuck && !frame.again) {
				frame.again = true;
				sift(frame);
				return;
			}
			if (code !== "ENOENT") {
				if (!frame.stuck) problem(frame.shown, error);
				if (parent) parent.stuck = true;
			}
		}
		fs.closeSync(frame.fd);
		stack.pop();
	};

	/** Cuts a folder off: it becomes a job of its own. */
	const handOver = (frame: Frame, name: BytePath): boolean => {
		const cut = others.name();
		try {
			fs.renameSync(at(frame.fd, name), at(trash.fd, cut));
		} catch {
			return false;
		}
		others.take({ ...job, name: cut, shown: `${frame.shown}/${toText(name)}` });
		return true;
	};

	try {
		enter(trash.fd, job.name, job.shown);
		for (let frame = stack.at(-1); frame; frame = stack.at(-1)) {
			const name = frame.folders.pop();
			if (name === undefined) {
				leave();
				continue;
			}
			if (stack.length >= DEEPEST && handOver(frame, name)) continue;
			if (others.wants()) share(stack, handOver);
			if (!enter(frame.fd, name, `${frame.shown}/${toText(name)}`)) frame.stuck = true;
		}
	} finally {
		for (const { fd } of stack) fs.closeSync(fd);
	}
}

/** Hands over one folder, from as far up as there is one. */
function share(stack: readonly Frame[], handOver: (frame: Frame, name: BytePath) => boolean): void {
	for (const frame of stack) {
		const name = frame.folders.pop();
		if (name === undefined) continue;
		if (!handOver(frame, name)) frame.folders.push(name);
		return;
	}
}

/** Names in an opened folder, byte for byte. */
function* listNames(fd: number): Generator<BytePath> {
	const path = `/proc/self/fd/${fd}`;
	if (fs.fstatSync(fd).size <= BIG_FOLDER) {
		yield* fs.readdirSync(path, "latin1");
		return;
	}
	const folder = fs.opendirSync(toNative(path) as string, { bufferSize: 256, encoding: "latin1" });
	try {
		for (let entry = folder.readSync(); entry; entry = folder.readSync()) yield entry.name;
	} finally {
		folder.closeSync();
	}
}
