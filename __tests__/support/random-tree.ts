import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";

/** Numbers from 0 to 1 that follow from a seed: https://gist.github.com/tommyettinger/46a874533244883189143505d203312c */
export type Random = () => number;

export function randomFrom(seed: number): Random {
	let state = seed >>> 0;
	return () => {
		state = (state + 0x9e3779b9) >>> 0;
		let mixed = state ^ (state >>> 16);
		mixed = Math.imul(mixed, 0x21f0aaad);
		mixed ^= mixed >>> 15;
		mixed = Math.imul(mixed, 0x735a2d97);
		return ((mixed ^ (mixed >>> 15)) >>> 0) / 2 ** 32;
	};
}

export const below = (random: Random, most: number): number => Math.floor(random() * most);
export const oneOf = <T>(random: Random, values: readonly T[]): T => values[below(random, values.length)] as T;

/** Names that programs trip over; as bytes, for some are no UTF-8. */
const NAMES = ["a", "b", "c", "-rf", "new\nline", " blank ", "$(x)", "*", "ä", "\\040", "...", '"', "no-utf8-\xff\xfe"];

const native = (latin1: string) => Buffer.from(latin1, "latin1");

/**
 * Fills a folder with folders, files, hard links and symbolic links that lead anywhere: out of it, up, to nothing. Gives all paths
 * in it, byte for byte (latin1). Never to `/`: a test that fails must not empty the machine.
 */
export function makeRandomTree(random: Random, top: string, outside: string, entries: number): readonly string[] {
	const folders = [top];
	const files: string[] = [];
	const all: string[] = [];
	for (let made = 0; made < entries; made += 1) {
		const at = `${oneOf(random, folders)}/${oneOf(random, NAMES)}${below(random, 4)}`;
		if (all.includes(at)) continue;
		const kind = random();
		if (kind < 0.4) {
			fs.mkdirSync(native(at));
			folders.push(at);
		} else if (kind < 0.75) {
			fs.writeFileSync(native(at), "x".repeat(below(random, 9000)));
			files.push(at);
		} else if (kind < 0.85 && files.length > 0) fs.linkSync(native(oneOf(random, files)), native(at));
		else {
			const to = [...folders, ...files, outside, outside, "..", ".", "nowhere"];
			fs.symlinkSync(native(oneOf(random, to)), native(at));
		}
		all.push(at);
	}
	if (process.getuid?.() === 0) for (const one of all) if (random() < 0.1) makeReadOnly(one);
	return all;
}

function makeReadOnly(at: string): void {
	if (!fs.lstatSync(native(at)).isSymbolicLink()) fs.chmodSync(native(at), 0o400);
}

/** All that can be seen of every entry below a folder, by path: kind, rights, owner, inode, content, where a link leads. */
export function listAll(top: string): ReadonlyMap<string, Seen> {
	const found = new Map<string, Seen>();
	const visit = (folder: string) => {
		for (const name of fs.readdirSync(native(folder), "latin1").toSorted()) {
			const at = path.posix.join(folder, name);
			const stat = fs.lstatSync(native(at));
			const { mode, uid, ino, nlink, blocks } = stat;
			const text = [mode.toString(8), uid, ino, stat.isDirectory() ? "" : stat.mtimeMs, contentOf(at, stat)].join(" ");
			found.set(at, { text, ino, names: nlink, bytes: blocks * 512, folder: stat.isDirectory() });
			if (stat.isDirectory()) visit(at);
		}
	};
	visit(top);
	return found;
}

interface Seen {
	readonly text: string;
	readonly ino: number;
	readonly names: number;
	readonly bytes: number;
	readonly folder: boolean;
}

function contentOf(at: string, stat: fs.Stats): string {
	if (stat.isSymbolicLink()) return `-> ${fs.readlinkSync(native(at), "latin1")}`;
	return stat.isFile()
		? createHash("sha1")
				.update(fs.readFileSync(native(at)))
				.digest("hex")
		: "";
}

/** What the disk gives back when all of these are gone: a file's blocks when no name of it is left. */
export function blocksOf(all: readonly Seen[]): { readonly bytes: number; readonly files: number } {
	const files = all.filter(({ folder }) => !folder);
	const last = files.filter(
		({ ino, names }, at) =>
			files.findIndex((one) => one.ino === ino) === at && files.filter((one) => one.ino === ino).length === names,
	);
	const bytes = [...last, ...all.filter(({ folder }) => folder)].reduce((sum, one) => sum + one.bytes, 0);
	return { bytes, files: files.length };
}
