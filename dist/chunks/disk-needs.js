import { i as prettyBytes, n as SIZE_FORMAT } from "./bytes.js";
// src/space/estimate.ts
const GB = 1e9;
/** What the runner itself must always have: its logs, its scripts, our report. */
const FLOOR = 2 * GB;
/** Taken where nothing is known of the image: one with PyTorch for CUDA. */
const DEFAULT_IMAGE = 8 * GB;
/** What a build is expected to add to its base: PyTorch for CUDA with its libraries, and an application. */
const DEFAULT_ADDED = 6 * GB;
/** Layers of Linux images unpack to some 2.4 times their gzip (CUDA images 1.9 to 2.6). */
const UNPACKED_PER_COMPRESSED = 2.4;
/** And are pushed with about so much of their unpacked size. */
const COMPRESSED_PER_UNPACKED = .5;
/** A build of last time takes so much more this time. */
const LAST_BUILD_MARGIN = 1.2;
/** Files that are made and removed again, stages that are not in the image, caches of package managers. */
const WORK = .5;
/** With so much free no estimate comes to another answer, so nothing has to be asked for it. */
const PLENTY = 60 * GB;
/**
* How many bytes the build needs on the disk where it happens. In order: what the user says, what the last build took, the base images'
* sizes, the size limit, a stated default.
*/
function estimateNeed(facts) {
	const { minFree, lastBuild, shape } = facts;
	if (minFree !== void 0) return {
		bytes: minFree,
		how: `min-free asks for ${prettyBytes(minFree, SIZE_FORMAT)}`,
		from: "min-free"
	};
	if (shape.builds === "elsewhere") return {
		bytes: FLOOR,
		how: `the image is built on another machine; ${print(FLOOR)} for the runner`,
		from: "default"
	};
	if (lastBuild !== void 0) return {
		bytes: Math.ceil(lastBuild * LAST_BUILD_MARGIN) + FLOOR,
		how: `the last build took ${print(lastBuild)}; a fifth more, and ${print(FLOOR)} for the runner`,
		from: "last-build"
	};
	const known = ofImage(estimateImage(facts), shape);
	if (!facts.moreBases || facts.bases.length === 0) return known;
	const unknown = ofImage(estimateImage({
		...facts,
		bases: []
	}), shape);
	return unknown.bytes > known.bytes ? {
		...unknown,
		how: `not all base images tell their size; ${unknown.how}`
	} : known;
}
function ofImage({ unpacked, there = 0, how, from }, shape) {
	const { factor, parts } = copies(shape);
	const less = there > 0 ? `less the ${print(there)} that are there, ` : "";
	return {
		bytes: Math.ceil(unpacked * factor - there) + FLOOR,
		how: `${how}, times ${factor} (${parts.join(", ")}), ${less}and ${print(FLOOR)} for the runner`,
		from
	};
}
function estimateImage({ bases, sizeLimit, scratch }) {
	if (bases.length > 0) {
		const compressed = sum(bases.map((base) => "compressed" in base ? base.compressed : 0));
		const there = sum(bases.map((base) => "inEngine" in base ? base.inEngine : 0));
		const pulled = compressed * UNPACKED_PER_COMPRESSED;
		const unpacked = pulled + there;
		const [first] = bases;
		const name = bases.length === 1 ? `base image ${first?.name}` : `${bases.length} base images`;
		const sizes = [...compressed > 0 ? [`${print(compressed)} compressed, unpacked about ${print(pulled)}`] : [], ...there > 0 ? [`${print(there)} in the engine already`] : []];
		const below = bases.length === 1 ? unpacked : 0;
		const room = Math.min(DEFAULT_ADDED, Math.max(GB, (sizeLimit ?? Number.POSITIVE_INFINITY) - below));
		return {
			unpacked: unpacked + room,
			there,
			how: `${name} ${sizes.join(" and ")}, and ${print(room)} that the build adds`,
			from: "base-image"
		};
	}
	if (sizeLimit !== void 0) return {
		unpacked: sizeLimit,
		how: `max-image-size is ${print(sizeLimit)}`,
		from: "size-limit"
	};
	if (scratch) return {
		unpacked: DEFAULT_ADDED,
		how: `FROM scratch brings nothing, and ${print(DEFAULT_ADDED)} are taken for what the build adds`,
		from: "base-image"
	};
	return {
		unpacked: DEFAULT_IMAGE,
		how: `nothing is known of the image, so ${print(DEFAULT_IMAGE)} are taken`,
		from: "default"
	};
}
/** How often the image lies on the disk at the worst moment, in units of its unpacked size. */
function copies(shape) {
	const parts = ["layers 1", `files of the build ${WORK}`];
	let factor = 1.5;
	const add = (what, times) => {
		parts.push(`${what} ${times}`);
		factor += times;
	};
	const ownStore = shape.builds === "builder";
	if (ownStore || shape.store === "containerd") add("compressed layers", COMPRESSED_PER_UNPACKED);
	else if (shape.push) add("compressed layers for the push", COMPRESSED_PER_UNPACKED);
	if (ownStore && shape.load) add("the image in the engine", shape.store === "containerd" ? 1.5 : 1);
	if (shape.archives > 0) add("archives", shape.archives * COMPRESSED_PER_UNPACKED);
	if (shape.localCaches > 0) add("cache in a folder", shape.localCaches * COMPRESSED_PER_UNPACKED);
	return {
		factor,
		parts
	};
}
function sum(all) {
	return all.reduce((total, bytes) => total + bytes, 0);
}
/** Estimates have no more than two digits that mean something; small sizes are given ones. */
function print(bytes) {
	return prettyBytes(bytes < 1e9 ? bytes : Math.round(bytes / 1e7) * 1e7, SIZE_FORMAT);
}
// src/space/disk-needs.ts
/** A role of `Host.disks`: that of the engine's data holds builds, builders' state and images. */
const BUILD_ROLE = "engine data";
/**
* What each disk must have free: all of the need where the build happens, and enough for the runner where only it writes. A target given
* by hand counts on every disk. A disk whose free bytes are not known is left out.
*/
function diskNeeds(disks, need) {
	const known = disks.flatMap(({ free, total, device, ...disk }) => free === void 0 || total === void 0 || device === void 0 ? [] : [{
		...disk,
		free,
		total,
		device
	}]);
	return [...Map.groupBy(known, ({ device }) => device).values()].flatMap((places) => {
		const [first] = places;
		if (!first) return [];
		const roles = [...new Set(places.map(({ role }) => role))];
		const place = places.find(({ role }) => role === BUILD_ROLE) ?? first;
		const whole = need.from === "min-free" || roles.includes(BUILD_ROLE);
		return [{
			roles,
			path: place.path,
			device: place.device,
			free: Math.min(...places.map(({ free }) => free)),
			total: place.total,
			needed: whole ? need.bytes : Math.min(FLOOR, need.bytes)
		}];
	});
}
/** What is missing on a disk; 0 when it has enough. */
function deficitOf({ free, needed }) {
	return Math.max(0, needed - free);
}
export { estimateNeed as a, PLENTY as i, diskNeeds as n, FLOOR as r, deficitOf as t };
