import { i as parseMounts, n as mountOf, t as mountAt } from "./mounts.js";
import { t as readIf } from "./read-if.js";
import { i as swapPath, n as isSwapOfOurs, r as parseSwaps, t as SWAP_FOLDERS } from "./swap2.js";
import { t as sudoWorks } from "./sudo.js";
import { r as UserError } from "./errors.js";
import { i as memory } from "./format.js";
import { a as needsMore, c as wantedSwap, i as lacksSwap, o as planSwap, r as swapOfThisJob, t as swapSentences } from "./swap-text.js";
// src/host/swap.ts
/** Areas of /proc/swaps; nothing when there is no such file. */
async function surveySwaps(world) {
	const text = await readIf(world, "/proc/swaps");
	return text === void 0 ? void 0 : parseSwaps(text);
}
/** vm.swappiness as it is now. */
async function surveySwappiness(world) {
	const text = await readIf(world, "/proc/sys/vm/swappiness");
	return text === void 0 || !/^\d+\s*$/.test(text) ? void 0 : Number(text);
}
const CAP_SYS_ADMIN = 21n;
const OUTSIDE = "run this step outside of the container";
/** Why this process and its `sudo` cannot make swap, or nothing as far as that can be seen beforehand. */
async function swapObstacle(world, { root, sudo }) {
	if (!root && !await mayElevate(world, sudo)) return {
		why: "that needs root, and sudo without a password does not work",
		remedy: "allow this user sudo without a password"
	};
	const [status, users] = await Promise.all([readIf(world, "/proc/self/status"), readIf(world, "/proc/self/uid_map")]);
	if (users !== void 0 && !/^\s*0\s+0\s+4294967295\s*$/.test(users)) return {
		why: "this runs in a user namespace (a rootless container), whose root may not switch swap on",
		remedy: OUTSIDE
	};
	const set = new RegExp(`^${root ? "CapEff" : "CapBnd"}:\\s*([0-9a-f]+)$`, "m").exec(status ?? "")?.[1];
	return set === void 0 || (BigInt(`0x${set}`) >> CAP_SYS_ADMIN & 1n) === 1n ? void 0 : {
		why: "this runs in a container without CAP_SYS_ADMIN, which may not switch swap on",
		remedy: OUTSIDE
	};
}
/** Nobody had a reason to try sudo so far where only the disks were looked at. */
async function mayElevate(world, sudo) {
	if (sudo !== "untested") return sudo === "passwordless";
	return sudoWorks(world);
}
/** Places for a swap file, best first: a real second disk at /mnt, then the root file system. */
async function surveySwapPlaces(world, { disks }) {
	const mounts = parseMounts(await readIf(world, "/proc/self/mountinfo") ?? "");
	const root = mountAt(mounts, "/");
	const devices = new Set(disks.map(({ device }) => device));
	const sources = new Set(disks.map(({ path }) => mountOf(mounts, path)?.source));
	return (await Promise.all(SWAP_FOLDERS.map(async (folder) => {
		const mount = mountAt(mounts, folder);
		if (!mount || folder !== "/" && (mount.device === root?.device || mount.source === root?.source)) return [];
		const disk = await world.files.disk(folder);
		if (!disk) return [];
		const { fileSystem, readOnly } = mount;
		const count = fileSystem === "btrfs" ? await btrfsDevices(world, mount.source) : 1;
		const shared = devices.has(disk.device) || sources.has(mount.source);
		return [{
			folder,
			fileSystem,
			readOnly,
			devices: count,
			free: disk.free,
			shared
		}];
	}))).flat();
}
/** How many disks the btrfs that is mounted from `source` lies on; 0 when that cannot be found out. */
async function btrfsDevices(world, source) {
	const name = source.slice(source.lastIndexOf("/") + 1);
	const base = "/sys/fs/btrfs";
	for (const id of await world.files.list(base).catch(() => [])) {
		const devices = await world.files.list(`${base}/${id}/devices`).catch(() => []);
		if (devices.includes(name)) return devices.length;
	}
	return 0;
}
// src/run-swap.ts
/** Decides what is done about swap; nothing when nothing was asked. Where there is enough already, one small file is read. */
async function decideSwap(world, { swap: asked, limits, build: { call } }, host, terms) {
	const wish = {
		asked,
		limits
	};
	if (!(call === "" || call === "build") || wantedSwap(wish) === void 0 && asked.swappiness === void 0) return void 0;
	const { journals, ...more } = terms;
	const areas = await markLasting(world, journals, await surveySwaps(world));
	const nothing = {
		...more,
		areas: areas ?? [],
		runner: host.runner,
		local: terms.here ?? isHere(host),
		places: []
	};
	if (!lacksSwap(wish, nothing.areas) && asked.swappiness === void 0) return planSwap(wish, nothing);
	const [places, swappiness, found] = await Promise.all([
		surveySwapPlaces(world, host),
		surveySwappiness(world),
		swapObstacle(world, host)
	]);
	const obstacle = areas === void 0 ? NO_SWAP_AT_ALL : found;
	return planSwap(wish, {
		...nothing,
		places,
		...obstacle && { obstacle },
		...swappiness !== void 0 && { swappiness }
	});
}
async function markLasting(world, journals, areas) {
	if (!areas?.some(({ path }) => isSwapOfOurs(path))) return areas;
	const lasting = await swapOfThisJob(world, journals);
	return areas.map((area) => lasting.has(area.path) ? {
		...area,
		lasts: true
	} : area);
}
const NO_SWAP_AT_ALL = {
	why: "this kernel knows no swap (there is no /proc/swaps)",
	remedy: "use a machine with swap"
};
/** What builds is on this machine: swap elsewhere is none of ours. */
function isHere({ engine, builder }) {
	const away = builder && (builder.elsewhere !== void 0 || AWAY.has(builder.driver));
	return !("missing" in engine) && engine.local && !away;
}
const AWAY = /* @__PURE__ */ new Set([
	"kubernetes",
	"remote",
	"cloud"
]);
/**
* Does what was decided, after its undo was written down, and tells it. Gives the machine as it is then. Throws when swap that is
* required could not be made.
*/
async function makeSwap(world, story, journal, { asked: { limits }, host, plan: { swap } }) {
	if (!swap) return host;
	const { existing, wanted, short } = swap;
	let report = {
		existing,
		wanted,
		made: 0,
		...short && { refused: short.why }
	};
	story.swap = report;
	if (swap.make || swap.swappiness && "to" in swap.swappiness) report = await story.phase("swap", "Make swap", () => carryOut(world, journal, swap, report));
	else if (swap.swappiness) report = {
		...report,
		swappiness: swap.swappiness
	};
	story.swap = report;
	refuseWithout(limits, report);
	const complete = report.refused === void 0 && !(report.swappiness && "why" in report.swappiness);
	for (const sentence of swapSentences(report)) world.log[complete ? "info" : "warning"](sentence);
	return report.made === 0 ? host : {
		...host,
		swap: (host.swap ?? 0) + report.made
	};
}
async function carryOut(world, journal, plan, report) {
	return setSwappiness(world, journal, plan, await makeFile(world, journal, plan, report));
}
async function makeFile(world, journal, { make }, report) {
	if (!make) return report;
	const { folder, ...rest } = make;
	const path = swapPath(folder, world.machine.pid, world.now());
	const undo = {
		kind: "remove-swap",
		path
	};
	await journal.note(undo);
	const made = await world.editSwap({
		act: "make",
		path,
		...rest
	});
	if (made.ok) return {
		...report,
		made: made.bytes,
		path
	};
	if (await world.files.kind(path) === void 0) await journal.forget(undo);
	return {
		...report,
		refused: made.why
	};
}
async function setSwappiness(world, journal, plan, report) {
	const { swappiness } = plan;
	if (!swappiness || "why" in swappiness) return {
		...report,
		...swappiness && { swappiness }
	};
	const undo = {
		kind: "restore-swappiness",
		...swappiness
	};
	await journal.note(undo);
	const set = await world.editSwap({
		act: "swappiness",
		value: swappiness.to
	});
	if (set.ok) return {
		...report,
		swappiness
	};
	await journal.forget(undo);
	return {
		...report,
		swappiness: { why: set.why }
	};
}
/** `memory-swap` was given, is required, and the swap for it is not there. */
function refuseWithout(limits, { existing, made, refused = "" }) {
	const missing = needsMore(limits, existing + made);
	if (limits.policy !== "require" || missing === void 0) return;
	throw new UserError("engine", [{
		input: "memory-swap",
		message: `needs ${memory(missing)} more swap than there is, and it could not be made: ${refused}`,
		remedy: "make swap before this step, give less, or write \"limits: best-effort\""
	}]);
}
export { makeSwap as n, decideSwap as t };
