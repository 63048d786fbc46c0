import { a as rows, n as count, o as text, t as below } from "./json.js";
// src/build/places.ts
/** An engine that has to add up sizes file by file, and a large folder, are left out rather than waited for. */
const PATIENCE_MS = 8e3;
const LEAST = 1e6;
const MOST = 12;
/**
* What lies where on the disks, largest first: the engine's own sums (`GET /system/df`, https://docs.docker.com/reference/api/engine/), and
* the job's folders. All at once and for some seconds at most; what cannot be had by then is left out. Never throws.
*/
async function findPlaces(world, asked) {
	const [folders, ...answers] = await Promise.all([Promise.all(asked.folders.map((folder) => measureFolder(world, folder))), ...[
		"build-cache",
		"image",
		"container",
		"volume"
	].map((kind) => askEngine(world, kind))]);
	return [...answers.flatMap((answer) => readUsage(answer, asked)), ...(folders ?? []).flat()].filter(({ bytes }) => bytes >= LEAST).toSorted((one, other) => other.bytes - one.bytes).slice(0, MOST);
}
async function askEngine({ engine }, kind) {
	if (!engine.direct) return void 0;
	try {
		const { status, text: answer } = await engine.call({
			path: `/system/df?type=${kind}&verbose=1`,
			timeoutMs: PATIENCE_MS
		});
		return status === 200 ? JSON.parse(answer) : void 0;
	} catch {
		return;
	}
}
/** Blocks of the folder on its own file system. One that is not readable as a whole has no number. */
async function measureFolder({ run }, { kind, path }) {
	const { code, stdout } = await run({
		argv: [
			"du",
			"-skx",
			path
		],
		timeoutMs: PATIENCE_MS
	});
	const kib = /^(\d+)\s/.exec(stdout)?.[1];
	return code !== 0 || kib === void 0 ? [] : [{
		kind,
		where: path,
		bytes: Number(kib) * 1024
	}];
}
/** Reads an answer of any API version: lists up to 1.51, sums with `Items` since 1.52; before 1.42 every answer has everything. */
function readUsage(answer, { since, stateVolume }) {
	const items = (list, usage) => {
		const old = rows(below(answer), list);
		return old.length > 0 ? old : rows(below(answer, usage), "Items");
	};
	const cache = items("BuildCache", "BuildCacheUsage").filter((record) => record["Shared"] !== true);
	const kindOf = (record) => CACHE_KINDS[text(record, "Type")] ?? "layers";
	const parts = [
		"layers",
		"cache-mounts",
		"contexts"
	].map((kind) => {
		const records = cache.filter((record) => kindOf(record) === kind);
		const fresh = records.filter((record) => Date.parse(text(record, "CreatedAt")) >= since);
		return {
			kind,
			where: "build cache of the engine",
			bytes: sum(records),
			newBytes: sum(fresh)
		};
	});
	const images = count(below(answer), "LayersSize") || count(below(answer, "ImageUsage"), "TotalSize");
	const containers = items("Containers", "ContainerUsage");
	const volumes = items("Volumes", "VolumeUsage").map((volume) => ({
		where: text(volume, "Name"),
		bytes: Math.max(0, count(below(volume, "UsageData"), "Size"))
	}));
	const state = volumes.find(({ where }) => where === stateVolume);
	const others = volumes.filter((volume) => volume !== state);
	return [
		...parts,
		{
			kind: "images",
			where: "images of the engine",
			bytes: images
		},
		{
			kind: "containers",
			where: "what containers have written",
			bytes: containers.reduce((total, container) => total + count(container, "SizeRw"), 0)
		},
		...state ? [{
			kind: "layers",
			where: `builder's volume ${state.where}`,
			bytes: state.bytes
		}] : [],
		{
			kind: "volumes",
			where: "other volumes of the engine",
			bytes: others.reduce((total, { bytes }) => total + bytes, 0)
		}
	];
}
/** Types of BuildKit's records (github.com/moby/buildkit, client/diskusage.go); all others are layers of steps. */
const CACHE_KINDS = {
	"exec.cachemount": "cache-mounts",
	"source.local": "contexts",
	"source.git.checkout": "contexts"
};
function sum(records) {
	return records.reduce((total, record) => total + count(record, "Size"), 0);
}
export { findPlaces };
