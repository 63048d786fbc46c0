import fs from "node:fs";
// src/world/byte-paths.ts
const NON_ASCII = /[^\0-\x7f]/;
/** What `node:fs` is given. */
function toNative(path) {
	return NON_ASCII.test(path) ? Buffer.from(path, "latin1") : path;
}
function toText(path) {
	return NON_ASCII.test(path) ? Buffer.from(path, "latin1").toString("utf8") : path;
}
function fromText(path) {
	return NON_ASCII.test(path) ? Buffer.from(path, "utf8").toString("latin1") : path;
}
/** A folder whose own size is larger is read in portions; smaller ones in one call, which is faster. */
const BIG_FOLDER = 65536;
/** Names of a folder's entries. Without their types: who wants sizes asks for each anyway, and types take much memory. */
function* listNames(full) {
	const native = toNative(full);
	if (fs.lstatSync(native).size <= BIG_FOLDER) yield* fs.readdirSync(native, "latin1");
	else for (const entry of inPortions(native)) yield entry.name;
}
/** Names of a folder's sub-folders; links are none. */
function listFolders(full) {
	const native = toNative(full);
	const big = fs.lstatSync(native).size > BIG_FOLDER;
	const names = [];
	for (const entry of big ? inPortions(native) : fs.readdirSync(native, WITH_TYPES)) if (entry.isDirectory()) names.push(entry.name);
	return names;
}
const WITH_TYPES = {
	withFileTypes: true,
	encoding: "latin1"
};
/** For big folders only: what an opened one leaves behind stays in memory until the next full garbage collection. */
function* inPortions(native) {
	const folder = fs.opendirSync(native, {
		bufferSize: 128,
		encoding: "latin1"
	});
	try {
		for (let entry = folder.readSync(); entry; entry = folder.readSync()) yield entry;
	} finally {
		folder.closeSync();
	}
}
export { toText as a, toNative as i, listFolders as n, listNames as r, fromText as t };
