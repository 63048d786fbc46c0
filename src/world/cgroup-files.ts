import fs from "node:fs";
import path from "node:path";
import type { CgroupValues, CgroupVersion } from "../model/cgroup.ts";

export const CGROUP_ROOT = "/sys/fs/cgroup";

/** The folder of a cgroup. On v1 each controller has a hierarchy of its own. */
export function folderOf(version: CgroupVersion, cgroup: string, controller = "memory"): string {
	return version === "2" ? `${CGROUP_ROOT}${cgroup}` : `${CGROUP_ROOT}/${controller}${cgroup}`;
}

/** Makes the last folder of a cgroup where it is missing, and writes its limits. */
export function writeCgroup(version: CgroupVersion, cgroup: string, values: CgroupValues): void {
	const controllers = new Set(["memory", ...Object.keys(values).map(controllerOf)]);
	for (const controller of controllers) {
		const folder = folderOf(version, cgroup, controller);
		if (!fs.existsSync(folder)) fs.mkdirSync(folder);
		if (version === "2") enable(path.dirname(folder), controller);
	}
	writeValues(version, cgroup, Object.entries(values));
}

/** A child has the files of a controller only when its parent hands it down. */
function enable(parent: string, controller: string): void {
	const file = `${parent}/cgroup.subtree_control`;
	if (fs.readFileSync(file, "utf8").trim().split(/\s+/).includes(controller)) return;
	fs.writeFileSync(file, `+${controller}`);
}

/** On v1 memory may never be above memory plus swap, so the order depends on what stands there: the other one is tried too. */
function writeValues(version: CgroupVersion, cgroup: string, values: readonly (readonly [string, string])[]): void {
	const write = ([file, value]: readonly [string, string]) =>
		fs.writeFileSync(`${folderOf(version, cgroup, controllerOf(file))}/${file}`, value);
	try {
		for (const value of values) write(value);
	} catch {
		for (const value of values.toReversed()) write(value);
		for (const value of values) write(value);
	}
}

const controllerOf = (file: string): string => file.split(".")[0] ?? "";

/** A process is in it or below it. */
export function isPopulated(version: CgroupVersion, cgroup: string): boolean {
	const folder = folderOf(version, cgroup);
	if (version === "2") return /^populated 1$/m.test(fs.readFileSync(`${folder}/cgroup.events`, "utf8"));
	return hasProcesses(folder);
}

function hasProcesses(folder: string): boolean {
	try {
		if (fs.readFileSync(`${folder}/cgroup.procs`, "utf8").trim() !== "") return true;
	} catch (error) {
		if (isVanished(error)) return false;
		throw error;
	}
	return folders(folder).some((name) => hasProcesses(`${folder}/${name}`));
}

/** Somebody has set a memory limit on it. */
export function isLimited(version: CgroupVersion, cgroup: string): boolean {
	const file = version === "2" ? "memory.max" : "memory.limit_in_bytes";
	const value = fs.readFileSync(`${folderOf(version, cgroup)}/${file}`, "utf8").trim();
	return value !== "max" && Number(value) < 2 ** 62;
}

/** A cgroup that was removed while it was looked at. */
export function isVanished(error: unknown): boolean {
	return ["ENOENT", "ENODEV"].includes((error as NodeJS.ErrnoException).code ?? "");
}

/** cgroups are removed by rmdir, the deepest first; their files go with them. False: something is still in use. */
export function removeTree(folder: string): boolean {
	for (const name of folders(folder)) removeTree(`${folder}/${name}`);
	return tryRemove(folder) || !fs.existsSync(folder);
}

/** Names of the folders in a folder; none when it is not there. */
export function folders(folder: string): readonly string[] {
	try {
		return fs
			.readdirSync(folder, { withFileTypes: true })
			.flatMap((entry) => (entry.isDirectory() ? [entry.name] : []));
	} catch {
		return [];
	}
}

/** True for the one who made it. */
export function tryMake(folder: string): boolean {
	try {
		fs.mkdirSync(folder);
		return true;
	} catch (error) {
		const { code } = error as NodeJS.ErrnoException;
		if (code === "EEXIST" || code === "ENOENT") return false;
		throw error;
	}
}

/** True for the one who removed it. */
export function tryRemove(folder: string): boolean {
	try {
		fs.rmdirSync(folder);
		return true;
	} catch {
		return false;
	}
}
