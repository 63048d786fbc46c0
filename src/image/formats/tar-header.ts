/** The kinds of archive entries that an image's layer can hold; `meta` describes the entry that follows. */
export type TarKind = "file" | "link" | "symlink" | "device" | "folder" | "other" | "meta";

/** One header block. Names are as stored; PAX and GNU records of the entry are not yet applied. */
export interface TarHeader {
	readonly kind: TarKind;
	/** Type flag, one character. */
	readonly flag: string;
	readonly name: string;
	/** Target of a hard or symbolic link. */
	readonly linkName: string;
	/** Length of the content that follows. */
	readonly size: number;
	readonly major: number;
	readonly minor: number;
}

export class TarError extends Error {
	constructor(message: string) {
		super(message);
		this.name = "TarError";
	}
}

export const BLOCK = 512;
const KINDS: Readonly<Record<string, TarKind>> = {
	"0": "file",
	"\0": "file",
	"7": "file",
	"1": "link",
	"2": "symlink",
	"3": "device",
	"4": "other",
	"5": "folder",
	"6": "other",
	x: "meta",
	g: "meta",
	L: "meta",
	K: "meta",
};
/** These never have content, whatever their size field says. */
const HEADER_ONLY = new Set<TarKind>(["link", "symlink", "device", "folder", "other"]);
const decoder = new TextDecoder();

/**
 * Reads one 512-byte header (ustar, GNU and old formats); nothing for a block of zeros. Throws a {@link TarError} for
 * anything that is no header. https://pubs.opengroup.org/onlinepubs/9799919799/utilities/pax.html
 */
export function readHeader(block: Uint8Array): TarHeader | undefined {
	if (!checkSum(block)) return undefined;
	const flag = String.fromCharCode(block[156] ?? 0);
	const known = KINDS[flag];
	if (!known) throw new TarError(`entry of type "${flag.replaceAll(/[^\x20-\x7e]/g, "?")}" is not supported`);
	const ustar = block[257] === 0x75 && block[258] === 0x73 && block[259] === 0x74 && block[260] === 0x61;
	const prefix = ustar && block[263] === 0x30 ? readText(block, 345, 155) : "";
	const own = readText(block, 0, 100);
	const name = prefix === "" ? own : `${prefix}/${own}`;
	// Of the oldest format only: elsewhere the name may be what an ASCII field keeps of a longer one.
	const kind = flag === "\0" && name.endsWith("/") ? "folder" : known;
	const device = kind === "device";
	return {
		kind,
		flag,
		name,
		linkName: readText(block, 157, 100),
		size: HEADER_ONLY.has(kind) ? 0 : readNumber(block, 124, 12),
		major: device ? readNumber(block, 329, 8) : 0,
		minor: device ? readNumber(block, 337, 8) : 0,
	};
}

/** False for a block of zeros; throws when the sum is wrong. */
function checkSum(block: Uint8Array): boolean {
	let sum = 8 * 0x20;
	for (let i = 0; i < 148; i++) sum += block[i] ?? 0;
	for (let i = 156; i < BLOCK; i++) sum += block[i] ?? 0;
	if (sum === 8 * 0x20 && block.subarray(148, 156).every((byte) => byte === 0)) return false;
	if (readNumber(block, 148, 8) !== sum && signedSum(block) !== readNumber(block, 148, 8)) {
		throw new TarError("a header's checksum is wrong");
	}
	return true;
}

/** Some old writers summed signed bytes. */
function signedSum(block: Uint8Array): number {
	let sum = 8 * 0x20;
	for (let i = 0; i < BLOCK; i++) if (i < 148 || i > 155) sum += ((block[i] ?? 0) << 24) >> 24;
	return sum;
}

function readText(block: Uint8Array, at: number, length: number): string {
	let end = at;
	let ascii = true;
	while (end < at + length && block[end] !== 0) ascii = (block[end++] ?? 0) < 0x80 && ascii;
	if (end === at) return "";
	const bytes = block.subarray(at, end);
	return ascii ? String.fromCharCode.apply(null, bytes as unknown as number[]) : decoder.decode(bytes);
}

/** Octal digits, or base 256 when the first bit is set (GNU, for sizes from 8 GiB). */
function readNumber(block: Uint8Array, at: number, length: number): number {
	const first = block[at] ?? 0;
	if (first & 0x80) return readBinary(block, at, length, first);
	let value = 0;
	let digits = 0;
	for (let i = at; i < at + length; i++) {
		const byte = block[i] ?? 0;
		if (byte >= 0x30 && byte <= 0x37) {
			value = value * 8 + byte - 0x30;
			digits++;
		} else if (byte === 0 || byte === 0x20) {
			if (digits > 0) break;
		} else throw new TarError("a header holds a number that is none");
	}
	return value;
}

function readBinary(block: Uint8Array, at: number, length: number, first: number): number {
	if (first & 0x40) throw new TarError("a header holds a negative size");
	let value = first & 0x3f;
	for (let i = at + 1; i < at + length; i++) value = value * 256 + (block[i] ?? 0);
	if (!Number.isSafeInteger(value)) throw new TarError("a header holds a size beyond 2^53");
	return value;
}
