import fs from "node:fs";

/**
 * Paths here are latin1 strings: the bytes of the name one by one, so that names that are no UTF-8 survive. They become
 * UTF-8 only for the sink.
 */
export type BytePath = string;

const NON_ASCII = /[^\0-\x7f]/;

/** What `node:fs` is given. */
export function toNative(path: BytePath): string | Buffer {
	return NON_ASCII.test(path) ? Buffer.from(path, "latin1") : path;
}

export function toText(path: BytePath): string {
	return NON_ASCII.test(path) ? Buffer.from(path, "latin1").toString("utf8") : path;
}

export function fromText(path: string): BytePath {
	return NON_ASCII.test(path) ? Buffer.from(path, "utf8").toString("latin1") : path;
}

/** A folder whose own size is larger is read in portions; smaller ones in one call, which is faster. */
const BIG_FOLDER = 1 << 16;

/** Names of a folder's entries. Without their types: who wants sizes asks for each anyway, and types take much memory. */
export function* listNames(full: BytePath): Generator<BytePath> {
	const native = toNative(full);
	if (fs.lstatSync(native).size <= BIG_FOLDER) yield* fs.readdirSync(native, "latin1");
	else for (const entry of inPortions(native)) yield entry.name;
}

/** Names of a folder's sub-folders; links are none. */
export function listFolders(full: BytePath): BytePath[] {
	const native = toNative(full);
	const big = fs.lstatSync(native).size > BIG_FOLDER;
	const names: BytePath[] = [];
	for (const entry of big ? inPortions(native) : fs.readdirSync(native as string, WITH_TYPES)) {
		if (entry.isDirectory()) names.push(entry.name);
	}
	return names;
}

const WITH_TYPES = { withFileTypes: true, encoding: "latin1" } as const;

/** For big folders only: what an opened one leaves behind stays in memory until the next full garbage collection. */
function* inPortions(native: string | Buffer): Generator<fs.Dirent> {
	const folder = fs.opendirSync(native as string, { bufferSize: 128, encoding: "latin1" });
	try {
		for (let entry = folder.readSync(); entry; entry = folder.readSync()) yield entry;
	} finally {
		folder.closeSync();
	}
}
