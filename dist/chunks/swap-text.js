import { i as prettyBytes, n as SIZE_FORMAT, t as MEMORY_FORMAT } from "./bytes.js";
import { n as isSwapOfOurs } from "./swap2.js";
import { i as parseJournal, n as journalsIn, t as isEntry } from "./teardown.js";
import { i as memory } from "./format.js";
// src/space/swap-plan.ts
const MIB = 2 ** 20;
/** The first page of an area is no swap, and nobody counts it when they ask for `4g`. */
const SLACK = MIB;
/** How much swap there should be in all: that of `swap`, else what `memory-swap` allows beside `memory`. Nothing: no wish. */
function wantedSwap({ asked, limits }) {
	if (asked.swap === "off") return void 0;
	if (asked.swap !== "auto") return asked.swap;
	const { memory, memorySwap, swapGiven } = limits;
	if (!swapGiven || memory === void 0 || typeof memorySwap !== "number" || memorySwap <= memory) return void 0;
	return memorySwap - memory;
}
/** How much more swap a `memory-swap` given by hand needs than there is; nothing when it is there. */
function needsMore({ memory, memorySwap, swapGiven }, there) {
	if (!swapGiven || memory === void 0 || typeof memorySwap !== "number") return void 0;
	const missing = memorySwap - memory - there;
	return missing > SLACK ? missing : void 0;
}
/** Swap that is there whatever runs of ours do: what they made goes with them, unless it was made for the whole job. */
function existingSwap(areas) {
	return areas.filter(({ path, lasts }) => lasts === true || !isSwapOfOurs(path)).reduce((sum, { bytes }) => sum + bytes, 0);
}
/** More swap is wanted than there is. */
function lacksSwap(wish, areas) {
	return (wantedSwap(wish) ?? 0) > existingSwap(areas) + SLACK;
}
/** Decides whether, where and how much swap is made. Existing swap is counted and never touched. */
function planSwap(wish, facts) {
	const existing = existingSwap(facts.areas);
	const wanted = Math.max(existing, wantedSwap(wish) ?? 0);
	return {
		existing,
		wanted,
		...lacksSwap(wish, facts.areas) && planFile(roundUp(wanted - existing), facts),
		...planSwappiness(wish.asked.swappiness, facts)
	};
}
function planFile(bytes, facts) {
	const refusal = refuse(facts);
	if (refusal) return { short: refusal };
	const room = facts.places.filter((place) => unfit(place) === void 0).map((place) => ({
		place,
		bytes: roomAt(place, facts)
	}));
	const priority = priorityBeside(facts.areas);
	const at = (place, size) => ({ make: {
		folder: place.folder,
		bytes: size,
		...priority !== void 0 && { priority }
	} });
	const enough = room.find((spot) => spot.bytes >= bytes);
	if (enough) return at(enough.place, bytes);
	const [most] = room.toSorted((one, other) => other.bytes - one.bytes);
	if (!most) return { short: noPlace(facts.places) };
	const short = noRoom(most.place, facts);
	return most.bytes < LEAST ? { short } : {
		...at(most.place, most.bytes),
		short
	};
}
function roomAt(place, facts) {
	if (facts.roomFirst && place.shared) return Number.POSITIVE_INFINITY;
	return roundDown(place.free - keptFree(place, facts));
}
/** Less is not worth a file. */
const LEAST = 64 * MIB;
/** What the runner itself needs of a disk that the build does not write to. */
const RUNNER_NEEDS = 1e9;
function keptFree({ shared }, { freeAfter }) {
	return shared ? Math.max(freeAfter, RUNNER_NEEDS) : RUNNER_NEEDS;
}
/** Whether this machine may be changed at all, and by us. */
function refuse({ runner, consent, local, obstacle }) {
	if (!local) return {
		why: "the engine is not on this machine",
		remedy: "make it where the engine runs"
	};
	if (runner !== "github-hosted" && !consent) return {
		why: `${runner === "none" ? "this is no GitHub-hosted runner" : "this runner is self-hosted"}, and it is not changed unasked`,
		remedy: "write \"allow-self-hosted: true\""
	};
	return obstacle;
}
/** File systems on which the kernel takes a file for swap, and what is known to go wrong elsewhere. */
const FIT = /* @__PURE__ */ new Set([
	"ext2",
	"ext3",
	"ext4",
	"xfs",
	"btrfs"
]);
function unfit({ folder, fileSystem, readOnly, devices }) {
	if (!FIT.has(fileSystem)) return `${folder} is ${fileSystem || "a file system of unknown kind"}, which holds no swap file`;
	if (readOnly) return `${folder} is read-only`;
	if (devices !== 1) return `${folder} is a btrfs on ${devices === 0 ? "an unknown number of" : devices} disks, which holds no swap file`;
}
function noPlace(places) {
	const reasons = places.flatMap((place) => unfit(place) ?? []);
	return {
		why: reasons.length === 0 ? "neither / nor /mnt could be looked at" : reasons.join(", and "),
		remedy: places.some(({ fileSystem }) => fileSystem === "overlay") ? "run this step outside of the container" : "make swap of another kind before this step"
	};
}
function noRoom(place, facts) {
	const kept = keptFree(place, facts);
	const whose = place.shared ? "the build needs" : "the runner needs";
	return {
		why: `${place.folder} has ${size(place.free)} free, of which ${whose} ${size(kept)}`,
		remedy: "free disk space before this step"
	};
}
/**
* That of the swap there is, so that both are used alike. Priorities below 0 are the kernel's own and cannot be asked for; zram is to be
* used up first.
*/
function priorityBeside(areas) {
	const given = areas.filter(({ kind, priority, path }) => kind !== "zram" && priority >= 0 && !isSwapOfOurs(path));
	return given.length === 0 ? void 0 : Math.max(...given.map(({ priority }) => priority));
}
function planSwappiness(to, facts) {
	if (to === void 0) return {};
	const refusal = refuse(facts);
	if (refusal) return { swappiness: { why: `${refusal.why}: ${refusal.remedy}` } };
	if (facts.swappiness === void 0) return { swappiness: { why: "/proc/sys/vm/swappiness cannot be read" } };
	return facts.swappiness === to ? {} : { swappiness: {
		from: facts.swappiness,
		to
	} };
}
/** For the printed plan: `make 4 GiB of swap at /mnt (removed again at the end)`, and what is wanted and cannot be made. */
function swapTitle({ wanted, make, short, swappiness }) {
	const file = make && `make ${printMemory(make.bytes)} of swap at ${make.folder} (removed again at the end)`;
	const less = short && `, though ${printMemory(wanted)} are wanted: ${short.why} (to fix: ${short.remedy})`;
	const parts = [...file !== void 0 || less !== void 0 ? [`${file ?? "make no swap"}${less ?? ""}`] : [], ...swappiness && "to" in swappiness ? [`set vm.swappiness to ${swappiness.to} (was ${swappiness.from})`] : []];
	return parts.length === 0 ? void 0 : parts.join(", ");
}
function roundUp(bytes) {
	return Math.ceil(bytes / MIB) * MIB;
}
function roundDown(bytes) {
	return Math.max(0, Math.floor(bytes / MIB) * MIB);
}
function printMemory(bytes) {
	return prettyBytes(bytes, MEMORY_FORMAT);
}
function size(bytes) {
	return prettyBytes(bytes, SIZE_FORMAT);
}
// src/this-job.ts
/** Swap files that earlier steps of this job made to last as long as it does. */
async function swapOfThisJob(world, folders) {
	const undos = await undosOfThisJob(world, folders);
	return new Set(undos.flatMap((undo) => undo.kind === "remove-swap" ? [undo.path] : []));
}
/**
* Unlinks at full speed what earlier steps of this job have moved out of the way and left for later; their post steps find nothing more to do.
* Gives how many of them there were.
*/
async function finishRemovals(world, folders) {
	let finished = 0;
	for (const undo of await undosOfThisJob(world, folders)) {
		if (undo.kind !== "finish-reclaim") continue;
		const { ok } = await world.finishReclaim({
			finish: undo.run,
			near: undo.near
		});
		if (ok) finished += 1;
	}
	return finished;
}
/** What the steps of this job before this one, and this one, have left to undo. */
async function undosOfThisJob(world, folders) {
	const job = JSON.stringify(world.machine.parent);
	const undos = [];
	for (const folder of folders) for (const name of await journalsIn(world, folder)) {
		const [owner, ...entries] = parseJournal(await world.files.readOwn(`${folder}/${name}`) ?? "");
		if (JSON.stringify(owner) === job) undos.push(...entries.filter(isEntry));
	}
	return undos;
}
// src/report/swap-text.ts
/** What was done about swap, and how much of it was used, as plain sentences: `Swap: 4 GiB made at /mnt/…, peak 1.2 GiB`. */
function swapSentences(swap) {
	const { swappiness } = swap;
	return [swapSentence(swap), ...swappiness === void 0 ? [] : [swappinessSentence(swappiness)]];
}
function swapSentence({ existing, wanted, made, path, peak, refused }) {
	const there = existing === 0 ? "" : `${memory(existing)} there already`;
	const found = [made === 0 ? "" : `${memory(made)} made at ${path}`, there].filter((part) => part !== "").join(" beside ");
	const most = peak === void 0 ? "" : `, peak ${memory(peak)}`;
	const lacking = refused === void 0 ? "" : `; not all of ${memory(wanted)} could be made: ${refused}`;
	return `Swap: ${found === "" ? "none" : found}${most}${lacking}`;
}
function swappinessSentence(swappiness) {
	return "why" in swappiness ? `vm.swappiness is left alone: ${swappiness.why}` : `vm.swappiness was ${swappiness.to} during the run, ${swappiness.from} before and after it`;
}
export { needsMore as a, wantedSwap as c, lacksSwap as i, finishRemovals as n, planSwap as o, swapOfThisJob as r, swapTitle as s, swapSentences as t };
