import * as fs from "node:fs/promises";
import path from "node:path";

const codeOf = (error: unknown) => (error as NodeJS.ErrnoException).code ?? "";

/**
 * A folder with those above it, one plain mkdir after the other. Node's own `recursive` never ends where the kernel answers ENOENT although
 * the parent is there (below /proc), and says ENOENT where a plain mkdir says EROFS: https://github.com/nodejs/node/issues/47098
 */
export async function makeFolders(folder: string, mode = 0o777): Promise<void> {
	const missing: string[] = [];
	for (let current = path.resolve(folder); !(await isThere(current)); current = path.dirname(current))
		missing.push(current);
	for (const one of missing.toReversed()) await makeFolder(one, mode);
}

/** The root always is. */
async function isThere(place: string): Promise<boolean> {
	if (path.dirname(place) === place) return true;
	try {
		await fs.stat(place);
		return true;
	} catch (error) {
		if (codeOf(error) === "ENOENT") return false;
		throw error;
	}
}

async function makeFolder(folder: string, mode: number): Promise<void> {
	try {
		await fs.mkdir(folder, { mode });
	} catch (error) {
		// Somebody else was first.
		const made = codeOf(error) === "EEXIST" && (await fs.stat(folder).catch(() => undefined))?.isDirectory();
		if (!made) throw error;
	}
}
