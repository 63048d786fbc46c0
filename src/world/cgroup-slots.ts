import fs from "node:fs";
import path from "node:path";
import type { CgroupEdited, CgroupLease, CgroupRenew, CgroupVersion } from "../model/cgroup.ts";
import { printCommand } from "../model/command.ts";
import { heldBy, readHolder } from "../model/process.ts";
import {
	CGROUP_ROOT,
	folderOf,
	folders,
	isLimited,
	isPopulated,
	isVanished,
	removeTree,
	tryMake,
	tryRemove,
	writeCgroup,
} from "./cgroup-files.ts";
import { lifeOf, nameSelf } from "./process-life.ts";

const SLOT = "mlbuild";
const MOST_SLOTS = 16;
const LEASE = "lease";

/**
 * Takes the first free slot and writes the limits. The names are few and constant, because the name of the parent cgroup is part
 * of BuildKit's cache key. A slot is held by `<slot>/lease/<holder>`, itself a cgroup: making and removing one is atomic.
 */
export function lease({ version, holder, values }: CgroupLease): CgroupEdited {
	for (const slot of slots()) {
		if (!take(version, slot, holder)) continue;
		try {
			writeCgroup(version, slot, values);
			return { ok: true, path: slot };
		} catch (error) {
			drop(version, slot, holder);
			throw error;
		}
	}
	return { ok: false, why: `all ${MOST_SLOTS} cgroups ${CGROUP_ROOT}/${SLOT}… are held by other runs` };
}

function slots(): readonly string[] {
	return Array.from({ length: MOST_SLOTS }, (_, index) => `/${SLOT}${index === 0 ? "" : `-${index + 1}`}`);
}

/** A slot that another run makes or removes in this very moment is looked at again. */
const LOOKS = 3;

function take(version: CgroupVersion, slot: string, holder: string): boolean {
	const folder = folderOf(version, slot);
	for (let look = 0; look < LOOKS; look += 1) {
		try {
			if (!tryMake(folder) && !(clear(version, slot) && tryMake(folder))) return false;
			return tryMake(`${folder}/${LEASE}`) && tryMake(`${folder}/${LEASE}/${holder}`);
		} catch (error) {
			if (!isVanished(error)) throw error;
		}
	}
	return false;
}

/**
 * Removes a slot whose holder is proven to be no more, and its counters with it: one that may live keeps it. Every step has one winner: whoever removes the mark that somebody is
 * about to sign makes that one go on to the next slot. An empty cgroup of that name without a mark and without limits is nobody's.
 */
function clear(version: CgroupVersion, slot: string): boolean {
	const folder = folderOf(version, slot);
	const mark = `${folder}/${LEASE}`;
	const holders = folders(mark);
	if (!holders.every(isDead) || isPopulated(version, slot)) return false;
	if (!fs.existsSync(mark)) return folders(folder).length === 0 && !isLimited(version, slot) && tryRemove(folder);
	if (!holders.every((name) => tryRemove(`${mark}/${name}`))) return false;
	return removeBelow(version, slot) && tryRemove(mark) && tryRemove(folder);
}

/** Writes the limits again into a slot that the holder still has. */
export function renew({ version, holder, path, values }: CgroupRenew): CgroupEdited {
	const slot = slots().find((name) => name === path && fs.existsSync(`${folderOf(version, name)}/${LEASE}/${holder}`));
	if (slot === undefined) return { ok: false, why: `${path} is not held by this run` };
	writeCgroup(version, slot, values);
	return { ok: true, path: slot };
}

const TRIES = 50;
const TRY_MS = 100;

/** Gives back what the holder has. Steps that the engine is still ending keep a cgroup busy for a moment. */
export async function release(version: CgroupVersion, holder: string): Promise<CgroupEdited> {
	for (let tried = 0; tried < TRIES; tried += 1) {
		if (slots().every((slot) => drop(version, slot, holder))) return { ok: true, path: "" };
		await new Promise((resolve) => setTimeout(resolve, TRY_MS));
	}
	return { ok: false, why: `processes still run in a cgroup ${CGROUP_ROOT}/${SLOT}… of this run` };
}

/** False: it is held and something in it is still in use. */
function drop(version: CgroupVersion, slot: string, holder: string): boolean {
	const folder = folderOf(version, slot);
	const mark = `${folder}/${LEASE}`;
	if (!fs.existsSync(`${mark}/${holder}`)) return true;
	if (!removeBelow(version, slot)) return false;
	return tryRemove(`${mark}/${holder}`) && tryRemove(mark) && tryRemove(folder);
}

/** Removes what is below a slot but its lease; on v1 in every hierarchy, for runc leaves the parents it made there. */
function removeBelow(version: CgroupVersion, slot: string): boolean {
	const own = folderOf(version, slot);
	const below = folders(own).filter((name) => name !== LEASE);
	const empty = below.map((name) => removeTree(`${own}/${name}`)).every(Boolean);
	if (version === "2") return empty;
	const others = folders(CGROUP_ROOT).map((name) => `${CGROUP_ROOT}/${name}${slot}`);
	return others.every((folder) => folder === own || !fs.existsSync(folder) || removeTree(folder)) && empty;
}

/** A process of another container, or what is no holder of ours, may be alive. */
function isDead(holder: string): boolean {
	const named = readHolder(holder);
	return named !== undefined && lifeOf(named.process, nameSelf()) === "dead";
}

const BUILDER_LEASE = "mlbuild-lease";

function markOf(version: CgroupVersion, cgroup: string): string {
	return `${folderOf(version, cgroup.slice(0, cgroup.lastIndexOf("/")))}/${BUILDER_LEASE}`;
}

/**
 * Marks a builder of the user's as limited by this run: what two runs wrote there in turn, nobody could take back. Whoever makes the mark has
 * it. Gives why not, when another one has it that may live. `tookOver`: from one that is dead, whose limits may stand there.
 */
export function takeBuilder(
	version: CgroupVersion,
	cgroup: string,
	holder: string,
): { readonly tookOver: boolean } | { readonly why: string } {
	const mark = markOf(version, cgroup);
	const container = path.dirname(mark);
	let tookOver = false;
	for (let look = 0; look < LOOKS; look += 1) {
		if (tryMake(mark) && tryMake(`${mark}/${holder}`)) return { tookOver };
		if (!fs.existsSync(container))
			throw new Error(`the builder's container is gone: it has no cgroup ${path.dirname(cgroup)}`);
		const holders = folders(mark);
		if (holders.includes(holder)) return { tookOver };
		const other = holders.find((name) => !isDead(name));
		if (other !== undefined)
			return {
				why: `${heldBy(other)}; if it is known to be over: ${printCommand(["rmdir", `${mark}/${other}`, mark])}`,
			};
		// Nobody, or nobody who lives. One who is about to sign finds the mark gone, and looks again too.
		if (holders.every((name) => tryRemove(`${mark}/${name}`))) tryRemove(mark);
		tookOver ||= holders.length > 0;
	}
	return { why: "another run takes this builder in this very moment" };
}

/** This holder has limits on the builder. */
export function hasBuilder(version: CgroupVersion, cgroup: string, holder: string): boolean {
	return fs.existsSync(`${markOf(version, cgroup)}/${holder}`);
}

export function giveBuilder(version: CgroupVersion, cgroup: string, holder: string): void {
	const mark = markOf(version, cgroup);
	tryRemove(`${mark}/${holder}`);
	tryRemove(mark);
}
