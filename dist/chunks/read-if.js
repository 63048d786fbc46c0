// src/model/read-if.ts
/** Reads a file; one that cannot be read is like none. */
async function readIf({ files }, path) {
	return files.read(path).catch(() => void 0);
}
export { readIf as t };
