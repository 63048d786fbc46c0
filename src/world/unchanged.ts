import fs from "node:fs";

type BytePath = string;

/**
 * Whether an entry of an overlayfs layer equals what the lower layers (highest first) have at its path. The rule is that
 * of BuildKit's layer differ: same type, owner, mode, size and time; where neither time has nanoseconds (files out of an
 * archive), the content decides. https://github.com/moby/buildkit/blob/master/util/overlay/overlay_linux.go
 */
export function isUnchanged(full: BytePath, lower: readonly BytePath[], path: BytePath): boolean {
	for (const tree of lower) {
		const below = statOf(`${tree}/${path}`);
		if (!below) continue;
		const own = statOf(full);
		if (!own || !isSame(own, below)) return false;
		if (!hasFraction(own, below) && !sameContent(own, full, `${tree}/${path}`)) return false;
		if (isProgram(own, full)) throw new Error(DOUBT);
		return true;
	}
	return false;
}

/** What `setcap` changes is an attribute that Node cannot read; then only the layer's archive tells. */
const DOUBT = "programs may differ from those of a lower layer in their capabilities only";
const ELF = Buffer.from("\x7fELF", "latin1");

function isProgram(stat: fs.BigIntStats, full: BytePath): boolean {
	if (!stat.isFile() || (stat.mode & 0o111n) === 0n) return false;
	const handle = fs.openSync(native(full), FLAGS);
	try {
		const start = Buffer.alloc(ELF.length);
		return fs.readSync(handle, start, 0, ELF.length, 0) === ELF.length && start.equals(ELF);
	} finally {
		fs.closeSync(handle);
	}
}

function native(path: BytePath): Buffer {
	return Buffer.from(path, "latin1");
}

function statOf(path: BytePath): fs.BigIntStats | undefined {
	return fs.lstatSync(native(path), { bigint: true, throwIfNoEntry: false });
}

function isSame(one: fs.BigIntStats, two: fs.BigIntStats): boolean {
	const seconds = one.mtimeNs / 1_000_000_000n === two.mtimeNs / 1_000_000_000n;
	const fraction = one.mtimeNs % 1_000_000_000n === two.mtimeNs % 1_000_000_000n;
	const owner = one.uid === two.uid && one.gid === two.gid && one.mode === two.mode;
	return owner && one.rdev === two.rdev && one.size === two.size && seconds && fraction;
}

function hasFraction(one: fs.BigIntStats, two: fs.BigIntStats): boolean {
	return one.mtimeNs % 1_000_000_000n !== 0n || two.mtimeNs % 1_000_000_000n !== 0n;
}

const CHUNK = 1 << 20;
const FLAGS = fs.constants.O_RDONLY | fs.constants.O_NOFOLLOW | fs.constants.O_NONBLOCK;

function sameContent(stat: fs.BigIntStats, one: BytePath, two: BytePath): boolean {
	if (stat.isSymbolicLink()) return fs.readlinkSync(native(one), "latin1") === fs.readlinkSync(native(two), "latin1");
	if (!stat.isFile() || stat.size === 0n) return true;
	const first = fs.openSync(native(one), FLAGS);
	try {
		const second = fs.openSync(native(two), FLAGS);
		try {
			return sameBytes(first, second);
		} finally {
			fs.closeSync(second);
		}
	} finally {
		fs.closeSync(first);
	}
}

function sameBytes(first: number, second: number): boolean {
	const mine = Buffer.allocUnsafe(CHUNK);
	const theirs = Buffer.allocUnsafe(CHUNK);
	for (;;) {
		const read = fs.readSync(first, mine, 0, CHUNK, null);
		if (read !== fs.readSync(second, theirs, 0, CHUNK, null)) return false;
		if (read === 0) return true;
		if (mine.compare(theirs, 0, read, 0, read) !== 0) return false;
	}
}
