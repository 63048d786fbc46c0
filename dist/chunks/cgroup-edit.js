import { i as readHolder, n as heldBy } from "./process.js";
import { t as printCommand } from "./command.js";
import { r as nameSelf, t as lifeOf } from "./process-life.js";
import fs from "node:fs";
import path from "node:path";
// src/world/cgroup-files.ts
const CGROUP_ROOT = "/sys/fs/cgroup";
/** The folder of a cgroup. On v1 each controller has a hierarchy of its own. */
function folderOf(version, cgroup, controller = "memory") {
	return version === "2" ? `${CGROUP_ROOT}${cgroup}` : `${CGROUP_ROOT}/${controller}${cgroup}`;
}
/** Makes the last folder of a cgroup where it is missing, and writes its limits. */
function writeCgroup(version, cgroup, values) {
	const controllers = /* @__PURE__ */ new Set(["memory", ...Object.keys(values).map(controllerOf)]);
	for (const controller of controllers) {
		const folder = folderOf(version, cgroup, controller);
		if (!fs.existsSync(folder)) fs.mkdirSync(folder);
		if (version === "2") enable(path.dirname(folder), controller);
	}
	writeValues(version, cgroup, Object.entries(values));
}
/** A child has the files of a controller only when its parent hands it down. */
function enable(parent, controller) {
	const file = `${parent}/cgroup.subtree_control`;
	if (fs.readFileSync(file, "utf8").trim().split(/\s+/).includes(controller)) return;
	fs.writeFileSync(file, `+${controller}`);
}
/** On v1 memory may never be above memory plus swap, so the order depends on what stands there: the other one is tried too. */
function writeValues(version, cgroup, values) {
	const write = ([file, value]) => fs.writeFileSync(`${folderOf(version, cgroup, controllerOf(file))}/${file}`, value);
	try {
		for (const value of values) write(value);
	} catch {
		for (const value of values.toReversed()) write(value);
		for (const value of values) write(value);
	}
}
const controllerOf = (file) => file.split(".")[0] ?? "";
/** A process is in it or below it. */
function isPopulated(version, cgroup) {
	const folder = folderOf(version, cgroup);
	if (version === "2") return /^populated 1$/m.test(fs.readFileSync(`${folder}/cgroup.events`, "utf8"));
	return hasProcesses(folder);
}
function hasProcesses(folder) {
	try {
		if (fs.readFileSync(`${folder}/cgroup.procs`, "utf8").trim() !== "") return true;
	} catch (error) {
		if (isVanished(error)) return false;
		throw error;
	}
	return folders(folder).some((name) => hasProcesses(`${folder}/${name}`));
}
/** Somebody has set a memory limit on it. */
function isLimited(version, cgroup) {
	const file = version === "2" ? "memory.max" : "memory.limit_in_bytes";
	const value = fs.readFileSync(`${folderOf(version, cgroup)}/${file}`, "utf8").trim();
	return value !== "max" && Number(value) < 2 ** 62;
}
/** A cgroup that was removed while it was looked at. */
function isVanished(error) {
	return ["ENOENT", "ENODEV"].includes(error.code ?? "");
}
/** cgroups are removed by rmdir, the deepest first; their files go with them. False: something is still in use. */
function removeTree(folder) {
	for (const name of folders(folder)) removeTree(`${folder}/${name}`);
	return tryRemove(folder) || !fs.existsSync(folder);
}
/** Names of the folders in a folder; none when it is not there. */
function folders(folder) {
	try {
		return fs.readdirSync(folder, { withFileTypes: true }).flatMap((entry) => entry.isDirectory() ? [entry.name] : []);
	} catch {
		return [];
	}
}
/** True for the one who made it. */
function tryMake(folder) {
	try {
		fs.mkdirSync(folder);
		return true;
	} catch (error) {
		const { code } = error;
		if (code === "EEXIST" || code === "ENOENT") return false;
		throw error;
	}
}
/** True for the one who removed it. */
function tryRemove(folder) {
	try {
		fs.rmdirSync(folder);
		return true;
	} catch {
		return false;
	}
}
// src/world/cgroup-slots.ts
const SLOT = "mlbuild";
const MOST_SLOTS = 16;
const LEASE = "lease";
/**
* Takes the first free slot and writes the limits. The names are few and constant, because the name of the parent cgroup is part
* of BuildKit's cache key. A slot is held by `<slot>/lease/<holder>`, itself a cgroup: making and removing one is atomic.
*/
function lease({ version, holder, values }) {
	for (const slot of slots()) {
		if (!take(version, slot, holder)) continue;
		try {
			writeCgroup(version, slot, values);
			return {
				ok: true,
				path: slot
			};
		} catch (error) {
			drop(version, slot, holder);
			throw error;
		}
	}
	return {
		ok: false,
		why: `all ${MOST_SLOTS} cgroups ${CGROUP_ROOT}/${SLOT}… are held by other runs`
	};
}
function slots() {
	return Array.from({ length: MOST_SLOTS }, (_, index) => `/${SLOT}${index === 0 ? "" : `-${index + 1}`}`);
}
/** A slot that another run makes or removes in this very moment is looked at again. */
const LOOKS = 3;
function take(version, slot, holder) {
	const folder = folderOf(version, slot);
	for (let look = 0; look < LOOKS; look += 1) try {
		if (!tryMake(folder) && !(clear(version, slot) && tryMake(folder))) return false;
		return tryMake(`${folder}/${LEASE}`) && tryMake(`${folder}/${LEASE}/${holder}`);
	} catch (error) {
		if (!isVanished(error)) throw error;
	}
	return false;
}
/**
* Removes a slot whose holder is proven to be no more, and its counters with it: one that may live keeps it. Every step has one winner: whoever removes the mark that somebody is
* about to sign makes that one go on to the next slot. An empty cgroup of that name without a mark and without limits is nobody's.
*/
function clear(version, slot) {
	const folder = folderOf(version, slot);
	const mark = `${folder}/${LEASE}`;
	const holders = folders(mark);
	if (!holders.every(isDead) || isPopulated(version, slot)) return false;
	if (!fs.existsSync(mark)) return folders(folder).length === 0 && !isLimited(version, slot) && tryRemove(folder);
	if (!holders.every((name) => tryRemove(`${mark}/${name}`))) return false;
	return removeBelow(version, slot) && tryRemove(mark) && tryRemove(folder);
}
/** Writes the limits again into a slot that the holder still has. */
function renew({ version, holder, path, values }) {
	const slot = slots().find((name) => name === path && fs.existsSync(`${folderOf(version, name)}/${LEASE}/${holder}`));
	if (slot === void 0) return {
		ok: false,
		why: `${path} is not held by this run`
	};
	writeCgroup(version, slot, values);
	return {
		ok: true,
		path: slot
	};
}
const TRIES = 50;
const TRY_MS = 100;
/** Gives back what the holder has. Steps that the engine is still ending keep a cgroup busy for a moment. */
async function release(version, holder) {
	for (let tried = 0; tried < TRIES; tried += 1) {
		if (slots().every((slot) => drop(version, slot, holder))) return {
			ok: true,
			path: ""
		};
		await new Promise((resolve) => setTimeout(resolve, TRY_MS));
	}
	return {
		ok: false,
		why: `processes still run in a cgroup ${CGROUP_ROOT}/${SLOT}… of this run`
	};
}
/** False: it is held and something in it is still in use. */
function drop(version, slot, holder) {
	const folder = folderOf(version, slot);
	const mark = `${folder}/${LEASE}`;
	if (!fs.existsSync(`${mark}/${holder}`)) return true;
	if (!removeBelow(version, slot)) return false;
	return tryRemove(`${mark}/${holder}`) && tryRemove(mark) && tryRemove(folder);
}
/** Removes what is below a slot but its lease; on v1 in every hierarchy, for runc leaves the parents it made there. */
function removeBelow(version, slot) {
	const own = folderOf(version, slot);
	const empty = folders(own).filter((name) => name !== LEASE).map((name) => removeTree(`${own}/${name}`)).every(Boolean);
	if (version === "2") return empty;
	return folders("/sys/fs/cgroup").map((name) => `/sys/fs/cgroup/${name}${slot}`).every((folder) => folder === own || !fs.existsSync(folder) || removeTree(folder)) && empty;
}
/** A process of another container, or what is no holder of ours, may be alive. */
function isDead(holder) {
	const named = readHolder(holder);
	return named !== void 0 && lifeOf(named.process, nameSelf()) === "dead";
}
const BUILDER_LEASE = "mlbuild-lease";
function markOf(version, cgroup) {
	return `${folderOf(version, cgroup.slice(0, cgroup.lastIndexOf("/")))}/${BUILDER_LEASE}`;
}
/**
* Marks a builder of the user's as limited by this run: what two runs wrote there in turn, nobody could take back. Whoever makes the mark has
* it. Gives why not, when another one has it that may live. `tookOver`: from one that is dead, whose limits may stand there.
*/
function takeBuilder(version, cgroup, holder) {
	const mark = markOf(version, cgroup);
	const container = path.dirname(mark);
	let tookOver = false;
	for (let look = 0; look < LOOKS; look += 1) {
		if (tryMake(mark) && tryMake(`${mark}/${holder}`)) return { tookOver };
		if (!fs.existsSync(container)) throw new Error(`the builder's container is gone: it has no cgroup ${path.dirname(cgroup)}`);
		const holders = folders(mark);
		if (holders.includes(holder)) return { tookOver };
		const other = holders.find((name) => !isDead(name));
		if (other !== void 0) return { why: `${heldBy(other)}; if it is known to be over: ${printCommand([
			"rmdir",
			`${mark}/${other}`,
			mark
		])}` };
		if (holders.every((name) => tryRemove(`${mark}/${name}`))) tryRemove(mark);
		tookOver ||= holders.length > 0;
	}
	return { why: "another run takes this builder in this very moment" };
}
/** This holder has limits on the builder. */
function hasBuilder(version, cgroup, holder) {
	return fs.existsSync(`${markOf(version, cgroup)}/${holder}`);
}
function giveBuilder(version, cgroup, holder) {
	const mark = markOf(version, cgroup);
	tryRemove(`${mark}/${holder}`);
	tryRemove(mark);
}
// src/world/cgroup-edit.ts
/**
* Changes cgroups. May run as root for a user who is not, so it knows only two places: cgroups called `mlbuild…` at the top, and
* the `buildkit` cgroup inside of a container's; and only values that limit memory and processor time.
*/
async function editCgroup(edit) {
	const problem = checkEdit(edit);
	if (problem !== void 0) return {
		ok: false,
		why: problem
	};
	try {
		if (edit.act === "lease") return lease(edit);
		if (edit.act === "renew") return renew(edit);
		if (edit.act === "release") return await release(edit.version, edit.holder);
		const { version, path, values, hold } = edit;
		const taken = hold?.act === "take" ? takeBuilder(version, path, hold.holder) : void 0;
		if (taken && "why" in taken) return {
			ok: false,
			why: taken.why,
			held: true
		};
		if (hold?.act === "give" && !hasBuilder(version, path, hold.holder)) return {
			ok: true,
			path
		};
		writeCgroup(version, path, values);
		if (hold?.act === "give") giveBuilder(version, path, hold.holder);
		return {
			ok: true,
			path: edit.path,
			...taken?.tookOver && { tookOver: true }
		};
	} catch (error) {
		return {
			ok: false,
			why: error.message
		};
	}
}
const VALUES = {
	"1": {
		"memory.limit_in_bytes": /^(-1|\d{1,19})$/,
		"memory.memsw.limit_in_bytes": /^(-1|\d{1,19})$/,
		"cpu.cfs_quota_us": /^(-1|\d{1,12})$/
	},
	"2": {
		"memory.max": /^(max|\d{1,19})$/,
		"memory.swap.max": /^(max|\d{1,19})$/,
		"cpu.max": /^(max|\d{1,12})( \d{1,7})?$/
	}
};
/** The RUN steps of a builder: below the cgroup of its container, which has the container's id in its name. No segment is `..`. */
const BUILDER = /^(?:\/[\w.:@\\-]*[\w:@\\-][\w.:@\\-]*)*\/(?:docker-)?[0-9a-f]{64}(?:\.scope)?\/buildkit$/;
/** What is wrong with a request, which may come from a process with fewer rights than ours. */
function checkEdit(edit) {
	if (edit?.version !== "1" && edit?.version !== "2") return "the cgroup version must be 1 or 2";
	if (edit.act === "write") {
		if (!(typeof edit.path === "string" && edit.path.length < 1e3 && BUILDER.test(edit.path))) return "only the cgroup of a builder's steps is written";
		const { hold } = edit;
		if (hold !== void 0 && hold.act !== "take" && hold.act !== "give") return "what to do with the builder is not known";
		if (hold !== void 0 && !isHolder(hold.holder)) return NO_HOLDER;
		return checkValues(edit);
	}
	if (edit.act !== "lease" && edit.act !== "renew" && edit.act !== "release") return "what to do with the cgroup is not known";
	if (!isHolder(edit.holder)) return NO_HOLDER;
	return edit.act === "release" ? void 0 : checkValues(edit);
}
const NO_HOLDER = "a holder is a process by its number, start, PID namespace and boot";
function isHolder(holder) {
	return typeof holder === "string" && readHolder(holder) !== void 0;
}
function checkValues({ version, values }) {
	if (typeof values !== "object" || values === null) return "values must be names and texts";
	for (const [name, value] of Object.entries(values)) {
		const allowed = Object.hasOwn(VALUES[version], name) ? VALUES[version][name] : void 0;
		if (typeof value !== "string" || !allowed?.test(value)) return `${name} is no limit that may be written`;
	}
}
export { editCgroup as t };
