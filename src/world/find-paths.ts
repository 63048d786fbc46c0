import * as fs from "node:fs/promises";
import path from "node:path";
import { matchName } from "../model/paths.ts";
import type { FoundPath } from "../model/world.ts";

/** More than this fits no pattern that anybody means. */
const MOST = 20_000;

/**
 * Everything that fits the patterns. Looks with `lstat`, so that a link is told as one. Folders on the way may be links, which `real`
 * shows. What cannot be looked at is not there.
 */
export async function findPaths(patterns: readonly string[]): Promise<readonly FoundPath[]> {
	const found = await Promise.all(patterns.map(findPattern));
	return found.flat();
}

async function findPattern(pattern: string): Promise<readonly FoundPath[]> {
	let paths: readonly string[] = [""];
	for (const name of pattern.split("/").slice(1)) {
		if (!name.includes("*")) {
			paths = paths.map((folder) => `${folder}/${name}`);
			continue;
		}
		const inside = await Promise.all(paths.map(listNames));
		paths = paths.flatMap((folder, index) =>
			(inside[index] ?? []).filter((entry) => matchName(name, entry)).map((entry) => `${folder}/${entry}`),
		);
		paths = paths.slice(0, MOST);
	}
	const looked = await Promise.all(paths.map((each) => lookAt(pattern, each)));
	return looked.flatMap((each) => each ?? []);
}

async function listNames(folder: string): Promise<readonly string[]> {
	try {
		return (await fs.readdir(folder || "/")).toSorted();
	} catch {
		return [];
	}
}

async function lookAt(pattern: string, each: string): Promise<FoundPath | undefined> {
	try {
		const [stat, folder] = await Promise.all([fs.lstat(each), fs.realpath(path.dirname(each))]);
		const kind = stat.isSymbolicLink() ? "link" : stat.isDirectory() ? "folder" : stat.isFile() ? "file" : "other";
		return {
			pattern,
			path: each,
			kind,
			device: String(stat.dev),
			uid: stat.uid,
			modifiedMs: stat.mtimeMs,
			real: path.join(folder, path.basename(each)),
			...(kind === "link" && { target: await linkTarget(each) }),
		};
	} catch {
		return undefined;
	}
}

async function linkTarget(link: string): Promise<string> {
	try {
		return await fs.realpath(link);
	} catch {
		return path.resolve(path.dirname(link), await fs.readlink(link));
	}
}
